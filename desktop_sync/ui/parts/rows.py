"""A table's rows that are at hand, as a model. What may be a million has a model of its own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_sync.ui.parts.columns import Column, Row, cell, head

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class Listed(QAbstractTableModel):
    """``rows``, shown by ``columns``. How they come and go is told by those made of this."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: list[Row] = []

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        return cell(self.columns[index.column()], self.rows[index.row()], role)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        return head(self.columns, section, orientation, role)


class Rows(Listed):
    """All of them at once, some hundreds: ``show`` puts others in their place."""

    def show(self, rows: Sequence[Row]) -> None:
        """Other rows; what is chosen stays chosen where as many rows are as before."""
        if len(rows) != len(self.rows):
            self.beginResetModel()
            self.rows = list(rows)
            self.endResetModel()
        elif rows:
            self.rows = list(rows)
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self.columns) - 1))
