"""Documents of which nobody knows for long whether they have arrived, told as a group of problems. Read-only.

The program asks Acme by itself; where that is not allowed, a person can look and say what is there.
"""

from __future__ import annotations

import json
import sqlite3

from desktop_sync.ledger.problems import EXAMPLES, Row, member

UNKNOWN = "unknown"
"""The name of the group of documents of which nobody knows whether they have arrived."""
DOUBTED = 600.0  # seconds after which a person may know more than the program, which asks Acme all the time


def unknown_group(sql: sqlite3.Connection, flow: str | None, now: float) -> Row | None:
    """Documents that may have arrived and are not found out about: as a group of problems; None when there are none."""
    query = f"SELECT count(*), min(r.made_at), max(r.made_at), json_group_array(DISTINCT d.flow) {_DOUBTED}"
    number, first, last, flows = sql.execute(query, _doubted(flow, now)).fetchone()
    if not number:
        return None
    members = unknown_members(sql, flow, now, EXAMPLES)
    return {
        "group": UNKNOWN, "cause": UNKNOWN, "problems": number, "times": number, "first_at": first, "last_at": last,
        "documents": number, "newest_at": last, "flows": sorted(json.loads(flows)), "connections": [],
        "owner": "clerk", "advice": members[0]["hint"], "can": ["answer"], "examples": members,
    }  # fmt: skip


def unknown_members(sql: sqlite3.Connection, flow: str | None, now: float, limit: int, after: int = 0) -> list[Row]:
    """As ``problem_members``; ``after`` is the number of a delivery."""
    query = (
        "SELECT d.flow, d.record, d.position, d.id AS delivery, d.item, i.path, l.resource, l.reference, d.state,"
        f" d.reason, d.note, r.made_at AS opened_at, r.made_at AS last_at, d.requests AS times {_DOUBTED}"
        " AND d.id > :after ORDER BY d.id LIMIT :limit"
    )
    values = {**_doubted(flow, now), "after": after, "limit": limit}
    return [{**member(row), **_unknown(row)} for row in sql.execute(query, values)]


_DOUBTED = (
    "FROM delivery d JOIN lane l ON l.id = d.lane JOIN item i ON i.id = d.item"
    " JOIN request r ON r.delivery = d.id AND r.number = d.request"
    " WHERE d.state = 'unknown' AND r.made_at < :before AND (:flow IS NULL OR d.flow = :flow)"
)


def _doubted(flow: str | None, now: float) -> Row:
    return {"flow": flow, "before": now - DOUBTED}


def _unknown(row: sqlite3.Row) -> Row:
    kind = row["resource"].removesuffix("s").capitalize()
    return {
        "problem": f"d{row['delivery']}",
        "what": f"{kind} {row['reference']}: it is not known whether it has arrived.",
        "hint": "The program asks Acme by itself, again and again. If you can look there, say what you see.",
        "owner": "clerk", "connection": "", "field": "", "value": "", "key": UNKNOWN, "cause": UNKNOWN,
    }  # fmt: skip
