"""The list of groups at the left: a shape, what happened in two lines, and who, how many and since when below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.parts.columns import MOOD_ROLE
from desktop_sync.ui.parts.outside import said
from desktop_sync.ui.problems.telling import Row, Telling, mood
from desktop_sync.ui.theme import NOTE, TEXT, colours
from desktop_sync.ui.tokens import BETWEEN, GRID, INSIDE, RADIUS

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
GROUP_ROLE = int(Qt.ItemDataRole.UserRole) + 9
SHAPE = 20
MARK = 3
LINES = 2
State = QStyle.StateFlag


class Groups(QAbstractListModel):
    """Newest first. A group is known by its cause: it stays chosen while its members come and go."""

    def __init__(self, telling: Telling, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self._telling, self._now = telling, now

    def show(self, groups: Sequence[Row]) -> None:
        """What is there now; only what differs moves."""
        wanted = sorted(groups, key=lambda one: (-one["newest_at"], one["cause"]))
        if not self.rows:
            self.beginResetModel()
            self.rows = wanted
            self.endResetModel()
            return
        causes = {one["cause"] for one in wanted}
        for place in range(len(self.rows) - 1, -1, -1):
            if self.rows[place]["cause"] not in causes:
                self.beginRemoveRows(NOWHERE, place, place)
                del self.rows[place]
                self.endRemoveRows()
        for place, group in enumerate(wanted):
            self._put(place, group)
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))

    def _put(self, place: int, group: Row) -> None:
        found = next((at for at in range(place, len(self.rows)) if self.rows[at]["cause"] == group["cause"]), None)
        if found is None:
            self.beginInsertRows(NOWHERE, place, place)
            self.rows.insert(place, group)
            self.endInsertRows()
            return
        if found != place:
            self.beginMoveRows(NOWHERE, found, found, NOWHERE, place)
            self.rows.insert(place, self.rows.pop(found))
            self.endMoveRows()
        self.rows[place] = group

    def place_of(self, cause: str) -> int:
        """-1 when there is none."""
        return next((at for at, one in enumerate(self.rows) if one["cause"] == cause), -1)

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        group = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._telling.title(group)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._telling.title(group)}. {self._telling.note(group, self._now())}"
        if role == Qt.ItemDataRole.StatusTipRole:
            return self._telling.note(group, self._now())
        if role == MOOD_ROLE:
            return mood(group)
        return group if role == GROUP_ROLE else None


class Ended(QAbstractListModel):
    """What is over, the last first; as ``resolved`` tells it."""

    def __init__(self, telling: Telling, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self._telling, self._now = telling, now

    def show(self, rows: Sequence[Row]) -> None:
        """Others in their place."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return said(row["what"])
        if role in {Qt.ItemDataRole.StatusTipRole, Qt.ItemDataRole.AccessibleDescriptionRole}:
            return self._telling.ended(row, self._now())
        if role == MOOD_ROLE:
            return "well"
        return row if role == GROUP_ROLE else None


class Card(QStyledItemDelegate):
    """How a group is painted."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        big, small = _metrics(option)
        return QSize(240, 2 * BETWEEN + LINES * big + INSIDE + small)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        of, rect = colours(), option.rect.adjusted(INSIDE, INSIDE // 2, -INSIDE, -INSIDE // 2)
        chosen = bool(option.state & State.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or option.state & State.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(of.raised))
            painter.drawRoundedRect(rect, RADIUS // 2, RADIUS // 2)
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


def folded(text: str, font: QFont, width: int) -> list[str]:
    """In at most two lines; what does not fit ends with an ellipsis."""
    layout = QTextLayout(text, font)
    layout.setTextOption(QTextOption())
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    end = line.textStart() + line.textLength()
    layout.endLayout()
    if end >= len(text):
        return [text]
    rest = QFontMetrics(font).elidedText(text[end:], Qt.TextElideMode.ElideRight, width)
    return [text[:end].rstrip(), rest]


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
