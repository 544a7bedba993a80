"""The values that walk through the house: items, payloads, records, documents, requests, answers.

Frozen and slotted. Times are aware datetimes or, where counted in bulk, seconds since the epoch
(``float``) or nanoseconds (``int``), as the name says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeAlias, runtime_checkable

from desktop_sync.core.cells import cell
from desktop_sync.core.errors import Owner
from desktop_sync.core.host_key import HostKey
from desktop_sync.core.states import Operation
from desktop_sync.core.value import value

Values: TypeAlias = "Mapping[str, str | Sequence[Values] | None]"
"""A record's values: text by source path, and groups (lists of the same) by the path of the group."""


class Entity(NamedTuple):
    """What a listing shows of one thing at a source, before anybody decided about it.

    A named tuple, because one is made for every known file at every look: a frozen dataclass would cost a third of
    what ``scandir`` and ``stat`` cost together.
    """

    path: str  # relative to the source, '/' between folders; or a key
    size: int  # bytes
    mtime_ns: int
    file_id: str = ""  # volume and inode where the store has them, else empty


@value
class Item:
    """One thing a source noticed. Identity: flow, connection, path, size, time, generation (frozen when noticed)."""

    id: int
    flow: str
    connection: str
    entity: Entity
    generation: int
    payload: Payload | None = None  # known once the bytes are in the spool
    stage: int = 0
    noticed_at: float = 0.0


@value
class Payload:
    """An item's bytes, kept in the spool under their SHA-256 (hex)."""

    sha256: str
    size: int
    name: str = ""
    media_type: str = "application/octet-stream"


@value
class Position:
    """Where a record (or a fault) stands in its payload: 1-based line and column, 0-based byte offset.

    ``sheet``: of a workbook; line and column are then those of its cells.
    """

    line: int | None = None
    column: int | None = None
    offset: int | None = None
    path: str = ""  # e.g. /Orders/Order[3]
    member: str = ""  # of an archive: its name there
    sheet: str = ""

    def __str__(self) -> str:
        if self.sheet and self.line:
            parts = [self.member, cell(self.sheet, self.line, self.column), self.path]
            return ", ".join(part for part in parts if part)
        line, column = f"line {self.line}" if self.line else "", f"column {self.column}" if self.column else ""
        parts = [self.member, line, column, self.path]
        return ", ".join(part for part in parts if part) or "start"


Locate: TypeAlias = Callable[[Sequence[str]], Mapping[str, Position]]


@runtime_checkable
class Extent(Protocol):
    """A ``locate`` that can also tell how far something reaches.

    ``length``: bytes of the record; None: it ends where the next one begins. ``ahead``: texts that stand, in this
    order, between the place of a source and its value.
    """

    @property
    def length(self) -> int | None: ...

    def ahead(self, source: str) -> Sequence[str]: ...


@value
class Record:
    """One parsed thing. ``number`` counts from 1 within the payload; ``kind`` tells apart what one payload mixes.

    ``faults``: what the format itself found wrong with this record; it becomes no document. ``locate`` finds where
    the values at some paths stand (``Lines/Line[2]/Qty``), all in one go and only when a fault is to be shown; for what
    is not there, the nearest thing around it. It may hold the bytes of the record: let go of a record that was mapped.
    """

    number: int
    values: Values
    position: Position
    kind: str = ""
    faults: tuple[Fault, ...] = ()
    locate: Locate | None = field(default=None, compare=False, repr=False)


@value
class Fault:
    """One thing wrong with one record: at which field, what was found, what was expected, who can fix it."""

    message: str
    field: str = ""  # path of the document's field
    source: str = ""  # path in the record
    value: str = ""
    position: Position = Position()
    owner: Owner = Owner.VENDOR
    reason: str = "value"


@value
class Document:
    """One order or invoice as Acme wants it.

    ``body`` holds every mapped top-level field; one that is mapped but empty here is ``None``: left out of a
    create, sent as null by an update, so that a complete document also clears what the source has cleared.
    """

    resource: str
    reference: str
    operation: Operation
    body: Mapping[str, object]
    version: str | None = None  # made by identity.version_key
    partial: bool = False


@value
class RemoteRef:
    """A document's id and version (the ETag, without quotes) in Acme."""

    id: str
    version: str


@value
class RemoteDocument:
    """A document as Acme holds it."""

    ref: RemoteRef
    reference: str
    body: Mapping[str, object]


@value
class Request:
    """What is put on the wire for one document. The same method, path, If-Match and body may use the same key again."""

    number: int
    method: str
    path: str
    if_match: str | None
    body: bytes
    key: str
    resource: str = ""


class AnswerKind(StrEnum):
    """The definite/unknown table of delivery.md, one word a row."""

    DONE = "done"
    NOT_SENT = "not_sent"  # no byte of the request left: pending, later
    UNKNOWN = "unknown"
    NOT_PROCESSED = "not_processed"  # the profile says this status means "not processed": pending, later
    KEY_IN_USE = "key_in_use"  # unknown, look after retry_after
    REJECTED = "rejected"
    MISSING_REFERENCE = "missing_reference"  # refused because something it names is not in Acme (yet)
    DUPLICATE = "duplicate"
    CHANGED = "changed"  # 412
    DELETED = "deleted"  # 404, 410 on update
    TOO_LARGE = "too_large"  # 413, or a whole batch refused without results
    SIGN_IN = "sign_in"  # 401 after one refresh: stop the connection
    OUTDATED = "outdated"  # 426: stop, this program must be updated
    MOVED = "moved"  # 3xx, never followed: stop, the address must be set anew


@value
class Answer:
    """What came of one request."""

    kind: AnswerKind
    status: int | None = None
    remote: RemoteRef | None = None
    message: str = ""
    owner: Owner = Owner.VENDOR
    retry_after: float | None = None  # seconds
    server_time: float | None = None  # epoch seconds by the server's Date
    raw: str = ""  # the beginning of the answer, for the trail
    of_document: bool = False  # Acme is there: that it is unknown is this document's own trouble


@dataclass(frozen=True, slots=True)
class Look:
    """Answer of ``find``: what Acme holds under the references asked for; what is not in ``found`` is absent."""

    found: Mapping[str, RemoteDocument]
    server_time: float | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """Who we are at the far end: lanes belong to it."""

    tenant: str
    base_url: str
    title: str = ""


class StepState(StrEnum):
    """Outcome of one step of a connection test."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    NOT_REACHED = "not reached"


@dataclass(frozen=True, slots=True)
class CheckStep:
    """One step of a connection test, with what to do about it."""

    name: str
    state: StepState
    detail: str = ""
    hint: str = ""
    key: HostKey | None = None  # which a person may approve


@dataclass(frozen=True, slots=True)
class Settling:
    """A settle order, committed before anything is touched."""

    item: Item
    target: str | None  # path under the target place, '/' between folders; None: leave it (keep)
    delete: bool = False
    reason: Mapping[str, object] | None = None  # content of the .reason.json, written first


class SettleResult(StrEnum):
    """What settling found at the source."""

    DONE = "done"
    GONE = "gone"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing newly noticed, with its payload where it cannot be read again."""

    entity: Entity
    payload: Payload | None = None


class SeenRow(NamedTuple):
    """One row by what tells it from others, and by what stands in it: digests (``core.rows``)."""

    key: bytes
    content: bytes


@dataclass(frozen=True, slots=True)
class Standing:
    """How much is there already, of a source that is asked. ``more``: there is more than was counted.

    No rows and ``more``: they were not counted, and nobody knows whether there are any. ``why``: what kept them from
    being counted to their end, in words; empty: nothing, or the time was over.
    """

    rows: int
    more: bool = False
    why: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Again:
    """What a source is asked for once more: what it has had ``since`` a moment, and before ``until`` if there is one.

    Epoch seconds. ``keys``: instead the rows from one key to another, both included.
    """

    since: float = 0.0
    until: float | None = None
    keys: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Back:
    """From where a source is asked again. ``forget``: rows that were seen are new again, as nothing else tells them.

    ``words``: what that means, for whoever decides it.
    """

    cursor: str | None
    words: str
    forget: bool = False


class LeftOut(NamedTuple):
    """What a listing left out, ``words``: why. ``path``: of what might be a file; empty: more than that, or no name."""

    path: str
    words: str


@dataclass(frozen=True, slots=True)
class Found:
    """One batch of ``discover``: what is new, and the cursor that says so once committed; ``rows``: what it holds.

    ``remarks``: what a person should know of the source, though it goes on; None: nothing was looked at.
    ``said``: what a person should know of this look; it stands with the run.
    ``rest``: it is no batch; the source waits, and goes on in so many seconds. None: it is one.
    """

    notices: tuple[Notice, ...]
    cursor: str | None = None
    young: int = 0  # candidates that are not stable yet
    missing: str | None = None  # numbers of the sender's sequence that never came, in words; None: not counted
    rows: tuple[SeenRow, ...] = ()
    remarks: tuple[str, ...] | None = None
    said: str = ""
    rest: float | None = None
