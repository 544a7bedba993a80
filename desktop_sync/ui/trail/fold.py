"""The head of one version in the trail: what became of it and when; it folds its steps away."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.parts.raised import paint_raised
from desktop_sync.ui.theme import TEXT, colours, font
from desktop_sync.ui.tokens import BETWEEN, GRID, INSIDE, ROW

PICTURE = 16
CHEVRON = 20


class Fold(QAbstractButton):
    """Checked: its steps show. ``mood``: the shape before its title."""

    def __init__(self, mood: str, title: str, when: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mood, self._when = mood, when
        self.setText(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        font(self, TEXT, semibold=True)
        self.setAccessibleName(f"{title}, {when}")

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(200, ROW)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(120, ROW)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter, of = QPainter(self), colours()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isDown() or self.underMouse():
            paint_raised(painter, self.rect())
        shape = QRect(BETWEEN + (28 - PICTURE) // 2, (self.height() - PICTURE) // 2, PICTURE, PICTURE)
        icons.state(self._mood).paint(painter, shape)
        chevron = QRect(self.width() - CHEVRON - INSIDE, (self.height() - CHEVRON) // 2, CHEVRON, CHEVRON)
        name = "chevron-down" if self.isChecked() else "chevron-right"
        icons.action(name, colour=of.secondary).paint(painter, chevron)
        words = self.rect().adjusted(BETWEEN + 28 + BETWEEN, 0, -CHEVRON - GRID, 0)
        wide = self._paint_when(painter, words)
        painter.setFont(self.font())
        painter.setPen(QColor(of.text))
        room = max(words.width() - wide - GRID, 0)
        title = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(of.accent), 1))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), INSIDE, INSIDE)
        painter.end()

    def _paint_when(self, painter: QPainter, where: QRect) -> int:
        """How wide it is."""
        plain = self.font()
        plain.setWeight(plain.Weight.Normal)
        painter.setFont(plain)
        painter.setPen(QColor(colours().secondary))
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._when)
        return painter.fontMetrics().horizontalAdvance(self._when)
