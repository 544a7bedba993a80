"""A dry run: what a run would do, as a stored plan. It notices nothing, moves no cursor, sends and moves nothing.

It reads what a run would read (payloads into the spool, without items), asks Acme what it holds, and writes its plan
into the ledger. How a plan is executed stands in plan_run.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from desktop_sync.core.delivering import Policy
from desktop_sync.core.errors import Rejected, SyncError
from desktop_sync.core.events import Progress
from desktop_sync.core.first_run import ALL, ASK, skipped
from desktop_sync.core.model import Entity, Found, Item, Notice, Payload, RemoteDocument, SeenRow
from desktop_sync.core.planning import Fate, Foresight
from desktop_sync.core.ports import Clock, Source, Spool, Target, Token
from desktop_sync.engine.stage import Reader, Reading, fetch_problem, unreadable_problem
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.ledger.places import PlaceLook
from desktop_sync.ledger.plans import PlannedLane

TOGETHER = 32  # payloads that are read into the spool together
GLANCE = 0.5  # seconds between two looks at the wish to end


def read_into(ledger: Ledger, plan: int, file: int, reader: Reader, spool: Spool) -> None:
    """The records of one payload become rows of a plan; one that ends badly becomes a note of its file."""
    plans = ledger.plans
    try:
        with spool.open(reader.payload.sha256) as stream:
            for chunk in reader.chunks(stream):
                if chunk is not None:
                    plans.add_rows(plan, file, chunk.staged, chunk.problems)
    except Rejected as error:
        plans.end_file(file, reader.records, problem=unreadable_problem(reader.item, reader.records, error))
    else:
        end = reader.end
        plans.end_file(file, end.records, end.ignored, end.dropped)


class Peek:
    """``Known`` for a look that is not to be remembered: nothing is marked as present or as absent."""

    quiet: int | None = None

    def __init__(self, look: PlaceLook, answer: str) -> None:
        """``answer``: about what is there already, where nobody has said it yet."""
        self._look = look
        self.answer = answer
        self._taken: set[Entity] = set()
        self._rows: dict[bytes, bytes] = {}

    def take(self, found: Found) -> None:
        """What this look has found is known to what follows, as a run would have committed it."""
        self._taken.update(notice.entity for notice in found.notices)
        self._rows.update(found.rows)

    def as_before(self) -> None:
        """Never asked for: ``quiet`` is None."""

    def found_nothing(self, digest: int) -> None:
        """Nothing to remember."""

    def changed(self, rows: Sequence[SeenRow]) -> Sequence[bool]:
        changed = self._look.changed(rows)
        return [
            self._rows[row.key] != row.content if row.key in self._rows else other
            for row, other in zip(rows, changed, strict=True)
        ]

    def unseen(self, entities: Sequence[Entity]) -> Sequence[Entity]:
        taken = {entity[:3] for entity in self._taken}
        return [entity for entity in self._look.unseen(entities) if entity[:3] not in taken]


class DryRun:
    """Makes one plan of one flow."""

    def __init__(  # noqa: PLR0913 - the composition root hands in what this needs
        self,
        flow: str,
        sources: Mapping[str, Source],
        ledger: Ledger,
        spool: Spool,
        reading: Reading,
        target: Target,
        clock: Clock,
        token: Token,
        *,
        account: int,
        policy: Policy,
        lookup: int,
        first_run: str,
        ripe_in: Mapping[str, Callable[[], float | None]],
        listen: Callable[[Progress], None] = lambda progress: None,
    ) -> None:
        """``sources`` and ``ripe_in`` by connection."""
        self._flow = flow
        self._sources = sources
        self._ledger = ledger
        self._spool = spool
        self._reading = reading
        self._target = target
        self._clock = clock
        self._token = token
        self._account = account
        self._policy = policy
        self._lookup = lookup
        self._first_run = first_run
        self._ripe_in = ripe_in
        self._listen = listen

    def make(self, patience: float) -> int:
        """The number of the plan. Raises what the source or Acme raise: a plan is whole or it is not made."""
        plan = self._ledger.plans.begin(self._flow, self._account, self._reading.mapping.version)
        try:
            for connection in self._sources:
                self._read_all(plan, connection, self._items(connection, patience))
            self._foretell(plan)
        except BaseException:
            self._ledger.plans.drop(plan)
            raise
        self._ledger.plans.ready(plan)
        return plan

    # -- what is there ------------------------------------------------------------------------

    def _items(self, connection: str, patience: float) -> list[Item]:
        """What a run would stage: what is noticed and waits, then what is new, with the id 0."""
        place = self._ledger.places.number(self._flow, connection)
        found = self._new(connection, place, patience)
        new = [Item(0, self._flow, connection, one.entity, 0, one.payload) for one in found]
        return [*self._ledger.items.noticed(place), *new]

    def _new(self, connection: str, place: int, patience: float) -> list[Notice]:
        """In the order of the source; waits for young files as a run does."""
        begun, look = self._ledger.places.begun(place), self._ledger.places.look(place)
        peek = Peek(look, look.answer if begun else self._first_run.replace(ASK, ALL))
        source, cursor = self._sources[connection], self._ledger.places.cursor(place)
        found: list[Notice] = []
        since = self._clock.monotonic()
        while True:
            for batch in source.discover(cursor, peek):
                self._go_on()
                found.extend(batch.notices)
                peek.take(batch)
            ripe = self._ripe_in[connection]()
            if ripe is None or self._clock.monotonic() - since + ripe > patience + 0.5:
                break
            self._wait(max(ripe, 0.05))
        if self._first_run in {ALL, ASK} or begun:
            return found
        listed = [one.entity for one in found if one.payload is None]  # an asked source has minded it itself
        left = {entity[:3] for entity in skipped(self._first_run, listed)}
        return [one for one in found if one.entity[:3] not in left]

    def _wait(self, seconds: float) -> None:
        """In small steps: it may be cancelled meanwhile."""
        end = self._clock.monotonic() + seconds
        while (left := end - self._clock.monotonic()) > 0:
            self._go_on()
            self._clock.wait(min(left, GLANCE))

    def _go_on(self) -> None:
        """Rejected when it was cancelled. Asking is also the sign of life that a watchdog waits for."""
        if self._token.is_set():
            raise Rejected("The dry run was cancelled; there is no plan.", "Begin it anew at any time.")

    # -- what it says -------------------------------------------------------------------------

    def _read_all(self, plan: int, connection: str, items: Sequence[Item]) -> None:
        done = 0
        for begin in range(0, len(items), TOGETHER):
            for item, payload in self._fetched(connection, items[begin : begin + TOGETHER]):
                self._go_on()
                self._read(plan, connection, item, payload)
                done += 1
                self._listen(Progress(self._flow, "read", done, len(items)))

    def _fetched(self, connection: str, items: Sequence[Item]) -> Iterator[tuple[Item, Payload | SyncError]]:
        source = self._sources[connection]
        fetched = self._spool.add_many(partial(source.fetch, item) for item in items if item.payload is None)
        for item in items:
            yield item, item.payload if item.payload is not None else next(fetched)

    def _read(self, plan: int, connection: str, item: Item, payload: Payload | SyncError) -> None:
        plans = self._ledger.plans
        if isinstance(payload, SyncError):
            plans.end_file(plans.add_file(plan, connection, item, None), problem=fetch_problem(item, payload))
            return
        file = plans.add_file(plan, connection, item, payload)
        read_into(
            self._ledger, plan, file, Reader(item, payload, self._reading, self._account, held=False), self._spool
        )

    # -- what would become of it --------------------------------------------------------------

    def _foretell(self, plan: int) -> None:
        done = 0
        for lanes in self._ledger.plans.lanes(plan, self._account, self._lookup):
            self._go_on()
            look = self._target.find(lanes[0].resource, [one.reference for one in lanes])
            self._ledger.plans.foretell([(one, self._fates(one, look.found.get(one.reference))) for one in lanes])
            done += len(lanes)
            self._listen(Progress(self._flow, "look up", done, None))

    def _fates(self, one: PlannedLane, found: RemoteDocument | None) -> list[Fate]:
        target = self._target
        return Foresight(one.lane, found, self._policy, target.shape, target.differences, one.busy).fates(one.rows)
