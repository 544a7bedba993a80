"""What goes into a report and what comes out: rows, what the report is about, where its bytes go.

It must not know kinds of reports, nor where they are delivered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Protocol, TypeAlias

from desktop_sync.core.periods import Window
from desktop_sync.core.summaries import Summary

Row: TypeAlias = "Mapping[str, object]"
"""One document as Acme gives it, or one row that somebody made: JSON values by name, objects and lists inside."""

Cell: TypeAlias = "str | int | bool | Decimal | date | datetime | None"
"""One value of one column. Numbers are exact; times have their zone."""


@dataclass(frozen=True, slots=True)
class About:
    """What a report says of itself. ``made_at`` is given, never asked for: the same rows make the same bytes.

    ``document``: the reference of the one document that it is about, where every document has a file of its own.
    """

    made_at: datetime
    flow: str = ""
    account: str = ""
    window: Window | None = None
    zone: tzinfo = UTC
    document: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """``rows``: that were given. ``pages``: of what has pages. ``notes``: what a person should know, in sentences.

    ``summary``: for a mail, where somebody asked for one.
    """

    rows: int
    pages: int = 0
    notes: tuple[str, ...] = ()
    summary: Summary | None = None


class Sink(Protocol):
    """Takes the bytes of a report, from the first to the last."""

    def write(self, data: bytes, /) -> object: ...


class Report(Protocol):
    """Renders rows as a file; pure, in bounded memory. ``ending``: of file names, without a dot."""

    ending: str
    media_type: str

    def render(self, rows: Iterable[Row], about: About, sink: Sink) -> Rendered:
        """Raises Rejected for rows that cannot be written as the options say."""
