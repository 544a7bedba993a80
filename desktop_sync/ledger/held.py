"""What is held until a person approves it (``hold_above``), document by document. Read-only."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

Row = dict[str, Any]
# As the amount is counted that a run may send: an update differs from what Acme was last known to have taken.
_WOULD = "CASE WHEN l.remote_id IS NULL THEN 'create' WHEN l.acked_hash = d.hash THEN 'unchanged' ELSE 'update' END"


def held(sql: sqlite3.Connection, flow: str, limit: int) -> tuple[dict[str, int], int, list[Row]]:
    """How many by resource, how many updates, and the first of all in the order of their files.

    ``delivery``, ``resource``, ``reference``, ``would`` (create, update, unchanged), ``operation`` as its record says,
    ``path``, ``record``, ``position``, ``noticed_at``.
    """
    many = sql.execute(
        f"SELECT l.resource, count(*), sum({_WOULD} = 'update') FROM delivery d CROSS JOIN lane l ON l.id = d.lane"
        " WHERE d.flow = ? AND d.claimable = 2 GROUP BY 1 ORDER BY 1",
        (flow,),
    ).fetchall()
    query = (
        f"SELECT d.id AS delivery, l.resource, l.reference, {_WOULD} AS would, d.operation, i.path, d.record,"
        " d.position, i.noticed_at FROM delivery d CROSS JOIN lane l ON l.id = d.lane"
        " CROSS JOIN item i ON i.id = d.item WHERE d.flow = ? AND d.claimable = 2 ORDER BY d.id LIMIT ?"
    )
    rows = [{**dict(row), "position": json.loads(row["position"])} for row in sql.execute(query, (flow, limit))]
    return {row[0]: row[1] for row in many}, sum(row[2] for row in many), rows
