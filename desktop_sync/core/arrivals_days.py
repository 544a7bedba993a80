"""When something is expected: the occasions of an expectation, each with its deadline. Pure; zones through wall_time.

Days, weeks and months begin and end by the clock on the wall; a deadline that the clock skips is the first moment after
the gap, one that it shows twice is the first. Weeks begin on Monday.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise

from desktop_sync.core.arrivals_model import Expectation, Occasion
from desktop_sync.core.schedule_model import DAY, LONGEST, MonthDays
from desktop_sync.core.wall_time import moment_of, wall_of

_FAR = timedelta(days=366)


def occasions(expected: Expectation, begin: datetime, end: datetime) -> Iterator[Occasion]:
    """Those that touch [begin, end), ascending: ``next`` is after ``begin``, and their own beginning before ``end``."""
    begin, end = begin.astimezone(UTC), end.astimezone(UTC)
    for one, following in pairwise(_spans(expected, begin)):
        if one.begin >= end:
            return
        found = Occasion(one.day, one.begin, one.due, one.end, max(one.end, following.begin))
        if found.next > begin:
            yield found


def latest(expected: Expectation, now: datetime, number: int) -> list[Occasion]:
    """The last ``number`` occasions that have begun, newest first; those of two years at most."""
    back = _REACH[expected.per] * (number + 2)
    while True:
        begun = [one for one in occasions(expected, now - back, now + timedelta(microseconds=1)) if one.begin <= now]
        if len(begun) >= number or back >= 2 * _FAR:
            return list(reversed(begun))[:number]
        back = min(back * 4, 2 * _FAR)


_REACH = {"day": 2 * DAY, "week": 8 * DAY, "month": 32 * DAY}


def next_due(expected: Expectation, now: datetime) -> datetime | None:
    """The next deadline after ``now``; None where none comes any more."""
    found = occasions(expected, now, now + LONGEST * DAY)
    return next((one.due for one in islice(found, 100) if one.due > now), None)


def chosen(expected: Expectation, day: date) -> bool:
    """Whether something is expected on that day."""
    if day in expected.holidays or (day.month, day.day) in expected.yearly:
        return False
    days = expected.days
    if isinstance(days, MonthDays):
        return day.day in days.days or (days.last and day.day == calendar.monthrange(day.year, day.month)[1])
    return day.weekday() in days.days


def _spans(expected: Expectation, begin: datetime) -> Iterator[Occasion]:
    """From well before ``begin`` on, so that the one before it is among them; ``next`` is not told yet. The last one is
    only there to end the one before."""
    first = wall_of(begin, expected.zone).date() - 2 * DAY
    if expected.per != "day":
        period = _period_of(expected, first)
        for _ in range(LONGEST // 7):
            period = _period_of(expected, period - DAY)
            if _last_chosen(expected, period) is not None:
                break
        yield from _of_periods(expected, period)
        return
    behind = (first - number * DAY for number in range(LONGEST))
    before = next((day for day in behind if chosen(expected, day)), None)
    ahead = (first + number * DAY for number in range(1, LONGEST))
    for day in ahead if before is None else _with(before, ahead):
        if chosen(expected, day):
            yield from _of_day(expected, day)
    yield _never(expected, first + LONGEST * DAY)


def _with(before: date, ahead: Iterator[date]) -> Iterator[date]:
    yield before
    yield from ahead


def _of_day(expected: Expectation, day: date) -> Iterator[Occasion]:
    zone = expected.zone
    wall = datetime.combine(day - DAY if expected.evening_before else day, expected.begin)
    begin, end = moment_of(wall, zone), moment_of(wall + DAY, zone)
    if expected.within is not None:
        yield Occasion(day, begin, begin + expected.within, end, end)
        return
    if not expected.by:
        yield Occasion(day, begin, end, end, end)
        return
    dues = [moment_of(datetime.combine(day, one), zone) for one in expected.by]
    borders = [begin, *(one + (other - one) / 2 for one, other in pairwise(dues)), end]
    for due, (since, until) in zip(dues, pairwise(borders), strict=True):
        yield Occasion(day, since, due, until, until)


def _of_periods(expected: Expectation, first: date) -> Iterator[Occasion]:
    zone, period = expected.zone, first
    for _ in range(LONGEST // 7):
        following, last = _following(expected, period), _last_chosen(expected, period)
        if last is not None:
            begin = moment_of(datetime.combine(period, expected.begin), zone)
            end = moment_of(datetime.combine(following, expected.begin), zone)
            due = moment_of(datetime.combine(last, expected.by[0]), zone) if expected.by else end
            yield Occasion(last, begin, due, end, end)
        period = following
    yield _never(expected, period)


def _following(expected: Expectation, period: date) -> date:
    return _period_of(expected, period + (32 if expected.per == "month" else 7) * DAY)


def _last_chosen(expected: Expectation, period: date) -> date | None:
    """The last day of a week or month on which something is expected."""
    days = ((_following(expected, period) - number * DAY) for number in range(1, 32))
    return next((day for day in days if day >= period and chosen(expected, day)), None)


def _period_of(expected: Expectation, day: date) -> date:
    """The day on which its week or month begins."""
    return day.replace(day=1) if expected.per == "month" else day - day.weekday() * DAY


def _never(expected: Expectation, day: date) -> Occasion:
    moment = moment_of(datetime.combine(day, time()), expected.zone)
    return Occasion(day, moment, moment, moment, moment)
