"""A table on paper: headings that come again on every page, groups, sub-totals, totals with a double rule.

Rows are drawn as they come, in bounded memory; one that is higher than a page goes on over the next ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TypeAlias

from desktop_sync.core.reports import Cell, Row
from desktop_sync.reports.pdf_columns import Span, decimals, heading_lines, planned
from desktop_sync.reports.pdf_fonts import Face, Text, wrapped
from desktop_sync.reports.pdf_pages import GREY, HAIR, INK, Look, Pages, clipped
from desktop_sync.reports.rendering import Speech
from desktop_sync.reports.table import Event, Opened, Table, Totals

_SAMPLE = 300  # events that decide the widths
_PAD = 2.4
_ASCENT = 0.78
_GROUP_GAP = 9.0  # above and below the line of a group
_LABEL = 40.0  # where a total's numbers leave less room before them, what is added up is said above them
Lines: TypeAlias = "tuple[Text, ...]"


class PrintedTable:
    """One table, from where the pages stand to where it ends."""

    def __init__(
        self,
        pages: Pages,
        table: Table,
        speech: Speech,
        look: Look,
        watch: Callable[[Event], None],
        shown: Sequence[int] | None = None,
    ) -> None:
        """``shown``: columns of a table without totals; None: all."""
        self._shown = shown
        self._columns = table.columns if shown is None else tuple(table.columns[at] for at in shown)
        self._pages, self._table, self._speech, self._look = pages, table, speech, look
        self._regular, self._bold = pages.paper.regular, pages.paper.bold
        self._size = look.size
        self._spans: list[Span] = []
        self._heads: list[list[str]] = []
        self._spells = speech.spellers(self._columns)
        self._total_spells = speech.spellers(self._columns, total=True)
        self._point = speech.writing.point
        self._group_spells = speech.spellers(table.groups)
        self._open: list[str] = []
        self._pending: list[int] = []
        self._continued: set[int] = set()
        self._watch = watch

    def print(self, rows: Iterable[Row], *, totals: bool = True) -> None:
        """All rows, and the totals of everything."""
        events = self._watched(rows)
        first = list(islice(events, _SAMPLE))
        self._plan(first)
        self._begin()
        if not any(not isinstance(event, Opened | Totals) for event in first):
            self._nothing()
            return
        for event in chain(first, events):
            if isinstance(event, Opened):
                self._opened(event)
            elif not isinstance(event, Totals):
                self._row(self._cells(event))
            elif totals:
                self._totals(event)

    def _cells(self, cells: Sequence[Cell]) -> Sequence[Cell]:
        return cells if self._shown is None else [cells[at] for at in self._shown]

    def _watched(self, rows: Iterable[Row]) -> Iterator[Event]:
        """Whoever watches sees an event while its row is the latest of the table."""
        for event in self._table.events(rows):
            self._watch(event)
            yield event

    def again(self) -> None:
        """On a further page: the headings, and the groups that go on."""
        self._heading()
        self._continued.update(level for level in range(len(self._open)) if level not in self._pending)
        self._pending = list(range(len(self._open)))

    # -- what is known before the first row ---------------------------------------------------------------------------

    def _plan(self, first: Sequence[Event]) -> None:
        sample = [
            [spell(cell) for spell, cell in zip(self._spells, self._cells(event), strict=True)]
            for event in first
            if not isinstance(event, Opened | Totals)
        ]
        pages, faces = self._pages, (self._regular, self._bold)
        room = pages.left, pages.right
        self._spans, self._size = planned(faces, self._columns, sample, room, self._size, self._point)
        self._leading = self._size * 1.32
        both = zip(self._columns, self._spans, strict=True)
        self._heads = [heading_lines(self._bold, column, span, self._size) for column, span in both]

    def _begin(self) -> None:
        """The headings, where a first row with its groups has room below them."""
        pages, groups = self._pages, len(self._table.groups)
        needed = self._heading_height() + 2 + 3 * self._leading + groups * (self._leading + _GROUP_GAP)
        if needed > pages.room:
            pages.turn()
        else:
            self._heading()

    def _heading_height(self) -> float:
        return max((len(lines) for lines in self._heads), default=1) * self._leading + 4

    def _heading(self) -> None:
        pages, size = self._pages, self._size
        bottom = pages.y - self._heading_height()
        for lines, span in zip(self._heads, self._spans, strict=True):
            for number, line in enumerate(reversed(lines)):
                y = bottom + 5 + number * self._leading
                text = self._bold.text(line)
                if span.numeric:
                    pages.ink.fitted(span.left, span.right, y, text, size, self._look.fill)
                else:
                    pages.ink.text(span.left, y, text, size, self._look.fill)
        pages.ink.rule(pages.left, pages.right, bottom, 0.9, self._look.stroke)
        pages.y = bottom - 2

    def _nothing(self) -> None:
        words, pages = self._speech.words, self._pages
        pages.y -= self._leading + 8
        pages.ink.text(pages.left, pages.y, self._regular.text(words("Nothing in this period.")), self._look.size, GREY)

    # -- rows ---------------------------------------------------------------------------------------------------------

    def _row(self, cells: Sequence[Cell]) -> None:
        size, regular = self._size, self._regular
        lines: list[Lines] = []
        most = 1
        for spell, span, cell in zip(self._spells, self._spans, cells, strict=True):
            said = "" if cell is None else spell(cell)
            if not said:
                lines.append(())
                continue
            text = regular.text(said)
            fits = text.width * size <= span.right - span.left and "\n" not in said
            if fits or (span.numeric and not isinstance(cell, str)):
                lines.append((text,))
            else:
                lines.append(tuple(map(regular.text, wrapped(regular, said, span.width / size))))
                most = max(most, len(lines[-1]))
        self._place(most)
        self._draw(lines, most)

    def _place(self, most: int) -> None:
        """A page on which the row and the groups that open with it have room, if one has."""
        pages = self._pages
        needed = most * self._leading + 2 * _PAD + len(self._pending) * (self._leading + _GROUP_GAP)
        if needed > pages.room and (most <= self._fitting() or pages.room < 4 * self._leading):
            pages.turn()
        self._group_lines()

    def _group_lines(self) -> None:
        """Of groups that open, or go on from the page before."""
        words = self._speech.words
        for level in self._pending:
            name = self._open[level]
            self._group_line(level, f"{name} {words('(continued)')}" if level in self._continued else name)
        self._pending = []
        self._continued = set()

    def _fitting(self) -> int:
        """Lines of a row for which a whole page has room."""
        return int((self._pages.paper.height * 0.7 - self._pages.bottom) / self._leading)

    def _draw(self, lines: Sequence[Lines], most: int) -> None:
        start = 0
        while True:
            pages = self._pages
            count = min(most - start, max(int((pages.room - 2 * _PAD) / self._leading), 1))
            self._slice(lines, start, count)
            start += count
            if start >= most:
                pages.ink.rule(pages.left, pages.right, pages.y, 0.3, HAIR)
                return
            pages.turn()
            self._group_lines()

    def _slice(self, lines: Sequence[Lines], start: int, count: int) -> None:
        pages, size, leading = self._pages, self._size, self._leading
        base = pages.y - _PAD - size * _ASCENT - (leading - size) / 2
        show = pages.ink.text
        for span, own in zip(self._spans, lines, strict=True):
            if span.numeric and len(own) == 1:
                if not start:
                    right = span.right - self._shift(span, own[0], self._regular) if span.fraction else span.right
                    pages.ink.fitted(span.left, right, base, own[0], size)
            elif count == 1:
                if len(own) > start:
                    show(span.left, base, own[start], size)
            else:
                for number, text in enumerate(own[start : start + count]):
                    show(span.left, base - number * leading, text, size)
        pages.y -= count * leading + 2 * _PAD

    def _shift(self, span: Span, text: Text, face: Face) -> float:
        """How far from the right a number ends, so that its decimal sign stands below the others."""
        said = "".join(raw for _, raw in text.runs)
        return max(span.fraction - face.width(decimals(said, self._point)), 0.0) * self._size

    # -- groups and totals --------------------------------------------------------------------------------------------

    def _opened(self, event: Opened) -> None:
        words = self._speech.words
        said = self._group_spells[event.level](event.value) or words("(nothing)")
        self._open[event.level :] = [said.replace("\n", " ")]
        self._pending.append(event.level)

    def _group_line(self, level: int, said: str) -> None:
        pages, size = self._pages, self._size + (0.6 if level == 0 else 0)
        pages.y -= self._leading + _GROUP_GAP
        room = (pages.right - pages.left - 10 * level) / size
        pages.ink.text(pages.left + 10 * level, pages.y + 5, clipped(self._bold, said, room), size, INK)
        pages.ink.rule(pages.left, pages.right, pages.y + 1, 0.5, HAIR)

    def _totals(self, event: Totals) -> None:
        if not event.sums:
            return
        pages, last = self._pages, event.level < 0
        lines = sorted(event.sums.items())
        above = [self._label_above(event.level, sums) for _, sums in lines]
        needed = (len(lines) + sum(above)) * (self._leading + 4) + 10 + (self._leading + 12 if last else 0)
        if needed > pages.room:  # the number of rows never stands alone on a page
            pages.turn()
        pages.y -= 5 if last else 1
        for number, (currency, sums) in enumerate(lines):
            self._total_line(
                event, currency, {at: self._total_spells[at](value) for at, value in sums.items()}, first=not number
            )
        if last:
            self._double_rule(event)
            self._count(event.rows)
            self._tell_short()
        else:
            pages.y -= 5
            self._open[event.level :] = []
            self._pending = [level for level in self._pending if level < event.level]
            self._continued = {level for level in self._continued if level < event.level}

    def _total_line(self, event: Totals, currency: str, sums: dict[int, str], *, first: bool) -> None:
        pages, size, words = self._pages, self._size, self._speech.words
        indent = pages.left + 10 * max(event.level, 0)
        above = self._label_above(event.level, sums)
        pages.y -= (self._leading + 3) * (2 if above else 1)
        for at, said in sums.items():
            span = self._spans[at]
            if first:
                pages.ink.rule(span.left, span.right, pages.y + self._leading + 1.2, 0.5, "0.3 G")
            text = self._bold.text(said)
            right = span.right - self._shift(span, text, self._bold) if span.fraction else span.right
            pages.ink.fitted(span.left - 8, right, pages.y + 2, text, size)
        room = (pages.right if above else self._label_end(sums)) - indent
        label = words("Total") if event.level < 0 else f"{words('Total')} {self._open[event.level]}"
        ending = self._bold.text(f" {currency}") if currency else self._bold.text("")
        text = clipped(self._bold, label, room / size - ending.width)
        y = pages.y + 2 + (self._leading + 3 if above else 0)
        pages.ink.text(indent, y, text, size)
        pages.ink.text(indent + text.width * size, y, ending, size)

    def _label_end(self, sums: Iterable[int]) -> float:
        return min((self._spans[at].left for at in sums), default=self._pages.right) - 12

    def _label_above(self, level: int, sums: Iterable[int]) -> bool:
        """Whether numbers stand in the first column already."""
        return self._label_end(sums) - (self._pages.left + 10 * max(level, 0)) < _LABEL

    def _double_rule(self, event: Totals) -> None:
        pages = self._pages
        for at in sorted({at for sums in event.sums.values() for at in sums}):
            span = self._spans[at]
            for below in (1.4, 3.4):
                pages.ink.rule(span.left, span.right, pages.y - below, 0.6, "0.2 G")
        pages.y -= 6

    def _count(self, rows: int) -> None:
        words = self._speech.words
        self._small(words.counted(rows, "{count} row", "{count} rows"))

    def _tell_short(self) -> None:
        """A total that is not the total of all rows says so."""
        words = self._speech.words
        for at, count in self._table.short().items():
            said = words.counted(
                count, "{count} row has no value and is in no total", "{count} rows have no value and are in no total"
            )
            self._small(f"{self._table.columns[at].name}: {said}")

    def _small(self, said: str) -> None:
        pages = self._pages
        if pages.room < self._leading + 6:
            pages.turn()
        pages.y -= self._leading + 4
        pages.ink.text(pages.left, pages.y, self._regular.text(said), self._size - 0.5, GREY)
