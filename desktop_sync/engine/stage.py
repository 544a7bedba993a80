"""Staging: an item's bytes go to the spool, become records, documents, and deliveries in the ledger.

A bad record becomes a problem with its position; a bad payload makes its item rejected; neither
stops the next. Chunks of several small items are committed together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from typing import BinaryIO, Protocol

from desktop_sync.core.delivering import backoff
from desktop_sync.core.errors import Ended, Owner, Rejected, RetryLater, Stop, SyncError
from desktop_sync.core.model import Document, Fault, Item, Payload, Position, Record
from desktop_sync.core.ports import Clock, FetchesMany, Format, Member, Opens, Source, Spool, Token
from desktop_sync.core.problem import Problem
from desktop_sync.core.states import ItemState
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.ledger.staging import Chunk, Staged, StageEnd

CHUNK = 500  # documents of one item in one transaction
COMPANY = 128  # documents of small items in one transaction: answers of Acme wait for it
PIECE = 32  # records read in one go
TOGETHER = 0.1  # seconds that small items wait for company
TOLD_AT = 5  # tries after which a file that another program holds is a problem; it is tried further
_ENTRY = re.compile(r"\[\d+\]")  # what is wrong with one line of an order is wrong with the next one for the same cause
_NOTHING: Counter[str] = Counter()
_WHOLE = frozenset({"lost", "damaged", "bomb"})  # reasons that are about the payload, whatever member is being read


class Maps(Protocol):
    """A mapping with the resource's schema behind it."""

    @property
    def version(self) -> str: ...

    def map(self, record: Record) -> tuple[Sequence[Document], Sequence[Fault], bool]:
        """Documents, faults (those of the format, too; then no documents), and whether a rule said *ignore*."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How this flow reads: its format, its mapping, and what opens archives (None: nothing does)."""

    format: Format
    mapping: Maps
    opens: Opens | None = None


class Stage:
    """Stages the items of one flow for one account."""

    def __init__(  # noqa: PLR0913 - the composition root hands in what this needs
        self,
        ledger: Ledger,
        spool: Spool,
        source: Source,
        reading: Reading,
        clock: Clock,
        *,
        account: int,
        min_age: float,
        held: bool = False,
        plan: int | None = None,
    ) -> None:
        """``held``: what is staged waits until the run has seen how much it is (hold_above). ``plan``: is executed."""
        self._ledger = ledger
        self._spool = spool
        self._source = source
        self._reading = reading
        self._clock = clock
        self._account = account
        self._min_age = min_age
        self._held = held
        self._plan = plan
        self._chunks: list[Chunk] = []
        self._documents = 0
        self._since = 0.0

    def stage(self, items: Sequence[Item], token: Token) -> Iterator[Counter[str]]:
        """Stages them in order, in small pieces; yields what was done after each, which may be nothing to tell yet."""
        for item, payload in self._fetched(items):
            yield from self._one(item, payload)
            if token.is_set():
                break
        self._flush()
        yield Counter()

    def _fetched(self, items: Sequence[Item]) -> Iterator[tuple[Item, Payload | SyncError]]:
        """Each item with its payload in the spool, or why there is none. A few are fetched ahead."""
        fetched = self._spool.add_many(self._openers([item for item in items if item.payload is None]))
        for item in items:
            yield item, item.payload if item.payload is not None else next(fetched)

    def _openers(self, items: Sequence[Item]) -> Iterator[Callable[[], BinaryIO]]:
        if isinstance(self._source, FetchesMany) and self._source.fetches_many:
            return self._source.fetch_many(items)
        return (partial(self._source.fetch, item) for item in items)

    def _one(self, item: Item, payload: Payload | SyncError) -> Iterator[Counter[str]]:
        if isinstance(payload, Payload):
            yield from self._read(item, payload)
        else:
            yield self._not_fetched(item, payload)

    def _not_fetched(self, item: Item, error: SyncError) -> Counter[str]:
        self._flush()
        if isinstance(error, Rejected) and error.reason in {"gone", "replaced"}:
            state = ItemState.REPLACED if error.reason == "replaced" else ItemState.GONE
            self._ledger.items.end_unread(item, state, str(error))
            return Counter({state.value: 1, "staged": 1})
        return self._not_now(item, error)

    def _not_now(self, item: Item, error: SyncError) -> Counter[str]:
        self._flush()
        if isinstance(error, Ended):
            return Counter()
        after = error.after if isinstance(error, RetryLater) else None
        self._ledger.items.later(item, backoff(1) if after is None else after, str(error))
        if not isinstance(error, RetryLater) or self._ledger.items.attempts(item) >= TOLD_AT:
            self._ledger.journal.report([fetch_problem(item, error)])
        return Counter(postponed=1)

    def _read(self, item: Item, payload: Payload) -> Iterator[Counter[str]]:
        reader = Reader(item, payload, self._reading, self._account, held=self._held)
        try:
            with self._spool.open(payload.sha256) as stream:
                for chunk in reader.chunks(stream):
                    if chunk is not None:
                        self._add(chunk)
                    if chunk is None or chunk.end is None:  # else what is done is told below
                        yield _NOTHING
        except Rejected as error:
            yield self._unreadable(item, payload, reader, error)
            return
        except RetryLater as error:
            yield self._not_now(item, error)
            return
        end = reader.end
        yield Counter(staged=1, records=end.records, documents=end.documents, faulty=end.faulty, ignored=end.ignored)

    def _unreadable(self, item: Item, payload: Payload, reader: Reader, error: Rejected) -> Counter[str]:
        """Nothing of it is delivered. While it is young it may only be unfinished: it is left and read again."""
        self._flush()
        if error.reason in {"lost", "damaged"}:  # the spool has it no more, but the source may
            self._spool.remove([payload.sha256])
            self._ledger.items.forget_payload(item)
            return Counter(postponed=1)
        age = self._clock.now() - item.noticed_at
        if 0 <= age < 3 * self._min_age:
            self._ledger.items.later(item, 3 * self._min_age - age + 0.1, str(error), anew=True)
            return Counter(postponed=1)
        problem = unreadable_problem(item, reader.records, error)
        end = StageEnd(reader.records, 0, 0, 0, unreadable=True)
        first = not reader.begun
        self._ledger.staging.write(
            [Chunk(item, payload, self._reading.mapping.version, self._account, first, (), [problem], end)]
        )
        return Counter(staged=1, unreadable=1)

    def _add(self, chunk: Chunk) -> None:
        if not self._chunks:
            self._since = self._clock.monotonic()
        self._chunks.append(chunk if self._plan is None else replace(chunk, plan=self._plan))
        self._documents += len(chunk.staged) + 1
        if self._documents >= COMPANY or self._clock.monotonic() - self._since > TOGETHER:
            self._flush()

    def _flush(self) -> None:
        chunks, self._chunks, self._documents = self._chunks, [], 0
        if chunks:
            self._ledger.staging.write(chunks)


class Reader:
    """Reads one payload, or the members of an archive, into chunks."""

    def __init__(self, item: Item, payload: Payload, reading: Reading, account: int, *, held: bool) -> None:
        self.item = item
        self.payload = payload
        self._reading = reading
        self._account = account
        self._held = held
        self._staged: list[Staged] = []
        self._problems: list[Problem] = []
        self._dropped: list[tuple[int, int]] = []
        self.begun = False
        self.records = self._documents = self._faulty = self._ignored = 0

    @property
    def end(self) -> StageEnd:
        dropped = tuple(self._dropped)
        return StageEnd(self.records, self._documents, self._faulty, self._ignored, dropped=dropped, held=self._held)

    def chunks(self, stream: BinaryIO) -> Iterator[Chunk | None]:
        """None where a piece of work is done and no chunk is full yet."""
        if self._reading.opens is None:
            yield from self._parsed(stream, "")
        else:
            for member in self._reading.opens.members(stream):
                yield from self._member(member)
        yield self._chunk(self.end)

    def _member(self, member: Member) -> Iterator[Chunk | None]:
        """A member that ends badly delivers nothing; the others are files of their own (decision 010)."""
        if not member.name:  # the payload itself
            with closing(member.open()) as stream:
                yield from self._parsed(stream, "")
            return
        before = self.end
        try:
            with closing(member.open()) as stream:
                yield from self._parsed(stream, member.name)
        except Rejected as error:
            if error.reason in _WHOLE:
                raise
            problem = unreadable_problem(self.item, self.records - before.records, error, member.name)
            self._take_back(before, problem)
        if len(self._problems) >= CHUNK:
            yield self._chunk(None)

    def _take_back(self, before: StageEnd, problem: Problem) -> None:
        first = before.records + 1
        self._staged = [one for one in self._staged if one.record < first]
        self._problems = [one for one in self._problems if (one.record or 0) < first]
        self._problems.append(problem)
        if self.records >= first:
            self._dropped.append((first, self.records))
        self._documents, self._faulty, self._ignored = before.documents, before.faulty + 1, before.ignored

    def _parsed(self, stream: BinaryIO, member: str) -> Iterator[Chunk | None]:
        for record in self._reading.format.parse(stream):
            self.records += 1
            self._map(_numbered(record, self.records, member) if member else record)
            if len(self._staged) + len(self._problems) >= CHUNK:
                yield self._chunk(None)
            elif not self.records % PIECE:
                yield None

    def _map(self, record: Record) -> None:
        documents, faults, ignored = self._reading.mapping.map(record)
        self._ignored += ignored
        if faults:
            self._faulty += 1
            self._problems.extend(
                _fault_problem(self.item, record, number, fault) for number, fault in enumerate(faults)
            )
            return
        self._documents += len(documents)
        self._staged.extend(
            Staged(document, record.number, number, record.position) for number, document in enumerate(documents, 1)
        )

    def _chunk(self, end: StageEnd | None) -> Chunk:
        first, self.begun = not self.begun, True
        staged, problems, self._staged, self._problems = self._staged, self._problems, [], []
        return Chunk(
            self.item, self.payload, self._reading.mapping.version, self._account, first, staged, problems, end
        )


def _numbered(record: Record, number: int, member: str) -> Record:
    """Numbers count through all members: they are what a delivery is known by within its item."""
    return replace(record, number=number, position=replace(record.position, member=member))


def _counted(records: int) -> str:
    return "1 record" if records == 1 else f"{records:,} records"


def _place(item: Item, where: Position) -> str:
    """``orders.xml, line 3``, ``orders.zip › a.xml, line 3``, ``a.xlsx, Orders!C7``: what a person looks for."""
    column = where.column if where.sheet else None
    near = replace(where, column=column, offset=None, path="") if where.line else where
    return f"{item.entity.path}{' › ' if where.member else ', '}{near}"


def _fault_problem(item: Item, record: Record, number: int, fault: Fault) -> Problem:
    where = replace(fault.position, member=record.position.member) if fault.position.line else record.position
    return Problem(
        key=f"item:{item.id}:record:{record.number}:{number}",
        cause=f"{item.flow}:{fault.reason}:{_ENTRY.sub('[]', fault.field)}",
        what=f"{_place(item, where)}: {fault.field or 'record'}: {fault.message}",
        hint="",
        owner=fault.owner,
        flow=item.flow,
        connection=item.connection,
        item=item.id,
        record=record.number,
        position=str(where),
        field=fault.field,
        value=fault.value,
    )


def fetch_problem(item: Item, error: SyncError) -> Problem:
    """What an item is, whose bytes cannot be had."""
    return Problem(
        key=f"item:{item.id}:fetch",
        cause=f"{item.flow}:fetch",
        what=f"{item.entity.path} cannot be fetched: {error.what}",
        hint=error.hint,
        owner=error.owner if isinstance(error, Stop | Rejected) else Owner.IT,
        flow=item.flow,
        connection=item.connection,
        item=item.id,
    )


def unreadable_problem(item: Item, records: int, error: Rejected, member: str = "") -> Problem:
    """What an item is, or a ``member`` of it, of which nothing is delivered. ``records`` could be read before."""
    name = f"{item.entity.path} › {member}" if member else item.entity.path
    return Problem(
        key=f"item:{item.id}:member:{member}" if member else f"item:{item.id}:unreadable",
        cause=_unreadable(item, error),
        what=f"{name} cannot be read: {error.what}{_none_sent(records)}",
        hint=error.hint or "Let the sending system write the file again.",
        owner=error.owner or Owner.VENDOR,
        flow=item.flow,
        connection=item.connection,
        item=item.id,
        position=member,
    )


def _unreadable(item: Item, error: Rejected) -> str:
    """What is to be done about it is what they have in common."""
    return f"{item.flow}:unreadable:{error.hint[:60]}" if error.hint else f"{item.flow}:unreadable"


def _none_sent(records: int) -> str:
    return f" {_counted(records)} before that could be read; none of it was sent." if records else ""
