"""A quiet row of tabs: words, the chosen one with the accent below it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionFocusRect, QTabBar, QWidget

from desktop_sync.ui.parts.raised import paint_raised
from desktop_sync.ui.theme import TEXT, colours, font
from desktop_sync.ui.tokens import BETWEEN, INSIDE, ROW

MARK = 3  # height of the mark below the chosen one


class Tabs(QTabBar):
    """The arrow keys go through them, as in any row of tabs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        font(self, TEXT, semibold=True)  # the room that the chosen one needs
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def tabSizeHint(self, index: int) -> QSize:  # noqa: N802 - Qt's name
        words = self.fontMetrics().horizontalAdvance(self.tabText(index).replace("&", ""))
        return QSize(words + 2 * BETWEEN, ROW)

    def minimumTabSizeHint(self, index: int) -> QSize:  # noqa: N802 - Qt's name
        return self.tabSizeHint(index)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        under = self.tabAt(self.mapFromGlobal(self.cursor().pos())) if self.underMouse() else -1
        for index in range(self.count()):
            self._paint_tab(painter, index, hovered=index == under)
        painter.end()

    def _paint_tab(self, painter: QPainter, index: int, *, hovered: bool) -> None:
        of, rect, chosen = colours(), self.tabRect(index), index == self.currentIndex()
        inner = rect.adjusted(INSIDE // 2, INSIDE, -INSIDE // 2, -INSIDE - MARK)
        if hovered and not chosen:
            paint_raised(painter, inner)
        made = painter.font()
        made.setWeight(made.Weight.DemiBold if chosen else made.Weight.Normal)
        painter.setFont(made)
        painter.setPen(QColor(of.text if chosen else of.secondary))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextShowMnemonic, self.tabText(index))
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(of.accent))
            mark = QRect(rect.left() + BETWEEN, rect.bottom() - MARK, rect.width() - 2 * BETWEEN, MARK)
            painter.drawRoundedRect(mark, MARK / 2, MARK / 2)
            if self.hasFocus():
                option = QStyleOptionFocusRect()
                option.initFrom(self)
                option.rect = inner
                self.style().drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, option, painter, self)
