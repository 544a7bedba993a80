"""Cron lines: five fields, read by cronsim (the parser of Healthchecks), whose foreign errors end here.

It is only asked on which days and at which times of day a line fires, without any zone: what the two nights of the
year do to that is one rule for all schedules (``schedule_fires``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import takewhile

from cronsim import CronSim, CronSimError

from desktop_sync.core.schedule_model import Cron, CronDays
from desktop_sync.core.wall_time import SECOND

_FIELDS = ("minute", "hour", "day of month", "month", "weekday")
_LONGEST = 200
HOURS_OF_A_DAY = 24
_FIRST = datetime(2000, 1, 1)  # noqa: DTZ001 - a wall; any day would do


def cron(line: str) -> Cron:
    """The line taken apart. ValueError in words, also for a day that never comes (30 February)."""
    fields = line.split()
    if len(fields) != len(_FIELDS) or len(line) > _LONGEST:
        raise ValueError(f"expected five fields ({', '.join(_FIELDS)}), such as '0 6 * * 1-5'")
    for number, (name, field) in enumerate(zip(_FIELDS, fields, strict=True)):
        others = ["*"] * len(_FIELDS)
        others[number] = field
        if _opened(" ".join(others)) is None:
            raise ValueError(f"the field for the {name}, {field!r}, cannot be read")
    days = CronDays(" ".join(fields[2:]))
    if next(cron_days(days, _FIRST.date()), None) is None:
        raise ValueError("it never fires: there is no such day")
    times = _times(fields[0], fields[1])
    hourly = len({one.hour for one in times}) == HOURS_OF_A_DAY
    return Cron(" ".join(fields), times, days, hourly or any(one.startswith("*") for one in fields[:2]))


def cron_days(days: CronDays, first: date) -> Iterator[date]:
    """The days from ``first`` on, ascending; ends when none came for fifty years."""
    found = _opened(f"0 0 {days.fields}", datetime.combine(first, time()) - SECOND)
    return iter(()) if found is None else (wall.date() for wall in found)


def explained(line: str) -> str:
    """The line in English, as cronsim says it: ``At 06:00 on Monday through Friday``."""
    found = _opened(line)
    return "" if found is None else found.explain()


def _times(minute: str, hour: str) -> tuple[time, ...]:
    walls = _opened(f"{minute} {hour} * * *", _FIRST - SECOND) or iter(())
    return tuple(wall.time() for wall in takewhile(lambda wall: wall.date() == _FIRST.date(), walls))


def _opened(line: str, wall: datetime = _FIRST) -> CronSim | None:
    try:
        return CronSim(line, wall)
    except (CronSimError, AssertionError, ValueError, TypeError):
        return None
