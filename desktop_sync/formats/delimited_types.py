"""Records of rows of several types: a row of one type begins a record, the rows below it belong to it.

It must not know lines, encodings or what a mapping asks: that is compiled into the layouts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from desktop_sync.core.model import Fault, Position, Record
from desktop_sync.formats.delimited_columns import Entry, Width
from desktop_sync.formats.delimited_growing import Growing, fault, row_fault
from desktop_sync.formats.delimited_layouts import Layout
from desktop_sync.formats.delimited_lines import unreadable
from desktop_sync.formats.delimited_locate import TypedRows
from desktop_sync.formats.delimited_options import DelimitedOptions
from desktop_sync.formats.delimited_rows import Bad, Row, Source


class ByType:
    """``layouts``: by the text in the column ``at``, 0-based.

    A row of unknown type, or below something that is not there, refuses the record that is open: it may be part of it.
    """

    def __init__(self, options: DelimitedOptions, layouts: Mapping[str, Layout], at: int) -> None:
        self._options = options
        self._layouts = layouts
        self._at = at
        self._locator = TypedRows(layouts, at, breaks=options.line_breaks)
        self._number = 0
        self._growing: Growing | None = None
        self._last = 0  # byte up to which a row may begin before the record is too large
        self._open: dict[str, Entry] = {}  # the latest entry of each type, while rows below it may come
        self._shared: dict[str, str] = {}
        self.counts: dict[str, int] = dict.fromkeys(options.records, 0)

    def records(self, rows: Source) -> Iterator[Record]:
        """Most rows are one more entry of the group to which the row before them went: these have a short way."""
        at, same, layout = self._at, "", next(iter(self._layouts.values()))
        low = high = 0
        last = -1  # byte up to which the short way is open
        values = layout.values
        entries: list[Entry] = []
        kept: list[Row] = []
        for row in rows:
            given, _, offset = row
            try:
                text = given[at]
            except IndexError:
                text = ""
            if text == same and low <= len(given) <= high and offset <= last:
                entries.append(values(given))
                kept.append(row)
                continue
            self.counts[layout.name] += len(entries)  # what went the short way
            found = self._layouts.get(text) or self._unusual(row, rows)
            entries, last = [], -1
            if found is None:
                continue
            layout = found
            if (layout.top or layout.shared) and self._growing is not None:
                yield self._growing.record(self._locator)
                self._growing = None
            group = self._take(layout, row)
            if group is not None and self._growing is not None:
                entries, kept, last = group, self._growing.rows, self._last
                self.counts[layout.name] -= len(group)
                same, low, high, values = text, layout.low, layout.high, layout.values
        self.counts[layout.name] += len(entries)
        if self._growing is not None:
            yield self._growing.record(self._locator)

    def _take(self, layout: Layout, row: Row) -> list[Entry] | None:
        """A row of known type. Gives the group to which the next row goes, if it is of the same type."""
        self.counts[layout.name] += 1
        given = row[0]
        fields = given if layout.low <= len(given) <= layout.high else layout.width.fit(given)
        if fields is None:
            self._refuse(layout, row)
        elif layout.shared:
            self._shared.update((key, fields[index]) for key, index in layout.firsts)
            self._open = {}
        elif layout.top:
            entry = layout.values(fields)
            self._begin(layout, {**self._shared, **entry} if self._shared else entry, row)
        elif layout.below not in self._open or self._growing is None:
            self._orphan(layout, row)
        elif row[2] > self._last:
            self._growing.too_large(self._options.max_record)
            self._open = {name: {} for name in (*self._open, layout.name)}
        else:
            return self._below(layout, fields, row, self._growing)
        return None

    def _begin(self, layout: Layout, entry: Entry, row: Row) -> None:
        self._number += 1
        self._growing = Growing(self._number, entry, row, layout.kind)
        self._last = row[2] + self._options.max_record
        self._open = {layout.name: entry}

    def _below(self, layout: Layout, fields: list[str], row: Row, growing: Growing) -> list[Entry] | None:
        growing.rows.append(row)
        for name in layout.closes:
            self._open.pop(name, None)
        parent = self._open[layout.below]
        if not layout.group:
            for key, index in layout.firsts:
                parent.setdefault(key, fields[index])
            self._open[layout.name] = parent
            return None
        entry = layout.values(fields)
        entries = cast("list[Entry]", parent.setdefault(layout.group, []))
        entries.append(entry)
        self._open[layout.name] = entry
        return None if layout.closes else entries

    def _refuse(self, layout: Layout, row: Row) -> None:
        """The row has too few or too many columns, or cannot be divided into columns."""
        if layout.shared:
            raise unreadable(
                f"In line {row[1]} the row {layout.name!r}, which holds for all records after it, cannot be used.",
                "Let the sending system write the file again.",
            )
        if layout.top:
            self._begin(layout, {}, row)
        self._tell(row_fault(row, layout.width, self._options.delimiter), row)
        self._open[layout.name] = {}

    def _unusual(self, row: Row, rows: Source) -> Layout | None:
        """The type of a row that is not as most are; None when that was all about it."""
        fields = row[0]
        told = fields.guess if isinstance(fields, Bad) else fields
        text = told[self._at].strip() if self._at < len(told) else ""
        trailer = self._options.trailer
        if text in self._layouts:
            return self._layouts[text]
        if trailer and text == trailer.type and not isinstance(fields, Bad):
            rows.count -= 1
            rows.end(fields, row[1])
        elif isinstance(fields, Bad) or self._options.other_types == "refuse":
            rows.bad += not isinstance(fields, Bad)
            self._strange(row, text)
        return None

    def _strange(self, row: Row, text: str) -> None:
        fields, line, offset = row
        at = self._at + 1
        if isinstance(fields, Bad):
            self._tell(row_fault(row, Width(0, 0), self._options.delimiter), row)
            return
        what = f"the row has the type {text[:50]!r}" if text else "the row has no type"
        why = f"{what} in column {at}, expected one of {', '.join(self._layouts)}"
        self._tell(fault(why, Position(line, at, offset), self._options.delimiter.join(fields[:100])), row)

    def _orphan(self, layout: Layout, row: Row) -> None:
        fields, line, offset = row
        why = f"a row {layout.name!r} stands here, but no row {layout.below!r} before it to which it could belong"
        self._tell(fault(why, Position(line, self._at + 1, offset), self._options.delimiter.join(fields[:100])), row)
        self._open[layout.name] = {}

    def _tell(self, found: Fault, row: Row) -> None:
        """To the record that is open; before the first one, to one that is made for it."""
        if self._growing is None:
            self._number += 1
            kinds = (layout.kind for layout in self._layouts.values() if layout.top)
            self._growing = Growing(self._number, {}, row, next(kinds))
        self._growing.fault(found)
