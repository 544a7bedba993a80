"""What exports have done, noted line by line in a file beside the ledger: one that goes back to a copy learns it there.

A period and its files are noted before anything of them can reach a destination, and the outcome before the ledger
has it. So whatever is not noted has reached nobody, and is made anew. It must not know what a restore is, or what a
destination.
"""

from __future__ import annotations

import json
import logging
import math
import os
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

from desktop_sync.core.errors import RetryLater
from desktop_sync.durable import replace_file
from desktop_sync.ledger.database import Database

log = logging.getLogger("export")
FILE = "exports.jsonl"
ID = "exports noted as"
"""A fact of the ledger: the name of the file that goes with it."""
_LATEST = 1e11  # epoch seconds; what is beyond is no time
_OPEN = "state IN ('pending', 'sending', 'unknown')"
# Still needed: what was made or has ended since then, what is open, and the last period of each export.
_NEEDED = (
    f"made_at >= ?1 OR id IN (SELECT export FROM export_delivery WHERE {_OPEN} OR ended_at >= ?1) OR end_at = (SELECT"
    " max(o.end_at) FROM export o WHERE o.flow = e.flow AND o.who = '')"
)

Row = Mapping[str, Any]


class ExportNotes:
    """Of one ledger; its methods are called within a transaction, which keeps two from writing at once."""

    def __init__(self, database: Database) -> None:
        self._file = database.file.with_name(FILE)

    def begin(self, sql: sqlite3.Connection, delivery: str) -> None:
        """It may reach its destination from now on. RetryLater: that cannot be noted, so it must not."""
        try:
            self._note(sql, [delivery])
        except OSError as error:
            raise _trouble(error) from error

    def became(self, sql: sqlite3.Connection, deliveries: Sequence[str]) -> None:
        """What the ledger says of them now. Where it cannot be noted, a restore leaves them unknown."""
        try:
            if deliveries:
                self._note(sql, deliveries)
        except OSError as error:
            log.warning("the file %s beside the ledger cannot be written: %s", FILE, error.strerror or error)

    def cut(self, sql: sqlite3.Connection, before: float) -> None:
        """Made anew from the ledger, without what ended before then (epoch seconds) or was erased. RetryLater."""
        try:
            if self._file.exists():
                head = self._own(sql)
                since = max(before, float(head["since"]))
                self._write(sql, {**head, "since": since}, since)
        except OSError as error:
            raise _trouble(error) from error

    def _note(self, sql: sqlite3.Connection, deliveries: Sequence[str]) -> None:
        self._own(sql)
        lines: list[Row] = []
        for one in deliveries:
            row = sql.execute("SELECT * FROM export_delivery WHERE id = ?", (one,)).fetchone()
            made = sql.execute("SELECT * FROM export WHERE flow = ? AND NOT noted ORDER BY id", (row["flow"],))
            for file in made.fetchall():
                lines += _lines_of(sql, file)
            sql.execute("UPDATE export SET noted = 1 WHERE flow = ? AND NOT noted", (row["flow"],))
            lines.append(_delivery(row))
        with self._file.open("ab") as file:
            file.write(_bytes(lines))
            file.flush()
            os.fsync(file.fileno())

    def _own(self, sql: sqlite3.Connection) -> Row:
        """The head of the file. It is begun anew where there is none, or one of another ledger: then copies that were
        made before know nothing of it.
        """
        head = _head(self._file)
        if head is None or head["name"] != _name(sql):
            head = {"name": secrets.token_hex(16), "since": 0.0}
            sql.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (ID, head["name"]))
            self._write(sql, head, math.inf)
        return head

    def _write(self, sql: sqlite3.Connection, head: Row, since: float) -> None:
        """All that is still needed, of what the ledger says now. Reads all of its exports."""
        needed = sql.execute(f"SELECT * FROM export e WHERE {_NEEDED} ORDER BY id", (since,))
        replace_file(self._file, _bytes(chain([head], (line for made in needed for line in _lines_of(sql, made)))))
        sql.execute("UPDATE export SET noted = 1 WHERE NOT noted")


def noted(file: Path) -> tuple[Row | None, dict[int, Row], dict[str, Row]]:
    """Its head, the exports and the deliveries, each as it was noted last. A line that a crash has cut off is none."""
    exports: dict[int, Row] = {}
    deliveries: dict[str, Row] = {}
    for line in _lines(file):
        if "export" in line:
            deliveries[str(line["id"])] = line
        elif "flow_title" in line:
            exports[int(line["id"])] = line
    return _head(file), exports, deliveries


def _head(file: Path) -> Row | None:
    """None: there is none, or it is none that a ledger has written."""
    first = next(_lines(file), None)
    if first is None or {"name", "since"} != set(first):
        return None
    since, name = first["since"], first["name"]
    sound = isinstance(name, str) and type(since) in {int, float} and 0 <= since < _LATEST
    return first if sound else None


def _lines(file: Path) -> Iterator[Row]:
    with suppress(FileNotFoundError), file.open("rb") as lines:
        for line in lines:
            with suppress(ValueError, RecursionError):
                found = json.loads(line)
                if isinstance(found, dict):
                    yield found


def _lines_of(sql: sqlite3.Connection, made: sqlite3.Row) -> list[Row]:
    """A file of a period, and how far it is with each destination."""
    rows = sql.execute("SELECT * FROM export_delivery WHERE export = ? ORDER BY id", (made["id"],))
    export = {name: made[name] for name in made.keys() if name not in {"run", "noted"}}  # noqa: SIM118 - a row is a tuple
    return [export, *map(_delivery, rows)]


def _delivery(row: sqlite3.Row) -> Row:
    return {name: row[name] for name in row.keys() if name != "claim"}  # noqa: SIM118 - as above


def _bytes(lines: Iterable[Row]) -> bytes:
    """They begin a line of their own, also behind one that was cut off."""
    return b"\n" + b"".join(json.dumps(one).encode() + b"\n" for one in lines)


def _trouble(error: OSError) -> RetryLater:
    return RetryLater(
        f"The file {FILE} beside the ledger cannot be written: {error.strerror or error}.",
        "See that the disk of the data folder has room; it is tried again by itself.",
    )


def _name(sql: sqlite3.Connection) -> str | None:
    row = sql.execute("SELECT value FROM meta WHERE key = ?", (ID,)).fetchone()
    return None if row is None else str(row[0])
