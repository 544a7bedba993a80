"""Garbage is collected on the GUI thread only.

Python collects in whichever thread happens to allocate, and a widget that is part of a cycle would then be destroyed
there, which Qt does not survive. So the collector is off, and this runs it where widgets live.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

EVERY = 5000  # ms


class Collecting(QObject):
    """As long as it lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(EVERY)

    @Slot()
    def look(self) -> None:
        """Collects the generations that are due, the oldest of them with the younger ones."""
        counts = gc.get_count()
        due = [number for number, count in enumerate(counts) if count > self._thresholds[number]]
        if due:
            gc.collect(max(due))
