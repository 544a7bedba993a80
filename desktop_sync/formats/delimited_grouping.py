"""What groups rows to records, and the simplest that does: every row is a record.

It must not know lines or encodings. Rows with the same key are ``delimited_keyed``, those of several types
``delimited_types``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from desktop_sync.core.model import Position, Record
from desktop_sync.formats.delimited_columns import Columns, Taken, Width
from desktop_sync.formats.delimited_growing import Growing, row_fault
from desktop_sync.formats.delimited_locate import AlikeRows, RowPlaces
from desktop_sync.formats.delimited_options import DelimitedOptions
from desktop_sync.formats.delimited_rows import Source


class Grouping(Protocol):
    """Makes records of rows; for one payload. ``counts``: rows by type, where there are types."""

    counts: dict[str, int]

    def records(self, rows: Source) -> Iterator[Record]: ...


class Flat:
    """Every row is a record."""

    def __init__(self, options: DelimitedOptions, columns: Columns, width: Width, taken: Taken) -> None:
        self._delimiter = options.delimiter
        self._locator = AlikeRows(columns, breaks=options.line_breaks)
        self._width = width
        self._taken = taken
        self.counts: dict[str, int] = {}

    def records(self, rows: Source) -> Iterator[Record]:
        width, values, locator = self._width, self._taken.values, self._locator
        low, high = width.low, width.high
        for number, row in enumerate(rows, 1):
            given, line, offset = row
            fields = given if low <= len(given) <= high else width.fit(given)
            if fields is not None:
                yield Record(number, values(fields), Position(line, None, offset), "", (), RowPlaces(locator, [row]))
            else:
                growing = Growing(number, {}, row)
                growing.fault(row_fault(row, width, self._delimiter))
                yield growing.record(locator)
