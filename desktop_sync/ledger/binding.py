"""Binding: within the transaction that ends the stage of a plan's file, its deliveries are held against the plan.

What still rests on the plan's base is sent, tied to that base; all else becomes a problem and nothing of it is sent. It
must not know how a plan is made.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from desktop_sync.core.errors import Owner
from desktop_sync.core.problem import Problem
from desktop_sync.ledger.journal import open_problems
from desktop_sync.ledger.rows import HINTS

PLAN = "plan"  # reason of a delivery that a plan keeps back


def bind_in(sql: sqlite3.Connection, plan: int, items: Sequence[int], now: float) -> None:
    """``items`` have just been staged to their ends and nothing of them is claimed yet."""
    values = {"plan": plan, "items": json.dumps(list(items))}
    bound = sql.execute(_STANDS, values).fetchall()
    sql.executemany("UPDATE delivery SET plan = ?, base = ? WHERE id = ?", [(plan, row[1], row[0]) for row in bound])
    sql.execute(_DOUBT, values)
    rows = sql.execute(_OTHERS, values).fetchall()
    sql.executemany(
        "UPDATE delivery SET state = 'rejected', note = ?, owner = ?, reason = ?, ended_at = ?"
        " WHERE id = ? AND state = 'pending'",
        [(_why(row), row["owner"] or Owner.CLERK.value, PLAN, now, row["id"]) for row in rows],
    )
    open_problems(sql, [_problem(row) for row in rows], now)


# The row of the plan that a delivery is: same file, same record, same content.
_ROW = (
    " FROM plan_file f JOIN plan_row r ON r.file = f.id"
    " WHERE f.item = d.item AND f.plan = :plan AND r.record = d.record AND r.document = d.document AND r.hash = d.hash"
)
_ELSEWHERE = (
    "EXISTS (SELECT 1 FROM delivery o WHERE o.lane = d.lane AND o.state IN ('pending', 'sending', 'unknown')"
    " AND o.claimable > 0 AND o.item NOT IN (SELECT item FROM plan_file WHERE plan = :plan AND item IS NOT NULL))"
)
_STANDS = (
    f"SELECT d.id, (SELECT r.base{_ROW}) FROM json_each(:items) j CROSS JOIN delivery d ON d.item = j.value"
    " CROSS JOIN lane l ON l.id = d.lane WHERE d.state = 'pending' AND d.plan IS NULL"
    f" AND EXISTS (SELECT 1{_ROW} AND r.would IN ('created', 'updated', 'unchanged', 'superseded')"
    f" AND r.acked_revision = l.acked_revision) AND NOT {_ELSEWHERE}"
)
# Acme is read before the first request, so that the base is known to stand; not for what the ledger knows as unchanged.
_DOUBT = (
    "UPDATE lane SET in_doubt = 1 WHERE id IN (SELECT d.lane FROM json_each(:items) j"
    " CROSS JOIN delivery d ON d.item = j.value CROSS JOIN lane l ON l.id = d.lane"
    " WHERE d.plan = :plan AND d.state = 'pending' AND d.base IS NOT NULL AND d.hash <> coalesce(l.acked_hash, ''))"
)
_OTHERS = (
    "SELECT d.id, d.lane, d.item, d.record, d.position, d.flow, l.resource, l.reference,"
    f" (SELECT r.would{_ROW}) AS would, (SELECT r.note{_ROW}) AS note, (SELECT r.owner{_ROW}) AS owner,"
    f" {_ELSEWHERE} AS elsewhere FROM json_each(:items) j CROSS JOIN delivery d ON d.item = j.value"
    " CROSS JOIN lane l ON l.id = d.lane WHERE d.state = 'pending' AND d.plan IS NULL"
)


def _why(row: sqlite3.Row) -> str:
    if row["would"] is None:
        return "The dry run did not see this content."
    if row["would"] in {"refused", "waits"}:
        return str(row["note"])
    if row["elsewhere"]:
        return "Since the dry run another version of it is on its way."
    return "Since the dry run another version of it has reached Acme."


def _problem(row: sqlite3.Row) -> Problem:
    why = _why(row)
    kind = row["resource"].removesuffix("s").capitalize()
    return Problem(
        key=f"delivery:{row['id']}",
        cause=f"{row['resource']}:{PLAN}:{why}"[:300],
        what=f"{kind} {row['reference']} was not sent: {why}",
        hint=HINTS[PLAN],
        owner=Owner(row["owner"] or Owner.CLERK),
        flow=row["flow"],
        delivery=row["id"],
        lane=row["lane"],
        item=row["item"],
        record=row["record"],
        position=row["position"],
    )
