"""Flows that are run because a person wants it: one, or all, some of them at the same time. It decides nothing."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from desktop_sync.core.errors import RetryLater, SyncError
from desktop_sync.ui.link import Link

AT_ONCE = 8
"""Half of what one client may have under way: the other half is for the windows."""


class Running(QObject):
    """``failed``: a SyncError. That a flow is at work already is none when all were wanted: it is being done."""

    failed = Signal(object)

    def __init__(self, link: Link, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._waiting: deque[str] = deque()
        self._going = 0

    def run(self, flow: str) -> None:
        """This one, now."""
        self._link.ask(self, "run", None, self.failed.emit, flow=flow)

    def run_all(self, flows: Iterable[str]) -> None:
        """One after the other, as there is room. What waits from before is not run twice."""
        self._waiting.extend(flow for flow in flows if flow not in self._waiting)
        self._more()

    def _more(self) -> None:
        while self._waiting and self._going < AT_ONCE:
            self._going += 1
            self._link.ask(self, "run", self._done, self._not_done, flow=self._waiting.popleft())

    def _done(self, _: object) -> None:
        self._going -= 1
        self._more()

    def _not_done(self, error: SyncError) -> None:
        if not isinstance(error, RetryLater):
            self.failed.emit(error)
        self._done(None)
