"""What should be in Acme by what was noticed: the newest delivery of every document, to be reconciled. Read-only."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from desktop_sync.core.reconciling import Sent
from desktop_sync.core.states import DeliveryState


@dataclass(frozen=True, slots=True)
class SentBody:
    """``body``: what was sent, canonical; empty where it is not kept any more."""

    sent: Sent
    body: bytes


# The newest of each lane. What was cancelled and never was in Acme should not be there.
_NEWEST = (
    "SELECT l.resource, l.reference, d.flow, i.path, i.noticed_at, d.state, coalesce(b.body, '') AS body"
    " FROM item i CROSS JOIN delivery d ON d.item = i.id JOIN lane l ON l.id = d.lane"
    " LEFT JOIN body b ON b.delivery = d.id WHERE i.noticed_at >= ? AND i.noticed_at < ? AND l.account = ?"
    " AND l.erased_at IS NULL AND d.revision = (SELECT max(o.revision) FROM delivery o WHERE o.lane = l.id)"
    " AND NOT (d.operation = 'cancel' AND l.remote_id IS NULL AND d.state = 'unchanged')"
    " AND (l.resource, l.reference) > (?, ?) ORDER BY l.resource, l.reference LIMIT ?"
)


def sent_page(
    sql: sqlite3.Connection, account: int, begin: float, end: float, after: tuple[str, str], limit: int
) -> list[SentBody]:
    """Noticed between two moments (epoch seconds), in the order of resource and reference, behind ``after``."""
    return [_sent(row) for row in sql.execute(_NEWEST, (begin, end, account, *after, limit))]


def known(sql: sqlite3.Connection, account: int, resource: str, references: Sequence[str]) -> set[str]:
    """Those of them that a flow has ever brought."""
    query = (
        "SELECT reference FROM lane WHERE account = ? AND resource = ?"
        " AND reference IN (SELECT value FROM json_each(?))"
    )
    return {str(row[0]) for row in sql.execute(query, (account, resource, json.dumps(list(references))))}


def _sent(row: sqlite3.Row) -> SentBody:
    body = bytes(row["body"]) if row["body"] else b""
    amount, currency = amount_of(json.loads(body) if body else {})
    at = datetime.fromtimestamp(row["noticed_at"], UTC)
    sent = Sent(
        row["resource"], row["reference"], row["flow"], row["path"], at, DeliveryState(row["state"]), amount, currency
    )
    return SentBody(sent, body)


def amount_of(body: object) -> tuple[str, str]:
    """What a document comes to, and its currency; empty where it does not say."""
    if not isinstance(body, dict):
        return "", ""
    totals = body.get("totals")
    gross = totals.get("gross") if isinstance(totals, dict) else None
    return "" if gross is None else str(gross), str(body.get("currency") or "")
