"""Rows of the ledger as values: one query that loads a delivery with its lane and its current request."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import orjson

from desktop_sync.core.delivering import DOUBT_WINDOW, Claimed, Move
from desktop_sync.core.errors import Owner
from desktop_sync.core.lanes import Lane, Waiting
from desktop_sync.core.model import Document, RemoteRef, Request
from desktop_sync.core.problem import Problem
from desktop_sync.core.states import Operation

Row: TypeAlias = Mapping[str, Any]
FAR = 1800.0  # seconds; no wait of ours is longer, so what is due later than that is due now: the clock was set back

LANE = (
    "l.id AS lane, l.resource, l.reference, l.remote_id, l.remote_version, l.acked_hash, l.acked_version,"
    " l.acked_revision, l.in_doubt, l.revision AS last_revision, l.acked_unedited"
)
# A newer version of it was archived before the ledger was restored.
_OUTRUN = "(d.version < l.learnt_version AND substr(d.version, 1, 1) = substr(l.learnt_version, 1, 1)) IS TRUE"
CLAIMED = (
    f"SELECT {LANE}, d.id, d.operation, b.body, d.version, d.partial, d.revision, d.hash, d.flow, d.attempts, d.doubts,"
    " d.doubts_since, d.conflicts, d.looks, d.in_question, d.batch_limit, d.item, d.record, d.position, d.requests,"
    f" (d.before_restore OR d.revision <= coalesce(l.doubt_since_revision, -1) OR {_OUTRUN}) AND NOT d.insists AS"
    f" restored, {_OUTRUN} AND NOT d.insists AS outrun,"
    " d.plan, d.base, d.insists, d.unedited,"
    " r.number, r.method, r.path, r.if_match, r.body_sha256, r.key, r.sent_at, r.made_at"
    " FROM delivery d CROSS JOIN lane l ON l.id = d.lane CROSS JOIN body b ON b.delivery = d.id"
    " LEFT JOIN request r ON r.delivery = d.id AND r.number = d.request"
)


def read(sql: sqlite3.Connection, query: str, values: Sequence[object]) -> list[Row]:
    """Rows of which many columns are asked: by name, sqlite3.Row compares each with all that stand before it."""
    cursor = sql.cursor()
    cursor.row_factory = None
    found = cursor.execute(query, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in found]


def lane_of(row: Row) -> Lane:
    """The lane in a row with the columns of ``LANE``."""
    remote = None if row["remote_id"] is None else RemoteRef(row["remote_id"], row["remote_version"])
    return Lane(
        row["lane"],
        row["resource"],
        row["reference"],
        remote,
        row["acked_hash"],
        row["acked_version"],
        row["acked_revision"],
        bool(row["in_doubt"]),
        row["last_revision"],
        row["acked_unedited"],
    )


def document_of(row: Row) -> Document:
    """The document in a row of ``CLAIMED``."""
    return Document(
        row["resource"],
        row["reference"],
        Operation(row["operation"]),
        orjson.loads(row["body"]),
        row["version"],
        bool(row["partial"]),
    )


def request_of(row: Row, body: bytes = b"") -> Request:
    """The current request in a row of ``CLAIMED``; its body is made anew, the ledger keeps its hash only."""
    return Request(row["number"], row["method"], row["path"], row["if_match"], body, row["key"], row["resource"])


def due_at(now: float, after: float) -> float:
    """When something put off for ``after`` seconds is due; asked again sooner where Acme names a longer time."""
    return now + min(after, FAR)


def doubts_of(row: Row, now: float) -> int:
    """The doubts that still count: those since the first within the window."""
    since = row["doubts_since"]
    return row["doubts"] if since is not None and since > now - DOUBT_WINDOW else 0


def claimed(
    row: Row,
    request: Request,
    now: float,
    made_at: float | None = None,
    document: Document | None = None,
    lane: Lane | None = None,
) -> Claimed:
    """The delivery in a row of ``CLAIMED``; ``document`` and ``lane`` where they were made of the row already."""
    return Claimed(
        id=row["id"],
        lane=lane or lane_of(row),
        document=document or document_of(row),
        revision=row["revision"],
        hash=row["hash"],
        request=request,
        flow=row["flow"],
        attempts=row["attempts"],
        doubts=doubts_of(row, now),
        conflicts=row["conflicts"],
        looks=row["looks"],
        in_question=bool(row["in_question"]),
        made_at=(row["made_at"] or 0.0) if made_at is None else made_at,
        sent_at=row["sent_at"] or 0.0,
        batch_limit=row["batch_limit"],
        restored=bool(row["restored"]),
        item=row["item"],
        record=row["record"],
        position=row["position"],
        planned=row["plan"] is not None,
        insists=bool(row["insists"]),
        unedited=row["unedited"],
    )


def waiting_in(sql: sqlite3.Connection, lanes: Sequence[int], now: float) -> dict[int, list[Waiting]]:
    """The pending deliveries by lane, oldest revision first; lanes without any are left out."""
    query = (
        "SELECT d.lane, d.id, d.revision, d.version, d.operation, d.partial, d.hash, d.in_question, d.not_before,"
        " d.unedited"
        " FROM json_each(?) j CROSS JOIN delivery d ON d.lane = j.value"
        " WHERE d.state = 'pending' AND d.claimable = 1 ORDER BY d.revision"
    )
    found: dict[int, list[Waiting]] = {}
    for row in read(sql, query, (json.dumps(list(lanes)),)):
        due = row["not_before"] <= now or row["not_before"] > now + FAR
        found.setdefault(row["lane"], []).append(
            Waiting(
                row["id"],
                row["revision"],
                row["version"],
                Operation(row["operation"]),
                bool(row["partial"]),
                row["hash"],
                bool(row["in_question"]),
                due,
                row["unedited"],
            )
        )
    return found


def refusal(row: Row | Claimed, move: Move) -> Problem:
    """The problem that a rejected delivery is, in the words of the desk."""
    one = row if isinstance(row, Claimed) else claimed(row, Request(0, "", "", None, b"", ""), 0.0)
    kind = one.lane.resource.removesuffix("s").capitalize()
    return Problem(
        key=f"delivery:{one.id}",
        cause=f"{one.lane.resource}:{move.reason}:{move.note}"[:300],
        what=f"{kind} {one.lane.reference} was refused: {move.note or 'Acme gave no reason.'}",
        hint=HINTS.get(move.reason, ""),
        owner=move.owner or Owner.VENDOR,
        flow=one.flow,
        delivery=one.id,
        lane=one.lane.id,
        item=one.item,
        record=one.record,
        position=one.position,
    )


HINTS = {
    "plan": "Nothing of it was sent. Look at it again; then retry it (the state of now counts) or dismiss it.",
    "missing": "Someone who keeps the missing entry in Acme can add it; it is tried again hourly for three days.",
    "conflict": "Compare both versions in Acme, then try again or dismiss it.",
    "deleted": "Find out why it was deleted; then let it be created again or dismiss it.",
    "duplicate": "Check in the legacy system whether it is really new.",
    "poison": "Send the support bundle to the vendor: Acme fails on exactly this one.",
    "too_large": "The vendor can say how large one document may be.",
    "restored": "Compare with what Acme shows; the ledger was restored and cannot know which is newer.",
}
