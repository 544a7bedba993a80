"""What the settings file holds: connections and flows, with immutable ids.

The option models of connectors stand beside their classes in other rooms and are handed in as ``Kinds``;
this module must not import them. Nothing here reads or writes a file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from desktop_sync.core.options import Kind, Options

VERSION = 1

Slug = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$"),
    Kind("small letters, digits and '-', at most 40, beginning with a letter or digit"),
]
Title = Annotated[str, StringConstraints(max_length=120)]


class ConnectionHead(Options):
    """What every connection has, whatever its type."""

    id: Slug = Field(description="Names the connection for ever. It never changes; the title may.")
    title: Title = Field(default="", description="What people read. Empty: the id.")
    type: str = Field(description="What kind of system it is; decides the further options.")


class FlowHead(Options):
    """What every flow has, beside its source, format, mapping and target."""

    id: Slug = Field(description="Names the flow for ever. It never changes; the title may.")
    title: Title = Field(default="", description="What people read. Empty: the id.")
    enabled: bool = Field(default=True, description="Whether the flow runs.")


class SourceHead(Options):
    """What every source has, whatever its type."""

    type: str = Field(default="files", description="What kind of source it is; decides the further options.")
    connection: Slug = Field(description="The id of the connection that is asked.")


class FormatHead(Options):
    """What every format has, whatever its type."""

    type: str = Field(description="What the payloads are; decides the further options.")


class Target(Options):
    """Where a flow's documents go, and what the flow says about surprises there (delivery.md, the tables)."""

    connection: Slug = Field(description="The id of the Acme connection.")
    on_conflict: Literal["legacy_wins", "ask"] = Field(
        default="legacy_wins",
        description="People changed the document in Acme: overwrite it with what the source says, or ask.",
    )
    on_deleted: Literal["ask", "recreate"] = Field(
        default="ask", description="The document was deleted in Acme: ask, or create it again."
    )
    on_cancel_unknown: Literal["ignore", "create_cancelled"] = Field(
        default="ignore",
        description="A cancelled document that never was in Acme: nothing to do, or create it as cancelled.",
    )
    batch: bool | None = Field(
        default=None, description="Send several documents in one request. Left out: when Acme offers it."
    )


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """What a target connection promises: its resources, and whether it can keep "nothing twice"."""

    resources: frozenset[str]
    exactly_once: bool


@dataclass(frozen=True, slots=True)
class Kinds:
    """The option models of this program's connectors, by type name; handed in by ``app``.

    ``over``: source type → types of the connections it works on. ``targets``: types of connections that take
    documents. ``facts`` reads what a target's options promise; it may raise a SyncError, which becomes a problem.
    """

    connections: Mapping[str, type[BaseModel]]
    sources: Mapping[str, type[BaseModel]]
    formats: Mapping[str, type[BaseModel]]
    mapping: type[BaseModel]
    over: Mapping[str, frozenset[str]]
    targets: frozenset[str]
    facts: Callable[[BaseModel], TargetFacts] | None = None


@dataclass(frozen=True, slots=True)
class Connection:
    """One external system. ``options`` is of the model that ``type`` names."""

    id: str
    type: str
    title: str
    options: BaseModel


@dataclass(frozen=True, slots=True)
class Source:
    """A flow's source. ``options`` is of the model that ``type`` names."""

    type: str
    connection: str
    options: BaseModel


@dataclass(frozen=True, slots=True)
class Format:
    """A flow's format. ``options`` is of the model that ``type`` names."""

    type: str
    options: BaseModel


@dataclass(frozen=True, slots=True)
class Flow:
    """One import flow: source → format → mapping → target."""

    id: str
    title: str
    enabled: bool
    source: Source
    format: Format
    mapping: BaseModel
    target: Target


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the file says. The order is the file's."""

    connections: tuple[Connection, ...] = ()
    flows: tuple[Flow, ...] = ()
    version: int = VERSION
    connection_by_id: Mapping[str, Connection] = field(init=False, repr=False, compare=False)
    flow_by_id: Mapping[str, Flow] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "connection_by_id", {one.id: one for one in self.connections})
        object.__setattr__(self, "flow_by_id", {one.id: one for one in self.flows})
