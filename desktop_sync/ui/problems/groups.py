"""What the lists of groups hold: what is open, newest first, and what has ended. How they look is in cards.py."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_sync.ui.parts.columns import MOOD_ROLE
from desktop_sync.ui.parts.outside import said
from desktop_sync.ui.problems.telling import Row, Telling, mood

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
GROUP_ROLE = int(Qt.ItemDataRole.UserRole) + 9


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
            return f"{self._telling.title(group).rstrip('.')}. {self._telling.note(group, self._now())}"
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
