"""The source itself: rows become items that come with their payload, whatever way their changes are told in."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from hashlib import blake2b
from typing import TypeAlias

from desktop_sync.core.errors import ReadOtherwise, SyncError
from desktop_sync.core.first_run import ALL
from desktop_sync.core.model import (
    Again,
    Back,
    CheckStep,
    Entity,
    Found,
    Item,
    Notice,
    Payload,
    SeenRow,
    SettleResult,
    Settling,
    Standing,
)
from desktop_sync.core.ports import Known
from desktop_sync.core.rows import seen
from desktop_sync.core.states import ItemOutcome
from desktop_sync.sources.asked import Access, Asked, Asking, ensure_begun
from desktop_sync.sources.mssql.connection import MssqlConnectionOptions
from desktop_sync.sources.mssql.documents import Document, Reading
from desktop_sync.sources.mssql.increasing import Increasing
from desktop_sync.sources.mssql.marking import Marked
from desktop_sync.sources.mssql.names import table
from desktop_sync.sources.mssql.opening import Opening
from desktop_sync.sources.mssql.options import MssqlOptions
from desktop_sync.sources.mssql.queries import Query, call
from desktop_sync.sources.mssql.resolving import complete, day_column, resolved, status_column
from desktop_sync.sources.mssql.rowversion import Rowversion
from desktop_sync.sources.mssql.session import Session
from desktop_sync.sources.mssql.timestamp import Timestamp
from desktop_sync.sources.mssql.tracking import Tracking
from desktop_sync.sources.mssql.ways import Batch, Labels, Way

Monotonic: TypeAlias = Callable[[], float]


def opening(access: Access) -> Opening:
    """How the server of a connection is reached."""
    options = access.connection
    if not isinstance(options, MssqlConnectionOptions):
        raise TypeError(f"expected {MssqlConnectionOptions.__name__}, got {type(options).__name__}")
    return Opening(options, access.secret, access.refusals)


class Mssql(Asked):
    """Tables, procedures and queries of one database."""

    def __init__(self, asking: Asking, options: MssqlOptions) -> None:
        super().__init__(asking.spool)
        self._options = options
        self._clock = asking.access.clock
        self._token = asking.token
        self._session = Session(opening(asking.access), asking.token)
        self._made: Way | None = None
        self._database = opening(asking.access).options.database

    @property
    def _way(self) -> Way:
        """Made when it is first needed: it looks at the tables."""
        if self._made is None:
            make = WAYS[self._options.mode]
            self._made = self._session.again(lambda: make(self._session, self._options, self._clock.monotonic))
        return self._made

    @cached_property
    def _labels(self) -> Labels:
        """As the tables have it: columns that the options leave out are among what is counted by."""
        options = self._options
        plain = f"{options.mode} {table(options.table) if options.table else options.procedure}".strip()
        return Labels(plain, [self._database, *self._way.counted], _former(options, plain))

    def discover(self, cursor: str | None, known: Known) -> Iterator[Found]:
        """Nothing when it is told to end: what was not told yet comes the next time.

        ReadOtherwise: another mode, table, column or query has gone on before, and part of what is there was to be
        left at first.
        """
        try:
            if self._token.is_set():
                return
            is_foreign = self._labels.foreign(cursor)
            if is_foreign and known.answer != ALL:
                raise _read_otherwise()
            said = _BEGUN_ANEW if is_foreign else ""
            for batch in self._way.batches(self._labels.off(cursor), known):
                told = replace(batch, cursor=self._labels.on(batch.cursor), said=batch.said or said)
                yield self._found(told, known)
                said = ""
                if self._token.is_set():
                    return
        except SyncError:
            if not self._token.is_set():
                raise
        finally:
            self._session.leave()

    def _found(self, batch: Batch, known: Known) -> Found:
        documents, rows = batch.documents, _digests(batch.left)
        if isinstance(self._way, Marked):
            return self._each(self._way, batch, known)
        if batch.again:
            digests = _digests(documents)
            documents, rows = _those(documents, known.changed(digests)), (*digests, *rows)
        notices = (self._notice(documents, batch.upto),) if documents else ()
        return Found(notices, batch.cursor, batch.young, rows=rows, remarks=batch.remarks, said=batch.said)

    def _each(self, way: Marked, batch: Batch, known: Known) -> Found:
        """An item of each row: the mark says what came of it."""
        documents = batch.documents
        if known.answer != ALL:
            documents = _those(documents, known.changed(_digests(documents)))
        contents = {way.entity(one): one.content for one in documents}
        unseen = known.unseen(list(contents))
        kept = self._spool.add_many(partial(io.BytesIO, contents[entity]) for entity in unseen)
        notices = tuple(Notice(entity, _kept(payload)) for entity, payload in zip(unseen, kept, strict=True))
        return Found(notices, batch.cursor, rows=_digests(batch.left), said=batch.said)

    def plan(self, item: Item, outcome: ItemOutcome, reason: dict[str, object] | None) -> Settling:
        """Marked where rows are; else nothing happens."""
        return self._way.plan(item, outcome) if isinstance(self._way, Marked) else super().plan(item, outcome, reason)

    def settle(self, settling: Settling) -> SettleResult:
        return self._way.settle(settling) if isinstance(self._way, Marked) else super().settle(settling)

    def _notice(self, documents: Sequence[Document], upto: str) -> Notice:
        payload = self._spool.add(io.BytesIO(b"".join([one.content for one in documents])))
        of = self._options.table or self._options.procedure or "query"
        entity = Entity(f"{of} {upto}".strip(), payload.size, int(self._clock.now() * 1e9))
        return Notice(entity, payload)

    def standing(self) -> Standing:
        return self._way.standing()

    def back(self, cursor: str | None, again: Again) -> Back:
        ensure_begun(again, None if self._labels.foreign(cursor) else cursor)
        back = self._way.back(self._labels.off(cursor), again)
        return replace(back, cursor=self._labels.on(back.cursor))

    def ripe_in(self) -> float | None:
        return None if self._made is None else self._made.ripe_in()

    def check(self) -> Iterator[CheckStep]:
        """The connection's own test says it all."""
        return iter(())

    def close(self) -> None:
        self._session.close()


_BEGUN_ANEW = (
    "The flow reads in another way now, so all of it is read, as at the first run. Rows that are known and the same "
    "make nothing new."
)


def _former(options: MssqlOptions, plain: str) -> list[str]:
    """As a query, and the parameters of a procedure, stood on cursors before columns did."""
    asked = {"query": (options.query,), "procedure": options.parameters}.get(options.mode)
    if asked is None:
        return []
    lines = "\n".join(asked)
    return [f"{plain} {blake2b(lines.encode(), digest_size=8).hexdigest()}"]


def _read_otherwise() -> ReadOtherwise:
    return ReadOtherwise(
        "The flow reads in another way now (another table, column, key or query), and nobody can tell how far it has "
        "read there.",
        "Its next run asks what shall become of the rows that are there. Or go back to what it was before.",
    )


def _kept(payload: Payload | SyncError) -> Payload:
    if isinstance(payload, SyncError):
        raise payload
    return payload


def _digests(documents: Sequence[Document]) -> tuple[SeenRow, ...]:
    return tuple(seen(one.key, one.content) for one in documents)


def _those(documents: Sequence[Document], wanted: Sequence[bool]) -> list[Document]:
    return [one for one, is_wanted in zip(documents, wanted, strict=True) if is_wanted]


def _reading(session: Session, options: MssqlOptions) -> Reading:
    shape = resolved(session, options)
    return Reading(session, shape, complete(options), day_column(shape, options))


def _rowversion(session: Session, options: MssqlOptions, monotonic: Monotonic) -> Way:
    return Rowversion(_reading(session, options), options.batch_size, options.min_age, monotonic)


def _tracking(session: Session, options: MssqlOptions, monotonic: Monotonic) -> Way:
    return Tracking(_reading(session, options), options.batch_size, options.min_age, monotonic)


def _timestamp(session: Session, options: MssqlOptions, monotonic: Monotonic) -> Way:
    del monotonic
    reading = _reading(session, options)
    return Timestamp(reading, options.batch_size, options.min_age, options.overlap, options.clock)


def _increasing(session: Session, options: MssqlOptions, monotonic: Monotonic) -> Way:
    return Increasing(_reading(session, options), options.batch_size, options.min_age, monotonic)


def _marked(session: Session, options: MssqlOptions, monotonic: Monotonic) -> Way:
    del monotonic
    reading = _reading(session, options)
    mark = status_column(session, options)
    return Marked(reading, options, mark)


def _procedure(session: Session, options: MssqlOptions, monotonic: Monotonic) -> Way:
    of = table(options.procedure)
    return Query(session, (*call(of, options.parameters), str(of)), options, monotonic)


def _query(session: Session, options: MssqlOptions, monotonic: Monotonic) -> Way:
    return Query(session, (options.query, (), "The query"), options, monotonic)


WAYS: Mapping[str, Callable[[Session, MssqlOptions, Monotonic], Way]] = {
    "rowversion": _rowversion,
    "change_tracking": _tracking,
    "timestamp": _timestamp,
    "increasing_key": _increasing,
    "marked": _marked,
    "procedure": _procedure,
    "query": _query,
}
"""Mode → what makes its way: out of a conversation, the options, and a clock that never goes back."""
