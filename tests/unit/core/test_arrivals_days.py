"""When something is expected, compared minute by minute with a clock on the wall, around every change of ten zones."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.arrivals_days import latest, next_due, occasions
from desktop_sync.core.arrivals_model import Expectation, Occasion, Per
from desktop_sync.core.schedule_model import MonthDays, Weekdays
from tests.unit.core.minutes import MINUTE, ZONES, around, changes, clock, reached

BERLIN = ZoneInfo("Europe/Berlin")
WORKDAYS = Weekdays(frozenset(range(5)))
SUNDAYS = Weekdays(frozenset({6}))
NIGHT = (time(0, 15), time(1, 59), time(2, 30), time(3, 0))


def spring(hour: int, minute: int = 0) -> datetime:
    """A moment (UTC) of the night to 2026-03-29, in which Berlin's clocks skip 02:00 to 03:00."""
    return datetime(2026, 3, 29, hour, minute, tzinfo=UTC)


def autumn(hour: int, minute: int = 0) -> datetime:
    """A moment (UTC) of the night to 2026-10-25, in which Berlin's clocks show 02:00 to 03:00 twice."""
    return datetime(2026, 10, 25, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("days", [Weekdays(), SUNDAYS, MonthDays(frozenset({1, 25, 29}), last=True)])
def test_every_change_of_the_zone_minute_by_minute(zone: str, days: Weekdays | MonthDays) -> None:
    """The deadline is the first minute at which the clock has reached it; so is the beginning."""

    def fits(wall: datetime) -> bool:
        if isinstance(days, Weekdays):
            return wall.weekday() in days.days
        return wall.day in days.days or (wall + timedelta(days=1)).day == 1

    for change in changes(zone):
        seen = around(zone, change)
        begin, end = seen[1][0], seen[-1][0]
        for by in NIGHT:
            expected = Expectation(ZoneInfo(zone), days=days, by=(by,))
            dues = [one.due for one in occasions(expected, begin, end) if begin <= one.due <= end]
            assert dues == [one for one in reached(seen, {by}, fits) if one >= begin], f"{by}, {change}"
            begins = [one.begin for one in occasions(expected, begin, end) if begin <= one.begin <= end]
            assert begins == [one for one in reached(seen, {time()}, fits) if one >= begin], f"{by}, {change}"


def day_of(expected: Expectation, day: date) -> Occasion:
    [found] = [
        one
        for one in occasions(
            expected,
            datetime.combine(day, time(), UTC) - timedelta(days=2),
            datetime.combine(day, time(), UTC) + timedelta(days=3),
        )
        if one.day == day
    ]
    return found


def test_the_night_in_spring() -> None:
    skipped = day_of(Expectation(BERLIN, by=(time(2, 30),)), date(2026, 3, 29))
    assert skipped.due == spring(1), "the first moment after the gap: 03:00"
    assert (skipped.begin, skipped.end) == (spring(0) - timedelta(hours=1), spring(22)), "the day has 23 hours"
    assert day_of(Expectation(BERLIN, by=(time(6),)), date(2026, 3, 29)).due == spring(4)
    within = day_of(Expectation(BERLIN, begin=time(1, 30), within=timedelta(hours=2)), date(2026, 3, 29))
    assert within.due - within.begin == timedelta(hours=2), "real hours, whatever the clock shows: 04:30"


def test_the_night_in_autumn() -> None:
    twice = day_of(Expectation(BERLIN, by=(time(2, 30),)), date(2026, 10, 25))
    assert twice.due == autumn(0, 30), "the first of the two"
    assert (twice.begin, twice.end) == (autumn(0) - timedelta(hours=2), autumn(23)), "the day has 25 hours"
    assert day_of(Expectation(BERLIN, by=(time(6),)), date(2026, 10, 25)).due == autumn(5)


@given(
    zone=st.sampled_from(ZONES),
    begin=st.datetimes(datetime(2020, 1, 1), datetime(2030, 12, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    per=st.sampled_from(["day", "week", "month"]),
    days=st.one_of(
        st.builds(Weekdays, st.frozensets(st.integers(0, 6), min_size=1)),
        st.builds(MonthDays, st.frozensets(st.integers(1, 31), min_size=1), st.booleans()),
    ),
    since=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    by=st.lists(st.times().map(lambda at: at.replace(second=0, microsecond=0)), max_size=3, unique=True).map(sorted),
)
def test_spans_follow_each_other_and_hold_their_deadlines(
    zone: str, begin: datetime, per: Per, days: Weekdays | MonthDays, since: time, by: list[time]
) -> None:
    fits = per == "day" and by and (since < by[0] or since > by[-1])
    since = since if per == "day" else time()
    times = tuple(by) if fits else tuple(by[:1]) if per != "day" and by[:1] > [since] else ()
    expected = Expectation(ZoneInfo(zone), per=per, days=days, begin=since, by=times)
    found = list(occasions(expected, begin, begin + timedelta(days=80)))
    for one in found:
        assert one.begin <= one.due <= one.end <= one.next
        assert one.next > begin
        assert one.begin < begin + timedelta(days=80)
    for one, following in pairwise(found):
        assert one.next == max(one.end, following.begin)
        assert one.end - following.begin <= timedelta(days=2), "Apia skipped a whole day"
    again = [
        one for one in occasions(expected, begin - timedelta(days=100), begin + timedelta(days=80)) if one.next > begin
    ]
    assert again == found, "whatever span is asked for"


def test_a_weekend_makes_up_for_friday() -> None:
    friday = day_of(Expectation(BERLIN, days=WORKDAYS, by=(time(18, 30),)), date(2026, 11, 27))
    assert friday.end == datetime(2026, 11, 27, 23, tzinfo=UTC)
    assert friday.next == datetime(2026, 11, 29, 23, tzinfo=UTC), "Monday's midnight"


def test_the_evening_before() -> None:
    expected = Expectation(BERLIN, days=WORKDAYS, begin=time(20), by=(time(6),))
    monday = day_of(expected, date(2026, 11, 30))
    assert monday.begin == datetime(2026, 11, 29, 19, tzinfo=UTC)
    assert monday.due == datetime(2026, 11, 30, 5, tzinfo=UTC)


def test_of_several_times_each_has_what_is_nearest_to_it() -> None:
    expected = Expectation(BERLIN, begin=time(8), by=(time(10), time(14), time(18)))
    day = [
        one
        for one in occasions(expected, datetime(2026, 11, 25, 12, tzinfo=UTC), datetime(2026, 11, 27, tzinfo=UTC))
        if one.day == date(2026, 11, 26)
    ]
    assert [(one.begin.hour, one.due.hour, one.end.hour) for one in day] == [(7, 9, 11), (11, 13, 15), (15, 17, 7)]


def test_holidays_and_months_without_such_a_day() -> None:
    expected = Expectation(
        BERLIN, days=WORKDAYS, by=(time(18),), holidays=frozenset({date(2026, 12, 24)}), yearly=frozenset({(12, 25)})
    )
    begin, end = datetime(2026, 12, 23, tzinfo=UTC), datetime(2026, 12, 28, 20, tzinfo=UTC)
    assert [one.day.day for one in occasions(expected, begin, end)] == [23, 28]
    last = Expectation(BERLIN, days=MonthDays(frozenset({31})), by=(time(6),))
    found = occasions(last, datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 6, 15, tzinfo=UTC))
    assert [one.day.month for one in found][-3:] == [1, 3, 5]


def test_a_week_is_due_on_its_last_chosen_day_that_is_no_holiday() -> None:
    expected = Expectation(
        BERLIN, per="week", days=WORKDAYS, by=(time(16),), holidays=frozenset({date(2026, 12, 25), date(2026, 12, 24)})
    )
    found = list(occasions(expected, datetime(2026, 12, 14, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)))
    assert [one.day for one in found] == [date(2026, 12, 18), date(2026, 12, 23), date(2027, 1, 1)]
    assert found[1].end - found[1].begin == timedelta(days=7)


def test_a_month_ends_where_the_next_begins() -> None:
    expected = Expectation(BERLIN, per="month", days=MonthDays(frozenset(), last=True))
    found = list(occasions(expected, datetime(2026, 2, 10, tzinfo=UTC), datetime(2026, 4, 10, tzinfo=UTC)))
    assert [one.day for one in found] == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]
    assert all(one.due == one.end for one in found), "without a time: its end"


def test_the_last_occasions_and_the_next_deadline() -> None:
    expected = Expectation(BERLIN, days=WORKDAYS, by=(time(18, 30),))
    now = datetime(2026, 11, 28, 12, tzinfo=UTC)
    assert [one.day.day for one in latest(expected, now, 4)] == [27, 26, 25, 24]
    assert next_due(expected, now) == datetime(2026, 11, 30, 17, 30, tzinfo=UTC)
    yearly = Expectation(
        BERLIN,
        per="month",
        days=MonthDays(frozenset({29})),
        yearly=frozenset((month, 29) for month in range(1, 13) if month != 2),
    )
    assert len(latest(yearly, now, 3)) <= 1
    assert (
        next_due(
            Expectation(
                BERLIN, days=MonthDays(frozenset({30})), yearly=frozenset((month, 30) for month in range(1, 13))
            ),
            now,
        )
        is None
    )


def test_occasions_of_a_year_are_all_days_once() -> None:
    seen = clock("Africa/Casablanca", datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC))
    days = sorted({wall.date() for _, wall in seen[: -24 * 60]})
    found = occasions(
        Expectation(ZoneInfo("Africa/Casablanca"), by=(time(12),)), seen[0][0], seen[-1][0] - 24 * 60 * MINUTE
    )
    assert [one.day for one in found] == days
