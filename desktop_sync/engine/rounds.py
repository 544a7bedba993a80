"""What goes on between fires: rounds of what is due, and look-ups of what is unknown, each flow after its own waits.

Documents that wait, missing references, settles that failed and postponed files are worked off without asking any
source what is new; of flows that are paused or switched off, only what is unknown is looked up. It must not know
schedules.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from desktop_sync.core.errors import RetryLater
from desktop_sync.core.events import Progress
from desktop_sync.core.ports import Clock, Token
from desktop_sync.engine.location import RunResult
from desktop_sync.engine.runs import Runs
from desktop_sync.ledger.agenda import Agenda, OpenWork

log = logging.getLogger("schedule")
Listen = Callable[[Progress], None]
FLOOR = 30.0  # seconds between the end of one round of a flow and its next
LONGEST = 900.0
ROUND = "round"
LOOK_UP = "look-up"


class RoundWorks(Protocol):
    """Who does it: app's owner."""

    def round(self, flow_id: str, token: Token | None = None, listen: Listen = ...) -> RunResult: ...

    def look_up(self, flow_id: str, connection: str, token: Token | None = None) -> RunResult: ...


@dataclass(slots=True)
class _Rest:
    """Of one flow: not before ``until`` (monotonic seconds); rounds in a row that left something due."""

    until: float = 0.0
    vain: int = 0


class Rounds:
    """Starts rounds. Asked about once a minute; what it remembers may be lost."""

    def __init__(self, agenda: Agenda, runs: Runs, works: RoundWorks, clock: Clock) -> None:
        self._agenda = agenda
        self._runs = runs
        self._works = works
        self._clock = clock
        self._rests: dict[str, _Rest] = {}

    def start(self, working: Collection[str], connections: Collection[str]) -> None:
        """``working``: flows that may send; of all others only look-ups, over ``connections``."""
        now, monotonic = self._clock.now(), self._clock.monotonic()
        for flow, work in self._agenda.open_work().items():
            rest = self._rests.setdefault(flow, _Rest())
            if self._runs.at_work(flow) or monotonic < rest.until:
                continue
            if flow in working:
                if _due(work, now):
                    self._begin(flow, ROUND, partial(self._round, flow))
            elif looks := [one for one, at in work.looks.items() if at <= now and one in connections]:
                self._begin(flow, LOOK_UP, partial(self._look_up, flow, looks))

    def _begin(self, flow: str, why: str, job: Callable[[Token, Listen], RunResult]) -> None:
        try:
            self._runs.start(flow, why, job)
        except RetryLater as error:
            log.debug("%s: no %s now: %s", flow, why, error)

    def _round(self, flow: str, token: Token, listen: Listen) -> RunResult:
        try:
            return self._works.round(flow, token, listen)
        finally:
            self._rested(flow)

    def _look_up(self, flow: str, connections: Collection[str], token: Token, _: Listen) -> RunResult:
        try:
            result = RunResult(0, flow)
            for one in connections:
                done = self._works.look_up(flow, one, token)
                result.counts.update(done.counts)
                result.outcome = done.outcome if result.outcome == "done" else result.outcome
            return result
        finally:
            self._rested(flow)

    def _rested(self, flow: str) -> None:
        """When it left something due (Acme is down, say), the next comes later and later."""
        rest = self._rests.setdefault(flow, _Rest())
        work = self._agenda.open_work().get(flow)
        rest.vain = rest.vain + 1 if work is not None and _due(work, self._clock.now()) else 0
        rest.until = self._clock.monotonic() + min(FLOOR * 2 ** min(rest.vain, 10), LONGEST)


def _due(work: OpenWork, now: float) -> bool:
    moments = [*work.looks.values(), *([work.work] if work.work is not None else [])]
    return bool(moments) and min(moments) <= now
