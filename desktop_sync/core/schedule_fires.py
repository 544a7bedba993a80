"""When a schedule fires: every planned moment of a span, ascending, each once. Pure; nothing about runs or now.

One rule for the two nights of the year. Times of day keep local time: a time that the clock skips fires once, at the
first moment after the gap (two such times are one fire); a time that comes twice fires once, the first. Shorter
schedules keep their spacing.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile

from desktop_sync.core.schedule_cron import cron_days
from desktop_sync.core.schedule_model import (
    DAY,
    LONGEST,
    After,
    At,
    Cron,
    Days,
    Every,
    MonthDays,
    Schedule,
    Weekdays,
)
from desktop_sync.core.wall_time import midnight, moment_of, moments_of, offset_at, wall_of

HORIZON = LONGEST * DAY
CHANGE = timedelta(hours=3)
"""More than any clock is set back by."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """One day's waiting for an item: looks from ``begin`` to ``until``, both included."""

    begin: datetime
    until: datetime
    every: timedelta

    def looks(self) -> Iterator[datetime]:
        """``until`` is always the last, however the spacing falls."""
        look = self.begin
        while look < self.until:
            yield look
            look += self.every
        yield self.until


def fires(schedule: Schedule, begin: datetime, end: datetime, ended: datetime | None = None) -> Iterator[datetime]:
    """Every fire within [begin, end), in UTC, ascending, each once.

    ``Every`` is told from ``ended``, the end of the last run (None: it fires at ``begin``), as if each run ended at
    once; ``After`` as if nothing was ever seen.
    """
    last = None
    begin, end = begin.astimezone(UTC), end.astimezone(UTC)
    ended = None if ended is None else ended.astimezone(UTC)
    for moment in takewhile(lambda one: one < end, _all(schedule, begin, end, ended)):
        if moment >= begin and (last is None or moment > last):
            last = moment
            yield moment


def first_fire(schedule: Schedule, begin: datetime, ended: datetime | None = None) -> datetime | None:
    """The first fire from ``begin`` on; None where nothing ever fires."""
    return next(fires(schedule, begin, begin + HORIZON, ended), None)


def last_fire(schedule: Schedule, begin: datetime, end: datetime) -> datetime | None:
    """The last fire within [begin, end), by looking back further and further. Not for ``Every``."""
    back = timedelta(hours=1)
    while True:
        since = max(begin, end - back)
        last = None
        for moment in fires(schedule, since, end):
            last = moment
        if last is not None or since == begin:
            return last
        back *= 8


def occasions(schedule: Schedule, begin: datetime, end: datetime) -> Iterator[Occasion]:
    """Those of an ``After`` that touch [begin, end), by their beginning."""
    rhythm, zone = schedule.rhythm, schedule.zone
    if not isinstance(rhythm, After):
        return
    following = DAY if rhythm.until <= rhythm.begin else timedelta()
    for day in _between(rhythm.days, begin, end, schedule):
        wall = datetime.combine(day, rhythm.begin)
        if schedule.window.has(wall):
            until = moment_of(datetime.combine(day + following, rhythm.until), zone)
            occasion = Occasion(moment_of(wall, zone), until, rhythm.every)
            if occasion.until >= begin and occasion.begin < end:
                yield occasion


def delayed(rhythm: Every, schedule: Schedule, base: datetime) -> datetime | None:
    """``base`` and the delay, postponed until the window opens; None when it never does."""
    if rhythm.delay >= DAY:
        moment = moment_of(wall_of(base, schedule.zone) + rhythm.delay, schedule.zone)
    else:
        moment = base + rhythm.delay
    return schedule.window.opening(moment, schedule.zone)


def _all(schedule: Schedule, begin: datetime, end: datetime, ended: datetime | None) -> Iterator[datetime]:
    rhythm = schedule.rhythm
    if isinstance(rhythm, Every):
        return _every(rhythm, schedule, begin, ended)
    if isinstance(rhythm, After):
        return (look for occasion in occasions(schedule, begin, end) for look in occasion.looks())
    if isinstance(rhythm, Cron) and rhythm.follows_clock:
        return _of_days(schedule, rhythm, begin, end, _shown)
    return _of_days(schedule, rhythm, begin, end, _kept)


def _every(rhythm: Every, schedule: Schedule, begin: datetime, ended: datetime | None) -> Iterator[datetime]:
    moment = schedule.window.opening(begin, schedule.zone) if ended is None else delayed(rhythm, schedule, ended)
    while moment is not None:
        yield moment
        moment = delayed(rhythm, schedule, moment)


def _of_days(
    schedule: Schedule,
    rhythm: At | Cron,
    begin: datetime,
    end: datetime,
    of_day: Callable[[Schedule, date, list[time]], Iterator[datetime]],
) -> Iterator[datetime]:
    ever = [one for one in rhythm.times if schedule.window.ever_has(one)]
    for day in _between(rhythm.days, begin, end, schedule) if ever else ():
        if not schedule.window.touches(day) or _over(schedule, datetime.combine(day, ever[-1]), begin):
            continue
        times = [one for one in ever if schedule.window.has(datetime.combine(day, one))]
        yield from of_day(schedule, day, times)


def _over(schedule: Schedule, last: datetime, begin: datetime) -> bool:
    """Spares the times of a day that is over, also where its last hour came twice."""
    return moment_of(last, schedule.zone) + CHANGE < begin


def _kept(schedule: Schedule, day: date, times: list[time]) -> Iterator[datetime]:
    """Local time is kept: each once, whatever the clock does."""
    return (moment_of(datetime.combine(day, one), schedule.zone) for one in times)


def _shown(schedule: Schedule, day: date, times: list[time]) -> Iterator[datetime]:
    """Whenever the clock shows it; on a day without a change every time has the same offset."""
    zone = schedule.zone
    begin = midnight(day, zone)
    offset = offset_at(begin, zone)
    if wall_of(begin, zone).time() == time() and offset_at(midnight(day + DAY, zone), zone) == offset:
        since_midnight = (timedelta(hours=one.hour, minutes=one.minute) for one in times)
        return (begin + one for one in since_midnight)
    walls = (datetime.combine(day, one) for one in times)
    return iter(sorted(moment for wall in walls for moment in moments_of(wall, zone)))


def _between(days: Days, begin: datetime, end: datetime, schedule: Schedule) -> Iterator[date]:
    """The days that may have a fire within [begin, end): from two before, for gaps, and looks over midnight."""
    first = wall_of(begin, schedule.zone).date() - 2 * DAY
    last = wall_of(end, schedule.zone).date()
    return takewhile(lambda day: day <= last, _days(days, first))


def _days(days: Days, first: date) -> Iterator[date]:
    if isinstance(days, Weekdays | MonthDays):
        every = (first + number * DAY for number in range(LONGEST + 10))
        return (day for day in every if _is_of(day, days))
    return cron_days(days, first)


def _is_of(day: date, days: Weekdays | MonthDays) -> bool:
    if isinstance(days, Weekdays):
        return day.weekday() in days.days
    return day.day in days.days or (days.last and day.day == calendar.monthrange(day.year, day.month)[1])
