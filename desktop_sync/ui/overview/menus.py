"""The menus of the overview: for how long to pause, and what else there is to a flow. Made when they are opened."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desktop_sync.ui.overview.steering import Steering
from desktop_sync.ui.overview.words import is_export

HOUR = 3600.0
Row = dict[str, Any]


class PauseMenu(QMenu):
    """Of one flow, or of all of them (``flow`` is empty)."""

    def __init__(self, parent: QWidget, steering: Steering, flow: str = "") -> None:
        super().__init__(parent)
        self._steering, self._flow = steering, flow
        self.setTitle(self.tr("Pause this flow"))
        self.addAction(self.tr("For 1 hour"), self._hour)
        self.addAction(self.tr("Until tomorrow"), self._tomorrow)
        self.addAction(self.tr("Until I resume"), self._longer)

    @Slot()
    def _hour(self) -> None:
        self._steering.pause(self._flow, seconds=HOUR)

    @Slot()
    def _tomorrow(self) -> None:
        self._steering.pause(self._flow, until_tomorrow=True)

    @Slot()
    def _longer(self) -> None:
        self._steering.pause(self._flow)


class FlowMenu(QMenu):
    """What else there is to a flow. ``wanted``: a page of the desk by name, and the flow."""

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget, steering: Steering) -> None:
        super().__init__(parent)
        self._steering = steering
        self._flow: Row = {}
        self._pausing: PauseMenu | None = None
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self._fill)

    def show_flow(self, flow: Row) -> None:
        """What it is about when it is opened."""
        self._flow = flow

    @Slot()
    def _fill(self) -> None:
        self.clear()
        if is_export(self._flow):
            made = self._page("made", self.tr("What was made, and issue again…"))
            self._allow(made, "exports")
        else:
            self._readings()
        self.addSeparator()
        self._pauses()
        self.addSeparator()
        self._page("activity", self.tr("Activity of this flow"))
        self._page("problems", self.tr("Problems of this flow (%Ln)", "", self._flow["problems"]))
        self._page("settings", self.tr("Settings of this flow"))

    def _readings(self) -> None:
        dry = self._page("dry_run", self.tr("Dry run: what would happen now…"))
        self._allow(dry, "dry_run", here=self._flow["enabled"] and self._flow["progress"] is None)
        again = self._page("again", self.tr("Read again…"))
        self._allow(again, "read_again", here=self._flow["enabled"] and self._flow["progress"] is None)

    def _pauses(self) -> None:
        if self._flow["paused"] is not None:
            self._allow(self.addAction(self.tr("Resume this flow"), self._resume), "resume")
            return
        self._pausing = self._pausing or PauseMenu(self, self._steering, self._flow["flow"])
        self.addMenu(self._pausing)
        self._allow(self._pausing.menuAction(), "pause", here=self._flow["enabled"])

    def _page(self, name: str, words: str) -> QAction:
        action = self.addAction(words, self._chosen)
        action.setData(name)
        return action

    def _allow(self, action: QAction, method: str, *, here: bool = True) -> None:
        may = self._steering.may(method)
        action.setEnabled(may and here)
        action.setToolTip(self._steering.why_not(method))

    @Slot()
    def _resume(self) -> None:
        self._steering.resume(self._flow["flow"])

    @Slot()
    def _chosen(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            self.wanted.emit(str(sender.data()), self._flow["flow"])
