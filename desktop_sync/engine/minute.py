"""What the engine does once a minute: it sees how time has passed, whether the settings changed, what is due between
fires, and whether a run hangs. Between two minutes only the timer and clients wake it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection

from desktop_sync.engine.passing import Passing
from desktop_sync.engine.reloading import Reloading
from desktop_sync.engine.rounds import Rounds
from desktop_sync.engine.runs import Runs
from desktop_sync.engine.scheduler import Scheduler

log = logging.getLogger("schedule")
MINUTE = 60.0


class Minute:
    """Called by the thread that has nothing else to do; ``resumed`` by whoever hears it from the system."""

    def __init__(
        self,
        passing: Passing,
        scheduler: Scheduler,
        rounds: Rounds,
        runs: Runs,
        reloading: Reloading,
        connections: Callable[[], Collection[str]],
        wait_for_network: Callable[[], None],
        every: float = MINUTE,
    ) -> None:
        """``wait_for_network`` begins to, and returns at once. ``every``: seconds between two calls of ``look``."""
        self._passing = passing
        self._scheduler = scheduler
        self._rounds = rounds
        self._runs = runs
        self._reloading = reloading
        self._connections = connections
        self._wait_for_network = wait_for_network
        self._every = every
        self._lock = threading.Lock()

    def start(self) -> None:
        """The first minute: flows are loaded, wait for the network, and are asked."""
        self._reloading.start()
        self.look()

    def look(self) -> None:
        """One of them. Whatever one part meets stops no other."""
        with self._lock:
            for part in (self._time, self._runs.watch, self._reloading.look, self._start_rounds):
                try:
                    part()
                except Exception:
                    log.exception("a part of the minute failed; it is tried again in the next")

    def fired(self, flow: str) -> None:
        """The timer rings. After a sleep it may do so before anybody looked at the clock: that comes first."""
        with self._lock:
            try:
                self._time()
            except Exception:
                log.exception("how time has passed could not be told; the minute looks again")
        self._scheduler.ask(flow)

    def resumed(self) -> None:
        """The system says that the machine was asleep: it may know before the clocks tell."""
        log.info("the machine is awake again")
        self._wait_for_network()
        self.look()

    def _time(self) -> None:
        passed = self._passing.look(self._every)
        if not passed.anything:
            return
        self._scheduler.passed(passed)
        if passed.slept is not None:
            self._wait_for_network()
        self._scheduler.ask_all()

    def _start_rounds(self) -> None:
        working = [flow for flow in self._scheduler.plans() if self._scheduler.may_send(flow)]
        self._rounds.start(working, self._connections())
