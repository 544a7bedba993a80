"""What people order from the overview: run, cancel, pause, resume. Each once, whatever the mouse does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from desktop_sync.core.errors import SyncError
from desktop_sync.ui.link import Link

Row = dict[str, Any]
Other = Callable[[Row], object]


class Steering(QObject):
    """``changed``: what may be ordered of flows is another now. ``noted``: a run of this flow that was ordered here has
    ended well, and there is something to say of it.
    """

    changed = Signal()
    noted = Signal(str, str)

    def __init__(self, link: Link, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._busy: set[tuple[str, str]] = set()
        self._quiet: set[str] = set()  # flows of which a button was pressed just now

    def may(self, method: str) -> bool:
        """Whether this account may order it, of an engine that is there."""
        return self._link.may(method)

    def why_not(self, method: str) -> str:
        """Why not; empty: it may."""
        return self._link.why_not(method)

    def busy(self, method: str, flow: str = "") -> bool:
        """Whether it was ordered and is not answered yet."""
        return (method, flow) in self._busy

    def quiet(self, flow: str) -> bool:
        """Whether the second click of a double click may still come: it is not meant for the button's new word."""
        return flow in self._quiet

    def run(self, flow: str, *, first_run: str = "", approve: bool = False) -> None:
        """``first_run``: what becomes of the files that are there; ``approve``: what is held is sent."""
        if self.busy("run", flow):
            return
        self._quiet.add(flow)
        QTimer.singleShot(QApplication.doubleClickInterval() + 100, self, partial(self._loud, flow))
        more: dict[str, object] = {"first_run": first_run} if first_run else {}
        if approve:
            more["approve"] = True
        self._ask("run", flow, flow=flow, **more)

    def answer(self, flow: str, first_run: str, days: Row, other: Other) -> None:
        """Runs if what lies there is still what ``days`` says; else ``other`` is told what does."""
        go = partial(self.run, flow, first_run=first_run)
        self._surely("there", flow, lambda told: bool(told["days"] == days), go, other)

    def approve(self, flow: str, documents: int, other: Other, sent: Callable[[], object] = lambda: None) -> None:
        """Sends what is held if it is still so many documents; else ``other`` is told how many there are."""

        def go() -> None:
            self.run(flow, approve=True)
            if alive(sent):
                sent()

        self._surely("held", flow, lambda told: bool(told["documents"] == documents), go, other, limit=1)

    def _surely(
        self, method: str, flow: str, same: Callable[[Row], bool], go: Callable[[], None], other: Other, **more: object
    ) -> None:
        """A button does what it says, also when it was made minutes ago."""
        if self.busy("run", flow):
            return
        self._busy.add(("run", flow))
        self.changed.emit()

        def looked(told: Row) -> None:
            self._done("run", flow, None)
            if same(told):
                go()
            elif alive(other):
                other(told)

        self._link.ask(self, method, looked, partial(self._failed, "run", flow), flow=flow, **more)

    def cancel(self, flow: str) -> None:
        """What is under way ends within a second."""
        self._ask("cancel", flow, flow=flow)

    def pause(self, flow: str = "", *, seconds: float | None = None, until_tomorrow: bool = False) -> None:
        """One flow, or all: for so long, until tomorrow, until somebody resumes."""
        values: dict[str, object] = {"flow": flow} if flow else {}
        if seconds is not None:
            values["seconds"] = seconds
        if until_tomorrow:
            values["until_tomorrow"] = True
        self._ask("pause", flow, **values)

    def resume(self, flow: str = "") -> None:
        """One flow, or all."""
        self._ask("resume", flow, **({"flow": flow} if flow else {}))

    def _ask(self, method: str, flow: str, /, **values: object) -> None:
        if self.busy(method, flow):
            return
        self._busy.add((method, flow))
        self.changed.emit()
        done = partial(self._done, method, flow)
        self._link.ask(self, method, done, partial(self._failed, method, flow), **values)

    def _done(self, method: str, flow: str, told: object) -> None:
        self._busy.discard((method, flow))
        self.changed.emit()
        if method == "run" and isinstance(told, dict) and told.get("outcome") == "done" and told.get("note"):
            self.noted.emit(flow, told["note"])

    def _failed(self, method: str, flow: str, error: SyncError) -> None:
        self._done(method, flow, None)
        self._link.failed.emit(error)

    @Slot()
    def _loud(self, flow: str) -> None:
        self._quiet.discard(flow)
        self.changed.emit()


def alive(told: Callable[..., object]) -> bool:
    """Whether the widget whose method is to be told something is still there."""
    owner = getattr(told, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)
