"""The model of rows of which most are not here: blocks of numbers, with the rows of those that were read.

What changes in a block is told as it is: what is chosen, and where somebody reads, stays. It asks nobody for anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from desktop_sync.ui.activity.blocks import Block, Blocks, Row
from desktop_sync.ui.parts.columns import ANSWERED, WAIT_ROLE, Column, cell, head
from desktop_sync.ui.parts.rows import NOWHERE, Index

MOST_RUNS = 16  # runs of rows within a block that are changed by themselves


class BlockModel(QAbstractTableModel):
    """A row that is not here answers ``WAIT_ROLE``."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._blocks = Blocks()

    @property
    def total(self) -> int:
        """Rows that are known of."""
        return self._blocks.total

    def row_of(self, identity: int) -> int | None:
        """Where the thing with this number stands, when it is here."""
        return self._blocks.row_of(identity)

    def at(self, row: int) -> Row | None:
        """What stands there, when it is here."""
        return self._blocks.row(row) if 0 <= row < self.total else None

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else self._blocks.total

    def columnCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in ANSWERED or not index.isValid():
            return None
        row = self._blocks.row(index.row())
        if row is None:
            return True if role == WAIT_ROLE else None
        return cell(self.columns[index.column()], row, role)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        return head(self.columns, section, orientation, role)

    # -- what changes -------------------------------------------------------------------------------

    def _split(self, wanted: tuple[int, int], rows: Sequence[Row], *, silent: bool = False) -> None:
        """Rows to the blocks in which they stand."""
        for number in range(wanted[0], wanted[1] + 1):
            block = self._blocks.all[number]
            mine = [one for one in rows if block.low <= one["id"] <= block.high]
            if silent:
                block.rows, block.count = mine, len(mine)
                self._blocks.changed()
            else:
                self._put(number, mine)

    def _put(self, number: int, rows: list[Row]) -> None:
        """A block's rows; those that went or came since are told one by one, so that what is chosen stays so."""
        block, start = self._blocks.all[number], self._blocks.start(number)
        if block.rows is not None:
            self._change(block, start, rows)
        self._fit(block, start, len(rows))
        block.rows, block.stale = rows, False
        if rows:
            self.dataChanged.emit(self.index(start, 0), self.index(start + len(rows) - 1, len(self.columns) - 1))

    def _change(self, block: Block, start: int, rows: list[Row]) -> None:
        """Those that went, and those that came, in runs of neighbours; of too many only the same beginning stays."""
        have, new = [one["id"] for one in block.rows or ()], [one["id"] for one in rows]
        mine, its = set(have), set(new)
        gone = list(_runs([place for place, one in enumerate(have) if one not in its]))
        come = list(_runs([place for place, one in enumerate(new) if one not in mine]))
        if len(gone) + len(come) > MOST_RUNS:
            same = next((place for place, pair in enumerate(zip(have, new, strict=False)) if pair[0] != pair[1]), 0)
            self._fit(block, start, same)
            return
        for first, last in reversed(gone):
            self.beginRemoveRows(QModelIndex(), start + first, start + last)
            block.rows = None
            self._counts(block, block.count - (last - first + 1))
            self.endRemoveRows()
        for first, last in come:
            self.beginInsertRows(QModelIndex(), start + first, start + last)
            block.rows = None
            self._counts(block, block.count + last - first + 1)
            self.endInsertRows()

    def _fit(self, block: Block, start: int, count: int) -> None:
        """What was counted is not what stands there any more."""
        if count < block.count:
            self.beginRemoveRows(QModelIndex(), start + count, start + block.count - 1)
            block.rows = None
            self._counts(block, count)
            self.endRemoveRows()
        elif count > block.count:
            self.beginInsertRows(QModelIndex(), start + block.count, start + count - 1)
            block.rows = None
            self._counts(block, count)
            self.endInsertRows()

    def _counts(self, block: Block, count: int) -> None:
        block.count = count
        self._blocks.changed()


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Neighbours together: first and last."""
    first = 0
    for number, place in enumerate(places):
        if number + 1 == len(places) or places[number + 1] != place + 1:
            yield places[first], place
            first = number + 1
