"""Staging: the documents of an item enter the ledger in chunks and become claimable together, at the end.

A kill within staging leaves deliveries that nobody can claim; staging again deletes them first.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from desktop_sync.core.identity import canonical, content_hash
from desktop_sync.core.model import Document, Item, Payload, Position
from desktop_sync.core.ports import Clock
from desktop_sync.core.problem import Problem
from desktop_sync.core.value import value
from desktop_sync.ledger.binding import bind_in
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.items import drop_stages, drop_unclaimable
from desktop_sync.ledger.journal import open_problems
from desktop_sync.ledger.masking import wake


@value
class Staged:
    """One document with the place in the payload it came from; ``number`` counts the documents of one record."""

    document: Document
    record: int
    number: int
    position: Position


@value
class StageEnd:
    """The payload was read to its end. ``unreadable``: it ended badly, so nothing of it is delivered.

    ``held``: nothing of it can be claimed before it is released (Deliveries.release).
    ``dropped``: first and last record of each part (a member of an archive) that ended badly and is taken back.
    """

    records: int
    documents: int
    faulty: int
    ignored: int
    unreadable: bool = False
    dropped: tuple[tuple[int, int], ...] = ()
    held: bool = False


@value
class Chunk:
    """A part of one item's documents. ``first`` opens the stage, ``end`` closes it; ``plan``: by which it is staged."""

    item: Item
    payload: Payload
    mapping: str
    account: int
    first: bool
    staged: Sequence[Staged] = ()
    problems: Sequence[Problem] = ()
    end: StageEnd | None = None
    plan: int | None = None


class Staging:
    """Writes chunks, several in one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def learn(self, account: int, documents: Sequence[Document]) -> int:
        """These were archived before the ledger was restored: what is older than they may be older than what Acme has.

        Whether they had arrived, and in which account, is not known: some may have been refused.
        """
        named = [one for one in documents if one.version is not None and not one.partial]
        if named:
            with self._database.transaction() as sql:
                _learn(sql, account, named)
        return len(named)

    def write(self, chunks: Sequence[Chunk]) -> None:
        """One transaction for all of them; what is written for every chunk is written for all at once.

        Not flushed: after a power cut it is staged again, and whatever is claimed of it is flushed with it.
        """
        now = self._clock.now()
        with self._database.transaction(flush=False) as sql:
            _begin(sql, [chunk for chunk in chunks if chunk.first])
            _insert(sql, chunks)
            open_problems(sql, [problem for chunk in chunks for problem in chunk.problems], now)
            _end(sql, [(chunk, chunk.end) for chunk in chunks if chunk.end is not None], now)


def _learn(sql: sqlite3.Connection, account: int, documents: Sequence[Document]) -> None:
    lanes = _lanes(sql, [(account, one) for one in documents])
    sql.executemany(
        "UPDATE lane SET learnt_version = ?1 WHERE id = ?2 AND (learnt_version IS NULL"
        " OR (substr(learnt_version, 1, 1) = substr(?1, 1, 1) AND learnt_version < ?1))",
        [(one.version, lanes[account, one.resource, one.reference][0]) for one in documents],
    )


def _begin(sql: sqlite3.Connection, chunks: Sequence[Chunk]) -> None:
    drop_stages(sql, [chunk.item.id for chunk in chunks])
    done = sql.executemany(
        "UPDATE item SET stage = stage + 1, payload = ?, payload_size = ?, mapping = ?"
        " WHERE id = ? AND state = 'noticed'",
        [(one.payload.sha256, one.payload.size, one.mapping, one.item.id) for one in chunks],
    )
    if chunks and done.rowcount != len(chunks):
        raise RuntimeError(f"one of {[chunk.item.id for chunk in chunks]} is not waiting to be staged")


def _insert(sql: sqlite3.Connection, chunks: Sequence[Chunk]) -> None:
    stages = _stages(sql, [chunk.item.id for chunk in chunks])
    lanes = _lanes(sql, [(chunk.account, one.document) for chunk in chunks for one in chunk.staged])
    number = sql.execute("SELECT coalesce(max(id), 0) FROM delivery").fetchone()[0]
    rows, bodies = [], []
    for chunk in chunks:
        for one in chunk.staged:
            number += 1
            lane = lanes[chunk.account, one.document.resource, one.document.reference]
            lane[1] += 1
            spelt = canonical(one.document.body)
            bodies.append((number, spelt))
            rows.append((number, *lane, *stages[chunk.item.id], *_delivery(chunk, one, spelt)))
    sql.executemany(
        "INSERT INTO delivery (id, lane, revision, stage, before_restore, flow, item, record, document, version,"
        " operation, partial, hash, position, mapping) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    sql.executemany("INSERT INTO body VALUES (?, ?)", bodies)
    sql.executemany("UPDATE lane SET revision = ? WHERE id = ?", [(lane[1], lane[0]) for lane in lanes.values()])


def _delivery(chunk: Chunk, one: Staged, spelt: bytes) -> tuple[object, ...]:
    document = one.document
    return (
        chunk.item.flow, chunk.item.id, one.record, one.number, document.version, document.operation.value,
        int(document.partial), content_hash(document.operation, spelt), spelt_position(one.position), chunk.mapping,
    )  # fmt: skip


def _end(sql: sqlite3.Connection, ends: Sequence[tuple[Chunk, StageEnd]], now: float) -> None:
    """What was there before a restore is held until all of it is staged: the newest of each document goes first."""
    former = _before_restore(sql, [chunk.item.id for chunk, _ in ends if chunk.plan is None])
    drop_unclaimable(sql, [chunk.item.id for chunk, end in ends if end.unreadable])
    _drop(sql, [(chunk.item.id, first, last) for chunk, end in ends for first, last in end.dropped])
    for claimable, held in ((1, False), (2, True)):
        sql.execute(
            "UPDATE delivery SET claimable = ? WHERE claimable = 0 AND item IN (SELECT value FROM json_each(?))",
            (
                claimable,
                json.dumps(
                    [
                        chunk.item.id
                        for chunk, end in ends
                        if (end.held or chunk.item.id in former) is held and not end.unreadable
                    ]
                ),
            ),
        )
    sql.executemany(
        "UPDATE item SET state = ?, staged_at = ?, records = ?, documents = ?, faulty = ?, ignored = ?, open = ?"
        " WHERE id = ? AND state = 'noticed'",
        [
            (
                "rejected" if end.unreadable else "staged", now, end.records, end.documents, end.faulty, end.ignored,
                0 if end.unreadable else end.documents, chunk.item.id,
            )
            for chunk, end in ends
        ],
    )  # fmt: skip
    for plan in {chunk.plan for chunk, _ in ends if chunk.plan is not None}:
        bind_in(sql, plan, [chunk.item.id for chunk, _ in ends if chunk.plan == plan], now)


def _before_restore(sql: sqlite3.Connection, items: Sequence[int]) -> set[int]:
    query = "SELECT i.id FROM json_each(?) j CROSS JOIN item i ON i.id = j.value WHERE i.before_restore"
    return {row[0] for row in sql.execute(query, (json.dumps(items),))}


def _drop(sql: sqlite3.Connection, parts: Sequence[tuple[int, int, int]]) -> None:
    """What was staged of parts that turned out bad, and what was wrong with single records of theirs."""
    sql.executemany("DELETE FROM delivery WHERE claimable = 0 AND item = ? AND record BETWEEN ? AND ?", parts)
    sql.executemany("DELETE FROM problem WHERE delivery IS NULL AND item = ? AND record BETWEEN ? AND ?", parts)


def _stages(sql: sqlite3.Connection, items: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Of each item the number of its stage, and whether it was there before the ledger was restored."""
    query = "SELECT i.id, i.stage, i.before_restore FROM json_each(?) j CROSS JOIN item i ON i.id = j.value"
    return {row[0]: (row[1], row[2]) for row in sql.execute(query, (json.dumps(items),))}


def _lanes(sql: sqlite3.Connection, documents: Sequence[tuple[int, Document]]) -> dict[tuple[int, str, str], list[int]]:
    """Lane and last revision of each (account, resource, reference), made where missing."""
    wanted: dict[tuple[int, str], set[str]] = {}
    for account, document in documents:
        wanted.setdefault((account, document.resource), set()).add(document.reference)
    found: dict[tuple[int, str, str], list[int]] = {}
    for (account, resource), references in wanted.items():
        names = json.dumps(sorted(references), ensure_ascii=False)
        wake(sql, account, resource, references)
        sql.execute(
            "INSERT OR IGNORE INTO lane (account, resource, reference) SELECT ?, ?, value FROM json_each(?)",
            (account, resource, names),
        )
        rows = sql.execute(
            "SELECT l.reference, l.id, l.revision FROM json_each(?) j"
            " CROSS JOIN lane l ON l.account = ? AND l.resource = ? AND l.reference = j.value",
            (names, account, resource),
        )
        found.update({(account, resource, row[0]): [row[1], row[2]] for row in rows})
    return found


def spelt_position(position: Position) -> str:
    """As the ledger keeps it."""
    parts = {"line": position.line, "column": position.column, "offset": position.offset, "path": position.path,
             "member": position.member, "sheet": position.sheet}  # fmt: skip
    return canonical({name: value for name, value in parts.items() if value not in (None, "")}).decode()
