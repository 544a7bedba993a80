"""The lines between a sample and a document: what feeds what. The one that is looked at stands out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Slot
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from desktop_sync.ui.theme import colours
from desktop_sync.ui.tokens import GRID

WIDE = 7 * GRID
Pair = tuple[QTreeWidgetItem, QTreeWidgetItem]


class Between(QWidget):
    """``left`` and ``right`` stand beside it, at the same height."""

    def __init__(self, left: QTreeWidget, right: QTreeWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._left, self._right = left, right
        self._pairs: Sequence[Pair] = ()
        self._marked: frozenset[int] = frozenset()
        self.setFixedWidth(WIDE)

    def show_pairs(self, pairs: Sequence[Pair]) -> None:
        """Rows of both trees. They must be told anew whenever a tree was filled anew."""
        self._pairs = pairs
        self._marked = frozenset()
        self.update()

    def mark(self, item: QTreeWidgetItem | None) -> None:
        """All lines that begin or end at a row."""
        self._marked = frozenset(number for number, pair in enumerate(self._pairs) if item in pair)
        self.update()

    def marked(self) -> int:
        """How many lines stand out."""
        return len(self._marked)

    @Slot()
    def follow(self) -> None:
        """Rows have moved."""
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        of, painter = colours(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        numbers = sorted(range(len(self._pairs)), key=lambda number: number in self._marked)
        for number in numbers:
            marked = number in self._marked
            left, right = self._pairs[number]
            begin, end = self._height(self._left, left), self._height(self._right, right)
            if begin is None or end is None:
                continue
            path = QPainterPath(QPointF(0, begin))
            path.cubicTo(QPointF(WIDE / 2, begin), QPointF(WIDE / 2, end), QPointF(WIDE, end))
            painter.setPen(QPen(QColor(of.accent if marked else of.border), 2 if marked else 1))
            painter.drawPath(path)
        painter.end()

    def _height(self, tree: QTreeWidget, item: QTreeWidgetItem) -> float | None:
        """Of the row, or of what it is folded into; None: it is scrolled away."""
        parent = item.parent()
        while parent is not None:
            if not parent.isExpanded():
                item = parent
            parent = parent.parent()
        rect = tree.visualItemRect(item)
        at = self.mapFromGlobal(tree.viewport().mapToGlobal(rect.center())).y()
        visible = rect.isValid() and tree.viewport().rect().intersects(rect)
        return float(at) if visible else None
