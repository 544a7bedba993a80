"""Staging: the documents of an item enter the ledger in chunks and become claimable together, at the end.

A kill within staging leaves deliveries that nobody can claim; staging again deletes them first.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop_sync.core.identity import canonical, content_hash
from desktop_sync.core.model import Document, Item, Payload, Position
from desktop_sync.core.ports import Clock
from desktop_sync.core.problem import Problem
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.items import drop_stage, drop_unclaimable
from desktop_sync.ledger.journal import open_problems


@dataclass(frozen=True, slots=True)
class Staged:
    """One document with the place in the payload it came from; ``number`` counts the documents of one record."""

    document: Document
    record: int
    number: int
    position: Position


@dataclass(frozen=True, slots=True)
class StageEnd:
    """The payload was read to its end. ``unreadable``: it ended badly, so nothing of it is delivered."""

    records: int
    documents: int
    faulty: int
    ignored: int
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of one item's documents. ``first`` opens the stage, ``end`` closes it."""

    item: Item
    payload: Payload
    mapping: str
    account: int
    first: bool
    staged: Sequence[Staged] = ()
    problems: Sequence[Problem] = ()
    end: StageEnd | None = None


class Staging:
    """Writes chunks, several in one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def write(self, chunks: Iterable[Chunk]) -> None:
        """One transaction for all of them."""
        with self._database.transaction() as sql:
            for chunk in chunks:
                self._write(sql, chunk)

    def _write(self, sql: sqlite3.Connection, chunk: Chunk) -> None:
        item = chunk.item.id
        if chunk.first:
            drop_stage(sql, item)
            changed = sql.execute(
                "UPDATE item SET stage = stage + 1, payload = ?, payload_size = ?, mapping = ?"
                " WHERE id = ? AND state = 'noticed'",
                (chunk.payload.sha256, chunk.payload.size, chunk.mapping, item),
            )
            if changed.rowcount != 1:
                raise RuntimeError(f"item {item} is not waiting to be staged")
        stage = int(sql.execute("SELECT stage FROM item WHERE id = ?", (item,)).fetchone()[0])
        self._insert(sql, chunk, stage)
        open_problems(sql, chunk.problems, self._clock.now())
        if chunk.end is not None:
            self._end(sql, chunk, chunk.end)

    def _insert(self, sql: sqlite3.Connection, chunk: Chunk, stage: int) -> None:
        lanes = _lanes(sql, chunk.account, [one.document for one in chunk.staged])
        last = sql.execute("SELECT coalesce(max(id), 0) FROM delivery").fetchone()[0]
        rows, bodies = [], []
        for number, one in enumerate(chunk.staged, last + 1):
            document = one.document
            lane = lanes[document.resource, document.reference]
            lane[1] += 1
            spelt = canonical(document.body)
            bodies.append((number, spelt))
            rows.append(
                (
                    number, lane[0], chunk.item.flow, chunk.item.id, stage, one.record, one.number, lane[1],
                    document.version, document.operation.value, int(document.partial),
                    content_hash(document.operation, spelt), _position(one.position), chunk.mapping,
                )
            )  # fmt: skip
        sql.executemany(
            "INSERT INTO delivery (id, lane, flow, item, stage, record, document, revision, version, operation,"
            " partial, hash, position, mapping) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        sql.executemany("INSERT INTO body VALUES (?, ?)", bodies)
        sql.executemany("UPDATE lane SET revision = ? WHERE id = ?", [(lane[1], lane[0]) for lane in lanes.values()])

    def _end(self, sql: sqlite3.Connection, chunk: Chunk, end: StageEnd) -> None:
        item = chunk.item.id
        if end.unreadable:
            drop_unclaimable(sql, item)
        else:
            sql.execute("UPDATE delivery SET claimable = 1 WHERE item = ? AND claimable = 0", (item,))
        sql.execute(
            "UPDATE item SET state = ?, staged_at = ?, records = ?, documents = ?, faulty = ?, ignored = ?, open = ?"
            " WHERE id = ? AND state = 'noticed'",
            (
                "rejected" if end.unreadable else "staged", self._clock.now(), end.records, end.documents, end.faulty,
                end.ignored, 0 if end.unreadable else end.documents, item,
            ),
        )  # fmt: skip


def _lanes(sql: sqlite3.Connection, account: int, documents: Sequence[Document]) -> dict[tuple[str, str], list[int]]:
    """Lane and last revision of each (resource, reference), made where missing."""
    found: dict[tuple[str, str], list[int]] = {}
    for resource in {document.resource for document in documents}:
        wanted = sorted({document.reference for document in documents if document.resource == resource})
        names = json.dumps(wanted, ensure_ascii=False)
        sql.execute(
            "INSERT OR IGNORE INTO lane (account, resource, reference) SELECT ?, ?, value FROM json_each(?)",
            (account, resource, names),
        )
        rows = sql.execute(
            "SELECT l.reference, l.id, l.revision FROM json_each(?) j"
            " CROSS JOIN lane l ON l.account = ? AND l.resource = ? AND l.reference = j.value",
            (names, account, resource),
        )
        found.update({(resource, row[0]): [row[1], row[2]] for row in rows})
    return found


def _position(position: Position) -> str:
    parts = {"line": position.line, "column": position.column, "offset": position.offset, "path": position.path}
    return json.dumps({name: value for name, value in parts.items() if value not in (None, "")}, ensure_ascii=False)
