"""The windows of exports: which stretch of time one report covers. Half-open: the start is in it, the end is not.

Computed in the flow's zone by ``wall_time``, so that days have 23 or 25 hours when the clocks change, and two windows
that follow each other share one moment: no gap, no overlap. Pure; "now" is the time of the server that is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Literal, NamedTuple

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from desktop_sync.core.options import Duration, Options, form
from desktop_sync.core.wall_time import midnight, wall_of
from desktop_sync.core.words import Words

_DAY = timedelta(days=1)
_LEAST = timedelta(microseconds=1)
_MOST_CAUGHT_UP = 400


class Window(NamedTuple):
    """From ``start`` (None: from the beginning) up to, and without, ``end``; moments in UTC."""

    start: datetime | None
    end: datetime

    def days(self, zone: tzinfo) -> tuple[date | None, date]:
        """The first and the last day that it touches, as people there say it."""
        first = None if self.start is None else wall_of(self.start, zone).date()
        return first, wall_of(self.end - _LEAST, zone).date()


def in_words(window: Window, zone: tzinfo, words: Words, spell: Callable[[date], str]) -> str:
    """``3 May``, or ``1 May to 3 May``: its days, as ``spell`` writes them."""
    first, last = window.days(zone)
    if first is None:
        return words("up to {day}", day=spell(last))
    if first == last:
        return spell(first)
    return words("{first} to {last}", first=spell(first), last=spell(last))


class WindowOptions(Options):
    """Which documents one report covers, by a time of theirs."""

    of: Literal["yesterday", "last_week", "last_month", "since_last", "given"] = Field(
        default="yesterday",
        title="Period",
        description="the period that one report covers",
        json_schema_extra=form(
            first=True,
            choices={
                "yesterday": "yesterday",
                "last_week": "last week",
                "last_month": "last month",
                "since_last": "since the last export",
                "given": "a given period",
            },
        ),
    )
    field: str = Field(
        default="updated_at",
        min_length=1,
        max_length=200,
        title="Date that decides",
        description="the date or time of a document that decides: a field of the resource",
        json_schema_extra=form(first=True, fields="date"),
    )
    first_day: date | None = Field(
        default=None,
        title="First day",
        description="of a given period, the first day; of since_last, where the very first report begins. Left out "
        "there: it takes everything",
    )
    last_day: date | None = Field(
        default=None,
        title="Last day",
        description="of a given period, the last day",
        json_schema_extra=form(when=("of", "given")),
    )
    week_starts: Literal["monday", "sunday"] = Field(
        default="monday",
        title="Week starts on",
        description="the first day of a week",
        json_schema_extra=form(when=("of", "last_week"), choices={"monday": "Monday", "sunday": "Sunday"}),
    )
    lag: Duration = Field(
        default=60.0,
        title="Wait for late documents",
        description="a window ends, and is asked for, so long before the server's present time: what is written at "
        "this moment may not be listed yet",
    )

    @model_validator(mode="after")
    def _check(self) -> WindowOptions:
        if self.of == "given" and (self.first_day is None or self.last_day is None):
            raise PydanticCustomError("window", "a given period needs first_day and last_day")
        if self.of == "given" and self.first_day and self.last_day and self.last_day < self.first_day:
            raise PydanticCustomError("window", "last_day lies before first_day")
        if self.of != "given" and self.last_day is not None:
            raise PydanticCustomError("window", "last_day belongs to a given period")
        if self.of not in {"given", "since_last"} and self.first_day is not None:
            raise PydanticCustomError("window", "first_day belongs to a given period, or to since_last")
        return self


def given(first: date, last: date, zone: tzinfo) -> Window:
    """Whole days, both included: "issue the report for 3 May again" is ``given(3 May, 3 May)``."""
    return Window(midnight(first, zone), midnight(last + _DAY, zone))


def due(options: WindowOptions, zone: tzinfo, now: datetime, last_end: datetime | None) -> Iterator[Window]:
    """The windows that can be asked for at ``now`` and lie after ``last_end``, the end of the last one exported.

    Oldest first, each beginning where the one before ended, so that days on which nothing ran are made up for (at most
    400 of them, the newest); the very first time it is the latest whole window alone.
    """
    until = now.astimezone(UTC) - timedelta(seconds=options.lag)
    if options.of == "given":
        window = _whole(options, zone)
        if window.end <= until and (last_end is None or last_end < window.end):
            yield window
    elif options.of == "since_last":
        start = last_end or (None if options.first_day is None else midnight(options.first_day, zone))
        if start is None or start < until:
            yield Window(start, until)
    else:
        yield from _missed(options, zone, until, last_end)


def _whole(options: WindowOptions, zone: tzinfo) -> Window:
    return given(options.first_day or date.min, options.last_day or date.min, zone)


def _missed(options: WindowOptions, zone: tzinfo, until: datetime, last_end: datetime | None) -> Iterator[Window]:
    """Whole days, weeks or months that ended by ``until``."""
    end = _begin(options, wall_of(until, zone).date())
    found: list[Window] = []
    while len(found) < _MOST_CAUGHT_UP:
        start = _begin(options, end - _DAY)
        window = Window(midnight(start, zone), midnight(end, zone))
        if last_end is not None and window.end <= last_end:
            break
        # Another zone or length than before: what was exported already is not exported again.
        found.append(
            window if last_end is None or window.start is None else window._replace(start=max(window.start, last_end))
        )
        if last_end is None:
            break
        end = start
    yield from reversed(found)


def _begin(options: WindowOptions, day: date) -> date:
    """The first day of the day, week or month in which ``day`` lies."""
    if options.of == "last_month":
        return day.replace(day=1)
    if options.of == "last_week":
        return day - _DAY * ((day.weekday() + (options.week_starts == "sunday")) % 7)
    return day
