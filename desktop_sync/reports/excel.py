"""Rows as an Excel workbook: typed cells, a heading that stays, sub-totals and totals; row by row in constant memory.

Excel keeps 15 digits of a number: longer ones are text. Nothing is ever a formula. What does not fit one sheet goes on
in the next. The same rows make the same bytes.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import TYPE_CHECKING

from pydantic import ConfigDict, Field

from desktop_sync.core.options import form
from desktop_sync.core.reports import About, Cell, Rendered, Row, Sink
from desktop_sync.reports.cells import places_of
from desktop_sync.reports.locales import Places
from desktop_sync.reports.options import Column, ReportOptions
from desktop_sync.reports.rendering import Speech
from desktop_sync.reports.table import Event, Opened, Table, Totals
from desktop_sync.reports.templates import whole

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_576  # of a sheet: Microsoft, "Excel specifications and limits", as are the next two
_LONGEST_TEXT = 32_767
_DIGITS = 15
_SAMPLE = 200  # rows that decide the widths
_WIDEST = 60
_UPRIGHT = 6  # columns; more do not fit an upright page
_LARGEST = 300  # power of ten: a float holds a little more
_COPIED = 1 << 20
_FIRST_DAY = date(1900, 3, 1)  # before, Excel counts a day that never was
_NO_SHEET = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_ACCENT = "#1F4E79"
_MOMENTS = {
    "en": ("yyyy\\-mm\\-dd", "yyyy\\-mm\\-dd hh:mm"),
    "en-GB": ("dd/mm/yyyy", "dd/mm/yyyy hh:mm"),
    "en-US": ("mm/dd/yyyy", "mm/dd/yyyy hh:mm AM/PM"),
}
_GERMAN = ("dd\\.mm\\.yyyy", "dd\\.mm\\.yyyy hh:mm")


class ExcelReportOptions(ReportOptions):
    """An Excel workbook (.xlsx)."""

    model_config = ConfigDict(title="Excel")

    sheet: str = Field(default="", max_length=31, title="Sheet", description="its name; left out: the title")
    totals: bool = Field(
        default=True, title="Totals", description="rows with sub-totals and totals", json_schema_extra=form(first=True)
    )
    filter: bool = Field(default=True, title="Filter", description="the heading has the arrows of a filter")


class Excel:
    """The report."""

    ending = "xlsx"
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    options_model = ExcelReportOptions

    def __init__(self, options: ExcelReportOptions) -> None:
        self._options = whole(options)

    def render(self, rows: Iterable[Row], about: About, sink: Sink) -> Rendered:
        import xlsxwriter

        table = Table(self._options, about.zone)
        with tempfile.TemporaryFile() as file, tempfile.TemporaryDirectory() as folder:
            settings = {"constant_memory": True, "tmpdir": folder, "strings_to_urls": False}
            with xlsxwriter.Workbook(file, settings) as book:
                title = self._options.title or about.flow
                book.set_properties(
                    {"title": title, "created": about.made_at.astimezone(about.zone).replace(tzinfo=None)}
                )
                sheets = _Sheets(book, self._options, table, title)
                sheets.write(self._events(table, rows))
            file.seek(0)
            while piece := file.read(_COPIED):
                sink.write(piece)
        return Rendered(table.rows, notes=(*table.notes(), *sheets.notes()))

    def _events(self, table: Table, rows: Iterable[Row]) -> Iterator[Event]:
        if self._options.totals:
            return table.events(rows)
        return (event for event in table.events(rows) if not isinstance(event, Totals))


class _Sheets:
    """The sheets of one workbook, filled from the top."""

    def __init__(self, book: Workbook, options: ExcelReportOptions, table: Table, title: str) -> None:
        self._book, self._options, self._table = book, options, table
        self._columns = (*table.groups, *table.columns)
        self._formats = _Formats(book, options, self._columns)
        self._title = title
        self._words = Speech(options).words
        self._count = 0
        self._line = 0
        self._sheet: Worksheet
        self._widths = [0.0] * len(self._columns)
        self._group: list[Cell] = [None] * len(table.groups)
        self._cut = 0
        self._long = 0

    def write(self, events: Iterator[Event]) -> None:
        first = list(islice(events, _SAMPLE))
        self._measure(first)
        self._begin()
        for event in chain(first, events):
            if isinstance(event, Opened):
                self._group[event.level :] = [event.value, *[None] * (len(self._group) - event.level - 1)]
            elif isinstance(event, Totals):
                self._totals(event)
            else:
                self._cells([*self._group, *event] if self._group else event, bold=False)
        self._end()

    def _begin(self) -> None:
        self._count += 1
        self._sheet = self._book.add_worksheet(_sheet_name(self._options.sheet or self._title, self._count))
        sheet, table = self._sheet, self._table
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        if len(self._columns) > _UPRIGHT:
            sheet.set_landscape()
        sheet.set_footer("&L&A&R&P / &N")
        for number, width in enumerate(self._widths):
            sheet.set_column(number, number, width)
        for number, column in enumerate(self._columns):
            right = number >= len(table.groups) and column.numeric
            sheet.write_string(0, number, column.name, self._formats.heading_right if right else self._formats.heading)
        self._line = 1

    def _end(self) -> None:
        if self._options.filter and self._columns:
            self._sheet.autofilter(0, 0, max(self._line - 1, 0), len(self._columns) - 1)

    def _next(self) -> int:
        if self._line >= MOST_ROWS:
            self._end()
            self._begin()
        line, self._line = self._line, self._line + 1
        return line

    def _cells(self, cells: Sequence[Cell], *, bold: bool) -> None:
        line, sheet, formats = self._next(), self._sheet, self._formats.of(bold=bold)
        for number, cell in enumerate(cells):
            if cell.__class__ is str:
                self._text(sheet, line, number, cell, formats[number])
            elif cell.__class__ is Decimal:
                self._number(sheet, line, number, cell, formats[number])
            elif isinstance(cell, bool):
                sheet.write_boolean(line, number, cell, formats[number])
            elif isinstance(cell, int):
                self._number(sheet, line, number, Decimal(cell), formats[number])
            elif isinstance(cell, date):
                self._day(sheet, line, number, cell, formats[number])

    def _text(self, sheet: Worksheet, line: int, number: int, text: str, format_: Format | None) -> None:
        if len(text) > _LONGEST_TEXT:
            self._cut += 1
            text = text[: _LONGEST_TEXT - 1] + "…"
        if text:
            sheet.write_string(line, number, text, format_)

    def _number(self, sheet: Worksheet, line: int, number: int, value: Decimal, format_: Format | None) -> None:
        """Exact, or else text."""
        if len(str(value)) <= _DIGITS or _exact(value):
            sheet.write_number(line, number, float(value), format_)
        else:
            self._long += 1
            sheet.write_string(line, number, format(value, "f"), self._formats.right)

    def _day(self, sheet: Worksheet, line: int, number: int, value: date, format_: Format | None) -> None:
        wall = value.replace(tzinfo=None) if isinstance(value, datetime) else value
        if (wall.date() if isinstance(wall, datetime) else wall) < _FIRST_DAY:
            sheet.write_string(line, number, wall.isoformat())
        else:
            sheet.write_datetime(line, number, wall, format_)

    def _totals(self, event: Totals) -> None:
        for currency, sums in sorted(event.sums.items()):
            cells: list[Cell] = [None] * len(self._columns)
            cells[: event.level + 1] = self._group[: event.level + 1]
            for column, value in sums.items():
                cells[len(self._group) + column] = value
            free = next((at for at in range(event.level + 1, len(cells)) if cells[at] is None), None)
            if free is not None:
                words = self._words
                cells[free] = f"{words('Total')} {currency}".strip()
            self._cells(cells, bold=True)

    def _measure(self, events: Sequence[Event]) -> None:
        speech = Speech(self._options)
        spells, totals = speech.spellers(self._columns), speech.spellers(self._columns, total=True)
        self._widths = [float(one.width or min(len(one.name) + 3, _WIDEST)) for one in self._columns]
        offset = len(self._group)
        for event in events:
            if isinstance(event, Opened):
                self._widen(event.level, spells[event.level](event.value))
            elif isinstance(event, Totals):
                for sums in event.sums.values():
                    for column, value in sums.items():
                        self._widen(offset + column, totals[offset + column](value) + "0")
            else:
                for at, cell in enumerate(event, offset):
                    self._widen(at, spells[at](cell))

    def _widen(self, number: int, text: str) -> None:
        if not self._columns[number].width:
            longest = max(map(len, text.split("\n"))) if text else 0
            self._widths[number] = min(max(self._widths[number], longest + 1.5), _WIDEST)

    def notes(self) -> Iterator[str]:
        if self._long:
            yield f"{self._long:,} numbers have more than {_DIGITS} digits, which Excel would round: they are text."
        if self._cut:
            yield f"{self._cut:,} texts are longer than a cell of Excel can be: they were cut."
        if self._count > 1:
            yield f"The rows did not fit one sheet of Excel: there are {self._count:,}."


class _Formats:
    """How cells look, by column."""

    def __init__(self, book: Workbook, options: ExcelReportOptions, columns: Sequence[Column]) -> None:
        self._book = book
        self._locale = options.locale
        heading = {"bold": True, "bottom": 1, "bottom_color": _ACCENT, "font_color": _ACCENT, "valign": "vcenter"}
        self.heading: Format = book.add_format(heading)
        self.heading_right: Format = book.add_format({**heading, "align": "right"})
        self.right: Format = book.add_format({"align": "right"})
        self._plain = [self._made(column, places_of(column), {}) for column in columns]
        sums = {"bold": True, "top": 1, "top_color": "#7F7F7F"}
        self._bold = [self._made(column, places_of(column, total=True), sums) for column in columns]

    def of(self, *, bold: bool) -> Sequence[Format | None]:
        return self._bold if bold else self._plain

    def _made(self, column: Column, places: Places | None, more: Mapping[str, object]) -> Format | None:
        """None: a cell without a look of its own is written fastest."""
        shown = self._shown(column, places)
        look = {**more, "num_format": shown} if shown else {**more}
        made: Format | None = self._book.add_format(look) if look else None
        return made

    def _shown(self, column: Column, places: Places | None) -> str:
        if column.kind in {"date", "time"}:
            return _MOMENTS.get(self._locale, _GERMAN)[column.kind == "time"]
        if not column.numeric or places is None:
            return '0.##########" %"' if column.kind == "percent" else ""
        shown = "#,##0" + ("." if places.most else "") + "0" * places.least + "#" * (places.most - places.least)
        return f'{shown}" %"' if column.kind == "percent" else shown


def _exact(value: Decimal) -> bool:
    return len(value.normalize().as_tuple().digits) <= _DIGITS and abs(value.adjusted()) < _LARGEST


def _sheet_name(title: str, number: int) -> str:
    """What Excel allows: 31 characters, some not."""
    name = _NO_SHEET.sub(" ", title).strip(" '") or "Report"
    ending = f" ({number})" if number > 1 else ""
    name = name[: 31 - len(ending)].strip(" '") or "Report"
    return f"{name}_" if name.casefold() == "history" else name + ending
