"""What is known of a run while it goes: its step, its rate, and whether it still gives signs of life.

A run shows that it lives by looking at its token. It must not know what a run does.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from desktop_sync.core.events import Event, Progress
from desktop_sync.core.ports import Clock

WAITS = "wait"
"""The step of a run that waits for a free place in the pool."""
DELIVER = "deliver"
"""A run stages and settles between two answers of Acme: how far the delivery is says more than either."""
STAYS = 1.5  # seconds for which another step does not take its place
SPAN = 5.0  # seconds over which the rate is told


@dataclass(frozen=True, slots=True)
class Going:
    """One run under way. ``since``: epoch seconds; ``rate``: per second; ``left``: seconds.

    ``hangs``: it was told to end and does not.
    """

    flow: str
    why: str
    since: float
    step: str = WAITS
    done: int = 0
    total: int | None = None
    rate: float | None = None
    left: float | None = None
    cancelling: bool = False
    hangs: bool = False

    def event(self) -> Event:
        """As clients hear of it."""
        return {
            "event": "progress",
            "flow": self.flow,
            "why": self.why,
            "since": self.since,
            "step": self.step,
            "done": self.done,
            "total": self.total,
            "rate": self.rate,
            "left": self.left,
            "cancelling": self.cancelling,
            "hangs": self.hangs,
        }


class Life:
    """The token of one run. Who looks at it is alive."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._wish = threading.Event()
        self.seen = monotonic()
        self.set_at: float | None = None

    def is_set(self) -> bool:
        self.seen = self._monotonic()
        return self._wish.is_set()

    def wait(self, timeout: float | None = None) -> bool:
        self.seen = self._monotonic()
        return self._wish.wait(timeout)

    def set(self) -> None:
        """Whoever runs shall stop."""
        self.set_at = self._monotonic() if self.set_at is None else self.set_at
        self._wish.set()


class Course:
    """The progress of one run, as it was told last, and its rate over the last seconds."""

    def __init__(self, flow: str, why: str, clock: Clock) -> None:
        self.flow = flow
        self._why = why
        self._clock = clock
        self._since = clock.now()
        self._step = WAITS
        self._done = 0
        self._total: int | None = None
        self._marks: deque[tuple[float, int]] = deque()
        self._delivered_at = 0.0
        self._lock = threading.Lock()

    def step(self, progress: Progress) -> None:
        """How far it is. Another step begins to count anew."""
        now = self._clock.monotonic()
        with self._lock:
            if progress.step == DELIVER:
                self._delivered_at = now
            elif self._step == DELIVER and now - self._delivered_at < STAYS:
                return
            if progress.step != self._step or progress.done < self._done:
                self._marks.clear()
            self._step, self._done, self._total = progress.step, progress.done, progress.total
            if not self._marks or now - self._marks[-1][0] >= SPAN / 50:
                self._marks.append((now, progress.done))
            while len(self._marks) > 1 and now - self._marks[0][0] > SPAN:
                self._marks.popleft()

    def going(self, *, cancelling: bool, hangs: bool) -> Going:
        now = self._clock.monotonic()
        with self._lock:
            rate = self._rate(now)
            left = None
            if self._total is not None and rate:
                left = max(self._total - self._done, 0) / rate
            return Going(
                self.flow, self._why, self._since, self._step, self._done, self._total, rate, left, cancelling, hangs
            )

    def _rate(self, now: float) -> float | None:
        """None: it cannot be told yet."""
        if not self._marks:
            return None
        begin, done = self._marks[0]
        return (self._done - done) / (now - begin) if now - begin >= SPAN / 10 else None
