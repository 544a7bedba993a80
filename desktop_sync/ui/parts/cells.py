"""How a cell is painted: quiet rows with a hairline between, the chosen one raised, a shape before a state's word."""

from __future__ import annotations

import html

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from desktop_sync.ui import icons
from desktop_sync.ui.parts.columns import MOOD_ROLE, WAIT_ROLE
from desktop_sync.ui.parts.raised import lined
from desktop_sync.ui.theme import NOTE, colours, font
from desktop_sync.ui.tokens import BETWEEN, GRID, INSIDE, ROW

MARK = 3  # width of the mark at a chosen row
SHAPE = 16
BAR = 8  # height of what stands for text that is on its way
Index = QModelIndex | QPersistentModelIndex
State = QStyle.StateFlag


def tip(text: str) -> str:
    """For a tooltip: what others wrote is never read as HTML."""
    return f"<p style='white-space: pre-wrap'>{html.escape(text)}</p>" if text else ""


class Cells(QStyledItemDelegate):
    """For a table whose rows are chosen as a whole."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802 - Qt's name
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideRight
        mood = index.model().data(index, MOOD_ROLE)
        if mood:
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.icon = icons.state(mood)
            option.decorationSize.setWidth(SHAPE)
            option.decorationSize.setHeight(SHAPE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        of, chosen = colours(), bool(option.state & State.State_Selected)
        own = QStyleOptionViewItem(option)
        own.state &= ~(State.State_Selected | State.State_HasFocus | State.State_MouseOver)
        own.rect = option.rect.adjusted(GRID, 0, -INSIDE, -1)
        own.palette.setColor(QPalette.ColorRole.HighlightedText, QColor(of.text))
        if chosen:
            painter.fillRect(option.rect, QBrush(QColor(of.raised)))
        line = QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1)
        painter.fillRect(line, QColor(of.border))
        if index.model().data(index, WAIT_ROLE):
            self._paint_waiting(painter, own.rect)
        else:
            super().paint(painter, own, index)
        self._paint_mark(painter, option, index, chosen)

    def helpEvent(  # noqa: N802 - Qt's name
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if event.type() is not QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        said = self.hint(view, option, index)
        if said:
            QToolTip.showText(event.globalPos(), tip(said), view)
        else:
            QToolTip.hideText()
        return True

    def hint(self, view: QWidget, option: QStyleOptionViewItem, index: Index) -> str:
        """What the tooltip says: the whole text where it is cut, and what the model adds."""
        text, more = str(index.data() or ""), str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
        room = option.rect.width() - BETWEEN - GRID - (SHAPE + INSIDE if index.data(MOOD_ROLE) else 0)
        cut = view.fontMetrics().horizontalAdvance(text) > room
        return "\n".join(one for one in (text if cut and text not in more else "", more) if one)

    @staticmethod
    def _paint_waiting(painter: QPainter, rect: QRect) -> None:
        wide = max(0, (rect.width() - 2 * INSIDE) * 3 // 5)
        where = QRect(rect.left() + INSIDE, rect.center().y() - BAR // 2, wide, BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours().raised))
        painter.drawRoundedRect(where, INSIDE, INSIDE)

    @staticmethod
    def _paint_mark(painter: QPainter, option: QStyleOptionViewItem, index: Index, chosen: bool) -> None:
        """The accent at the left of a chosen row, and around the row that the keyboard is at."""
        view = option.widget
        if not isinstance(view, QTableView):
            return
        rect, accent = option.rect, QColor(colours().accent)
        first = view.columnAt(0) == index.column()
        if chosen and first:
            painter.fillRect(QRect(0, rect.top() + GRID, MARK, rect.height() - 2 * GRID), accent)
        if (view.hasFocus() and view.currentIndex().row() == index.row()) or (chosen and lined()):
            painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), accent)
            painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), accent)


class Head(QHeaderView):
    """The titles above: small, over a hairline, in line with what stands below them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        font(self, NOTE)
        self.setFixedHeight(ROW - INSIDE)
        self.setSectionsMovable(True)
        self.setMinimumSectionSize(6 * GRID)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802 - Qt's name
        of, model = colours(), self.model()
        title = str(model.headerData(section, self.orientation(), Qt.ItemDataRole.DisplayRole) or "")
        side = model.headerData(section, self.orientation(), Qt.ItemDataRole.TextAlignmentRole)
        room = rect.adjusted(BETWEEN, 0, -GRID, -1)
        painter.fillRect(rect, QColor(of.card))
        painter.setPen(QColor(of.secondary))
        painter.drawText(
            room, int(side), self.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room.width())
        )
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(of.border))
        if self.logicalIndexAt(self.width() - 1) != section:
            painter.fillRect(QRect(rect.right(), rect.top() + GRID, 1, rect.height() - 2 * GRID), QColor(of.border))
