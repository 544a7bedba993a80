"""What the options name, looked up in the database: tables, keys, columns, and whether it all fits together.

Everything that does not fit is a Stop in words, before a row is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from desktop_sync.core.errors import Stop
from desktop_sync.sources.mssql.catalogue import Asks, columns, primary_key
from desktop_sync.sources.mssql.columns import Column, column_of, readable
from desktop_sync.sources.mssql.documents import Complete
from desktop_sync.sources.mssql.exact import Row, text_of
from desktop_sync.sources.mssql.names import Table, table
from desktop_sync.sources.mssql.options import MssqlOptions
from desktop_sync.sources.mssql.shape import Lines, Shape, names

_COUNTS = "rowversion"
_TIMES = "timestamp"


class _Described:
    """A table with its columns by name."""

    def __init__(self, asks: Asks, of: Table) -> None:
        self.table = of
        self.columns = columns(asks, of)
        self._by_name = {one.name.lower(): one for one in self.columns}
        self._asks = asks

    def named(self, wanted: Sequence[str]) -> tuple[Column, ...]:
        return tuple(column_of(self._by_name, name, str(self.table)) for name in wanted)

    def primary_key(self) -> tuple[Column, ...]:
        return self.named(primary_key(self._asks, self.table))

    def wanted(self, named: tuple[str, ...]) -> tuple[Column, ...]:
        """Those that are named; none: all but what only counts changes."""
        found = readable(self.columns, named, str(self.table))
        return tuple(one for one in found if named or not one.is_rowversion)

    def version(self, mode: str, named: str) -> Column | None:
        """The column that tells changes; None: there is none."""
        if named:
            return self.named([named])[0]
        return next((one for one in self.columns if one.is_rowversion), None) if mode != _TIMES else None


def resolved(asks: Asks, options: MssqlOptions) -> Shape:
    """The shape of a document. Stop in words when the database has something else."""
    described = _Described(asks, table(options.table))
    key = described.named(options.key) or described.primary_key()
    if not key:
        raise Stop(
            f"{described.table} has no primary key.",
            "Name the columns that tell its rows apart as the key of the source.",
        )
    version = described.version(options.mode, options.version)
    _ensure_tells(described.table, version, options.mode)
    lines = _lines(asks, options, key, version) if options.lines_table else None
    return Shape(
        described.table, described.wanted(options.columns), key, version, lines, options.lines_name, options.nolock
    )


def _ensure_tells(of: Table, version: Column | None, mode: str) -> None:
    if mode == _TIMES and version is not None and not version.is_time:
        raise Stop(
            f'The column "{version.name}" of {of} is of the type {version.type}, which tells no time.',
            "Choose the column with the time of the last change.",
        )
    if mode == _COUNTS and (version is None or not version.is_rowversion):
        raise Stop(
            f"{of} has no rowversion column.",
            "Let the database's administrator add one: ALTER TABLE … ADD RowVer rowversion. Or choose another way in "
            "which changes are told.",
        )


def _lines(asks: Asks, options: MssqlOptions, key: Sequence[Column], version: Column | None) -> Lines:
    described = _Described(asks, table(options.lines_table))
    link = described.named(options.lines_link or names(key))
    if len(link) != len(key):
        raise Stop(
            f"{described.table} names its document by {len(link)} columns, but the key has {len(key)}.",
            "Name as many columns of the lines as the key has, in the same order.",
        )
    own = described.primary_key()
    tells = described.version(options.mode, options.lines_version)
    if tells is not None and version is not None and tells.declared != version.declared:
        raise Stop(
            f'The column "{tells.name}" of {described.table} is of the type {tells.declared}, that of the document of '
            f"{version.declared}: they cannot be compared exactly.",
            "Choose columns of one type, or leave out the one of the lines.",
        )
    order = described.named(options.lines_order) or own
    return Lines(described.table, described.wanted(options.lines_columns), link, order, tells, own)


def day_column(shape: Shape, options: MssqlOptions) -> str:
    """The column that says of which day a row is, as its name is spelled; empty: none does. Stop: it cannot say it."""
    wanted = options.first_run_column
    if not wanted:
        return ""
    column = next((one for one in shape.columns if one.name.lower() == wanted.lower()), None)
    if column is None:
        raise Stop(f'The column "{wanted}", which says of which day a row is, is not read.', "Add it to the columns.")
    if not column.is_time:
        raise Stop(
            f'The column "{column.name}" of {shape.table} is of the type {column.type}, which tells no day.',
            "Choose a column with a date or a time.",
        )
    return column.name


def status_column(asks: Asks, options: MssqlOptions) -> Column:
    """The column that is marked."""
    return _Described(asks, table(options.table)).named([options.mark_column])[0]


def complete(options: MssqlOptions) -> Complete | None:
    """What tells whether a document is complete; None: each is. Stop when its column is not read."""
    if options.complete_when == "status":
        return partial(_has_status, options.complete_column, frozenset(options.complete_values))
    if options.complete_when == "lines":
        return partial(_has_lines, options.complete_column)
    return None


def _has_status(column: str, values: frozenset[str], row: Row, lines: int) -> bool:
    del lines
    found = _of(row, column)
    return found is not None and found.strip() in values


def _has_lines(column: str, row: Row, lines: int) -> bool:
    """At least so many: no number, no complete document."""
    found = _of(row, column)
    return found is not None and found.strip().isdigit() and lines >= int(found)


def _of(row: Row, column: str) -> str | None:
    for name, value in row.items():
        if name.lower() == column.lower():
            return None if value is None else text_of(value)
    raise Stop(
        f'The column "{column}", which says whether a document is complete, is not read.', "Add it to the columns."
    )
