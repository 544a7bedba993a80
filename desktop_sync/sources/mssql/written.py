"""Rows as they stand in a payload: the lines that ``core.rows`` makes of their records, made column by column.

A million rows pass through it. What a value becomes is decided once for each column and each type that a driver gives;
a type that is not foreseen takes the long way, by its reader and ``core.rows``, which says what is right. Pure.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import repeat
from json.encoder import encode_basestring as in_quotes
from operator import methodcaller
from types import NoneType
from typing import Any

from desktop_sync.core.rows import written
from desktop_sync.sources.mssql.columns import Column
from desktop_sync.sources.mssql.exact import MICROSECONDS, Read, Times, exact, reader

_Text = Callable[[Any], str]
_BECOME_TEXT = frozenset({str, date, bytes, bytearray})
"""By any reader."""
_OF_DAYS = frozenset({datetime, time})
_QUOTE = {False: "", True: '"'}


class Lines:
    """Of columns by their names, with what makes their values exact; None: they are so already."""

    def __init__(self, names: Sequence[str], readers: Sequence[Read | None]) -> None:
        by_name = sorted({name: number for number, name in enumerate(names)}.items())
        self._columns = [(number, f"{in_quotes(name)}:", _Texts(readers[number])) for name, number in by_name]

    def __call__(self, fetched: Sequence[Sequence[object]], begin: int = 0) -> list[bytes]:
        """One line each, of rows whose columns begin at that place."""
        if not fetched or not self._columns:
            return [b"{}\n"] * len(fetched)
        values = list(zip(*fetched, strict=True))
        pieces, before, quote = list[Iterable[str]](), "{", ""
        for at, name, texts in self._columns:
            found, quoted = texts(values[begin + at])
            pieces += [repeat(f"{quote}{before}{name}{_QUOTE[quoted]}"), found]
            before, quote = ",", _QUOTE[quoted]
        return list(map(str.encode, map("".join, zip(*pieces, repeat(f"{quote}}}\n")))))


def lines_of(columns: Sequence[Column]) -> Lines:
    """For a select of these columns in this order."""
    return Lines([one.name for one in columns], [reader(one) for one in columns])


class _Texts:
    """The values of one column as JSON."""

    def __init__(self, read: Read | None) -> None:
        self._read = read
        self._ways: dict[type, _Text] = {}

    def __call__(self, values: Sequence[object]) -> tuple[Iterable[str], bool]:
        """And whether they still want quotes around them: in most pieces all values are of one type."""
        kinds = set(map(type, values))
        if kinds == {Decimal}:
            return map(format, values, repeat("f")), True
        if kinds == {datetime} and (self._read is exact or isinstance(self._read, Times)):
            spec = self._read.spec if isinstance(self._read, Times) else MICROSECONDS
            return map(methodcaller("isoformat", "T", spec), values), True
        if kinds == {bytes} and self._read is exact:
            return map(_bytes, values), True
        for kind in kinds.difference(self._ways):
            self._ways[kind] = _way(kind, self._read)
        if len(kinds) == 1:
            return map(self._ways[kinds.pop()], values), False
        ways = self._ways
        return [ways[type(one)](one) for one in values], False


def _way(kind: type, read: Read | None) -> _Text:
    """How values of that type of Python are told in a column with this reader."""
    ways = _WAYS if read not in {None, exact} else _PLAIN
    if kind in ways:
        return ways[kind]
    if read is None:
        return written
    if kind in _OF_DAYS:
        spec = read.spec if isinstance(read, Times) else MICROSECONDS
        return lambda found: f'"{found.isoformat(timespec=spec)}"'
    told: Callable[[object], Any] = read
    if kind in _BECOME_TEXT:
        return lambda found: in_quotes(told(found))
    return lambda found: written(told(found))


def _bytes(found: Any) -> str:  # noqa: ANN401 - a value of a driver
    return f"0x{found.hex().upper()}"


def _float(found: float) -> str:
    return repr(found) if math.isfinite(found) else written(found)


_WAYS: dict[type, _Text] = {
    NoneType: lambda _: "null",
    bool: {False: "false", True: "true"}.__getitem__,
    int: str,
    Decimal: lambda found: f'"{found:f}"',
}
"""Whatever the column is."""
_PLAIN: dict[type, _Text] = {**_WAYS, str: in_quotes, float: _float}
"""Where the value is exact as it is."""
