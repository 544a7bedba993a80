"""What a clock on the wall shows, minute by minute, around every change of a zone's rules: the oracle of schedules.

It knows nothing of how the product works out fires: it looks at the clock each minute and writes down what it sees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Tehran",
    "Pacific/Apia",
    "America/Sao_Paulo",
    "Asia/Kathmandu",
    "Africa/Cairo",
    "UTC",
)
BEGIN, END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
AROUND = timedelta(hours=40)
QUIET = datetime(2026, 5, 15, 12, tzinfo=UTC)
Clock = list[tuple[datetime, datetime]]
"""Moment (UTC) and what the clock shows, for each minute."""


@cache
def changes(name: str) -> tuple[datetime, ...]:
    """The hours (UTC) before which the zone's offset changed, 2020 to 2030; a quiet day where it never does."""
    zone = ZoneInfo(name)
    hours = (BEGIN + number * HOUR for number in range(int((END - BEGIN) / HOUR)))
    found = tuple(
        later
        for hour, later in pairwise(hours)
        if hour.astimezone(zone).utcoffset() != later.astimezone(zone).utcoffset()
    )
    return found or (QUIET,)


def clock(name: str, begin: datetime, end: datetime) -> Clock:
    """Every whole minute of [begin, end) and what the clock shows then."""
    zone = ZoneInfo(name)
    minutes = (begin + number * MINUTE for number in range(int((end - begin) / MINUTE)))
    return [(minute, minute.astimezone(zone).replace(tzinfo=None, fold=0)) for minute in minutes]


def around(name: str, change: datetime) -> Clock:
    return clock(name, change - AROUND, change + AROUND)


def reached(seen: Clock, times: set[time], day: Callable[[datetime], bool]) -> list[datetime]:
    """The minutes at which the clock has reached, for the first time, a planned time of a planned day."""
    return [minute for minute, _ in _reached(seen, times, day)]


def _reached(seen: Clock, times: set[time], day: Callable[[datetime], bool]) -> Iterator[tuple[datetime, datetime]]:
    furthest = seen[0][1] - MINUTE
    for minute, wall in seen:
        passed = []
        while furthest < wall:
            furthest += MINUTE
            if furthest.time() in times and day(furthest):
                passed.append(furthest)
        if passed:
            yield minute, passed[-1]


def shown(seen: Clock, fits: Callable[[datetime], bool]) -> list[datetime]:
    """The minutes at which the clock shows something that fits."""
    return [minute for minute, wall in seen if fits(wall)]
