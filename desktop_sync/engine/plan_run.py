"""Executes a plan: exactly its rows whose base still stands, by the steps of a run; nothing else is noticed or sent.

Its files are read again; one that is not what the dry run saw is left alone. Killed at any instant it can be executed
again: what has an item goes on, and what was staged is delivered by any run. It must not know how a plan is made.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from desktop_sync.core.about import working_on
from desktop_sync.core.errors import SyncError
from desktop_sync.core.events import Progress
from desktop_sync.core.model import Item, Payload
from desktop_sync.core.ports import Spool, Token
from desktop_sync.engine.delivery import Delivered, Delivery
from desktop_sync.engine.location import Located, Location, RunResult, in_words
from desktop_sync.engine.settle import Settles
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.ledger.plans import PlanFile

log = logging.getLogger("run")
TOGETHER = 32  # files that are noticed in one transaction


class PlanRun:
    """One execution of one plan. ``delivery`` sends nothing but this plan."""

    def __init__(
        self,
        plan: int,
        result: RunResult,
        locations: Sequence[Location],
        ledger: Ledger,
        spool: Spool,
        delivery: Delivery,
        token: Token,
        listen: Callable[[Progress], None] = lambda progress: None,
    ) -> None:
        self._plan = plan
        self._flow = result.flow
        self._locations = locations
        self._ledger = ledger
        self._spool = spool
        self._delivery = delivery
        self._token = token
        self._listen = listen
        self._result = result

    def execute(self, retry_within: float) -> RunResult:
        """What is due within that many seconds is retried."""
        result = self._result
        self._ledger.plans.executed(self._plan, result.run)
        with working_on(self._flow, result.run):
            return self._execute(retry_within)

    def _execute(self, retry_within: float) -> RunResult:
        result = self._result
        try:
            for location in self._locations:
                self._bring_in(location)
            delivered = self._delivery.run(patience=retry_within)
            for location in self._locations:
                self._settle(location)
        except Exception as error:
            log.exception("executing plan %d broke off", self._plan)
            self._ledger.journal.end_run(result.run, "failed", result.counts, str(error))
            raise
        return self._finish(delivered)

    def _bring_in(self, location: Location) -> None:
        place = self._ledger.places.number(self._flow, location.connection)
        files = self._ledger.plans.files(self._plan, location.connection)
        known = self._ledger.plans.known(place, files)
        for file in files:
            if file.id in known:
                self._ledger.plans.note(file.id, "A run has picked it up since the dry run.")
        fresh = [file for file in files if file.id not in known and file.item is None]
        for begin in range(0, len(fresh), TOGETHER):
            same = list(self._same(location, fresh[begin : begin + TOGETHER]))
            self._ledger.plans.notice(place, self._result.run, same)
            self._result.counts["noticed"] += len(same)
        self._stage(location, place)

    def _same(self, location: Location, files: Sequence[PlanFile]) -> Iterator[tuple[PlanFile, Payload]]:
        """Those that still are what the dry run has read, byte for byte."""
        items = [Item(0, self._flow, location.connection, file.entity, 0, file.payload) for file in files]
        fetched = self._spool.add_many(partial(location.source.fetch, item) for item in items)
        for file, payload in zip(files, fetched, strict=True):
            if isinstance(payload, SyncError):
                self._ledger.plans.note(file.id, str(payload))
            elif payload.sha256 != file.payload.sha256:
                self._ledger.plans.note(file.id, "It was changed since the dry run.")
            else:
                yield file, replace(payload, name=file.payload.name)

    def _stage(self, location: Location, place: int) -> None:
        mine = self._ledger.plans.items(self._plan)
        waiting = [item for item in self._ledger.items.noticed(place) if item.id in mine]
        for counts in location.stage.stage(waiting, self._token):
            self._result.counts.update(counts)
            if counts["staged"]:
                self._listen(Progress(self._flow, "stage", self._result.counts["staged"], len(waiting)))

    def _settle(self, location: Location) -> None:
        place = self._ledger.places.number(self._flow, location.connection)
        located = Located(location.connection, location.source, place)
        for _ in Settles(located, self._ledger, self._result, lambda step, done: None).all():
            pass

    def _finish(self, delivered: Delivered) -> RunResult:
        result = self._result
        result.counts.update(delivered.counts)
        result.counts["waiting"] += delivered.waiting
        result.counts["unknown"] += delivered.unknown
        kept_back = self._ledger.plans.kept_back(self._plan)
        if delivered.stopped is not None:
            result.outcome, result.note = "stopped", str(delivered.stopped)
        elif result.counts["rejected"] or result.counts["faulty"] or kept_back:
            result.outcome = "problems"
        elif delivered.waiting or delivered.unknown:
            result.outcome = "waiting"
        self._ledger.journal.end_run(result.run, result.outcome, result.counts, result.note)
        log.info("plan %d executed: %s: %s", self._plan, result.outcome, in_words(result.counts))
        return result
