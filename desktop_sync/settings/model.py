"""What the settings file holds: connections, flows and exports, with immutable ids.

The option models of connectors stand beside their classes in other rooms and are handed in as ``Kinds``;
this module must not import them. Nothing here reads or writes a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from pydantic import BaseModel, Field, field_validator

from desktop_sync.core.options import Options, form
from desktop_sync.settings.arrivals import ArrivalOptions
from desktop_sync.settings.export_model import Export
from desktop_sync.settings.general import General
from desktop_sync.settings.ids import Slug, Title
from desktop_sync.settings.places import Path
from desktop_sync.settings.schedule import ScheduleOptions

VERSION = 1


class ConnectionHead(Options):
    """What every connection has, whatever its type."""

    id: Slug = Field(title="Id", description="Names the connection for ever. It never changes; the title may.")
    title: Title = Field(
        title="Title", json_schema_extra=form(first=True), default="", description="What people read. Empty: the id."
    )
    type: str = Field(
        title="Type",
        json_schema_extra=form(first=True),
        description="What kind of system it is; decides the further options.",
    )


class FlowHead(Options):
    """What every flow has, beside its source, format, mapping and target."""

    id: Slug = Field(title="Id", description="Names the flow for ever. It never changes; the title may.")
    title: Title = Field(
        title="Title", json_schema_extra=form(first=True), default="", description="What people read. Empty: the id."
    )
    enabled: bool = Field(
        title="Switched on", json_schema_extra=form(first=True), default=True, description="Whether the flow runs."
    )


class SourceHead(Options):
    """What every source has, whatever its type."""

    type: str = Field(
        title="Source", default="files", description="What kind of source it is; decides the further options."
    )
    connection: tuple[Slug, ...] = Field(
        title="From",
        json_schema_extra=form(first=True, connections="sources"),
        min_length=1,
        max_length=100,
        description="The id of the connection that is asked; or a list of them, when the same things come from several "
        "places: `['north', 'south']`. Each place is remembered on its own.",
    )

    @field_validator("connection", mode="before")
    @classmethod
    def _one_or_more(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value


class FormatHead(Options):
    """What every format has, whatever its type."""

    type: str = Field(
        title="Format",
        json_schema_extra=form(first=True),
        description="What the payloads are; decides the further options.",
    )


class MappingHead(Options):
    """What a flow says of a mapping, beside what it is: whether that stands here or in a file."""

    of: str = Field(
        title="Kind of record",
        default="",
        description="The kind of record that it takes, where the format has several; one kind may feed several.",
    )
    mapping_file: str | None = Field(
        title="Mapping file",
        json_schema_extra=form(path="file"),
        default=None,
        min_length=1,
        description="A file that holds the mapping instead (TOML, the options below at its top), so that flows can "
        "share it; a relative path is looked for beside these settings.",
    )


class Target(Options):
    """Where a flow's documents go, and what the flow says about surprises there (delivery.md, the tables)."""

    connection: Slug = Field(
        title="To",
        json_schema_extra=form(first=True, connections="targets"),
        description="The id of the Acme connection.",
    )
    on_conflict: Literal["legacy_wins", "ask"] = Field(
        title="Changed in Acme by people",
        json_schema_extra=form(
            first=True, choices={"legacy_wins": "Overwrite with what the source says", "ask": "Ask"}
        ),
        default="legacy_wins",
        description="People changed the document in Acme: overwrite it with what the source says, or ask.",
    )
    on_deleted: Literal["ask", "recreate"] = Field(
        title="Deleted in Acme",
        json_schema_extra=form(first=True, choices={"ask": "Ask", "recreate": "Create it again"}),
        default="ask",
        description="The document was deleted in Acme: ask, or create it again.",
    )
    on_cancel_unknown: Literal["ignore", "create_cancelled"] = Field(
        title="Cancelled and never in Acme",
        json_schema_extra=form(choices={"ignore": "Nothing to do", "create_cancelled": "Create it as cancelled"}),
        default="ignore",
        description="A cancelled document that never was in Acme: nothing to do, or create it as cancelled.",
    )
    hold_above: int | None = Field(
        title="Hold runs above",
        json_schema_extra=form(first=True),
        default=None,
        ge=1,
        description="More documents than this in one run are held until a person approves. Left out: no limit.",
    )
    hold_above_updates: int | None = Field(
        title="Hold above this percentage of updates",
        default=None,
        ge=1,
        le=100,
        description="The same by percent: so many of a run's documents (from twenty on) change what Acme holds.",
    )
    batch: bool | None = Field(
        title="Several documents in one request",
        default=None,
        description="Send several documents in one request. Left out: when Acme offers it.",
    )


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """What a target connection promises: its resources, and whether it can keep "nothing twice"."""

    resources: frozenset[str]
    exactly_once: bool


@dataclass(frozen=True, slots=True)
class Kinds:
    """The option models of this program's connectors, by type name; handed in by ``app``.

    ``judge`` tells what is wrong between the parts of one flow, each sound in itself: the place in the mapping, what,
    and whether it is a warning only; it is given the mapping, the format's options and the target's,
    as far as these are sound.
    ``over``: source type → types of the connections it works on. ``targets``: types of connections that take
    documents; ``mailers``: that send mail.
    ``implied``: source type → type of the format that its flows have where they name none.
    ``queries``: of exports, by the type of the connection that is asked; ``reports``, ``destinations``: of exports;
    ``delivers``: type of a destination → types of its connections; ``judge_export`` tells what is wrong between query,
    the format of its answers, report (where these are sound) and the connection that is asked; it may raise a
    SyncError.
    ``facts`` reads what a target's options promise; it may raise a SyncError, which becomes a problem.
    """

    connections: Mapping[str, type[BaseModel]]
    sources: Mapping[str, type[BaseModel]]
    formats: Mapping[str, type[BaseModel]]
    mapping: type[BaseModel]
    over: Mapping[str, frozenset[str]]
    targets: frozenset[str]
    mailers: frozenset[str] = frozenset()
    facts: Callable[[BaseModel], TargetFacts] | None = None
    judge: Callable[[FlowMapping, BaseModel | None, BaseModel | None], Iterable[Finding]] | None = None
    implied: Mapping[str, str] = field(default_factory=dict)
    queries: Mapping[str, type[BaseModel]] = field(default_factory=dict)
    reports: Callable[[], Mapping[str, type[BaseModel]]] = dict
    destinations: Mapping[str, type[BaseModel]] = field(default_factory=dict)
    delivers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    judge_export: Callable[[object, BaseModel | None, BaseModel | None, BaseModel], Iterable[Finding]] | None = None


class Finding(NamedTuple):
    """What is wrong at a place of a mapping."""

    at: Path
    what: str
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Connection:
    """One external system. ``options`` is of the model that ``type`` names."""

    id: str
    type: str
    title: str
    options: BaseModel


@dataclass(frozen=True, slots=True)
class Source:
    """A flow's source. ``options`` is of the model that ``type`` names, and the same for every connection."""

    type: str
    connections: tuple[str, ...]
    options: BaseModel


@dataclass(frozen=True, slots=True)
class Format:
    """A flow's format. ``options`` is of the model that ``type`` names."""

    type: str
    options: BaseModel


@dataclass(frozen=True, slots=True)
class FlowMapping:
    """One mapping of a flow. ``of``: the kind of record that it takes; ``file``: its own, or empty.

    ``at``: the place of what it says, in the settings or in its file.
    """

    of: str
    model: BaseModel
    file: str = ""
    at: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Draft:
    """The parts of one flow that are asked about one by one, as far as they are sound; the whole may not be.

    ``of``: kind of record and its place, of every mapping, sound or not; None where that is not told. ``format``: its
    options; ``target``: the id of its connection.
    """

    at: Path
    flow: str
    enabled: bool
    source: Source | None
    of: tuple[tuple[str | None, Path], ...]
    mappings: tuple[FlowMapping, ...]
    format: BaseModel | None
    target: str


@dataclass(frozen=True, slots=True)
class Flow:
    """One import flow: source → format → mappings → target. Without a ``schedule`` it is run by hand.

    ``arrivals``: what is expected of it.
    """

    id: str
    title: str
    enabled: bool
    source: Source
    format: Format
    mappings: tuple[FlowMapping, ...]
    target: Target
    schedule: ScheduleOptions | None = None
    arrivals: tuple[ArrivalOptions, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the file says. The order is the file's."""

    connections: tuple[Connection, ...] = ()
    flows: tuple[Flow, ...] = ()
    general: General = field(default_factory=General)
    version: int = VERSION
    exports: tuple[Export, ...] = ()
    connection_by_id: Mapping[str, Connection] = field(init=False, repr=False, compare=False)
    flow_by_id: Mapping[str, Flow] = field(init=False, repr=False, compare=False)
    export_by_id: Mapping[str, Export] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "connection_by_id", {one.id: one for one in self.connections})
        object.__setattr__(self, "flow_by_id", {one.id: one for one in self.flows})
        object.__setattr__(self, "export_by_id", {one.id: one for one in self.exports})
