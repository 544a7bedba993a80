"""Rows that come page by page while somebody scrolls: each page begins after the last row of the one before.

It asks nobody itself, and holds what has come; the table stays fluid however many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from desktop_sync.ui.parts.columns import Column, Row
from desktop_sync.ui.parts.rows import NOWHERE, Index, Listed

PAGE = 200


class Paged(Listed):
    """``key`` numbers a row, rising. ``wanted``: the page after the row of that number (0: the first one)."""

    wanted = Signal(int)

    def __init__(self, columns: Sequence[Column], key: Callable[[Row], int], parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
        self._key = key
        self._more = self._asked = False

    def begin(self) -> None:
        """Others come: nothing is here, and the first page is wanted."""
        self.clear()
        self._more = True
        self.fetchMore()

    def clear(self) -> None:
        """Nothing is here, and nothing comes."""
        self.beginResetModel()
        self.rows = []
        self._more = self._asked = False
        self.endResetModel()

    def add(self, rows: Sequence[Row], *, more: bool) -> None:
        """The page that was wanted; ``more``: it may not be the last."""
        self._asked, self._more = False, more
        if rows:
            self.beginInsertRows(NOWHERE, len(self.rows), len(self.rows) + len(rows) - 1)
            self.rows.extend(rows)
            self.endInsertRows()

    def renew(self, rows: Sequence[Row], *, more: bool) -> None:
        """What is here now, in place of what was: rows that stay keep their place, and stay chosen."""
        self._asked, self._more = False, more
        fresh = {self._key(row): row for row in rows}
        for place in range(len(self.rows) - 1, -1, -1):
            if self._key(self.rows[place]) not in fresh:
                self.beginRemoveRows(NOWHERE, place, place)
                del self.rows[place]
                self.endRemoveRows()
        for place, row in enumerate(self.rows):
            self.rows[place] = fresh.pop(self._key(row))
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self.columns) - 1))
        self.add(list(fresh.values()), more=more)

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802 - Qt's name
        return not parent.isValid() and self._more and not self._asked

    def fetchMore(self, parent: Index = NOWHERE) -> None:  # noqa: N802 - Qt's name
        if self.canFetchMore(parent):
            self._asked = True
            self.wanted.emit(self._key(self.rows[-1]) if self.rows else 0)
