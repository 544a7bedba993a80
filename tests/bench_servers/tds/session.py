"""One session of the server: its options, variables and transaction, and how it waits for others.

It answers what a compiler asks of it (`pieces.World`). It must not know the wire.
"""

from __future__ import annotations

import datetime
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.bench_servers.tds import questions, system_views
from tests.bench_servers.tds.compiler import Compiler
from tests.bench_servers.tds.database import Database, Rows
from tests.bench_servers.tds.errors import SqlError, deadlocked, lock_timeout, refused
from tests.bench_servers.tds.pieces import Out, Piece
from tests.bench_servers.tds.sqltypes import SqlType
from tests.bench_servers.tds.store import NO_TRANSACTION, Sight, Transaction
from tests.bench_servers.tds.tables import Table
from tests.bench_servers.tds.values import Value

if TYPE_CHECKING:
    from tests.bench_servers.tds.instance import Instance

STREAMED = (
    250  # rows that are fetched at once, and sent: a server that holds its first rows back would let its clients wait
)
LEVELS = ("READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE", "SNAPSHOT")


@dataclass
class Variable:
    kind: SqlType
    value: Value = None


@dataclass
class Session:
    """``poll`` looks at the connection while the session waits: it raises when the client is gone or cancels."""

    instance: Instance
    database: Database
    number: int
    login: str = "sa"
    host: str = ""
    application: str = ""
    read_only: bool = False
    poll: Callable[[], None] = lambda: None
    cut: Callable[[], None] = lambda: None
    isolation: str = "READ COMMITTED"
    xact_abort: bool = False
    nocount: bool = False
    implicit: bool = False
    lock_timeout: float | None = None
    rowcount: int = 0
    last_error: int = 0
    identity: int | None = None
    caught: SqlError | None = None
    transaction: Transaction | None = None
    depth: int = 0  # @@TRANCOUNT
    variables: dict[str, Variable] = field(default_factory=dict)
    temporary: dict[str, Table] = field(default_factory=dict)
    identity_insert: str = ""
    encrypted: bool = False
    moment: datetime.datetime = datetime.datetime.min  # noqa: DTZ901 - in UTC; of the statement at work
    compiling: dict[str, Value] = field(default_factory=dict)

    # What a compiler asks

    def variable(self, name: str) -> tuple[SqlType, Value]:
        found = self.variables.get(name.lower())
        if found is None:
            raise SqlError(137, f'Must declare the scalar variable "{name}".', level=15)
        return found.kind, found.value

    def system(self, name: str) -> tuple[SqlType, Value]:
        return questions.system(self, name)

    def ask(self, name: str, arguments: list[Value]) -> tuple[SqlType, Value]:
        return questions.ask(self, name, arguments)

    def table(self, schema: str, name: str) -> Table:
        if name.startswith("#"):
            found = self.temporary.get(name.lower())
            if found is None:
                raise SqlError(208, f"Invalid object name '{name}'.")
            return found
        return self.database.find(schema, name)

    def system_view(self, schema: str, name: str) -> tuple[str, list[Out]] | None:
        return system_views.view(self, schema, name)

    def function_rows(self, name: str, arguments: list[Value]) -> tuple[str, list[Out]] | None:
        return system_views.function(self, name, arguments)

    def sight(self, hints: set[str]) -> Sight:
        if hints & {"NOLOCK", "READUNCOMMITTED"}:
            return "dirty"
        if self.isolation == "SNAPSHOT":
            self._snapshot_allowed()
            return "snapshot"
        if "READPAST" in hints:
            return "skipping"
        if self.isolation == "READ UNCOMMITTED":
            return "dirty"
        versions = self.database.row_versions and self.isolation == "READ COMMITTED"
        return (
            "snapshot" if versions and not hints & {"UPDLOCK", "READCOMMITTEDLOCK", "HOLDLOCK", "XLOCK"} else "locking"
        )

    def _snapshot_allowed(self) -> None:
        if not self.database.snapshot:
            raise refused(3952, database=self.database.name)

    def constant(self, piece: Piece) -> Value:
        with self.database.store.lock:
            row = self.run(f"SELECT {piece.sql}", self.compiling).fetchone()
        return None if row is None else row[0]

    def compiler(self) -> Compiler:
        """For the next statement."""
        made = Compiler(self)
        self.moment = self.instance.clock.utc()
        self.compiling = made.bindings
        return made

    def may(self, right: str, table: Table) -> None:
        login, name = self.login.lower(), table.name.lower()
        if (login, right, name) in self.database.denied:
            raise refused(229, right=right, name=table.name, database=self.database.name)

    # Running

    def marks(self) -> dict[str, Value]:
        """What the condition of `store.SIGHTS` needs: who we are, and which commits we see."""
        own, seen = NO_TRANSACTION, self.database.store.commits
        if self.transaction is not None:
            own = self.transaction.number
            if self.isolation == "SNAPSHOT":
                if self.transaction.seen is None:
                    self.transaction.seen = seen
                seen = self.transaction.seen
        return {"_own": own, "_seen": seen}

    def run(self, sql: str, bindings: dict[str, Value]) -> sqlite3.Cursor:
        """A statement of SQLite with what this session sees."""
        self.database.asked = lambda name, *arguments: questions.ask(self, name, list(arguments))[1]
        return self.database.run(sql, {**bindings, **self.marks()})

    def rows(self, sql: str, bindings: dict[str, Value]) -> Iterator[Rows]:
        """What a query answers, in parts; waits first where others hold what it reads."""
        store = self.database.store
        while True:
            with store.lock:
                store.hits.clear()
                cursor = self.run(sql, bindings)
                first = self._part(cursor)
                hits = set(store.hits)
            if not hits:
                break
            cursor.close()
            self.wait_for(hits)
        yield first
        while len(first) == STREAMED:
            with store.lock:
                first = self._part(cursor)
            yield first

    def locked_rows(self, sql: str, bindings: dict[str, Value], table: str) -> Iterator[Rows]:
        """The same of rows that end with their number: nobody else may change these until the transaction ends."""
        store = self.database.store
        own = NO_TRANSACTION if self.transaction is None else self.transaction.number
        while True:
            with store.lock:
                rows = self.all_rows(sql, bindings)
                rids = [int(str(row[-1])) for row in rows]
                held = store.holders(table, rids, own)
                if not held and self.transaction is not None:
                    store.hold(table, rids, self.transaction)
            if not held:
                break
            self.wait_for(held)
        yield [row[:-1] for row in rows]

    def _part(self, cursor: sqlite3.Cursor) -> Rows:
        self.database.errors.clear()
        try:
            return cursor.fetchmany(STREAMED)
        except sqlite3.Error as bad:
            raise self.database.told(bad) from bad

    def all_rows(self, sql: str, bindings: dict[str, Value]) -> Rows:
        return [row for part in self.rows(sql, bindings) for row in part]

    def wait_for(self, numbers: set[int]) -> None:
        """Until one of these transactions has ended. ``SqlError`` 1222 or 1205."""
        store = self.database.store
        until = None if self.lock_timeout is None else time.monotonic() + self.lock_timeout
        with store.lock:
            held = {number for number in numbers if number in store.open}
            if self.transaction is not None:
                self.transaction.waits_for = held
                if self._in_circle():
                    self.transaction.waits_for = set()
                    raise deadlocked(self.number)
            try:
                while held and held <= set(store.open):
                    if until is not None and time.monotonic() >= until:
                        raise lock_timeout()
                    store.ended.wait(0.02)
                    self.poll()
            finally:
                if self.transaction is not None:
                    self.transaction.waits_for = set()

    def _in_circle(self) -> bool:
        """Whether those for whom we wait wait for us."""
        assert self.transaction is not None
        store, todo, seen = self.database.store, list(self.transaction.waits_for), set[int]()
        while todo:
            number = todo.pop()
            if number == self.transaction.number:
                return True
            if number not in seen and number in store.open:
                seen.add(number)
                todo.extend(store.open[number].waits_for)
        return False

    # Transactions

    def begin(self) -> None:
        if self.transaction is None:
            self.transaction = self.database.store.begin(self.number)
        self.depth += 1

    def commit(self) -> bool:
        """Whether the transaction has ended: an inner COMMIT only counts. ``SqlError`` 3902, 3930."""
        if self.transaction is None:
            raise SqlError(3902, "The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION.")
        if self.transaction.doomed:
            raise refused(3930)
        self.depth -= 1
        if self.depth:
            return False
        self.database.store.commit(self.transaction)
        self.transaction = None
        return True

    def rollback(self) -> None:
        if self.transaction is None:
            raise SqlError(3903, "The ROLLBACK TRANSACTION request has no corresponding BEGIN TRANSACTION.")
        self.database.store.rollback(self.transaction)
        self.transaction, self.depth = None, 0

    def close(self) -> None:
        """What a connection leaves behind is undone."""
        if self.transaction is not None:
            self.rollback()
        for table in self.temporary.values():
            self.database.store.drop(table)
        self.temporary.clear()
