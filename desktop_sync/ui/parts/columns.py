"""Columns of a table: what each shows of a row, in words. Views and models are made of them; rows are JSON objects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt

Row = dict[str, Any]
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1  # the row itself
MOOD_ROLE = int(Qt.ItemDataRole.UserRole) + 2  # the shape beside the word, by its name in core.sentence.Mood
WAIT_ROLE = int(Qt.ItemDataRole.UserRole) + 3  # True: the row is not here yet
ANSWERED = frozenset(
    {
        int(Qt.ItemDataRole.DisplayRole),
        int(Qt.ItemDataRole.AccessibleTextRole),
        int(Qt.ItemDataRole.TextAlignmentRole),
        int(Qt.ItemDataRole.ToolTipRole),
        MOOD_ROLE,
        ROW_ROLE,
        WAIT_ROLE,
    }
)
"""The roles that mean anything here; a view asks for five others with every cell that it paints."""
LEAST = 140  # width of a column that takes what the others leave
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Column:
    """``name`` for code, ``title`` for people; ``width`` in pixels, 0 takes what the others leave, at least ``least``.

    ``tip``: what the tooltip says besides; ``mood``: the shape before the word, "" for none.
    """

    name: str
    title: str
    text: Callable[[Row], str]
    width: int = 120
    right: bool = False
    shown: bool = True
    tip: Callable[[Row], str] | None = None
    mood: Callable[[Row], str] | None = None
    least: int = LEAST


def cell(column: Column, row: Row, role: int) -> object:
    """What a model's ``data`` answers for a row that is here."""
    if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
        return column.text(row)
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return RIGHT if column.right else LEFT
    if role == Qt.ItemDataRole.ToolTipRole:
        return column.tip(row) if column.tip is not None else None
    if role == MOOD_ROLE:
        return column.mood(row) if column.mood is not None else None
    return row if role == ROW_ROLE else None


def head(columns: Sequence[Column], section: int, orientation: Qt.Orientation, role: int) -> object:
    """What a model's ``headerData`` answers."""
    if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(columns):
        return None
    if role == Qt.ItemDataRole.DisplayRole:
        return columns[section].title
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return RIGHT if columns[section].right else LEFT
    return None
