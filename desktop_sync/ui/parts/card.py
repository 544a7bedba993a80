"""A quiet frame around what belongs together."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop_sync.ui.tokens import GRID, MARGIN


class Card(QFrame):
    """Put widgets into ``body``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(MARGIN, GRID + GRID // 2, MARGIN, GRID + GRID // 2)
        self.body.setSpacing(GRID)
