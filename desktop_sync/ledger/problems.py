"""Open problems for people: grouped by cause, and what a person means who names one of them. Read-only, plain values.

A group is named ``g`` and the number of one of its problems, a problem ``p`` and its number; everything else names a
document by its external reference.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence
from typing import Any

from desktop_sync.ledger.export_problems import is_removed

Row = dict[str, Any]
EXAMPLES = 3
LARGEST = 2**63 - 1  # number of a problem
NEWEST = 20_000  # problems among which those are looked for that have ended
_NAME = re.compile(r"([gp])([0-9]{1,15})")
_LINE = re.compile(r"\bline ([0-9]{1,9})\b")


def problem_groups(sql: sqlite3.Connection, flow: str | None = None) -> list[Row]:
    """Oldest first. ``flow``: its own problems and those of connections."""
    query = (
        "SELECT cause, count(*) AS problems, sum(times) AS times, min(opened_at) AS first_at, max(last_at) AS last_at,"
        " min(id) AS oldest, max(id) AS newest, count(delivery) AS documents, max(opened_at) AS newest_at,"
        " json_group_array(DISTINCT flow) AS flows, json_group_array(DISTINCT connection) AS connections"
        " FROM problem WHERE closed_at IS NULL"
        " AND (:flow IS NULL OR flow IN (:flow, '')) GROUP BY cause ORDER BY oldest"
    )
    return [_group(sql, dict(row), flow) for row in sql.execute(query, {"flow": flow})]


def _group(sql: sqlite3.Connection, group: Row, flow: str | None) -> Row:
    oldest, newest = group.pop("oldest"), group.pop("newest")
    members = problem_members(sql, group["cause"], flow, EXAMPLES, oldest - 1, newest)
    told = {"group": f"g{oldest}", **group, "owner": members[0]["owner"]}
    told["advice"] = members[0]["hint"] or _advice(members[0])
    told["can"] = can(members[0])
    for name in ("flows", "connections"):
        told[name] = sorted(one for one in json.loads(group[name]) if one)
    told["examples"] = members
    return told


def problem_members(
    sql: sqlite3.Connection, cause: str, flow: str | None, limit: int, after: int = 0, upto: int = LARGEST
) -> list[Row]:
    """The open problems of one cause, oldest first; those after the problem of that number, up to another.

    ``line``: of the file, where it is known. ``reason``, ``note``: of the refusal, where it is about a document.
    """
    query = (
        "SELECT 'p' || p.id AS problem, p.flow, p.connection, p.what, p.hint, p.owner, p.record, p.position, p.field,"
        " p.value, p.opened_at, p.last_at, p.times, p.delivery, p.item, p.key, p.cause, i.path, l.resource,"
        " l.reference, d.state, coalesce(d.reason, '') AS reason, coalesce(d.note, '') AS note"
        " FROM problem p LEFT JOIN item i ON i.id = p.item LEFT JOIN lane l ON l.id = p.lane"
        " LEFT JOIN delivery d ON d.id = p.delivery"
        " WHERE p.closed_at IS NULL AND p.cause = ? AND (? IS NULL OR p.flow IN (?, '')) AND p.id > ? AND p.id <= ?"
        " ORDER BY p.id LIMIT ?"
    )
    return [member(row) for row in sql.execute(query, (cause, flow, flow, after, upto, limit))]


def member(row: sqlite3.Row) -> Row:
    """With the ``line`` of its position."""
    return {**dict(row), "line": _line(row["position"])}


def _line(position: str) -> int | None:
    """Of a delivery's position, which is JSON, or of that of a record, which is in words."""
    if position.startswith("{"):
        line = json.loads(position).get("line")
        return line if isinstance(line, int) else None
    found = _LINE.search(position)
    return int(found[1]) if found else None


def resolved(sql: sqlite3.Connection, flow: str | None, since: float, limit: int) -> list[Row]:
    """Problems that have ended since then, by cause, the last first; among the newest ones only, so that it is cheap.

    ``what``, ``closed_by``, ``reference`` of the one that ended last.
    """
    query = (
        "SELECT p.cause, count(*) AS problems, max(p.closed_at) AS closed_at, p.closed_by, p.what, p.owner, p.flow,"
        " p.connection, l.resource, l.reference FROM problem p LEFT JOIN lane l ON l.id = p.lane"
        " WHERE p.id > (SELECT coalesce(max(id), 0) FROM problem) - ? AND p.closed_at >= ?"
        " AND (? IS NULL OR p.flow IN (?, '')) GROUP BY p.cause ORDER BY 3 DESC LIMIT ?"
    )
    return [dict(row) for row in sql.execute(query, (NEWEST, since, flow, flow, limit))]


def can(problem: Row) -> list[str]:
    """The commands that help with it."""
    if problem["delivery"] is not None:
        return ["retry", "edit", "dismiss"]
    if problem["cause"] == "account":
        return ["account"]
    if problem["cause"].startswith("host key:"):
        return ["trust"]
    if problem["key"].startswith(("settle:",)) or problem["key"].endswith(":fetch"):
        return ["retry"]
    return ["dismiss"] if dismissable(problem["key"], problem["item"]) else []


def dismissable(key: str, item: int | None) -> bool:
    """Whether a person may end a problem that is about no delivery: it is about a file, or was told once and stands."""
    if key.startswith("settle:"):
        return False
    told_once = key == "ledger:replaced" or key.endswith(":overdue") or key.startswith("arrivals:")
    return item is not None or told_once or is_removed(key)


def _advice(problem: Row) -> str:
    if problem["delivery"] is not None:
        return "Correct it where it comes from and send it again, edit it, or dismiss it."
    if problem["record"] is not None:
        return "Correct it in the sending system or in the mapping; then send it again, or use desktop-sync read-again."
    return ""


def cause_of(sql: sqlite3.Connection, name: str) -> str | None:
    """The cause of a group named ``g12`` or by its cause; None when nothing is called so."""
    found = _NAME.fullmatch(name)
    if found and found[1] == "g":
        row = sql.execute("SELECT cause FROM problem WHERE id = ?", (int(found[2]),)).fetchone()
    else:
        query = "SELECT cause FROM problem WHERE cause = ? AND closed_at IS NULL LIMIT 1"
        row = sql.execute(query, (name,)).fetchone()
    return None if row is None else str(row[0])


def problems_named(sql: sqlite3.Connection, name: str, flow: str | None = None) -> list[int] | None:
    """Open problems by number that ``p12``, ``g12``, a cause or ``*`` (all) means; None when it must be a document.

    ``flow``: of several, only those of this flow and of connections.
    """
    query = "SELECT id FROM problem WHERE closed_at IS NULL AND (:flow IS NULL OR flow IN (:flow, ''))"
    if name == "*":
        return _numbers(sql.execute(f"{query} ORDER BY id", {"flow": flow}))
    found = _NAME.fullmatch(name)
    if found and found[1] == "p":
        return _numbers(sql.execute(f"{query} AND id = :number", {"flow": None, "number": int(found[2])})) or None
    cause = cause_of(sql, name)
    if cause is None:
        return None
    return _numbers(sql.execute(f"{query} AND cause = :cause ORDER BY id", {"flow": flow, "cause": cause}))


def deliveries_named(
    sql: sqlite3.Connection,
    reference: str,
    resource: str | None = None,
    *,
    newest: bool = False,
    unknown: bool = False,
) -> list[int]:
    """One of each lane of this external reference: the newest that is open or refused, else (or ``newest``) of all.

    ``unknown``: before all others the one of which nobody knows whether it arrived; a newer one waits behind it.
    """
    query = (
        "SELECT d.id FROM lane l JOIN delivery d ON d.id = (SELECT o.id FROM delivery o WHERE o.lane = l.id"
        " AND o.claimable > 0 ORDER BY o.state = 'unknown' AND ? DESC,"
        " o.state IN ('rejected', 'unknown', 'pending', 'sending') AND NOT ? DESC, o.revision DESC LIMIT 1)"
        " WHERE l.reference = ? AND (? IS NULL OR l.resource = ?) ORDER BY l.id"
    )
    return _numbers(sql.execute(query, (unknown, newest, reference, resource, resource)))


def deliveries_of(sql: sqlite3.Connection, problems: Sequence[int]) -> list[int]:
    """The deliveries that these problems are about."""
    query = (
        "SELECT p.delivery FROM json_each(?) j CROSS JOIN problem p ON p.id = j.value"
        " WHERE p.delivery IS NOT NULL ORDER BY p.delivery"
    )
    return _numbers(sql.execute(query, (json.dumps(list(problems)),)))


def _numbers(rows: sqlite3.Cursor) -> list[int]:
    return [row[0] for row in rows]
