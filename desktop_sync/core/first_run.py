"""What is already there when a flow looks for the first time: all of it, only what comes from now on, or since a date.

Pure, but for the zone of this machine: a date begins at its midnight here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from desktop_sync.core.model import Entity
from desktop_sync.core.options import Kind, form

ASK, ALL, FROM_NOW = "ask", "all", "from_now"
_UNKNOWN = "an unknown time"


def first_run(value: object) -> str:
    """``ask``, ``all``, ``from_now`` (also ``from-now``) or an ISO date; PydanticCustomError for all else."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    words = value.strip().lower().replace("-now", "_now") if isinstance(value, str) else ""
    if words in {ASK, ALL, FROM_NOW}:
        return words
    try:
        return date.fromisoformat(words).isoformat()
    except ValueError:
        raise PydanticCustomError(
            "first_run", 'expected "ask", "all", "from_now" or a date such as "2026-11-01"'
        ) from None


FirstRun = Annotated[
    str,
    BeforeValidator(first_run),
    Kind('`"ask"`, `"all"`, `"from_now"` or a date'),
    Field(
        json_schema_extra=form(
            first=True, other="date", choices={ASK: "Ask", ALL: "Send all of them", FROM_NOW: "Send none of them"}
        )
    ),
]


def skipped(answer: str, there: Iterable[Entity]) -> list[Entity]:
    """Those that shall not be sent, by an answer other than ``ask``. What is as old as the date is sent."""
    if answer == ALL:
        return []
    if answer == FROM_NOW:
        return list(there)
    begin_ns = int(datetime.fromisoformat(answer).astimezone().timestamp()) * 10**9
    return [one for one in there if one.mtime_ns < begin_ns]


def is_left(day: object, answer: str) -> bool:
    """Of a row that was there at the first look; ``day``: an ISO date or time of it, None: nobody knows.

    Nothing is left of what may be wanted: a row without a day is taken. Empty: nobody has asked to leave anything.
    """
    if answer in {"", ASK, ALL}:
        return False
    return answer == FROM_NOW or (day is not None and str(day)[: len(answer)] < answer)


def is_day(answer: str) -> bool:
    """Whether an answer is a date."""
    return answer not in {"", ASK, ALL, FROM_NOW}


def days_of(there: Iterable[Entity]) -> Counter[str]:
    """How many were changed on which day, as ISO dates that sort; a time that is none counts as the first or last."""
    return Counter(_iso_day(one.mtime_ns) for one in there)


def _iso_day(mtime_ns: int) -> str:
    day = _day(mtime_ns)
    if day != _UNKNOWN:
        return day
    return (date.min if mtime_ns < 0 else date.max).isoformat()


def span(there: Iterable[Entity]) -> str:
    """``2019-03-01 to 2026-11-24``: from when they are."""
    days = sorted({_day(one.mtime_ns) for one in there})
    return days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"


def _day(mtime_ns: int) -> str:
    try:
        return f"{datetime.fromtimestamp(mtime_ns // 10**9, UTC).astimezone():%Y-%m-%d}"
    except (OverflowError, OSError, ValueError):
        return _UNKNOWN
