"""Imports that take long, in a thread of their own: what waits for them goes on afterwards, on the GUI thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

log = logging.getLogger("desk")


class Loading(QObject):
    """``what`` imports, once. What it cannot import is met again, and told, where it is used.

    ``first`` is done on the GUI thread before anything else, in an event of its own.
    """

    _loaded = Signal()

    def __init__(
        self, what: Callable[[], object], first: Callable[[], object] | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._what, self._first = what, first
        self._jobs: list[Callable[[], object]] = []
        self._begun = self._done = False
        self._loaded.connect(self._here)

    def then(self, job: Callable[[], object]) -> None:
        """Does it: at once if all is there, else when it is."""
        if self._done:
            job()
            return
        self._jobs.append(job)
        if not self._begun:
            self._begun = True
            threading.Thread(target=self._load, name="desk load", daemon=True).start()

    def _load(self) -> None:
        try:
            self._what()
        except Exception:
            log.exception("a part of the desk cannot be loaded")
        self._loaded.emit()

    @Slot()
    def _here(self) -> None:
        if self._first is not None:
            self._first()
        QTimer.singleShot(0, self._go_on)

    @Slot()
    def _go_on(self) -> None:
        self._done = True
        jobs, self._jobs = self._jobs, []
        for job in jobs:
            job()
