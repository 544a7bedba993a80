"""Rows as delimited text (CSV): any dialect, any encoding, and nothing that a spreadsheet would run.

What the encoding cannot hold is refused with its place, or replaced, as chosen; never in silence.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Literal, TypeAlias

from pydantic import ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from desktop_sync.core.encodings import Sign, codec
from desktop_sync.core.errors import Owner, Rejected
from desktop_sync.core.options import form
from desktop_sync.core.reports import About, Cell, Rendered, Row, Sink
from desktop_sync.reports.cells import places_of
from desktop_sync.reports.locales import Places, rounded
from desktop_sync.reports.options import Column, ReportOptions
from desktop_sync.reports.rendering import Speech
from desktop_sync.reports.safe_text import harmless
from desktop_sync.reports.table import Opened, Table, Totals
from desktop_sync.reports.templates import whole

Line: TypeAlias = "str | Sequence[str | float]"
Spell: TypeAlias = Callable[[Cell], "str | float"]
_CHUNK = 1000  # rows encoded at once
_PLAIN = re.compile(r"[0-9A-Za-z][ -~]*").fullmatch  # begins no formula, breaks no line, is in every encoding
_QUOTING: dict[str, Literal[0, 1, 2, 3]] = {
    "needed": csv.QUOTE_MINIMAL,
    "all": csv.QUOTE_ALL,
    "text": csv.QUOTE_NONNUMERIC,
    "never": csv.QUOTE_NONE,
}


class DelimitedReportOptions(ReportOptions):
    """Delimited text, as programs and spreadsheets read it."""

    model_config = ConfigDict(title="CSV and other delimited text")

    delimiter: Sign = Field(
        default=";",
        min_length=1,
        title="Delimiter",
        description="the sign between columns",
        json_schema_extra=form(first=True),
    )
    quote: Sign = Field(default='"', min_length=1, title="Quote", description="the sign around texts")
    quoting: Literal["needed", "all", "text", "never"] = Field(
        default="needed",
        title="In quotes",
        description="which cells stand in quotes",
        json_schema_extra=form(
            choices={"needed": "where they must", "all": "all", "text": "all but numbers", "never": "none"}
        ),
    )
    escape: Sign = Field(
        default="",
        title="Escape",
        description="the sign before a quote, or a delimiter where nothing is quoted; left out: quotes are doubled",
    )
    encoding: str = Field(
        default="utf-8",
        title="Encoding",
        description="such as utf-8, windows-1252, cp850, utf-16-le",
        json_schema_extra=form(first=True),
    )
    bom: bool = Field(
        default=True,
        title="Byte order mark",
        description="the mark of UTF-8 and UTF-16 at the beginning: without it Excel reads UTF-8 as something else",
    )
    unencodable: Literal["refuse", "replace"] = Field(
        default="refuse",
        title="What the encoding cannot hold",
        description="refuse: no report, and the place is told; replace: a question mark stands there, and it is told",
        json_schema_extra=form(choices={"refuse": "refuse the report", "replace": "write a question mark"}),
    )
    line_end: Literal["crlf", "lf"] = Field(
        default="crlf",
        title="Line end",
        description="how lines end",
        json_schema_extra=form(choices={"crlf": "CR LF (Windows)", "lf": "LF (Unix)"}),
    )
    header: bool = Field(default=True, title="Header row", description="the headings are the first row")
    numbers: Literal["plain", "comma", "local"] = Field(
        default="plain",
        title="Numbers",
        description="plain: 1234.50; comma: 1234,50; local: as the country writes them, in groups of three digits",
        json_schema_extra=form(choices={"plain": "1234.50", "comma": "1234,50", "local": "as the country writes them"}),
    )
    days: Literal["iso", "local"] = Field(
        default="iso",
        title="Days and times",
        description="iso: 2026-05-03; local: as the country writes them",
        json_schema_extra=form(choices={"iso": "2026-05-03", "local": "as the country writes them"}),
    )
    totals: bool = Field(
        default=False, title="Totals", description="rows with sub-totals and totals; for people, not for programs"
    )
    formulas: Literal["neutralise", "keep"] = Field(
        default="neutralise",
        title="Formulas",
        description="neutralise: an apostrophe stands before a text that a spreadsheet would run as a formula; keep: "
        "only for programs that compare texts exactly",
        json_schema_extra=form(choices={"neutralise": "made harmless", "keep": "as they are"}),
    )

    @field_validator("encoding")
    @classmethod
    def _known(cls, value: str) -> str:
        if codec(value) is None:
            raise PydanticCustomError("encoding", "there is no encoding of this name; known are utf-8, windows-1252 …")
        return value

    @model_validator(mode="after")
    def _check(self) -> DelimitedReportOptions:
        signs = [sign for sign in (self.delimiter, self.quote, self.escape) if sign]
        if len(set(signs)) != len(signs) or set(signs) & {"\r", "\n", "\0", "\ufeff"}:
            raise PydanticCustomError("dialect", "delimiter, quote and escape must be three different signs")
        return self


class Delimited:
    """The report."""

    ending = "csv"
    media_type = "text/csv"
    options_model = DelimitedReportOptions

    def __init__(self, options: DelimitedReportOptions) -> None:
        self._options = whole(options)
        self._codec = codec(options.encoding) or "utf-8"

    def render(self, rows: Iterable[Row], about: About, sink: Sink) -> Rendered:
        """Rejected(reason='encoding' or 'dialect') with the place."""
        table = Table(self._options, about.zone)
        lines, output = self._lines(table, rows), _Output(self._options, self._codec, sink)
        while chunk := list(islice(lines, _CHUNK)):
            output.write(chunk)
        return Rendered(table.rows, notes=(*table.notes(), *output.notes()))

    def _lines(self, table: Table, rows: Iterable[Row]) -> Iterator[Line]:
        options = self._options
        spells = [self._speller(column) for column in (*table.groups, *table.columns)]
        if options.header:
            yield [self._safe(column.name) for column in (*table.groups, *table.columns)]
        if options.totals and table.totals:
            sums = [self._speller(column, total=True) for column in (*table.groups, *table.columns)]
            both = ([*map(_bare, spells)], [*map(_bare, sums)]) if options.quoting == "text" else (spells, sums)
            yield from self._with_totals(table, rows, *both)
            return
        yield from self._plain_lines(table, rows, spells)

    def _plain_lines(
        self, table: Table, rows: Iterable[Row], spells: Sequence[Callable[[Cell], str]]
    ) -> Iterator[Line]:
        options = self._options
        as_they_are = options.numbers == "plain" and options.days == "iso"
        if as_they_are and options.quoting == "needed":
            special = options.quote + options.escape
            return table.texts(rows, spells, options.delimiter, special)
        if options.quoting == "text":
            return table.lines(rows, [*map(_bare, spells)], _PLAIN, as_they_are=False)
        return table.lines(rows, spells, _PLAIN, as_they_are=as_they_are)

    def _with_totals(
        self, table: Table, rows: Iterable[Row], spells: Sequence[Spell], sums: Sequence[Spell]
    ) -> Iterator[Line]:
        before: list[str | float] = [""] * len(table.groups)
        for event in table.events(rows):
            if isinstance(event, Opened):
                before[event.level :] = [spells[event.level](event.value), *[""] * (len(before) - event.level - 1)]
            elif isinstance(event, Totals):
                yield from self._total_lines(table, event, before, sums)
            else:
                yield [*before, *(spell(cell) for spell, cell in zip(spells[len(before) :], event, strict=True))]

    def _total_lines(
        self, table: Table, event: Totals, before: list[str | float], spells: Sequence[Spell]
    ) -> Iterator[Line]:
        words = Speech(self._options).words
        for currency, sums in sorted(event.sums.items()):
            cells: list[str | float] = ["" for _ in spells]
            cells[: event.level + 1] = before[: event.level + 1]
            for number, value in sums.items():
                cells[len(before) + number] = spells[len(before) + number](value)
            free = next((at for at in range(event.level + 1, len(cells)) if not cells[at]), None)
            if free is not None:
                cells[free] = f"{words('Total')} {currency}".strip()
            yield cells

    def _safe(self, text: str) -> str:
        text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
        return harmless(text) if self._options.formulas == "neutralise" else text

    def _speller(self, column: Column, *, total: bool = False) -> Callable[[Cell], str]:
        """Texts are made harmless, numbers are not."""
        options, speech = self._options, Speech(self._options)
        local, safe, places = speech.speller(column, total=total), self._safe, places_of(column, total=total)
        number, yes_no = _number(options.numbers, places), speech.yes_no()

        def spell(value: Cell) -> str:
            if isinstance(value, str):
                return safe(value)
            if value is None:
                return ""
            if isinstance(value, bool):
                return yes_no[not value]
            if isinstance(value, Decimal | int):
                return local(value) if number is None else number(value)
            return local(value) if options.days == "local" else value.isoformat()

        return spell


def _bare(spell: Callable[[Cell], str]) -> Callable[[Cell], str | float]:
    """The same, where numbers stand in no quotes."""

    def spell_bare(value: Cell) -> str | float:
        said = spell(value)
        return _Bare(said) if isinstance(value, Decimal | int) and not isinstance(value, bool) else said

    return spell_bare


class _Bare(float):
    """A number for csv.writer, which writes its ``str``: the digits as they are."""

    def __new__(cls, text: str) -> _Bare:
        made = super().__new__(cls, 0.0)
        made.text = text
        return made

    text: str

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__


def _number(numbers: str, places: Places | None) -> Callable[[Decimal | int], str] | None:
    if numbers == "local":
        return None
    comma = numbers == "comma"

    def plain(value: Decimal | int) -> str:
        text = format(value if places is None else rounded(value, places), "f")
        return text.replace(".", ",") if comma else text

    return plain


class _Output:
    """Lines as bytes of one encoding."""

    def __init__(self, options: DelimitedReportOptions, name: str, sink: Sink) -> None:
        self._options, self._name, self._sink = options, name, sink
        self._replaced = 0
        self._lines = 0
        self._end = "\r\n" if options.line_end == "crlf" else "\n"
        self._encoder = codecs.getincrementalencoder(name.removesuffix("-sig"))()
        mark = "\ufeff" if options.bom and name.startswith("utf") and name not in {"utf-16", "utf-32"} else ""
        if mark:
            sink.write(self._encoder.encode(mark))

    def write(self, lines: Sequence[Line]) -> None:
        text = self._text(lines)
        try:
            self._sink.write(self._encoder.encode(text))
        except UnicodeEncodeError:
            self._replace(lines, text)
        self._lines += len(lines)

    def _text(self, lines: Sequence[Line]) -> str:
        """A text is a line already: nothing in it must stand in quotes."""
        end = self._end
        try:
            return end.join(lines) + end  # type: ignore[arg-type] # tried
        except TypeError:
            return "".join([line + end if isinstance(line, str) else self._written([line]) for line in lines])

    def _written(self, lines: Sequence[Line]) -> str:
        options, memory = self._options, io.StringIO()
        writer = csv.writer(
            memory,
            delimiter=options.delimiter,
            quotechar=options.quote,
            doublequote=not options.escape,
            escapechar=options.escape or None,
            quoting=_QUOTING[options.quoting],
            lineterminator=self._end,
        )
        try:
            writer.writerows(lines)
        except csv.Error as error:
            raise Rejected(
                f"A cell has the delimiter, a quote or a line break in it, and the options of the report allow neither "
                f"quotes nor an escape for it ({error}).",
                "Set quoting or escape in the report.",
                Owner.VENDOR,
                "dialect",
            ) from None
        return memory.getvalue()

    def _replace(self, lines: Sequence[Line], text: str) -> None:
        if self._options.unencodable == "refuse":
            raise self._refusal(lines)
        raw = text.encode(self._name, "replace")
        self._replaced += sum(text.count(sign) for sign in set(text) if not _holds(self._name, sign))
        self._sink.write(raw)

    def _refusal(self, lines: Sequence[Line]) -> Rejected:
        for number, line in enumerate(lines, self._lines + 1):
            for at, cell in enumerate(line, 1):
                for sign in str(cell):
                    if not _holds(self._name, sign):
                        return Rejected(
                            f"In line {number:,}, column {at}, stands {sign!r} (U+{ord(sign):04X}), which "
                            f"{self._options.encoding} cannot hold.",
                            "Choose utf-8, or let such signs be replaced, in the report.",
                            Owner.VENDOR,
                            "encoding",
                        )
        return Rejected(f"There is text that {self._options.encoding} cannot hold.", "Choose utf-8.", reason="encoding")

    def notes(self) -> tuple[str, ...]:
        if not self._replaced:
            return ()
        return (
            f"{self._replaced:,} signs that {self._options.encoding} cannot hold were replaced by a question mark.",
        )


def _holds(name: str, sign: str) -> bool:
    try:
        sign.encode(name)
    except UnicodeEncodeError:
        return False
    return True
