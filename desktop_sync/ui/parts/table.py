"""The table that every screen uses: rows are chosen as a whole, columns can be moved, resized and hidden by whoever
reads, and stay so. Enter and a double click open a row, Ctrl+C copies what is chosen as text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelectionRange,
    QModelIndex,
    QPoint,
    QSettings,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QAction,
    QColor,
    QFocusEvent,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from desktop_sync.ui.parts.cells import Cells, Head
from desktop_sync.ui.parts.columns import ROW_ROLE, Column, Row
from desktop_sync.ui.theme import TEXT, colours, font
from desktop_sync.ui.tokens import ROW

SOON = 500  # ms after the last change until it is kept
MOST_COPIED = 500  # rows; more is for an export


class Table(QTableView):
    """``name``: under which its columns are kept. ``opened``: a row was; ``copied``: so many rows, of so many chosen.

    Give it a model whose columns are ``columns``, in their order, that answers ``ROW_ROLE``.
    """

    opened = Signal(dict)
    copied = Signal(int, int)

    def __init__(
        self, name: str, title: str, columns: Sequence[Column], kept: QSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._kept, self._key = kept, f"table/{name}"
        self._widths: dict[str, int] = {}  # as a person drew them, by the column's name
        self._shown: dict[str, bool] = {}  # as a person chose
        self._order: list[str] = []  # as a person laid them
        self._stretching = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON)
        self._soon.timeout.connect(self.keep)
        self.setAccessibleName(title)
        self.setItemDelegate(Cells(self))
        self.setHorizontalHeader(Head(self))
        self._set_up()
        self.activated.connect(self._open)

    def setModel(self, model: QAbstractItemModel | None) -> None:  # noqa: N802 - Qt's name
        """And its columns are as they were left."""
        super().setModel(model)
        head = self.horizontalHeader()
        for number, column in enumerate(self.columns):
            if column.width:
                self.setColumnWidth(number, column.width)
            self.setColumnHidden(number, not column.shown)
        self._restore()
        self._stretch()
        head.sectionResized.connect(self._resized)
        head.sectionMoved.connect(self._moved)

    def chosen(self) -> list[Row]:
        """The rows that are chosen and here, from top to bottom; at most so many as are copied."""
        return [row for index in self._chosen() if (row := self._row(index)) is not None]

    def columns_menu(self, parent: QWidget | None = None) -> QMenu:
        """Which columns show."""
        menu = QMenu(parent or self)
        for number, column in enumerate(self.columns):
            action = QAction(column.title, menu, checkable=True, checked=not self.isColumnHidden(number))
            action.setData(number)
            menu.addAction(action)
        menu.triggered.connect(self._show_column)
        return menu

    @Slot()
    def keep(self) -> None:
        """Widths, order and which columns show: as far as a person changed them, and nothing that was only laid out."""
        self._soon.stop()
        self._kept.setValue(self._key, json.dumps({"widths": self._widths, "shown": self._shown, "order": self._order}))

    def _restore(self) -> None:
        kept = _read(self._kept.value(self._key))
        self._widths, self._shown = dict(kept.get("widths", {})), dict(kept.get("shown", {}))
        self._order = list(kept.get("order", ()))
        head, numbers = self.horizontalHeader(), {one.name: number for number, one in enumerate(self.columns)}
        for place, name in enumerate(one for one in self._order if one in numbers):
            head.moveSection(head.visualIndex(numbers[name]), place)
        for name, shown in self._shown.items():
            if name in numbers:
                self.setColumnHidden(numbers[name], not shown)
        for name, width in self._widths.items():
            if name in numbers:
                self.setColumnWidth(numbers[name], width)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """The row that the keyboard comes to is chosen: what is told of it beside the table is told of this one."""
        super().focusInEvent(event)
        by_keys = event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}
        if by_keys and self.currentIndex().isValid() and not self.selectionModel().hasSelection():
            self.selectRow(self.currentIndex().row())

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """What was not kept yet is kept now: it may be going for good."""
        super().hideEvent(event)
        if self._soon.isActive():
            self.keep()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._stretch()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setPen(QColor(colours().accent))
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))
            painter.end()

    @Slot()
    def copy(self) -> None:
        """The chosen rows as they show, columns between tabs."""
        head = self.horizontalHeader()
        order = sorted(range(len(self.columns)), key=head.visualIndex)
        shown = [number for number in order if not self.isColumnHidden(number)]
        lines = [
            "\t".join(" ".join(str(index.siblingAtColumn(number).data() or "").split()) for number in shown)
            for index in self._chosen()
            if self._row(index) is not None
        ]
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))
            self.copied.emit(len(lines), sum(one.height() for one in self._ranges()))

    def _set_up(self) -> None:
        font(self, TEXT)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        down = self.verticalHeader()
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setMinimumSectionSize(ROW)
        down.setDefaultSectionSize(ROW)
        head = self.horizontalHeader()
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._ask_columns)

    def _chosen(self) -> Iterator[QModelIndex]:
        left = MOST_COPIED
        for part in sorted(self._ranges(), key=lambda one: one.top()):
            for row in range(part.top(), min(part.bottom() + 1, part.top() + left)):
                yield self.model().index(row, 0)
            left -= part.height()
            if left <= 0:
                return

    def _ranges(self) -> list[QItemSelectionRange]:
        chosen = self.selectionModel().selection()
        return [chosen.at(number) for number in range(chosen.count())]

    def _row(self, index: QModelIndex) -> Row | None:
        """As the model has it; through the index it would be made a value of Qt's and back."""
        row: Row | None = self.model().data(index, ROW_ROLE)
        return row

    @Slot(int, int, int)
    def _resized(self, number: int, before: int, now: int) -> None:
        """By a person: what is hidden or shown has no width before or after."""
        if self._stretching:
            return
        if before and now and self.columns[number].width:
            self._widths[self.columns[number].name] = now
        self._changed()

    @Slot()
    def _moved(self) -> None:
        head = self.horizontalHeader()
        self._order = [self.columns[head.logicalIndex(place)].name for place in range(len(self.columns))]
        self._changed()

    def _changed(self) -> None:
        self._stretch()
        self._soon.start()

    def _stretch(self) -> None:
        """Columns of width 0 take what the others leave; where that is too little, the table scrolls sideways.

        Qt's own stretching is not used: switched on while the head is laid out, it goes by the width of before.
        """
        head = self.horizontalHeader()
        shown = [number for number in range(min(len(self.columns), head.count())) if not head.isSectionHidden(number)]
        wide = [number for number in shown if not self.columns[number].width]
        left = self.viewport().width() - sum(head.sectionSize(number) for number in shown if number not in wide)
        self._stretching = True
        for number in wide:
            head.setSectionResizeMode(number, QHeaderView.ResizeMode.Interactive)
            head.resizeSection(number, max(left // len(wide), self.columns[number].least))
        self._stretching = False

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        row = self._row(index)
        if row is not None:
            self.opened.emit(row)

    @Slot(QPoint)
    def _ask_columns(self, where: QPoint) -> None:
        menu = self.columns_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.horizontalHeader().mapToGlobal(where))

    @Slot(QAction)
    def _show_column(self, action: QAction) -> None:
        """The last that shows stays."""
        number = int(action.data())
        if not action.isChecked() and self.horizontalHeader().hiddenSectionCount() + 1 == len(self.columns):
            action.setChecked(True)
            return
        self._shown[self.columns[number].name] = action.isChecked()
        self.setColumnHidden(number, not action.isChecked())
        self._changed()


def _read(kept: object) -> dict[str, Any]:
    """Nothing where nothing was kept, or an older program kept it in its own way."""
    try:
        found = json.loads(kept) if isinstance(kept, str) else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
