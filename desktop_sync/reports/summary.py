"""A summary of the rows of any report, made while it is rendered: the first rows, the totals, how many there are.

In bounded memory, in the order and the language of the report. Of letters, which have no table of all documents, the
facts and sums of each are its row. It must not know who reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from desktop_sync.core.reports import About, Cell, Rendered, Report, Row, Sink
from desktop_sync.core.summaries import Summary, Total
from desktop_sync.reports.options import ReportOptions
from desktop_sync.reports.pdf_options import PdfReportOptions
from desktop_sync.reports.rendering import Speech
from desktop_sync.reports.table import Sums, Table
from desktop_sync.reports.templates import whole

Spell: TypeAlias = "Callable[[Cell], str]"
ROWS = 20
_COLUMNS = 12
_LONGEST = 120  # characters of a cell
_AT_ONCE = 50 * ROWS  # rows among which the first are looked for


class Summarised:
    """A Report that makes another one, and its summary beside it."""

    def __init__(self, report: Report, options: ReportOptions) -> None:
        self.ending = report.ending
        self.media_type = report.media_type
        self._report = report
        self._options = _as_table(whole(options))

    def render(self, rows: Iterable[Row], about: About, sink: Sink) -> Rendered:
        making = _Making(self._options, about)
        rendered = self._report.render(making.seen(rows), about, sink)
        return replace(rendered, summary=making.summary())


def _as_table(options: ReportOptions) -> ReportOptions:
    """Letters with a row for each; of their sums, the last is their total."""
    if not isinstance(options, PdfReportOptions) or options.layout != "letter":
        return options
    last = tuple(one.model_copy(update={"total": one.numeric}) for one in options.sums[-1:])
    columns = (*options.facts, *options.sums[:-1], *last)
    return ReportOptions.model_construct(title=options.title, locale=options.locale, sort=options.sort, columns=columns)


class _Making:
    """``seen`` passes rows on as they are."""

    def __init__(self, options: ReportOptions, about: About) -> None:
        self._title = options.title or about.flow
        self._speech = Speech(options)
        self._table = Table(options, about.zone)
        self._columns = (*options.group_by, *options.columns)
        self._groups = len(options.group_by)
        self._first: list[Row] = []
        self._sums = Sums()

    def seen(self, rows: Iterable[Row]) -> Iterator[Row]:
        table = self._table
        for row in rows:
            for entry in table.spread((row,)):
                table.add(entry, table.cells(entry), (self._sums,))
                self._first.append(entry)
            if len(self._first) >= _AT_ONCE:
                self._first = table.first(self._first, ROWS)
            yield row

    def summary(self) -> Summary:
        shown = self._shown()
        columns = [self._columns[at] for at in shown]
        spells, totals = self._speech.spellers(columns), self._speech.spellers(columns, total=True)
        return Summary(
            self._title,
            tuple(_short(column.name) for column in columns),
            tuple(column.numeric for column in columns),
            tuple(self._row(row, shown, spells) for row in self._table.first(self._first, ROWS)),
            tuple(self._total(currency, shown, totals) for currency in sorted(self._sums.by)),
            self._sums.rows,
            len(self._columns) - len(columns),
        )

    def _shown(self) -> list[int]:
        """The first columns, and those that are added up."""
        by_weight = sorted(range(len(self._columns)), key=lambda at: not self._columns[at].total)
        return sorted(by_weight[:_COLUMNS])

    def _row(self, row: Row, shown: Sequence[int], spells: Sequence[Spell]) -> tuple[str, ...]:
        cells = [*self._table.group(row), *self._table.cells(row)]
        return tuple(_short(spell(cells[at])) for at, spell in zip(shown, spells, strict=True))

    def _total(self, currency: str, shown: Sequence[int], spells: Sequence[Spell]) -> Total:
        sums = self._sums.by[currency]
        cells = [sums.get(at - self._groups) for at in shown]
        return Total(
            currency, tuple("" if cell is None else spell(cell) for spell, cell in zip(spells, cells, strict=True))
        )


def _short(text: str) -> str:
    """One line."""
    line = " ".join(text[: _LONGEST * 4].split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
