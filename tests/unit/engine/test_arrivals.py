"""The arrivals chore over a real ledger: what is told, when, and that it is over by itself."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop_sync.core.arrivals_model import Awaited, Bounds, Expectation
from desktop_sync.core.model import Entity, Found, Notice
from desktop_sync.core.schedule_model import Weekdays
from desktop_sync.engine.arrivals import Arrivals
from desktop_sync.engine.chores import Chore
from desktop_sync.ledger.problems import problem_groups, problems_named
from desktop_sync.ledger.repair import Repair
from tests.unit.ledger.desk import Desk

BERLIN = ZoneInfo("Europe/Berlin")
DAILY = Expectation(BERLIN, days=Weekdays(frozenset(range(5))), by=(time(18, 30),))
ORDERS = Awaited("orders", "ERP orders", ("erp",), "orders:abc", DAILY)


def at(text: str) -> float:
    """Local time of Berlin: ``26 18:10`` of November 2026."""
    day, clock_time = text.split()
    return datetime.fromisoformat(f"2026-11-{day}T{clock_time}").replace(tzinfo=BERLIN).timestamp()


class Office:
    """A ledger, its chore, and somebody who looks when told to."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.awaited = [ORDERS]
        self.wakes: list[str] = []
        self.chore = self._started()
        self.files = 0

    def _started(self) -> Arrivals:
        return Arrivals(lambda: self.awaited, self.desk.ledger, self.desk.clock, self.wakes.append)

    def restart(self) -> None:
        self.desk.reopen()
        self.chore = self._started()

    def go(self, text: str, *, look: bool = True) -> None:
        self.desk.clock.time = at(text)
        if look:
            self.look()

    def look(self) -> None:
        self.desk.ledger.places.looked(self.desk.place, 0, self.desk.clock.time)

    def comes(self, when: str, *, noticed: str = "", size: int = 1000) -> None:
        self.go(noticed or when, look=False)
        self.files += 1
        entity = Entity(f"{self.files}.xml", size, int(at(when) * 10**9))
        self.desk.ledger.items.notice(self.desk.place, Found((Notice(entity),)), 1)
        self.look()

    def told(self) -> list[str]:
        self.chore.do(threading.Event())
        return [str(row["what"]) for row in self.desk.open_problems()]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    desk = Desk(tmp_path)
    made = Office(desk)
    made.go("16 08:00")
    assert made.told() == []
    yield made
    desk.close()


def test_it_is_a_chore(office: Office) -> None:
    chore: Chore = office.chore
    assert chore.name == "arrivals"


def test_late_is_told_with_what_is_usual_and_is_over_when_it_comes(office: Office) -> None:
    for day in (16, 17, 18, 19, 20, 23, 24, 25):
        office.comes(f"{day} 18:10")
    office.go("26 18:30")
    assert office.told() == []
    office.go("26 18:31")
    assert office.told() == ["ERP orders: expected at least 1 file by 18:30, none has come. Usually 18:10."]
    [row] = office.desk.open_problems()
    assert row["hint"].startswith("Ask whoever runs the export.")
    assert (row["owner"], row["flow"], row["times"]) == ("it", "orders", 1)
    office.go("27 07:00")
    assert office.told() == [
        "ERP orders: expected at least 1 file by Thu 2026-11-26 18:30, none has come. Usually 18:10."
    ]
    office.comes("27 07:10")
    assert office.told() == []
    [row] = office.desk.sql("SELECT closed_by, times FROM problem")
    assert (row["closed_by"], row["times"]) == ("it is as expected again", 1)


def test_what_came_while_the_program_was_off_raises_no_alarm(office: Office) -> None:
    office.comes("16 18:10")
    office.go("17 20:00", look=False)  # off since the 16th; the file of the 17th came at 18:10 and lies there
    office.restart()
    assert office.told() == [], "nobody has looked yet"
    assert office.wakes == ["orders"], "so a look is asked for"
    office.comes("17 18:10", noticed="17 20:01")
    assert office.told() == []
    office.go("17 20:02")
    assert office.told() == []


def test_a_deadline_that_passed_while_off_is_judged_after_the_first_look(office: Office) -> None:
    office.comes("16 18:10")
    office.go("17 20:00", look=False)
    office.restart()
    assert office.told() == []
    office.look()
    assert len(office.told()) == 1


def test_a_look_is_asked_for_again_after_five_minutes_not_every_minute(office: Office) -> None:
    office.go("16 18:20")
    for minute in range(31, 42):
        office.go(f"16 18:{minute}", look=False)
        assert office.told() == []
    assert office.wakes == ["orders"] * 3


def test_it_is_due_once_a_minute_and_at_the_deadline(office: Office) -> None:
    assert office.chore.due_in() == 60.0
    office.go("16 18:30", look=False)
    office.told()
    assert office.chore.due_in() == 60.0, "the grace ends then"
    office.desk.clock.time += 35
    office.told()
    assert 24 < office.chore.due_in() < 26, "a look behind the deadline"
    office.restart()
    assert office.chore.due_in() == 0.0, "at start at once"


def test_a_new_expectation_and_one_that_is_dropped(office: Office) -> None:
    office.go("17 19:00")
    assert len(office.told()) == 1
    office.awaited = [replace(ORDERS, name="orders:def", expected=replace(DAILY, by=(time(18),)))]
    assert office.told() == [], "its deadline had passed when it was written"
    [row] = office.desk.sql("SELECT closed_by FROM problem")
    assert row["closed_by"] == "it is not expected any more"
    office.go("18 18:05")
    assert len(office.told()) == 1
    office.awaited = []
    assert office.told() == []


def test_several_days_are_one_problem(office: Office) -> None:
    office.comes("16 18:10")
    for day in (17, 18, 19):
        office.go(f"{day} 18:31")
        office.told()
    [what] = office.told()
    assert what.endswith("none has come. The same on 2 occasions before, since Tue 2026-11-17.")
    office.comes("20 18:00")
    assert office.told() == []


@pytest.mark.parametrize(
    "expected, sizes, what",
    [
        (replace(DAILY, items=Bounds(1, 2)), [1000, 1000, 1000], "at most 2 files, 3 have come on Tue 2026-11-17."),
        (
            replace(DAILY, size=Bounds(100)),
            [12],
            "files of at least 100 bytes, 2.xml has 12 bytes (on Tue 2026-11-17).",
        ),
        (
            replace(DAILY, size=Bounds(None, 5000)),
            [6000, 70_000],
            "files of at most 5 kB, 3.xml has 70 kB, and 1 more are too large (on Tue 2026-11-17).",
        ),
    ],
)
def test_size_and_number_are_told_at_once(office: Office, expected: Expectation, sizes: list[int], what: str) -> None:
    office.awaited = [replace(ORDERS, expected=expected)]
    office.comes("16 10:00")
    for number, size in enumerate(sizes):
        office.comes(f"17 10:0{number}", size=size)
    assert office.told() == [f"ERP orders: expected {what}"]
    office.comes("18 10:00")
    assert office.told() == []


def test_no_expectation_costs_no_write(office: Office) -> None:
    office.awaited = []
    office.told()
    with office.desk.ledger.database.reading() as sql:
        before = sql.total_changes
    office.told()
    office.awaited = [ORDERS]
    office.told()
    with office.desk.ledger.database.reading() as sql:
        after_first = sql.total_changes
    office.told()
    with office.desk.ledger.database.reading() as sql:
        assert sql.total_changes == after_first
    assert after_first == before + 1, "since when it stands"
    assert datetime.fromtimestamp(office.desk.clock.time, UTC) > datetime(2026, 11, 16, tzinfo=UTC)


def _dismiss(office: Office) -> None:
    with office.desk.ledger.database.reading() as sql:
        [group] = problem_groups(sql)
        named = problems_named(sql, group["group"])
    assert group["can"] == ["dismiss"]
    assert named is not None
    [done] = Repair(office.desk.ledger.database, office.desk.clock, "anna").dismiss([], named, "a holiday there")
    assert done.done


def test_what_is_dismissed_is_not_told_again_for_the_same_occasion(office: Office) -> None:
    office.go("16 18:31")
    assert len(office.told()) == 1
    _dismiss(office)
    for restarted in (False, True):
        if restarted:
            office.restart()
        office.go("16 19:00")
        assert office.told() == []
    office.go("17 18:30")
    assert office.told() == [], "the next one is not due yet"
    office.go("17 18:31")
    assert office.told() == ["ERP orders: expected at least 1 file by 18:30, none has come."], "not of both"
    [audit] = office.desk.sql("SELECT who, action, reason FROM audit")
    assert tuple(audit.values()) == ("anna", "dismiss", "a holiday there")


def test_what_is_dismissed_is_found_without_looking_at_all_problems(office: Office) -> None:
    office.go("16 18:31")
    office.told()
    _dismiss(office)
    said: set[str] = set()
    with office.desk.ledger.database.reading() as sql:
        sql.set_trace_callback(said.add)
    assert list(office.desk.ledger.arrivals.dismissed().values()) == ["2026-11-16T17:30:00+00:00"]
    with office.desk.ledger.database.reading() as sql:
        sql.set_trace_callback(None)
        [steps] = [list(sql.execute(f"EXPLAIN QUERY PLAN {one}")) for one in said if "max(position)" in one]
    assert any("problem_dismissed" in step[3] for step in steps), [tuple(step) for step in steps]
