"""Letters: a document each, with sender, recipient in the window of an envelope (DIN 5008), facts, lines, sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from desktop_sync.core.reports import About, Row
from desktop_sync.reports.cells import taker
from desktop_sync.reports.computing import decimal_of, value_at
from desktop_sync.reports.options import Column
from desktop_sync.reports.pdf import logo_size
from desktop_sync.reports.pdf_columns import GAP
from desktop_sync.reports.pdf_cover import Cover, foot, page_of
from desktop_sync.reports.pdf_document import Paper
from desktop_sync.reports.pdf_fonts import Face, wrapped
from desktop_sync.reports.pdf_options import PdfReportOptions
from desktop_sync.reports.pdf_pages import GREY, HAIR, INK, SMALL, Look, Pages, clipped
from desktop_sync.reports.pdf_table import PrintedTable
from desktop_sync.reports.rendering import Speech
from desktop_sync.reports.table import Event, Table

_MM = 72 / 25.4
_WINDOW = 45 * _MM  # from the upper edge of the paper to the address: DIN 5008, form B
_ADDRESS_END = 95 * _MM
_LOGO = (150.0, 54.0)
_TITLE = 16.0
_TEXT = 9.5
_LINE = 13.0
_FACTS = 205.0
_NAMES = 92.0
_FACT = 9.0
_LEAST = 150.0  # below what stands at the top of a first page: for the title and the first lines
_SUMS = 250.0
_VALUE = 70.0  # of the sums' width, where a value begins at the earliest
_RATE = Column.model_validate({"name": "rate", "from": "rate", "kind": "percent"})


class Letters:
    """Every row is a letter that begins on a page of its own and counts its pages for itself."""

    def __init__(self, paper: Paper, options: PdfReportOptions, speech: Speech, about: About, table: Table) -> None:
        self._paper, self._options, self._speech, self._about, self._table = paper, options, speech, about, table
        self._look = Look(options.font_size, options.rgb())

    @cached_property
    def _logo(self) -> tuple[float, float] | None:
        """How large it is; it is the same on all letters."""
        return logo_size(self._options.logo, _LOGO) if self._options.logo else None

    def print(self, rows: Iterable[Row]) -> int:
        """The number of letters; where there is none, a page that says so."""
        count = 0
        for count, row in enumerate(rows, 1):
            self._letter(count, row)
        if not count:
            self._none()
        return count

    def _letter(self, number: int, row: Row) -> None:
        pages = Pages(self._paper, number, foot(self._speech, self._about), page_of(self._speech))
        letter = _Letter(pages, self._options, self._speech, self._look, row, self._about, self._logo)
        shown = self._table.filled([row])
        printed = PrintedTable(pages, self._table, self._speech, self._look, _unwatched, shown)

        def go_on() -> None:
            letter.again()
            printed.again()

        pages.begin = letter.top
        pages.start()
        pages.begin = letter.again
        letter.opening()
        pages.begin = go_on
        printed.print([row], totals=False)
        pages.begin = letter.again
        letter.end()
        pages.close()

    def _none(self) -> None:
        words = self._speech.words
        pages = Pages(self._paper, 1, foot(self._speech, self._about), page_of(self._speech))
        pages.begin = Cover(pages, self._options, self._speech, self._about, self._look).first
        pages.start()
        pages.ink.text(
            pages.left, pages.y - 20, self._paper.regular.text(words("Nothing in this period.")), _TEXT, GREY
        )
        pages.close()


def _unwatched(event: Event) -> None:
    """Letters have no charts."""


class _Letter:
    """Everything but the lines."""

    def __init__(
        self,
        pages: Pages,
        options: PdfReportOptions,
        speech: Speech,
        look: Look,
        row: Row,
        about: About,
        logo: tuple[float, float] | None,
    ) -> None:
        self._pages, self._options, self._look, self._row, self._logo = pages, options, look, row, logo
        self._regular: Face = pages.paper.regular
        self._bold: Face = pages.paper.bold
        self._facts = list(_said(options.facts, row, speech, about))
        self._sums = list(_sums(options, row, speech, about))
        self._title = _title(options, row) or about.flow
        self._below: list[tuple[str, str]] = []

    def top(self) -> None:
        """What has no room beside each other goes on below the title."""
        pages, paper = self._pages, self._pages.paper
        if self._logo is not None:
            width, height = self._logo
            paper.image(self._options.logo, pages.right - width, paper.height - 40 - height, width, height)
        lowest = min(self._address(paper.height - _WINDOW), self._beside(paper.height - _WINDOW))
        pages.y = min(paper.height - _ADDRESS_END, lowest - 12)
        title = clipped(self._bold, self._titled(), (pages.right - pages.left) / _TITLE)
        pages.ink.text(pages.left, pages.y - _TITLE, title, _TITLE, self._look.fill)
        pages.y -= _TITLE + 16

    def opening(self) -> None:
        for name, said in self._below:
            self._fact(name, said)
        self._pages.y -= 8 if self._below else 0
        self._paragraph(self._options.opening)
        self._pages.y -= 14 if self._options.opening else 6

    def _titled(self) -> str:
        return f"{self._title} {self._facts[0][1]}" if self._facts else self._title

    def _address(self, top: float) -> float:
        """Where it ends."""
        ink, left = self._pages.ink, self._pages.left
        if self._options.sender:
            said = clipped(self._regular, " · ".join(self._options.sender), 240 / SMALL)
            ink.text(left, top - 8, said, SMALL - 0.5, GREY)
            ink.rule(left, left + 240, top - 12, 0.3, HAIR)
        y = top - 28
        for line in _address(self._row, self._options.recipient):
            parts = wrapped(self._regular, line, 240 / 10)
            if self._below or y - len(parts) * _LINE < self._pages.bottom + _LEAST:
                self._below.append(("", line))
                continue
            for part in parts:
                ink.text(left, y, self._regular.text(part), 10, INK)
                y -= _LINE
        return y

    def _beside(self, top: float) -> float:
        """Facts at the right: where they end."""
        right, y = self._pages.right, top - 28
        facts = iter(self._facts)
        for name, said in facts:
            parts = wrapped(self._regular, said, (_FACTS - _NAMES) / _FACT)
            if y - len(parts) * _LINE < self._pages.bottom + _LEAST:
                self._below += [(name, said), *facts]
                break
            self._name(name, right - _FACTS, y)
            for part in parts:
                self._pages.ink.text(right - _FACTS + _NAMES, y, self._regular.text(part), _FACT, INK)
                y -= _LINE
        return y

    def _fact(self, name: str, said: str) -> None:
        """Over the whole width, and as many pages as it needs."""
        pages = self._pages
        left = pages.left + _NAMES
        for number, part in enumerate(wrapped(self._regular, said, (pages.right - left) / _FACT)):
            if pages.room < _LINE:
                pages.turn()
            pages.y -= _LINE
            if not number:
                self._name(name, pages.left, pages.y)
            pages.ink.text(left, pages.y, self._regular.text(part), _FACT, INK)

    def _name(self, name: str, x: float, y: float) -> None:
        self._pages.ink.text(x, y, clipped(self._regular, name, (_NAMES - 4) / _FACT), _FACT, GREY)

    def again(self) -> None:
        pages = self._pages
        pages.y -= SMALL
        title = clipped(self._bold, self._titled(), (pages.right - pages.left) / SMALL)
        pages.ink.text(pages.left, pages.y, title, SMALL, INK)
        pages.ink.rule(pages.left, pages.right, pages.y - 5, 0.4, HAIR)
        pages.y -= 18

    def end(self) -> None:
        pages = self._pages
        self._total()
        pages.y -= 16
        for path in self._options.closing:
            said = value_at(self._row, path.split("."))
            if isinstance(said, str) and said:
                self._paragraph(said)
                pages.y -= 6
        if pages.room < len(self._options.foot) * _LINE:
            pages.turn()
        for line in self._options.foot:
            self._line(line, GREY)

    def _total(self) -> None:
        pages, size = self._pages, self._look.size + 0.8
        if pages.room < len(self._sums) * _LINE + 20:
            pages.turn()
        left = pages.right - _SUMS
        pages.y -= 8
        for number, (name, said) in enumerate(self._sums):
            last = number == len(self._sums) - 1
            face = self._bold if last else self._regular
            pages.y -= _LINE + (3 if last else 0)
            if last:
                pages.ink.rule(left, pages.right, pages.y + _LINE - 1.5, 0.5, "0.3 G")
            value = face.text(said)
            pages.ink.fitted(left + _VALUE, pages.right, pages.y, value, size)
            room = max(_SUMS - GAP - min(value.width * size, _SUMS - _VALUE), 40)
            pages.ink.text(left, pages.y, clipped(face, name, room / size), size)
        if self._sums:
            for below in (3.2, 5.2):
                pages.ink.rule(left, pages.right, pages.y - below, 0.6, "0.2 G")
            pages.y -= 8

    def _paragraph(self, said: str) -> None:
        for line in wrapped(self._regular, said, (self._pages.right - self._pages.left) / _TEXT) if said else ():
            self._line(line, INK)

    def _line(self, line: str, colour: str) -> None:
        if self._pages.room < _LINE:
            self._pages.turn()
        self._pages.y -= _LINE
        self._pages.ink.text(self._pages.left, self._pages.y, self._regular.text(line), _TEXT, colour)


def _title(options: PdfReportOptions, row: Row) -> str:
    """What its content says it is, else what the options say."""
    by = options.titles
    found = None if by is None else by.words.get(str(value_at(row, by.from_.split("."))))
    return found or options.title


def _said(columns: Sequence[Column], row: Row, speech: Speech, about: About) -> Iterator[tuple[str, str]]:
    """Names and values; money with its currency. What is empty is left out."""
    for column in columns:
        said = speech.speller(column)(taker(column, about.zone)(row))
        if said:
            currency = value_at(row, column.currency.split(".")) if column.currency else None
            yield column.name, f"{said} {currency}" if currency else said


def _sums(options: PdfReportOptions, row: Row, speech: Speech, about: About) -> Iterator[tuple[str, str]]:
    """A single tax stands for the sum of all."""
    for column in options.sums:
        taxes = list(_taxes(options, column, row, speech))
        yield from taxes
        if len(taxes) != 1:
            yield from _said([column], row, speech, about)


def _taxes(options: PdfReportOptions, column: Column, row: Row, speech: Speech) -> Iterator[tuple[str, str]]:
    """By their rates, spelt as the sum that they belong to."""
    found = None
    if options.taxes is not None and column.name == options.taxes.sum:
        found = value_at(row, options.taxes.each.split("."))
    words, money, percent = speech.words, speech.speller(column), speech.speller(_RATE)
    currency = value_at(row, column.currency.split(".")) if column.currency else None
    for tax in found if isinstance(found, list) else ():
        rate, base, amount = (decimal_of(value_at(tax, [name])) for name in ("rate", "base", "amount"))
        if amount is None:
            continue
        name = f"{column.name} {percent(rate)}" if rate is not None else column.name
        if base is not None:
            name = words("{tax} on {base}", tax=name, base=money(base))
        yield name, f"{money(amount)} {currency}" if currency else money(amount)


def _address(row: Row, recipient: Sequence[str]) -> Iterator[str]:
    """The lines of a party's address."""
    party = next(
        (found for path in recipient if isinstance(found := value_at(row, path.split(".")), Mapping) and found), {}
    )
    address = party.get("address")
    place = address if isinstance(address, Mapping) else {}
    city = " ".join(str(place[name]) for name in ("postal_code", "city") if place.get(name))
    lines = (
        party.get("name"),
        party.get("contact"),
        place.get("street"),
        place.get("street2"),
        city,
        place.get("region"),
        place.get("country"),
    )
    yield from (str(line) for line in lines if line)
