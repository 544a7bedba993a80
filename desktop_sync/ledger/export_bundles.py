"""Periods of which every document has a file of its own, told as one: how many files, and how far each destination is.

Read-only. It must not know what a file or a destination is.
"""

from __future__ import annotations

import sqlite3
from typing import Any

Row = dict[str, Any]
_WORST = ("asked", "rejected", "sending", "unknown", "pending", "dismissed", "delivered")
"""What stands for all files of a destination: what concerns a person, then what is still to be done."""


def bundled(sql: sqlite3.Connection, one: Row) -> Row:
    """The first file of a period as its whole period, where it has several; else as it is."""
    if not one["part"]:
        return one
    files, rows, size, kept = sql.execute(
        "SELECT count(*), sum(rows), sum(size), max(payload IS NOT NULL AND payload_gone_at IS NULL) FROM export"
        " WHERE id = ?1 OR bundle = ?1",
        (one["id"],),
    ).fetchone()
    if files == 1:
        return one
    deliveries = _deliveries(sql, one["id"])
    whole = {"files": files, "rows": rows, "size": size, "kept": bool(kept), "reference": "", "note": ""}
    return {**one, **whole, "deliveries": deliveries}


def _deliveries(sql: sqlite3.Connection, period: int) -> list[Row]:
    """One for each destination, with ``states``: how many files are where. Its id, name and note: of the worst one."""
    found: dict[str, list[Row]] = {}
    for row in sql.execute(
        "SELECT min(d.id) AS id, d.destination, d.name, d.state, d.asked, max(d.attempts) AS attempts, d.note,"
        " d.not_before, d.ended_at, count(*) AS many FROM export e JOIN export_delivery d ON d.export = e.id"
        " WHERE e.id = ?1 OR e.bundle = ?1 GROUP BY d.destination, d.state, d.asked ORDER BY d.destination",
        (period,),
    ):
        found.setdefault(row["destination"], []).append({**dict(row), "asked": bool(row["asked"])})
    return [_together(ways) for ways in found.values()]


def _together(ways: list[Row]) -> Row:
    worst = min(ways, key=lambda row: _WORST.index(_way(row)))
    states: dict[str, int] = {}
    for row in ways:
        states[row["state"]] = states.get(row["state"], 0) + row["many"]
    return {**{name: value for name, value in worst.items() if name != "many"}, "states": states}


def _way(row: Row) -> str:
    return "asked" if row["asked"] else str(row["state"])
