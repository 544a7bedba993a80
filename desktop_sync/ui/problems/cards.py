"""How a group is painted in its list: a shape, what happened in two lines, and who, how many and since when below."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.parts.columns import MOOD_ROLE
from desktop_sync.ui.parts.labels import folded
from desktop_sync.ui.parts.raised import paint_raised
from desktop_sync.ui.theme import NOTE, TEXT, colours
from desktop_sync.ui.tokens import BETWEEN, GRID, INSIDE, RADIUS

Index = QModelIndex | QPersistentModelIndex
SHAPE = 20
MARK = 3
LINES = 2
State = QStyle.StateFlag


class Card(QStyledItemDelegate):
    """How a group is painted."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        big, small = _metrics(option)
        return QSize(220, 2 * BETWEEN + LINES * big + INSIDE + small)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        of, rect = colours(), option.rect.adjusted(INSIDE, INSIDE // 2, -INSIDE, -INSIDE // 2)
        chosen = bool(option.state & State.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or option.state & State.State_MouseOver:
            paint_raised(painter, rect)
        if chosen:
            painter.setBrush(QColor(of.accent))
            painter.drawRoundedRect(
                QRect(rect.left(), rect.top() + BETWEEN, MARK, rect.height() - 2 * BETWEEN), MARK // 2, MARK // 2
            )
        top = rect.top() + BETWEEN - INSIDE // 2
        shape = QRect(rect.left() + BETWEEN, top, SHAPE, SHAPE)
        icons.state(index.data(MOOD_ROLE)).paint(painter, shape)
        self._words(painter, option, index, rect.adjusted(BETWEEN + SHAPE + BETWEEN, top - rect.top(), -GRID, 0))
        if option.state & State.State_HasFocus and option.state & State.State_KeyboardFocusChange:
            painter.setPen(QColor(of.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, RADIUS // 2, RADIUS // 2)
        painter.restore()

    @staticmethod
    def _words(painter: QPainter, option: QStyleOptionViewItem, index: Index, rect: QRect) -> None:
        of = colours()
        big, small = _fonts(option)
        painter.setFont(big)
        painter.setPen(QColor(of.text))
        high = painter.fontMetrics().height()
        lines = folded(str(index.data()), big, rect.width())
        for number, line in enumerate(lines):
            painter.drawText(QRect(rect.left(), rect.top() + number * high, rect.width(), high), 0, line)
        down = rect.top() + len(lines) * high + INSIDE
        painter.setFont(small)
        painter.setPen(QColor(of.secondary))
        note = str(index.data(Qt.ItemDataRole.StatusTipRole))
        note = painter.fontMetrics().elidedText(note, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(QRect(rect.left(), down, rect.width(), painter.fontMetrics().height()), 0, note)


def _fonts(option: QStyleOptionViewItem) -> tuple[QFont, QFont]:
    big, small = QFont(option.font), QFont(option.font)
    big.setPixelSize(TEXT)
    big.setWeight(QFont.Weight.DemiBold)
    small.setPixelSize(NOTE)
    return big, small


def _metrics(option: QStyleOptionViewItem) -> tuple[int, int]:
    big, small = _fonts(option)
    return QFontMetrics(big).height(), QFontMetrics(small).height()


class GroupList(QListView):
    """One is chosen at a time; arrow keys go through them."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.setItemDelegate(Card(self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Around it, where it has the focus and nothing in it can show that."""
        super().paintEvent(event)
        if self.hasFocus() and not self.currentIndex().isValid():
            painter = QPainter(self.viewport())
            painter.setPen(QColor(colours().accent))
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))
            painter.end()
