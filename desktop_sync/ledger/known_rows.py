"""Rows of sources that are asked, as they were last seen: which of them are new or changed. It knows no source.

A row is two digests, so a million of them are no burden, and nothing of anybody's data is kept.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from desktop_sync.core.model import SeenRow

_TOGETHER = 500  # keys in one question
_TOUCHED = 24 * 3600.0  # seconds after which it is noted that a row was seen once more
_KEPT = 90 * 24 * 3600.0  # seconds that a row is remembered which looks do not find any more


def changed(sql: sqlite3.Connection, place: int, rows: Sequence[SeenRow]) -> list[bool]:
    """Whether each is new, or other than it was when it was committed."""
    known: dict[bytes, bytes] = {}
    for begin in range(0, len(rows), _TOGETHER):
        keys = [row.key for row in rows[begin : begin + _TOGETHER]]
        query = f"SELECT key, content FROM known_row WHERE place = ? AND key IN ({','.join('?' * len(keys))})"
        known.update((one[0], one[1]) for one in sql.execute(query, (place, *keys)))
    return [known.get(row.key) != row.content for row in rows]


def remember(sql: sqlite3.Connection, place: int, rows: Sequence[SeenRow], now: float) -> None:
    """Within the transaction that makes items of them."""
    sql.executemany(
        "INSERT INTO known_row (place, key, content, seen_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (place, key)"
        " DO UPDATE SET content = excluded.content, seen_at = excluded.seen_at"
        " WHERE content <> excluded.content OR seen_at < ?5",
        [(place, row.key, row.content, now, now - _TOUCHED) for row in rows],
    )


def forget(sql: sqlite3.Connection, place: int) -> None:
    """All of them are new again."""
    sql.execute("DELETE FROM known_row WHERE place = ?", (place,))


def prune(sql: sqlite3.Connection) -> None:
    """Rows that the looks of the last months did not find. Counted from the last look: a flow may have rested."""
    sql.execute(
        "DELETE FROM known_row WHERE seen_at < (SELECT looked_at - ? FROM place WHERE id = known_row.place)", (_KEPT,)
    )
