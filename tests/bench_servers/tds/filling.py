"""Many rows at once, by order, with their bytes for the wire beside them: for tests that measure a client.

A query for just the columns of the table's ``layout``, in their order, then sends bytes that are ready; the first
change of a row ends that. It must not know sessions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache

from tests.bench_servers.tds import values
from tests.bench_servers.tds.casts import cast
from tests.bench_servers.tds.database import Database
from tests.bench_servers.tds.errors import SqlError
from tests.bench_servers.tds.sqltypes import SqlType
from tests.bench_servers.tds.tables import BORN, ENDED, WIRE, Column, Table, names
from tests.bench_servers.tds.values import Value
from tests.bench_servers.tds.wire_types import encoder

FIRST_DAY = values.days_of("2024-01-01")
ROW = b"\xd1"


def fill(database: Database, table: Table, rows: int, layout: list[str]) -> None:
    """Committed rows, numbered from 1 in every column. ``SqlError`` where the table has rows already."""
    store = database.store
    with store.lock:
        if store.sqlite.execute(f"SELECT 1 FROM {table.physical} LIMIT 1").fetchone():
            raise SqlError(49999, "Only an empty table is filled.")
        store.commits += 1
        table.layout = [table.column(name).name for name in layout or [column.name for column in table.columns]]
        store.sqlite.execute(f"ALTER TABLE {table.physical} ADD COLUMN {WIRE} BLOB")
        columns = names(column.name for column in table.columns)
        marks = ", ".join("?" * len(table.columns))
        sql = (
            f"INSERT INTO {table.physical} ({BORN}, {ENDED}, {columns}, {WIRE}) VALUES ({store.commits}, 0, {marks}, ?)"
        )
        store.sqlite.execute("BEGIN")
        store.sqlite.executemany(sql, _lines(table, rows, store.rowversion))
        store.sqlite.execute("COMMIT")
        store.rowversion += rows
        table.identity_next = rows + 1


def _lines(table: Table, rows: int, rowversion: int) -> Iterator[list[Value]]:
    makers = [_maker(column, rowversion) for column in table.columns]
    places = {column.name: place for place, column in enumerate(table.columns)}
    encoders = [(places[name], encoder(table.column(name).kind)) for name in table.layout]
    for number in range(1, rows + 1):
        row = [make(number) for make in makers]
        yield [*row, ROW + b"".join([encode(row[place]) for place, encode in encoders])]


def _maker(column: Column, rowversion: int) -> Callable[[int], Value]:
    """What the column holds in the row of a number."""
    kind, name = column.kind, column.name
    if column.is_rowversion:
        return lambda number: (rowversion + number).to_bytes(8, "big")
    if kind.family == "int":
        limit = {"bit": 2, "tinyint": 256, "smallint": 2**15}.get(kind.name, 2**31)
        return lambda number: number % limit
    if kind.family == "decimal":
        return lambda number: values.from_decimal(Decimal(number).scaleb(-kind.scale))
    if kind.family in {"datetime", "date", "time", "offset"}:
        return lru_cache(maxsize=100_000)(lambda number: cast(_moment(number), SqlType("datetime2", scale=7), kind))
    if kind.family == "text":
        return lambda number: f"{name} {number}"[: kind.length] if kind.length > 0 else f"{name} {number}"
    known = kind.family in {"float", "binary", "variant"}
    return lambda number: cast(number, SqlType("bigint"), kind) if known else None


def _moment(number: int) -> str:
    """A second after the other."""
    return values.stamp(FIRST_DAY + number // 86400, number % 86400 * 10**7)
