"""What all trees of the editors have in common: calm rows, and a frame that shows the focus."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from desktop_sync.ui.theme import TEXT, colours, font

LINE = 26  # height of a row


class Tree(QTreeWidget):
    """``heads``: the words above its columns. Make its rows by ``row``."""

    def __init__(self, name: str, heads: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderLabels(list(heads))
        self.setAccessibleName(name)
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setVerticalScrollMode(self.ScrollMode.ScrollPerPixel)
        font(self, TEXT)

    @staticmethod
    def new_row(parent: QTreeWidgetItem) -> QTreeWidgetItem:
        """The last one below ``parent``."""
        item = QTreeWidgetItem(parent)
        item.setSizeHint(0, QSize(0, LINE))
        return item

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """By Tab, the first row is chosen where none is: else nothing could be done by keys."""
        super().focusInEvent(event)
        if self.currentItem() is None and self.topLevelItemCount():
            first = self.topLevelItem(0)
            if first is not None:
                self.setCurrentItem(first)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setPen(QPen(QColor(colours().accent), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
            painter.end()
