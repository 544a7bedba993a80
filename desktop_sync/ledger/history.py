"""History for people: runs, files and documents, newest first, filtered and searched, page by page. Read-only."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop_sync.ledger.search import ITEM, LANE, PROBLEM, matching

Row = dict[str, Any]
MOST_FOUND = 5000  # things of one kind that a search goes on with


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for. Times: epoch seconds, half-open. ``before``: the number where the last page ended."""

    text: str = ""
    flow: str | None = None
    state: str | None = None
    begin: float | None = None
    end: float | None = None
    limit: int = 50
    before: int | None = None

    def values(self, **more: object) -> Mapping[str, object]:
        """For the queries below."""
        return {
            "flow": self.flow, "state": self.state, "begin": self.begin, "end": self.end, "limit": self.limit,
            "before": self.before, **more,
        }  # fmt: skip


def runs(sql: sqlite3.Connection, wish: Wish) -> list[Row]:
    """Runs by outcome and time of start; a text is searched for in their notes."""
    query = (
        "SELECT id, flow, started_at, ended_at, outcome, counts, note FROM run WHERE (:before IS NULL OR id < :before)"
        " AND (:flow IS NULL OR flow = :flow) AND (:state IS NULL OR outcome = :state)"
        " AND (:begin IS NULL OR started_at >= :begin) AND (:end IS NULL OR started_at < :end)"
        " AND (:text = '' OR instr(lower(note), lower(:text))) ORDER BY id DESC LIMIT :limit"
    )
    found = [dict(row) for row in sql.execute(query, wish.values(text=wish.text))]
    return [{**row, "counts": json.loads(row["counts"] or "{}")} for row in found]


def missed(sql: sqlite3.Connection, wish: Wish) -> list[Row]:
    """Fires without a run, by why there was none and when they should have been; a text is searched for in the why."""
    query = (
        "SELECT id, flow, first_at, last_at, count, reason, noted_at, run FROM missed"
        " WHERE (:before IS NULL OR id < :before) AND (:flow IS NULL OR flow = :flow)"
        " AND (:state IS NULL OR reason = :state) AND (:begin IS NULL OR last_at >= :begin)"
        " AND (:end IS NULL OR first_at < :end) AND (:text = '' OR instr(reason, lower(:text)))"
        " ORDER BY id DESC LIMIT :limit"
    )
    return [dict(row) for row in sql.execute(query, wish.values(text=wish.text))]


def files(sql: sqlite3.Connection, wish: Wish) -> list[Row]:
    """Files by state and time of noticing. A text is searched for in their names and in what is wrong with them."""
    query = (
        "SELECT i.id, p.flow, p.connection, i.path, i.size, i.payload, i.state, i.outcome, i.noticed_at, i.ended_at,"
        " i.target, i.records, i.documents, i.faulty, i.ignored, i.refused, i.open, i.note"
        f" FROM {_from('item', 'i', wish)} JOIN place p ON p.id = i.place WHERE (:before IS NULL OR i.id < :before)"
        " AND (:flow IS NULL OR p.flow = :flow) AND (:state IS NULL OR i.state = :state)"
        " AND (:begin IS NULL OR i.noticed_at >= :begin) AND (:end IS NULL OR i.noticed_at < :end)"
        " ORDER BY i.id DESC LIMIT :limit"
    )
    found = _items_found(sql, wish.text) if wish.text else []
    return [dict(row) for row in sql.execute(query, wish.values(found=json.dumps(found)))]


def documents(sql: sqlite3.Connection, wish: Wish) -> list[Row]:
    """Deliveries by state and time of noticing. A text is searched for in references, file names and problems."""
    query = (
        "SELECT d.id, d.flow, l.resource, l.reference, d.version, d.state, d.note, d.reason, d.owner, d.ended_at,"
        f" i.path, i.noticed_at, d.item, d.record, d.plan FROM {_from('delivery', 'd', wish)}"
        " CROSS JOIN lane l ON l.id = d.lane CROSS JOIN item i ON i.id = d.item"
        " WHERE (:before IS NULL OR d.id < :before) AND d.claimable > 0 AND (:flow IS NULL OR d.flow = :flow)"
        " AND (:state IS NULL OR d.state = :state) AND (:begin IS NULL OR i.noticed_at >= :begin)"
        " AND (:end IS NULL OR i.noticed_at < :end) ORDER BY d.id DESC LIMIT :limit"
    )
    found = _deliveries_found(sql, wish.text) if wish.text else []
    return [dict(row) for row in sql.execute(query, wish.values(found=json.dumps(found)))]


def _from(table: str, short: str, wish: Wish) -> str:
    """All of it, newest first, or what was found."""
    if not wish.text:
        return f"{table} {short}"
    return f"json_each(:found) j CROSS JOIN {table} {short} ON {short}.id = j.value"


def _items_found(sql: sqlite3.Connection, text: str) -> list[int]:
    query = "SELECT DISTINCT p.item FROM json_each(?) j CROSS JOIN problem p ON p.id = j.value WHERE p.item IS NOT NULL"
    problems = matching(sql, PROBLEM, text, MOST_FOUND)
    wrong = [row[0] for row in sql.execute(query, (json.dumps(problems),))]
    return sorted({*matching(sql, ITEM, text, MOST_FOUND), *wrong})


def _deliveries_found(sql: sqlite3.Connection, text: str) -> list[int]:
    """By reference, by problem, by file: of each kind the newest."""
    queries = {
        LANE: "SELECT d.id FROM json_each(?) j CROSS JOIN delivery d ON d.lane = j.value LIMIT ?",
        PROBLEM: "SELECT p.delivery FROM json_each(?) j CROSS JOIN problem p ON p.id = j.value"
        " WHERE p.delivery IS NOT NULL LIMIT ?",
        ITEM: "SELECT d.id FROM json_each(?) j CROSS JOIN delivery d ON d.item = j.value LIMIT ?",
    }
    found: set[int] = set()
    for kind, query in queries.items():
        things = json.dumps(matching(sql, kind, text, MOST_FOUND))
        found.update(row[0] for row in sql.execute(query, (things, MOST_FOUND)))
    return sorted(found)
