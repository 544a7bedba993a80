"""How time has passed since one looked last: as it should, asleep, or by a clock that was set.

It compares the clock on the wall with the one that never jumps. Pure but for the two clocks it is handed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop_sync.core.ports import Clock

STALLED = 30.0  # seconds that a look may be late; more: the machine slept, or stood still
SET = 5.0  # seconds by which the clock may drift between two looks


@dataclass(frozen=True, slots=True)
class Passed:
    """``slept``: from when until when (epoch seconds) it did; ``jumped``: by how much the clock was set."""

    slept: tuple[float, float] | None = None
    jumped: float = 0.0

    @property
    def anything(self) -> bool:
        return self.slept is not None or self.jumped != 0.0


class Passing:
    """``slept``: seconds that the machine has been asleep since it was started, as far as the system tells it.

    Where it does not, and the monotonic clock stands still while it sleeps, a sleep looks like a clock set forward.
    """

    def __init__(self, clock: Clock, slept: Callable[[], float] = lambda: 0.0) -> None:
        self._clock = clock
        self._slept = slept
        self._wall, self._monotonic, self._asleep = clock.now(), clock.monotonic(), slept()

    def look(self, within: float = 60.0) -> Passed:
        """What has passed since the last look; it should have been ``within`` seconds at most."""
        wall, monotonic, asleep = self._clock.now(), self._clock.monotonic(), self._slept()
        ran, slept = monotonic - self._monotonic, asleep - self._asleep
        drift = wall - self._wall - ran - slept
        former, self._wall, self._monotonic, self._asleep = self._wall, wall, monotonic, asleep
        jumped = drift if abs(drift) > SET else 0.0
        if slept > SET or ran > within + STALLED:
            return Passed((former + jumped, wall), jumped)
        return Passed(None, jumped)
