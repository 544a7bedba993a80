"""A database: its tables by name, its options, its procedures, and who may not do what. It must not know sessions."""

from __future__ import annotations

import datetime
import itertools
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.bench_servers.tds.errors import SqlError, no_object, refused
from tests.bench_servers.tds.grammar import Statement
from tests.bench_servers.tds.parameters import Parameter
from tests.bench_servers.tds.sqlite_functions import register
from tests.bench_servers.tds.store import Store
from tests.bench_servers.tds.tables import Table
from tests.bench_servers.tds.values import Value

Rows = list[tuple[Value, ...]]


@dataclass(frozen=True)
class Procedure:
    """Statements of T-SQL over parameters."""

    name: str
    parameters: tuple[Parameter, ...]
    body: tuple[Statement, ...]


class Clock:
    """The server's clock, which tests may shift and stop."""

    def __init__(self) -> None:
        self.shift = datetime.timedelta()
        self.offset_minutes = 0  # of the server's zone

    def utc(self) -> datetime.datetime:
        return datetime.datetime.now(datetime.UTC).replace(tzinfo=None) + self.shift


@dataclass
class Database:
    """``snapshot``: ALLOW_SNAPSHOT_ISOLATION; ``row_versions``: READ_COMMITTED_SNAPSHOT."""

    name: str
    number: int
    store: Store = field(default_factory=Store)
    tables: dict[str, Table] = field(default_factory=dict)
    procedures: dict[str, Procedure] = field(default_factory=dict)
    snapshot: bool = False
    row_versions: bool = False
    read_only: bool = False
    tracking: bool = False
    tracking_floor: int = 0  # what was noted up to this version is gone
    denied: set[tuple[str, str, str]] = field(default_factory=set)  # login, right, table
    errors: list[SqlError] = field(default_factory=list)
    schema_version: int = 0
    asked: Callable[..., Value] = lambda *_: None  # what the session at work answers to OBJECT_ID(column) and its like
    _ids: itertools.count[int] = field(default_factory=lambda: itertools.count(245575913, 32))

    def __post_init__(self) -> None:
        self.errors = register(self.store.sqlite)
        self.store.sqlite.create_function("asked", -1, self._asked)

    def _asked(self, *arguments: Value) -> Value:
        return self.asked(*arguments)

    def next_id(self) -> int:
        self.schema_version += 1
        return next(self._ids)

    def find(self, schema: str, name: str) -> Table:
        """``SqlError`` 208 when there is none."""
        found = self.tables.get(f"{schema or 'dbo'}.{name}".lower())
        if found is None:
            raise no_object(f"{schema}.{name}" if schema else name)
        return found

    def add(self, table: Table) -> None:
        """``SqlError`` 2714 when the name is taken."""
        place = table.full_name.lower()
        if place in self.tables:
            raise refused(2714, name=table.name)
        if table.query is None:
            self.store.create(table)
        self.tables[place] = table
        self.schema_version += 1

    def drop(self, table: Table) -> None:
        del self.tables[table.full_name.lower()]
        self.schema_version += 1
        if table.query is None:
            self.store.drop(table)

    def run(self, sql: str, parameters: dict[str, Value]) -> sqlite3.Cursor:
        """A statement of SQLite; what our functions refused comes as it was said."""
        self.errors.clear()
        try:
            return self.store.sqlite.execute(sql, parameters)
        except sqlite3.IntegrityError:
            raise
        except sqlite3.Error as bad:
            raise self.told(bad) from bad

    def told(self, bad: sqlite3.Error) -> SqlError:
        """What SQL Server would say to a failure of SQLite."""
        if self.errors:
            return self.errors.pop(0)
        if "integer overflow" in str(bad):
            return SqlError(8115, "Arithmetic overflow error converting expression to data type bigint.", state=2)
        return SqlError(49999, f"The bench server failed: {bad}")
