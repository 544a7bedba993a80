"""What was resolved in the last days: a fold below, closed until somebody wants it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.problems.cards import GroupList
from desktop_sync.ui.problems.groups import GROUP_ROLE, Ended
from desktop_sync.ui.problems.telling import Row, Telling
from desktop_sync.ui.tokens import INSIDE

HIGH = 240


class Resolved(QWidget):
    """``trail_wanted``: one of a document was opened."""

    trail_wanted = Signal(str, str)

    def __init__(self, telling: Telling, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = Ended(telling, now, self)
        self.fold = QToolButton(self)
        self.fold.setAutoRaise(True)
        self.fold.setCheckable(True)
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.list = GroupList(self.tr("Resolved in the last 7 days"), self)
        self.list.setModel(self.model)
        self.list.setMaximumHeight(HIGH)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(INSIDE)
        column.addWidget(self.fold)
        column.addWidget(self.list)
        self.fold.toggled.connect(self._folded)
        self.list.activated.connect(self._opened)
        self.show_rows([])
        self._folded()

    def show_rows(self, rows: list[Row]) -> None:
        """As ``resolved`` tells them."""
        if rows != self.model.rows:
            self.model.show(rows)
        many = sum(one["problems"] for one in rows)
        self.fold.setText(self.tr("%n resolved in the last 7 days", "", many))
        self.setVisible(bool(rows))

    @Slot()
    def _folded(self) -> None:
        opened = self.fold.isChecked()
        self.fold.setIcon(icons.action("chevron-down" if opened else "chevron-right"))
        self.list.setVisible(opened)

    @Slot(QModelIndex)
    def _opened(self, index: QModelIndex) -> None:
        row = index.data(GROUP_ROLE)
        if row is not None and row["reference"]:
            self.trail_wanted.emit(row["reference"], row["resource"])
