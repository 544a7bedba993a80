"""Workbooks of Excel: a payload becomes records, sheet by sheet. The format itself.

It must not know sources, documents or Acme. What a payload is tells ``excel_kinds``; workbooks are ``excel_xlsx`` and
``excel_xls``, rows ``excel_rows``; what makes a record of rows is that of delimited text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import BinaryIO, ClassVar

from desktop_sync.core.errors import SettingsError
from desktop_sync.core.model import Fault, Locate, Position, Record, Values
from desktop_sync.formats.delimited_keyed import ByKey
from desktop_sync.formats.delimited_layouts import Layouts, columns_of
from desktop_sync.formats.delimited_lines import unreadable
from desktop_sync.formats.delimited_options import DelimitedOptions
from desktop_sync.formats.delimited_plan import Asked, Misasked, Plan, plan
from desktop_sync.formats.excel_book import Book, Sheet, chosen
from desktop_sync.formats.excel_cells import Unusable
from desktop_sync.formats.excel_kinds import kind_of, seekable
from desktop_sync.formats.excel_options import ExcelOptions
from desktop_sync.formats.excel_rows import SheetRows

__all__ = ["ExcelFormat", "ExcelOptions", "opened"]

_HOPELESS = 200  # records without a good one: then one message is better than as many problems
_MOST = 50  # faults of one record that are listed


class ExcelFormat:
    """The format. ``asked``: the columns that the mapping wants. Raises SettingsError for what cannot be.

    Paths are those of delimited text; a column without a heading is called by its letter.
    """

    options_model: ClassVar[type[ExcelOptions]] = ExcelOptions

    def __init__(self, options: ExcelOptions, asked: Asked) -> None:
        self._options = options
        self._rows = options.rows()
        self._asked = asked
        try:
            plan(self._rows, asked, None)
        except Misasked as error:
            raise SettingsError("The mapping asks for columns that do not fit the format.", error.problems) from None

    def parse(self, payload: BinaryIO) -> Iterator[Record]:
        """Positions hold sheet, row and, of values, the column.

        A cell of which nothing can be taken is a fault of the record that asks for it. Raises
        Rejected(reason='unreadable') for a payload of which the rest cannot be read, after its readable records.
        """
        data = seekable(payload)
        try:
            yield from self._records(opened(data))
        finally:
            if data is not payload:
                data.close()

    def encoding(self, head: bytes) -> tuple[str, int]:
        """As ``core.ports.Format``; the texts of a workbook are packed, and nobody sees them."""
        del head
        return "utf-8", 0

    def _records(self, book: Book) -> Iterator[Record]:
        sheets = chosen(book.sheets, self._options.sheet)
        count, faulty, empty, before = 0, 0, 0, None
        for sheet in sheets:
            rows = SheetRows(book, sheet, self._options)
            if not rows.begin():
                empty += 1
                continue
            grouping = self._planned(rows, sheet)()
            if isinstance(grouping, ByKey) and isinstance(before, ByKey):
                grouping.after(before)
            before = grouping
            rows.keys = _telling(self._rows, rows.header)
            for record in grouping.records(rows):
                count += 1
                found = _placed(record, count, sheet.name)
                if found.position.line is not None and rows.unusable >= found.position.line:
                    found = _judged(found)
                if found.faults:
                    faulty += 1
                    if faulty == count == _HOPELESS:
                        raise _hopeless(found.faults[0])
                yield found
        if empty == len(sheets):
            raise unreadable(
                f"The sheet {sheets[0].name} has no row with headings: there is no text in it.",
                "Correct sheet and skip in the format of the flow, or let the sending system write the file again.",
            )

    def _planned(self, rows: SheetRows, sheet: Sheet) -> Plan:
        try:
            return plan(self._rows, self._asked, rows.header if self._options.header else None)
        except Misasked as error:
            raise unreadable(
                f"It is another kind of file, or its headings in row {rows.heading} of the sheet {sheet.name} have "
                f"changed: {error}.",
                "Correct the names in the mapping, or sheet and skip in the format, if the headings stand elsewhere; "
                "columns that may be missing are named by optional in the format.",
            ) from None


def opened(data: BinaryIO) -> Book:
    """Rejected: it is no workbook that can be read. ``data``: seekable."""
    if kind_of(data) == "xls":
        from desktop_sync.formats.excel_xls import Xls

        return Xls(data)
    from desktop_sync.formats.excel_xlsx import Xlsx

    return Xlsx(data)


def _telling(options: DelimitedOptions, header: tuple[str, ...]) -> frozenset[int]:
    """The columns, from 0, that tell to which record a row belongs."""
    if options.record_type:
        return frozenset({Layouts(options, header).type_column()})
    columns = columns_of(options, header)
    return frozenset(found for name in options.key if (found := columns.index(name)) is not None)


class _Places:
    """One record's ``locate``, in its sheet."""

    __slots__ = ("_locate", "_sheet")

    def __init__(self, locate: Locate, sheet: str) -> None:
        self._locate = locate
        self._sheet = sheet

    def __call__(self, sources: Sequence[str]) -> Mapping[str, Position]:
        return {source: _in(self._sheet, found) for source, found in self._locate(sources).items()}


def _in(sheet: str, position: Position) -> Position:
    return replace(position, offset=None, sheet=sheet)


def _placed(record: Record, number: int, sheet: str) -> Record:
    return Record(
        number,
        record.values,
        _in(sheet, record.position),
        record.kind,
        tuple(replace(one, position=_in(sheet, one.position)) for one in record.faults),
        None if record.locate is None else _Places(record.locate, sheet),
    )


def _judged(record: Record) -> Record:
    """A value that nothing can be taken of is a fault."""
    found = list(islice(_unusable(record.values), _MOST))
    if record.faults or not found or record.locate is None:
        return record
    places = record.locate([source for source, _ in found])
    faults = [
        Fault(f"{source}: {text.why}", source=source, value=text[:200], position=places[source])
        for source, text in found
    ]
    return replace(record, values={}, faults=tuple(faults))


def _unusable(values: Values, at: str = "") -> Iterator[tuple[str, Unusable]]:
    for path, value in values.items():
        if isinstance(value, Unusable):
            yield f"{at}{path}", value
        elif value is not None and not isinstance(value, str):
            for number, entry in enumerate(value, 1):
                yield from _unusable(entry, f"{at}{path}[{number}]/")


def _hopeless(fault: Fault) -> Exception:
    return unreadable(
        f"None of its first {_HOPELESS} records can be used. The last of them, at {fault.position}: {fault.message}.",
        "Let the sending system write the file again; if it is another kind of file, correct the format of the flow.",
    )
