"""What became of expectations: against a slow oracle that goes through time minute by minute, and case by case."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_sync.core.arrivals import STANDING, judge, standing, tally, usual_time, verdicts
from desktop_sync.core.arrivals_days import latest, occasions
from desktop_sync.core.arrivals_model import Arrival, Bounds, Expectation, Fault, State, Verdict
from desktop_sync.core.schedule_model import Weekdays
from tests.unit.core.minutes import ZONES, Clock, changes, clock

BERLIN = ZoneInfo("Europe/Berlin")
DAILY = Expectation(BERLIN, days=Weekdays(frozenset(range(5))), by=(time(18, 30),))
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def at(text: str) -> datetime:
    """Local time of Berlin: ``26 18:10`` of November 2026."""
    day, clock_time = text.split()
    return datetime.fromisoformat(f"2026-11-{day}T{clock_time}").replace(tzinfo=BERLIN).astimezone(UTC)


def came(*times: str, size: int = 1000, documents: int | None = 1) -> list[Arrival]:
    return [Arrival(at(one), size, documents, f"{number}.xml") for number, one in enumerate(times)]


def told(
    expected: Expectation, arrivals: list[Arrival], now: str, looked: str | None = None, number: int = STANDING
) -> list[Verdict]:
    """Newest first; looked at until now unless told otherwise."""
    moment = at(now)
    found = latest(expected, moment, number)
    seen = moment if looked is None else at(looked)
    return list(verdicts(expected, found, lambda one: tally(expected, one, arrivals), moment, seen))


def wrong(expected: Expectation, arrivals: list[Arrival], now: str, looked: str | None = None) -> list[Fault]:
    return [fault for one in standing(told(expected, arrivals, now, looked), LONG_AGO) for fault in one.faults]


USUAL = ("16 18:10", "17 18:12", "18 18:09", "19 18:10", "20 18:11", "23 18:10", "24 18:08", "25 18:10")


def test_awaited_met_late_and_made_up_for() -> None:
    assert told(DAILY, came(*USUAL), "26 18:29")[0].state is State.AWAITED
    assert wrong(DAILY, came(*USUAL), "26 18:30") == [], "the grace: it may have come in the last second"
    assert wrong(DAILY, came(*USUAL), "26 18:31") == [Fault.MISSING]
    assert wrong(DAILY, came(*USUAL, "26 18:10"), "26 18:31") == []
    late = told(DAILY, came(*USUAL, "26 19:40"), "26 19:41")
    assert late[0].state is State.MET
    assert late[0].tally.in_time == 0


def test_nothing_is_told_before_somebody_has_looked() -> None:
    assert wrong(DAILY, came(*USUAL), "26 20:00", looked="26 18:00") == []
    assert told(DAILY, came(*USUAL), "26 20:00", looked="26 18:30")[0].state is State.LOOKING
    assert wrong(DAILY, came(*USUAL), "26 20:00", looked="26 18:31") == [Fault.MISSING]


def test_fridays_stands_over_the_weekend_until_it_comes_or_monday_is_met() -> None:
    thursday = came(*USUAL, "26 18:10")
    assert wrong(DAILY, thursday, "28 12:00") == [Fault.MISSING]
    assert wrong(DAILY, [*thursday, *came("28 09:00")], "28 12:00") == [], "it came on Saturday"
    assert wrong(DAILY, thursday, "30 12:00") == [Fault.MISSING], "Monday is awaited, Friday is still missing"
    assert wrong(DAILY, [*thursday, *came("30 08:00")], "30 12:00") == [], "Monday's has come"
    assert wrong(DAILY, thursday, "30 19:00") == [Fault.MISSING, Fault.MISSING]


def test_what_was_never_promised() -> None:
    found = told(DAILY, [], "26 19:00")
    assert len(standing(found, LONG_AGO)) == STANDING
    assert standing(found, at("26 18:30")) == [], "the expectation was written after the deadline"
    assert len(standing(found, at("26 18:29"))) == 1


def test_a_few_of_many() -> None:
    three = Expectation(BERLIN, by=(time(18, 30),), items=Bounds(3))
    assert wrong(three, came("25 10:00", "25 11:00", "25 12:00", "26 10:00", "26 11:00"), "26 18:31") == [Fault.MISSING]
    assert wrong(three, came("25 10:00", "25 11:00", "25 12:00", "26 10:00", "26 11:00", "26 11:01"), "26 18:31") == []


def test_too_many_is_told_at_once_and_stands_until_the_next_is_met() -> None:
    one = Expectation(BERLIN, by=(time(18, 30),), items=Bounds(1, 1))
    twice = came("25 18:10", "26 10:00", "26 10:05")
    assert wrong(one, twice, "26 10:06") == [Fault.MANY]
    assert wrong(one, twice, "27 10:00") == [Fault.MANY], "the next is awaited"
    assert wrong(one, [*twice, *came("27 18:00")], "27 18:01") == []


def test_what_was_owed_may_come_beside() -> None:
    one = Expectation(BERLIN, days=DAILY.days, by=(time(18, 30),), items=Bounds(1, 1))
    assert wrong(one, came("26 18:00", "30 08:00", "30 18:00"), "30 18:31") == [], "Friday's and Monday's"
    assert wrong(one, came("27 18:00", "30 08:00", "30 18:00"), "30 18:31") == [Fault.MANY]
    assert wrong(one, came("27 18:00", "28 08:00", "30 18:00"), "30 18:31") == [], "nothing was expected on Saturday"


def test_too_small_is_told_at_once_and_is_over_when_a_sound_one_comes() -> None:
    sized = Expectation(BERLIN, by=(time(18, 30),), size=Bounds(100, 10_000))
    before = came("25 18:10")
    small = [*before, *came("26 18:10", size=12)]
    assert wrong(sized, small, "26 18:11") == [Fault.SMALL]
    assert wrong(sized, small, "26 18:31") == [Fault.MISSING, Fault.SMALL], "and it does not count"
    assert wrong(sized, [*small, *came("26 18:20")], "26 18:31") == []
    assert wrong(sized, [*before, *came("26 18:00"), *came("26 18:10", size=12)], "26 18:11") == [Fault.SMALL]
    assert wrong(sized, [*before, *came("26 18:00", size=99_999)], "26 18:11") == [Fault.LARGE]


def test_documents_of_all_together() -> None:
    many = Expectation(BERLIN, by=(time(18, 30),), documents=Bounds(10, 20))
    fine = came("25 10:00", "25 10:01", documents=6)
    assert wrong(many, fine, "26 10:00") == []
    few = [*fine, *came("26 10:00", documents=9)]
    assert wrong(many, few, "26 18:00") == []
    assert wrong(many, few, "26 18:31") == [Fault.FEW_DOCUMENTS]
    assert wrong(many, [*few, *came("26 10:00", documents=None)], "26 18:31") == [], "one is not read yet"
    assert wrong(many, [*few, *came("26 10:00", documents=12)], "26 10:01") == [Fault.MANY_DOCUMENTS]


def test_nothing_may_come() -> None:
    none = Expectation(BERLIN, days=Weekdays(frozenset({6})), items=Bounds(0, 0))
    assert wrong(none, came("29 10:00"), "29 10:01") == [Fault.MANY]
    assert wrong(none, came("28 10:00", "30 10:00"), "29 10:01") == []


def test_what_is_usual() -> None:
    found = told(DAILY, came(*USUAL), "26 12:00", number=30)
    assert usual_time(found, BERLIN) == time(18, 10)
    assert usual_time(told(DAILY, came(*USUAL[:4]), "20 12:00", number=30), BERLIN) is None
    evening = Expectation(BERLIN, begin=time(20), by=(time(6),))
    nights = came(*(f"{day} 23:5{day % 10}" for day in range(10, 17)), *(f"{day} 00:05" for day in range(18, 25)))
    assert usual_time(told(evening, nights, "26 12:00", number=30), BERLIN) in {time(0, 5), time(23, 56)}


# -- the oracle ---------------------------------------------------------------------------------------


@cache
def minutes_of(zone: str, day: date) -> Clock:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return clock(zone, noon - timedelta(days=4), noon + timedelta(days=2))


def oracle(
    seen: Clock, zone: str, by: time, least: int, most: int | None, arrivals: list[Arrival], now: datetime
) -> bool:
    """Whether something is wrong at ``now`` with "at least and at most so many each day by": one minute after another.

    It counts what has come since the clock last passed a midnight, and remembers whether a day was met or not.
    """
    trouble, count, furthest, due, owed, lacked = False, 0, seen[0][1], None, 0, 0
    begun, at_minute = False, Counter(one.at for one in arrivals if one.at <= now)
    for minute, wall in seen:
        if minute > now:
            break
        if wall > furthest:
            if wall.date() > furthest.date():
                owed = max(least - count, 0) if begun else 0
                count, due, begun = 0, None, True
            reached_by = datetime.combine(wall.date(), by) <= wall
            if begun and due is None and reached_by:
                due = minute
            furthest = wall
        if not begun:
            continue
        count += at_minute[minute]
        late = due is not None and minute >= due + timedelta(minutes=1)
        lacked = least - count
        if (late and lacked > 0) or (most is not None and count > most + owed):
            trouble = True
        elif lacked <= 0:
            trouble = False
    return trouble


@pytest.mark.parametrize("zone", ZONES)
@settings(max_examples=25)
@given(data=st.data())
def test_against_an_oracle_in_the_nights_of_the_year(zone: str, data: st.DataObject) -> None:
    change = data.draw(st.sampled_from(changes(zone)))
    seen = minutes_of(zone, change.astimezone(ZoneInfo(zone)).date())
    by = data.draw(st.times(time(0, 1)).map(lambda one: one.replace(second=0, microsecond=0)))
    least, most = data.draw(st.integers(1, 2)), data.draw(st.sampled_from([None, 2, 3]))
    first = next(number for number, (_, wall) in enumerate(seen) if number and wall.date() > seen[number - 1][1].date())
    moments = st.integers(first, len(seen) - 1).map(lambda number: seen[number][0])
    arrivals = [Arrival(one, 10, 1) for one in sorted(data.draw(st.lists(moments, max_size=8)))]
    now = data.draw(st.integers(first + 1, len(seen) - 1).map(lambda number: seen[number][0]))
    expected = Expectation(ZoneInfo(zone), by=(by,), items=Bounds(least, most))
    begun = [one for one in latest(expected, now, 10) if one.begin >= seen[first][0]]
    present = [one for one in arrivals if one.at <= now]
    found = list(verdicts(expected, begun, lambda one: tally(expected, one, present), now, now))
    assert any(one.faults for one in standing(found, LONG_AGO)) == oracle(seen, zone, by, least, most, arrivals, now)


@given(
    sizes=st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 400), st.sampled_from([None, 0, 3])), max_size=12),
    low=st.sampled_from([None, 100, 200]),
    high=st.sampled_from([None, 200, 300]),
)
def test_every_item_is_small_large_or_sound(
    sizes: list[tuple[int, int, int | None]], low: int | None, high: int | None
) -> None:
    expected = Expectation(BERLIN, by=(time(18, 30),), size=Bounds(low, high))
    [one] = list(occasions(expected, at("26 12:00"), at("26 12:01")))
    arrivals = [Arrival(at("26 00:00") + timedelta(minutes=after), size, documents) for after, size, documents in sizes]
    found = tally(expected, one, arrivals)
    assert found.items == sum(one.begin <= each.at < one.next for each in arrivals)
    assert found.sound <= found.items
    assert (found.small > 0) == (found.last_small is not None) == (found.smallest is not None)
    verdict = judge(expected, one, found, at("26 23:00"), at("26 23:00"))
    assert (verdict.state is State.FAILED) == bool(verdict.faults)
    if low is None and high is None:
        assert found.sound == found.items
