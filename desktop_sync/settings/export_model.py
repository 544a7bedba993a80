"""What the settings say of exports: query → report → destinations. Values and the heads of their tables.

The options of reports and destinations stand beside their classes in other rooms; this module must not import them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from pydantic import BaseModel, Field

from desktop_sync.core.options import Options, form
from desktop_sync.core.periods import WindowOptions
from desktop_sync.settings.ids import Slug, Title
from desktop_sync.settings.schedule import ScheduleOptions


class ExportHead(Options):
    """What every export has, beside its query, report and destinations."""

    id: Slug = Field(
        title="Id", description="Names the export for ever; no flow has the same. It never changes; the title may."
    )
    title: Title = Field(
        title="Title",
        json_schema_extra=form(first=True),
        default="",
        description="What people read, also in names of files. Empty: the id.",
    )
    enabled: bool = Field(
        title="Switched on", json_schema_extra=form(first=True), default=True, description="Whether the export runs."
    )
    empty: Literal["send", "skip", "problem"] = Field(
        title="Nothing found",
        json_schema_extra=form(
            choices={"send": "Deliver a report without rows", "skip": "Deliver nothing", "problem": "Raise a problem"}
        ),
        default="send",
        description="The query finds nothing: deliver a report without rows, deliver nothing, or raise a problem.",
    )


class QueryHead(Options):
    """Which connection is asked, beside what it is asked."""

    connection: Slug = Field(
        title="From",
        json_schema_extra=form(first=True, connections="queries"),
        description="The id of the connection that is asked: Acme, or an HTTP API.",
    )


class ReportHead(Options):
    """What every report has, whatever its type."""

    type: str = Field(
        title="Report",
        json_schema_extra=form(first=True),
        description="What kind of file it is; decides the further options.",
    )


class DestinationHead(Options):
    """What every destination has, whatever its type."""

    id: Slug = Field(
        title="Id",
        description="Names the destination within its export for ever: under a new one, reports are delivered anew.",
    )
    type: str = Field(
        title="Destination", default="file", description="What kind of destination it is; decides the further options."
    )
    connection: Slug = Field(
        title="To",
        json_schema_extra=form(first=True, connections="destinations"),
        description="The id of the connection that it is delivered through.",
    )


class Asks(Protocol):
    """What every query says, whatever connection is asked. ``asks``: at a glance, a resource or a path;
    ``takes_files``: whether answers are read by a format.
    """

    @property
    def window(self) -> WindowOptions | None: ...

    @property
    def asks(self) -> str: ...

    @property
    def takes_files(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Query:
    """What an export asks, and which connection. ``options`` is of the model that the connection's type names."""

    connection: str
    options: Asks


@dataclass(frozen=True, slots=True)
class Report:
    """An export's report. ``options`` is of the model that ``type`` names."""

    type: str
    options: BaseModel


@dataclass(frozen=True, slots=True)
class AnswerFormat:
    """How answers are read that are files. ``options`` is of the model that ``type`` names."""

    type: str
    options: BaseModel


@dataclass(frozen=True, slots=True)
class ExportDestination:
    """One place that reports go to. ``options`` is of the model that ``type`` names."""

    id: str
    type: str
    connection: str
    options: BaseModel


@dataclass(frozen=True, slots=True)
class Export:
    """One export flow: query → report → destinations. Without a ``schedule`` it is run by hand.

    ``format``: of a query whose answers are files.
    """

    id: str
    title: str
    enabled: bool
    empty: Literal["send", "skip", "problem"]
    query: Query
    report: Report
    destinations: tuple[ExportDestination, ...]
    schedule: ScheduleOptions | None = None
    format: AnswerFormat | None = None
