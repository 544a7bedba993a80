"""A record of delimited text while its rows come in, and what a row that cannot be used says about it.

It must not know by which rule rows belong together.
"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_sync.core.errors import Owner
from desktop_sync.core.model import Fault, Position, Record
from desktop_sync.formats.delimited_columns import Entry, Width
from desktop_sync.formats.delimited_locate import Locator, RowPlaces
from desktop_sync.formats.delimited_rows import Bad, Row

_MOST = 50  # faults of one record that are listed
_SHOWN = 200  # letters of a row that a fault repeats


class Growing:
    """``values`` and ``rows``, which begin with its first one, may be filled until ``record`` is asked for."""

    __slots__ = ("_faults", "_first", "_kind", "_number", "rows", "values")

    def __init__(self, number: int, values: Entry, first: Row, kind: str = "") -> None:
        self.values = values
        self.rows = [first]
        self._first = first
        self._number = number
        self._kind = kind
        self._faults: _Faults | None = None

    def fault(self, found: Fault) -> None:
        """Some are kept, the others counted: every row of a large record may be bad."""
        if self._faults is None:
            self._faults = _Faults()
        self._faults.add(found)

    def too_large(self, limit: int) -> None:
        """Its values are given up; told once."""
        self.values = {}
        self.rows.clear()
        if self._faults is None:
            self._faults = _Faults()
        why = f"the record has more than {limit:,} bytes; if that is right, set max_record in the format of the flow"
        self._faults.large = fault(why, Position(self._first[1], None, self._first[2]))

    def record(self, locator: Locator) -> Record:
        """Without values when there are faults."""
        position = Position(self._first[1], None, self._first[2])
        if self._faults is None:
            return Record(self._number, self.values, position, self._kind, (), RowPlaces(locator, self.rows))
        return Record(self._number, {}, position, self._kind, tuple(self._faults.told(position)))


class _Faults:
    """What is wrong with one record."""

    def __init__(self) -> None:
        self.large: Fault | None = None
        self._kept: list[Fault] = []
        self._others = 0

    def add(self, found: Fault) -> None:
        if len(self._kept) < _MOST:
            self._kept.append(found)
        else:
            self._others += 1

    def told(self, position: Position) -> Iterator[Fault]:
        if self.large is not None:
            yield self.large
        yield from self._kept
        if self._others:
            yield fault(f"{self._others:,} more rows of it cannot be used", position)


def fault(why: str, position: Position, value: str = "") -> Fault:
    """Something wrong with a row, which its sender can set right."""
    shown = value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…"
    return Fault(why, value=shown, position=position, owner=Owner.VENDOR, reason="row")


def row_fault(row: Row, width: Width, delimiter: str) -> Fault:
    """Why a row cannot be used: it is bad, or has too few or too many columns."""
    fields, line, offset = row
    if isinstance(fields, Bad):
        return fault(fields.why, Position(line, fields.column or None, offset), fields.text.rstrip("\r\n"))
    return fault(width.words(len(fields)), Position(line, None, offset), delimiter.join(fields[:_SHOWN]))
