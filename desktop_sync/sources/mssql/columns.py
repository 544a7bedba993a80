"""Columns: the type each was declared with, how it is selected exactly, and how a value is bound as that very type.

A cursor that is compared as another type repeats or loses ties (``datetime`` against ``datetime2``, SQL Server 2016),
or leaves the index unused (``varchar`` against ``nvarchar``): so every value goes to the server as text (or as bytes)
and is cast there to what the column is. Pure; it must not know where columns are read from.
"""

from __future__ import annotations

from desktop_sync.core.errors import Stop
from desktop_sync.core.value import value
from desktop_sync.sources.mssql.names import quoted

_SIZED = frozenset({"char", "varchar", "nchar", "nvarchar", "binary", "varbinary"})
_EXACT = frozenset({"decimal", "numeric"})
_FRACTION = frozenset({"datetime2", "time", "datetimeoffset"})
_WHOLE = frozenset({"tinyint", "smallint", "int", "bigint"})
_TIMES = frozenset({"datetime", "smalldatetime", "datetime2", "date", "datetimeoffset"})
_BINARY = frozenset({"binary", "varbinary", "timestamp", "rowversion", "image"})
_ROWVERSION = frozenset({"timestamp", "rowversion"})
_OLD_LARGE = {"text": "varchar(max)", "ntext": "nvarchar(max)", "image": "varbinary(max)"}
_PYTHON_DIGITS = 6  # of a second: what datetime can hold
REFUSED = {
    "sql_variant": "Each row of it may be of another type, so that no value can be read exactly.",
    "geography": "It is a place or a shape, in a form of the server's own.",
    "geometry": "It is a shape, in a form of the server's own.",
    "hierarchyid": "It is a place in a tree, in a form of the server's own.",
    "cursor": "It is no value.",
    "table": "It is no value.",
}
"""Type → why it is not read."""


@value
class Column:
    """One column as it was declared. ``size``: characters or bytes, -1: max; ``digits``: after the point."""

    name: str
    type: str
    size: int = 0
    precision: int = 0
    digits: int = 0
    nullable: bool = True

    @property
    def declared(self) -> str:
        """As in a CREATE TABLE: ``decimal(18, 2)``, ``nvarchar(max)``, ``datetime2(7)``."""
        if self.type in _SIZED:
            return f"{self.type}({'max' if self.size < 0 else self.size})"
        if self.type in _EXACT:
            return f"{self.type}({self.precision}, {self.digits})"
        return f"{self.type}({self.digits})" if self.type in _FRACTION else self.type

    @property
    def is_rowversion(self) -> bool:
        return self.type in _ROWVERSION

    @property
    def is_time(self) -> bool:
        """Whether it says a day, at least: it can tell when something was changed."""
        return self.type in _TIMES

    @property
    def is_whole(self) -> bool:
        """Whether its values are whole numbers, so that a gap between two can be seen."""
        return self.type in _WHOLE or (self.type in _EXACT and self.digits == 0)

    @property
    def is_binary(self) -> bool:
        return self.type in _BINARY

    @property
    def refused(self) -> str:
        """Why it is not read; empty: it is."""
        return REFUSED.get(self.type, "")

    @property
    def bound(self) -> str:
        """A parameter, as this column's own type. It is given as ``bytes`` for binary columns, else as text."""
        return f"CAST(? AS {'binary(8)' if self.is_rowversion else _OLD_LARGE.get(self.type, self.declared)})"

    @property
    def selected(self) -> str:
        """How it is selected so that no digit is lost on the way."""
        name = quoted(self.name)
        if self.type in {"datetime2", "time"} and self.digits > _PYTHON_DIGITS:
            return f"CONVERT(varchar(33), {name}, 121)"  # without a name, which an ORDER BY would take instead
        return name


def readable(columns: list[Column], wanted: tuple[str, ...], of: str) -> list[Column]:
    """The wanted ones (none named: all that can be read). Stop for one that is not there or cannot be read."""
    by_name = {one.name.lower(): one for one in columns}
    if not wanted:
        return [one for one in columns if not one.refused]
    found = []
    for name in wanted:
        column = column_of(by_name, name, of)
        if column.refused:
            raise Stop(
                f'The column "{column.name}" of {of} is of the type {column.type}. {column.refused}',
                "Leave it out, or let a view convert it to a type of its own.",
            )
        found.append(column)
    return found


def column_of(by_name: dict[str, Column], name: str, of: str) -> Column:
    """By its name, in small letters or capital ones. Stop when there is none."""
    column = by_name.get(name.lower())
    if column is None:
        there = ", ".join(one.name for one in by_name.values()) or "none"
        raise Stop(f'{of} has no column "{name}".', f"Its columns are: {there}.")
    return column
