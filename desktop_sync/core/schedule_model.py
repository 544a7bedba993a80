"""A flow's schedule as values: when it shall run, in which zone, in which window, and what becomes of missed runs.

Settings make these, people read them through ``schedule_words``; when they fire is told by ``schedule_fires``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal, TypeAlias

from desktop_sync.core.wall_time import moment_of, moments_of, wall_of

EVERY_DAY = frozenset(range(7))
"""Weekdays as Python counts them: 0 is Monday."""
MINUTES = 24 * 60
DAY = timedelta(days=1)
LONGEST = 50 * 366
"""Days after which nothing comes any more: 29 February on a given weekday waits 40 years, across 2100."""

Missed: TypeAlias = Literal["run_once", "skip"]


@dataclass(frozen=True, slots=True)
class Every:
    """A fixed delay (at least a minute) after the end of the last run.

    Shorter than a day it is real time; from a day on it is counted by the local clock, so that it keeps local time.
    """

    delay: timedelta


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Days of the week."""

    days: frozenset[int] = EVERY_DAY


@dataclass(frozen=True, slots=True)
class MonthDays:
    """Days of the month (1 to 31), and ``last``. A month without a 31st has no such day; its last one is ``last``."""

    days: frozenset[int]
    last: bool = False


@dataclass(frozen=True, slots=True)
class CronDays:
    """The last three fields of a cron line, by cronsim's rules (Debian's): one of both day fields, or both with a *."""

    fields: str


Days: TypeAlias = Weekdays | MonthDays | CronDays


@dataclass(frozen=True, slots=True)
class At:
    """Times of day on some days. They keep local time: see ``wall_time.moment_of``."""

    times: tuple[time, ...]
    days: Days = Weekdays()


@dataclass(frozen=True, slots=True)
class Cron:
    """A cron line, taken apart.

    ``follows_clock``: minute or hour begin with a ``*``, or every hour is named, so it is shorter than a day: it fires
    whenever the clock shows such a time, twice in an hour that comes twice and never in one that is skipped. All others
    keep local time, as ``At``. The rule of the ``*`` is that of Debian's cron (man 8 cron, Notes).
    """

    line: str
    times: tuple[time, ...]
    days: CronDays
    follows_clock: bool


@dataclass(frozen=True, slots=True)
class After:
    """Shortly after a known time: looks from ``begin`` on, every ``every``, until an item has been seen or ``until``.

    ``until`` is the last look, on the next day when it is not later than ``begin``. Both keep local time, the looks
    between them keep their spacing.
    """

    begin: time
    every: timedelta
    until: time
    days: Weekdays = Weekdays()


Rhythm: TypeAlias = Every | At | Cron | After


@dataclass(frozen=True, slots=True)
class Hours:
    """Minutes of the day, half-open; over midnight when ``end`` is not after ``begin`` (1440: the end of the day)."""

    begin: int
    end: int

    @property
    def over_midnight(self) -> bool:
        return self.end <= self.begin


WHOLE_DAY = Hours(0, MINUTES)


@dataclass(frozen=True, slots=True)
class Window:
    """When a flow may run, by the clock on the wall. Hours over midnight belong to the day on which they begin.

    ``yearly``: holidays (month, day) of every year.
    """

    hours: tuple[Hours, ...] = (WHOLE_DAY,)
    days: frozenset[int] = EVERY_DAY
    holidays: frozenset[date] = frozenset()
    yearly: frozenset[tuple[int, int]] = frozenset()

    def open_on(self, day: date) -> bool:
        """Whether hours may begin on this day."""
        return day.weekday() in self.days and day not in self.holidays and (day.month, day.day) not in self.yearly

    def touches(self, day: date) -> bool:
        """Whether the window may be open at some time of this day."""
        return self.open_on(day) or (any(one.over_midnight for one in self.hours) and self.open_on(day - DAY))

    def ever_has(self, at: time) -> bool:
        """Whether the window may be open at this time of some day."""
        minute = at.hour * 60 + at.minute
        return any((one.begin <= minute) + (minute < one.end) + one.over_midnight > 1 for one in self.hours)

    def has(self, wall: datetime) -> bool:
        """Whether the window is open when the clock shows ``wall``."""
        minute = wall.hour * 60 + wall.minute
        if self.open_on(wall.date()) and any(
            one.begin <= minute and (one.over_midnight or minute < one.end) for one in self.hours
        ):
            return True
        late = any(one.over_midnight and minute < one.end for one in self.hours)
        return late and self.open_on(wall.date() - DAY)

    def opening(self, moment: datetime, zone: tzinfo) -> datetime | None:
        """The first moment from ``moment`` on at which the window is open; None when it never opens again."""
        here = wall_of(moment, zone)
        if self.has(here):
            return moment
        first = here.date() - DAY
        for number in range(LONGEST):
            if self.open_on(day := first + number * DAY):
                walls = [datetime.combine(day, time(*divmod(one.begin, 60))) for one in self.hours]
                both = [one for wall in walls for one in (moment_of(wall, zone), *moments_of(wall, zone))]
                if found := [one for one in both if one >= moment and self.has(wall_of(one, zone))]:
                    return min(found)
        return None


ALWAYS = Window()


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a flow runs by itself. ``missed``: one run for all that were missed, or none; recorded either way."""

    rhythm: Rhythm
    zone: tzinfo
    window: Window = ALWAYS
    missed: Missed = "run_once"
