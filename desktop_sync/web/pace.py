"""How often and how many at once: requests per second, and requests in flight. Safe for many threads.

It must not know what is requested.
"""

from __future__ import annotations

import threading

from desktop_sync.core.ports import Clock
from desktop_sync.web.failures import NotSent, Stage

_BURST = 0.1  # seconds' worth of requests that may go out together


class Pace:
    """A token bucket: ``rate`` requests a second, a tenth of that at once; None: no limit."""

    def __init__(self, rate: float | None, clock: Clock) -> None:
        self._gap = 1.0 / rate if rate else 0.0
        self._clock = clock
        self._lock = threading.Lock()
        self._due = clock.monotonic()

    def wait(self) -> None:
        """Returns when the next request may go out."""
        if not self._gap:
            return
        with self._lock:
            now = self._clock.monotonic()
            self._due = max(self._due, now - _BURST) + self._gap
            ahead = self._due - self._gap - now
        if ahead > 0:
            self._clock.wait(ahead)

    def at_once(self) -> bool:
        """Whether one may go out now; then it counts."""
        if not self._gap:
            return True
        with self._lock:
            now = self._clock.monotonic()
            due = max(self._due, now - _BURST)
            if due > now:
                return False
            self._due = due + self._gap
            return True


class Slots:
    """At most ``count`` requests in flight; who gets no slot within ``patience`` seconds has sent nothing."""

    def __init__(self, count: int, patience: float) -> None:
        self._free = threading.BoundedSemaphore(count)
        self._count = count
        self._patience = patience

    def take(self) -> bool:
        """One slot, to be given back; False when none is free now."""
        return self._free.acquire(blocking=False)

    def give_back(self) -> None:
        self._free.release()

    def __enter__(self) -> None:
        if not self._free.acquire(timeout=self._patience):
            raise NotSent(Stage.BUSY, f"All {self._count} connections were busy for {self._patience:g} seconds.")

    def __exit__(self, *_: object) -> None:
        self._free.release()
