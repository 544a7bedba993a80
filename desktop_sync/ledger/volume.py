"""How many documents ended in a span of time, as what, and how long they took from their noticing. Read-only."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

# To two or three digits: what people are told of a time, and few enough rows for any number of documents.
_ROUNDED = (
    "CASE WHEN s < 1 THEN round(max(s, 0), 2) WHEN s < 10 THEN round(s, 1) WHEN s < 100 THEN round(s)"
    " WHEN s < 3600 THEN 10 * round(s / 10) WHEN s < 86400 THEN 60 * round(s / 60) ELSE 3600 * round(s / 3600) END"
)


class Ended(NamedTuple):
    """``number`` documents of ``flow`` that ended as ``state``, ``seconds`` after their file was noticed."""

    flow: str
    state: str
    seconds: float
    number: int


def ended(sql: sqlite3.Connection, begin: float, end: float) -> list[Ended]:
    """From ``begin`` to before ``end``, in epoch seconds."""
    query = (
        f"SELECT flow, state, {_ROUNDED} AS seconds, count(*) FROM ("
        " SELECT d.flow, d.state, d.ended_at - i.noticed_at AS s FROM delivery d CROSS JOIN item i ON i.id = d.item"
        " WHERE d.ended_at >= ? AND d.ended_at < ?) GROUP BY 1, 2, 3"
    )
    return [Ended(*row) for row in sql.execute(query, (begin, end))]


def last_repair(sql: sqlite3.Connection) -> int:
    """The number of the newest thing that a person did: a retry or an end changes days that are over."""
    return int(sql.execute("SELECT coalesce(max(id), 0) FROM audit").fetchone()[0])
