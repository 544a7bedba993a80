"""Types of rows, compiled: what the mapping asks of a record becomes what is taken from the rows of each type.

Paths go downwards by the names of types and end with a column: ``line/tax/Rate``. As in XML, what repeats is a group,
and a path that leads to several rows without a group gives the first. It must not know rows or payloads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from desktop_sync.core.mapping import Sources
from desktop_sync.formats.delimited_columns import Columns, Entry, Taken, Width
from desktop_sync.formats.delimited_options import DelimitedOptions
from desktop_sync.formats.row_options import RecordType

Firsts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """One type. ``top``: it begins a record. ``entry``: what an entry of its own takes (for a record, or a ``group``).

    ``firsts``: what goes from the first row of it into the entry around it. ``closes``: the types below it.
    """

    name: str
    below: str
    top: bool
    shared: bool
    kind: str
    columns: Columns
    width: Width
    low: int
    high: int
    entry: Taken
    values: Callable[[Sequence[str]], Entry]
    group: str
    firsts: Firsts
    closes: tuple[str, ...]


@dataclass(slots=True)
class _Asked:
    """What is asked of the rows of one type, while the sources are read."""

    wanted: dict[str, int] = field(default_factory=dict)
    group: str = ""
    firsts: dict[str, int] = field(default_factory=dict)


class Layouts:
    """Compiles, for one payload or for all. ``kinds``: names of the types that begin a record."""

    def __init__(self, options: DelimitedOptions, header: Sequence[str] | None) -> None:
        self._options = options
        self._header = header
        self._asked = {name: _Asked() for name in options.records}
        self.kinds = [name for name, one in options.records.items() if not one.below and not one.shared]

    def ask(self, kind: str, sources: Sources) -> list[tuple[str, str]]:
        """What a mapping asks of records of this kind. Gives the paths that cannot be, each with why."""
        return list(self._grow(kind, sources))

    def compiled(self) -> Mapping[str, Layout]:
        """By the text in the column ``record_type``."""
        found: dict[str, Layout] = {}
        for name, one in self._options.records.items():
            layout = self._layout(name, one)
            found.update(dict.fromkeys(one.type or (name,), layout))
        return found

    def type_column(self) -> int:
        """0-based, the same in all types. Raises ValueError in words."""
        wanted = self._options.record_type
        if wanted.isascii() and wanted.isdigit() and int(wanted) > 0:
            return int(wanted) - 1
        found = {self.columns(name).index(wanted) for name in self._options.records}
        if len(found) != 1 or None in found:
            raise ValueError("it must be the same column in all types of rows; write its number")
        return found.pop() or 0

    def columns(self, name: str) -> Columns:
        own = self._options.records[name].columns
        return columns_of(self._options, self._header, own)

    def _layout(self, name: str, one: RecordType) -> Layout:
        asked, columns = self._asked[name], self.columns(name)
        top = not one.below and not one.shared
        used = [*asked.wanted.values(), *asked.firsts.values(), 0]
        entry = Taken.of(asked.wanted.items())
        fits = width(self._options, columns, max(used) + 1)
        return Layout(
            name,
            one.below,
            top,
            one.shared,
            name if len(self.kinds) > 1 and top else "",
            columns,
            fits,
            fits.low,
            fits.high,
            entry,
            entry.values,
            asked.group,
            tuple(sorted(asked.firsts.items(), key=itemgetter(1))),
            tuple(self._all_below(name)),
        )

    def _all_below(self, name: str) -> Iterator[str]:
        for inner, one in self._options.records.items():
            if one.below == name:
                yield inner
                yield from self._all_below(inner)

    def _grow(self, scope: str, sources: Sources) -> Iterator[tuple[str, str]]:
        for path, inside in sorted(sources.groups.items()):  # a group before the groups inside its entries
            try:
                name = self._walk(scope, path.split("/"))
                self._asked[name].group = path
            except ValueError as error:
                yield path, str(error)
                continue
            yield from self._grow(name, inside)
        for path in sorted(sources.scalars):
            try:
                self._take(scope, path)
            except ValueError as error:
                yield path, str(error)

    def _take(self, scope: str, path: str) -> None:
        columns = self.columns(scope)
        if "/" not in path or path in columns.names:
            wanted, index = self._asked[scope].wanted, columns.index(path)
        else:
            *steps, column = path.split("/")
            name = self._shared(scope, steps) or self._walk(scope, steps)
            wanted, index = self._asked[name].firsts, self.columns(name).index(column)
        if index is not None:
            wanted[path] = index

    def _shared(self, scope: str, steps: list[str]) -> str:
        first = self._options.records.get(steps[0])
        return steps[0] if first and first.shared and len(steps) == 1 and scope in self.kinds else ""

    def _walk(self, scope: str, steps: Sequence[str]) -> str:
        """The type at the end of the path. What goes into a group belongs to the group alone."""
        at = scope
        for step in steps:
            below = [name for name, one in self._options.records.items() if one.below == at]
            if step not in below:
                raise ValueError(f"there is no type {step!r} below {at!r}; there are {', '.join(below) or 'none'}")
            at = step
            if self._asked[at].group:
                raise ValueError(f"it lies inside the group {self._asked[at].group!r}: take it there")
        return at


def columns_of(options: DelimitedOptions, header: Sequence[str] | None, own: tuple[str, ...] = ()) -> Columns:
    """The columns of rows. ``header``: what the header row says; None while no payload is read."""
    if own or options.columns or not options.header:
        return Columns(own or options.columns)
    return Columns(tuple(header or ()), frozenset(options.optional), known=header is not None)


def width(options: DelimitedOptions, columns: Columns, needed: int) -> Width:
    """``needed``: columns that are asked for, which must be there where columns have no names."""
    pad, cut = options.ragged in {"pad", "fit"}, options.ragged in {"cut", "fit"}
    if columns.names:
        return Width(len(columns.names), len(columns.names), pad, cut, options.trailing_delimiter)
    return Width(needed, max(options.max_columns, needed), pad, cut, options.trailing_delimiter)
