"""Notices when one event holds the GUI thread up: for tests of the desk, also on a machine that is busy with others.

What counts is what the thread did (its CPU time) and what it waited for (a file, a lock, a server); not the time in
which it, or a thread of ours that held the interpreter, was ready and had no core: Linux tells that apart. Work that is
slowed down because the core is shared is measured against a piece of work that is always the same.
"""

from __future__ import annotations

import contextlib
import os
import statistics
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

LIMIT = 0.050
"""Seconds: no event may take longer."""
OLD = 0.005  # seconds after which the others' waiting is read anew
TASKS = Path("/proc/self/task")


@dataclass(frozen=True, slots=True)
class Blocked:
    """One event that took too long. Seconds."""

    receiver: str
    event: str
    took: float
    allowed: float

    def __str__(self) -> str:
        return (
            f"{self.event} of {self.receiver} held the GUI thread up for {self.took * 1000:.0f} ms"
            f" (allowed: {self.allowed * 1000:.0f} ms)"
        )


class Meter:
    """How long the GUI thread was at something, without what others took from it."""

    def __init__(self) -> None:
        self._me = threading.get_native_id()
        self._told = _told_of(self._me)
        self._usual = min(_piece() for _ in range(30))
        self._others: dict[int, float] = {}
        self._read_at = 0.0

    def begin(self) -> tuple[float, float, float]:
        """To be given to ``end``. The clock is read last: while threads work, all reading here waits."""
        if time.perf_counter() - self._read_at > OLD:
            self._others, self._read_at = self._waits(), time.perf_counter()
        waited, own = _waited(self._told), time.thread_time()
        return time.perf_counter(), own, waited

    def end(self, begun: tuple[float, float, float]) -> float:
        """Seconds."""
        wall, own, waited = begun
        took, worked = time.perf_counter() - wall, time.thread_time() - own
        if took <= LIMIT:
            return took
        starved = _waited(self._told) - waited
        starved += sum(now - self._others.get(task, 0.0) for task, now in self._waits().items())
        return worked + max(0.0, took - worked - starved)

    def slowness(self) -> float:
        """How much longer a piece of work takes now than it takes on a quiet machine; at least 1."""
        return max(1.0, statistics.median(_piece() for _ in range(9)) / self._usual)

    def _waits(self) -> dict[int, float]:
        mine = {one.native_id for one in threading.enumerate()} - {None, self._me}
        waits: dict[int, float] = {}
        for task in mine:
            if task is not None and (told := _told_of(task)) is not None:
                waits[task] = _waited(told)
                os.close(told)
        return waits


def _told_of(task: int) -> int | None:
    """Where the system tells of a thread: an open file; None where it does not."""
    with contextlib.suppress(OSError):
        return os.open(TASKS / str(task) / "schedstat", os.O_RDONLY)
    return None


def _waited(told: int | None) -> float:
    """Seconds that a thread was ready and had no core; 0 where nobody tells."""
    with contextlib.suppress(OSError, IndexError):  # it has ended
        return 0.0 if told is None else int(os.pread(told, 100, 0).split()[1]) / 1e9
    return 0.0


def _piece() -> float:
    """Of the kind that making widgets is: many small things in many places, not one loop in the nearest cache."""
    begun = time.thread_time()
    made = [{"number": number, "name": str(number), "parts": [number] * 8} for number in range(2_000)]
    assert len(made) == len({one["name"] for one in made})
    return time.thread_time() - begun


class Watched(QApplication):
    """``blocked`` lists what took too long. What an event sends on counts as part of it."""

    def __init__(self, arguments: Sequence[str]) -> None:
        super().__init__(list(arguments))
        self.blocked: list[Blocked] = []
        self._meter = Meter()
        self._thread = threading.get_ident()
        self._inside = False

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        if self._inside or threading.get_ident() != self._thread:
            return super().notify(receiver, event)
        kind, who = event.type(), type(receiver).__name__
        self._inside = True
        begun = self._meter.begin()
        try:
            return super().notify(receiver, event)
        finally:
            took = self._meter.end(begun)
            self._inside = False
            if took > LIMIT:
                self._long(who, kind, took)

    def _long(self, who: str, kind: QEvent.Type, took: float) -> None:
        allowed = LIMIT * self._meter.slowness()
        if took > allowed:
            self.blocked.append(Blocked(who, kind.name, took, allowed))


def told_of(blocked: Sequence[Blocked]) -> str:
    """One line for each; empty when nothing blocked."""
    return "\n".join(str(one) for one in blocked)
