"""Where the values of one record stand, found in its rows when a fault is to be shown.

It must not know mappings or faults.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from desktop_sync.core.model import Position
from desktop_sync.formats.delimited_columns import Columns
from desktop_sync.formats.delimited_layouts import Layout
from desktop_sync.formats.delimited_rows import Row
from desktop_sync.formats.encoding import line_breaks


class Locator(Protocol):
    """Finds a source such as ``Qty``, ``lines[2]/Qty`` or ``line[2]/tax[1]/Rate`` among a record's rows."""

    def place(self, rows: Sequence[Row], source: str) -> Position: ...


class RowPlaces:
    """One record's ``locate``. The column of a position is its number; the line is the one in which its text begins."""

    __slots__ = ("_locator", "_rows")

    def __init__(self, locator: Locator, rows: Sequence[Row]) -> None:
        self._locator = locator
        self._rows = rows

    def __call__(self, sources: Sequence[str]) -> Mapping[str, Position]:
        """By source; what is not there has the position of the row around it."""
        return {source: self._locator.place(self._rows, source) for source in sources}

    @property
    def length(self) -> None:
        """It ends where the next one begins."""

    def ahead(self, source: str) -> Sequence[str]:
        """What stands between the place of a source and its value: the columns before it."""
        found = self._locator.place(self._rows, source)
        fields = next((row[0] for row in self._rows if row[2] == found.offset), [])
        return fields[: (found.column or 1) - 1]


class AlikeRows:
    """Rows that all have the same columns; ``group``: how their entries are called.

    ``breaks``: a line break in a column ends a line of the payload.
    """

    def __init__(self, columns: Columns, group: str = "", *, breaks: bool = True) -> None:
        self._columns = columns
        self._group = group
        self._breaks = breaks

    def place(self, rows: Sequence[Row], source: str) -> Position:
        groups, column = _parts(source)
        if not groups:
            return _field(rows[0], self._columns, column, breaks=self._breaks)
        [(path, number), *_] = groups
        if path != self._group or number > len(rows):
            return _field(rows[0], self._columns, "", breaks=self._breaks)
        return _field(rows[number - 1], self._columns, column, breaks=self._breaks)


class TypedRows:
    """Rows of several types, told apart by the column ``at``, 0-based."""

    def __init__(self, layouts: Mapping[str, Layout], at: int, *, breaks: bool = True) -> None:
        self._breaks = breaks
        self._layouts = layouts
        self._at = at

    def place(self, rows: Sequence[Row], source: str) -> Position:
        groups, path = _parts(source)
        here = 0
        for steps, number in groups:
            found = self._below(rows, here, steps.rpartition("/")[2])
            if number > len(found):
                return _field(rows[here], Columns(()), "", breaks=self._breaks)
            here = found[number - 1]
        if path not in self._columns(rows[here]).names and "/" in path:
            steps, _, path = path.rpartition("/")
            found = self._below(rows, here, steps.rpartition("/")[2])
            here, path = (found[0], path) if found else (here, "")
        return _field(rows[here], self._columns(rows[here]), path, breaks=self._breaks)

    def _below(self, rows: Sequence[Row], at: int, name: str) -> list[int]:
        """The rows of this type that belong to the row ``at``."""
        scope = self._layout(rows[at])
        found: list[int] = []
        for index in range(at + 1, len(rows)):
            here = self._layout(rows[index])
            if here is None or scope is None:
                continue
            if here.name == scope.name or scope.name in here.closes:
                break
            if here.name == name:
                found.append(index)
        return found

    def _columns(self, row: Row) -> Columns:
        layout = self._layout(row)
        return layout.columns if layout else Columns(())

    def _layout(self, row: Row) -> Layout | None:
        fields = row[0]
        return self._layouts.get(fields[self._at].strip()) if self._at < len(fields) else None


def _parts(source: str) -> tuple[list[tuple[str, int]], str]:
    """``line[2]/tax[1]/Rate`` → the groups with their numbers, and the column."""
    *groups, column = re.split(r"\[([0-9]+)\]/?", source)
    return list(zip(groups[::2], map(int, groups[1::2]), strict=True)), column


def _field(row: Row, columns: Columns, name: str, *, breaks: bool) -> Position:
    fields, line, offset = row
    try:
        index = columns.index(name) if name else None
    except ValueError:
        index = None
    if index is None:
        return Position(line, None, offset)
    below = sum(map(line_breaks, fields[:index])) if breaks else 0
    return Position(line + below, index + 1, offset, name)
