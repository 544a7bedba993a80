"""The ledger for people: what stands where, and the trail of one document. Read-only, from any process.

Everything is plain JSON values: the same for the readable form, ``--json`` and the screens.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from desktop_sync.ledger.masking import lanes_of

Row = dict[str, Any]


def _rows(sql: sqlite3.Connection, query: str, *values: object) -> list[Row]:
    return [dict(row) for row in sql.execute(query, values)]


def fact(sql: sqlite3.Connection, key: str) -> str | None:
    """One of the ledger's own facts; None: it is not known."""
    row = sql.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def overview(sql: sqlite3.Connection) -> Row:
    """Flows with their last run, what is open, and the open problems, oldest first."""
    return {
        "flows": _rows(
            sql,
            "SELECT r.flow, r.started_at, r.ended_at, r.outcome, r.counts, r.note FROM run r"
            " JOIN (SELECT flow, max(id) AS id FROM run GROUP BY flow) l ON l.id = r.id ORDER BY r.flow",
        ),
        "items": {
            row["state"]: row["n"]
            for row in _rows(
                sql,
                "SELECT state, count(*) AS n FROM item WHERE state IN ('noticed', 'staged', 'rejected', 'settling')"
                " GROUP BY state",
            )
        },
        "deliveries": {
            row["state"]: row["n"]
            for row in _rows(
                sql,
                "SELECT state, count(*) AS n FROM delivery"
                " WHERE state = 'unknown' OR (state = 'pending' AND claimable = 1) OR state = 'sending' GROUP BY state",
            )
        },
        "last_delivered_at": sql.execute(
            "SELECT max(ended_at) FROM delivery WHERE state IN ('created', 'updated')"
            " AND id > (SELECT coalesce(max(id), 0) - 5000 FROM delivery)"
        ).fetchone()[0],
        "accounts": _rows(
            sql,
            "SELECT c.connection, a.tenant, a.base_url, a.title FROM connection_account c"
            " JOIN account a ON a.id = c.account ORDER BY c.connection",
        ),
        "problems": problems(sql),
    }


def last_ends(sql: sqlite3.Connection) -> dict[str, float]:
    """When the newest run of each flow ended, by number: after a clock was set back that is not the latest time."""
    query = (
        "SELECT r.flow, r.ended_at FROM run r JOIN"
        " (SELECT flow, max(id) AS id FROM run WHERE ended_at IS NOT NULL GROUP BY flow) l ON l.id = r.id"
    )
    return {flow: float(ended) for flow, ended in sql.execute(query)}


def problems(sql: sqlite3.Connection, limit: int = 1000) -> list[Row]:
    """Open problems, newest last."""
    return _rows(
        sql,
        "SELECT id, flow, connection, item, delivery, record, position, field, value, cause, what, hint, owner,"
        " opened_at, last_at, times FROM problem WHERE closed_at IS NULL ORDER BY id LIMIT ?",
        limit,
    )


def items_of_run(sql: sqlite3.Connection, run: int, limit: int) -> list[Row]:
    """What a run noticed, and what became of it so far; at most ``limit`` of it."""
    return _rows(
        sql,
        "SELECT i.id, i.path, i.state, i.outcome, i.target, i.records, i.documents, i.faulty, i.ignored, i.refused,"
        " i.open, i.note FROM item i WHERE i.run = ? ORDER BY i.id LIMIT ?",
        run, limit,
    )  # fmt: skip


def documents_of_item(sql: sqlite3.Connection, item: int, limit: int) -> list[Row]:
    """The deliveries of an item in the order of its records; at most ``limit`` of them."""
    return _rows(
        sql,
        "SELECT l.resource, l.reference, d.record, d.state, d.note, d.reason, d.position FROM delivery d"
        " JOIN lane l ON l.id = d.lane WHERE d.item = ? ORDER BY d.record, d.document LIMIT ?",
        item, limit,
    )  # fmt: skip


def trail(sql: sqlite3.Connection, reference: str, resource: str | None = None) -> list[Row]:
    """Every lane of this external reference with its deliveries, oldest first, each with its requests and problems."""
    lanes = _rows(
        sql,
        "SELECT l.id, l.resource, l.reference, l.remote_id, l.remote_version, l.acked_version, l.in_doubt, l.pruned,"
        " l.pruned_at, l.erased_at, a.tenant,"
        " a.base_url FROM lane l JOIN account a ON a.id = l.account"
        " WHERE (l.reference = ? OR l.id IN (SELECT value FROM json_each(?))) AND (? IS NULL OR l.resource = ?)"
        " ORDER BY l.id",
        reference, json.dumps(lanes_of(sql, reference)), resource, resource,
    )  # fmt: skip
    for lane in lanes:
        lane["reference"] = reference
        number = lane.pop("id")
        lane["deliveries"] = [_delivery(sql, row) for row in _deliveries(sql, number)]
        lane["people"] = _rows(
            sql,
            "SELECT at, who, action, delivery, reason, details FROM audit WHERE lane = ? ORDER BY id",
            number,
        )
    return lanes


def _deliveries(sql: sqlite3.Connection, lane: int) -> list[Row]:
    return _rows(
        sql,
        "SELECT d.id, d.flow, d.revision, d.version, d.operation, d.state, d.note, d.reason, d.owner, d.record,"
        " d.document, d.position, d.mapping, d.hash, d.attempts, d.doubts, d.not_before, d.ended_at, d.claimable,"
        " d.plan, d.unedited,"
        " b.body,"
        " i.id AS item, i.path, i.size, i.mtime_ns, i.generation, i.payload, i.payload_gone_at, i.payload_gone_why,"
        " i.state AS item_state, i.target,"
        " i.noticed_at, p.connection FROM delivery d JOIN body b ON b.delivery = d.id JOIN item i ON i.id = d.item"
        " JOIN place p ON p.id = i.place WHERE d.lane = ? ORDER BY d.revision",
        lane,
    )


def _delivery(sql: sqlite3.Connection, row: Row) -> Row:
    row["position"] = json.loads(row["position"])
    row["body"] = json.loads(row["body"])
    row["requests"] = _rows(
        sql,
        "SELECT number, method, path, if_match, body_sha256, key, made_at, sent_at, sent_times, note, outcome,"
        " status, answer, answered_at FROM request WHERE delivery = ? ORDER BY number",
        row["id"],
    )
    row["problems"] = _rows(
        sql,
        "SELECT what, hint, owner, opened_at, times, closed_at, closed_by FROM problem WHERE delivery = ? ORDER BY id",
        row["id"],
    )
    return row


def whereabouts(sql: sqlite3.Connection, item: int) -> Row | None:
    """Of a file: ``connection``, its ``path`` there, and the ``target`` that it was or is to be moved to."""
    found = _rows(
        sql,
        "SELECT i.path, i.target, p.connection FROM item i JOIN place p ON p.id = i.place WHERE i.id = ?",
        item,
    )
    return found[0] if found else None


def kept_payloads(sql: sqlite3.Connection, flow: str, limit: int) -> list[Row]:
    """Of a flow, each content once, the newest first: ``payload`` (SHA-256), ``name``, ``size``, ``came_at``."""
    return _rows(
        sql,
        "SELECT i.payload, i.path AS name, i.payload_size AS size, max(i.came_at) AS came_at FROM item i"
        " JOIN place p ON p.id = i.place WHERE p.flow = ? AND i.payload IS NOT NULL AND i.payload_gone_at IS NULL"
        " GROUP BY i.payload ORDER BY max(i.id) DESC LIMIT ?",
        flow,
        limit,
    )


def item_of(sql: sqlite3.Connection, item: int) -> Row | None:
    """Which flow has it, and what became of its bytes."""
    found = _rows(
        sql,
        "SELECT i.id AS item, p.flow, i.path, i.payload, i.payload_gone_at FROM item i JOIN place p ON p.id = i.place"
        " WHERE i.id = ?",
        item,
    )
    return found[0] if found else None


def delivery_of(sql: sqlite3.Connection, delivery: int) -> Row | None:
    """One version of a document: of which record of which item, and what it says."""
    found = _rows(
        sql,
        "SELECT d.id AS delivery, d.flow, d.item, d.record, d.position, d.mapping, b.body, l.resource, l.reference"
        " FROM delivery d JOIN body b ON b.delivery = d.id JOIN lane l ON l.id = d.lane WHERE d.id = ?",
        delivery,
    )
    for row in found:
        row["position"], row["body"] = json.loads(row["position"]), json.loads(row["body"])
    return found[0] if found else None


def run_of(sql: sqlite3.Connection, run: int) -> Row:
    """One run."""
    return _rows(sql, "SELECT id AS run, flow, started_at, ended_at, outcome, note FROM run WHERE id = ?", run)[0]


def open_problems_of(sql: sqlite3.Connection, flow: str, limit: int = 1000) -> list[Row]:
    """Open problems of a flow, and those of connections."""
    return [row for row in problems(sql, limit) if row["flow"] in {flow, ""}]
