"""What a workbook that is a sample holds: its columns with examples; and which sheet and heading it seems to have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import BinaryIO

from desktop_sync.core.errors import Rejected
from desktop_sync.core.outline import Outline
from desktop_sync.formats.delimited_outline import MOST, ROWS, fields_of
from desktop_sync.formats.delimited_rows import Bad
from desktop_sync.formats.excel import opened
from desktop_sync.formats.excel_book import Book, Line, Sheet, Width, chosen
from desktop_sync.formats.excel_options import ExcelOptions
from desktop_sync.formats.excel_rows import SheetRows

_LOOKED_AT = 30  # rows in which a heading is looked for
_TABLE = 2000  # rows by which it is told what makes a record


def outline(payload: BinaryIO, options: ExcelOptions) -> Outline:
    """Raises nothing: what cannot be read is told by ``ended``."""
    rows: list[list[str]] = []
    header: tuple[str, ...] = ()
    ended = ""
    try:
        book = opened(payload)
        for sheet in chosen(book.sheets, options.sheet):
            read = SheetRows(book, sheet, options)
            if read.begin() and (not header or read.header == header):
                header = read.header
                found = (fields[:MOST] for fields, _, _ in read if not isinstance(fields, Bad))
                rows += islice(found, ROWS - len(rows))
    except Rejected as error:
        ended = str(error)
    return fields_of(options.rows(), header, rows, ended)


@dataclass(frozen=True, slots=True)
class Table:
    """``sheet``: empty for the first one that shows. ``skip``: rows above the heading; ``rows``: from there on.

    ``ends``: below an empty row stands something else, such as totals.
    """

    sheet: str
    skip: int
    rows: Sequence[Sequence[str]]
    ends: bool


def table(data: bytes) -> Table | None:
    """The first sheet with a table; None: there is none, or nobody can read it."""
    try:
        book = opened(BytesIO(data))
        shown = [one for one in book.sheets if one.visible]
        for sheet in shown:
            found = _table(book, sheet, "" if sheet is shown[0] else sheet.name)
            if found is not None:
                return found
    except Rejected:
        pass
    return None


def _table(book: Book, sheet: Sheet, name: str) -> Table | None:
    lines = [one for one in islice(book.lines(sheet, Width(MOST)), _TABLE) if any(map(str.strip, one.cells))]
    at = _heading(lines)
    if at is None:
        return None
    below = lines[at:]
    gap = next((n for n in range(2, len(below)) if below[n].row > below[n - 1].row + 1), len(below))
    ends = gap < len(below) and all(_filled(one) * 2 <= _filled(below[0]) for one in below[gap:])
    wide = len(below[0].cells)
    rows = [[*one.cells[:wide], *[""] * (wide - len(one.cells))] for one in (below[:gap] if ends else below)]
    return Table(name, below[0].row - 1 if at else 0, rows, ends)


def _filled(line: Line) -> int:
    return sum(bool(text.strip()) for text in line.cells)


def _heading(lines: Sequence[Line]) -> int | None:
    """The first row that has about as many columns as the widest: titles have one or two."""
    counts = [_filled(one) for one in lines[:_LOOKED_AT]]
    if not counts or max(counts) < 2:  # noqa: PLR2004 - one column is no table
        return None
    return next(at for at, count in enumerate(counts) if count * 2 > max(counts))
