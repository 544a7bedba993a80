"""*More*: what few people need, closed at first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from desktop_sync.ui.tokens import GRID, INSIDE


class Fold(QWidget):
    """Put rows into it with ``add``."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.many = 0
        self.button = QToolButton(self)
        self.button.setText(self.tr("More"))
        self.button.setCheckable(True)
        self.button.setAutoRaise(True)
        self.button.toggled.connect(self._toggled)
        self._inside = QWidget(self)
        self._rows = QVBoxLayout(self._inside)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(INSIDE)
        self._inside.setVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID, 0, 0)
        column.setSpacing(INSIDE)
        column.addWidget(self.button)
        column.addWidget(self._inside)
        self._toggled(on=False)

    def add(self, row: QWidget) -> None:
        """Below the others."""
        self.many += 1
        self._rows.addWidget(row)

    def has(self, row: QWidget) -> bool:
        """Whether it stands here."""
        return row.parentWidget() is self._inside

    def open(self) -> None:
        """Shows them."""
        self.button.setChecked(True)

    @Slot(bool)
    def _toggled(self, on: bool) -> None:
        self._inside.setVisible(on)
        self.button.setArrowType(Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
