"""A report as a table: rows in order, groups that open and close, sub-totals and totals, apart by currency.

One pass, in bounded memory. It must not know how anything is drawn or written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from decimal import Decimal
from itertools import islice
from typing import TypeAlias, TypeVar

from desktop_sync.core.reports import Cell, Row
from desktop_sync.reports.cells import Take, taker, typed
from desktop_sync.reports.computing import getter
from desktop_sync.reports.lines import joined, line
from desktop_sync.reports.locales import added
from desktop_sync.reports.options import Column, ReportOptions, SortOptions
from desktop_sync.reports.sorting import By, in_order

T = TypeVar("T")
_SPECIAL = "\0"
Cells: TypeAlias = "Sequence[Cell]"


@dataclass(frozen=True, slots=True)
class Opened:
    """A group begins. ``level``: 0 is the outermost."""

    level: int
    value: Cell


@dataclass(frozen=True, slots=True)
class Totals:
    """The end of a group (``level``), or of everything (-1). ``sums``: by currency, the numbers by column."""

    level: int
    value: Cell
    rows: int
    sums: Mapping[str, Mapping[int, Decimal]]


Event: TypeAlias = "Cells | Opened | Totals"
"""What comes next: the cells of one row are a list."""


@dataclass(slots=True)
class Sums:
    """Of the rows that were added: how many, and the numbers by currency and column."""

    rows: int = 0
    by: dict[str, dict[int, Decimal]] = field(default_factory=dict)

    def add(self, currency: str, column: int, value: Decimal | int) -> None:
        sums = self.by.setdefault(currency, {})
        sums[column] = added(sums.get(column, Decimal()), value)


class Table:
    """The events of one rendering. ``rows``, ``misfits`` (cells by column that are not of its kind) and ``empty`` (rows
    by column that a total has without a value) grow with it; ``currencies``: of the latest row, by column."""

    def __init__(self, options: ReportOptions, zone: tzinfo) -> None:
        self.columns = options.columns
        self.groups = options.group_by
        self.rows = 0
        self.zone = zone
        self.misfits: dict[int, int] = {}
        self.empty: dict[int, int] = {}
        self.currencies: dict[int, str] = {}
        self._each = options.each
        self._takes = [taker(column, zone) for column in options.columns]
        self._group_takes = [taker(column, zone) for column in options.group_by]
        self._by = [
            *map(_group_by, options.group_by, self._group_takes),
            *(_by(one, options.columns, zone) for one in options.sort),
        ]
        self._added = [
            (number, None if column.currency is None else getter(column.currency))
            for number, column in enumerate(options.columns)
            if column.total
        ]
        self._judged = [number for number, column in enumerate(options.columns) if column.kind != "text"]

    @property
    def totals(self) -> bool:
        """Whether anything is added up."""
        return bool(self._added)

    def wanted(self, rows: Iterable[Row]) -> Iterator[Row]:
        """One for each entry of the list ``each``, in order."""
        spread = self.spread(rows)
        return in_order(spread, self._by) if self._by else spread

    def spread(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The same, as they come."""
        return self._entries(rows) if self._each else iter(rows)

    def first(self, rows: Sequence[Row], most: int) -> list[Row]:
        """Of a few rows, those that come first."""
        return list(islice(in_order(rows, self._by), most)) if self._by else list(rows[:most])

    def cells(self, row: Row) -> list[Cell]:
        """Of one row, columns only."""
        cells = [take(row) for take in self._takes]
        for number in self._judged:
            if isinstance(cells[number], str):
                self._misfit(number, cells[number])
        return cells

    def filled(self, rows: Iterable[Row]) -> list[int]:
        """Columns in which something stands in any of these rows; all, where nothing does."""
        found: set[int] = set()
        for row in self.spread(rows):
            found |= {at for at, take in enumerate(self._takes) if at not in found and take(row) not in (None, "")}
        return sorted(found) or list(range(len(self._takes)))

    def group(self, row: Row) -> list[Cell]:
        """What groups it."""
        return [take(row) for take in self._group_takes]

    def lines(
        self,
        rows: Iterable[Row],
        writes: Sequence[Callable[[Cell], T]],
        plain: Callable[[str], object],
        wrap: Sequence[tuple[str, str]] | None = None,
        *,
        as_they_are: bool = True,
    ) -> Iterator[list[T | str]]:
        """As ``flat``, each cell written. ``plain``: whether a text can stay as it is, between what ``wrap`` says.

        ``as_they_are``: also numbers and days that are spelt already as they would be.
        """
        made = line(*self._all(), self._judged_and(writes), plain, wrap, as_they_are=as_they_are)
        for row in self.wanted(rows):
            self.rows += 1
            yield made(row)

    def texts(
        self, rows: Iterable[Row], writes: Sequence[Callable[[Cell], str]], between: str, special: str
    ) -> Iterator[str | list[str]]:
        """As ``lines``: one text where nothing in the row is special, else its cells."""
        columns, takes = self._all()
        typed_ = [column.kind != "text" for column in columns]

        def write(at: int, cell: Cell) -> str:
            """What does not fit is special: it is written, and judged, with the cells."""
            return _SPECIAL if typed_[at] and isinstance(cell, str) else writes[at](cell)

        unjudged = joined(columns, takes, write, between, special)
        judged = self._judged_and(writes)
        for row in self.wanted(rows):
            self.rows += 1
            try:
                text = unjudged(row)
            except TypeError:
                text = None
            yield [judged(at, take(row)) for at, take in enumerate(takes)] if text is None else text

    def _all(self) -> tuple[Sequence[Column], Sequence[Take]]:
        return (*self.groups, *self.columns), (*self._group_takes, *self._takes)

    def _judged_and(self, writes: Sequence[Callable[[Cell], T]]) -> Callable[[int, Cell], T]:
        groups, kinds = len(self.groups), [column.kind for column in (*self.groups, *self.columns)]

        def judged(at: int, cell: Cell) -> T:
            if isinstance(cell, str) and at >= groups and kinds[at] != "text":
                self._misfit(at - groups, cell)
            return writes[at](cell)

        return judged

    def flat(self, rows: Iterable[Row]) -> Iterator[list[Cell]]:
        """Group values and cells of every row, for what has no sub-totals."""
        grouped = bool(self._group_takes)
        for row in self.wanted(rows):
            self.rows += 1
            cells = self.cells(row)
            yield [*self.group(row), *cells] if grouped else cells

    def events(self, rows: Iterable[Row]) -> Iterator[Event]:
        """Groups, rows and totals; the last event is the totals of everything."""
        sums = [Sums() for _ in range(len(self._group_takes) + 1)]
        current: list[Cell] | None = None
        for row in self.wanted(rows):
            if self._group_takes:
                found = self.group(row)
                if found != current:
                    yield from self._change(current, found, sums)
                    current = found
            cells = self.cells(row)
            self.add(row, cells, sums)
            yield cells
        if current is not None:
            yield from self._closed(current, 0, sums)
        yield Totals(-1, None, sums[0].rows, sums[0].by)

    def _change(self, current: list[Cell] | None, found: list[Cell], sums: list[Sums]) -> Iterator[Event]:
        first = 0
        if current is not None:
            first = next(level for level, (one, other) in enumerate(zip(current, found, strict=True)) if one != other)
            yield from self._closed(current, first, sums)
        for level in range(first, len(found)):
            yield Opened(level, found[level])

    def _closed(self, current: list[Cell], first: int, sums: list[Sums]) -> Iterator[Event]:
        for level in range(len(current) - 1, first - 1, -1):
            done, sums[level + 1] = sums[level + 1], Sums()
            yield Totals(level, current[level], done.rows, done.by)

    def add(self, row: Row, cells: Cells, sums: Sequence[Sums]) -> None:
        """A row to each of them."""
        self.rows += 1
        for one in sums:
            one.rows += 1
        for number, currency in self._added:
            value = cells[number]
            if isinstance(value, Decimal | int):
                of = self.currencies[number] = "" if currency is None else str(currency(row) or "")
                for one in sums:
                    one.add(of, number, value)
            elif value is None or value == self.columns[number].default:
                self.empty[number] = self.empty.get(number, 0) + 1

    def short(self) -> dict[int, int]:
        """By column whose totals are not those of all rows: how many have no value there."""
        return {number: count for number, count in sorted(self.empty.items()) if count < self.rows}

    def _misfit(self, number: int, value: Cell) -> None:
        column = self.columns[number]
        if value != column.default and value not in column.words.values():
            self.misfits[number] = self.misfits.get(number, 0) + 1

    def _entries(self, rows: Iterable[Row]) -> Iterator[Row]:
        """A document without entries is a row too: it must not vanish."""
        get, name = getter(self._each), self._each
        for row in rows:
            entries = get(row)
            for entry in entries if isinstance(entries, list | tuple) and entries else ({},):
                yield {**row, name: entry}

    def notes(self) -> tuple[str, ...]:
        """What a person should know about the rows."""
        misfits = tuple(self._note(self.columns[number], count) for number, count in sorted(self.misfits.items()))
        return *misfits, *(_short(self.columns[number], count) for number, count in self.short().items())

    @staticmethod
    def _note(column: Column, count: int) -> str:
        if column.total:
            return f"{count:,} values of {column.name} are no numbers: they stand as they are, and are in no total."
        return f"{count:,} values of {column.name} do not fit the kind of the column: they stand as they are."


def _short(column: Column, count: int) -> str:
    return f"Rows without {column.name}, which are in no total of it: {count:,}."


def _group_by(column: Column, take: Take) -> By:
    """Groups with words of their own stand in the order of these."""
    order = {said: number for number, said in enumerate(column.words.values())}
    return By(lambda row: order.get(str(take(row)), len(order))) if order else By(take)


def _by(sort: SortOptions, columns: Sequence[Column], zone: tzinfo) -> By:
    shown = next((column for column in columns if column.from_ == (sort.from_,)), None)
    kind = sort.kind or ("text" if shown is None else shown.kind)
    get, made = getter(sort.from_), typed(kind, zone)
    return By(lambda row: made(get(row)), sort.descending)
