"""Reads payloads again with the present mapping; what differs from what Acme has becomes new deliveries.

The bytes come from the spool, else from where the file was moved to. It notices and settles nothing, and sends nothing
itself: the next run does. Which version of a document counts is decided by the ledger.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from desktop_sync.core.errors import Owner, Rejected, SyncError
from desktop_sync.core.events import Progress
from desktop_sync.core.model import Entity, Item, Payload
from desktop_sync.core.ports import Source, Spool, Token
from desktop_sync.engine.dry_run import read_into
from desktop_sync.engine.stage import Reader, Reading, fetch_problem
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.ledger.pruning import KEPT_SINCE
from desktop_sync.ledger.replay import SAME, ReadAgain, Replays

MOST_TOLD = 1000  # documents that are named


@dataclass(slots=True)
class Replayed:
    """What came of it. ``told``: what is not simply unchanged; ``faults``: files and records that cannot be read."""

    files: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    told: list[ReadAgain] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class Replay:
    """Reads the files of one flow again. ``held``: what it makes waits for ``hold_above``."""

    def __init__(  # noqa: PLR0913 - the composition root hands in what this needs
        self,
        flow: str,
        sources: Mapping[str, Source],
        ledger: Ledger,
        replays: Replays,
        spool: Spool,
        reading: Reading,
        *,
        account: int,
        held: bool,
        token: Token,
        listen: Callable[[Progress], None] = lambda progress: None,
    ) -> None:
        self._flow = flow
        self._sources = sources
        self._ledger = ledger
        self._replays = replays
        self._spool = spool
        self._reading = reading
        self._account = account
        self._held = held
        self._token = token
        self._listen = listen

    def read(self, begin: float, end: float, *, only_look: bool) -> Replayed:
        """Files noticed between two moments (epoch seconds). ``only_look``: nothing is made of it.

        Rejected when it is cancelled while it reads: nothing is made of it either.
        """
        done = Replayed()
        mapping = self._reading.mapping.version
        plan = self._ledger.plans.begin(self._flow, self._account, mapping)
        try:
            self._tell_removed(begin, done)
            for item, target in self._items(begin, end):
                if self._token.is_set():
                    raise Rejected("Reading again was cancelled; nothing was changed.", "Begin it anew at any time.")
                self._read(plan, item, target)
                done.files += 1
                self._listen(Progress(self._flow, "read again", done.files, None))
            self._ledger.plans.faults_into(plan, done.faults, MOST_TOLD)
            after = ("", "")
            while names := self._replays.names(plan, after):
                told = self._replays.write(plan, names, mapping, held=self._held, only_look=only_look)
                done.counts.update(one.what for one in told)
                done.told.extend(one for one in told[: MOST_TOLD - len(done.told)] if one.what != SAME)
                after = names[-1]
                self._token.is_set()  # a sign of life; what has begun to be written is written to its end
        finally:
            self._ledger.plans.drop(plan)
        return done

    def _items(self, begin: float, end: float) -> Iterator[tuple[Item, str | None]]:
        after = 0
        while found := self._replays.items(self._flow, begin, end, after):
            yield from found
            after = found[-1][0].id

    def _tell_removed(self, begin: float, done: Replayed) -> None:
        since = float(self._ledger.journal.fact(KEPT_SINCE) or 0)
        if begin < since:
            done.faults.append(
                f"Files noticed before {_day(since)} were removed by retention; they are not read again."
            )

    def _read(self, plan: int, item: Item, target: str | None) -> None:
        plans = self._ledger.plans
        payload = self._payload(item, target)
        if isinstance(payload, SyncError):
            plans.end_file(plans.add_file(plan, item.connection, item, None), problem=fetch_problem(item, payload))
            return
        file = plans.add_file(plan, item.connection, item, payload)
        read_into(
            self._ledger, plan, file, Reader(item, payload, self._reading, self._account, held=False), self._spool
        )

    def _payload(self, item: Item, target: str | None) -> Payload | SyncError:
        """In the spool, or brought there again from the archive; never anything but the same bytes."""
        known = item.payload
        if known is None:
            raise ValueError(f"item {item.id} has no payload")
        try:
            with self._spool.open(known.sha256):
                return known
        except Rejected as lost:
            source = self._sources.get(item.connection)
            if source is None:
                return lost
            moved = replace(item, entity=Entity(target or item.entity.path, item.entity.size, item.entity.mtime_ns))
            try:
                with source.fetch(moved) as stream:
                    found = self._spool.add(stream)
            except SyncError as error:
                gone_at = self._ledger.items.payload_gone_at(item)
                return error if gone_at is None else _removed(item.entity.path, gone_at, error)
            if found.sha256 != known.sha256:
                return Rejected(f"{moved.entity.path} is not what it was.", "", Owner.IT, "replaced")
            return replace(found, name=known.name)


def _removed(path: str, gone_at: float, why: SyncError) -> Rejected:
    what = f"The bytes of {path} were removed by retention on {_day(gone_at)}, and where it was moved to: {why.what}"
    return Rejected(what, "Let it be sent again, or put it back from your archive.", Owner.IT, "lost")


def _day(moment: float) -> str:
    return f"{datetime.fromtimestamp(moment, UTC).astimezone():%Y-%m-%d}"
