"""What exports note beside the ledger, and what a ledger that went back to a copy learns from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop_sync.core.errors import RetryLater
from desktop_sync.core.exported import Made
from desktop_sync.core.model import Payload
from desktop_sync.core.periods import Window
from desktop_sync.engine.left_exports import LeftExports
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.export_learning import learn
from desktop_sync.ledger.export_notes import FILE, ID, noted
from desktop_sync.ledger.exports import exports_of
from desktop_sync.ledger.journal import Journal
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.ledger.repair import Repair
from tests.unit.ledger.desk import Desk, HandClock

DAY = timedelta(days=1)
FIRST = datetime(2026, 5, 4, tzinfo=UTC)
CLAIM = "claim"
PLACES = ("box", "office")


class Told:
    """A ledger whose exports go to two destinations."""

    def __init__(self, folder: Path) -> None:
        self.desk = Desk(folder)
        self.desk.clock.time = (FIRST + 50 * DAY).timestamp()
        self.file = folder / FILE
        self.copies = 0

    @property
    def ledger(self) -> Ledger:
        return self.desk.ledger

    def make(self, day: int, flow: str = "day", reference: str = "") -> dict[str, str]:
        """The deliveries of a period that is made, by their destinations."""
        end = FIRST + day * DAY
        payload = Payload(f"{day:064x}", 1)
        made = Made(
            flow, "Day", "", "UTC", Window(end - DAY, end), end, 1, "csv", "text/csv", payload, reference=reference
        )
        self.ledger.exports.make(1, [made], [(name, name) for name in PLACES])
        return {one["destination"]: one["id"] for one in _newest(self.ledger.database, flow)["deliveries"]}

    def begin(self, delivery: str, name: str = "Day.csv") -> None:
        exports = self.ledger.exports
        assert exports.claim(delivery, CLAIM)
        assert exports.named(delivery, CLAIM, name)
        assert exports.ending(delivery, CLAIM)

    def deliver(self, delivery: str) -> None:
        self.begin(delivery)
        assert self.ledger.exports.delivered(delivery, CLAIM)

    def copy(self) -> Path:
        self.copies += 1
        target = self.file.with_name(f"copy-{self.copies}.db")
        self.ledger.database.backup(target)
        return target


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    made = Told(tmp_path)
    yield made
    made.desk.close()


def _later() -> HandClock:
    """Well after every period."""
    clock = HandClock()
    clock.time = (FIRST + 100 * DAY).timestamp()
    return clock


def _newest(database: Database, flow: str = "day") -> dict[str, Any]:
    with database.reading() as sql:
        return exports_of(sql, flow, 1)[0]


def _learnt(told: Told, copy: Path) -> tuple[bool, Mapping[str, str], datetime | None]:
    """Whether the notes were taken; the states of the newest period; how far the export has come."""
    with closing(Database(copy)) as database:
        Journal(database, _later()).put_in_doubt()
        taken = learn(database, told.file)
        ledger = Ledger(database, _later())
        states = {one["destination"]: one["state"] for one in _newest(database)["deliveries"]}
        assert ledger.exports.before_restore("day") is not taken
        return taken, states, ledger.exports.last_end("day")


def test_what_was_delivered_since_the_copy_is_known_and_what_waits_goes_on(told: Told) -> None:
    told.deliver(told.make(1)["box"])
    copy = told.copy()
    told.deliver(told.make(2)["box"])
    assert _learnt(told, copy) == (True, {"box": "delivered", "office": "pending"}, FIRST + 2 * DAY)


def test_what_had_begun_is_unknown_under_its_name(told: Told) -> None:
    told.deliver(told.make(1)["box"])
    copy, two = told.copy(), told.make(2)
    told.begin(two["box"], "Day (2).csv")
    assert _learnt(told, copy)[1] == {"box": "unknown", "office": "pending"}
    with closing(Database(copy)) as database:
        names = {one["destination"]: one["name"] for one in _newest(database)["deliveries"]}
    assert names == {"box": "Day (2).csv", "office": None}


def test_a_period_of_which_nothing_had_begun_is_made_anew(told: Told) -> None:
    told.deliver(told.make(1)["box"])
    copy = told.copy()
    told.make(2)
    assert _learnt(told, copy)[2] == FIRST + DAY


def test_a_period_that_nobody_has_is_not_passed_over_by_a_later_one(told: Told) -> None:
    told.deliver(told.make(1)["box"])
    copy = told.copy()
    told.make(1, "week")
    two, three = told.make(2), told.make(3)
    assert told.ledger.exports.claim(two["box"], CLAIM)
    assert told.ledger.exports.rejected(two["box"], CLAIM, "it is there already")
    told.deliver(three["box"])
    assert _learnt(told, copy)[2] == FIRST + 3 * DAY
    with closing(Database(copy)) as database:
        ledger = Ledger(database, _later())
        waiting = [(one.made.window, one.destination) for one in ledger.exports.open("day", due=False)]
        assert ledger.exports.last_end("week") is None
    days = [Window(FIRST + (day - 1) * DAY, FIRST + day * DAY) for day in (1, 2, 3)]
    assert waiting == [(days[0], "office"), (days[1], "office"), (days[2], "office")]


class Mortal(Database):
    """``dying``: the process is killed right before the next commit."""

    dying = False

    @contextmanager
    def transaction(self, *, flush: bool = True) -> Iterator[sqlite3.Connection]:
        with super().transaction(flush=flush) as sql:
            yield sql
            if self.dying:
                raise Died


class Died(Exception):
    """The process is gone."""


@pytest.mark.parametrize("step, state", [("ending", "unknown"), ("delivered", "delivered")])
def test_who_dies_between_the_notes_and_the_ledger(told: Told, step: str, state: str) -> None:
    told.deliver(told.make(1)["box"])
    copy, two = told.copy(), told.make(2)["box"]
    told.ledger.close()
    mortal = Mortal(told.desk.file)
    told.desk.ledger = Ledger(mortal, told.desk.clock)
    assert told.ledger.exports.claim(two, CLAIM)
    assert step == "ending" or told.ledger.exports.ending(two, CLAIM)
    mortal.dying = True
    with pytest.raises(Died):
        getattr(told.ledger.exports, step)(two, CLAIM)
    told.desk.reopen()
    assert _learnt(told, copy)[1] == {"box": state, "office": "pending"}
    assert told.ledger.exports.recover(list) == 1
    told.deliver(two)
    assert _learnt(told, told.copy())[1] == {"box": "delivered", "office": "pending"}


def test_a_line_that_a_crash_has_cut_off_is_none_and_the_next_one_begins_anew(told: Told) -> None:
    one = told.make(1)
    told.deliver(one["box"])
    told.deliver(one["office"])
    copy, two = told.copy(), told.make(2)
    told.deliver(two["box"])
    data = told.file.read_bytes()
    told.file.write_bytes(data[: data.rindex(b'"delivered"')])
    told.deliver(two["office"])
    assert _learnt(told, copy)[1] == {"box": "unknown", "office": "delivered"}


@pytest.mark.parametrize("without", ["the file", "its first line", "this ledger"])
def test_notes_of_another_ledger_are_not_taken(told: Told, tmp_path: Path, without: str) -> None:
    told.deliver(told.make(1)["box"])
    copy = told.copy()
    told.deliver(told.make(2)["box"])
    if without == "the file":
        told.file.unlink()
    elif without == "its first line":
        told.file.write_bytes(told.file.read_bytes().split(b"\n", 2)[2])
    else:
        (tmp_path / "other").mkdir()
        other = Told(tmp_path / "other")
        other.deliver(other.make(1)["box"])
        other.desk.close()
        other.file.replace(told.file)
    assert _learnt(told, copy) == (False, {"box": "delivered", "office": "pending"}, FIRST + DAY)


@pytest.mark.parametrize(
    "right, wrong",
    [
        (b'"flow"', b'"flov"'), (b'"since": 0.0', b'"since": []'), (b'"id"', b'"ix"'),
        (b'"rows": 1', b'"rows": 1' + 30 * b"0"), (b'"id": 2', b'"id": 1e999'),
    ],
)  # fmt: skip
def test_notes_that_cannot_be_understood_keep_no_ledger_from_its_copy(told: Told, right: bytes, wrong: bytes) -> None:
    told.deliver(told.make(1)["box"])
    copy = told.copy()
    told.deliver(told.make(2)["box"])
    data = told.file.read_bytes()
    assert right in data
    told.file.write_bytes(data.replace(right, wrong))
    assert _learnt(told, copy) == (False, {"box": "delivered", "office": "pending"}, FIRST + DAY)


HEAD = b'{"name": "%s", "since": %s}'


@pytest.mark.parametrize("since", [b'"soon"', b"[]", b"{}", b"null", b"true", b"NaN", b"-1", b"1e999", b"9" * 400])
def test_a_head_that_no_ledger_has_written_keeps_nothing_from_being_cut(told: Told, since: bytes) -> None:
    told.deliver(told.make(1)["box"])
    own = noted(told.file)[0]
    assert own is not None
    told.file.write_bytes(HEAD % (own["name"].encode(), since) + b"\n" + told.file.read_bytes().split(b"\n", 2)[2])
    told.ledger.exports.cut_notes(FIRST.timestamp())
    head, exports, deliveries = noted(told.file)
    assert head is not None
    assert (head["since"], len(exports), len(deliveries)) == (FIRST.timestamp(), 1, 2)
    copy = told.copy()
    told.deliver(told.make(2)["box"])
    assert _learnt(told, copy) == (True, {"box": "delivered", "office": "pending"}, FIRST + 2 * DAY)


@pytest.mark.parametrize(
    "line", [b"[" * 100_000, b"\xff\xfe", b"\x00", b"9" * 5000, b'"text"', b"[]", b"{}", b'{"name": 1}', b"{" * 9]
)
def test_a_line_of_rubbish_is_passed_over_wherever_it_stands(told: Told, line: bytes) -> None:
    told.deliver(told.make(1)["box"])
    copy = told.copy()
    told.file.write_bytes(told.file.read_bytes() + line + b"\n")
    told.deliver(told.make(2)["box"])
    assert _learnt(told, copy) == (True, {"box": "delivered", "office": "pending"}, FIRST + 2 * DAY)
    told.file.write_bytes(line + b"\n" + told.file.read_bytes())
    told.ledger.exports.cut_notes(FIRST.timestamp())
    assert noted(told.file)[0] is not None


@pytest.mark.parametrize("made", ["before the copy", "after it"])
def test_what_a_person_gave_up_is_not_asked_about_again(told: Told, made: str) -> None:
    """An export that left the settings with reports that had not arrived."""
    told.deliver(told.make(1)["box"])
    if made == "before the copy":
        told.make(2)
    copy = told.copy()
    if made != "before the copy":
        told.make(2)
    left = LeftExports(told.ledger, dict)
    left.look()
    [problem] = told.desk.open_problems()
    Repair(told.ledger.database, told.desk.clock, "Erika").dismiss([], [problem["id"]], "not needed")
    assert _learnt(told, copy)[1] == {"box": "dismissed", "office": "dismissed"}
    with closing(Database(copy)) as database:
        restored = Ledger(database, _later())
        LeftExports(restored, dict).look()
        with database.reading() as sql:
            query = "SELECT count(*) FROM problem WHERE closed_at IS NULL AND key LIKE 'export-removed:%'"
            assert sql.execute(query).fetchone()[0] == 0


def test_a_lost_file_is_begun_anew_with_what_is_still_needed(told: Told) -> None:
    one = told.make(1)
    told.deliver(one["box"])
    before = told.copy()
    told.deliver(told.make(2)["box"])
    told.file.unlink()
    told.desk.reopen()
    copy, three = told.copy(), told.make(3)
    told.deliver(three["box"])
    assert not _learnt(told, before)[0]
    assert not _learnt(told, copy)[0], "made before the file was"
    later = told.copy()
    told.deliver(one["office"])
    told.deliver(told.make(4)["box"])
    assert _learnt(told, later) == (True, {"box": "delivered", "office": "pending"}, FIRST + 4 * DAY)
    with closing(Database(later)) as database:
        waiting = Ledger(database, _later()).exports.open("day", due=False)
    assert [(one.number, one.destination) for one in waiting] == [(2, "office"), (3, "office"), (4, "office")]


@pytest.mark.parametrize("why", ["it went", "its name was taken back"])
def test_a_file_that_is_not_that_of_the_ledger_any_more_is_begun_anew_at_once(told: Told, why: str) -> None:
    one = told.make(1)
    told.deliver(one["box"])
    if why == "it went":
        told.file.unlink()
    else:
        with told.ledger.database.transaction() as sql:
            sql.execute("DELETE FROM meta WHERE key = ?", (ID,))
    told.deliver(one["office"])
    copy = told.copy()
    told.deliver(told.make(2)["box"])
    assert _learnt(told, copy) == (True, {"box": "delivered", "office": "pending"}, FIRST + 2 * DAY)


def test_a_copy_that_is_too_old_for_the_notes_goes_on_with_others(told: Told) -> None:
    """What it counts from then on would else stand among that of the former time line, under the same numbers."""
    one = told.make(1)
    told.deliver(one["box"])
    old = told.copy()
    told.make(1, "week")
    told.deliver(told.make(2)["box"])
    told.ledger.exports.cut_notes(told.desk.clock.now() + 1.0)
    told.deliver(told.make(3)["box"])
    assert not _learnt(told, old)[0]
    told.desk.close()
    old.replace(told.desk.file)
    told.desk.clock.time += 10 * DAY.total_seconds()
    told.desk.reopen()
    two = told.make(2)
    told.deliver(one["office"])
    copy = told.copy()
    told.deliver(two["box"])
    assert _learnt(told, copy) == (True, {"box": "delivered", "office": "pending"}, FIRST + 2 * DAY)


def test_a_file_that_cannot_be_written_keeps_it_from_beginning_and_no_outcome_away(told: Told) -> None:
    one = told.make(1)
    told.file.mkdir()
    with pytest.raises(RetryLater, match=r"exports\.jsonl beside the ledger cannot be written"):
        told.begin(one["box"])
    told.file.rmdir()
    exports = told.ledger.exports
    assert exports.ending(one["box"], CLAIM)
    told.file.rename(told.file.with_name("away"))
    told.file.mkdir()
    assert exports.delivered(one["box"], CLAIM)
    assert _newest(told.ledger.database)["deliveries"][0]["state"] == "delivered"


def test_old_ones_go_but_for_the_last_of_each_export_and_what_is_open(told: Told) -> None:
    for day in (1, 2):
        for delivery in told.make(day).values():
            told.deliver(delivery)
    for delivery in told.make(1, "week").values():
        told.deliver(delivery)
    open_still = told.make(3)
    told.deliver(open_still["box"])
    copy = told.copy()
    told.ledger.exports.cut_notes(told.desk.clock.now() + 1.0)
    _, exports, deliveries = noted(told.file)
    assert [(one["flow"], one["end_at"][:10]) for one in exports.values()] == [
        ("week", "2026-05-05"),
        ("day", "2026-05-07"),
    ]
    assert len(deliveries) == 4
    assert not _learnt(told, copy)[0], "what it does not know may be cut off"


@pytest.mark.parametrize("foreign", [False, True])
def test_what_is_erased_goes_from_the_notes_also_from_those_of_another_ledger(told: Told, foreign: bool) -> None:
    told.deliver(told.make(1, reference="ERIKA-7")["box"])
    assert b"ERIKA-7" in told.file.read_bytes()
    with told.ledger.database.transaction() as sql:
        sql.execute("UPDATE export SET reference = ''")
    if foreign:
        with told.ledger.database.transaction() as sql:
            sql.execute("DELETE FROM meta WHERE key = ?", (ID,))
    told.ledger.erasing.finish()
    assert b"ERIKA-7" not in told.file.read_bytes()
    assert noted(told.file)[0] is not None


def test_what_a_copy_has_of_another_time_line_and_nobody_got_gives_way(told: Told) -> None:
    """The ledger went back once, another period got the number of one that had begun nowhere, then back to a copy of
    the former time line.
    """
    told.deliver(told.make(1)["box"])
    early = told.copy()
    told.make(2, "week")
    told.make(3)
    former = told.copy()
    told.desk.close()
    early.replace(told.desk.file)
    told.desk.reopen()
    told.deliver(told.make(3)["box"])
    assert _learnt(told, former) == (True, {"box": "delivered", "office": "pending"}, FIRST + 3 * DAY)
    with closing(Database(former)) as database:
        assert Ledger(database, _later()).exports.last_end("week") is None, "nobody has it: it is made anew"


def test_refused_and_tried_again_is_as_it_was_last(told: Told) -> None:
    one = told.make(1)["box"]
    told.begin(one)
    copy = told.copy()
    exports = told.ledger.exports
    assert exports.rejected(one, CLAIM, "too large")
    assert _learnt(told, copy)[1]["box"] == "rejected"
    assert exports.again(one) == [one]
    assert _learnt(told, told.copy())[1]["box"] == "pending"
    assert _learnt(told, copy)[1]["box"] == "pending"
