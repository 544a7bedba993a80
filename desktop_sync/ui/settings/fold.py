"""*More*: rows of a form that few people need, closed at first."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop_sync.ui.parts.folded import Folded
from desktop_sync.ui.tokens import GRID, INSIDE


class Fold(Folded):
    """Put rows into it with ``add``."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent)
        self.button.setText(self.tr("More"))
        self.many = 0
        self.inside.setSpacing(INSIDE)
        self.setContentsMargins(0, GRID, 0, 0)

    def add(self, row: QWidget) -> None:
        """Below the others."""
        self.many += 1
        self.inside.addWidget(row)

    def has(self, row: QWidget) -> bool:
        """Whether it stands here."""
        return row.parentWidget() is self.body
