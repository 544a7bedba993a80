"""What would hold the screen up if it were made at once is made piece by piece, each in a turn of its own of the event
loop. It must not know what is made.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Slot

T = TypeVar("T")


def at_once(work: Generator[None, None, T]) -> T:
    """What it returns, where nobody looks on."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            value: T = end.value
            return value


class Piecemeal(QObject):
    """Goes through one work after the other; a new one takes the place of what was under way."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._work: Iterator[None] = iter(())
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._next)

    def begin(self, work: Iterator[None]) -> None:
        """Up to its first ``yield`` in the next turn."""
        self._work = work
        self._soon.start(0)

    def finish(self) -> None:
        """All that is left, now."""
        while self._soon.isActive():
            self._soon.stop()
            self._next()

    @Slot()
    def _next(self) -> None:
        for _ in self._work:
            self._soon.start(0)
            return
