"""Many rows at once, by order: tests that measure a client need them, not how they came. It must not know sessions."""

from __future__ import annotations

from decimal import Decimal

from tests.bench_servers.tds import values
from tests.bench_servers.tds.casts import cast
from tests.bench_servers.tds.database import Database
from tests.bench_servers.tds.errors import SqlError
from tests.bench_servers.tds.sqltypes import SqlType
from tests.bench_servers.tds.tables import BORN, ENDED, Column, Table, names
from tests.bench_servers.tds.values import Value

FIRST_DAY = values.days_of("2024-01-01")


def fill(database: Database, table: Table, rows: int) -> None:
    """Committed rows, numbered from 1 in every column. ``SqlError`` where the table has rows already."""
    store = database.store
    with store.lock:
        if store.sqlite.execute(f"SELECT 1 FROM {table.physical} LIMIT 1").fetchone():
            raise SqlError(49999, "Only an empty table is filled.")
        store.commits += 1
        columns = names(column.name for column in table.columns)
        marks = ", ".join("?" * len(table.columns))
        sql = f"INSERT INTO {table.physical} ({BORN}, {ENDED}, {columns}) VALUES ({store.commits}, 0, {marks})"
        first = store.rowversion
        lines = ([value_of(column, number, first) for column in table.columns] for number in range(1, rows + 1))
        store.sqlite.execute("BEGIN")
        store.sqlite.executemany(sql, lines)
        store.sqlite.execute("COMMIT")
        store.rowversion += rows
        table.identity_next = rows + 1


def value_of(column: Column, number: int, first: int) -> Value:
    """What the column holds in the row of this number."""
    kind = column.kind
    family = kind.family
    if column.is_rowversion:
        return (first + number).to_bytes(8, "big")
    if family == "int":
        return number % {"bit": 2, "tinyint": 256, "smallint": 2**15}.get(kind.name, 2**31)
    if family == "decimal":
        return values.from_decimal(Decimal(number).scaleb(-kind.scale))
    if family in {"datetime", "date", "time", "offset"}:
        moment = values.stamp(FIRST_DAY + number // 86400, number % 86400 * 10**7)
        return cast(moment, SqlType("datetime2", scale=7), kind)
    if family == "text":
        return cast(f"{column.name} {number}", SqlType("nvarchar", -1), kind)
    return cast(number, SqlType("bigint"), kind) if family in {"float", "binary", "variant"} else None
