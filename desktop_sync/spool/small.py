"""Small payloads: rows of one database file, so that one flush makes many of them durable (decision 008)."""

from __future__ import annotations

import errno
import hashlib
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from desktop_sync.core.errors import RetryLater
from desktop_sync.core.model import Payload
from desktop_sync.spool.trouble import damaged, trouble

_TABLES = """
CREATE TABLE IF NOT EXISTS blob (id INTEGER PRIMARY KEY, sha256 BLOB NOT NULL UNIQUE, added_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS content (blob INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
"""
_SPARE = 1024  # pages that are given back at a time: four megabytes
_CHUNK = 1000  # rows looked at by a sweep before others may add


class Small:
    """Any number of threads may use it; one connection does all."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def add(self, contents: Sequence[bytes]) -> list[Payload]:
        """In their order; all durable when it returns. RetryLater when the disk is full."""
        digests = [hashlib.sha256(content).digest() for content in contents]
        with self._transaction() as sql:
            _keep(sql, dict(zip(digests, contents, strict=True)), time.time())
        return [Payload(digest.hex(), len(content)) for digest, content in zip(digests, contents, strict=True)]

    def get(self, sha256: str) -> bytes | None:
        """None when it is not here; Rejected(reason='damaged') when it is not what it was."""
        with self._used() as sql:
            row = sql.execute(
                "SELECT c.bytes FROM blob b JOIN content c ON c.blob = b.id WHERE b.sha256 = ?",
                (bytes.fromhex(sha256),),
            ).fetchone()
        if row is not None and hashlib.sha256(row[0]).hexdigest() != sha256:
            raise damaged(sha256)
        return None if row is None else row[0]

    def remove(self, digests: Iterable[str]) -> None:
        """Those that are not here are no error."""
        with self._transaction() as sql:
            for digest in digests:
                sql.execute(
                    "DELETE FROM content WHERE blob = (SELECT id FROM blob WHERE sha256 = ?)", (bytes.fromhex(digest),)
                )
                sql.execute("DELETE FROM blob WHERE sha256 = ?", (bytes.fromhex(digest),))

    def prune(self, digests: Iterable[str], before: float) -> None:
        """Those that were added before that time (epoch seconds)."""
        with self._transaction() as sql:
            for digest in digests:
                query = "DELETE FROM blob WHERE sha256 = ? AND added_at < ? RETURNING id"
                for row in sql.execute(query, (bytes.fromhex(digest), before)).fetchall():
                    sql.execute("DELETE FROM content WHERE blob = ?", (row[0],))

    def size(self) -> int:
        """Bytes that something is in."""
        with self._used() as sql:
            pages, free, size = (
                sql.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
            )
        return int((pages - free) * size)

    def compact(self) -> None:
        """The file is made anew, of what there is; nothing is left in the WAL."""
        with self._used() as sql:
            sql.execute("VACUUM")
            sql.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def give_back(self) -> None:
        """The file becomes shorter by a piece of what nothing is in: a quarter of it stays for what comes."""
        with self._used() as sql:
            pages, free = (sql.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count"))
            if free > _SPARE and free > pages // 4:
                sql.executescript(f"PRAGMA incremental_vacuum({min(free, _SPARE)})")  # execute() does one page only

    def sweep(self, referenced: Callable[[str], bool], before: float) -> int:
        """Removes what was added before that time (epoch seconds) and is not referred to; returns how many."""
        removed = last = 0
        while True:
            with self._used() as sql:
                rows = sql.execute(
                    "SELECT id, sha256 FROM blob WHERE id > ? AND added_at < ? ORDER BY id LIMIT ?",
                    (last, before, _CHUNK),
                ).fetchall()
            if not rows:
                return removed
            last = rows[-1][0]
            removed += self._sweep([number for number, sha256 in rows if not referenced(sha256.hex())], before)

    def _sweep(self, numbers: Sequence[int], before: float) -> int:
        """Those that were added anew meanwhile are young and stay."""
        removed = 0
        with self._transaction() as sql:
            for number in numbers:
                gone = sql.execute("DELETE FROM blob WHERE id = ? AND added_at < ?", (number, before)).rowcount
                if gone:
                    sql.execute("DELETE FROM content WHERE blob = ?", (number,))
                removed += gone
        return removed

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    # -- the database -------------------------------------------------------------------------

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._used() as sql:
            sql.execute("BEGIN IMMEDIATE")
            try:
                yield sql
                sql.execute("COMMIT")
            except BaseException:
                if sql.in_transaction:
                    sql.execute("ROLLBACK")
                raise

    @contextmanager
    def _used(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                if self._connection is None:
                    self._connection = _opened(self._file)
                yield self._connection
            except sqlite3.OperationalError as error:
                number = errno.ENOSPC if "full" in str(error) else errno.EIO
                raise trouble(OSError(number, str(error))) from error
            except sqlite3.DatabaseError as error:
                self._set_aside()
                raise RetryLater(
                    f"The spool file {self._file.name} is damaged ({error}); a new one is begun.",
                    "What was in it and is not processed yet is fetched again.",
                    after=1.0,
                ) from error

    def _set_aside(self) -> None:
        """Everything in it stands elsewhere too: at the source, or in the ledger as documents."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        aside = f"{self._file.stem}-damaged-{time.time():.0f}"
        for ending in ("-wal", "-shm", ""):
            path = self._file.with_name(self._file.name + ending)
            if path.exists():
                path.replace(self._file.with_name(f"{aside}{self._file.suffix}{ending}"))


def _keep(sql: sqlite3.Connection, contents: Mapping[bytes, bytes], now: float) -> None:
    """What is here already becomes young again (nobody may refer to it yet), and whole should it be damaged.

    One statement for all rows: the interpreter's lock is given away once, and not for every row.
    """
    rows = ", ".join(["(?, ?)"] * len(contents))
    sql.execute(
        f"INSERT INTO blob (sha256, added_at) VALUES {rows}"  # noqa: S608 - question marks only
        " ON CONFLICT DO UPDATE SET added_at = excluded.added_at",
        [value for sha256 in contents for value in (sha256, now)],
    )
    sql.execute(
        f"INSERT OR REPLACE INTO content SELECT b.id, v.column2 FROM (VALUES {rows}) v"  # noqa: S608
        " CROSS JOIN blob b ON b.sha256 = v.column1",
        [value for pair in contents.items() for value in pair],
    )


def _opened(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA busy_timeout = 10000")
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # before there is a table, or never
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.executescript(_TABLES)
    except BaseException:
        connection.close()
        raise
    return connection
