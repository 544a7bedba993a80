"""Flows that run only when somebody says so: what is tried again waits for that, so it is said, and the run is offered.

It must not know what was tried again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from desktop_sync.core.errors import SyncError
from desktop_sync.ui.link import Link
from desktop_sync.ui.parts.outside import said
from desktop_sync.ui.picture import Picture

Row = dict[str, Any]


class Idle(QObject):
    """``told``: mood, what, hint of the runs that were taken."""

    told = Signal(str, str, str)

    def __init__(self, link: Link, picture: Picture, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link, self._picture = link, picture
        self._flows: list[str] = []
        self._running: list[str] = []
        self._outcomes: list[str] = []

    def look(self, flows: Iterable[str]) -> tuple[str, str]:
        """Of flows in which something waits for a run: what is to be said, and the word for what is offered."""
        alone = {str(one["flow"]) for one in self._picture.flows if one["enabled"] and not one["schedule"]}
        self._flows = [one for one in dict.fromkeys(flows) if one in alone]
        if not self._flows:
            return "", ""
        titles = ", ".join(said(self._picture.title(one)) for one in self._flows)
        words = self.tr("No schedule, so it runs only when somebody says so: {flows}.").format(flows=titles)
        may = self._link.may("run") and not self._running
        return words, self.tr("&Run %n flow(s) now", "", len(self._flows)) if may else ""

    @Slot()
    def run(self) -> None:
        """Those that were looked at, one after the other."""
        if self._running or not self._flows:
            return
        self._running, self._outcomes = list(self._flows), []
        self.told.emit("working", self.tr("It runs…"), "")
        self._next()

    def _next(self) -> None:
        if self._running:
            self._link.ask(self, "run", self._ended, self._failed, flow=self._running[0])
            return
        if set(self._outcomes) <= {"done"}:
            self.told.emit("well", self.tr("It has run, and all is well."), "")
        elif set(self._outcomes) <= {"done", "waiting"}:
            self.told.emit("working", self.tr("It has run. Something still waits, and goes on by itself."), "")
        else:
            self.told.emit("attention", self.tr("It has run. What still needs somebody stands here."), "")

    def _ended(self, told: Row) -> None:
        self._outcomes.append(str(told["outcome"]))
        self._running = self._running[1:]
        self._next()

    def _failed(self, error: SyncError) -> None:
        self._running = []
        self.told.emit("attention", said(error.what), said(error.hint))
