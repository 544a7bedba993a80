"""A ledger that went back to a copy learns what its exports have delivered since, so that nothing of it goes twice.

It must not know how a restore prepares the ledger, or how exports go on.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desktop_sync.ledger.database import Database
from desktop_sync.ledger.export_notes import ID, noted
from desktop_sync.ledger.journal import note_exports_known

log = logging.getLogger("export")
_OVER = ("delivered", "dismissed")  # no line of the notes is later than that
# When the copy worked last, as far as it says so itself.
_WORKED = (
    "SELECT max(coalesce((SELECT max(started_at) FROM run), 0), coalesce((SELECT max(made_at) FROM export), 0),"
    " coalesce((SELECT max(ended_at) FROM export_delivery), 0))"
)

Row = Mapping[str, Any]


def learn(database: Database, file: Path, *, anew: bool = False) -> bool:
    """From the notes in ``file``, where they are those of this ledger; ``anew``: it was begun anew in their place.

    After ``put_in_doubt``. False: they are not there, cannot be understood, or do not go back as far as this copy; then
    it begins others, for it will give their numbers to other periods.
    """
    try:
        with database.transaction() as sql:
            learnt = _learn(sql, file, anew=anew)
    except (sqlite3.Error, LookupError, TypeError, ValueError, ArithmeticError) as error:
        log.warning("the file %s beside the ledger cannot be used: %s: %s", file.name, type(error).__name__, error)
        learnt = False
    if not learnt:
        with database.transaction() as sql:
            sql.execute("DELETE FROM meta WHERE key = ?", (ID,))
    return learnt


def _learn(sql: sqlite3.Connection, file: Path, *, anew: bool) -> bool:
    head, exports, deliveries = noted(file)
    if head is None:
        return False
    if anew:
        sql.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (ID, head["name"]))
    elif not _of_this(sql, head):
        return False
    known = {number for number, export in sorted(exports.items()) if _export(sql, export)}
    for delivery in deliveries.values():
        if delivery["export"] in known:
            _delivery(sql, delivery)
    note_exports_known(sql)
    return True


def _of_this(sql: sqlite3.Connection, head: Row) -> bool:
    name = sql.execute("SELECT value FROM meta WHERE key = ?", (ID,)).fetchone()
    worked = float(sql.execute(_WORKED).fetchone()[0])
    return name is not None and name[0] == head["name"] and worked >= float(head["since"])


def _export(sql: sqlite3.Connection, export: Row) -> bool:
    """Whether it stands there now. What the copy has in its place was never noted: it has reached nobody, and with all
    that its export made since then it is made anew.
    """
    if _stands(sql, export):
        return True
    others = sql.execute(
        "SELECT flow, min(coalesce(bundle, id)) FROM export WHERE id = :id OR :bundle IS NULL AND flow = :flow"
        " AND end_at = :end_at AND who = '' AND :who = '' GROUP BY flow",
        export,
    ).fetchall()
    sql.executemany("DELETE FROM export WHERE flow = ? AND id >= ? AND NOT noted", others)
    _insert(sql, "export", {**export, "run": 0, "noted": 1})
    return _stands(sql, export)


def _stands(sql: sqlite3.Connection, export: Row) -> bool:
    """And counts as noted, which the copy may not know."""
    statement = "UPDATE export SET noted = 1 WHERE id = :id AND flow = :flow AND made_at = :made_at"
    return sql.execute(statement, export).rowcount == 1


def _delivery(sql: sqlite3.Connection, noted_last: Row) -> None:
    """What the copy says counts where it is the later of the two."""
    one = {**noted_last, "not_before": 0}
    if one["state"] == "sending":  # nobody can tell what became of it, where its end had begun
        one |= {"state": "unknown" if one["ending"] else "pending", "doubts": one["doubts"] + one["ending"]}
    elif one["state"] == "delivered":
        one["note"] = one["note"] or "It was delivered before the ledger was restored."
    known = sql.execute("SELECT state FROM export_delivery WHERE id = :id", one).fetchone()
    if known is not None and (known[0] in _OVER or known[0] == one["state"] == "unknown"):
        return
    sql.execute("DELETE FROM export_delivery WHERE id = :id", one)
    _insert(sql, "export_delivery", one)


def _insert(sql: sqlite3.Connection, table: str, row: Row) -> None:
    names = ", ".join(row)
    values = ", ".join(f":{name}" for name in row)
    sql.execute(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({values})", row)
