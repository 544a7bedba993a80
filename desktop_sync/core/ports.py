"""The small protocols that connectors fulfil. The engine knows these and no connector."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol, runtime_checkable

from desktop_sync.core.errors import SyncError
from desktop_sync.core.mail import Mail, Posted
from desktop_sync.core.model import (
    Account,
    Again,
    Answer,
    Back,
    CheckStep,
    Document,
    Entity,
    Found,
    Item,
    LeftOut,
    Look,
    Payload,
    Record,
    RemoteDocument,
    RemoteRef,
    Request,
    SeenRow,
    SettleResult,
    Settling,
    Standing,
)
from desktop_sync.core.reports import Row
from desktop_sync.core.states import ItemOutcome


class Clock(Protocol):
    """Wall time, monotonic time and waiting, so that tests can own them."""

    def now(self) -> float:
        """Seconds since the epoch by this machine's clock; may jump."""

    def monotonic(self) -> float:
        """Seconds that never go back."""

    def wait(self, seconds: float) -> None:
        """Sleep."""


class Token(Protocol):
    """The wish to stop, checked between items and between deliveries."""

    def is_set(self) -> bool: ...

    def wait(self, timeout: float | None = None) -> bool: ...


class Store(Protocol):
    """A place that holds files. Paths are relative, with '/' between folders. Errors are SyncErrors."""

    def list(self, recursive: bool = False, without: Sequence[str] = ()) -> Iterator[Entity]:
        """Every file, in no order, perhaps without file ids. ``without``: folders that are not entered, in any case.

        Nothing is opened, moved or deleted before the listing has ended.
        """

    def left_out(self) -> Sequence[LeftOut]:
        """What the last listing left out: links, names that are no text, folders that may not be read."""

    def stat(self, path: str) -> Entity | None:
        """The file now, or None when it is not there."""

    def open(self, path: str) -> BinaryIO:
        """For reading, tolerating other readers and deletion, but no writer. RetryLater when somebody writes."""

    def write(self, path: str, data: BinaryIO) -> Entity:
        """Temporary name, flush, rename; never over an existing file (FileExistsError is raised as is)."""

    def move(self, source: str, target: str) -> None:
        """Plain rename, never over anything (FileExistsError); makes folders; across volumes copy, verify, delete."""

    def delete(self, path: str) -> None: ...

    def check(self) -> Iterator[CheckStep]: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class SmallFile:
    """A file's bytes, and how it was listed right before and right after they were read."""

    before: Entity
    content: bytes
    after: Entity | None


@runtime_checkable
class FetchesSmall(Protocol):
    """A store that has many small files on their way at once."""

    def fetch_small(self, entities: Sequence[Entity], largest: int) -> Iterator[SmallFile | None]:
        """Of each, in their order; None: it is to be opened by itself (it is larger, or did not come smoothly)."""


@runtime_checkable
class FarAway(Protocol):
    """A store whose answers are long on their way: it may be asked by several threads at once."""

    @property
    def at_once(self) -> int:
        """How many files may be moved side by side now; 1: one after the other. Touches nothing."""


class Watcher(Protocol):
    """Something tells what changes in a place. It may die at any time; looking is the truth."""

    def alive(self) -> bool: ...

    def close(self) -> None: ...


class Glances(Protocol):
    """A source whose things may be looked at one by one, between two runs."""

    def concerns(self, path: str) -> bool:
        """Whether a change there is worth a look; asked for every change, so it must be quick and touch nothing."""

    def glance(self, paths: Sequence[str]) -> Mapping[str, float]:
        """In how many seconds each may be finished (0: now); left out: it is not there. The next run remembers it."""


@dataclass(frozen=True, slots=True)
class Watched:
    """One place of a flow whose changes are told. ``begin`` is given whom to tell the path of a changed thing.

    It raises RetryLater while the place is away, and Stop when nothing more can be watched. An empty path: something
    has changed.
    """

    flow: str
    connection: str
    source: Glances
    begin: Callable[[Callable[[str], None]], Watcher]


class Watch(Protocol):
    """Changes in the places of flows wake a flow sooner than its schedule does."""

    def start(self, places: Sequence[Watched], wake: Callable[[str, float | None], None]) -> None:
        """From now on (again: instead of the former ones). ``wake``: flow, and epoch seconds from when, None: now."""

    def stop(self) -> None: ...


class KnownEntities(Protocol):
    """What the ledger already knows of a source's entities, asked in batches during one look."""

    @property
    def quiet(self) -> int | None:
        """What ``found_nothing`` was told last, when nothing has been learnt or forgotten since; else None: ask."""

    def as_before(self) -> None:
        """The listing is the one of ``quiet``: all of it is known and present, and nobody needs to ask."""

    def found_nothing(self, digest: int) -> None:
        """All that was listed is known; ``digest``: the sum of the entities' hashes, valid in this process only."""

    def unseen(self, entities: Sequence[Entity]) -> Sequence[Entity]:
        """Those of them that are new, changed, or back after having been absent. All given are marked as present."""


class Known(KnownEntities, Protocol):
    """The same of a source's rows, where it is asked and not listed."""

    @property
    def answer(self) -> str:
        """What was said about that which was there before the first look: ``all``, ``from_now`` or an ISO date."""

    def changed(self, rows: Sequence[SeenRow]) -> Sequence[bool]:
        """Which of them are new, or other than the last time; those that ``Found`` brings are known once committed."""


class Source(Protocol):
    """Answers "what is new?" and settles what was processed."""

    def discover(self, cursor: str | None, known: Known) -> Iterator[Found]:
        """Batches of what is new. A batch becomes true when the engine has committed it.

        ``Found.rest``: others may go on meanwhile; a source that is asked earlier waits itself.
        """

    def there(self) -> Iterator[Entity]:
        """All that is there now and wanted, finished or not: what a first run is asked about."""

    def standing(self) -> Standing | None:
        """The same of a source that is asked, not listed: how much it is. None: ``there`` lists it.

        Such a source minds ``Known.answer`` itself when it has no cursor yet.
        """

    def back(self, cursor: str | None, again: Again) -> Back | None:
        """From where it is asked once more; after an end it goes on from ``cursor``. None: it is listed, nothing moves.

        Rejected in words: that cannot be.
        """

    def ripe_in(self) -> float | None:
        """Seconds until the earliest young candidate may be finished; None: there is none."""

    def archived(self) -> Iterator[Entity]:
        """What was moved away after success and still lies at this place, with paths that ``fetch`` understands."""

    def fetch(self, item: Item) -> BinaryIO:
        """The item's bytes. Rejected(reason='gone' or 'replaced'): it is not there any more as it was noticed."""

    def plan(self, item: Item, outcome: ItemOutcome, reason: dict[str, object] | None) -> Settling:
        """Where the item shall go (a free name); committed by the engine before ``settle``."""

    def settle(self, settling: Settling) -> SettleResult:
        """Repeatable: after a crash it is called again with the same order."""

    def check(self) -> Iterator[CheckStep]: ...

    def close(self) -> None: ...


@runtime_checkable
class Queries(Protocol):
    """A target whose documents can be listed."""

    def query(
        self, resource: str, parameters: Sequence[tuple[str, str]] = (), token: Token | None = None
    ) -> Iterator[Row]:
        """Every document that fits, once, streamed. Raises RetryLater or Stop; Ended, soon after ``token`` is set."""

    def server_date(self) -> float:
        """Seconds since the epoch by the server's clock: windows end by it."""


@runtime_checkable
class FetchesMany(Protocol):
    """A source that may have several things on their way at once."""

    @property
    def fetches_many(self) -> bool:
        """Whether it has; else each is fetched by itself."""

    def fetch_many(self, items: Sequence[Item]) -> Iterator[Callable[[], BinaryIO]]:
        """Of each, in their order, what gives its bytes as ``fetch`` does, and raises like it."""


@runtime_checkable
class SettlesMany(Protocol):
    """A source that may be told by several threads at once to plan and to settle."""

    @property
    def settles_at_once(self) -> int:
        """How many things side by side now; 1: one after the other."""


class Format(Protocol):
    """Turns a payload into records; pure. Raises Rejected (with the position in words) when the payload ends badly."""

    def parse(self, payload: BinaryIO) -> Iterator[Record]: ...

    def encoding(self, head: bytes) -> tuple[str, int]:
        """Python's codec for a payload that begins so, and the bytes of its byte order mark. Rejected: not known."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside a payload; without a name it is the payload itself, or all there is in it.

    ``open`` and the reading raise Rejected when this member cannot be read.
    """

    name: str
    open: Callable[[], BinaryIO]


class Opens(Protocol):
    """Turns a payload into what is to be parsed: itself, or the members of an archive."""

    def members(self, payload: BinaryIO) -> Iterator[Member]:
        """One after the other; each is read before the next is asked for. Rejected: nothing of it can be read."""


class UnderWay(Protocol):
    """Requests on their way, that nobody waits for."""

    @property
    def awaited(self) -> tuple[int, bool]:
        """File number to be watched, and whether until it can be written (else: read)."""

    @property
    def until(self) -> float:
        """Monotonic seconds at which ``proceed`` is to be called in any case."""

    def proceed(self) -> Sequence[Answer] | None:
        """One answer each, or None: not yet. None of them at all: refused with 401, nothing was done; see ``again``."""

    def again(self) -> Sequence[Answer]:
        """After a refusal: renews the sign-in and sends once more. Waits."""

    def give_up(self) -> None:
        """Nobody wants to know any more."""


class Target(Protocol):
    """Acme, as the engine sees it. Nothing here raises for what a single document meets: that is an Answer."""

    def shape(self, document: Document, remote: RemoteRef | None) -> tuple[str, str, str | None, bytes]:
        """Method, path, If-Match and body of the request for this document (a create when ``remote`` is None)."""

    def send(self, requests: Sequence[Request]) -> Sequence[Answer]:
        """One request is sent singly, several in one batch; one answer each, in their order."""

    def begin(self, requests: Sequence[Request]) -> UnderWay | None:
        """As ``send``, without ever waiting. None: that cannot be now, nothing was sent, and ``send`` may do it."""

    def find(self, resource: str, references: Sequence[str]) -> Look:
        """At most 100 references. Raises RetryLater (cannot look now) or Stop (sign-in, permission)."""

    def differences(self, resource: str, sent: bytes, remote: RemoteDocument) -> Sequence[str]:
        """Fields of the request body (canonical) that Acme holds otherwise, by dotted path; none: equal content."""

    def server_now(self) -> float:
        """Epoch seconds by the server's clock, as far as its last Date tells; else by this machine's."""

    def account(self) -> Account: ...

    def check(self) -> Iterator[CheckStep]: ...

    def rest(self) -> None:
        """Nobody needs it for a while: it keeps what it knows, and no connection."""

    def close(self) -> None: ...


class Mailer(Protocol):
    """Sends mail through one server."""

    def send(self, mail: Mail, before_end: Callable[[], None] = ...) -> Posted:
        """Sent, but for the recipients it names. RetryLater, Stop, Rejected: definitely not sent, to nobody.

        Unknown: the end of the mail was sent and no answer came. ``before_end`` is called right before that end is
        sent: whoever is killed before it returned has sent nothing; what it raises is raised, and nothing is sent.
        """

    def check(self) -> Iterator[CheckStep]: ...


@runtime_checkable
class Hears(Protocol):
    """A target that may take heartbeats."""

    @property
    def heartbeat_interval(self) -> float | None:
        """Seconds from one to the next; None: it takes none."""

    def heartbeat(self, told: Mapping[str, object]) -> None:
        """Raises RetryLater, Outdated or Stop."""


class Refusals(Protocol):
    """What is remembered of a connection's refused sign-ins. ``secret``: all that is signed in with, as one text."""

    def note(self, secret: str) -> None:
        """It was refused."""

    def stands(self, secret: str) -> bool:
        """Whether this very secret was refused, and not long ago."""

    def forget(self) -> None:
        """It may be tried again."""


class Spool(Protocol):
    """Payload bytes by SHA-256."""

    def add(self, data: BinaryIO) -> Payload:
        """Durable when it returns."""

    def add_many(self, openers: Iterable[Callable[[], BinaryIO]]) -> Iterator[Payload | SyncError]:
        """One result each, in their order; what one of them meets stops no other."""

    def open(self, sha256: str) -> BinaryIO:
        """Verified while it is read; Rejected(reason='damaged' or 'lost') when it is not what it was."""

    def part(self, sha256: str, at: int, size: int) -> tuple[bytes, int]:
        """At most ``size`` bytes from ``at``, and how many there are in all; not verified where it is large."""

    def remove(self, digests: Sequence[str]) -> None: ...

    def prune(self, digests: Sequence[str], older_than_seconds: float) -> None:
        """As ``remove``, but for what was added within that time: somebody may be about to refer to it."""

    def size(self) -> int:
        """Bytes of all payloads."""

    def compact(self) -> None:
        """Nothing that was removed is left in any file."""

    def give_back(self) -> None:
        """One piece of the space that nothing is in any more goes back to the disk."""

    def sweep(self, referenced: Callable[[str], bool], older_than_seconds: float) -> int:
        """Removes what nothing refers to, unless it is younger; returns how many."""

    def close(self) -> None: ...
