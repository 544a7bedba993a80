"""A plan for people: its counts, its files, its rows, and what became of them. Read-only, plain JSON values."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, dataclass
from typing import Any

from desktop_sync.core.identity import version_words

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PlanWish:
    """Which rows: that ``would`` end so, that ``became`` so (``not sent``: nothing yet), after the row ``after``."""

    would: str | None = None
    became: str | None = None
    after: int = 0
    limit: int = 200


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
    told["rows"] = rows_of(sql, plan, flow, PlanWish(limit=limit))
    told["waiting"] = int(sql.execute(_WAITING, {"flow": flow}).fetchone()[0])
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


# Documents that were read before and are not in Acme yet: a plan is about what is new. One count for each index.
_WAITING = (
    "SELECT (SELECT count(*) FROM delivery WHERE state = 'pending' AND claimable = 1 AND flow = :flow)"
    " + (SELECT count(*) FROM delivery WHERE claimable = 2 AND flow = :flow)"
    " + (SELECT count(*) FROM delivery WHERE state IN ('sending', 'unknown') AND flow = :flow)"
)
# What became of a row: the newest delivery of its record; a retry or an edit counts for it.
_DELIVERY = (
    "(SELECT d.id FROM delivery d WHERE d.item = f.item AND d.record = r.record AND d.document = r.document"
    " ORDER BY d.id DESC LIMIT 1)"
)
_ROWS = (
    "SELECT r.id AS row, f.path, f.payload, r.record, r.position, r.resource, r.reference, r.operation, r.version,"
    " r.would, r.note, r.owner, r.field, r.value, r.changes, f.left_alone, d.state, d.note AS became_note,"
    " d.reason"
    " FROM plan_row r JOIN plan_file f ON f.id = r.file"
    f" LEFT JOIN delivery d ON d.id = {_DELIVERY} AND r.hash IS NOT NULL"
    " AND EXISTS (SELECT 1 FROM plan p WHERE p.id = r.plan AND p.executed_at IS NOT NULL)"
    " WHERE +r.plan = :plan AND r.id > max(:after, (SELECT coalesce(min(o.id), 1) FROM plan_file g JOIN plan_row o"
    " ON o.file = g.id WHERE g.plan = :plan) - 1) AND r.id <= (SELECT coalesce(max(o.id), 0) FROM plan_file g"
    " JOIN plan_row o ON o.file = g.id WHERE g.plan = :plan)"
    " AND EXISTS (SELECT 1 FROM plan q WHERE q.id = :plan AND q.flow = :flow AND q.ready)"
    " AND (:would IS NULL OR r.would = :would)"
    " AND (:became IS NULL OR (r.hash IS NOT NULL AND coalesce(d.state, 'not sent') = :became))"
    " ORDER BY r.id LIMIT :limit"
)
_BECAME = (
    "SELECT coalesce(d.state, 'not sent') AS state, count(*) FROM plan_row r JOIN plan_file f ON f.id = r.file"
    f" LEFT JOIN delivery d ON d.id = {_DELIVERY} WHERE r.plan = ? AND r.hash IS NOT NULL GROUP BY 1"
)


def rows_of(sql: sqlite3.Connection, plan: int, flow: str, wish: PlanWish) -> list[Row]:
    """Rows in the order of the source, page by page: each begins where the one before ended, however large it is."""
    return [_row(row) for row in sql.execute(_ROWS, {"plan": plan, "flow": flow, **asdict(wish)})]


def _row(row: sqlite3.Row) -> Row:
    told = dict(row)
    told["position"] = json.loads(row["position"]) if row["position"].startswith("{") else row["position"]
    told["version"] = version_words(row["version"])
    told["changes"] = json.loads(row["changes"]) if row["changes"] else []
    return told
