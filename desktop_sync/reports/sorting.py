"""Rows in order, in bounded memory: runs that are sorted in memory go to one temporary file and are merged from there.

Texts are compared without regard to case and accents, numbers as numbers, days as days; nothing stands before
everything. Rows that are equal keep the order in which they came.
"""

from __future__ import annotations

import heapq
import pickle
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cmp_to_key
from itertools import islice
from typing import IO, Any, NamedTuple, TypeAlias

from desktop_sync.core.reports import Cell, Row
from desktop_sync.reports.cells import Take

IN_MEMORY = 10_000  # rows of one run
_AT_ONCE = 64  # rows read of each run
Key: TypeAlias = "tuple[Any, ...]"


class By(NamedTuple):
    """One thing that decides."""

    take: Take
    descending: bool = False


def key_of(value: Cell) -> Key:
    """Kinds apart from each other, so that any two can be compared."""
    if value is None or value == "":
        return (0,)
    if isinstance(value, Decimal | int):
        return (1, value)
    if isinstance(value, datetime):
        return (3, value.timestamp())
    if isinstance(value, date):
        return (2, value.toordinal())
    plain = unicodedata.normalize("NFKD", value)
    return (4, "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold(), value)


def in_order(rows: Iterable[Row], by: Sequence[By], in_memory: int = IN_MEMORY) -> Iterator[Row]:
    """All rows, sorted. Nothing of them stays on the disk afterwards."""
    key, source = _key(by), iter(rows)
    first = sorted(islice(source, in_memory), key=key)
    following = list(islice(source, in_memory))
    if not following:
        yield from first
        return
    with tempfile.TemporaryFile() as file:
        starts = [_write(file, first)]
        while following:
            starts.append(_write(file, sorted(following, key=key)))
            following = list(islice(source, in_memory))
        yield from heapq.merge(*(_read(file, start) for start in starts), key=key)


def _key(by: Sequence[By]) -> Callable[[Row], Any]:
    if not any(one.descending for one in by):
        takes = [one.take for one in by]
        return lambda row: tuple(key_of(take(row)) for take in takes)
    return cmp_to_key(lambda one, other: _compared(by, one, other))


def _compared(by: Sequence[By], one: Row, other: Row) -> int:
    for take, descending in by:
        left, right = key_of(take(one)), key_of(take(other))
        if left != right:
            return -1 if (left < right) is not descending else 1
    return 0


def _write(file: IO[bytes], rows: Sequence[Row]) -> int:
    """Where the run begins; it ends with an empty piece."""
    start = file.tell()
    for at in range(0, len(rows), _AT_ONCE):
        pickle.dump([dict(row) for row in rows[at : at + _AT_ONCE]], file, pickle.HIGHEST_PROTOCOL)
    pickle.dump([], file, pickle.HIGHEST_PROTOCOL)
    return start


def _read(file: IO[bytes], at: int) -> Iterator[Row]:
    """Only what this process wrote into a file without a name is read back."""
    while True:
        file.seek(at)
        rows = pickle.load(file)  # noqa: S301 - see above
        at = file.tell()
        if not rows:
            return
        yield from rows
