"""The layout of the cards before anything is known: it loads, and nothing jumps when it has."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_sync.ui.parts.card import Card
from desktop_sync.ui.theme import colours
from desktop_sync.ui.tokens import GRID, INSIDE, MARGIN, ROW

MANY = 3
HEIGHT = ROW + 3 * GRID + 2  # of a card, with its border
LINES = ((0.0, 0.16), (0.22, 0.4), (0.7, 0.12))  # where lines of text begin, and how long they are


class Ghosts(QWidget):
    """Some empty cards."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Loading"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        for _ in range(MANY):
            column.addWidget(Ghost(self))
        column.addStretch(1)


class Ghost(Card):
    """Two lines without words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours().raised))
        width = self.width() - 2 * MARGIN
        for begin, long in LINES:
            for down, share in ((MARGIN, 1.0), (MARGIN + 2 * GRID + INSIDE, 0.6)):
                where = QRectF(MARGIN + begin * width, down, long * share * width, GRID + INSIDE)
                painter.drawRoundedRect(where, INSIDE, INSIDE)
        painter.end()
