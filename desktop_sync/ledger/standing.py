"""How everything stands, flow by flow, for one look at it: last runs, what waits, what is held, problems. Read-only.

Each number comes from an index of its own, so that the look costs the same after a million documents.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from datetime import datetime
from typing import Any

from desktop_sync.core.standing import ENGINE_SEEN, SPOOL_BYTES, Standing, Totals
from desktop_sync.ledger.history import Wish, missed
from desktop_sync.ledger.reading import problems

Row = dict[str, Any]
RECENT = 20_000  # runs that can be of one day
MISSED = 20  # newest records of missed fires
NEWEST = 5000  # deliveries among which the last delivered one is looked for
_ENDED_WELL = ("done", "waiting", "problems")


def midnight(now: datetime) -> float:
    """When the day of ``now`` began where it is, in epoch seconds."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()


def standing(sql: sqlite3.Connection, midnight: float) -> Standing:
    """``midnight``: when today began, in epoch seconds."""
    flows = [row[0] for row in sql.execute("SELECT DISTINCT flow FROM run ORDER BY flow")]
    last = {flow: _last(sql, flow) for flow in flows}
    succeeded = {flow: at for flow in flows if (at := _succeeded(sql, flow)) is not None}
    items, deliveries = _open_items(sql), _open_deliveries(sql)
    return Standing(
        last=last,
        succeeded=succeeded,
        waiting=_waiting(items, deliveries),
        held=dict(sql.execute("SELECT flow, count(*) FROM delivery WHERE claimable = 2 GROUP BY flow").fetchall()),
        today=_today(sql, midnight),
        items=_by_state(items),
        deliveries=_by_state(deliveries),
        delivered=_delivered(sql),
        accounts=[dict(row) for row in sql.execute(_ACCOUNTS)],
        problems=problems(sql),
        missed=missed(sql, Wish(limit=MISSED)),
        totals=_totals(sql),
        noticed=dict(
            sql.execute("SELECT flow, last_at FROM total WHERE kind = 'files' AND state = 'noticed'").fetchall()
        ),
        failures={flow: _failures(sql, flow) for flow in flows},
        backed_up=_number(sql, "backed up at"),
        spool_bytes=_number(sql, SPOOL_BYTES),
        engine_seen=_number(sql, ENGINE_SEEN),
    )


def _totals(sql: sqlite3.Connection) -> Totals:
    told: dict[str, dict[str, dict[str, int]]] = {"runs": {}, "files": {}, "documents": {}}
    for kind, flow, state, number in sql.execute("SELECT kind, flow, state, number FROM total ORDER BY 1, 2, 3"):
        told.setdefault(kind, {}).setdefault(flow, {})[state] = number
    return told


def _number(sql: sqlite3.Connection, fact: str) -> float | None:
    """A fact that is a number; None: never noted."""
    row = sql.execute("SELECT value FROM meta WHERE key = ?", (fact,)).fetchone()
    try:
        return None if row is None else float(row[0])
    except ValueError:
        return None


_Open = Counter[tuple[str, str]]  # by flow and state


def _last(sql: sqlite3.Connection, flow: str) -> Row:
    query = "SELECT id AS run, started_at, ended_at, outcome, counts, note FROM run WHERE flow = ? ORDER BY id DESC"
    row = dict(sql.execute(f"{query} LIMIT 1", (flow,)).fetchone())
    return {**row, "counts": json.loads(row["counts"] or "{}")}


def _succeeded(sql: sqlite3.Connection, flow: str) -> float | None:
    """When its newest run ended that did what it could: a source that cannot be reached leaves a note."""
    query = (
        "SELECT ended_at FROM run WHERE flow = ? AND note = '' AND outcome IN (?, ?, ?) AND ended_at IS NOT NULL"
        " ORDER BY id DESC LIMIT 1"
    )
    row = sql.execute(query, (flow, *_ENDED_WELL)).fetchone()
    return None if row is None else float(row[0])


def _failures(sql: sqlite3.Connection, flow: str) -> int:
    """How many runs in a row did not do what they could; counted to 1,000."""
    query = (
        "SELECT count(*) FROM (SELECT 1 FROM run WHERE flow = ?1 AND ended_at IS NOT NULL AND id > coalesce((SELECT id"
        " FROM run WHERE flow = ?1 AND note = '' AND outcome IN (?2, ?3, ?4) AND ended_at IS NOT NULL"
        " ORDER BY id DESC LIMIT 1), 0) ORDER BY id DESC LIMIT 1000)"
    )
    return int(sql.execute(query, (flow, *_ENDED_WELL)).fetchone()[0])


def _open_items(sql: sqlite3.Connection) -> _Open:
    """One piece for each partial index."""
    one = "SELECT p.flow, i.state, count(*) FROM item i JOIN place p ON p.id = i.place WHERE i.state {} GROUP BY 1, 2"
    states = ("= 'noticed'", "= 'staged'", "IN ('rejected', 'settling')")
    return _counted(sql, " UNION ALL ".join(one.format(state) for state in states))


def _open_deliveries(sql: sqlite3.Connection) -> _Open:
    """What is held is not among them: it does not go on by itself."""
    one = "SELECT flow, state, count(*) FROM delivery WHERE {} GROUP BY 1, 2"
    states = ("state = 'pending' AND claimable = 1", "state IN ('sending', 'unknown')")
    return _counted(sql, " UNION ALL ".join(one.format(state) for state in states))


def _counted(sql: sqlite3.Connection, query: str) -> _Open:
    return Counter({(flow, state): number for flow, state, number in sql.execute(query)})


def _by_state(found: _Open) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for (_, state), number in found.items():
        counts[state] += number
    return dict(sorted(counts.items()))


def _waiting(items: _Open, deliveries: _Open) -> dict[str, int]:
    """Files that are not staged yet or not settled, and documents that are not in Acme yet."""
    counts: Counter[str] = Counter()
    for (flow, state), number in items.items():
        counts[flow] += number * (state != "staged")
    for (flow, _), number in deliveries.items():
        counts[flow] += number
    return {flow: number for flow, number in counts.items() if number}


def _today(sql: sqlite3.Connection, midnight: float) -> dict[str, dict[str, int]]:
    query = (
        "SELECT flow, counts FROM run WHERE id > (SELECT coalesce(max(id), 0) FROM run) - ? AND started_at >= ?"
        " AND counts IS NOT NULL"
    )
    told: dict[str, Counter[str]] = {}
    for flow, counts in sql.execute(query, (RECENT, midnight)):
        told.setdefault(flow, Counter()).update(json.loads(counts))
    return {flow: {name: number for name, number in counts.items() if number} for flow, counts in told.items()}


def _delivered(sql: sqlite3.Connection) -> tuple[float, str] | None:
    query = (
        "SELECT d.ended_at, l.resource FROM delivery d JOIN lane l ON l.id = d.lane"
        " WHERE d.id > (SELECT coalesce(max(id), 0) FROM delivery) - ? AND d.state IN ('created', 'updated')"
        " AND d.ended_at IS NOT NULL ORDER BY d.ended_at DESC LIMIT 1"
    )
    row = sql.execute(query, (NEWEST,)).fetchone()
    return None if row is None else (float(row[0]), str(row[1]))


_ACCOUNTS = (
    "SELECT c.connection, a.tenant, a.base_url, a.title, c.noted_at AS answered_at FROM connection_account c"
    " JOIN account a ON a.id = c.account ORDER BY c.connection"
)
