"""The sandbox's memory: documents, the log of accepted writes, and answers kept under their keys, in SQLite.

Nothing here decides: what is asked is written. It must not know HTTP, profiles or schemas. One connection, used
under the sandbox's lock; times are seconds since the epoch, bodies canonical JSON text.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

# Fast rather than durable: a sandbox that loses power has nothing to lose.
_OPEN = """
PRAGMA journal_mode = MEMORY;
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS document (
    seq INTEGER PRIMARY KEY, resource TEXT NOT NULL, id TEXT NOT NULL, reference TEXT NOT NULL,
    version INTEGER NOT NULL, body TEXT NOT NULL, created REAL NOT NULL, updated REAL NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0, UNIQUE (resource, id)
);
CREATE INDEX IF NOT EXISTS document_reference ON document (resource, reference);
CREATE TABLE IF NOT EXISTS accepted (
    seq INTEGER PRIMARY KEY, time REAL NOT NULL, resource TEXT NOT NULL, id TEXT NOT NULL, reference TEXT NOT NULL,
    action TEXT NOT NULL, by TEXT NOT NULL, version INTEGER NOT NULL, key TEXT, body_sha256 TEXT NOT NULL,
    body TEXT NOT NULL, created REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS accepted_reference ON accepted (resource, reference);
CREATE TABLE IF NOT EXISTS kept (
    key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, created REAL NOT NULL, outcome TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS heartbeat (
    seq INTEGER PRIMARY KEY, installation TEXT NOT NULL, time REAL NOT NULL, body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""

_DOCUMENT = "seq, resource, id, reference, version, body, created, updated, deleted"


@dataclass(frozen=True, slots=True)
class Stored:
    """A document as it lies in the store."""

    seq: int
    resource: str
    id: str
    reference: str
    version: int
    body: str
    created: float
    updated: float
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes, when, and under which idempotency key."""

    time: float
    by: str = "api"  # or "person"
    key: str | None = None


class Store:
    """Documents and their history. ``database``: a file, or ``:memory:``."""

    def __init__(self, database: str) -> None:
        self._db = sqlite3.connect(database, check_same_thread=False, isolation_level=None)
        self._db.executescript(_OPEN)

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing."""
        self._db.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def setting(self, name: str, default: str) -> str:
        """A value that outlives the process when the database is a file; ``default`` is kept when there is none."""
        self._db.execute("INSERT OR IGNORE INTO setting VALUES (?, ?)", (name, default))
        row = self._db.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return str(row[0])

    # Documents

    def insert(self, resource: str, reference: str, body: str, author: Author) -> Stored:
        """A new document; its id is the next of its kind."""
        (last,) = self._db.execute("SELECT coalesce(max(seq), 0) FROM document").fetchone()
        document = Stored(
            last + 1, resource, f"{resource[:3]}_{last + 1:08d}", reference, 1, body, author.time, author.time
        )
        self._db.execute(
            f"INSERT INTO document ({_DOCUMENT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",  # noqa: S608 - own columns
            (document.seq, resource, document.id, reference, 1, body, author.time, author.time),
        )
        self._log(document, "create", author)
        return document

    def replace(self, old: Stored, body: str, author: Author) -> Stored:
        """The next version of ``old``."""
        new = Stored(
            old.seq,
            old.resource,
            old.id,
            old.reference,
            old.version + 1,
            body,
            old.created,
            max(old.updated, author.time),
        )
        self._db.execute(
            "UPDATE document SET version = ?, body = ?, updated = ? WHERE seq = ?",
            (new.version, body, new.updated, old.seq),
        )
        self._log(new, "update", author)
        return new

    def delete(self, old: Stored, author: Author) -> None:
        """A tombstone stays, so that its id is known to be gone."""
        gone = Stored(
            old.seq,
            old.resource,
            old.id,
            old.reference,
            old.version + 1,
            old.body,
            old.created,
            author.time,
            deleted=True,
        )
        self._db.execute(
            "UPDATE document SET version = ?, updated = ?, deleted = 1 WHERE seq = ?",
            (gone.version, author.time, old.seq),
        )
        self._log(gone, "delete", author)

    def _log(self, document: Stored, action: str, author: Author) -> None:
        self._db.execute(
            "INSERT INTO accepted (time, resource, id, reference, action, by, version, key, body_sha256, body, created)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                author.time,
                document.resource,
                document.id,
                document.reference,
                action,
                author.by,
                document.version,
                author.key,
                sha256(document.body.encode()).hexdigest(),
                document.body,
                document.created,
            ),
        )

    def one(self, resource: str, identity: str) -> Stored | None:
        """By id, tombstones too."""
        rows = self._documents("resource = ? AND id = ?", (resource, identity))
        return rows[0] if rows else None

    def by_reference(self, resource: str, references: Sequence[str]) -> list[Stored]:
        """What is there under these references, oldest first."""
        marks = ", ".join("?" * len(references))
        return self._documents(f"resource = ? AND reference IN ({marks}) AND NOT deleted", (resource, *references))

    def as_of(self, resource: str, references: Sequence[str], moment: float) -> list[Stored]:
        """What was there under these references at ``moment``, oldest first: the last write of each until then."""
        marks = ", ".join("?" * len(references))
        rows = self._db.execute(  # SQLite takes the other columns from the row that has the maximum
            "SELECT d.seq, a.resource, a.id, a.reference, a.version, a.body, a.created, a.time,"  # noqa: S608
            " a.action = 'delete', max(a.seq)"
            " FROM accepted a JOIN document d ON d.resource = a.resource AND d.id = a.id"
            f" WHERE a.resource = ? AND a.reference IN ({marks}) AND a.time <= ? GROUP BY d.seq ORDER BY d.seq",
            (resource, *references, moment),
        )
        return [found for found in (_stored(row) for row in rows) if not found.deleted]

    def page(self, resource: str, filters: Mapping[str, object], after: int, limit: int) -> list[Stored]:
        """Those after ``after`` in the order of their creation; keys of ``filters`` are conditions with one mark.

        ``limit`` -1: all of them.
        """
        where = " AND ".join(["resource = ?", "NOT deleted", "seq > ?", *filters])
        return self._documents(where, (resource, after, *filters.values()), f"LIMIT {limit:d}")

    def search(self, resource: str, text: str, offset: int, limit: int) -> tuple[int, list[Stored]]:
        """How many hold ``text`` anywhere, and one page of them, newest first."""
        escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        where = "resource = ? AND NOT deleted AND body LIKE ? ESCAPE '\\'"
        values = (resource, f"%{escaped}%")
        (count,) = self._db.execute(f"SELECT count(*) FROM document WHERE {where}", values).fetchone()  # noqa: S608
        rows = self._db.execute(
            f"SELECT {_DOCUMENT} FROM document WHERE {where} ORDER BY seq DESC LIMIT ? OFFSET ?",  # noqa: S608
            (*values, limit, offset),
        )
        return int(count), [_stored(row) for row in rows]

    def count(self, resource: str) -> int:
        """Documents that are there."""
        row = self._db.execute(
            "SELECT count(*) FROM document WHERE resource = ? AND NOT deleted", (resource,)
        ).fetchone()
        return int(row[0])

    def _documents(self, where: str, values: Sequence[object], more: str = "") -> list[Stored]:
        rows = self._db.execute(f"SELECT {_DOCUMENT} FROM document WHERE {where} ORDER BY seq {more}", values)  # noqa: S608
        return [_stored(row) for row in rows]

    # The log of accepted writes

    def writes(self, where: Mapping[str, object], limit: int) -> list[dict[str, object]]:
        """Accepted writes in their order; keys of ``where`` are conditions with one mark."""
        conditions = " AND ".join(where) or "1"
        rows = self._db.execute(
            "SELECT seq, time, resource, id, reference, action, by, version, key, body_sha256, body"  # noqa: S608
            f" FROM accepted WHERE {conditions} ORDER BY seq LIMIT {limit:d}",
            tuple(where.values()),
        )
        names = ("seq", "time", "resource", "id", "reference", "action", "by", "version", "key", "body_sha256")
        return [{**dict(zip(names, row, strict=False)), "body": json.loads(row[10])} for row in rows]

    # Heartbeats

    def keep_heartbeat(self, installation: str, time: float, body: str) -> None:
        """The newest thousand."""
        self._db.execute(
            "INSERT INTO heartbeat (installation, time, body) VALUES (?, ?, ?)", (installation, time, body)
        )
        self._db.execute("DELETE FROM heartbeat WHERE seq <= (SELECT max(seq) FROM heartbeat) - 1000")

    def heartbeats(self, limit: int) -> list[dict[str, Any]]:
        """Newest first."""
        rows = self._db.execute(f"SELECT seq, time, body FROM heartbeat ORDER BY seq DESC LIMIT {limit:d}")  # noqa: S608
        return [{"seq": row[0], "time": row[1], **json.loads(row[2])} for row in rows]

    # Answers kept under their keys

    def keep(self, key: str, fingerprint: str, created: float, outcome: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", (key, fingerprint, created, outcome))

    def kept(self, key: str) -> tuple[str, float, str] | None:
        """Fingerprint, time and outcome."""
        row = self._db.execute("SELECT fingerprint, created, outcome FROM kept WHERE key = ?", (key,)).fetchone()
        return None if row is None else (str(row[0]), float(row[1]), str(row[2]))


def _stored(row: Sequence[Any]) -> Stored:
    return Stored(*row[:9])
