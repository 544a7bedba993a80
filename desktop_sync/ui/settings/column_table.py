"""The columns of a table with a few of its rows: each a line, with its type and a tick for whether it is read."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from desktop_sync.ui.parts.outside import said
from desktop_sync.ui.told import Say

Row = dict[str, Any]
NARROW = 150  # px, of a column


class ColumnTable(QTableWidget):
    """``say`` puts a reason of the engine into the desk's language."""

    def __init__(self, say: Say, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._told: list[Row] = []
        self.setAccessibleName(self.tr("Columns, with rows as they are now"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()

    def show_table(self, columns: list[Row], rows: list[Row]) -> None:
        """As the engine tells them."""
        self._told = columns
        heads = [self.tr("Column"), self.tr("Type"), self.tr("Remarks")]
        heads += [self.tr("Row {number}").format(number=number) for number in range(1, len(rows) + 1)]
        self.blockSignals(True)
        self.setColumnCount(len(heads))
        self.setHorizontalHeaderLabels(heads)
        self.setRowCount(len(columns))
        for number, one in enumerate(columns):
            texts = [one["name"], one["type"], self._remark(one), *(self._value(row, one["name"]) for row in rows)]
            for at, words in enumerate(texts):
                self.setItem(number, at, self._cell(words, check=at == 0, off=bool(one["refused"])))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for at in range(len(heads)):
            self.setColumnWidth(at, NARROW)
        self.blockSignals(False)

    @staticmethod
    def _cell(words: str, *, check: bool, off: bool) -> QTableWidgetItem:
        item = QTableWidgetItem(said(words))
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        item.setToolTip(said(words))
        if check and not off:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
        return item

    def _remark(self, column: Row) -> str:
        if column["refused"]:
            return self._say(column["refused"])
        return self.tr("tells changes") if column["rowversion"] else ""

    def _value(self, row: Row, name: str) -> str:
        """Nothing where the column cannot be read."""
        return "" if name not in row else self.tr("(no value)") if row[name] is None else str(row[name])

    @property
    def wanted(self) -> list[str] | None:
        """The columns that are ticked; None: all of them."""
        told = self._told
        usable = [number for number, one in enumerate(told) if not one["refused"]]
        ticked = [number for number in usable if self._ticked(number)]
        whole = len(ticked) == len(told)
        return None if whole else [str(told[number]["name"]) for number in ticked]

    def _ticked(self, number: int) -> bool:
        item = self.item(number, 0)
        return item is not None and item.checkState() is Qt.CheckState.Checked

    @property
    def current(self) -> str:
        """The name of the column that is chosen; empty: none is."""
        number = self.currentRow()
        return str(self._told[number]["name"]) if 0 <= number < len(self._told) else ""
