"""Waiting for the network after the start and after a sleep: for so long only, then runs go by the missed-run policy.

It must not know schedules; what reaching a host means is handed in.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Iterable

from desktop_sync.core.ports import Clock
from desktop_sync.engine.away import Away
from desktop_sync.engine.flow_plan import FlowPlan

log = logging.getLogger("schedule")
PATIENCE = 150.0  # seconds; more than the grace of a fire: what waits in vain is recorded as missed
BETWEEN = 3.0
Host = tuple[str, int]


class Network:
    """``reach`` tells whether a host answers at a port; it may take a few seconds."""

    def __init__(
        self,
        away: Away,
        reach: Callable[[str, int], bool],
        go_on: Callable[[str], None],
        clock: Clock,
        hosts: Callable[[FlowPlan], Collection[Host]] = lambda plan: plan.hosts,
        patience: float = PATIENCE,
    ) -> None:
        """``go_on`` is told each flow that need not wait any longer. ``hosts``: which a flow needs by now, for the way
        to them may be known only when the network is there.
        """
        self._away = away
        self._reach = reach
        self._go_on = go_on
        self._clock = clock
        self._hosts = hosts
        self._patience = patience
        self._waiting: dict[str, FlowPlan] = {}
        self._until = 0.0
        self._lock = threading.Lock()

    def wait_for(self, plans: Iterable[FlowPlan]) -> None:
        """Flows that need hosts wait until these can be reached."""
        needy = {one.flow: one for one in plans if one.hosts}
        with self._lock:
            self._waiting = needy
            self._until = self._clock.monotonic() + self._patience
        self._away.wait(needy)

    def look(self) -> bool:
        """Once; whether somebody still waits."""
        with self._lock:
            waiting, in_vain = dict(self._waiting), self._clock.monotonic() >= self._until
        needed = {} if in_vain else {flow: self._hosts(plan) for flow, plan in waiting.items()}
        answers = self._answers({host for hosts in needed.values() for host in hosts})
        for flow, plan in waiting.items():
            if in_vain or all(answers[host] for host in needed[flow]):
                self._release(plan, in_vain=in_vain)
        with self._lock:
            return bool(self._waiting)

    def watch(self, token: threading.Event) -> None:
        """Looks until nobody waits; for a thread of its own."""
        while self.look() and not token.wait(BETWEEN):
            pass

    def _answers(self, hosts: Collection[Host]) -> dict[Host, bool]:
        return {host: self._reach(*host) for host in sorted(hosts)}

    def _release(self, plan: FlowPlan, *, in_vain: bool) -> None:
        with self._lock:
            if self._waiting.pop(plan.flow, None) is None:
                return
        if in_vain:
            log.warning("%s: %s cannot be reached yet; it is waited for no longer", plan.flow, plan.hosts)
        self._away.go_on(plan.flow)
        self._go_on(plan.flow)
