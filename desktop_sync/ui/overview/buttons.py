"""The buttons of a card: the one that runs a flow, or cancels its run, and the one with the rest."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_sync.ui.overview.menus import FlowMenu
from desktop_sync.ui.overview.steering import Steering
from desktop_sync.ui.overview.words import is_export
from desktop_sync.ui.parts.dots import Dots
from desktop_sync.ui.tokens import GRID, ROW

Row = dict[str, Any]


class RunButton(QPushButton):
    """``Run now``, and ``Cancel`` while the flow is at work; both in the same place and of the same width."""

    def __init__(self, steering: Steering, parent: QWidget) -> None:
        super().__init__(parent)
        self._steering = steering
        self._flow: Row = {}
        self._known = True
        self._names = self.tr("Run now"), self.tr("Cancel"), self.tr("Make now")
        self.setMinimumHeight(ROW)
        self.setMinimumWidth(max(self.fontMetrics().horizontalAdvance(one) for one in self._names) + 3 * GRID)
        self.clicked.connect(self._pressed)
        steering.changed.connect(self.refresh)

    def show_flow(self, flow: Row, *, known: bool) -> None:
        """``known``: there is an engine."""
        self._flow, self._known = flow, known
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """What may be ordered now."""
        if not self._flow:
            return
        flow, going = self._flow["flow"], self._flow["progress"] if self._known else None
        method, allowed = ("run", self._flow["enabled"]) if going is None else ("cancel", not going.get("cancelling"))
        may, waits = self._steering.may(method), self._steering.quiet(flow) or self._steering.busy(method, flow)
        self.setText(self._names[1 if going is not None else 2 * is_export(self._flow)])
        self.setAccessibleName(self._name(going is not None))
        self.setEnabled(bool(may and allowed and not waits))
        self.setToolTip(self._steering.why_not(method))

    def _name(self, going: bool) -> str:
        run = self.tr("Make {flow} now") if is_export(self._flow) else self.tr("Run {flow} now")
        words = self.tr("Cancel the run of {flow}") if going else run
        return words.format(flow=self._flow["title"])

    @Slot()
    def _pressed(self) -> None:
        if self._flow["progress"] is None:
            self._steering.run(self._flow["flow"])
        else:
            self._steering.cancel(self._flow["flow"])


class More(Dots):
    """The rest that there is to a flow."""

    def __init__(self, steering: Steering, parent: QWidget) -> None:
        self.flow_menu = FlowMenu(parent, steering)
        super().__init__(self.flow_menu, parent)
        self.setToolTip(self.tr("More"))
        self.setAutoRaise(True)
        self.setFixedSize(ROW, ROW)

    def show_flow(self, flow: Row) -> None:
        """What its menu is about."""
        self.flow_menu.show_flow(flow)
        self.setAccessibleName(self.tr("More about {flow}").format(flow=flow["title"]))
