"""The cells of one sheet of an .xlsx: expat's events become rows of texts, in constant memory.

It must not know records. Why expat: resources/docs/decisions/089-excel.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from desktop_sync.core.cells import ROWS, column_of
from desktop_sync.core.errors import Rejected
from desktop_sync.formats.delimited_lines import unreadable
from desktop_sync.formats.excel_book import Line, Width
from desktop_sync.formats.excel_cells import Shown, Unusable, dated, error, not_calculated, number, value_of
from desktop_sync.formats.excel_package import AGAIN, Package, Reader
from desktop_sync.formats.excel_strings import LONGEST, Strings, Text, spelt

_DIGITS: Final = "0123456789"


class Cells:
    """What a cell says, by its type. ``doubted``: the workbook itself says that its formulas must be calculated."""

    def __init__(
        self, strings: Strings, formats: Sequence[Shown], width: Width, *, from_1904: bool, doubted: bool
    ) -> None:
        self.width = width
        self._strings = strings
        self._formats = formats
        self._from_1904 = from_1904
        self._doubted = doubted

    def text(self, attributes: dict[str, str], value: str, formula: str | None) -> str:
        """``value``: as it stands in the sheet; ``formula``: None for none."""
        kind = attributes.get("t", "n")
        if formula is not None and self._is_not_calculated(kind, value):
            return not_calculated(formula)
        if kind == "s":
            return self._shared(value)
        if kind == "n":
            return self._number(attributes.get("s"), value) if value else ""
        if kind in {"str", "inlineStr"}:
            return spelt(value)
        return _other(kind, value)

    def _is_not_calculated(self, kind: str, value: str) -> bool:
        """An empty text is what a formula may well give; a number that was never calculated is written as 0."""
        return (not value and kind != "str") or (self._doubted and kind == "n" and value == "0")

    def _shared(self, value: str) -> str:
        try:
            return self._strings[int(value)] if 0 <= int(value) < len(self._strings) else _nowhere(value)
        except ValueError:
            return _nowhere(value)

    def _number(self, style: str | None, value: str) -> str:
        how: Shown = ""
        if style is not None and style.isdigit() and len(style) < 7 and int(style) < len(self._formats):  # noqa: PLR2004
            how = self._formats[int(style)]
        if not how:
            return number(value)
        found = value_of(value)
        return number(value) if found is None else dated(found, how, from_1904=self._from_1904)


def _other(kind: str, value: str) -> str:
    if kind == "b":
        return "true" if value in {"1", "true"} else "false" if value else ""
    if kind == "e":
        return error(value)
    why = f"found a cell of the kind {kind[:20]!r}, which nobody knows"
    return value if kind == "d" else Unusable.of(value[:200], why)


def _nowhere(value: str) -> Unusable:
    why = f"the cell points to the text {value[:20]!r} of the workbook, which is not there"
    return Unusable.of(value[:50], why)


class SheetReader:
    """One sheet, once."""

    def __init__(self, package: Package, part: str, cells: Cells) -> None:
        self._reader = Reader(package, part)
        self._cells = cells
        self._lines: list[Line] = []
        self._root = ""
        self._name = part.rpartition("/")[2]
        self._reader.parser.StartElementHandler = self._begin
        self._last = 0  # number of the row that came last

    def lines(self) -> Iterator[Line]:
        pieces = self._reader.pieces()
        try:
            for _ in pieces:
                yield from self._lines
                self._lines.clear()
        except Rejected:
            yield from self._lines
            raise
        finally:
            self._reader.close()

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        """The first element tells the prefix of all others."""
        prefix, _, local = name.rpartition(":")
        if local != "worksheet":
            raise unreadable(f"Its part {self._name} is no sheet: it begins with {name[:50]}.", AGAIN)
        self._handle(f"{prefix}:" if prefix else "")

    def _handle(self, prefix: str) -> None:  # noqa: PLR0915 - one closure for each event, made for speed
        parser, width, lines, told = self._reader.parser, self._cells.width, self._lines, self._cells.text
        columns: dict[str, int] = {}
        text = Text(self._name)
        cell, line, plain = f"{prefix}c", f"{prefix}row", f"{prefix}v"
        formula_tag, inline, pronounced = f"{prefix}f", f"{prefix}t", f"{prefix}rPh"
        row, at, hidden, most = 0, 0, False, 0
        texts: list[str] = []
        about: dict[str, str] = {}
        value = ""
        formula: str | None = None
        inside = skipped = False  # of a cell; of what tells how a text is pronounced

        def begin(name: str, attributes: dict[str, str]) -> None:
            nonlocal about, value, formula, at, row, texts, hidden, most, inside, skipped
            if name == cell:
                about, value, formula, inside = attributes, "", None, True
                reference = attributes.get("r")
                if reference is None:
                    at += 1
                    return
                letters = reference.rstrip(_DIGITS)
                found = columns.get(letters)
                if found is None:
                    found = columns[letters] = self._column(letters, reference)
                at = found
            elif name == plain or (name == inline and inside and not skipped):
                parser.CharacterDataHandler = text.add
            elif name == line:
                row = self._row(attributes)
                hidden = attributes.get("hidden") in {"1", "true"}
                texts, at, most = [], 0, width.most
            elif name == formula_tag:
                formula = ""
                parser.CharacterDataHandler = text.add
            elif name == pronounced:
                skipped = True

        def end(name: str) -> None:
            nonlocal value, formula, inside, skipped
            if name == plain:
                parser.CharacterDataHandler = None
                value = text.taken()
            elif name == cell:
                inside = False
                if at > most:
                    return
                missing = at - len(texts)
                if missing > 1:
                    texts.extend([""] * (missing - 1))
                found = told(about, value, formula)
                if missing > 0:
                    texts.append(found)
                else:
                    texts[at - 1] = found
            elif name == line:
                lines.append(Line(texts, row, hidden))
            elif name == inline and inside and not skipped:
                parser.CharacterDataHandler = None
                value += text.taken()
                if len(value) > LONGEST:
                    raise unreadable(f"Row {row} has a text of more than {LONGEST:,} letters.", AGAIN)
            elif name == formula_tag:
                parser.CharacterDataHandler = None
                formula = text.taken()
            elif name == pronounced:
                skipped = False

        parser.StartElementHandler, parser.EndElementHandler = begin, end

    def _column(self, letters: str, reference: str) -> int:
        found = column_of(letters)
        if not found:
            raise unreadable(f"After row {self._last} there is a cell {reference[:20]!r}, which no sheet has.", AGAIN)
        return found

    def _row(self, attributes: dict[str, str]) -> int:
        text = attributes.get("r")
        found = self._last + 1
        if text is not None:
            found = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0  # noqa: PLR2004
        if not self._last < found <= ROWS:
            raise unreadable(f"After row {self._last} there is a row {str(text)[:20]!r}: the sheet is damaged.", AGAIN)
        self._last = found
        return found
