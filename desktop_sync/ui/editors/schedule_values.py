"""Values of a schedule as a person wrote them, read: spans, times of day, weekdays, hours, holidays. Pure.

Each raises Odd for what an editor's words cannot express.
"""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTE, HOUR, DAY = 60, 3600, 86_400
UNITS = (("d", DAY), ("h", HOUR), ("min", MINUTE), ("s", 1))
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SECONDS = {"ms": 0.001, "s": 1, "min": MINUTE, "h": HOUR, "d": DAY}
_SPAN = re.compile(r"\s*(?:\d+(?:\.\d+)?\s*(?:ms|s|min|h|d)\s*)+")
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|min|h|d)")
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::00)?")
_HOURS = re.compile(r"\s*(\d?\d:\d\d)\s*-\s*(\d?\d:\d\d)\s*")
_HOLIDAY = re.compile(r"(?:\d{4}-)?\d\d-\d\d")
_LEAP = "2024-"
_LAST = 31
_LONGEST = 3660 * DAY


class Odd(ValueError):
    """Words cannot express this value."""


def span(value: object) -> int:
    """``"1h 30min"`` or a number of seconds."""
    found = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
    if isinstance(value, str) and _SPAN.fullmatch(value):
        found = sum(float(count) * _SECONDS[unit] for count, unit in _PART.findall(value))
    if not 1 <= found <= _LONGEST or found != int(found):
        raise Odd
    return int(found)


def span_text(seconds: int) -> str:
    """As the file has it: ``90min``, ``2h``."""
    unit, length = next(((unit, length) for unit, length in UNITS if seconds % length == 0), ("s", 1))
    return f"{seconds // length}{unit}"


def clock(value: object) -> str:
    """A time of day, as TOML's own or as text."""
    if isinstance(value, time):
        value = value.isoformat()
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise Odd
    return f"{int(found[1]):02}:{found[2]}"


def weekdays(value: object) -> frozenset[int]:
    """``["mon-fri", "sunday"]``."""
    found: set[int] = set()
    for one in several(value):
        words = str(one).lower().replace(" ", "").split("-")
        if len(words) > 2:  # noqa: PLR2004 - from one to another
            raise Odd
        ends = [_weekday(word) for word in words]
        found.update((ends[0] + number) % 7 for number in range((ends[-1] - ends[0]) % 7 + 1))
    return frozenset(found)


def _weekday(word: str) -> int:
    if word in DAYS:
        return DAYS.index(word)
    if word in _NAMES:
        return _NAMES.index(word)
    raise Odd


def weekdays_text(days: frozenset[int]) -> list[str]:
    """In short: ``["mon-fri"]``, ``["mon", "thu"]``."""
    found: list[list[int]] = []
    for day in sorted(days):
        if found and found[-1][-1] == day - 1:
            found[-1].append(day)
        else:
            found.append([day])
    return [one for run in found for one in _run(run)]


def _run(days: list[int]) -> list[str]:
    if len(days) > 2:  # noqa: PLR2004 - two are named
        return [f"{DAYS[days[0]]}-{DAYS[days[-1]]}"]
    return [DAYS[day] for day in days]


def month_days(value: object) -> tuple[int | str, ...]:
    found = several(value)
    for one in found:
        if one != "last" and not (isinstance(one, int) and not isinstance(one, bool) and 1 <= one <= _LAST):
            raise Odd
    return tuple(sorted(set(found), key=lambda one: _LAST + 1 if one == "last" else one))


def hours_of(value: object) -> tuple[tuple[str, str], ...]:
    return tuple(_hours_of(one) for one in several(value))


def _hours_of(value: object) -> tuple[str, str]:
    found = _HOURS.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise Odd
    return clock(found[1]), found[2] if found[2] == "24:00" else clock(found[2])


def holiday(value: object) -> str:
    """``2026-12-25``, or ``12-25`` for every year."""
    text = value.isoformat() if type(value) is date else value
    if not isinstance(text, str) or _HOLIDAY.fullmatch(text) is None:
        raise Odd
    try:
        date.fromisoformat(text if len(text) > 5 else _LEAP + text)  # noqa: PLR2004 - without a year
    except ValueError:
        raise Odd from None
    return text


def text(value: object) -> str:
    if not isinstance(value, str):
        raise Odd
    return value


def missed(value: object) -> str:
    if value not in ("run_once", "skip"):
        raise Odd
    return str(value)


def several(value: object) -> list[Any]:
    found = value if isinstance(value, list) else [value]
    if not found:
        raise Odd
    return found
