"""Rows of one sheet, as what makes records wants them: titles, hidden and empty rows left out, the heading read.

It must not know the kinds of workbook, nor what makes a record.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desktop_sync.core.cells import letters
from desktop_sync.formats.delimited_lines import unreadable
from desktop_sync.formats.delimited_rows import Bad, Row
from desktop_sync.formats.excel_book import Book, Line, Merged, Sheet, Width
from desktop_sync.formats.excel_cells import Unusable
from desktop_sync.formats.excel_options import LETTERS, ExcelOptions

_HEADING = "Correct sheet and skip in the format of the flow, or let the sending system write the file again."


class SheetRows:
    """``line`` of a row is its number in the sheet, ``offset`` the letters before it (a record may have so many).

    ``unusable``: the last row so far that has a cell of which nothing can be taken.
    """

    def __init__(self, book: Book, sheet: Sheet, options: ExcelOptions) -> None:
        self.count = self.bad = 0
        self.header: tuple[str, ...] = ()
        self.heading = 0  # the row of the heading
        self.unusable = 0
        self.keys: frozenset[int] = frozenset()  # columns, from 0, that tell to which record a row belongs
        self._book = book
        self._sheet = sheet
        self._options = options
        named = max([len(options.columns), *(len(one.columns) for one in options.records.values())])
        self._named = named
        self._width = Width(options.max_columns + 1 if options.header else max(named, LETTERS))
        self._lines = (one for one in book.lines(sheet, self._width) if one.row > options.skip)

    def begin(self) -> bool:
        """Reads the heading; False: there is no text in the sheet."""
        if not self._options.header:
            return True
        line = next((one for one in self._lines if self._shows(one) and _has_text(one.cells)), None)
        if line is None:
            return False
        for column, text in enumerate(line.cells, 1):
            if isinstance(text, Unusable):
                raise unreadable(
                    f"The heading in {self._sheet.name}!{letters(column)}{line.row} cannot be read: {text.why}.",
                    _HEADING,
                )
        self.heading = line.row
        self.header = self._names([text.strip() for text in line.cells])
        self._width.most = max(len(self.header), self._named)
        return True

    def __iter__(self) -> Iterator[Row]:
        wide, ends = self._width.most, self._options.empty_rows == "end"
        least = wide if self._options.header else 0
        offset, before = 0, 0
        for line in self._lines:
            cells, row, hidden = line
            if not _has_text(cells):
                continue
            if ends and before and row > before + 1:
                return
            before = row
            if hidden and not self._shows(line):
                continue
            self.count += 1
            fields = cells[:wide] if len(cells) > wide else cells
            if len(fields) < least:
                fields.extend([""] * (least - len(fields)))
            told = self._looked_at(fields, row) if any(type(one) is Unusable for one in fields) else fields
            yield told, row, offset
            offset += sum(map(len, fields))

    def end(self, fields: list[str], line: int) -> None:
        """A workbook has no trailer."""

    def _shows(self, line: Line) -> bool:
        return not line.hidden or self._options.hidden_rows == "take"

    def _looked_at(self, fields: list[str], row: int) -> list[str]:
        """What a row's record is must be known; of its other cells each counts only where it is asked for."""
        self.unusable = row
        for column in self.keys:
            text = fields[column] if column < len(fields) else ""
            if isinstance(text, Unusable):
                return Bad(text.why, text, column + 1, fields)
        return fields

    def _names(self, texts: list[str]) -> tuple[str, ...]:
        """A column is called by the cell that is merged over it, and where there is none, by its letter."""
        while texts and not texts[-1]:
            texts.pop()
        if len(texts) > self._options.max_columns:
            raise unreadable(
                f"The heading of the sheet {self._sheet.name} in row {self.heading} has more than "
                f"{self._options.max_columns:,} columns (max_columns).",
                _HEADING,
            )
        if not all(texts) and self._options.columns == ():
            for place, text in self._above([place for place, text in enumerate(texts) if not text]).items():
                texts[place] = text
        return tuple(text or letters(place) for place, text in enumerate(texts, 1))

    def _above(self, places: Sequence[int]) -> dict[int, str]:
        """Texts of cells that begin in a row above, merged down into the heading, by column from 0."""
        over: dict[int, Merged] = {}
        for one in self._book.merged(self._sheet):
            if one.top < self.heading <= one.bottom and one.left - 1 in places:
                over[one.left - 1] = one
        if not over:
            return {}
        first = min(one.top for one in over.values())
        found: dict[int, str] = {}
        for line in self._book.lines(self._sheet, Width(max(over) + 1)):
            if line.row >= self.heading:
                break
            if line.row >= first:
                found |= {
                    place: line.cells[place].strip()
                    for place, one in over.items()
                    if one.top == line.row and place < len(line.cells)
                }
        return found


def _has_text(cells: Sequence[str]) -> bool:
    return any(map(str.strip, cells))
