"""Columns by name or number: what is asked of a row is found once, then taken from every row.

It must not know lines, nor what makes a record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TypeAlias

from desktop_sync.core.nearest import nearest

Entry: TypeAlias = dict[str, "str | list[Entry]"]
"""A record, or an entry of a group, while it is filled."""

_LISTED = 12


@dataclass(frozen=True, slots=True)
class Columns:
    """``names``: in order; none: columns are called by their numbers. ``optional``: may be asked and not be there.

    ``known``: false while the names stand in a header row that was not read yet; every name is taken for one then.
    """

    names: tuple[str, ...]
    optional: frozenset[str] = frozenset()
    known: bool = True

    def index(self, name: str) -> int | None:
        """0-based; None for an optional one that is not there. Raises ValueError in words."""
        if not self.known:
            return 0
        if not self.names:
            if not (name.isascii() and name.isdigit() and int(name) > 0):
                raise ValueError("the columns have no names here; write their numbers, from 1")
            return int(name) - 1
        found = self.names.count(name)
        if found > 1:
            raise ValueError(f"{found} columns are called so; give columns own names, with columns in the format")
        if found:
            return self.names.index(name)
        if name in self.optional:
            return None
        near = nearest(name, self.names)
        meant = f"; did you mean {near[0]!r}?" if near else f"; there are {self.listed()}"
        raise ValueError(f"there is no column of this name{meant}")

    def listed(self) -> str:
        """The names, for a message."""
        more = f" … ({len(self.names)} in all)" if len(self.names) > _LISTED else ""
        return ", ".join(name or "(empty)" for name in self.names[:_LISTED]) + more


@dataclass(frozen=True, slots=True)
class Taken:
    """Columns that are taken from a row. ``keys``: how the record calls them; ``values``: a row's columns by these."""

    keys: tuple[str, ...]
    indexes: tuple[int, ...]
    values: Callable[[Sequence[str]], Entry]

    @classmethod
    def of(cls, wanted: Iterable[tuple[str, int]]) -> Taken:
        """``wanted``: keys and 0-based numbers of columns."""
        pairs = sorted(wanted, key=itemgetter(1, 0))
        # Written out as code it takes a third of the time of dict(zip()), and it runs for every row. The keys are
        # paths of the mapping, never words of a payload, and stand there as literals.
        body = ", ".join(f"{key!r}: row[{index}]" for key, index in pairs)
        values = eval(f"lambda row: {{{body}}}", {"__builtins__": {}})  # noqa: S307 - see above
        return cls(tuple(key for key, _ in pairs), tuple(index for _, index in pairs), values)

    def pick(self, row: Sequence[str]) -> list[str]:
        """The columns alone."""
        return [row[index] for index in self.indexes]


@dataclass(frozen=True, slots=True)
class Width:
    """How many columns a row may have, from ``low`` to ``high``, and what is done with others."""

    low: int
    high: int
    pad: bool = False
    cut: bool = False
    trailing: bool = False

    def fit(self, fields: list[str]) -> list[str] | None:
        """The row with as many columns as it should have; None when it is refused, as is one without any (``Bad``)."""
        if not fields:
            return None
        if self.trailing and len(fields) == self.high + 1 and not fields[-1]:
            fields = fields[:-1]
        if len(fields) < self.low:
            return [*fields, *[""] * (self.low - len(fields))] if self.pad else None
        if len(fields) > self.high:
            return fields[: self.high] if self.cut else None
        return fields

    def words(self, found: int) -> str:
        """What is wrong with a row of so many columns."""
        wanted = f"{self.high}" if self.low == self.high else f"at least {self.low}"
        if found > self.high > self.low:
            wanted = f"at most {self.high:,}"
        more = "a text with a delimiter or line break in it must be quoted; if rows may differ, set ragged"
        return f"the row has {found} column{'s' * (found != 1)}, expected {wanted}; {more} in the format of the flow"
