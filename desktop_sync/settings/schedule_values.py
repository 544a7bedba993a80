"""What a person writes in a schedule: times of day, weekdays, days of the month, hours, holidays, zones, cron lines.

Each kind checks one value and says what is expected. It must not know the options around it.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from desktop_sync.core.nearest import nearest
from desktop_sync.core.options import Kind
from desktop_sync.core.schedule_cron import cron
from desktop_sync.core.schedule_model import MINUTES, Hours
from desktop_sync.core.schedule_words import WEEKDAYS

_CLOCK = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9]"
_TIME = re.compile(_CLOCK)
_HOURS = re.compile(rf"\s*({_CLOCK})\s*-\s*({_CLOCK}|24:00)\s*")
_SHORT = tuple(name[:3].lower() for name in WEEKDAYS)
_LEAP_YEAR = 2024
_MONTH = 31


def _time(value: object) -> time:
    if isinstance(value, time) and value.tzinfo is None and not value.second and not value.microsecond:
        return value
    if isinstance(value, str) and _TIME.fullmatch(value):
        return time(int(value[:-3]), int(value[-2:]))
    raise PydanticCustomError("time_of_day", 'expected a time of day such as "16:00"')


def _weekdays(value: object) -> str:
    words = value.lower().replace(" ", "") if isinstance(value, str) else ""
    ends = [_weekday(one) for one in words.split("-")]
    if not 1 <= len(ends) <= 2 or None in ends:  # noqa: PLR2004 - a day, or from one to another
        raise PydanticCustomError("weekday", 'expected a weekday such as "fri", or several such as "mon-fri"')
    return words


def _weekday(word: str) -> int | None:
    known = word in _SHORT or word in {name.lower() for name in WEEKDAYS}
    return _SHORT.index(word[:3]) if known else None


def weekdays(words: tuple[str, ...]) -> frozenset[int]:
    """Of checked words; ``sat-mon`` goes over the end of the week."""
    found: set[int] = set()
    for word in words:
        ends = [_SHORT.index(one[:3]) for one in word.split("-")]
        found.update((ends[0] + number) % 7 for number in range((ends[-1] - ends[0]) % 7 + 1))
    return frozenset(found)


def _month_day(value: object) -> object:
    if value == "last" or (isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _MONTH):
        return value
    raise PydanticCustomError("month_day", 'expected a day of the month, 1 to 31, or "last"')


def _hours(value: object) -> str:
    match = _HOURS.fullmatch(value) if isinstance(value, str) else None
    if match is None or match[1] == match[2]:
        raise PydanticCustomError("hours", 'expected hours such as "07:00-19:00", or "22:00-06:00" over midnight')
    return f"{match[1]}-{match[2]}"


def hours(text: str) -> Hours:
    """Of a checked text. The end does not belong to it."""
    begin, end = (int(one[:-3]) * 60 + int(one[-2:]) for one in text.split("-"))
    return Hours(begin, end or MINUTES)


def _holiday(value: object) -> str:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    try:
        if isinstance(value, str) and len(value) == len("2026-12-25"):
            return date.fromisoformat(value).isoformat()
        if isinstance(value, str) and len(value) == len("12-25"):
            return date.fromisoformat(f"{_LEAP_YEAR}-{value}").isoformat()[5:]
    except ValueError:
        pass
    raise PydanticCustomError("holiday", 'expected a date such as "2026-12-25", or "12-25" for every year')


def _zone(name: str) -> str:
    try:
        if name:
            ZoneInfo(name)
        return name
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise PydanticCustomError(
            "zone", "there is no such time zone; expected an IANA name such as Europe/Berlin{meant}", _meant(name)
        ) from None


def _meant(name: str) -> dict[str, str]:
    """Windows' own names are turned into the IANA's; near misses are guessed."""
    from tzlocal.windows_tz import win_tz

    lower = {one.lower(): one for one in available_timezones()}
    lower |= {one.rpartition("/")[2]: whole for one, whole in lower.items()}
    asked = name[:60].lower().replace(" ", "_")
    near = nearest(asked, lower, alike=0.7)
    guess = win_tz.get(name) or next((lower[one] for one in near), "")
    return {"meant": f'; did you mean "{guess}"?' if guess else ""}


def _cron(line: str) -> str:
    try:
        return cron(line).line
    except ValueError as error:
        raise PydanticCustomError("cron", "{why}", {"why": str(error)}) from None


TimeOfDay = Annotated[time, BeforeValidator(_time), Kind('time of day such as "16:00"')]
WeekdayName = Annotated[str, BeforeValidator(_weekdays), Kind('weekday such as "fri", or "mon-fri"')]
MonthDay = Annotated[int | Literal["last"], BeforeValidator(_month_day), Kind('day of the month, 1 to 31, or "last"')]
HoursText = Annotated[str, BeforeValidator(_hours), Kind('hours such as "07:00-19:00"')]
Holiday = Annotated[str, BeforeValidator(_holiday), Kind('date such as "2026-12-25", or "12-25"')]
ZoneName = Annotated[str, AfterValidator(_zone), Kind('IANA time zone such as "Europe/Berlin"')]
CronLine = Annotated[str, AfterValidator(_cron), Kind('cron line such as "0 6 * * 1-5"')]
