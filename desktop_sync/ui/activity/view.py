"""The view of a long history: it tells its model what shows, and keeps that in its place when rows come above it."""

from __future__ import annotations

from PySide6.QtCore import QPersistentModelIndex, QPoint, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent

from desktop_sync.ui.activity.pages import Pages
from desktop_sync.ui.parts.table import Table
from desktop_sync.ui.tokens import ROW


class LongTable(Table):
    """``put`` its model into it. At the very top, with nothing chosen, new rows push the others down."""

    pages: Pages

    def put(self, pages: Pages) -> None:
        """Once."""
        self.pages = pages
        self._anchor: tuple[QPersistentModelIndex, int] | None = None
        self._current: int | None = None
        self.setModel(pages)
        pages.rowsAboutToBeInserted.connect(self._about)
        pages.rowsAboutToBeRemoved.connect(self._about)
        pages.rowsInserted.connect(self._moved)
        pages.rowsRemoved.connect(self._moved)
        pages.modelAboutToBeReset.connect(self._about_to_be_another)
        pages.modelReset.connect(self._another)
        self.verticalScrollBar().valueChanged.connect(self.see)

    @property
    def at_top(self) -> bool:
        """Whether the newest row shows."""
        return self.verticalScrollBar().value() == 0

    @Slot()
    def see(self) -> None:
        """What shows is wanted."""
        first = self.rowAt(0)
        last = self.rowAt(self.viewport().height() - 1)
        if first >= 0 and self.isVisible():
            self.pages.see(first, last if last >= 0 else self.pages.total - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.see()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.see()

    @Slot()
    def _about(self) -> None:
        self.setAutoScroll(False)  # when the current row goes, its neighbour is not scrolled to
        top = self.indexAt(QPoint(0, 0))
        held = not self.at_top or self.currentIndex().isValid()
        self._anchor = (QPersistentModelIndex(top), self.visualRect(top).top()) if held and top.isValid() else None

    @Slot()
    def _moved(self) -> None:
        anchor, self._anchor = self._anchor, None
        self.setAutoScroll(True)
        if anchor is not None and anchor[0].isValid():
            self.executeDelayedItemsLayout()
            self.verticalScrollBar().setValue(anchor[0].row() * ROW - anchor[1])
        self.see()

    @Slot()
    def _about_to_be_another(self) -> None:
        row = self.pages.at(self.currentIndex().row())
        self._current = None if row is None else int(row["id"])

    @Slot()
    def _another(self) -> None:
        """The same thing stays chosen where it is in sight of the top; else one begins at the top."""
        self.verticalScrollBar().setValue(0)
        row = None if self._current is None else self.pages.row_of(self._current)
        if row is not None:
            self.setCurrentIndex(self.pages.index(row, 0))
        self.see()
