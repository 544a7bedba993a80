r"""Rows of a delimited payload: lines are divided into columns, comments and empty lines left out, the trailer found.

A line without a quote, and one in which all columns stand in quotes and none has a quote inside, is divided by
``str.split``, which gives the same as Python's csv reader in less time; the others go through the reader. A row that it
refuses is ``Bad`` and costs no other row: the lines that it had swallowed are read again, each as a row. It must not
know the names of columns, nor what makes a record.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Generator, Iterator
from itertools import chain
from typing import NamedTuple, Protocol, TypeAlias

from desktop_sync.core.errors import Rejected
from desktop_sync.formats.delimited_lines import Lines, shown, unreadable
from desktop_sync.formats.delimited_options import DelimitedOptions
from desktop_sync.formats.delimited_quotes import Signs, broken

_NEVER = "\0"  # stands in no line: such a payload is refused
_NO_LIMIT = (1 << 31) - 1  # the most that the C long of Windows holds
_PATIENCE = 20_000_000  # letters that are read again because of broken quotes, in one payload


class Bad(list[str]):
    """A row that cannot be divided into columns; it has none. ``column``: where it breaks, from 1; 0: unknown.

    ``guess``: its first line divided all the same, good enough to tell to which record the row belongs.
    """

    def __init__(self, why: str, text: str, column: int = 0, guess: list[str] | None = None) -> None:
        super().__init__()
        self.why = why
        self.text = text
        self.column = column
        self.guess = guess or []


Row: TypeAlias = tuple[list[str], int, int]
"""Columns; the line, from 1, and the byte, from 0, where the row begins."""


class Source(Protocol):
    """Rows of one payload, whatever it is; ``count`` and ``bad`` as in ``Rows``."""

    count: int
    bad: int

    def __iter__(self) -> Iterator[Row]: ...

    def end(self, fields: list[str], line: int) -> None:
        """This row is the trailer."""


class Ending(NamedTuple):
    """The trailer."""

    fields: list[str]
    line: int


class _Unclosed(Exception):
    """A row goes on in the next line, and must not."""


class Rows:
    """``line``, ``offset``: where the next row begins. ``count``: rows, the bad ones included; it holds once they
    were read."""

    def __init__(self, options: DelimitedOptions, lines: Lines) -> None:
        self.line, self.offset, self.count, self.bad = 1, lines.offset, 0, 0
        self.ending: Ending | None = None
        self._options = options
        self._signs = Signs(options.delimiter, options.quote, options.escape)
        self._size, self._narrow = lines.size, lines.narrow
        self._rest = iter(lines)
        self._back = _Texts()  # what is read again
        self._source: Iterator[str] = self._rest
        self._first = ""  # line of the row that goes on over several
        self._swallowed = _Texts()  # the others of it
        self._again = 0

    def begin(self) -> None:
        """Leaves out what stands before the first row."""
        for _ in range(self._options.skip):
            self._next_line()
        line, offset = self.line, self.offset
        first = self._next_line()
        if first.rstrip("\r\n").lower() != f"sep={self._options.delimiter}":  # Excel tells its delimiter so
            self._push_back(first, line, offset)

    def first(self) -> Row | None:
        """The next row alone; None at the end."""
        rows = self._read()
        try:
            return next(rows, None)
        finally:
            rows.close()

    def __iter__(self) -> Iterator[Row]:
        """Can be asked again: it goes on where it was."""
        return self._read()

    def _read(self) -> Generator[Row, None, None]:  # noqa: PLR0912, PLR0915 - one loop over all lines, made for speed
        options, delimiter, size, narrow = self._options, self._options.delimiter, self._size, self._narrow
        quote, needle = options.quote, "" if options.escape else options.quote or _NEVER
        every, between = bool(quote) and not options.escape, f"{quote}{delimiter}{quote}"
        marked, longest, refuse_empty = self._marks(), options.max_field, options.empty_lines == "refuse"
        line, fresh, number, offset, count = "", False, self.line, self.offset, 0

        def supply() -> Iterator[str]:
            """What the reader reads: the line of a new row, or, when it asks for more, the lines that follow."""
            nonlocal fresh, number, offset
            while True:
                if fresh:
                    fresh = False
                    yield line
                else:
                    more = self._continued(line, at, start, offset)
                    number, offset = number + 1, offset + size(more)
                    yield more

        reader = self._reader(supply())
        at, start = number, offset
        try:
            while True:
                for line in self._source:
                    at, start = number, offset
                    number += 1
                    offset += len(line) if narrow and line.isascii() else size(line)
                    if marked and line.startswith(marked):
                        if not self._is_comment(line):
                            self.end(self._divided(line, at), at)
                            return
                        continue
                    text = line.rstrip("\r\n")
                    if needle not in text:
                        fields = text.split(delimiter)
                    elif not (
                        every
                        and text[0] == text[-1] == quote
                        and len(fields := text[1:-1].split(between)) * 2 == text.count(quote)
                    ):
                        fresh = True
                        try:
                            fields = next(reader) or [""]
                        except (csv.Error, _Unclosed):
                            fields, others = self._refused(line, at, start, offset)
                            if others:
                                number, offset = at + 1, start + size(line)
                                self._push_back(others, number, offset)
                            reader, fresh = self._reader(supply()), False
                            count, self.bad = count + 1, self.bad + 1
                            yield fields, at, start
                            break  # the source is another now
                    if (not fields[0] or line < "!") and not "".join(fields).strip():
                        if not refuse_empty:
                            continue
                        fields = Bad("there is no text in this line", "")
                    elif offset - start > longest:
                        fields = self._limited(fields)
                    count += 1
                    yield fields, at, start
                else:
                    return
        finally:
            self.line, self.offset, self.count = number, offset, self.count + count

    def end(self, fields: list[str], line: int) -> None:
        """This row was the trailer. Rejected when anything but comments and empty lines follows it."""
        self.ending = Ending(fields, line)
        comment = self._options.comment
        for number, following in enumerate(self._source, line + 1):
            if following.strip() and not (comment and following.startswith(comment)):
                raise unreadable(
                    f"Line {number} stands after the trailer in line {line}. {shown(following)}",
                    "If these are several files in one, let the sending system write them one by one; "
                    "else correct the trailer in the format of the flow.",
                )

    def _next_line(self) -> str:
        line = next(self._source, "")
        self.line += bool(line)
        self.offset += self._size(line)
        return line

    def _push_back(self, text: str, line: int, offset: int) -> None:
        """What was read last is read again."""
        self._back.again(text)
        self._source = chain(self._back.lines, self._rest)
        self.line, self.offset = line, offset

    def _marks(self) -> tuple[str, ...]:
        trailer = self._options.trailer
        return tuple(mark for mark in (self._options.comment, trailer.prefix if trailer else "") if mark)

    def _is_comment(self, line: str) -> bool:
        return bool(self._options.comment) and line.startswith(self._options.comment)

    def _divided(self, line: str, at: int) -> list[str]:
        try:
            return next(self._reader(iter([line])))
        except csv.Error as error:
            raise unreadable(
                f"The trailer in line {at} cannot be read: {error}. {shown(line)}",
                "Let the sending system write the file again.",
            ) from None

    def _reader(self, lines: Iterator[str]) -> Iterator[list[str]]:
        """The limit is the whole process's: it is set away, always to the same, for rows are limited here."""
        csv.field_size_limit(_NO_LIMIT)
        signs = self._signs
        return csv.reader(
            lines,
            delimiter=signs.delimiter,
            quotechar=signs.quote or None,
            escapechar=signs.escape or None,
            quoting=csv.QUOTE_MINIMAL if signs.quote else csv.QUOTE_NONE,
            strict=True,
        )

    # -- rows that go on, and rows that are refused ----------------------------------------------------------------

    def _continued(self, line: str, at: int, start: int, offset: int) -> str:
        """The next line of the row that begins with ``line``."""
        if self._first is not line:
            self._first, self._swallowed = line, _Texts()
        if not self._options.line_breaks:
            raise _Unclosed
        more = next(self._source, "")
        if not more:
            raise self._open("is not closed before the file ends", at, start)
        self._swallowed.lines.write(more)
        if offset + len(more) - start > self._options.max_record:
            raise self._open(f"is not closed within {self._options.max_record:,} bytes", at, start)
        return more

    def _open(self, words: str, at: int, start: int) -> Rejected:
        """Nothing after it can be told apart."""
        text = self._first + self._swallowed.lines.getvalue()
        place = broken(text, self._signs)
        line, column = (at + place.line(text), place.column) if place else (at, 1)
        sign = "escape sign" if place and text[place.opened] == self._signs.escape else "quote"
        return unreadable(
            f"The {sign} that opens in line {line}, column {column} (row at byte {start} of the file) {words}. "
            f"{shown(text)}",
            f'Close it, or double it if it is text. If quotes are ordinary text in these files, write quote = "" in '
            f"the format of the flow; if a text never holds a line break, {_no_breaks()}",
        )

    def _refused(self, first: str, at: int, start: int, end: int) -> tuple[Bad, str]:
        """The bad row, and the lines that it had swallowed: a quote that is never closed goes on to the next one."""
        swallowed = self._swallowed.lines.getvalue() if self._first is first else ""
        text, self._first = first + swallowed, ""
        place = broken(text, self._signs)
        why = place.words(text, at, self._signs.delimiter) if place else "its quotes are not as they must be"
        if swallowed:
            self._again += end - start
            if self._again > _PATIENCE:
                raise unreadable(
                    f"Quotes are broken in too many rows, the last of them at line {at}. {shown(text)}",
                    f"Correct quote and escape in the format; if a text never holds a line break, {_no_breaks()}",
                )
        guess = [
            field.strip(self._signs.quote or _NEVER) for field in first.rstrip("\r\n").split(self._signs.delimiter)
        ]
        return Bad(why, first, place.column if place else 0, guess), swallowed

    def _limited(self, fields: list[str]) -> list[str]:
        """The row, unless one of its fields is too long."""
        most = self._options.max_field
        for column, field in enumerate(fields, 1):
            if len(field) > most:
                why = f"column {column} has more than {most:,} letters (max_field in the format of the flow)"
                self.bad += 1
                return Bad(why, field[:1000], column, [one[:1000] for one in fields[:column]])
        return fields


class _Texts:
    """Many lines as one text: each on its own would take fifty bytes more."""

    def __init__(self) -> None:
        self.lines = io.StringIO(newline="")
        self._size = 0

    def again(self, text: str) -> None:
        """These lines come next, and then what was still to come: of that they were the last that did."""
        at = self.lines.tell()
        if at < self._size:
            self.lines.seek(at - len(text))
        else:
            self.lines, self._size = io.StringIO(text, newline=""), len(text)


def _no_breaks() -> str:
    return "write line_breaks = false, and only the row with the quote is refused."
