"""Deliveries: recover, find free lanes and unknowns, put off, count. Outcomes stand in outcomes.py."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop_sync.core.delivering import MISSING_EVERY, Claimed
from desktop_sync.core.hold import Amount
from desktop_sync.core.model import Document
from desktop_sync.core.ports import Clock
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.rows import CLAIMED, FAR, claimed, document_of, due_at, read, request_of

log = logging.getLogger("deliver")


@dataclass(frozen=True, slots=True)
class FreeLane:
    """A lane with something due and nothing in flight. ``read_first``: Acme must be asked before it is claimed."""

    lane: int
    delivery: int
    resource: str
    reference: str
    read_first: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many deliveries of an account stand where."""

    due: int
    later: int
    unknown: int
    next_due: float | None


class Deliveries:
    """The deliveries of every account."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def recover(self, alive: Sequence[str] = ()) -> int:
        """What was being sent under claims that are not ``alive`` is unknown now. Returns how many."""
        mine = json.dumps(list(alive))
        with self._database.reading() as sql:
            query = "SELECT claim FROM delivery WHERE state IN ('sending', 'unknown') AND state = 'sending'"
            if {row[0] for row in sql.execute(query)} <= set(alive):
                return 0
        with self._database.transaction() as sql:
            cut = sql.execute(
                "UPDATE request SET outcome = 'cut off' FROM (SELECT id, request FROM delivery"
                " WHERE state IN ('sending', 'unknown') AND state = 'sending'"
                " AND claim NOT IN (SELECT value FROM json_each(?))) d"
                " WHERE request.delivery = d.id AND request.number = d.request AND outcome IS NULL",
                (mine,),
            )
            done = sql.execute(
                "UPDATE delivery SET state = 'unknown', in_question = 1, not_before = 0, looks = 0"
                " WHERE state IN ('sending', 'unknown') AND state = 'sending'"
                " AND claim NOT IN (SELECT value FROM json_each(?))",
                (mine,),
            )
            if done.rowcount:
                log.warning("recovered %d deliveries, %d requests cut off", done.rowcount, cut.rowcount)
            return done.rowcount

    def free_lanes(
        self, account: int, flows: Sequence[str], after: int, limit: int, plan: int | None = None
    ) -> list[FreeLane]:
        """Free lanes with something due, in the order of staging, behind delivery ``after``; ``plan``: only of this."""
        query = (
            "SELECT l.id, d.id, l.resource, l.reference, l.remote_id IS NULL OR l.in_doubt, d.in_question"
            " FROM delivery d INDEXED BY delivery_due JOIN lane l ON l.id = d.lane"
            " WHERE d.state = 'pending' AND d.claimable = 1 AND d.id > ? AND (d.not_before <= ? OR d.not_before > ?)"
            " AND (? IS NULL OR d.plan = ?) AND l.account = ? AND d.flow IN (SELECT value FROM json_each(?))"
            " AND NOT EXISTS (SELECT 1 FROM delivery f WHERE f.lane = d.lane AND f.state IN ('sending', 'unknown'))"
            " ORDER BY d.id LIMIT ?"
        )
        now = self._clock.now()
        values = (after, now, now + FAR, plan, plan, account, json.dumps(list(flows)), limit)
        with self._database.reading() as sql:
            rows = sql.execute(query, values).fetchall()
        return [FreeLane(row[0], row[1], row[2], row[3], bool(row[4]) and not row[5]) for row in rows]

    def unknowns(self, account: int, limit: int, flow: str | None = None) -> list[Claimed]:
        """Unknown deliveries whose time to look has come; ``flow``: of this one only."""
        query = (
            "WHERE d.state = 'unknown' AND (d.not_before <= ? OR d.not_before > ?) AND l.account = ?"
            " AND (? IS NULL OR d.flow = ?) ORDER BY d.not_before LIMIT ?"
        )
        now = self._clock.now()
        with self._database.reading() as sql:
            rows = read(sql, f"{CLAIMED} {query}", (now, now + FAR, account, flow, flow, limit))
            return [claimed(row, request_of(row), now) for row in rows]

    def document(self, delivery: int) -> tuple[str, Document]:
        """Its flow and what it brings to Acme."""
        with self._database.reading() as sql:
            row = sql.execute(f"{CLAIMED} WHERE d.id = ?", (delivery,)).fetchone()
            return row["flow"], document_of(row)

    def counts(self, account: int, flows: Sequence[str], plan: int | None = None) -> Counts:
        """What is still open, and when the next of it is due (epoch seconds); ``plan``: only of this."""
        query = (
            "SELECT d.state, d.not_before, d.state = 'pending' AND EXISTS (SELECT 1 FROM delivery f"
            " WHERE f.lane = d.lane AND f.state IN ('sending', 'unknown')) FROM ("
            " SELECT lane, flow, plan, state, not_before FROM delivery WHERE state = 'pending' AND claimable = 1"
            " UNION ALL SELECT lane, flow, plan, state, not_before FROM delivery WHERE state = 'unknown') d"
            " CROSS JOIN lane l ON l.id = d.lane"
            " WHERE l.account = ? AND d.flow IN (SELECT value FROM json_each(?)) AND (? IS NULL OR d.plan = ?)"
        )
        now = self._clock.now()
        due = later = unknown = 0
        soonest: float | None = None
        values = (account, json.dumps(list(flows)), plan, plan)
        with self._database.reading() as sql:
            for state, not_before, behind in sql.execute(query, values):
                unknown += state == "unknown"
                is_due = not_before <= now or not_before > now + FAR
                due += state == "pending" and is_due and not behind
                later += state == "pending" and (not is_due or behind)
                if not behind:  # it waits for the unknown one of its lane
                    moment = min(not_before, now) if is_due else not_before
                    soonest = moment if soonest is None else min(soonest, moment)
        return Counts(due, later, unknown, soonest)

    def any_open(self, account: int) -> bool:
        """Whether anything waits to be sent there, or to be looked up."""
        query = (
            "SELECT 1 FROM (SELECT lane FROM delivery WHERE state = 'pending' AND claimable = 1"
            " UNION ALL SELECT lane FROM delivery WHERE state = 'unknown') d CROSS JOIN lane l ON l.id = d.lane"
            " WHERE l.account = ? LIMIT 1"
        )
        with self._database.reading() as sql:
            return sql.execute(query, (account,)).fetchone() is not None

    def open_of(self, flow: str) -> int:
        """How many documents of a flow may be sent and have not ended."""
        query = "SELECT count(*) FROM delivery WHERE state = 'pending' AND claimable = 1 AND flow = ?"
        with self._database.reading() as sql:
            return int(sql.execute(query, (flow,)).fetchone()[0])

    def held(self, flow: str) -> Amount:
        """What is held of a flow. An update is what differs from what Acme was last known to have taken."""
        query = (
            "SELECT count(*), coalesce(sum(l.remote_id IS NOT NULL AND coalesce(l.acked_hash, '') <> d.hash), 0)"
            " FROM delivery d CROSS JOIN lane l ON l.id = d.lane WHERE d.flow = ? AND d.claimable = 2"
        )
        with self._database.reading() as sql:
            row = sql.execute(query, (flow,)).fetchone()
        return Amount(int(row[0]), int(row[1]))

    def release(self, flow: str) -> int:
        """What was held may be claimed. Returns how many."""
        with self._database.transaction() as sql:
            query = "UPDATE delivery SET claimable = 1 WHERE flow = ? AND claimable = 2"
            return sql.execute(query, (flow,)).rowcount

    def postpone(self, deliveries: Iterable[int], after: float) -> None:
        """Unknowns that could not be looked up: later, each with its lane waiting and nobody else."""
        with self._database.transaction() as sql:
            sql.executemany(
                "UPDATE delivery SET not_before = ? WHERE id = ? AND state = 'unknown'",
                [(due_at(self._clock.now(), after), number) for number in deliveries],
            )

    def reopen_missing(self, account: int) -> int:
        """Refused for a missing reference: tried again hourly, for three days (rule 9)."""
        now = self._clock.now()
        with self._database.transaction() as sql:
            done = sql.execute(
                "UPDATE delivery SET state = 'pending', not_before = 0, request = NULL, retry_at = NULL,"
                " ended_at = NULL"
                " WHERE state = 'rejected' AND retry_at IS NOT NULL AND (retry_at <= ? OR retry_at > ?)"
                " AND EXISTS (SELECT 1 FROM lane WHERE lane.id = delivery.lane AND lane.account = ?)",
                (now, now + MISSING_EVERY, account),
            )
            return done.rowcount
