"""Delimited text (CSV and its kin): a payload becomes records, streamed. The format itself.

It must not know sources, documents or Acme. Options are ``delimited_options``, lines ``delimited_lines``, rows
``delimited_rows``; what makes a record of rows is ``delimited_grouping`` and ``delimited_types``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, ClassVar

from desktop_sync.core.errors import Rejected, SettingsError
from desktop_sync.core.model import Fault, Record
from desktop_sync.formats.delimited_lines import Lines, shown, unreadable
from desktop_sync.formats.delimited_options import DelimitedOptions
from desktop_sync.formats.delimited_plan import Asked, Misasked, Plan, plan, waits
from desktop_sync.formats.delimited_rows import Bad, Rows
from desktop_sync.formats.delimited_trailer import check
from desktop_sync.formats.encoding import detect

__all__ = ["Delimited", "DelimitedOptions", "DelimitedReading"]

_DELIMITERS = ";,\t|"
_HOPELESS = 200  # records without a good one: then one message is better than as many problems


class DelimitedReading(Iterator[Record]):
    """The records of one payload. ``count``: records so far; ``header``: names in the header row, once it was read."""

    def __init__(self, options: DelimitedOptions, planned: Callable[[tuple[str, ...]], Plan], rows: Rows) -> None:
        self._options = options
        self._planned = planned
        self._rows = rows
        self._records = self._read()
        self.count = 0
        self.header: tuple[str, ...] = ()

    def __next__(self) -> Record:
        return next(self._records)

    def _read(self) -> Iterator[Record]:
        """Every readable record, also where the payload ends badly; then what is wrong with it is raised."""
        options, rows = self._options, self._rows
        rows.begin()
        if options.header:
            self._read_header()
        grouping, faulty = self._planned(self.header)(), 0
        for record in grouping.records(rows):
            self.count += 1
            if record.faults:
                faulty += 1
                if faulty == self.count == _HOPELESS:
                    raise _hopeless(record.faults[0])
            yield record
        if options.trailer is not None:
            everything = rows.count + options.header + 1
            counted = {**grouping.counts, "records": self.count, "rows": rows.count, "all": everything}
            check(options.trailer, rows.ending, counted, rows.bad)

    def _read_header(self) -> None:
        options, rows = self._options, self._rows
        fields, line, _ = rows.first() or ([], 1, 0)
        if isinstance(fields, Bad):
            raise unreadable(
                f"The header row in line {line} cannot be read: {fields.why}. {shown(fields.text)}", _DIALECT
            )
        if not fields:
            raise unreadable("It has no header row: there is no text in it.", _WHOLE)
        if len(fields) > options.max_columns:
            raise unreadable(f"Its header row has {len(fields):,} columns, more than max_columns allows.", _DIALECT)
        self.header = tuple(field.strip() for field in fields)
        if options.columns and len(options.columns) != len(fields):
            raise unreadable(
                f"Its header row in line {line} has {len(fields)} columns, but columns names {len(options.columns)}. "
                f"{shown(options.delimiter.join(fields))}",
                _DIALECT + _other(fields, options.delimiter),
            )
        rows.count = rows.bad = 0


def _hopeless(fault: Fault) -> Rejected:
    return unreadable(
        f"It is another kind of file: none of its first {_HOPELESS} records can be used. The last of them, at "
        f"{fault.position}: {fault.message}. {shown(fault.value)}",
        "Correct delimiter, quote, columns and what makes a record in the format of the flow.",
    )


_DIALECT = "Correct delimiter, quote and columns in the format of the flow."
_WHOLE = "Let the sending system write the file again, whole; if there is no header row, write header = false."


def _other(fields: Sequence[str], delimiter: str) -> str:
    """A row that is one column only because the delimiter is another."""
    if len(fields) != 1:
        return ""
    count, sign = max((fields[0].count(sign), sign) for sign in _DELIMITERS if sign != delimiter)
    name = "tab" if sign == "\t" else sign
    return f' It looks as if delimiter = "{name}" were right.' if count else ""


class Delimited:
    """The format. ``asked``: the columns that the mapping wants. Raises SettingsError for what cannot be.

    Paths: the name of a column, or its number where columns have no names. Rows with the same key are the group
    ``lines``; rows of several types are found by the names of the types (see ``delimited_layouts``).
    """

    options_model: ClassVar[type[DelimitedOptions]] = DelimitedOptions

    def __init__(self, options: DelimitedOptions, asked: Asked) -> None:
        self._options = options
        self._asked = asked
        try:
            compiled = plan(options, asked, None)
        except Misasked as error:
            raise SettingsError("The mapping asks for columns that do not fit the format.", error.problems) from None
        self._waits = waits(options)
        self._latest: tuple[tuple[str, ...], Plan] = ((), compiled)

    def parse(self, payload: BinaryIO) -> DelimitedReading:
        """Positions hold the line and the byte offset where a record's first row begins.

        A row that cannot be used is a fault of its record. Raises Rejected(reason='unreadable') for a payload of which
        the rest cannot be read, after its readable records.
        """
        options = self._options
        lines = Lines(payload, encoding=options.encoding, limit=options.max_record, whole=options.final_line_break)
        return DelimitedReading(options, self._planned, Rows(options, lines))

    def encoding(self, head: bytes) -> tuple[str, int]:
        """As ``core.ports.Format``."""
        found = detect(head, None, self._options.encoding)
        return found.name, found.mark

    def _planned(self, header: tuple[str, ...]) -> Plan:
        """Header rows are the same in file after file, so the latest plan is kept."""
        known, found = self._latest
        if not self._waits or known == header:
            return found
        try:
            found = plan(self._options, self._asked, header)
        except Misasked as error:
            raise unreadable(
                f"It is another kind of file, or its header row has changed: {error}.",
                "Correct the names in the mapping; columns that may be missing are named by optional in the format."
                + _other(header, self._options.delimiter),
            ) from None
        self._latest = (header, found)
        return found
