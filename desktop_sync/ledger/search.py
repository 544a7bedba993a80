"""The full-text index over references, file names and problems: kept behind the work, in pieces of its own.

Writing it within the transactions of a run would slow every document down; so each thing is indexed after the run that
made it, from a mark on, and what lies behind the mark is searched as it stands. A kill costs nothing: mark and index
commit together.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence

from desktop_sync.ledger.database import Database

PIECE = 2000  # rows in one transaction
LANE, ITEM, PROBLEM = 0, 1, 2  # a row of the index is the number of its thing times four, plus this
_TEXTS = {
    LANE: "SELECT id, reference FROM lane WHERE id > ? ORDER BY id LIMIT ?",
    ITEM: "SELECT id, path FROM item WHERE id > ? ORDER BY id LIMIT ?",
    PROBLEM: "SELECT id, what || ' ' || value FROM problem WHERE id > ? ORDER BY id LIMIT ?",
}
_BEHIND = {
    LANE: "SELECT id FROM lane WHERE id > ? AND reference LIKE ? ESCAPE '!'",
    ITEM: "SELECT id FROM item WHERE id > ? AND path LIKE ? ESCAPE '!'",
    PROBLEM: "SELECT id FROM problem WHERE id > ? AND what || ' ' || value LIKE ? ESCAPE '!'",
}


class Search:
    """Keeps the index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def anew(self) -> None:
        """The index is empty, and all is searched as it stands; ``catch_up`` makes it again, of what there is."""
        with self._database.transaction() as sql:
            sql.execute("INSERT INTO found (found) VALUES ('delete-all')")
            sql.execute("DELETE FROM found_upto")
            sql.execute("DELETE FROM meta WHERE key = 'search stale'")

    def catch_up(self) -> int:
        """Indexes what has come since; returns how many."""
        done = 0
        for kind in _TEXTS:
            while (piece := self._piece(kind)) > 0:
                done += piece
        return done

    def _piece(self, kind: int) -> int:
        with self._database.reading() as sql:
            if sql.execute(_TEXTS[kind], (_mark(sql, kind), 1)).fetchone() is None:
                return 0
        with self._database.transaction() as sql:
            rows = sql.execute(_TEXTS[kind], (_mark(sql, kind), PIECE)).fetchall()
            if not rows:
                return 0
            sql.executemany(
                "INSERT INTO found (rowid, text) VALUES (?, ?)", [(4 * row[0] + kind, row[1]) for row in rows]
            )
            sql.execute(
                "INSERT INTO found_upto VALUES (?, ?) ON CONFLICT (kind) DO UPDATE SET upto = excluded.upto",
                (kind, rows[-1][0]),
            )
        return len(rows)


def matching(sql: sqlite3.Connection, kind: int, texts: Sequence[str], limit: int) -> list[int]:
    """Numbers of the things of one kind in which every word of one of ``texts`` begins a word, newest first.

    Only problems are searched for in other words than the first: names are nobody's language.
    """
    texts = [one for one in (texts if kind == PROBLEM else texts[:1]) if re.search(r"\w", one)]
    if not texts:
        return []
    query = " OR ".join(f"({_every_word(one)})" for one in texts)
    rows = sql.execute(
        "SELECT rowid / 4 FROM found WHERE found MATCH ? AND rowid % 4 = ? ORDER BY rowid DESC LIMIT ?",
        (query, kind, limit),
    )
    indexed = [row[0] for row in rows]
    behind = {number for one in texts for number in _behind(sql, kind, one, limit)}
    return [*sorted(behind, reverse=True), *indexed][:limit]


def _every_word(text: str) -> str:
    return " ".join(f'"{word}"*' for word in re.findall(r"\w+", text))


def _behind(sql: sqlite3.Connection, kind: int, text: str, limit: int) -> list[int]:
    """Of what is not in the index yet: as it stands, with anything between its words."""
    words = [re.sub(r"([!%_])", r"!\1", word) for word in text.split()]
    query = f"{_BEHIND[kind]} ORDER BY id DESC LIMIT ?"
    return [row[0] for row in sql.execute(query, (_mark(sql, kind), f"%{'%'.join(words)}%", limit))]


def _mark(sql: sqlite3.Connection, kind: int) -> int:
    row = sql.execute("SELECT upto FROM found_upto WHERE kind = ?", (kind,)).fetchone()
    return 0 if row is None else int(row[0])
