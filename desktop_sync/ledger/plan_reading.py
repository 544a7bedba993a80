"""A plan for people: its counts, its files, its rows, and what became of them. Read-only, plain JSON values."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from desktop_sync.core.identity import version_words

Row = dict[str, Any]


def plan_of(sql: sqlite3.Connection, plan: int, flow: str, limit: int) -> Row | None:
    """The plan with at most ``limit`` files and rows; None when this flow has none of that number."""
    head = sql.execute(
        "SELECT p.id AS plan, p.flow, p.made_at, p.made_at + 86400 AS expires_at, p.mapping, p.executed_at, p.run,"
        " a.tenant, a.base_url FROM plan p JOIN account a ON a.id = p.account"
        " WHERE p.id = ? AND p.flow = ? AND p.ready",
        (plan, flow),
    ).fetchone()
    if head is None:
        return None
    told = dict(head)
    query = (
        "SELECT would, count(hash) + count(DISTINCT CASE WHEN hash IS NULL THEN file || '/' || coalesce(record, 0) END)"
        " FROM plan_row WHERE plan = ? GROUP BY would"
    )
    told["counts"] = {row[0]: row[1] for row in sql.execute(query, (plan,))}
    told["files"] = _files(sql, plan, limit)
    told["rows"] = [_row(row) for row in sql.execute(_ROWS, (plan, limit))]
    if told["executed_at"] is not None:
        told["became"] = {row[0]: row[1] for row in sql.execute(_BECAME, (plan,))}
    return told


def _files(sql: sqlite3.Connection, plan: int, limit: int) -> Row:
    query = (
        "SELECT count(*) AS files, coalesce(sum(ignored), 0) AS ignored, coalesce(sum(note <> ''), 0) AS unreadable,"
        " coalesce(sum(left_alone <> ''), 0) AS left_alone FROM plan_file WHERE plan = ?"
    )
    told = dict(sql.execute(query, (plan,)).fetchone())
    query = (
        "SELECT path, note AS what, hint, owner, left_alone FROM plan_file"
        " WHERE plan = ? AND (note <> '' OR left_alone <> '') ORDER BY id LIMIT ?"
    )
    return {**told, "not_sent": [dict(row) for row in sql.execute(query, (plan, limit))]}


# What became of a row: the newest delivery of its record; a retry or an edit counts for it.
_DELIVERY = (
    "(SELECT d.id FROM delivery d WHERE d.item = f.item AND d.record = r.record AND d.document = r.document"
    " ORDER BY d.id DESC LIMIT 1)"
)
_ROWS = (
    "SELECT f.path, f.payload, r.record, r.position, r.resource, r.reference, r.operation, r.version, r.would, r.note,"
    " r.owner, r.field, r.value, r.changes, f.left_alone, d.state, d.note AS became_note"
    " FROM plan_row r JOIN plan_file f ON f.id = r.file"
    f" LEFT JOIN delivery d ON d.id = {_DELIVERY} AND r.hash IS NOT NULL"
    " AND EXISTS (SELECT 1 FROM plan p WHERE p.id = r.plan AND p.executed_at IS NOT NULL)"
    " WHERE r.plan = ? ORDER BY r.id LIMIT ?"
)
_BECAME = (
    "SELECT coalesce(d.state, 'not sent') AS state, count(*) FROM plan_row r JOIN plan_file f ON f.id = r.file"
    f" LEFT JOIN delivery d ON d.id = {_DELIVERY} WHERE r.plan = ? AND r.hash IS NOT NULL GROUP BY 1"
)


def _row(row: sqlite3.Row) -> Row:
    told = dict(row)
    told["position"] = json.loads(row["position"]) if row["position"].startswith("{") else row["position"]
    told["version"] = version_words(row["version"])
    told["changes"] = json.loads(row["changes"]) if row["changes"] else []
    return told
