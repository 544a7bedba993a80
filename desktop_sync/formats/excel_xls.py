"""An .xls, as Excel wrote it until 2003: read by xlrd, whole in memory, which its size bounds.

What xlrd leaves out is read beside it: which formulas were never calculated. It must not know records.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from desktop_sync.core.errors import Rejected
from desktop_sync.formats.delimited_lines import unreadable
from desktop_sync.formats.excel_book import Line, Merged, Sheet, Width
from desktop_sync.formats.excel_cells import Shown, dated, error, not_calculated, plain, shown_as
from desktop_sync.formats.excel_kinds import protected
from desktop_sync.formats.excel_package import AGAIN

MOST = 64_000_000  # bytes of a workbook
CELLS = 6_000_000  # of one sheet, with the empty ones before others: each takes memory
_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5  # types of cells, as xlrd has them

# Records of the file format ([MS-XLS]): of a sheet its cells and its end, of the workbook who calculated it last.
_FORMULAS = frozenset({0x0006, 0x0206, 0x0406})
_SEVERAL = frozenset({0x00BD, 0x00BE})  # cells side by side; the last two bytes tell the last column
_CELL = _FORMULAS | _SEVERAL | {
    0x0001, 0x0002, 0x0003, 0x0004, 0x0005, 0x007E, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E,
}  # fmt: skip
_END = 0x000A
_BEGIN = frozenset({0x0009, 0x0209, 0x0409, 0x0809})
_CALCULATED_BY = 0x01C1
_TO_CALCULATE = 0x2  # when it is opened
_NOTHING = b"\x03\0\0\0\0\0\xff\xff"  # the formula gave an empty text
_ZERO = bytes(8)
_FOREIGN = (
    struct.error, IndexError, KeyError, ValueError, AssertionError, TypeError, AttributeError, OverflowError,
    ZeroDivisionError, RecursionError, NotImplementedError, EOFError,
)  # fmt: skip


class Xls:
    """``data``: seekable."""

    def __init__(self, data: BinaryIO) -> None:
        import xlrd

        content = data.read(MOST + 1)
        if len(content) > MOST:
            raise Rejected(
                f"The workbook is an .xls of more than {MOST:,} bytes, which would have to be in memory at once.",
                "Let the sending system write an .xlsx, or several smaller files.",
                reason="unreadable",
            )
        try:
            self._book: Any = xlrd.open_workbook(
                file_contents=content, on_demand=True, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
            )
        except (xlrd.XLRDError, xlrd.compdoc.CompDocError, *_FOREIGN) as found:
            raise _refused(found) from found
        self._styles: dict[int, Shown] = {}
        self.sheets: Sequence[Sheet] = [
            Sheet(number, name, not hidden)
            for number, (name, hidden) in enumerate(
                zip(self._book.sheet_names(), self._book._sheet_visibility, strict=False)
            )
        ]

    def lines(self, sheet: Sheet, width: Width) -> Iterator[Line]:
        import xlrd

        try:
            unknown = set(self._not_calculated(sheet.number))
            found = self._book.sheet_by_index(sheet.number)
        except (xlrd.XLRDError, xlrd.compdoc.CompDocError, *_FOREIGN) as error_:
            raise _refused(error_) from error_
        for row in range(found.nrows):
            kinds = found.row_types(row, 0, width.most)
            values = found.row_values(row, 0, width.most)
            styles = found._cell_xf_indexes[row]
            if not len(kinds):
                continue
            about = found.rowinfo_map.get(row)
            texts = [
                self._text(kind, values[at], styles[at]) if (row, at) not in unknown else not_calculated("")
                for at, kind in enumerate(kinds)
            ]
            yield Line(texts, row + 1, bool(about and about.hidden))

    def merged(self, sheet: Sheet) -> Sequence[Merged]:
        found = self._book.sheet_by_index(sheet.number).merged_cells
        return [Merged(top + 1, left + 1, bottom, right) for top, bottom, left, right in found]

    def _text(self, kind: int, value: Any, style: int) -> str:  # noqa: ANN401 - xlrd has no types
        if kind == _TEXT:
            return str(value)
        if kind in {_NUMBER, _DATE}:
            how = self._shown(style)
            return dated(value, how, from_1904=bool(self._book.datemode)) if how else plain(float(value))
        if kind == _BOOLEAN:
            return "true" if value else "false"
        return error(_errors().get(value, f"#{value}")) if kind == _ERROR else ""

    def _shown(self, style: int) -> Shown:
        found = self._styles.get(style)
        if found is None:
            try:
                code = str(self._book.format_map[self._book.xf_list[style].format_key].format_str)
            except (IndexError, KeyError):
                code = ""
            found = self._styles[style] = shown_as(code)
        return found

    def _not_calculated(self, number: int) -> Iterator[tuple[int, int]]:
        """Row and column, from 0, of each formula without a value."""
        book = self._book
        calculated = any(code == _CALCULATED_BY for code, _, _ in self._records(book.base))
        ends: dict[int, int] = {}  # of each row
        cells = 0
        for code, at, size in self._records(book._sh_abs_posn[number]):
            if code not in _CELL or size < 4:  # noqa: PLR2004 - bytes of row and column
                continue
            row, column = struct.unpack_from("<HH", book.mem, at)
            end = struct.unpack_from("<H", book.mem, at + size - 2)[0] if code in _SEVERAL else column
            cells += max(end + 1 - ends.get(row, 0), 0)
            ends[row] = max(end + 1, ends.get(row, 0))
            if cells > CELLS:
                raise Rejected(
                    f"A sheet of the workbook has more than {CELLS:,} cells, and an .xls has to be in memory at once.",
                    "Let the sending system write an .xlsx, or several smaller files.",
                    reason="unreadable",
                )
            if code in _FORMULAS and self._unknown(at, calculated=calculated):
                yield row, column

    def _unknown(self, at: int, *, calculated: bool) -> bool:
        """Whether nobody has calculated the formula there."""
        gave, flags = struct.unpack_from("<8sH", self._book.mem, at + 6)
        return (gave == _NOTHING and not calculated) or (gave in {_ZERO, _NOTHING} and bool(flags & _TO_CALCULATE))

    def _records(self, at: int) -> Iterator[tuple[int, int, int]]:
        """Codes, where what they hold begins, and its bytes, up to the end of the workbook's or the sheet's own."""
        memory, depth = self._book.mem, 0
        while at + 4 <= len(memory):
            code, size = struct.unpack_from("<HH", memory, at)
            yield code, at + 4, size
            depth += (code in _BEGIN) - (code == _END)
            if depth <= 0:
                return
            at += 4 + size


def _errors() -> dict[int, str]:
    from xlrd.biffh import error_text_from_code

    return error_text_from_code  # type: ignore[no-any-return]


def _refused(found: Exception) -> Rejected:
    if "encrypted" in str(found).lower():
        return protected()
    return unreadable(f"It is no whole workbook (.xls): {str(found)[:200] or type(found).__name__}.", AGAIN)
