"""Outcomes: the moves of deliveries that were sent or looked up, and what they mean for the lane.

Every move checks the state and the claim it leaves (rule 2 of delivery.md); a late thread finds no
row and changes nothing.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from desktop_sync.core.delivering import DOUBT_WINDOW, MISSING_EVERY, MISSING_FOR, Claimed, Move
from desktop_sync.core.lanes import Waiting, older, superseded_by
from desktop_sync.core.model import RemoteRef
from desktop_sync.core.ports import Clock
from desktop_sync.core.redaction import redact
from desktop_sync.core.states import OPEN_DELIVERY, DeliveryState
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.journal import open_problems
from desktop_sync.ledger.rows import due_at, refusal, waiting_in

log = logging.getLogger("deliver")
TAKEN = frozenset({DeliveryState.CREATED, DeliveryState.UPDATED})


class Applied(NamedTuple):
    """How many moves took effect (the others had been taken over), and how many older versions that ended."""

    taken: int
    superseded: int


class Outcomes:
    """Commits what came of requests and looks."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def apply(self, owner: str, moves: Sequence[tuple[Claimed, Move]], leaving: DeliveryState) -> Applied:
        """Commit outcomes in one transaction."""
        with self._database.transaction() as sql:
            return apply_in(sql, owner, moves, leaving, self._clock.now())


def apply_in(
    sql: sqlite3.Connection, owner: str, moves: Sequence[tuple[Claimed, Move]], leaving: DeliveryState, now: float
) -> Applied:
    """Within a transaction; as ``Outcomes.apply``."""
    mine = _still_mine(sql, owner, [one.id for one, _ in moves], leaving)
    for one, move in moves:
        if one.id not in mine:
            log.warning("delivery %d was taken over; its outcome %s changes nothing", one.id, move.outcome)
    left = [(one, move) for one, move in moves if one.id in mine]
    _leave(sql, left, now)
    winners = [(one.lane.id, _winner(one), move.remote) for one, move in left if move.state in TAKEN]
    superseded = acknowledge(sql, winners, now)
    for one, move in left:
        if move.state not in TAKEN and (move.remote is not None or move.read_first or move.forget_remote):
            _learn(sql, one.lane.id, move)
        if move.retry_missing:
            leave_missing(sql, one.id, now)
    open_problems(sql, [refusal(one, move) for one, move in left if move.state is DeliveryState.REJECTED], now)
    return Applied(len(left), superseded)


def _still_mine(sql: sqlite3.Connection, owner: str, deliveries: Sequence[int], leaving: DeliveryState) -> set[int]:
    """Rule 2: those that are still in the state they leave, under this claim."""
    query = (
        "SELECT d.id FROM json_each(?) j CROSS JOIN delivery d ON d.id = j.value"
        " WHERE d.state = ? AND (d.claim = ? OR d.state = 'unknown')"
    )
    return {row[0] for row in sql.execute(query, (json.dumps(list(deliveries)), leaving.value, owner))}


def _leave(sql: sqlite3.Connection, moves: Sequence[tuple[Claimed, Move]], now: float) -> None:
    sql.executemany(
        "UPDATE delivery SET state = ?, claim = NULL, not_before = ?, in_question = ?, attempts = attempts + 1,"
        " request = CASE WHEN ? THEN NULL ELSE request END,"
        " doubts = CASE WHEN ? THEN 1 + CASE WHEN doubts_since > ? THEN doubts ELSE 0 END ELSE doubts END,"
        " doubts_since = CASE WHEN ? AND coalesce(doubts_since, 0) <= ? THEN ? ELSE doubts_since END,"
        " conflicts = conflicts + ?, looks = CASE WHEN ? THEN looks + 1 ELSE 0 END,"
        " batch_limit = coalesce(?, batch_limit), note = ?, owner = ?, reason = ?, ended_at = ?, retry_at = NULL"
        " WHERE id = ?",
        [_left(one, move, now) for one, move in moves],
    )
    sql.executemany(
        "UPDATE request SET outcome = ?, status = coalesce(?, status), answer = coalesce(nullif(?, ''), answer),"
        " answered_at = ?, sent_at = coalesce(?, sent_at) WHERE delivery = ? AND number = ?",
        [
            (
                move.outcome,
                move.status,
                move.answer,
                now,
                move.sent_at or one.sent_at or None,
                one.id,
                one.request.number,
            )
            for one, move in moves
        ],
    )


def _left(one: Claimed, move: Move, now: float) -> tuple[object, ...]:
    ends = move.state not in OPEN_DELIVERY
    fresh = move.definite and not ends
    since = now - DOUBT_WINDOW
    return (
        move.state.value, due_at(now, move.after), int(move.in_question), fresh, move.doubt, since, move.doubt, since,
        now, int(move.conflict), move.looked, move.batch_limit, redact(move.note), move.owner, move.reason,
        now if ends else None,
        one.id,
    )  # fmt: skip


def _winner(one: Claimed) -> Waiting:
    document = one.document
    return Waiting(
        one.id, one.revision, document.version, document.operation, document.partial, one.hash, one.in_question,
        unedited=one.unedited,
    )  # fmt: skip


def leave_missing(sql: sqlite3.Connection, delivery: int, now: float) -> None:
    """Refused because what it names is not in Acme yet: tried again hourly, for three days from the first time."""
    sql.execute(
        "UPDATE delivery SET retry_until = coalesce(retry_until, ?) WHERE id = ?", (now + MISSING_FOR, delivery)
    )
    sql.execute(
        "UPDATE delivery SET retry_at = ? WHERE id = ? AND retry_until > ?", (now + MISSING_EVERY, delivery, now)
    )


def acknowledge(sql: sqlite3.Connection, winners: Sequence[tuple[int, Waiting, RemoteRef | None]], now: float) -> int:
    """What Acme holds of these lanes is now each one's winner; older complete versions and their problems are over.

    Returns how many older versions have ended by it.
    """
    if not winners:
        return 0
    sql.executemany(
        "UPDATE lane SET remote_id = coalesce(?, remote_id), remote_version = coalesce(?, remote_version),"
        " acked_hash = ?, acked_version = CASE WHEN ? AND acked_version > ? THEN acked_version"
        " ELSE coalesce(?, acked_version) END, acked_revision = max(acked_revision, ?),"
        " acked_delivery = ?, acked_unedited = ?, in_doubt = 0, doubt_since_revision = NULL WHERE id = ?",
        [
            (
                remote and remote.id, remote and remote.version, None if winner.partial else winner.hash,
                winner.partial, winner.version, winner.version, winner.revision, winner.id,
                winner.unedited, lane,
            )
            for lane, winner, remote in winners
        ],
    )  # fmt: skip
    won = {lane: winner for lane, winner, _ in winners}
    pending = waiting_in(sql, list(won), now)
    over = [verdict for lane, waiting in pending.items() for verdict in superseded_by(won[lane], waiting)]
    for verdict in over:
        end(sql, verdict.delivery, verdict.state, verdict.note, now)
    _close_problems(sql, won, now)
    return len(over)


def end(sql: sqlite3.Connection, delivery: int, state: DeliveryState, note: str, now: float) -> None:
    """A pending delivery ends without being sent."""
    sql.execute(
        "UPDATE delivery SET state = ?, note = ?, ended_at = ?, retry_at = NULL WHERE id = ? AND state = 'pending'",
        (state.value, note, now, delivery),
    )
    sql.execute(
        "UPDATE problem SET closed_at = ?, closed_by = ? WHERE key = ? AND closed_at IS NULL",
        (now, state.value, f"delivery:{delivery}"),
    )


def _close_problems(sql: sqlite3.Connection, won: Mapping[int, Waiting], now: float) -> None:
    rows = sql.execute(
        "SELECT p.id, p.lane, d.id, d.version, d.revision FROM json_each(?) j"
        " CROSS JOIN problem p ON p.lane = j.value JOIN delivery d ON d.id = p.delivery WHERE p.closed_at IS NULL",
        (json.dumps(list(won)),),
    ).fetchall()
    for problem, lane, delivery, version, revision in rows:
        winner = won[lane]
        if delivery == winner.id or older((version, revision), (winner.version, winner.revision)):
            sql.execute("UPDATE problem SET closed_at = ?, closed_by = 'a later success' WHERE id = ?", (now, problem))
            sql.execute("UPDATE delivery SET retry_at = NULL WHERE id = ?", (delivery,))


def _learn(sql: sqlite3.Connection, lane: int, move: Move) -> None:
    if move.forget_remote:
        sql.execute("UPDATE lane SET remote_id = NULL, remote_version = NULL, acked_hash = NULL WHERE id = ?", (lane,))
    if move.remote is not None:
        sql.execute(
            "UPDATE lane SET remote_id = ?, remote_version = ? WHERE id = ?",
            (move.remote.id, move.remote.version, lane),
        )
    if move.read_first:
        sql.execute("UPDATE lane SET in_doubt = 1 WHERE id = ?", (lane,))
