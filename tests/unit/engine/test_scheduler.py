"""The scheduler through days: fires, what is missed and why, pauses, failures, what was awaited and did not come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import pytest

from desktop_sync.core.schedule import tomorrow
from desktop_sync.engine.minute import Minute
from desktop_sync.engine.network import Network
from desktop_sync.engine.passing import Passed, Passing
from desktop_sync.engine.scheduler import CUT_OFF
from desktop_sync.ledger.problems import problem_groups, problems_named
from desktop_sync.ledger.repair import Repair
from tests.unit.engine.timetable import BERLIN, Hands, Timetable


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Timetable]:
    made = Timetable(tmp_path)
    yield made
    made.ledger.close()


def test_times_of_day_fire_once_each_whoever_asks_again(table: Timetable) -> None:
    table.plan(at=["16:00", "18:00"])
    table.until(7, 17)
    table.scheduler.ask_all()
    table.start()
    table.until(8, 17)
    assert table.begun == ["07 16:00", "07 18:00", "08 16:00"]
    assert table.missed == []


def test_every_is_a_delay_after_the_end_and_a_new_flow_fires_at_once(table: Timetable) -> None:
    table.runner.takes = timedelta(minutes=4)
    table.plan(every="20min")
    table.until(7, 10)
    assert table.begun == ["07 09:00", "07 09:24", "07 09:48"]


@pytest.mark.parametrize("missed, runs", [("run_once", ["08 12:00"]), ("skip", [])])
def test_what_was_missed_while_the_program_was_off_is_recorded_and_made_up_for_once(
    table: Timetable, missed: str, runs: list[str]
) -> None:
    table.plan(at=["10:00", "11:00"], missed=missed)
    table.passes(8, 12)
    table.start()
    table.until(8, 13)
    assert table.begun == runs
    assert table.missed == [("07 10:00", "08 11:00", 4, "off")]


def test_what_was_missed_asleep_says_so(table: Timetable) -> None:
    table.plan(at=["10:00"])
    table.until(7, 9, 30)
    begin = table.clock.now()
    table.passes(7, 11)
    table.scheduler.passed(Passed((begin, table.clock.now())))
    table.scheduler.ask_all()
    assert (table.begun, table.missed) == (["07 11:00"], [("07 10:00", "07 10:00", 1, "asleep")])


def test_what_fires_while_the_flow_is_busy_is_missed_at_its_end(table: Timetable) -> None:
    table.runner.takes = timedelta(minutes=150)
    table.plan(at=["10:00", "11:00", "12:00"], missed="skip")
    table.until(7, 13)
    assert (table.begun, table.missed) == (["07 10:00"], [("07 11:00", "07 12:00", 2, "busy")])


def test_pause_passes_over_what_it_passes_over_and_survives_restarts(table: Timetable) -> None:
    table.plan(every="1h")
    table.plan("invoices", at=["10:00", "15:00"])
    table.scheduler.pause(None, None, "anna")
    table.until(7, 12)
    table.start()
    table.until(7, 13)
    assert table.begun == ["07 09:00"]
    assert set(table.scheduler.paused()) == {"orders", "invoices"}
    table.scheduler.resume(None, "anna")
    table.until(7, 16)
    assert table.begun[1:] == ["07 13:00", "07 14:00", "07 15:00", "07 15:00"]
    assert table.missed == []
    assert not table.scheduler.resume(None, "anna")


def test_pause_for_an_hour_and_until_tomorrow_end_by_themselves(table: Timetable) -> None:
    table.plan(every="20min")
    table.scheduler.pause("orders", table.clock.at + timedelta(hours=1), "anna")
    table.until(7, 10, 10)
    assert table.begun == ["07 09:00", "07 10:00"]
    table.scheduler.pause("orders", tomorrow(table.clock.at, BERLIN), "anna")
    table.until(8, 0, 5)
    assert table.begun[2:] == ["08 00:00"]
    assert table.missed == []


def test_failing_source_is_tried_later_and_later_and_recovers_by_itself(table: Timetable) -> None:
    table.runner.takes, table.runner.reached = timedelta(), False
    table.plan(at=["10:00"])
    table.until(7, 14)
    gaps = [(b - a).total_seconds() / 60 for (_, a), (_, b) in pairwise(table.runner.begun)]
    assert all(0.75 <= gap / min(2**number, 60) <= 1 for number, gap in enumerate(gaps))
    assert len(gaps) > 5
    table.runner.reached = True
    table.until(8, 9)
    assert table.ledger.agenda.past("orders").failures == 0
    table.until(8, 10, 30)
    assert table.begun[-1] == "08 10:00"


def test_awaited_item_ends_the_looks_and_a_missing_one_is_a_problem_until_it_comes(table: Timetable) -> None:
    table.plan(after={"from": "18:05", "every": "10min", "until": "18:30"})
    table.until(7, 18, 10)
    table.runner.finds = 1
    table.until(7, 23)
    assert table.begun == ["07 18:05", "07 18:15"]
    assert table.problems == []
    table.runner.finds = 0
    table.until(8, 18, 29)
    assert table.problems == []
    table.until(8, 23)
    assert table.begun[2:] == ["08 18:05", "08 18:15", "08 18:25", "08 18:30"]
    [told] = table.problems
    assert "expected from 18:05 to 18:30 on Tue 08 Sep" in told
    table.runner.finds = 1
    table.until(9, 18, 6)
    assert table.problems == []


def test_a_missing_one_can_be_dismissed_and_is_told_again_for_another_occasion_only(table: Timetable) -> None:
    table.plan(after={"from": "18:05", "every": "10min", "until": "18:30"})
    table.until(7, 23)
    database = table.ledger.database
    with database.reading() as sql:
        [group] = problem_groups(sql)
        named = problems_named(sql, group["examples"][0]["problem"])
    assert group["can"] == ["dismiss"]
    assert "dismiss it" in group["advice"]
    assert named is not None
    [done] = Repair(database, table.clock, "anna").dismiss([], named, "a holiday there")
    assert (done.done, done.flow) == (True, "orders")
    with database.reading() as sql:
        [audit] = sql.execute("SELECT who, action, reason FROM audit").fetchall()
    assert audit[:] == ("anna", "dismiss", "a holiday there")
    table.scheduler.ask_all()
    table.start()
    table.until(8, 18, 29)
    assert table.problems == []
    table.until(8, 23)
    [told] = table.problems
    assert "on Tue 08 Sep" in told


def test_changed_schedule_begins_with_its_change(table: Timetable) -> None:
    table.plan(at=["16:00"])
    table.until(7, 12)
    table.plan(at=["10:00", "17:00"])
    table.until(7, 18)
    assert (table.begun, table.missed) == (["07 17:00"], [])


def test_killed_run_is_made_good_once_at_the_next_start(table: Timetable) -> None:
    table.runner.dies = True
    table.plan(at=["10:00"])
    table.until(7, 10, 5)
    with table.ledger.database.reading() as sql:
        assert sql.execute("SELECT outcome FROM run").fetchall()[0][0] is None
    table.runner.dies = False
    table.start()  # what the killed run had not noticed would wait until tomorrow
    table.until(7, 12)
    assert (table.begun, table.missed) == (["07 10:00", "07 10:05"], [])
    table.start()
    table.until(8, 9)
    assert len(table.begun) == 2
    with table.ledger.database.reading() as sql:
        runs = sql.execute("SELECT outcome, why FROM run ORDER BY id").fetchall()
    assert [run[:] for run in runs] == [("cut off", "schedule"), ("done", CUT_OFF)]


def test_run_that_was_told_to_end_is_made_good_within_its_window_and_its_pause(table: Timetable) -> None:
    table.plan(at=["17:00"], window={"hours": "08:00-18:00"})
    table.until(7, 16)
    table.ledger.journal.end_run(table.ledger.journal.begin_run("orders"), "cancelled", {})
    table.scheduler.pause("orders", table.clock.at + timedelta(minutes=30), "anna")
    table.start()
    table.until(7, 16, 45)
    assert table.begun == ["07 16:30"]
    table.until(7, 18)
    table.ledger.journal.end_run(table.ledger.journal.begin_run("orders"), "done", {"young": 1})
    table.start()
    table.until(8, 12)
    assert table.begun == ["07 16:30", "07 17:00", "08 08:00"]


def test_run_that_was_cancelled_is_not_begun_again_by_what_happened_meanwhile(table: Timetable) -> None:
    def cancelled() -> None:
        table.scheduler.wake("orders")
        table.runs.cancel("orders")

    table.runner.meanwhile = cancelled
    table.plan(every="1h")
    assert table.begun == ["07 09:00"]
    table.runner.meanwhile = lambda: None
    table.until(7, 9, 59)
    assert table.begun == ["07 09:00"]
    table.until(7, 10, 1)
    assert table.begun == ["07 09:00", "07 10:00"]


def test_run_that_may_be_what_ends_the_program_is_left_to_its_next_fire(table: Timetable) -> None:
    table.runner.dies = True
    table.plan(at=["10:00"])
    table.until(7, 10, 5)
    for _ in range(5):
        table.start()
        table.until(7, 12)
    assert len(table.begun) == 3


def test_run_that_cannot_begin_is_not_tried_without_pause(table: Timetable) -> None:
    table.plan(at=["10:00"])
    planned = table.ledger.agenda.past("orders").planned
    with table.ledger.database.transaction() as sql:  # the ledger takes no run
        sql.execute("CREATE TRIGGER full BEFORE INSERT ON run BEGIN SELECT RAISE(ABORT, 'no'); END")
    table.until(7, 10, 1)
    assert table.ledger.agenda.past("orders").planned == planned
    assert len([one for one in table.events if one["event"] == "run began"]) <= 3
    with table.ledger.database.transaction() as sql:
        sql.execute("DROP TRIGGER full")
    table.until(7, 10, 2)
    assert len(table.begun) == 1


def test_flow_waits_for_the_network_and_then_goes_by_the_policy(table: Timetable) -> None:
    table.plan(at=["10:00"], hosts=(("acme.example", 443),))
    reachable = False
    network = Network(table.away, lambda host, port: reachable, table.scheduler.ask, table.clock, patience=150)
    table.until(7, 9, 59)
    network.wait_for(table.plans)
    table.passes(7, 10, 1)
    assert network.look()
    table.scheduler.ask_all()
    assert table.begun == []
    reachable = True
    assert not network.look()
    assert (table.begun, table.missed) == (["07 10:01"], [])  # within the grace of a fire
    reachable = False
    table.until(8, 9, 59)
    network.wait_for(table.plans)
    table.passes(8, 10, 3)
    assert not network.look()
    assert (table.begun[1:], table.missed) == (["08 10:03"], [("08 10:00", "08 10:00", 1, "network")])


def test_what_is_waited_for_may_be_known_only_when_the_network_is_there(table: Timetable) -> None:
    """The proxy, where Windows tells which."""
    table.plan(at=["10:00"], hosts=(("acme.example", 443),))
    needed = {("acme.example", 443)}
    network = Network(
        table.away, lambda host, port: host == "proxy.example", table.scheduler.ask, table.clock, lambda plan: needed
    )
    table.until(7, 9, 59)
    network.wait_for(table.plans)
    assert network.look()
    needed = {("proxy.example", 3128)}
    assert not network.look()


def test_a_timer_that_rings_first_after_a_sleep_does_not_overtake_the_network(table: Timetable) -> None:
    table.plan(at=["10:00"], hosts=(("acme.example", 443),))
    reachable = False
    network = Network(table.away, lambda host, port: reachable, table.scheduler.ask, table.clock, patience=150)
    asleep, not_asked = 0.0, cast("Any", None)
    table.until(7, 9, 30)
    table.scheduler.ask_all()
    passing = Passing(table.clock, lambda: asleep)
    minute = Minute(
        passing, table.scheduler, not_asked, table.runs, not_asked, not_asked, lambda: network.wait_for(table.plans)
    )
    table.clock.at += timedelta(hours=2)  # it sleeps: only the clock on the wall goes on
    asleep += 7200
    minute.fired("orders")
    assert table.begun == []
    reachable = True
    network.look()
    assert table.begun == ["07 11:30"]
    assert table.missed == [("07 10:00", "07 10:00", 1, "asleep")]


def test_events_wake_only_those_that_poll(table: Timetable) -> None:
    table.plan(every="1h", window={"hours": "08:00-18:00"})
    table.plan("weekly", at=["16:00"], days=["fri"])
    table.until(7, 9, 30)
    table.scheduler.wake("orders")
    table.scheduler.wake("weekly")
    table.scheduler.wake("unknown")
    assert [flow for flow, _ in table.runner.begun] == ["orders", "orders"]
    table.scheduler.pause("orders", None, "anna")
    table.scheduler.wake("orders")
    table.scheduler.resume("orders", "anna")
    table.until(7, 19)
    before = len(table.begun)
    table.scheduler.wake("orders")
    assert len(table.begun) == before


def test_pitfall_5_polls_come_whether_events_do_or_not(table: Timetable) -> None:
    """Watch events are missing on network shares: they only wake a poll sooner."""
    table.plan(every="1h")
    table.until(7, 12)
    unwoken = list(table.begun)
    assert len(unwoken) == 3
    table.scheduler.wake("orders")
    assert table.begun == [*unwoken, "07 12:00"]
    table.until(7, 14)
    assert len(table.begun) == 5  # counted from the end of the one that was woken


def test_event_during_a_run_is_not_lost(table: Timetable) -> None:
    table.runner.takes = timedelta(minutes=1)
    table.runner.meanwhile = lambda: table.scheduler.wake("orders") if len(table.begun) == 1 else None
    table.plan(every="1h")
    assert table.begun == ["07 09:00", "07 09:01"]


def test_young_files_are_taken_by_one_more_run_and_not_by_endless_ones(table: Timetable) -> None:
    table.runner.ripe_in = 90.0  # and they go on growing
    table.plan(every="1h")
    table.plan("daily", at=["10:00"])
    table.until(7, 9, 30)
    assert table.runner.begun[0][0] == "orders"
    assert table.begun == ["07 09:00", "07 09:01"]
    table.until(7, 10, 30)
    assert [flow for flow, _ in table.runner.begun].count("daily") == 2, "also where the next fire is a day away"
    assert len(table.begun) == 6


def test_a_source_that_is_back_is_looked_at_before_the_next_try_and_not_in_a_storm(table: Timetable) -> None:
    table.runner.reached = False
    table.plan(every="5min")
    table.until(7, 12)
    before = len(table.begun)
    table.clock.wait(60)
    table.scheduler.wake("orders")
    assert len(table.begun) == before + 1
    for _ in range(5):
        table.clock.wait(1)
        table.scheduler.wake("orders")
    assert len(table.begun) == before + 1
    table.until(7, 12, 2)
    assert len(table.begun) == before + 2, "half a minute after the last"


def test_young_files_of_a_paused_flow_are_left(table: Timetable) -> None:
    table.runner.ripe_in = 90.0
    table.plan(every="1h")
    table.scheduler.pause("orders", None, "anna")
    table.until(7, 9, 30)
    assert table.begun == ["07 09:00"]


def test_clock_that_is_set_back_fires_nothing_twice(table: Timetable) -> None:
    table.plan(at=["10:00"])
    table.until(7, 10, 5)
    table.clock.at -= timedelta(minutes=30)
    table.scheduler.ask_all()
    table.until(7, 11)
    assert table.begun == ["07 10:00"]


def test_passing_tells_sleep_from_a_clock_that_was_set() -> None:
    clock, slept = Hands(), 0.0
    passing = Passing(clock, lambda: slept)
    clock.wait(60)
    assert not passing.look(60).anything
    clock.at += timedelta(hours=2)
    assert passing.look(60).jumped == 7200
    clock.at += timedelta(hours=1)  # the monotonic clock stood still, and the system says why
    slept = 3600.0
    found = passing.look(60)
    assert found.jumped == 0
    assert found.slept == (clock.now() - 3600, clock.now())
    clock.wait(600)  # where the monotonic clock goes on
    found = passing.look(60)
    assert (found.jumped, found.slept) == (0, (clock.now() - 600, clock.now()))
