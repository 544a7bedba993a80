"""A schedule as a person says it: "Every Friday at 16:00 (Europe/Berlin)", and what to know about one of its fires.

English; values in, text out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time, timedelta, tzinfo
from typing import Literal, TypeAlias

from desktop_sync.core.schedule_cron import explained
from desktop_sync.core.schedule_model import (
    ALWAYS,
    EVERY_DAY,
    MINUTES,
    WHOLE_DAY,
    After,
    At,
    Cron,
    Every,
    Hours,
    MonthDays,
    Schedule,
    Weekdays,
    Window,
)
from desktop_sync.core.wall_time import moments_of, offset_at, wall_of

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORTEST_MONTH = 28
_UNITS = ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute"))
_TEENS = range(11, 14)
_SHOWN_HOLIDAYS = 6
Oddity: TypeAlias = Literal["", "skipped", "twice"]
_ODD: Mapping[Oddity, str] = {
    "": "",
    "skipped": "the planned time does not exist that night: the first moment after it",
    "twice": "this time comes twice that night: the first of them",
}


def in_words(schedule: Schedule) -> str:
    """One line: when, in which window, in which zone."""
    window = "" if schedule.window == ALWAYS else f"; only {_window(schedule.window)}"
    return f"{_rhythm(schedule)}{window} ({zone_name(schedule.zone)})"


def missed_in_words(schedule: Schedule) -> str:
    """What becomes of runs that were missed: the machine off or asleep, the flow busy."""
    if schedule.missed == "skip":
        return "Missed runs are recorded and not made up for."
    return "Missed runs are recorded, and one run makes up for all of them."


def zone_name(zone: tzinfo) -> str:
    """``Europe/Berlin``."""
    return str(getattr(zone, "key", zone))


def change_before(moment: datetime, former: datetime, zone: tzinfo) -> str:
    """What happened to the clocks between two fires; empty: nothing."""
    change = offset_at(moment, zone) - offset_at(former, zone)
    if not change:
        return ""
    way = "forward" if change > timedelta() else "back"
    return f"the clocks have gone {way} by {_duration(abs(change))}"


def remark(schedule: Schedule, moment: datetime) -> str:
    """What is odd about a fire, in words; empty: nothing."""
    return _ODD[oddity(schedule, moment)]


def oddity(schedule: Schedule, moment: datetime) -> Oddity:
    """What is odd about a fire: a time that the clock skips or shows twice that night; empty: nothing."""
    rhythm, wall = schedule.rhythm, wall_of(moment, schedule.zone)
    if isinstance(rhythm, At) or (isinstance(rhythm, Cron) and not rhythm.follows_clock):
        if wall.time() not in rhythm.times:
            return "skipped"
        if len(moments_of(wall, schedule.zone)) > 1:
            return "twice"
    return ""


def _rhythm(schedule: Schedule) -> str:
    rhythm = schedule.rhythm
    if isinstance(rhythm, Every):
        return f"Every {_spacing(rhythm.delay)}, counted from the end of the last run"
    if isinstance(rhythm, At):
        return f"{_days(rhythm.days)} at {_times(rhythm.times)}"
    if isinstance(rhythm, Cron):
        return f"By the cron line {rhythm.line} ({explained(rhythm.line)})"
    return _after(rhythm)


def _after(rhythm: After) -> str:
    until = f"{rhythm.until:%H:%M}" + (" of the next day" if rhythm.until <= rhythm.begin else "")
    looks = f"every {_spacing(rhythm.every)} until something has been seen, by {until} at the latest"
    return f"{_days(rhythm.days)} from {rhythm.begin:%H:%M}, {looks}; else a problem"


def _days(days: object) -> str:
    if isinstance(days, MonthDays):
        named = [f"the {_ordinal(one)}" for one in sorted(days.days)] + ["the last day"] * days.last
        rare = [_ordinal(one) for one in sorted(days.days) if one > SHORTEST_MONTH]
        passed = f" (months without a {_listed(rare, 'or')} are passed over)" if rare else ""
        return f"On {_listed(named)} of every month{passed}"
    return f"Every {weekdays(days.days)}" if isinstance(days, Weekdays) else ""


def weekdays(days: Collection[int]) -> str:
    """``day``, ``Friday``, ``Monday to Friday``, ``Monday and Thursday``."""
    if set(days) >= EVERY_DAY:
        return "day"
    found = sorted(days)
    if len(found) > 2 and found[-1] - found[0] == len(found) - 1:  # noqa: PLR2004 - two are named
        return f"{WEEKDAYS[found[0]]} to {WEEKDAYS[found[-1]]}"
    return _listed([WEEKDAYS[one] for one in found])


def _window(window: Window) -> str:
    parts = [] if window.days >= EVERY_DAY else [weekdays(window.days)]
    if window.hours != (WHOLE_DAY,):
        parts.append(_listed([_hours(one) for one in window.hours]))
    holidays = [f"{one:%Y-%m-%d}" for one in sorted(window.holidays)]
    holidays += [f"every {month:02}-{day:02}" for month, day in sorted(window.yearly)]
    if holidays:
        more = len(holidays) - _SHOWN_HOLIDAYS
        shown = [*holidays[:_SHOWN_HOLIDAYS], f"{more} more holidays"] if more > 0 else holidays
        parts.append(f"not on {_listed(shown)}")
    return ", ".join(parts)


def _hours(hours: Hours) -> str:
    end = "24:00" if hours.end == MINUTES else f"{hours.end // 60:02}:{hours.end % 60:02}"
    return f"{hours.begin // 60:02}:{hours.begin % 60:02} to {end}"


def _spacing(length: timedelta) -> str:
    """``minute``, ``15 minutes``: what stands after "every"."""
    return _duration(length).removeprefix("1 ") if length in dict(_UNITS) else _duration(length)


def _duration(length: timedelta) -> str:
    parts, rest = [], length
    for unit, name in _UNITS:
        count, rest = divmod(rest, unit)
        if count:
            parts.append(f"{count} {name}{'s' * (count > 1)}")
    if rest or not parts:
        parts.append(f"{rest.total_seconds():g} seconds")
    return " ".join(parts)


def _times(times: Sequence[time]) -> str:
    return _listed([f"{one:%H:%M}" for one in times])


def _ordinal(number: int) -> str:
    ending = "th" if number in _TEENS else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _listed(words: Sequence[str], last: str = "and") -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"
