"""When nobody could have run anything, and why: program off, machine asleep, clock set, network away.

What it says is only told to people; which fires were missed is decided elsewhere.
"""

from __future__ import annotations

import threading
from collections.abc import Collection
from datetime import UTC, datetime

from desktop_sync.core.ports import Clock
from desktop_sync.engine.passing import Passed


class Away:
    """Made when the engine starts."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._started = clock.now()
        self._slept: tuple[float, float] | None = None
        self._set: tuple[float, float] | None = None
        self._waiting: dict[str, float] = {}  # flows that wait for the network, and since when (epoch seconds)
        self._waited: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def passed(self, passed: Passed) -> None:
        """What has passed since one looked last."""
        with self._lock:
            if passed.slept is not None:
                self._slept = passed.slept
            if passed.jumped > 0:
                now = self._clock.now()
                self._set = (now - passed.jumped, now)

    def wait(self, flows: Collection[str]) -> None:
        """These wait for the network from now on."""
        with self._lock:
            now = self._clock.now()
            self._waiting |= {flow: now for flow in flows if flow not in self._waiting}

    def go_on(self, flow: str) -> None:
        """The network is there, or has been waited for long enough."""
        with self._lock:
            if flow in self._waiting:
                self._waited[flow] = (self._waiting.pop(flow), self._clock.now())

    def waits(self, flow: str) -> bool:
        """Whether this flow waits for the network."""
        with self._lock:
            return flow in self._waiting

    def reason(
        self, flow: str, first: datetime, last: datetime, ended: datetime | None, *, failing: bool = False
    ) -> str:
        """Why the fires from ``first`` to ``last`` met no run: off, asleep, clock, network, busy, failing.

        ``ended``: the end of the flow's last run; ``failing``: it failed, and the flow waits for its next try.
        """
        begin, end = first.timestamp(), last.timestamp()
        with self._lock:
            if begin < self._started:
                return "off"
            for reason, span in (("asleep", self._slept), ("clock", self._set), ("network", self._waited.get(flow))):
                if span is not None and begin <= span[1] and end >= span[0]:
                    return reason
        if ended is not None and ended.astimezone(UTC) >= first:
            return "busy"
        return "failing" if failing else "asleep"
