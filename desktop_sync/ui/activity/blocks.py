"""Which row stands where in a history that is mostly not here: blocks of numbers, newest first. Pure, without Qt.

The ledger has told how many rows lie between two numbers (``history_blocks``); the rows themselves come when they are
seen and go when they are far away.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

Row = dict[str, Any]
FULL = 200  # rows with which a block takes no newer ones


@dataclass(slots=True, eq=False)
class Block:
    """``low`` and ``high``: the numbers between which its ``count`` rows lie. ``stale``: they may have changed."""

    low: int
    high: int
    count: int
    rows: list[Row] | None = None
    stale: bool = False


class Blocks:
    """Rows count from 0, which is the newest."""

    def __init__(self, told: Iterable[Sequence[int]] = ()) -> None:
        self.all = [Block(low, high, count) for low, high, count in told]
        self._starts: list[int] = []
        self.changed()

    @property
    def total(self) -> int:
        """Rows, here or not."""
        return self._starts[-1]

    def changed(self) -> None:
        """A count is another."""
        self._starts = list(accumulate((one.count for one in self.all), initial=0))

    def append(self, told: Iterable[Sequence[int]]) -> None:
        """Older ones."""
        self.all += [Block(low, high, count) for low, high, count in told]
        self.changed()

    def start(self, number: int) -> int:
        """The row with which a block begins."""
        return self._starts[number]

    def block_of(self, row: int) -> int:
        """The number of the block in which a row stands."""
        return bisect_right(self._starts, row) - 1

    def row(self, row: int) -> Row | None:
        """What stands there; None: it is not here."""
        number = self.block_of(row)
        rows = self.all[number].rows
        return None if rows is None else rows[row - self._starts[number]]

    def row_of(self, identity: int) -> int | None:
        """Where the thing with this number stands, when it is here."""
        number = bisect_right(self.all, -identity, key=lambda one: -one.high) - 1
        if not 0 <= number < len(self.all):
            return None
        rows = self.all[number].rows or ()
        found = next((place for place, one in enumerate(rows) if one["id"] == identity), None)
        return None if found is None else self._starts[number] + found

    def missing(self, first: int, last: int) -> tuple[int, int] | None:
        """The first and the last of the blocks to be read for these rows; None: all is here."""
        if not 0 <= first <= last < self.total:
            return None
        wanted = [
            number
            for number in range(self.block_of(first), self.block_of(last) + 1)
            if self.all[number].count and (self.all[number].rows is None or self.all[number].stale)
        ]
        if not wanted:
            return None
        begin = self._starts[wanted[0]]
        return wanted[0], max(one for one in wanted if one == wanted[0] or self._starts[one + 1] - begin <= 2 * FULL)

    def forget(self, around: int, most: int) -> None:
        """Of the blocks that are here, the ``most`` nearest to a block stay."""
        here = [number for number, one in enumerate(self.all) if one.rows is not None]
        for number in sorted(here, key=lambda one: abs(one - around))[most:]:
            self.all[number].rows = None

    def outdated(self) -> None:
        """What is here may have changed."""
        for one in self.all:
            one.stale = one.rows is not None
