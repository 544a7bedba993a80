"""Retention: what is old and done goes, what anybody may still need stays, and the lanes know what they knew."""

from __future__ import annotations

import io
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop_sync.core.exported import Made
from desktop_sync.core.model import AnswerKind, Entity, Payload
from desktop_sync.core.problem import Problem
from desktop_sync.engine.retention import DAY, DONE, Retention
from desktop_sync.ledger import pruning
from desktop_sync.ledger.history import Wish, documents
from desktop_sync.ledger.reading import trail
from desktop_sync.ledger.staging import Chunk
from desktop_sync.settings.retention import Retention as Options
from desktop_sync.spool import Spool
from tests.unit.ledger.desk import Desk, order


class House(Desk):
    """A desk with a spool. Payloads are a day old at once."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.spool = Spool(folder / "spool", reserve=0)
        self.logs = folder / "logs"
        self.logs.mkdir()

    def bring(self, *references: str, text: str = "1", version: int | None = None, size: int = 0) -> str:
        """A file with these orders, delivered and settled. Returns the SHA-256 of its payload."""
        payload = self.spool.add(io.BytesIO(f"{references}{text}{self._files}".encode() + bytes(size)))
        self.age(payload)
        item = self.notice()
        chunk = self.chunk(item, [order(one, text, version) for one in references])
        self.ledger.staging.write([with_payload(chunk, payload)])
        self.done()
        self.settle()
        return payload.sha256

    def age(self, payload: Payload) -> None:
        path = self.folder / "spool" / payload.sha256[:2] / payload.sha256
        if path.exists():
            os.utime(path, (1, 1))
        else:
            with self.spool._small._transaction() as sql:
                sql.execute("UPDATE blob SET added_at = 1 WHERE sha256 = ?", (bytes.fromhex(payload.sha256),))

    def settle(self) -> None:
        now = self.clock.now()
        self.change(
            "UPDATE item SET state = 'done', outcome = 'success', ended_at = ? WHERE state IN ('staged', 'rejected')"
            " AND open = 0", now,
        )  # fmt: skip

    def has(self, sha256: str) -> bool:
        try:
            with self.spool.open(sha256) as file:
                return bool(file.read() or True)
        except Exception:  # noqa: BLE001 - lost, in whichever words
            return False

    def read(self, query: Callable[..., list[dict[str, Any]]], *values: object) -> list[dict[str, Any]]:
        with self.ledger.database.reading() as sql:
            return query(sql, *values)

    def pass_days(self, days: float) -> None:
        self.clock.time += days * DAY

    def keep_house(self, token: threading.Event | None = None, **options: object) -> Retention:
        chore = Retention(
            self.ledger, self.spool, self.logs, self.clock, lambda: Options(**options)  # type: ignore[arg-type]
        )  # fmt: skip
        self.change("DELETE FROM meta WHERE key = ?", DONE)
        chore.do(token or threading.Event())
        return chore

    def close(self) -> None:
        self.spool.close()
        super().close()


def with_payload(chunk: Chunk, payload: Payload) -> Chunk:
    return replace(chunk, payload=payload)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.close()


def count(house: House, table: str) -> int:
    return int(house.sql(f"SELECT count(*) AS n FROM {table}")[0]["n"])


# -- payloads --------------------------------------------------------------------------------------------


def test_payloads_go_after_their_time_but_for_the_newest_version(house: House) -> None:
    first = house.bring("A", text="1")
    second = house.bring("A", text="2")
    house.pass_days(91)
    third = house.bring("B")
    house.keep_house()
    assert [house.has(one) for one in (first, second, third)] == [False, True, True]
    [lane] = house.read(trail, "A")
    gone = [one["payload_gone_at"] is not None for one in lane["deliveries"]]
    assert gone == [True, False]
    assert count(house, "delivery") == 3


def test_a_payload_that_another_item_needs_stays(house: House) -> None:
    """The same bytes came twice; the second file is not finished."""
    payload = house.spool.add(io.BytesIO(b"same"))
    house.age(payload)
    for number in range(2):
        house.ledger.staging.write([with_payload(house.chunk(house.notice(), [order("A", str(number))]), payload)])
    house.done()
    house.settle()
    house.bring("A", text="9")
    item = house.notice()
    house.change("UPDATE item SET payload = ?, payload_size = 4 WHERE id = ?", payload.sha256, item.id)
    house.pass_days(200)
    house.keep_house()
    assert house.has(payload.sha256)
    house.change("UPDATE item SET state = 'gone', ended_at = ? WHERE id = ?", house.clock.now() - 100 * DAY, item.id)
    house.keep_house()
    assert not house.has(payload.sha256)


def test_what_an_open_problem_is_about_stays_whole(house: House) -> None:
    payload = house.spool.add(io.BytesIO(b"refused"))
    house.age(payload)
    house.ledger.staging.write([with_payload(house.chunk(house.notice(), [order("A", "1")]), payload)])
    house.say(house.one(), AnswerKind.REJECTED)
    house.settle()
    house.bring("B")
    house.pass_days(1000)
    house.keep_house()
    assert house.has(payload.sha256)
    assert house.states("A") == ["rejected"]
    assert house.open_problems()


def test_what_was_added_anew_a_moment_ago_is_not_taken_away(house: House) -> None:
    """Somebody is about to refer to it: the same bytes have come again."""
    old = house.bring("A", text="1")
    house.bring("A", text="2")
    with house.spool.open(old) as file:
        content = file.read()
    house.pass_days(100)
    assert house.spool.add(io.BytesIO(content)).sha256 == old
    house.keep_house()
    assert house.has(old)


def test_the_spool_stays_within_its_size_the_oldest_go_first(house: House) -> None:
    old = [house.bring("A", text=str(number), size=200_000) for number in range(5)]
    house.pass_days(2)
    house.keep_house(spool_size=600_000)
    assert [house.has(one) for one in old] == [False, False, False, True, True]
    assert not house.open_problems()
    house.keep_house(spool_size=100_000)
    assert house.has(old[-1]), "the newest version that Acme has taken"
    assert "more than the 0 MB" in house.open_problems()[0]["what"]
    house.keep_house(spool_size=10_000_000)
    assert not house.open_problems()


def test_nothing_younger_than_a_day_goes_whatever_is_asked(house: House) -> None:
    old = house.bring("A", text="1", size=200_000)
    house.bring("A", text="2")
    house.pass_days(0.9)
    house.keep_house(spool_size=0)
    assert house.has(old)


def report(house: House, payload: Payload, *places: str) -> None:
    """An export without a period, its file made of these bytes."""
    at = datetime.fromtimestamp(house.clock.now(), UTC)
    made = Made("reports", "Reports", "Acme", "UTC", None, at, 1, "csv", "text/csv", payload)
    house.ledger.exports.make(1, [made], [(place, place) for place in places])


def test_what_a_file_and_a_report_share_goes_when_neither_needs_it(house: House) -> None:
    shared = house.bring("A", text="1")
    house.bring("A", text="2")
    report(house, Payload(shared, 1))
    house.pass_days(91)
    house.keep_house()
    house.keep_house()
    assert not house.has(shared)


def test_what_a_file_still_needs_stays_when_the_report_is_old(house: House) -> None:
    shared = house.bring("A")
    report(house, Payload(shared, 1))
    house.pass_days(91)
    house.keep_house()
    assert house.has(shared), "the newest version of a document"
    assert not house.ledger.exports.referenced(shared)


def test_the_spool_stays_within_its_size_delivered_reports_go_before_files(house: House) -> None:
    files = [house.bring("A", text=str(number), size=200_000) for number in range(2)]
    reports = [house.spool.add(io.BytesIO(bytes([number]) * 200_000)) for number in range(3)]
    for number, payload in enumerate(reports):
        house.age(payload)
        report(house, payload, *(["away"] if number == 0 else []))
    house.pass_days(2)
    house.keep_house(spool_size=850_000)
    assert [house.has(one.sha256) for one in reports] == [True, False, True]
    assert all(house.has(one) for one in files)
    house.keep_house(spool_size=650_000)
    assert [house.has(one.sha256) for one in reports] == [True, False, False]
    assert all(house.has(one) for one in files)
    assert not house.open_problems()


# -- history ---------------------------------------------------------------------------------------------


def test_history_goes_and_the_lanes_know_what_they_knew(house: House) -> None:
    house.bring("A", text="1", version=1)
    newest = house.bring("A", text="2", version=2)
    house.ledger.search.catch_up()
    before = house.lane()
    house.pass_days(401)
    house.bring("B")
    house.keep_house()
    assert count(house, "delivery") == 1
    assert count(house, "body") == 1
    assert count(house, "item") == 1
    assert not house.has(newest)
    after = house.lane()
    known = ("remote_id", "remote_version", "acked_hash", "acked_version", "acked_revision", "revision")
    assert [after[name] for name in known] == [before[name] for name in known]
    [lane] = house.read(trail, "A")
    assert (lane["pruned"], lane["deliveries"]) == (2, [])
    house.stage(order("A", "2", version=2))
    assert house.claims().ended == {"unchanged": 1}
    house.stage(order("A", "1", version=1))
    assert house.claims().ended == {"superseded": 1}
    house.stage(order("A", "3", version=3))
    [sent] = house.done()
    assert sent.request.method == "PUT"


def test_a_file_with_one_open_document_stays_whole(house: House) -> None:
    payload = house.spool.add(io.BytesIO(b"two"))
    house.age(payload)
    house.ledger.staging.write([with_payload(house.chunk(house.notice(), [order("A"), order("B")]), payload)])
    house.say(house.claim()[0], AnswerKind.DONE)
    house.bring("C")
    house.pass_days(1000)
    house.keep_house()
    assert len(house.states("A") + house.states("B")) == 2
    assert house.has(payload.sha256)


def test_a_large_file_goes_in_pieces(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "ROWS", 10)
    house.bring(*(f"N{number}" for number in range(95)))
    house.bring("Z")
    house.pass_days(500)
    house.keep_house()
    assert count(house, "delivery") == 1
    assert count(house, "lane") == 96
    assert {row["pruned"] for row in house.sql("SELECT pruned FROM lane WHERE reference LIKE 'N%'")} == {1}


def test_runs_problems_and_names_go_too_but_the_last_of_each(house: House) -> None:
    for number in range(3):
        run = house.ledger.journal.begin_run("orders")
        house.ledger.journal.end_run(run, "done", {})
        house.ledger.journal.report([Problem(f"k{number}", "c", "w")])
        house.ledger.journal.resolve(f"k{number}", "x")
    house.ledger.journal.report([Problem("open", "c", "w")])
    house.bring("A")
    house.change("UPDATE entity SET present = 0")
    house.pass_days(500)
    house.bring("B")
    house.keep_house()
    assert count(house, "run") == 1
    assert [row["key"] for row in house.sql("SELECT key FROM problem")] == ["open"]
    assert [row["path"] for row in house.sql("SELECT path FROM entity")] == ["2.xml"]


def test_a_file_of_long_ago_that_comes_back_is_a_new_item(house: House) -> None:
    house.bring("A")
    house.change("UPDATE entity SET present = 0")
    house.pass_days(500)
    house.bring("B")
    house.keep_house()
    item = house.notice(Entity("1.xml", 10, 1))
    house.stage(order("A", "1"), item=item)
    assert house.claims().ended == {"unchanged": 1}


def test_numbers_are_never_given_again(house: House) -> None:
    """The newest of each stays, however old it is: its number may stand in a settle order or in somebody's notes."""
    house.bring("A")
    house.pass_days(5000)
    house.keep_house()
    assert count(house, "item") == 1
    assert count(house, "delivery") == 1


def test_the_search_finds_what_is_left_and_is_made_anew(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "ROWS", 2)
    for number in range(6):
        house.bring(f"OLD{number}")
    house.ledger.search.catch_up()
    house.pass_days(500)
    house.bring("NEW")
    house.change("DELETE FROM lane WHERE id NOT IN (SELECT lane FROM delivery) OR reference LIKE 'none'")
    house.keep_house()
    assert [row["reference"] for row in house.read(documents, Wish("NEW"))] == ["NEW"]
    assert house.read(documents, Wish("OLD")) == []


# -- the chore -------------------------------------------------------------------------------------------


def test_it_is_due_once_a_day_and_stopped_it_goes_on_the_next_time(house: House) -> None:
    for number in range(150):
        house.ledger.staging.write([house.chunk(house.notice(), [order(f"N{number}")])])
    house.done()
    house.settle()
    house.pass_days(500)
    token = threading.Event()

    class Stops:
        """Wants to stop after the first page."""

        def wait(self, seconds: float) -> bool:
            return count(house, "item") < 150 or token.is_set()

        def is_set(self) -> bool:
            return self.wait(0)

    chore = Retention(house.ledger, house.spool, house.logs, house.clock, Options)
    assert chore.due_in() <= 0
    chore.do(Stops())  # type: ignore[arg-type]
    assert count(house, "item") == 50
    house.clock.time += 3600
    assert chore.due_in() <= 0
    chore.do(threading.Event())
    assert count(house, "item") == 1
    assert chore.due_in() == DAY


def test_a_clock_that_jumps_by_years_removes_nothing_at_once(house: House) -> None:
    house.bring("A")
    house.bring("B")
    house.keep_house()
    chore = Retention(house.ledger, house.spool, house.logs, house.clock, Options)
    house.pass_days(5 * 365)
    chore.do(threading.Event())
    assert count(house, "item") == 2
    house.pass_days(-5 * 365)  # it was wrong, and is set right
    house.pass_days(1)
    chore.do(threading.Event())
    chore.do(threading.Event())
    assert count(house, "item") == 2


def test_full_log_files_go(house: House) -> None:
    for name, age in (("desktop-sync.log", 0), ("desktop-sync.log.1", 40), ("desktop-sync.log.2", 10)):
        path = house.logs / name
        path.write_text("x")
        os.utime(path, (time.time() - age * DAY,) * 2)
    house.bring("A")
    house.clock.time = time.time()
    house.keep_house()
    assert sorted(path.name for path in house.logs.iterdir()) == ["desktop-sync.log", "desktop-sync.log.2"]


def test_ledgers_that_were_set_aside_go_but_for_the_newest(house: House) -> None:
    for name, age in (
        ("ledger-damaged-20250101T000000Z.db", 700),
        ("ledger-damaged-20250101T000000Z.db-wal", 700),
        ("ledger-damaged-20250601T000000Z.db", 500),
        ("ledger-damaged-20261101T000000Z.db", 450),
    ):
        (house.folder / name).write_text("x")
        os.utime(house.folder / name, (time.time() - age * DAY,) * 2)
    house.clock.time = time.time()
    chore = Retention(
        house.ledger, house.spool, house.logs, house.clock, Options,
        aside=lambda: sorted(house.folder.glob("ledger-*.db*")),
    )  # fmt: skip
    chore.do(threading.Event())
    assert [one.name for one in house.folder.glob("ledger-*")] == ["ledger-damaged-20261101T000000Z.db"]


def test_space_in_the_spool_goes_back_to_the_disk(house: House) -> None:
    for number in range(150):
        house.bring("A", text=str(number), size=50_000)
    file = house.folder / "spool" / "small.db"
    house.spool.close()
    before = file.stat().st_size
    house.pass_days(100)
    house.keep_house()
    house.spool.close()
    assert file.stat().st_size < before / 2
