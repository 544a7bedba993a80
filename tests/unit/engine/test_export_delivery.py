"""How a file reaches its destinations: which is tried when, what is unknown, who is asked; no outcome is lost."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest

from desktop_sync.core.errors import Ended, Rejected, RetryLater, Stop, SyncError, Unknown
from desktop_sync.core.exported import Made
from desktop_sync.core.exporting import Destination, Finished, Put, Where
from desktop_sync.core.periods import Window
from desktop_sync.core.report_marks import Marks
from desktop_sync.engine.export_delivery import ExportDelivery, Place
from desktop_sync.ledger.export_problems import one_key
from desktop_sync.ledger.exports import exports_of
from desktop_sync.ledger.reading import open_problems_of
from desktop_sync.spool import Spool
from tests.unit.ledger.desk import Desk, order

SUMMARY = '{"title": "Orders"}'
DATA = b"Order\r\nA-1\r\n"


class Mailbox:
    """A destination that cannot be looked into. ``meets``: what the next puts meet, before or after their end."""

    def __init__(self) -> None:
        self.got: list[Finished] = []
        self.meets: list[SyncError | Put | None] = []
        self.before_end: list[SyncError] = []
        self.where = Where.CANNOT_TELL
        self.taken: Collection[str] = ()

    def choose(self, wanted: str, taken: Collection[str]) -> str:
        self.taken = taken
        return wanted

    def look(self, file: Finished) -> Where:
        return self.where

    def put(self, file: Finished, before_end: Callable[[], None]) -> Put:
        if self.before_end:
            raise self.before_end.pop(0)
        before_end()
        met = self.meets.pop(0) if self.meets else None
        self.got.append(file)
        if isinstance(met, SyncError):
            raise met
        return met or Put()

    def close(self) -> None:
        """Nothing is open."""


class House:
    """A ledger with one report that is to reach one or more mailboxes."""

    def __init__(self, folder: Path, *places: str, sends_again: bool = True) -> None:
        self.desk = Desk(folder)
        self.ledger = self.desk.ledger
        self.spool = Spool(folder / "spool", reserve=0)
        self.boxes = {name: Mailbox() for name in places}
        self.sends_again = sends_again
        self.claims = 0
        self.opens: dict[str, SyncError] = {}

    def make(self, day: int = 3, who: str = "", data: bytes = DATA, marks: bytes | None = None) -> None:
        at = datetime(2026, 5, day + 1, tzinfo=UTC)
        window = Window(datetime(2026, 5, day, tzinfo=UTC), at)
        payload = self.spool.add(io.BytesIO(data))
        made = Made(
            "orders", "Orders", "Acme Ltd", "UTC", window, at, 1, "csv", "text/csv", payload, who=who, summary=SUMMARY,
            marks=marks,
        )  # fmt: skip
        self.ledger.exports.make(1, [made], [(name, f"mail:{name}") for name in self.boxes])

    def place(self, name: str) -> Place:
        def opened() -> Destination:
            if name in self.opens:
                raise self.opens[name]
            return self.boxes[name]

        return Place(name, name, "office", f"mail:{name}", "{flow} {from}", "", self.sends_again, opened)

    def deliver(self, *, due: bool = True, places: Collection[str] | None = None) -> dict[str, int]:
        self.claims += 1
        names = self.boxes if places is None else places
        one = ExportDelivery(
            "orders", {name: self.place(name) for name in names}, self.ledger, self.spool, self.desk.clock,
            f"claim-{self.claims}",
        )  # fmt: skip
        return {name: many for name, many in one.run(Event(), due=due, tell=lambda done, total: None).items() if many}

    def states(self) -> dict[str, str]:
        with self.ledger.database.reading() as sql:
            newest = exports_of(sql, "orders", 1)[0]
        return {one["destination"]: one["state"] for one in newest["deliveries"]}

    def problems(self) -> list[str]:
        with self.ledger.database.reading() as sql:
            return [row["key"] for row in sql.execute("SELECT key FROM problem WHERE closed_at IS NULL")]

    def delivery(self) -> str:
        with self.ledger.database.reading() as sql:
            return str(exports_of(sql, "orders", 1)[0]["deliveries"][0]["id"])


def _each(house: House, many: int) -> int:
    """How many steps SQLite takes to bring so many letters there, of as many documents, to each of two mailboxes."""
    at = datetime(2026, 5, 4, tzinfo=UTC)
    window = Window(datetime(2026, 5, 3, tzinfo=UTC), at)
    payload = house.spool.add(io.BytesIO(DATA))
    made = [
        Made("orders", "Orders", "", "UTC", window, at, 1, "csv", "text/csv", payload, reference=str(one % 7), part=one)
        for one in range(1, many + 1)
    ]
    house.ledger.exports.make(1, made, [(name, f"mail:{name}") for name in house.boxes])
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    with house.ledger.database.reading() as sql:
        sql.set_progress_handler(step, 100)
    assert house.deliver() == {"delivered": 2 * many}
    return steps


def test_twice_the_letters_are_twice_the_work(tmp_path: Path) -> None:
    for name in ("few", "more"):
        (tmp_path / name).mkdir()
    few, more = House(tmp_path / "few", "box", "office"), House(tmp_path / "more", "box", "office")
    steps = _each(few, 50)
    assert steps * 3 < _each(more, 200) < steps * 6, "four times; sixteen where each looks at all others"
    for one in (few, more):
        assert len({file.name for file in one.boxes["office"].got}) == len(one.boxes["office"].got)
        one.spool.close()
        one.desk.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path, "box")
    made.make()
    yield made
    made.spool.close()
    made.desk.close()


def test_what_a_destination_is_given(house: House) -> None:
    assert house.deliver() == {"delivered": 1}
    [file] = house.boxes["box"].got
    assert (file.name, file.size, file.media_type, file.rows) == ("Orders 2026-05-03.csv", len(DATA), "text/csv", 1)
    assert len(file.delivery) == 32
    assert (file.about.flow, file.about.account) == ("Orders", "Acme Ltd")
    assert str(file.values["from"]) == "2026-05-03"
    assert file.summary == SUMMARY
    with file.open() as data:
        assert data.read() == DATA
    assert house.deliver() == {}
    assert house.states() == {"box": "delivered"}


def test_not_delivered_is_tried_again_with_the_same_name_and_identity(house: House) -> None:
    box = house.boxes["box"]
    box.before_end = [RetryLater("The server is away.")]
    assert house.deliver() == {"waiting": 1}
    assert house.ledger.journal.is_open("export:orders:box")
    assert house.deliver() == {}, "its time has not come"
    house.desk.clock.wait(61)
    assert house.deliver() == {"delivered": 1}
    assert not box.got[0].again, "nothing had begun"
    assert not house.ledger.journal.is_open("export:orders:box")


def test_a_person_who_runs_it_need_not_wait(house: House) -> None:
    house.boxes["box"].before_end = [RetryLater("The server is away.")]
    house.deliver()
    assert house.deliver(due=False) == {"delivered": 1}


def test_waits_grow_and_a_stop_is_looked_at_sooner(house: House) -> None:
    house.boxes["box"].before_end = [RetryLater("Away.") for _ in range(3)]
    for seconds in (60, 120, 240):
        assert house.deliver() == {"waiting": 1}
        house.desk.clock.wait(seconds - 1)
        assert house.deliver() == {}
        house.desk.clock.wait(2)
    house.boxes["box"].before_end = [Stop("The password is wrong.")]
    assert house.deliver() == {"waiting": 1}
    house.desk.clock.wait(601)
    assert house.deliver() == {"delivered": 1}


def test_unknown_is_sent_again_under_the_same_identity_and_then_asked(house: House) -> None:
    box = house.boxes["box"]
    box.meets = [Unknown("No answer came."), Unknown("No answer came.")]
    assert house.deliver() == {"unknown": 1}
    assert house.deliver() == {"unknown": 1}
    assert house.deliver() == {"asked": 1}
    assert house.deliver() == {}, "a person is asked: nothing is sent"
    assert len({file.delivery for file in box.got}) == 1
    assert box.got[1].again
    assert house.ledger.journal.is_open(one_key(house.delivery()))


def test_unknown_with_ask_is_never_sent_again_by_itself(tmp_path: Path) -> None:
    house = House(tmp_path, "box", sends_again=False)
    house.make()
    house.boxes["box"].meets = [Unknown("No answer came.")]
    assert house.deliver() == {"unknown": 1}
    assert house.deliver() == {"asked": 1}
    assert len(house.boxes["box"].got) == 1
    assert house.ledger.exports.answered(house.delivery(), "Ann", arrived=False)
    assert house.deliver() == {"delivered": 1}
    assert len(house.boxes["box"].got) == 2
    assert not house.ledger.exports.answered(house.delivery(), "Ann", arrived=True), "nobody is asked any more"


def test_a_person_says_that_it_arrived(tmp_path: Path) -> None:
    house = House(tmp_path, "box", sends_again=False)
    house.make()
    house.boxes["box"].meets = [Unknown("No answer came.")]
    house.deliver()
    house.deliver()
    assert house.ledger.exports.answered(house.delivery(), "Ann", arrived=True)
    assert house.deliver() == {}
    assert house.states() == {"box": "delivered"}


def test_unknown_that_is_found_is_not_put_again(house: House) -> None:
    box = house.boxes["box"]
    box.meets = [Unknown("The connection broke.")]
    house.deliver()
    box.where = Where.THERE
    assert house.deliver() == {"delivered": 1}
    assert len(box.got) == 1


def test_unknown_that_is_absent_is_put_again(house: House) -> None:
    box = house.boxes["box"]
    box.meets = [Unknown("The connection broke.")] * 3
    box.where = Where.ABSENT
    for _ in range(3):
        assert house.deliver() == {"unknown": 1}
    assert house.deliver() == {"delivered": 1}, "who can look never asks"


def test_refused_for_good_is_a_problem_and_may_be_tried_again_by_a_person(house: House) -> None:
    house.boxes["box"].before_end = [Rejected("The mail is too large.")]
    assert house.deliver() == {"rejected": 1}
    assert house.deliver(due=False) == {}
    delivery = house.delivery()
    assert house.ledger.journal.is_open(one_key(delivery))
    assert house.ledger.exports.again(delivery)
    assert house.deliver() == {"delivered": 1}


def test_what_is_left_is_done_later_with_what_was_left(house: House) -> None:
    box = house.boxes["box"]
    box.meets = [Put(note="b@example.com: mailbox full", rest='["b@example.com"]')]
    assert house.deliver() == {"waiting": 1}
    assert not house.ledger.journal.is_open("export:orders:box:note"), "to be put off is no problem yet"
    house.desk.clock.wait(61)
    assert house.deliver() == {"delivered": 1}
    assert box.got[1].rest == '["b@example.com"]'


def test_what_is_left_of_one_file_holds_up_no_other(house: House) -> None:
    box = house.boxes["box"]
    house.make(4)
    box.meets = [Put(rest="b")]
    assert house.deliver() == {"waiting": 1, "delivered": 1}
    house.make(5)
    box.before_end = [RetryLater("b is put off")]
    assert house.deliver(due=False) == {"waiting": 1, "delivered": 1}


def test_a_note_at_the_end_is_a_problem_until_a_report_comes_without(house: House) -> None:
    house.boxes["box"].meets = [Put(note="b@example.com was refused")]
    assert house.deliver() == {"delivered": 1}
    assert house.ledger.journal.is_open("export:orders:box:note")
    house.make(4)
    assert house.deliver() == {"delivered": 1}
    assert not house.ledger.journal.is_open("export:orders:box:note")


def test_one_that_is_away_holds_up_no_other_and_is_tried_once_in_a_run(tmp_path: Path) -> None:
    house = House(tmp_path, "away", "box")
    house.make(3)
    house.make(4)
    house.opens["away"] = RetryLater("The share is away.")
    assert house.deliver() == {"waiting": 1, "delivered": 2}
    house.opens.clear()
    assert house.deliver() == {}, "a later report never goes before an earlier one"
    house.desk.clock.wait(61)
    assert house.deliver() == {"delivered": 2}
    assert [file.name for file in house.boxes["away"].got] == ["Orders 2026-05-03.csv", "Orders 2026-05-04.csv"]


def test_its_time_is_that_of_the_first_report(house: House) -> None:
    house.make(4)
    house.boxes["box"].before_end = [RetryLater("Away.")]
    house.deliver()
    work, now = house.ledger.agenda.open_work()["orders"].work, house.desk.clock.now()
    assert work == pytest.approx(now + 60)


def test_what_is_unknown_goes_before_later_reports(house: House) -> None:
    box = house.boxes["box"]
    house.make(4)
    box.meets = [Unknown("No answer came.")]
    assert house.deliver() == {"unknown": 1}
    box.where = Where.ABSENT
    assert house.deliver() == {"delivered": 2}
    assert [file.name[-14:-4] for file in box.got] == ["2026-05-03", "2026-05-03", "2026-05-04"]


def test_what_a_person_is_asked_about_holds_up_no_other(tmp_path: Path) -> None:
    house = House(tmp_path, "box", sends_again=False)
    house.make(3)
    house.make(4)
    house.boxes["box"].meets = [Unknown("No answer came.")]
    assert house.deliver() == {"unknown": 1}
    assert house.deliver() == {"asked": 1, "delivered": 1}


def test_what_somebody_else_delivers_goes_before_later_reports(house: House) -> None:
    house.make(4)
    first, _ = house.ledger.exports.open("orders", due=True)
    assert house.ledger.exports.claim(first.id, "another")
    assert house.deliver() == {}
    assert house.ledger.exports.delivered(first.id, "another")
    assert house.deliver() == {"delivered": 1}


def test_whose_process_is_gone_is_unknown_from_the_end_on_only(house: House) -> None:
    class Gone(BaseException):
        """A kill."""

    box = house.boxes["box"]

    def dies(file: Finished, before_end: Callable[[], None]) -> Put:
        raise Gone

    def dies_at_the_end(file: Finished, before_end: Callable[[], None]) -> Put:
        before_end()
        raise Gone

    for put, state in ((dies, "pending"), (dies_at_the_end, "unknown")):
        box.put = put  # type: ignore[method-assign]
        with pytest.raises(Gone):
            house.deliver()
        assert house.states() == {"box": "sending"}
        assert house.ledger.exports.recover(lambda: [f"claim-{house.claims}"]) == 0
        assert house.ledger.exports.recover(list) == 1
        assert house.states() == {"box": state}


def test_a_late_thread_changes_nothing(house: House) -> None:
    box = house.boxes["box"]
    put = box.put

    def taken_over(file: Finished, before_end: Callable[[], None]) -> Put:
        house.ledger.exports.recover(list)
        return put(file, before_end)

    box.put = taken_over  # type: ignore[method-assign]
    assert house.deliver() == {"left": 1}
    assert box.got == [], "the end was not begun"
    assert house.states() == {"box": "pending"}


# -- a person's data is erased -------------------------------------------------------------------


def document(house: House, reference: str, payload: str | None = None) -> None:
    """It is in Acme; its file is done with."""
    desk = house.desk
    desk.ledger.staging.write([desk.chunk(desk.notice(), [order(reference)])])
    desk.done()
    desk.change("UPDATE item SET state = 'done', ended_at = 1, payload = ?", payload)


def erased(house: House, reference: str) -> Sequence[str]:
    """With its reports; those that are left."""
    found = house.ledger.erasing.erase(reference, None, "Ann", "asked", house.spool.remove)
    assert found.lanes
    assert not found.why_not
    return found.reports


def kept(house: House) -> bool:
    try:
        with house.spool.open(hashlib.sha256(DATA).hexdigest()) as file:
            return file.read() == DATA
    except Rejected:
        return False


def test_a_report_on_its_way_is_looked_for_under_its_name_after_an_erasure(house: House) -> None:
    box = house.boxes["box"]
    document(house, "2026-05-03")
    box.meets = [Unknown("The connection broke.")]
    house.deliver()
    assert erased(house, "2026-05-03") == ["orders"]
    box.look = lambda file: Where.THERE if file.name == box.got[0].name else Where.ABSENT  # type: ignore[method-assign]
    assert house.deliver() == {"delivered": 1}
    assert len(box.got) == 1


def marks(*references: str) -> bytes | None:
    made = Marks()
    for one in references:
        made.add(one)
    return made.kept()


def test_only_reports_that_may_show_it_go(house: House) -> None:
    """The first one of the house tells nothing of what it shows."""
    document(house, "ORDER-1")
    for day, shown in enumerate([("ORDER-1", "ORDER-2"), ("ORDER-2",), ("ORDER-3", ""), ("order-1 ",), ()], 4):
        house.make(day, data=DATA + str(day).encode(), marks=marks(*shown))
    house.deliver()
    told = house.ledger.erasing.look("ORDER-1", None)
    assert (told.kept_reports, told.reports) == ({"Orders": (4, 2)}, [])
    assert erased(house, "ORDER-1") == []
    with house.ledger.database.reading() as sql:
        rows = sql.execute("SELECT end_at, payload_gone_at, summary, id IN (SELECT export FROM export_marks) AS marked"
                           " FROM export").fetchall()  # fmt: skip
    left = {row["end_at"][8:10] for row in rows if row["payload_gone_at"] is None}
    assert left == {"06", "09"}
    assert {row["end_at"][8:10] for row in rows if row["summary"]} == left
    assert {row["end_at"][8:10] for row in rows if row["marked"]} == left
    assert not kept(house)
    with house.spool.open(hashlib.sha256(DATA + b"5").hexdigest()) as file:
        assert file.read() == DATA + b"5"


def test_only_reports_that_may_show_it_are_told_as_waiting(house: House) -> None:
    document(house, "ORDER-1")
    house.deliver()
    house.boxes["box"].meets = [RetryLater("Away.")]
    house.make(4, data=DATA + b"4", marks=marks("ORDER-2"))
    assert house.ledger.erasing.look("ORDER-1", None).reports == []
    house.make(5, data=DATA + b"5", marks=marks("ORDER-2", "ORDER-1"))
    assert house.ledger.erasing.look("ORDER-1", None).reports == ["orders"]


def test_names_of_reports_that_were_delivered_go(house: House) -> None:
    document(house, "2026-05-03")
    house.deliver()
    assert erased(house, "2026-05-03") == []
    with house.ledger.database.reading() as sql:
        assert [row["name"] for row in sql.execute("SELECT name FROM export_delivery")] == ["Orders (erased).csv"]
    assert not kept(house)


def test_the_bytes_of_a_report_stay_for_a_file_that_has_the_same_and_is_not_done(house: House) -> None:
    document(house, "ORDER-1")
    house.deliver()
    item = house.desk.notice()
    sha256 = house.boxes["box"].got[0].sha256
    house.desk.change("UPDATE item SET payload = ? WHERE id = ?", sha256, item.id)
    assert erased(house, "ORDER-1") == []
    assert kept(house)
    assert not house.ledger.exports.referenced(sha256)


def test_the_bytes_of_a_file_stay_for_a_report_that_has_the_same_and_is_not_delivered(house: House) -> None:
    document(house, "ORDER-1", hashlib.sha256(DATA).hexdigest())
    assert erased(house, "ORDER-1") == ["orders"]
    assert house.deliver() == {"delivered": 1}
    with house.ledger.database.reading() as sql:
        assert sql.execute("SELECT payload_gone_at FROM item").fetchone()[0], "they are the report's alone"


def test_a_refused_report_is_not_tried_again_when_its_file_is_not_kept_any_more(house: House) -> None:
    house.boxes["box"].meets = [Rejected("Too large.")]
    assert house.deliver() == {"rejected": 1}
    house.ledger.exports.prune_files(house.desk.clock.now() + 1e9, house.spool.remove)
    assert not house.ledger.exports.again(house.delivery())


def test_a_report_whose_file_is_not_kept_any_more_is_told(house: House) -> None:
    house.desk.change("UPDATE export SET payload_gone_at = 1")
    assert house.deliver() == {"rejected": 1}
    assert house.boxes["box"].got == []
    with house.ledger.database.reading() as sql:
        [told] = open_problems_of(sql, "orders")
    assert "The file of this report was not kept." in told["what"]


def test_a_refused_report_that_is_issued_again_is_no_problem_any_more(house: House) -> None:
    box = house.boxes["box"]
    house.make(4)
    box.meets = [Rejected("Too large."), Rejected("Too large.")]
    assert house.deliver() == {"rejected": 2}
    house.make(4, who="Ann")
    assert house.deliver() == {"delivered": 1}
    with house.ledger.database.reading() as sql:
        refused = exports_of(sql, "orders", 3)[2]
    assert house.problems() == [one_key(refused["deliveries"][0]["id"])], "that of the other period"


def test_what_was_tried_in_vain_is_one_problem_when_it_is_refused(house: House) -> None:
    house.boxes["box"].before_end = [RetryLater("Away."), Rejected("Too large.")]
    house.deliver()
    house.desk.clock.wait(61)
    assert house.deliver() == {"rejected": 1}
    assert house.problems() == [one_key(house.delivery())]


def test_told_to_end_it_waits_for_the_next_run(house: House) -> None:
    house.boxes["box"].before_end = [Ended()]
    assert house.deliver() == {"left": 1}
    assert house.deliver() == {"delivered": 1}


def test_a_destination_that_is_gone_from_the_settings_gets_nothing(house: House) -> None:
    assert house.deliver(places=[]) == {"dismissed": 1}
    assert house.states() == {"box": "dismissed"}


def test_names_on_their_way_to_a_place_are_told(tmp_path: Path) -> None:
    house = House(tmp_path, "box")
    house.make(3)
    house.make(4)
    house.boxes["box"].meets = [Put(rest="b@example.com")]
    assert house.deliver() == {"waiting": 1, "delivered": 1}
    assert list(house.boxes["box"].taken) == ["Orders 2026-05-03.csv"]


def test_the_number_of_an_export_counts_for_each_flow(house: House) -> None:
    house.make(4)
    assert [one.number for one in house.ledger.exports.open("orders", due=True)] == [1, 2]


def test_a_period_is_made_once(house: House) -> None:
    import sqlite3

    with pytest.raises(sqlite3.IntegrityError):
        house.make(3)
    assert house.ledger.exports.last_end("orders") == datetime(2026, 5, 4, tzinfo=UTC)


def test_kept_files_go_when_nobody_needs_them(house: House) -> None:
    gone: list[str] = []
    later = house.desk.clock.now() + 1e9
    assert house.ledger.exports.prune_files(later, gone.extend) == (0, 0), "it is still to be delivered"
    house.deliver()
    [file] = house.boxes["box"].got
    assert house.ledger.exports.referenced(file.sha256)
    assert house.ledger.exports.prune_files(later, gone.extend) == (1, file.size)
    assert gone == [file.sha256]
    assert not house.ledger.exports.referenced(file.sha256)
    with house.ledger.database.reading() as sql:
        assert [row["summary"] for row in sql.execute("SELECT summary FROM export")] == [""], "its rows go with it"
    assert house.ledger.exports.prune(later) == 0, "the last one tells how far it has come"
    house.make(5)
    assert house.ledger.exports.prune(later) == 1
