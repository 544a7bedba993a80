"""Claiming: free lanes become deliveries with requests, in one transaction, before the first byte is sent.

Whatever needs no sending (unchanged, superseded, forced by header data) ends in the same transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from desktop_sync.core.delivering import (
    MAX_DOUBTS,
    OUTRUN,
    PLANNED_OTHERWISE,
    RESTORED,
    Claimed,
    Move,
    Policy,
    Promise,
    backoff,
    before_sending,
    key_lives,
)
from desktop_sync.core.errors import Owner
from desktop_sync.core.identity import request_key, sha256
from desktop_sync.core.lanes import Lane, Waiting, choose
from desktop_sync.core.model import AnswerKind, Document, RemoteDocument, RemoteRef, Request
from desktop_sync.core.ports import Clock
from desktop_sync.core.states import DeliveryState
from desktop_sync.core.value import value
from desktop_sync.ledger.binding import PLAN
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.journal import open_problems
from desktop_sync.ledger.outcomes import acknowledge, end, leave_missing
from desktop_sync.ledger.rows import (
    CLAIMED,
    FAR,
    LANE,
    Row,
    claimed,
    document_of,
    doubts_of,
    due_at,
    lane_of,
    read,
    refusal,
    request_of,
    waiting_in,
)

Shape = Callable[[Document, RemoteRef | None], tuple[str, str, str | None, bytes]]
Differences = Callable[[str, bytes, RemoteDocument], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Terms:
    """What claiming must know of the target and of the flows. Times: epoch seconds by the server's clock.

    ``clear_from``: until then Acme may still take something that a restored ledger does not know of.
    """

    owner: str
    ledger_id: str
    shape: Shape
    differences: Differences
    policies: Mapping[str, Policy]  # by flow
    promise: Promise
    server_now: float
    clear_from: float = 0.0


@value
class Wanted:
    """A free lane, with what Acme holds where that was read (``read``: it was read; ``remote`` None: absent)."""

    lane: int
    read: bool = False
    remote: RemoteDocument | None = None


@dataclass(slots=True)
class Claims:
    """What came of claiming: to be sent, and how many ended without."""

    send: list[Claimed] = field(default_factory=list)
    ended: dict[str, int] = field(default_factory=dict)

    def count(self, state: DeliveryState, how_many: int = 1) -> None:
        if how_many:
            self.ended[state.value] = self.ended.get(state.value, 0) + how_many


class Claiming:
    """Makes claims, a few dozen in one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def claim(self, wanted: Sequence[Wanted], terms: Terms) -> Claims:
        """One transaction for all lanes wanted. A lane that is not free any more is passed over."""
        with self._database.transaction() as sql:
            return claim_in(sql, wanted, terms, self._clock.now())


def claim_in(sql: sqlite3.Connection, wanted: Sequence[Wanted], terms: Terms, now: float) -> Claims:
    """Within a transaction. What is read and written for every claim is read and written for all of them at once."""
    batch = _Batch(sql, terms, now)
    wanted = list({one.lane: one for one in wanted}.values())  # each lane once, with what was read last
    lanes = _free(sql, [one.lane for one in wanted])
    pending = waiting_in(sql, list(lanes), now)
    chosen = [
        _Chosen(batch, lanes[one.lane], one, waiting)
        for one in wanted
        if one.lane in lanes and (waiting := batch.choose(lanes[one.lane], pending.get(one.lane, []))) is not None
    ]
    rows = _rows(sql, [one.waiting.id for one in chosen])
    for one in chosen:
        one.claim(rows[one.waiting.id])
    batch.write()
    return batch.claims


def _free(sql: sqlite3.Connection, lanes: Sequence[int]) -> dict[int, Lane]:
    query = (
        f"SELECT {LANE} FROM json_each(?) j CROSS JOIN lane l ON l.id = j.value WHERE NOT EXISTS"
        " (SELECT 1 FROM delivery f WHERE f.lane = l.id AND f.state IN ('sending', 'unknown'))"
    )
    return {row["lane"]: lane_of(row) for row in read(sql, query, (json.dumps(lanes),))}


def _rows(sql: sqlite3.Connection, deliveries: Sequence[int]) -> dict[int, Row]:
    query = f"{CLAIMED} WHERE d.id IN (SELECT value FROM json_each(?))"
    return {row["id"]: row for row in read(sql, query, (json.dumps(deliveries),))}


class _Batch:
    """What the lanes of one claiming transaction share: the terms, and the statements that go out together."""

    def __init__(self, sql: sqlite3.Connection, terms: Terms, now: float) -> None:
        self.sql = sql
        self.terms = terms
        self.now = now
        self.claims = Claims()
        self.requests: list[tuple[object, ...]] = []  # new ones
        self.again: list[tuple[int, int]] = []  # (delivery, number) of those that are sent once more
        self.sending: list[tuple[str, int, int, int]] = []

    def choose(self, lane: Lane, waiting: Sequence[Waiting]) -> Waiting | None:
        """Ends what needs no sending; the delivery of this lane that goes next, if one does."""
        choice = choose(lane, waiting)
        for verdict in choice.ended:
            end(self.sql, verdict.delivery, verdict.state, verdict.note, self.now)
            self.claims.count(verdict.state)
        if choice.acked is not None:
            self.claims.count(
                DeliveryState.SUPERSEDED, acknowledge(self.sql, [(lane.id, choice.acked, None)], self.now)
            )
        if choice.send is None:
            self._wait_together(lane.id)
        return choice.send

    def _wait_together(self, lane: int) -> None:
        """The one that goes next is not due: the others of its lane need not be found free again before it is."""
        self.sql.execute(
            "UPDATE delivery SET not_before = w.soonest FROM (SELECT min(not_before) AS soonest FROM delivery"
            " WHERE lane = ? AND state = 'pending' AND claimable = 1 AND not_before > ? AND not_before <= ?) w"
            " WHERE w.soonest IS NOT NULL AND lane = ? AND state = 'pending' AND claimable = 1"
            " AND (not_before <= ? OR not_before > ?)",
            (lane, self.now, self.now + FAR, lane, self.now, self.now + FAR),
        )

    def write(self) -> None:
        """Requests first: a delivery that is sending has one."""
        self.sql.executemany(
            "INSERT INTO request (delivery, number, method, path, if_match, body_sha256, key, made_at, note,"
            " sent_times) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
            self.requests,
        )
        self.sql.executemany(
            "UPDATE request SET sent_times = sent_times + 1, sent_at = NULL, outcome = NULL"
            " WHERE delivery = ? AND number = ?",
            self.again,
        )
        self.sql.executemany(
            "UPDATE delivery SET state = 'sending', claim = ?, request = ?, requests = max(requests, ?), note = ''"
            " WHERE id = ? AND state = 'pending'",
            self.sending,
        )


class _Chosen:
    """The delivery of one lane that goes next, within the claiming transaction."""

    def __init__(self, batch: _Batch, lane: Lane, wanted: Wanted, waiting: Waiting) -> None:
        self.waiting = waiting
        self._batch = batch
        self._sql = batch.sql
        self._terms = batch.terms
        self._claims = batch.claims
        self._now = batch.now
        self._lane = lane
        self._wanted = wanted
        self._made: Document | None = None

    def _document(self, row: Row) -> Document:
        """Made of the row once."""
        self._made = self._made or document_of(row)
        return self._made

    def claim(self, row: Row) -> None:
        policy = self._terms.policies.get(row["flow"])
        if policy is None:
            return
        lane = self._lane
        if self.waiting.in_question:
            self._send_again(row)
        elif lane.in_doubt or lane.remote is None:
            self._compare(lane, self.waiting, row, policy)
        else:
            self._send(lane.remote, self.waiting, row, policy, _same_version(lane, self.waiting))

    def _compare(self, lane: Lane, chosen: Waiting, row: Row, policy: Policy) -> None:
        """Read before sending: a lane in doubt, or one whose document was never met in Acme."""
        if not self._wanted.read:
            return
        found = self._wanted.remote
        differing = self._differing(row, found) if found is not None else []
        if found is not None and (not differing or self._edited(lane, chosen, found)):
            self._already_there(chosen, found, edited=bool(differing))
        elif self._terms.server_now < self._terms.clear_from:
            self._wait_until_clear(row)
        elif row["base"] is not None and row["base"] != (found.ref.version if found is not None else ""):
            self._refuse(row, Move(DeliveryState.REJECTED, PLANNED_OTHERWISE, Owner.CLERK, PLAN))
        elif found is None and row["outrun"]:
            self._refuse(row, Move(DeliveryState.REJECTED, OUTRUN, Owner.CLERK, "restored"))
        elif found is None:
            self._send(lane.remote, chosen, row, policy)
        elif row["restored"] and self._changed(lane, found) and not self._ours(chosen, found):
            self._refuse(row, Move(DeliveryState.REJECTED, RESTORED, Owner.CLERK, "restored"))
        elif row["conflicts"] > 0 and self._refused(row, found.ref):
            self._postpone(row)
        else:  # still in doubt until a version is acknowledged: if this one is refused, the next is compared too
            overwrites = f"overwrites in Acme: {', '.join(differing[:20])}"
            note = overwrites if row["conflicts"] > 0 else _same_version(lane, chosen)
            self._send(found.ref, chosen, row, policy, note)

    @staticmethod
    def _changed(lane: Lane, found: RemoteDocument) -> bool:
        return lane.remote is None or found.ref.version != lane.remote.version

    def _ours(self, chosen: Waiting, found: RemoteDocument) -> bool:
        """Acme holds what an older version says that waits here too: then this one is the newer, by the data itself."""
        rows = self._sql.execute(
            f"{CLAIMED} WHERE d.lane = ? AND d.state = 'pending' AND d.claimable = 1 AND d.version < ?",
            (self._wanted.lane, chosen.version),
        ).fetchall()
        for row in rows:
            body = self._terms.shape(document_of(row), found.ref)[3]
            if row["version"][0] == (chosen.version or "")[0] and not self._terms.differences(
                row["resource"], body, found
            ):
                return True
        return False

    def _wait_until_clear(self, row: Row) -> None:
        """The ledger was restored a moment ago: what the former one sent last may not be seen in Acme yet."""
        wait = self._terms.clear_from - self._terms.server_now
        self._sql.execute("UPDATE delivery SET not_before = ? WHERE id = ?", (due_at(self._now, wait), row["id"]))

    def _differing(self, row: Row, found: RemoteDocument) -> Sequence[str]:
        document = self._document(row)
        body = self._terms.shape(document, found.ref)[3]
        return self._terms.differences(document.resource, body, found)

    def _edited(self, lane: Lane, chosen: Waiting, found: RemoteDocument) -> bool:
        """Acme still holds, at the version of then, what a person has made of exactly this content."""
        return chosen.hash == lane.acked_unedited and found.ref == lane.remote

    def _already_there(self, chosen: Waiting, found: RemoteDocument, *, edited: bool) -> None:
        note = "Read in Acme: it already holds exactly this content."
        if edited:
            note = "A person has edited exactly this content (rule 9); it stays as edited."
        end(self._sql, chosen.id, DeliveryState.UNCHANGED, note, self._now)
        superseded = acknowledge(self._sql, [(self._wanted.lane, chosen, found.ref)], self._now)
        self._claims.count(DeliveryState.SUPERSEDED, superseded)
        self._claims.count(DeliveryState.UNCHANGED)

    def _refused(self, row: Row, shown: RemoteRef) -> bool:
        """Whether the last request was refused because Acme has another version than the one it shows now."""
        if_match = self._terms.shape(self._document(row), shown)[2]
        query = "SELECT 1 FROM request WHERE delivery = ? AND number = ? AND outcome = ? AND if_match = ?"
        values = (row["id"], row["requests"], AnswerKind.CHANGED.value, if_match)
        return self._sql.execute(query, values).fetchone() is not None

    def _postpone(self, row: Row) -> None:
        """Acme says "changed", but its look-up still shows the version we sent: it lags. Look again, not for ever."""
        doubts = doubts_of(row, self._now)
        if doubts >= MAX_DOUBTS:
            self._refuse(
                row, Move(DeliveryState.REJECTED, "Acme shows no version that it accepts.", Owner.VENDOR, "poison")
            )
            return
        self._sql.execute(
            "UPDATE delivery SET not_before = ?, doubts = ?, doubts_since = CASE WHEN ? THEN doubts_since ELSE ? END"
            " WHERE id = ?",
            (self._now + backoff(doubts, 0.5), doubts + 1, doubts, self._now, row["id"]),
        )

    def _refuse(self, row: Row, move: Move) -> None:
        self._sql.execute(
            "UPDATE delivery SET state = ?, note = ?, owner = ?, reason = ?, ended_at = ?, request = NULL"
            " WHERE id = ? AND state = 'pending'",
            (move.state.value, move.note, move.owner, move.reason, self._now, row["id"]),
        )
        if move.retry_missing:
            leave_missing(self._sql, row["id"], self._now)
        open_problems(self._sql, [refusal(row, move)], self._now)
        self._claims.count(move.state)

    def _send(self, remote: RemoteRef | None, chosen: Waiting, row: Row, policy: Policy, note: str = "") -> None:
        document = self._document(row)
        forced = before_sending(document.operation, remote, policy)
        if forced is not None and forced.state is DeliveryState.REJECTED:
            self._refuse(row, forced)
            return
        if forced is not None:
            end(self._sql, chosen.id, forced.state, forced.note, self._now)
            superseded = acknowledge(self._sql, [(self._wanted.lane, chosen, None)], self._now)
            self._claims.count(DeliveryState.SUPERSEDED, superseded)
            self._claims.count(forced.state)
            return
        method, path, if_match, body = self._terms.shape(document, remote)
        stored = None if row["number"] is None else request_of(row)
        if stored is not None and self._same(row, stored, method, path, if_match, body):
            self._commit(row, replace(stored, body=body))
        else:
            self._commit(row, self._new(row, method, path, if_match, body, note))

    def _same(self, row: Row, stored: Request, method: str, path: str, if_match: str | None, body: bytes) -> bool:
        """Same bytes, same key, while the key is younger than its lifetime less 10 %."""
        keys_live = self._terms.promise.keys_live is None or key_lives(
            self._terms.promise, self._terms.server_now - row["made_at"]
        )
        same = (stored.method, stored.path, stored.if_match) == (method, path, if_match)
        return bool(stored.key) and same and row["body_sha256"] == sha256(body) and keys_live

    def _new(self, row: Row, method: str, path: str, if_match: str | None, body: bytes, note: str) -> Request:
        number = row["requests"] + 1
        key = request_key(self._terms.ledger_id, self._wanted.lane, row["revision"], number)
        self._batch.requests.append(
            (row["id"], number, method, path, if_match, sha256(body), key, self._terms.server_now, note)
        )
        return Request(number, method, path, if_match, body, key, row["resource"])

    def _send_again(self, row: Row) -> None:
        """In question: only the very same request may be sent, or Acme is read again."""
        stored = request_of(row)
        remote = None if stored.method == "POST" else lane_of(row).remote
        method, path, if_match, body = self._terms.shape(self._document(row), remote)
        if self._same(row, stored, method, path, if_match, body):
            self._commit(row, replace(stored, body=body))
            return
        if row["insists"]:  # a person says that it has not arrived
            self._commit(row, self._new(row, method, path, if_match, body, "sent again because a person says so"))
            return
        self._sql.execute("UPDATE request SET key = '' WHERE delivery = ? AND number = ?", (row["id"], stored.number))
        self._sql.execute("UPDATE delivery SET state = 'unknown', not_before = 0, looks = 0 WHERE id = ?", (row["id"],))

    def _commit(self, row: Row, request: Request) -> None:
        again = row["number"] == request.number
        if again:
            self._batch.again.append((row["id"], request.number))
        self._batch.sending.append((self._terms.owner, request.number, request.number, row["id"]))
        made_at = row["made_at"] if again else self._terms.server_now
        self._claims.send.append(claimed(row, request, self._now, made_at, self._document(row), self._lane))


def _same_version(lane: Lane, chosen: Waiting) -> str:
    """Same version, other content: sent, and noted (rule 7)."""
    same = chosen.version is not None and chosen.version == lane.acked_version
    return "Acme has this version already, with other content" if same else ""
