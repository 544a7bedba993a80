"""What a database says of itself: tables, columns, keys, change tracking, its clock. Only reads, only asks by bound
values. It must not know modes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from desktop_sync.core.errors import Stop
from desktop_sync.core.value import value
from desktop_sync.sources.mssql.columns import Column
from desktop_sync.sources.mssql.names import Table

_COLUMNS = (
    "SELECT COLUMN_NAME, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION, NUMERIC_SCALE, DATETIME_PRECISION,"
    " IS_NULLABLE FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION"
)
_KEY = (
    "SELECT k.COLUMN_NAME FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS AS c"
    " JOIN INFORMATION_SCHEMA.KEY_COLUMN_USAGE AS k ON k.CONSTRAINT_SCHEMA = c.CONSTRAINT_SCHEMA"
    " AND k.CONSTRAINT_NAME = c.CONSTRAINT_NAME AND k.TABLE_NAME = c.TABLE_NAME"
    " WHERE c.CONSTRAINT_TYPE = 'PRIMARY KEY' AND c.TABLE_SCHEMA = ? AND c.TABLE_NAME = ? ORDER BY k.ORDINAL_POSITION"
)
_TABLES = "SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE FROM INFORMATION_SCHEMA.TABLES ORDER BY TABLE_SCHEMA, TABLE_NAME"


class Asks(Protocol):
    """What answers a query: see ``session``."""

    def rows(self, text: str, *values: object) -> list[Sequence[object]]: ...


@value
class Listed:
    """A table or view of the database."""

    table: Table
    view: bool


def tables(asks: Asks) -> list[Listed]:
    """What the login can see."""
    found = asks.rows(_TABLES)
    return [Listed(Table(str(schema), str(name)), str(kind).upper() == "VIEW") for schema, name, kind in found]


def columns(asks: Asks, table: Table) -> list[Column]:
    """In their order. Stop when the table is not there, or nothing of it may be seen."""
    found = asks.rows(_COLUMNS, table.schema, table.name)
    if not found:
        raise Stop(
            f"The table or view {table} is not there, or the login may not see it.",
            "Correct its name, or let the database's administrator grant SELECT on it.",
        )
    return [_column(row) for row in found]


def _column(row: Sequence[object]) -> Column:
    name, kind, size, precision, scale, fraction, nullable = row
    digits = fraction if fraction is not None else scale
    return Column(
        str(name), str(kind).lower(), _int(size), _int(precision), _int(digits), str(nullable).upper() != "NO"
    )


def _int(found: object) -> int:
    return int(str(found)) if found is not None else 0


def primary_key(asks: Asks, table: Table) -> list[str]:
    """The names of its columns; none: it has none, or is a view."""
    return [str(row[0]) for row in asks.rows(_KEY, table.schema, table.name)]


def snapshot_allowed(asks: Asks) -> bool:
    """Whether a transaction may read the database as it stood when it began (ALLOW_SNAPSHOT_ISOLATION)."""
    text = "SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID()"
    found = asks.rows(text)
    return bool(found) and found[0][0] == 1


def tracked(asks: Asks, table: Table) -> bool:
    """Whether the server tracks changes of the table."""
    text = "SELECT CHANGE_TRACKING_MIN_VALID_VERSION(OBJECT_ID(?))"
    found = asks.rows(text, table.quoted)
    return bool(found) and found[0][0] is not None
