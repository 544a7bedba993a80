"""The circuit breaker of a connection: it counts distinct documents, so one poison document cannot open it."""

from __future__ import annotations

import threading

from desktop_sync.core.delivering import backoff
from desktop_sync.core.ports import Clock


class Breaker:
    """Closed until ``limit`` different lanes have failed with no success between; then one trial at a time.

    All deliveries of a connection share one.
    """

    def __init__(self, clock: Clock, limit: int = 5) -> None:
        self._clock = clock
        self._limit = limit
        self._failed: set[int] = set()
        self._opened = 0
        self._until = 0.0
        self._lock = threading.Lock()

    @property
    def open(self) -> bool:
        """Nothing at all may be sent."""
        return self._opened > 0 and self._clock.monotonic() < self._until

    @property
    def trial(self) -> bool:
        """The pause is over: one request may try."""
        return self._opened > 0

    @property
    def wait(self) -> float:
        """Seconds until a trial."""
        return max(0.0, self._until - self._clock.monotonic()) if self._opened else 0.0

    def failed(self, lane: int) -> bool:
        """A document met a connection or server failure. True when this opens the breaker (again)."""
        with self._lock:
            self._failed.add(lane)
            if not self._opened and len(self._failed) < self._limit:
                return False
            if self.open:
                return False
            self._until = self._clock.monotonic() + backoff(self._opened, 1.0)
            self._opened += 1
            return True

    def succeeded(self) -> bool:
        """Any definite answer. True when this closes an open breaker."""
        with self._lock:
            was = self._opened > 0
            self._failed.clear()
            self._opened = 0
            return was
