"""Records of consecutive rows with the same key: header and lines repeated side by side in every row.

It must not know lines or encodings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from desktop_sync.core.model import Fault, Position, Record
from desktop_sync.core.seen_keys import Keys
from desktop_sync.formats.delimited_columns import Columns, Entry, Taken, Width
from desktop_sync.formats.delimited_growing import Growing, fault, row_fault
from desktop_sync.formats.delimited_lines import unreadable
from desktop_sync.formats.delimited_locate import AlikeRows
from desktop_sync.formats.delimited_options import DelimitedOptions
from desktop_sync.formats.delimited_rows import Row, Source


@dataclass(frozen=True, slots=True)
class Keyed:
    """``key``: indexes and names of the key's columns; ``head``: taken from the first row, ``line`` from every one.

    ``asked``: whether the mapping wants the lines.
    """

    key: tuple[int, ...]
    names: tuple[str, ...]
    head: Taken
    line: Taken
    asked: bool


class ByKey:
    """Consecutive rows with the same key are one record, and its lines.

    A row that cannot be used may belong to the record before it or to the one after it: both are refused, for a record
    with a line too few would be worse than none. A key that comes back refuses the whole payload, because its first
    record was not whole and stands in the ledger already (it is delivered only after the payload's end).
    """

    def __init__(self, options: DelimitedOptions, columns: Columns, width: Width, keyed: Keyed) -> None:
        self._options = options
        self._locator = AlikeRows(columns, options.group, breaks=options.line_breaks)
        self._width = width
        self._keyed = keyed
        self._key: Callable[[Sequence[str]], object] = itemgetter(*keyed.key)
        self._seen = Keys()
        self._number = 0
        self._growing: Growing | None = None
        self._current: object = None  # key of the record that grows
        self._head: Callable[[Sequence[str]], object] = _nothing
        if options.differing == "refuse" and keyed.head.indexes:
            self._head = itemgetter(*keyed.head.indexes)
        self._first: object = None  # what its first row says in the columns of the head
        self._first_fields: list[str] = []
        self._entries: list[Entry] = []
        self._rows: list[Row] = []
        self._last = 0  # byte up to which a row may begin before the record is too large
        self._unusable = 0  # rows of which nobody knows whether they were a record
        self._tainted: list[Fault] = []  # of rows since the last good one, as the next record shall have them
        self.counts: dict[str, int] = {}

    def after(self, other: ByKey) -> None:
        """What had a key there has had it here, too."""
        self._seen = other._seen

    def records(self, rows: Source) -> Iterator[Record]:
        """Most rows have the key of the row before them: these have a short way."""
        low, high, key_of, head, tainted = self._width.low, self._width.high, self._key, self._head, self._tainted
        values, key, first = self._keyed.line.values, self._current, self._first
        append, keep, last = self._entries.append, self._rows.append, -1
        for row in rows:
            given, _, offset = row
            if (
                low <= len(given) <= high
                and offset <= last
                and key_of(given) == key
                and head(given) == first
                and not tainted
            ):
                append(values(given))
                keep(row)
                continue
            fields = given if low <= len(given) <= high else self._fitted(row)
            belongs = None if fields is None else self._belongs(fields, row)
            if fields is None or belongs is None:
                continue
            if not belongs:
                if self._growing is not None:
                    yield self._growing.record(self._locator)
                self._begin(fields, row)
            else:
                self._add(fields, row)
            key, first, last = self._current, self._first, self._last
            append, keep = self._entries.append, self._rows.append
        if self._growing is not None:
            yield self._growing.record(self._locator)
        elif self._tainted:
            yield self._only_bad()
        rows.bad += self._unusable

    def _fitted(self, row: Row) -> list[str] | None:
        fitted = self._width.fit(row[0])
        if fitted is None:
            self._refuse(row_fault(row, self._width, self._options.delimiter))
        return fitted

    def _belongs(self, fields: list[str], row: Row) -> bool | None:
        """Whether the row belongs to the record that grows; None: it cannot be used."""
        key = _text(self._key(fields))
        if not key:
            if self._growing is not None and self._options.empty_key == "same":
                return True
            self._refuse(self._keyless(row))
            return None
        if self._growing is not None and key == _text(self._current):
            if self._head(fields) != self._first:
                self._compare(fields, row)
            return True
        self._new(key, row[1])
        return False

    def _begin(self, fields: list[str], row: Row) -> None:
        self._number += 1
        head, line = self._keyed.head, self._keyed.line
        self._current, self._first, self._first_fields = self._key(fields), self._head(fields), fields
        values = head.values(fields)
        self._entries = [line.values(fields)]
        if self._keyed.asked:
            values[self._options.group] = self._entries
        self._growing = Growing(self._number, values, row)
        self._rows, self._last = self._growing.rows, row[2] + self._options.max_record
        for found in self._tainted:
            self._growing.fault(found)
        self._tainted.clear()

    def _add(self, fields: list[str], row: Row) -> None:
        self._tainted.clear()
        if row[2] > self._last and self._growing is not None:
            self._growing.too_large(self._options.max_record)
            self._entries.clear()
        else:
            self._entries.append(self._keyed.line.values(fields))
            self._rows.append(row)

    def _refuse(self, found: Fault) -> None:
        self._unusable += 1
        if self._growing is not None:
            self._growing.fault(found)
            why = "a row before it cannot be used and may belong to it"
            found = fault(f"{why}: {found.message}", found.position, found.value)
            self._tainted.clear()
        if len(self._tainted) < 10:  # noqa: PLR2004 - enough to understand
            self._tainted.append(found)

    def _only_bad(self) -> Record:
        at = self._tainted[0].position
        growing = Growing(1, {}, ([], at.line or 1, at.offset or 0))
        for found in self._tainted:
            growing.fault(found)
        return growing.record(self._locator)

    def _new(self, key: tuple[str, ...], line: int) -> None:
        if self._options.key_returns == "new_record":
            return
        try:
            new = self._seen.add(key)
        except OverflowError:
            raise unreadable(
                f"It has more than {self._seen.room:,} records; whether a key comes back can no longer be told.",
                'If none does, write key_returns = "new_record" in the format of the flow; else write smaller files.',
            ) from None
        if not new:
            shown = ", ".join(key)
            raise unreadable(
                f"Its rows are not in order: in line {line} the key {shown[:100]!r} comes back after others, so the "
                "record that it had before was not whole.",
                "Let the sending system sort the file by its key; if the same key again means a new version of the "
                'record, write key_returns = "new_record" in the format of the flow.',
            )

    def _keyless(self, row: Row) -> Fault:
        column = self._keyed.key[0] + 1
        name = " and ".join(self._keyed.names)
        return fault(f"expected a key in {name}, found nothing", Position(row[1], column, row[2], self._keyed.names[0]))

    def _compare(self, fields: list[str], row: Row) -> None:
        """What a row leaves empty does not contradict the first one."""
        head = self._keyed.head
        before = head.pick(self._first_fields)
        for name, index, now, then in zip(head.keys, head.indexes, head.pick(fields), before, strict=True):
            if now.strip() and now.strip() != then.strip() and self._growing is not None:
                found = f"{name}: this row has {now[:50]!r}, but the first row of the record {then[:50]!r}"
                self._growing.fault(fault(found, Position(row[1], index + 1, row[2], name), now))


def _nothing(_: Sequence[str]) -> None:
    """Nothing to compare."""


def _text(key: object) -> tuple[str, ...]:
    """Blanks cut off; empty for a key of nothing but blanks."""
    parts = tuple(part.strip() for part in key) if isinstance(key, tuple) else (str(key).strip(),)
    return parts if any(parts) else ()
