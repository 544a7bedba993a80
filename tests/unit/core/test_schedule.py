"""Whether a run is due, what was missed, when to ask again: a small engine lives through clocks, sleeps and kills."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.schedule import (
    GRACE,
    NOT_DUE,
    Due,
    MissedFires,
    Past,
    Pause,
    backoff,
    due,
    next_fire,
    overdue,
    tomorrow,
)
from desktop_sync.core.schedule_cron import cron
from desktop_sync.core.schedule_fires import fires, first_fire
from desktop_sync.core.schedule_model import (
    After,
    At,
    Every,
    Hours,
    Missed,
    MonthDays,
    Rhythm,
    Schedule,
    Weekdays,
    Window,
)
from tests.unit.core.minutes import ZONES, changes

BERLIN = ZoneInfo("Europe/Berlin")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TICK = timedelta(microseconds=1)
FRIDAYS = At((time(16, 0),), Weekdays(frozenset({4})))
QUARTERS = cron("*/15 * * * *")
OFFICE = Window(hours=(Hours(7 * 60, 19 * 60),), days=frozenset(range(5)))
EVENING = After(time(18, 5), 2 * MINUTE, time(19, 0))


def at(text: str) -> datetime:
    """A time of Berlin."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def of(rhythm: Rhythm, missed: Missed = "run_once", window: Window | None = None) -> Schedule:
    return Schedule(rhythm, BERLIN, window or Window(), missed)


@dataclass
class Engine:
    """Does what the docstring of ``core.schedule`` asks of the engine, and writes down what came of it."""

    schedule: Schedule
    past: Past
    ran: list[datetime] = field(default_factory=list)
    missed: list[MissedFires] = field(default_factory=list)

    def ask(self, now: datetime, lasts: timedelta = timedelta()) -> Due:
        """Asks, runs for ``lasts``, and returns what was due."""
        found = due(self.schedule, self.past, now)
        if found.planned is not None:
            self.past = replace(self.past, planned=found.planned)
        if found.missed is not None:
            self.missed.append(found.missed)
        if found.run:
            assert found.planned is not None
            self.ran.append(found.planned)
            self.past = replace(self.past, ended=now + lasts)
        return found

    def accounted(self) -> list[datetime]:
        """Every planned fire that was run or recorded, as often as it was."""
        recorded = [one for span in self.missed for one in fires(self.schedule, span.first, span.last + TICK)]
        return sorted(recorded + [one for one in self.ran if one not in set(recorded)])


BY_TIMES = st.sampled_from(
    [
        FRIDAYS,
        At((time(2, 30), time(3, 0), time(23, 45))),
        At((time(1, 30),), MonthDays(frozenset({1, 29}), last=True)),
        QUARTERS,
        cron("0 */2 * * *"),
        cron("30 1-3 * * *"),
        cron("0 6 29 * *"),
    ]
)
STEPS = st.lists(
    st.tuples(
        st.one_of(
            st.integers(1, 130),  # seconds: an engine awake
            st.integers(1, 7_200),  # a run, a nap
            st.integers(1, 400_000),  # asleep for days
        ),
        st.integers(0, 3_000),
    ),
    max_size=30,
)


@given(
    rhythm=BY_TIMES,
    zone=st.sampled_from(ZONES),
    which=st.integers(0, 100),
    before=st.integers(0, 3_000),
    steps=STEPS,
    missed=st.sampled_from(["run_once", "skip"]),
)
def test_never_twice_never_never(
    rhythm: Rhythm, zone: str, which: int, before: int, steps: list[tuple[int, int]], missed: Missed
) -> None:
    """Whenever the engine wakes and however long its runs last: each planned fire is run or recorded, once."""
    change = changes(zone)[which % len(changes(zone))]
    now = start = change - timedelta(minutes=before)
    engine = Engine(Schedule(rhythm, ZoneInfo(zone), Window(), missed), Past(planned=start))
    for seconds, lasts in steps:
        now += timedelta(seconds=seconds)
        length = timedelta(seconds=lasts)
        if engine.ask(now, length).run:
            now += length
    engine.ask(now)
    planned = list(fires(engine.schedule, start + TICK, now + TICK))
    assert engine.accounted() == planned
    assert due(engine.schedule, engine.past, now) == NOT_DUE
    if missed == "skip":
        recorded = {one for span in engine.missed for one in (span.first, span.last)}
        assert not recorded & set(engine.ran)


@given(
    rhythm=st.one_of(BY_TIMES, st.sampled_from([Every(15 * MINUTE), Every(2 * DAY), EVENING])),
    planned=st.integers(0, 20_000),
    later=st.integers(0, 20_000),
    ended=st.integers(-5_000, 20_000) | st.none(),
    held=st.tuples(st.integers(0, 4), st.integers(-1_000, 30_000) | st.none()),
    missed=st.sampled_from(["run_once", "skip"]),
    narrow=st.booleans(),
    seed=st.integers(0, 2**32),
)
def test_the_timer_is_never_late_and_never_for_nothing(
    rhythm: Rhythm,
    planned: int,
    later: int,
    ended: int | None,
    held: tuple[int, int | None],
    missed: Missed,
    narrow: bool,
    seed: int,
) -> None:
    """At ``next_fire`` something is due, and at no moment before it."""
    begin = at("2026-03-20 00:00")
    now = begin + (planned + later) * MINUTE
    failures, paused = held
    past = Past(
        begin + planned * MINUTE,
        None if ended is None else begin + min(ended, planned + later) * MINUTE,
        None,
        failures,
        None if paused is None else Pause(begin + paused * MINUTE),
        "orders",
    )
    schedule = of(rhythm, missed, OFFICE if narrow else None)
    found = next_fire(schedule, past, now)
    if found is None:
        assert narrow
        assert first_fire(schedule, now) is None
        return
    assert found >= now
    assert due(schedule, past, found) != NOT_DUE
    moments = random.Random(seed)
    between = [now + (found - now) * moments.random() for _ in range(20)] + [found - TICK]
    assert all(due(schedule, past, one) == NOT_DUE for one in between if now <= one < found)


def test_an_engine_that_only_follows_its_timer_runs_every_fire_on_time() -> None:
    for rhythm in (QUARTERS, At((time(2, 30), time(16, 0))), Every(20 * MINUTE), EVENING):
        engine = Engine(of(rhythm), Past(planned=at("2026-10-24 12:00")))
        now = at("2026-10-24 12:00")
        while now < at("2026-10-26 12:00"):
            coming = next_fire(engine.schedule, engine.past, now)
            assert coming is not None
            now = coming
            assert engine.ask(now).run
            assert engine.ran[-1] == now
        expected = fires(engine.schedule, at("2026-10-24 12:00") + TICK, now + TICK, at("2026-10-24 12:00"))
        assert engine.ran == list(expected)
        assert not engine.missed


def test_off_over_friday_runs_once_on_monday_and_says_what_was_missed() -> None:
    """Pitfalls 28 and 30."""
    friday, monday = at("2026-11-27 16:00"), at("2026-11-30 08:00")
    past = Past(planned=at("2026-11-20 16:00"))
    assert due(of(FRIDAYS), past, monday) == Due(True, friday, MissedFires(friday, friday, 1))
    assert due(of(FRIDAYS, "skip"), past, monday) == Due(False, friday, MissedFires(friday, friday, 1))


def test_a_fire_that_is_a_minute_late_was_not_missed() -> None:
    """Pitfall 28: a busy second is no miss."""
    past = Past(planned=at("2026-11-20 16:00"))
    friday = at("2026-11-27 16:00")
    assert due(of(FRIDAYS), past, friday + GRACE) == Due(True, friday)
    assert due(of(FRIDAYS, "skip"), past, friday + GRACE + TICK).run is False


def test_a_run_longer_than_its_schedule_misses_what_fired_meanwhile() -> None:
    engine = Engine(of(QUARTERS, "skip"), Past(planned=at("2026-11-24 08:00")))
    assert engine.ask(at("2026-11-24 08:15")).run
    assert not engine.ask(at("2026-11-24 08:50")).run
    assert engine.missed == [MissedFires(at("2026-11-24 08:30"), at("2026-11-24 08:45"), 2)]
    assert next_fire(engine.schedule, engine.past, at("2026-11-24 08:50")) == at("2026-11-24 09:00")


def test_what_makes_up_for_a_missed_run_waits_for_the_window() -> None:
    schedule = of(At((time(18, 30),)), "run_once", OFFICE)
    past = Past(planned=at("2026-11-25 18:30"))
    night, morning = at("2026-11-26 22:00"), at("2026-11-27 07:00")
    assert due(schedule, past, night) == NOT_DUE
    assert next_fire(schedule, past, night) == morning
    missed = at("2026-11-26 18:30")
    assert due(schedule, past, morning) == Due(True, missed, MissedFires(missed, missed, 1))


def test_a_new_flow_missed_nothing() -> None:
    now = at("2026-11-27 17:00")
    assert due(of(FRIDAYS), Past(), now) == Due(planned=now)
    assert due(of(Every(HOUR)), Past(), now) == Due(True, now)
    assert next_fire(of(Every(HOUR)), Past(), now) == now
    night = at("2026-11-27 21:00")
    assert next_fire(of(Every(HOUR), "run_once", OFFICE), Past(), night) == at("2026-11-30 07:00")


def test_every_counts_from_the_end_of_the_last_run() -> None:
    past = Past(planned=at("2026-11-24 08:00"), ended=at("2026-11-24 08:07"))
    assert next_fire(of(Every(15 * MINUTE)), past, at("2026-11-24 08:08")) == at("2026-11-24 08:22")
    by_hand = replace(past, ended=at("2026-11-24 08:20"))
    assert next_fire(of(Every(15 * MINUTE)), by_hand, at("2026-11-24 08:21")) == at("2026-11-24 08:35")


def test_a_run_that_was_cut_off_does_not_begin_again_at_once() -> None:
    """The end is unknown: the delay counts from its beginning."""
    past = Past(planned=at("2026-11-24 08:00"), ended=at("2026-11-24 07:40"))
    assert next_fire(of(Every(15 * MINUTE)), past, at("2026-11-24 08:01")) == at("2026-11-24 08:15")


def test_every_after_a_weekend_off() -> None:
    past = Past(planned=at("2026-11-27 17:45"), ended=at("2026-11-27 18:00"))
    monday = at("2026-11-30 07:59")
    ran = due(of(Every(HOUR)), past, monday)
    assert ran.run
    assert ran.missed == MissedFires(at("2026-11-27 19:00"), at("2026-11-30 07:00"), 61)
    skipped = due(of(Every(HOUR), "skip"), past, monday)
    assert skipped == replace(ran, run=False)
    assert next_fire(of(Every(HOUR), "skip"), replace(past, planned=skipped.planned), monday) == at("2026-11-30 08:00")


def test_a_year_off_is_told_quickly_and_in_bounded_memory() -> None:
    now = at("2026-11-24 08:00")
    found = due(of(cron("* * * * *")), Past(planned=now - 365 * DAY), now + 30 * timedelta(seconds=1))
    assert found.run
    assert found.planned == now
    assert found.missed is not None
    assert (found.missed.count, found.missed.last) == (10_000, now - MINUTE)


def test_a_clock_set_back_a_little_fires_nothing_again() -> None:
    past = Past(planned=at("2026-11-27 16:00"), ended=at("2026-11-27 16:01"))
    now = at("2026-11-27 15:40")
    assert due(of(FRIDAYS), past, now) == NOT_DUE
    assert next_fire(of(FRIDAYS), past, now) == at("2026-12-04 16:00")
    assert due(of(FRIDAYS), past, at("2026-11-27 16:00")) == NOT_DUE


@pytest.mark.parametrize("rhythm", [FRIDAYS, QUARTERS, Every(15 * MINUTE), EVENING])
def test_a_clock_that_once_said_2031_stops_nothing(rhythm: Rhythm) -> None:
    wrong = at("2031-05-01 12:00")
    engine = Engine(of(rhythm), Past(planned=wrong, ended=wrong, seen=wrong))
    now = at("2026-11-24 12:00")
    engine.ask(now)
    coming = next_fire(engine.schedule, engine.past, now)
    assert coming is not None
    assert coming <= at("2026-11-27 16:00")
    assert engine.ask(coming).run


def test_a_clock_set_back_delays_every_by_twice_its_delay_at_most() -> None:
    now = at("2026-11-24 12:00")
    for ahead in range(90):
        past = Past(planned=now, ended=now + ahead * MINUTE)
        coming = next_fire(of(Every(15 * MINUTE)), past, now)
        assert coming is not None
        assert coming <= now + 30 * MINUTE


def test_paused_flows_fire_nothing_and_missed_nothing() -> None:
    past = Past(planned=at("2026-11-24 08:00"), pause=Pause(at("2026-11-24 10:00")))
    schedule = of(QUARTERS)
    assert due(schedule, past, at("2026-11-24 09:00")) == NOT_DUE
    assert next_fire(schedule, past, at("2026-11-24 09:00")) == at("2026-11-24 10:00")
    assert due(schedule, past, at("2026-11-24 10:00")) == Due(True, at("2026-11-24 10:00"))
    late = due(schedule, past, at("2026-11-24 10:20"))
    assert late.missed == MissedFires(at("2026-11-24 10:00"), at("2026-11-24 10:15"), 2)


def test_paused_until_resumed() -> None:
    past = Past(planned=at("2026-11-24 08:00"), pause=Pause())
    assert due(of(QUARTERS), past, at("2026-11-26 08:00")) == NOT_DUE
    assert next_fire(of(QUARTERS), past, at("2026-11-26 08:00")) is None
    resumed = replace(past, pause=Pause(at("2026-11-26 08:01")))
    assert due(of(QUARTERS), resumed, at("2026-11-26 08:01")) == NOT_DUE
    assert next_fire(of(QUARTERS), resumed, at("2026-11-26 08:01")) == at("2026-11-26 08:15")
    assert due(of(Every(HOUR)), resumed, at("2026-11-26 08:01")) == Due(True, at("2026-11-26 08:01"))


def test_until_tomorrow_is_the_next_local_midnight() -> None:
    assert tomorrow(at("2026-10-25 00:30"), BERLIN) == at("2026-10-26 00:00")
    cairo = ZoneInfo("Africa/Cairo")
    skipped = tomorrow(datetime(2026, 4, 23, 12, tzinfo=cairo), cairo)
    assert f"{skipped.astimezone(cairo):%m-%d %H:%M}" == "04-24 01:00"


def test_a_failing_source_is_asked_less_and_less_often_and_never_less_than_hourly() -> None:
    waits = [backoff(number, "orders") for number in range(1, 2_000)]
    assert all(0.75 * MINUTE * 2**number <= wait <= MINUTE * 2**number for number, wait in enumerate(waits[:6]))
    assert all(0.75 * HOUR <= wait <= HOUR for wait in waits[6:])
    assert waits == [backoff(number, "orders") for number in range(1, 2_000)]
    assert len({backoff(8, f"flow-{number}") for number in range(50)}) == 50


def test_a_failed_weekly_run_is_tried_again_before_next_week() -> None:
    schedule, engine_ended = of(FRIDAYS), at("2026-11-27 16:01")
    past = Past(at("2026-11-27 16:00"), engine_ended, None, 3, None, "orders")
    again = engine_ended + backoff(3, "orders")
    assert next_fire(schedule, past, engine_ended) == again
    assert due(schedule, past, again - TICK) == NOT_DUE
    assert due(schedule, past, again) == Due(True, again)
    healed = Past(again, again + MINUTE, None, 0, None, "orders")
    assert next_fire(schedule, healed, again + MINUTE) == at("2026-12-04 16:00")


def test_a_pause_also_holds_back_what_is_tried_again() -> None:
    monday = at("2026-11-30 08:00")
    past = Past(at("2026-11-27 16:00"), at("2026-11-27 16:01"), None, 3, Pause(monday), "orders")
    assert next_fire(of(FRIDAYS), past, at("2026-11-27 16:02")) == monday
    assert due(of(FRIDAYS), past, monday) == Due(True, monday)


def test_a_failing_source_holds_back_what_is_shorter_than_its_wait() -> None:
    """What would have fired meanwhile is missed; the try makes up for it."""
    ended = at("2026-11-24 08:01")
    again = ended + backoff(7, "orders")
    for rhythm, missed in ((QUARTERS, 3), (Every(15 * MINUTE), 0)):
        past = Past(at("2026-11-24 08:00"), ended, None, 7, None, "orders")
        assert next_fire(of(rhythm), past, ended) == again
        found = due(of(rhythm), past, again + MINUTE)
        assert found.run
        assert (found.missed.count if found.missed else 0) == missed


def test_shortly_after_stops_when_something_was_seen() -> None:
    schedule = of(EVENING)
    past = Past(planned=at("2026-11-24 18:09"), ended=at("2026-11-24 18:09"))
    assert next_fire(schedule, past, at("2026-11-24 18:10")) == at("2026-11-24 18:11")
    seen = replace(past, seen=at("2026-11-24 18:09"))
    assert next_fire(schedule, seen, at("2026-11-24 18:10")) == at("2026-11-25 18:05")
    assert overdue(schedule, at("2026-11-24 00:00"), seen.seen, at("2026-11-24 19:01")) is None


def test_shortly_after_ends_with_a_problem_when_nothing_came() -> None:
    schedule = of(EVENING)
    morning, evening = at("2026-11-24 08:00"), at("2026-11-24 19:01")
    past = Past(planned=at("2026-11-24 19:00"))
    assert next_fire(schedule, past, evening) == at("2026-11-25 18:05")
    found = overdue(schedule, morning, at("2026-11-24 18:04"), evening)
    assert found is not None
    assert (found.begin, found.until) == (at("2026-11-24 18:05"), at("2026-11-24 19:00"))
    assert overdue(schedule, evening, None, at("2026-11-25 08:00")) is None
    assert overdue(schedule, at("2026-11-24 19:00"), None, at("2026-11-25 08:00")) is None
    assert overdue(schedule, morning, None, at("2026-11-24 18:59")) is None


def test_waking_within_an_occasion_looks_at_once_and_missed_nothing() -> None:
    past = Past(planned=at("2026-11-23 19:00"), seen=at("2026-11-23 18:30"))
    assert due(of(EVENING), past, at("2026-11-24 18:30")) == Due(True, at("2026-11-24 18:29"))


def test_sleeping_through_an_occasion_misses_it() -> None:
    past = Past(planned=at("2026-11-22 19:00"), seen=at("2026-11-22 18:30"))
    found = due(of(EVENING), past, at("2026-11-24 21:00"))
    assert found == Due(True, at("2026-11-24 19:00"), MissedFires(at("2026-11-23 19:00"), at("2026-11-24 19:00"), 2))
    assert due(of(EVENING, "skip"), past, at("2026-11-24 21:00")) == replace(found, run=False)
    begun = replace(past, planned=at("2026-11-24 18:35"))
    assert due(of(EVENING), begun, at("2026-11-24 21:00")).missed == MissedFires(
        at("2026-11-24 19:00"), at("2026-11-24 19:00"), 1
    )
    by_hand = replace(past, seen=at("2026-11-23 18:35"))
    assert due(of(EVENING), by_hand, at("2026-11-24 21:00")) == Due(
        True, at("2026-11-24 19:00"), MissedFires(at("2026-11-24 19:00"), at("2026-11-24 19:00"), 1)
    )


@given(steps=STEPS, missed=st.sampled_from(["run_once", "skip"]), start=st.integers(0, 20_000))
def test_every_occasion_has_its_last_look_or_is_recorded(
    steps: list[tuple[int, int]], missed: Missed, start: int
) -> None:
    now = begin = at("2026-03-20 00:00") + start * MINUTE
    engine = Engine(of(EVENING, missed), Past(planned=begin))
    for seconds, lasts in steps:
        now += timedelta(seconds=seconds)
        if engine.ask(now, timedelta(seconds=lasts)).run:
            now += timedelta(seconds=lasts)
    engine.ask(now)
    ends = list(fires(of(At((time(19, 0),))), begin + TICK, now + TICK))
    recorded = [one for span in engine.missed for one in ends if span.first <= one <= span.last]
    looked = [one for one in engine.ran if one in set(ends) and one not in set(recorded)]
    assert sorted(recorded + looked) == ends
    assert sum(one.count for one in engine.missed) == len(recorded)
