"""Rows in SQLite, in versions: every row knows which commit brought it and which one ended it.

SQLite has one writer at a time, SQL Server has many; so the versions are ours. ``$born`` and ``$ended`` hold the number
of the commit, or minus the number of the transaction that is still open; ``$ended`` is 0 while the row lives. What a
statement sees is a condition over both. One connection serves all sessions, under one lock, a statement at a time.
It must not know T-SQL or the wire.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tests.bench_servers.tds.errors import refused
from tests.bench_servers.tds.tables import BORN, ENDED, RID, Column, Index, Table, names, quoted
from tests.bench_servers.tds.values import Value

NO_TRANSACTION = 1
UNDER_WAY = {BORN: f"{BORN} < 0", ENDED: f"{ENDED} <> 0"}  # what the small indexes hold
SQLITE_TYPES = {"int": "INTEGER", "float": "REAL", "binary": "BLOB", "guid": "BLOB", "variant": "BLOB"}
Sight = Literal["locking", "snapshot", "dirty", "skipping"]
_SNAPSHOT = (
    f"(({BORN} > 0 AND {BORN} <= :_seen OR {BORN} = -:_own) AND "
    f"({ENDED} = 0 OR {ENDED} > :_seen OR ({ENDED} < 0 AND {ENDED} <> -:_own)))"
)
_FOREIGN = f"(({BORN} < 0 AND {BORN} <> -:_own) OR ({ENDED} < 0 AND {ENDED} <> -:_own))"
SIGHTS: dict[Sight, str] = {
    "snapshot": _SNAPSHOT,
    "locking": f"CASE WHEN {_FOREIGN} THEN lock_hit({BORN}, {ENDED}) ELSE {_SNAPSHOT} END",
    "dirty": f"{ENDED} = 0",
    "skipping": f"(NOT {_FOREIGN} AND {ENDED} = 0)",
}


@dataclass
class Transaction:
    """An open transaction. ``seen``: the last commit that it sees, once it reads under SNAPSHOT."""

    number: int
    owner: int
    seen: int | None = None
    first_rowversion: int | None = None
    touched: set[str] = field(default_factory=set)
    tracked: set[str] = field(default_factory=set)
    locked: set[tuple[str, int]] = field(default_factory=set)
    waits_for: set[int] = field(default_factory=set)
    doomed: bool = False


def case_ignored(left: str, right: str) -> int:
    """How SQL_Latin1_General_CP1_CI_AS compares: case and closing blanks do not count."""
    one, other = left.rstrip(" ").casefold(), right.rstrip(" ").casefold()
    return (one > other) - (one < other)


def case_kept(left: str, right: str) -> int:
    one, other = left.rstrip(" "), right.rstrip(" ")
    return (one > other) - (one < other)


class Store:
    """The rows of one database."""

    def __init__(self, path: str = ":memory:") -> None:
        self.lock = threading.RLock()
        self.ended = threading.Condition(self.lock)
        self.sqlite = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=512)
        self.sqlite.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        self.sqlite.execute("PRAGMA journal_mode = MEMORY")
        self.sqlite.create_collation("case_ignored", case_ignored)
        self.sqlite.create_collation("case_kept", case_kept)
        self.hits: set[int] = set()
        self.sqlite.create_function("lock_hit", 2, self._hit)
        self.sqlite.execute('CREATE TEMP TABLE "$pairs" (born INTEGER, ended INTEGER)')
        self.commits = 1
        self.rowversion = 2000
        self.tracking = 0  # the last version of change tracking
        self.tracking_at: list[tuple[int, int]] = [(0, 0)]  # (commit, version), to say what a snapshot sees
        self.locks: dict[tuple[str, int], int] = {}  # rows that were read to be changed, and by whom
        self.open: dict[int, Transaction] = {}
        self._numbers = NO_TRANSACTION

    def _hit(self, born: int, ended: int) -> int:
        """Met by a reader: a row that another transaction has written and not committed."""
        self.hits.update(-mark for mark in (born, ended) if mark < 0)
        return 0

    def begin(self, owner: int) -> Transaction:
        with self.lock:
            self._numbers += 1
            self.open[self._numbers] = Transaction(self._numbers, owner)
            return self.open[self._numbers]

    def commit(self, transaction: Transaction) -> None:
        with self.lock:
            if transaction.touched:
                self.commits += 1
                for table in transaction.touched:
                    self._settle(table, transaction.number)
                self._settle_tracking(transaction)
            self._end(transaction)

    def _settle(self, table: str, number: int) -> None:
        for mark in (BORN, ENDED):
            self.sqlite.execute(
                f"UPDATE {table} SET {mark} = ? WHERE {mark} = ? AND {UNDER_WAY[mark]}", (self.commits, -number)
            )

    def _settle_tracking(self, transaction: Transaction) -> None:
        if not transaction.tracked:
            return
        self.tracking += 1
        self.tracking_at.append((self.commits, self.tracking))
        for changes in transaction.tracked:
            self.sqlite.execute(
                f"UPDATE {changes} SET version = ? WHERE version = ?", (self.tracking, -transaction.number)
            )

    def rollback(self, transaction: Transaction) -> None:
        with self.lock:
            own = (-transaction.number,)
            for table in transaction.touched:
                self.sqlite.execute(f"DELETE FROM {table} WHERE {BORN} = ? AND {UNDER_WAY[BORN]}", own)
                self.sqlite.execute(f"UPDATE {table} SET {ENDED} = 0 WHERE {ENDED} = ? AND {UNDER_WAY[ENDED]}", own)
            for changes in transaction.tracked:
                self.sqlite.execute(f"DELETE FROM {changes} WHERE version = ?", own)
            self._end(transaction)

    def _end(self, transaction: Transaction) -> None:
        del self.open[transaction.number]
        for place in transaction.locked:
            del self.locks[place]
        oldest = min([each.seen for each in self.open.values() if each.seen is not None], default=self.commits)
        for table in transaction.touched:  # versions that nobody sees any more
            self.sqlite.execute(
                f"DELETE FROM {table} WHERE {ENDED} > 0 AND {ENDED} <= ? AND {UNDER_WAY[ENDED]}", (oldest,)
            )
        self.ended.notify_all()

    def holders(self, table: str, rids: Iterable[int], own: int) -> set[int]:
        """Other transactions that have read one of these rows to change it."""
        return {self.locks.get((table, rid), own) for rid in rids} - {own}

    def hold(self, table: str, rids: Iterable[int], transaction: Transaction) -> None:
        """These rows are the transaction's to change, until its end."""
        for rid in rids:
            self.locks[table, rid] = transaction.number
            transaction.locked.add((table, rid))

    def min_active_rowversion(self) -> int:
        """The lowest rowversion of a transaction that is still open, else the next one."""
        with self.lock:
            active = [each.first_rowversion for each in self.open.values() if each.first_rowversion is not None]
            return min(active, default=self.rowversion + 1)

    def next_rowversion(self, transaction: Transaction) -> bytes:
        self.rowversion += 1
        if transaction.first_rowversion is None:
            transaction.first_rowversion = self.rowversion
        return self.rowversion.to_bytes(8, "big")

    def tracking_version(self, seen: int | None = None) -> int:
        """The last version of change tracking that a snapshot (or everybody) sees."""
        if seen is None:
            return self.tracking
        return max(version for commit, version in self.tracking_at if commit <= seen)

    # Tables

    def create(self, table: Table) -> None:
        with self.lock:
            columns = ", ".join(self._declared(column) for column in table.columns)
            self.sqlite.execute(
                f"CREATE TABLE {table.physical} ({RID} INTEGER PRIMARY KEY, {BORN} INTEGER NOT NULL, "
                f"{ENDED} INTEGER NOT NULL DEFAULT 0, {columns})"
            )
            for mark in (BORN, ENDED):  # few rows are under way or over: their ends are found quickly
                name = quoted(f"{table.object_id}{mark[1:-1]}")
                self.sqlite.execute(f"CREATE INDEX {name} ON {table.physical} ({mark}) WHERE {UNDER_WAY[mark]}")
            for index in table.indexes:
                self.create_index(table, index)

    @staticmethod
    def _declared(column: Column) -> str:
        kind = SQLITE_TYPES.get(column.kind.family, "TEXT")
        collate = f" COLLATE {column.sqlite_collation}" if column.kind.family == "text" else ""
        return f"{quoted(column.name)} {kind}{collate}"

    def add_column(self, table: Table, column: Column) -> None:
        with self.lock:
            self.sqlite.execute(f"ALTER TABLE {table.physical} ADD COLUMN {self._declared(column)}")

    def drop_column(self, table: Table, column: Column) -> None:
        with self.lock:
            self.sqlite.execute(f"ALTER TABLE {table.physical} DROP COLUMN {quoted(column.name)}")

    def put(self, table: Table, column: Column, value: Value, rid: int | None = None) -> None:
        """A value into one row, or into all, whatever their versions: for a column that is new."""
        where = "" if rid is None else f" WHERE {RID} = {rid}"
        self.sqlite.execute(f"UPDATE {table.physical} SET {quoted(column.name)} = ?{where}", (value,))

    def create_index(self, table: Table, index: Index) -> None:
        """A key has two: one that finds, and one that lets no second living row in."""
        columns = ", ".join(f"{quoted(name)}{' DESC' if descending else ''}" for name, descending in index.columns)
        place = f"{table.object_id}.{index.name}"
        with self.lock:
            self.sqlite.execute(f"CREATE INDEX {quoted(place)} ON {table.physical} ({columns})")
            if index.unique:
                try:
                    self.sqlite.execute(
                        f"CREATE UNIQUE INDEX {quoted(place + '.unique')} ON {table.physical} ({columns}) "
                        f"WHERE {ENDED} = 0"
                    )
                except sqlite3.IntegrityError as bad:
                    self.sqlite.execute(f"DROP INDEX {quoted(place)}")
                    raise refused(1505, table=table.full_name, index=index.name) from bad

    def drop(self, table: Table) -> None:
        with self.lock:
            self.sqlite.execute(f"DROP TABLE {table.physical}")
            self.sqlite.execute(f"DROP TABLE IF EXISTS {table.changes}")

    def track(self, table: Table) -> None:
        """Notes the keys of changes from now on."""
        key = table.key
        assert key is not None
        with self.lock:
            columns = ", ".join(self._declared(table.column(name)) for name, _ in key.columns)
            self.sqlite.execute(f"DROP TABLE IF EXISTS {table.changes}")
            self.sqlite.execute(
                f"CREATE TABLE {table.changes} (version INTEGER NOT NULL, operation TEXT NOT NULL, {columns})"
            )
            self.sqlite.execute(f"CREATE INDEX {quoted(f'{table.object_id}.tracked')} ON {table.changes} (version)")

    # Rows

    def insert(self, table: Table, transaction: Transaction, row: Sequence[Value]) -> int:
        """One row, in the order of the table's columns; its number. ``sqlite3.IntegrityError`` when a key is taken."""
        marks = ", ".join("?" * len(row))
        columns = names(column.name for column in table.columns)
        done = self.sqlite.execute(
            f"INSERT INTO {table.physical} ({BORN}, {columns}) VALUES (?, {marks})", (-transaction.number, *row)
        )
        transaction.touched.add(table.physical)
        table.layout = []
        return int(done.lastrowid or 0)

    def end(self, table: Table, transaction: Transaction, rids: Iterable[int]) -> None:
        """These rows are no more, once the transaction is committed."""
        self.sqlite.executemany(
            f"UPDATE {table.physical} SET {ENDED} = ? WHERE {RID} = ?", [(-transaction.number, rid) for rid in rids]
        )
        transaction.touched.add(table.physical)
        table.layout = []

    def note(self, table: Table, transaction: Transaction, operation: str, row: Sequence[Value]) -> None:
        """For change tracking, the key of this row."""
        if table.tracked_since is None or table.key is None:
            return
        key = [name for name, _ in table.key.columns]
        places = {column.name.lower(): place for place, column in enumerate(table.columns)}
        values = [row[places[name.lower()]] for name in key]
        marks = ", ".join("?" * len(values))
        self.sqlite.execute(
            f"INSERT INTO {table.changes} (version, operation, {names(key)}) VALUES (?, ?, {marks})",
            (-transaction.number, operation, *values),
        )
        transaction.tracked.add(table.changes)
