"""Bar and line charts: what a column adds up to, by another column. Collected while rows pass, drawn at the end.

Drawn into a form, so that a chart stands above the table that it sums up. It must not know pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, Decimal

from desktop_sync.core.reports import Cell
from desktop_sync.reports.locales import added, exactly
from desktop_sync.reports.pdf_fonts import Face
from desktop_sync.reports.pdf_options import ChartOptions
from desktop_sync.reports.pdf_pages import GREY, INK, Ink, Look, clipped
from desktop_sync.reports.rendering import Speech
from desktop_sync.reports.table import Event, Opened, Table, Totals

HEIGHT = 150.0
_MOST = 5000  # categories that are told apart
_BARS = 12
_POINTS = 62
_MARKED = 31  # points of a line; more stand too close to be seen as such
_SIZE = 7.0
_STEPS = (1, 2, 5, 10)


@dataclass(slots=True)
class _Sums:
    """Of one currency."""

    by: dict[Cell, Decimal] = field(default_factory=dict)
    others: Decimal = Decimal()
    rows: int = 0

    def add(self, of: Cell, value: Decimal | int) -> None:
        self.rows += 1
        if of in self.by or len(self.by) < _MOST:
            self.by[of] = added(self.by.get(of, Decimal()), value)
        else:
            self.others = added(self.others, value)


class Chart:
    """One chart while its numbers come in; of several currencies the most frequent is drawn."""

    def __init__(self, options: ChartOptions, table: Table, speech: Speech) -> None:
        self.options = options
        self._speech = speech
        columns = [column.name for column in table.columns]
        groups = [column.name for column in table.groups]
        self._group = groups.index(options.by) if options.by in groups else None
        self._by = columns.index(options.by) if self._group is None else 0
        self._value = columns.index(options.value) if options.value else None
        by = table.groups[self._group] if self._group is not None else table.columns[self._by]
        self._spell = speech.speller(by)
        self._current: Cell = None
        self._table = table
        self._by_currency: dict[str, _Sums] = {}
        self._by_day = False

    def watch(self, event: Event) -> None:
        """Takes what it needs of a row."""
        if isinstance(event, Opened):
            if event.level == self._group:
                self._current = event.value
        elif not isinstance(event, Totals):
            self._add(event)

    def _add(self, cells: Sequence[Cell]) -> None:
        of = cells[self._by] if self._group is None else self._current
        value = 1 if self._value is None else cells[self._value]
        if not isinstance(value, Decimal | int):
            return
        currency = "" if self._value is None else self._table.currencies.get(self._value, "")
        self._by_currency.setdefault(currency, _Sums()).add(of, value)

    def draw(self, faces: tuple[Face, Face], look: Look, left: float, right: float, top: float) -> list[str]:
        """From ``top`` down; ``HEIGHT`` high."""
        regular, bold = faces
        ink, options = Ink(), self.options
        currency = max(self._by_currency, key=lambda one: (self._by_currency[one].rows, one), default="")
        words = self._speech.words
        title = options.title or f"{options.value or words('Rows')} / {options.by}"
        title = f"{title} ({currency})" if currency else title
        ink.text(left, top - 10, clipped(bold, title, (right - left) / look.size), look.size, INK)
        points = self._points(self._by_currency.get(currency, _Sums()))
        if points:
            plot = _Plot(ink, regular, look, (left, right, top - HEIGHT + 34, top - 24), self._speech)
            plot.draw(points, line=options.type == "line", whole_names=self._by_day)
        else:
            ink.text(left, top - 24, regular.text(words("(nothing)")), _SIZE, GREY)
        return ink.code()

    def _points(self, sums: _Sums) -> list[tuple[str, Decimal]]:
        """In the order of days, else the largest first; what has no room together at the end."""
        words = self._speech.words
        most = _POINTS if self.options.type == "line" else _BARS
        days = [one for one in sums.by if isinstance(one, date)]
        self._by_day = len(days) == len(sums.by)
        if self._by_day:
            return self._by_time({one: sums.by[one] for one in days})
        order = sorted(sums.by.items(), key=lambda pair: (-pair[1], str(pair[0])))
        shown = [(self._spell(one) or words("(nothing)"), value) for one, value in order[:most]]
        rest = sum((value for _, value in order[most:]), sums.others)
        return [*shown, (words("others"), rest)] if rest else shown

    def _by_time(self, days: Mapping[date, Decimal]) -> list[tuple[str, Decimal]]:
        """In their order; by months where they are too many to be told apart, and by years where these are."""
        if len(days) <= _POINTS:
            return [(self._spell(one), days[one]) for one in sorted(days, key=date.isoformat)]
        months: dict[tuple[int, int], Decimal] = {}
        for one, value in days.items():
            months[one.year, one.month] = added(months.get((one.year, one.month), Decimal()), value)
        if len(months) <= _POINTS:
            return [(_named(one, self._speech.writing.language), months[one]) for one in sorted(months)]
        years: dict[int, Decimal] = {}
        for (year, _), value in months.items():
            years[year] = added(years.get(year, Decimal()), value)
        return [(str(year), years[year]) for year in sorted(years)]


def _named(month: tuple[int, int], language: str) -> str:
    year, number = month
    return f"{number:02}.{year}" if language == "de" else f"{year}-{number:02}"


class _Plot:
    """Axis, grid and marks between four edges."""

    def __init__(
        self, ink: Ink, face: Face, look: Look, edges: tuple[float, float, float, float], speech: Speech
    ) -> None:
        self._ink, self._face, self._look, self._speech = ink, face, look, speech
        self._left, self._right, self._bottom, self._top = edges
        self._low = self._high = Decimal()

    def draw(self, points: Sequence[tuple[str, Decimal]], *, line: bool, whole_names: bool) -> None:
        values = [value for _, value in points]
        step = _step(max(*values, Decimal()) - min(*values, Decimal()))
        self._low = -_up(-min(*values, Decimal()), step)
        self._high = max(_up(max(*values, Decimal()), step), self._low + step)
        self._grid(step)
        if line and len(points) > 1:
            self._line(values)
        else:
            self._bars(values)
        self._names([name for name, _ in points], whole=whole_names)

    def _y(self, value: Decimal) -> float:
        share = (value - self._low) / (self._high - self._low)
        return self._bottom + float(share) * (self._top - self._bottom)

    def _grid(self, step: Decimal) -> None:
        writing, value = self._speech.writing, self._low
        places = exactly(max(0, -int(step.normalize().as_tuple().exponent)))
        labels = []
        while value <= self._high:
            labels.append((value, self._face.text(writing.number(value, places))))
            value += step
        wide = max(text.width for _, text in labels) * _SIZE
        for value, text in labels:
            self._ink.right(self._left + wide, self._y(value) - 2.4, text, _SIZE, GREY)
        self._left += wide + 8
        for value, _ in labels:
            self._ink.rule(self._left, self._right, self._y(value), 0.4, "0.55 G" if not value else "0.88 G")

    def _bars(self, values: Sequence[Decimal]) -> None:
        slot = (self._right - self._left) / len(values)
        width, zero = min(slot * 0.62, 46.0), self._y(Decimal())
        for number, value in enumerate(values):
            x = self._left + (number + 0.5) * slot - width / 2
            self._ink.box(x, min(zero, self._y(value)), width, abs(self._y(value) - zero), self._look.fill)

    def _line(self, values: Sequence[Decimal]) -> None:
        slot = (self._right - self._left) / len(values)
        places = [(self._left + (number + 0.5) * slot, self._y(value)) for number, value in enumerate(values)]
        path = " ".join(f"{x:.2f} {y:.2f} {'l' if number else 'm'}" for number, (x, y) in enumerate(places))
        self._ink.path(f"{self._look.stroke} 1.3 w 1 J 1 j {path} S 0 J 0 j")
        if len(places) <= _MARKED:
            for x, y in places:
                self._ink.box(x - 1.5, y - 1.5, 3, 3, self._look.fill)

    def _names(self, names: Sequence[str], *, whole: bool) -> None:
        """``whole``: only as many as have room; else each is cut to its place."""
        slot = (self._right - self._left) / len(names)
        widest = max(self._face.width(name) for name in names) * _SIZE + 8
        every = max(1, -int(-widest // slot)) if whole else 1
        for number in range(0, len(names), every):
            text = clipped(self._face, names[number], max(slot * every - 4, 12) / _SIZE)
            x = self._left + (number + 0.5) * slot - text.width * _SIZE / 2
            self._ink.text(x, self._bottom - 11, text, _SIZE, GREY)


def _step(span: Decimal) -> Decimal:
    """A round step that divides the span into three to six parts."""
    if not span:
        return Decimal(1)
    raw = span / 4
    unit = Decimal(1).scaleb(raw.adjusted())
    return next(unit * step for step in _STEPS if unit * step >= raw)


def _up(value: Decimal, step: Decimal) -> Decimal:
    return (value / step).to_integral_value(ROUND_CEILING) * step if value > 0 else Decimal()
