"""The clock of this machine, as the engine is handed it."""

from __future__ import annotations

import time


class SystemClock:
    """Wall time, monotonic time and sleep of the operating system."""

    def now(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic()

    def wait(self, seconds: float) -> None:
        time.sleep(max(0.0, seconds))
