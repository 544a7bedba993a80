"""What all trees of the editors have in common: calm rows, and a frame that shows the focus."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from desktop_sync.ui.theme import TEXT, colours, font

LINE = 26  # height of a row


class Tree(QTreeWidget):
    """``heads``: the words above its columns, each with its share of the width. Make its rows by ``new_row``."""

    def __init__(self, name: str, heads: Mapping[str, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares = list(heads.values())
        self.setHeaderLabels(list(heads))
        self.setAccessibleName(name)
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setVerticalScrollMode(self.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # so that no width jumps
        self.header().setStretchLastSection(True)
        font(self, TEXT)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing is scrolled sideways: each column has its share of what there is."""
        super().resizeEvent(event)
        wide = self.viewport().width()
        for column, share in enumerate(self._shares[:-1]):
            self.setColumnWidth(column, wide * share // sum(self._shares))
        current = self.currentItem()
        if current is not None and self.is_open(current):
            self.scrollToItem(current)

    @staticmethod
    def is_open(item: QTreeWidgetItem) -> bool:
        """Whether nothing that it stands in is closed: to scroll to it would open that."""
        outer = item.parent()
        while outer is not None and outer.isExpanded():
            outer = outer.parent()
        return outer is None

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
