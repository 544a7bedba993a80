"""Is this file a ledger, and whole? Looks only; what follows from it is decided elsewhere."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from desktop_sync.ledger.schema import STEPS, statements

_OFTEN = 20_000  # steps of SQLite between two looks at the clock: some milliseconds


def fault_of(sql: sqlite3.Connection, seconds: float) -> str:
    """Empty: nothing is wrong, as far as was looked. 0 seconds: only its tables. Raises sqlite3.DatabaseError."""
    number = int(sql.execute("PRAGMA user_version").fetchone()[0])
    if number == len(STEPS) and _tables(sql) != _expected():
        return "its tables are not those of a ledger"
    if sql.execute("SELECT value FROM meta WHERE key = 'ledger_id'").fetchone() is None:
        return "it has no name"
    if number == len(STEPS):
        sql.execute(
            "SELECT rowid FROM found WHERE found MATCH 'a' LIMIT 1"
        ).fetchone()  # its tables are not looked at else
    until = time.monotonic() + seconds
    return _told(sql, lambda: time.monotonic() > until) if seconds else ""


def fault_of_copy(copy: Path, stop: Callable[[], bool] = lambda: False) -> str:
    """All of a copy, indexes too. Empty: it is whole, or ``stop`` said that it shall not be looked at to its end."""
    try:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as sql:
            if int(sql.execute("PRAGMA user_version").fetchone()[0]) == 0:
                return "it is not a copy of a ledger"
            return fault_of(sql, 0.0) or _told(sql, stop)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return str(error)


def _told(sql: sqlite3.Connection, stop: Callable[[], bool]) -> str:
    """Indexes too: rule 1 of delivery.md (one in flight for each lane) is held by one of them."""
    with _watched(sql, stop):
        try:
            told = str(sql.execute("PRAGMA integrity_check(1)").fetchone()[0])
        except sqlite3.OperationalError as error:
            if "interrupted" not in str(error):
                raise
            return ""
    return "" if told == "ok" else " ".join(told.split())


@contextmanager
def _watched(sql: sqlite3.Connection, stop: Callable[[], bool]) -> Iterator[None]:
    sql.set_progress_handler(stop, _OFTEN)
    try:
        yield
    finally:
        sql.set_progress_handler(None, 0)


def _tables(sql: sqlite3.Connection) -> set[tuple[str, str]]:
    rows = sql.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
    return {(str(row[0]), str(row[1])) for row in rows}


@cache
def _expected() -> set[tuple[str, str]]:
    """What the steps make."""
    with closing(sqlite3.connect(":memory:")) as sql:
        for step in STEPS:
            for statement in statements(step):
                sql.execute(statement)
        return _tables(sql)
