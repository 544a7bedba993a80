"""What is remembered of the flows' schedules: planned fires, pauses, missed fires, and what is due between fires.

Each method that writes is one transaction that checks the state it leaves. When something is due is decided in
``core.schedule``; here it is only remembered.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from desktop_sync.core.ports import Clock
from desktop_sync.core.problem import Problem
from desktop_sync.core.schedule import Due, MissedFires, Past, Pause
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.export_problems import OPEN
from desktop_sync.ledger.exports import EARLIER
from desktop_sync.ledger.journal import open_problems
from desktop_sync.ledger.reading import last_ends
from desktop_sync.ledger.rows import FAR
from desktop_sync.ledger.settlings import SETTLE_ANYWAY

ALL = ""
"""The flow of a pause of all flows."""


@dataclass(frozen=True, slots=True)
class Paused:
    """One pause. ``until``: epoch seconds; None: until somebody resumes it."""

    flow: str
    since: float
    until: float | None
    who: str


@dataclass(frozen=True, slots=True)
class OpenWork:
    """What a flow has left to do without noticing anything. Epoch seconds from which on it can be done; None: nothing.

    ``work``: to be staged, sent or settled; ``looks``: by connection, unknown deliveries to be looked up.
    """

    work: float | None
    looks: Mapping[str, float]


class Agenda:
    """The agenda of every flow."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    # -- schedules ----------------------------------------------------------------------------

    def learn(self, flow: str, schedule: str | None) -> None:
        """The schedule as it is now, as a text. When it is another than before, all until now is accounted for.

        A flow that is new has no planned fire (see ``core.schedule``).
        """
        now = self._clock.now()
        with self._database.transaction() as sql:
            row = sql.execute("SELECT schedule, asked_at FROM agenda WHERE flow = ?", (flow,)).fetchone()
            if row is None or row[1] is None:
                sql.execute(
                    "INSERT INTO agenda (flow, schedule, asked_at) VALUES (?, ?, ?)"
                    " ON CONFLICT (flow) DO UPDATE SET schedule = excluded.schedule, asked_at = excluded.asked_at",
                    (flow, schedule, now),
                )
            elif row[0] != schedule:
                sql.execute(
                    "UPDATE agenda SET schedule = ?, planned_at = ?, asked_at = ? WHERE flow = ?",
                    (schedule, now, now, flow),
                )

    def past(self, flow: str) -> Past:
        """As ``core.schedule`` wants it."""
        with self._database.reading() as sql:
            ended = sql.execute("SELECT ended_at FROM run WHERE flow = ? ORDER BY id DESC LIMIT 1", (flow,)).fetchone()
            return _past(sql, flow, ended and ended[0])

    def asked(self, flow: str) -> datetime:
        """Up to when it is known what became of the flow's occasions."""
        with self._database.reading() as sql:
            row = sql.execute("SELECT asked_at FROM agenda WHERE flow = ?", (flow,)).fetchone()
        return _moment(row[0] if row and row[0] is not None else self._clock.now()) or datetime.now(UTC)

    def overdue(self, flow: str, problem: Problem | None) -> None:
        """What became of the occasions that have ended by now is known; with the problem that one of them met."""
        now = self._clock.now()
        with self._database.transaction() as sql:
            sql.execute("UPDATE agenda SET asked_at = ? WHERE flow = ?", (now, flow))
            if problem is not None:
                open_problems(sql, [problem], now)

    # -- runs ---------------------------------------------------------------------------------

    def begin(self, flow: str, why: str, due: Due, former: datetime | None, reason: str) -> int | None:
        """The run that is due begins, and its planned fire is accounted for, with what was missed before it.

        ``former``: the planned fire that ``due`` was told from. None: it is another by now; ask again.
        """
        with self._database.transaction() as sql:
            if not self._account(sql, flow, due, former):
                return None
            cursor = sql.execute(
                "INSERT INTO run (flow, started_at, why) VALUES (?, ?, ?)", (flow, self._clock.now(), why)
            )
            run = int(cursor.lastrowid or 0)
            self._note(sql, flow, due.missed, reason, run)
        return run

    def pass_over(self, flow: str, due: Due, former: datetime | None, reason: str) -> bool:
        """Nothing runs; what was missed is recorded. False: it was told from another planned fire; ask again."""
        with self._database.transaction() as sql:
            if not self._account(sql, flow, due, former):
                return False
            self._note(sql, flow, due.missed, reason, None)
        return True

    def _account(self, sql: sqlite3.Connection, flow: str, due: Due, former: datetime | None) -> bool:
        known = sql.execute("SELECT planned_at FROM agenda WHERE flow = ?", (flow,)).fetchone()
        if not _same(_seconds(former), known and known[0]):
            return False
        if due.planned is not None:
            sql.execute(
                "INSERT INTO agenda (flow, planned_at) VALUES (?, ?)"
                " ON CONFLICT (flow) DO UPDATE SET planned_at = excluded.planned_at",
                (flow, due.planned.timestamp()),
            )
        return True

    def _note(
        self, sql: sqlite3.Connection, flow: str, missed: MissedFires | None, reason: str, run: int | None
    ) -> None:
        if missed is not None:
            first, last = missed.first.timestamp(), missed.last.timestamp()
            sql.execute(
                "INSERT INTO missed (flow, first_at, last_at, count, reason, noted_at, run)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (flow, first, last, missed.count, reason, self._clock.now(), run),
            )

    def cut_off(self) -> int:
        """At the start: runs that a process which is gone had begun end now. Returns how many."""
        with self._database.transaction() as sql:
            done = sql.execute(
                "UPDATE run SET ended_at = ?, outcome = 'cut off', note = 'The program ended in the middle of it.'"
                " WHERE ended_at IS NULL",
                (self._clock.now(),),
            )
            return done.rowcount

    def left_behind(self) -> set[str]:
        """Flows whose newest run did not come to its end, or left files that were not finished: asked at the start.

        What it had noticed waits in the ledger; what it had not would wait for the next fire, perhaps for weeks. Not
        those cut off three times in a row: the run may be what ends the program.
        """
        with self._database.reading() as sql:
            rows = sql.execute(
                "SELECT flow FROM run WHERE id IN (SELECT max(id) FROM run GROUP BY flow)"
                " AND (outcome IN ('cut off', 'cancelled') OR coalesce(json_extract(counts, '$.young'), 0) > 0)"
                " AND (SELECT count(*) FROM (SELECT outcome FROM run former WHERE former.flow = run.flow"
                "  ORDER BY id DESC LIMIT 3) WHERE outcome = 'cut off') < 3"
            )
            return {str(row[0]) for row in rows}

    # -- pauses -------------------------------------------------------------------------------

    def pause(self, flow: str, until: datetime | None, who: str) -> None:
        """``flow`` (or ``ALL``) fires no more before ``until``; None: before somebody resumes it."""
        with self._database.transaction() as sql:
            sql.execute(
                "INSERT INTO pause (flow, since, until_at, who) VALUES (?, ?, ?, ?) ON CONFLICT (flow) DO UPDATE SET"
                " since = CASE WHEN until_at IS NULL OR until_at > excluded.since THEN since ELSE excluded.since END,"
                " until_at = excluded.until_at, who = excluded.who",
                (flow, self._clock.now(), _seconds(until), who),
            )

    def resume(self, flow: str) -> bool:
        """It fires again from now on. ``ALL`` ends the pauses of single flows, too. False: nothing was paused."""
        now = self._clock.now()
        with self._database.transaction() as sql:
            done = sql.execute(
                "UPDATE pause SET until_at = ? WHERE (flow = ? OR ? = '') AND (until_at IS NULL OR until_at > ?)",
                (now, flow, flow, now),
            )
            return done.rowcount > 0

    def pauses(self) -> list[Paused]:
        """Those that hold now."""
        with self._database.reading() as sql:
            return [one for one in _pauses(sql) if one.until is None or one.until > self._clock.now()]

    # -- between fires ------------------------------------------------------------------------

    def open_work(self) -> dict[str, OpenWork]:
        """By flow, what is left to do of what was noticed. Not what waits for an account that nothing leads to now."""
        now = self._clock.now()
        work: dict[str, float] = {}
        looks: dict[str, dict[str, float]] = {}
        with self._database.reading() as sql:
            for flow, at in sql.execute(_WORK, {"now": now, "far": now + FAR, "anyway": SETTLE_ANYWAY}):
                if at is not None:
                    work[flow] = min(at, work.get(flow, at))
            for flow, connection, at in sql.execute(_LOOKS, {"now": now, "far": now + FAR}):
                looks.setdefault(flow, {})[connection] = at
        return {flow: OpenWork(work.get(flow), looks.get(flow, {})) for flow in {*work, *looks}}


_BOUND = "EXISTS (SELECT 1 FROM lane l JOIN connection_account c ON c.account = l.account WHERE l.id = d.lane)"
_SOON = "min(CASE WHEN {at} > :far THEN :now ELSE {at} END)"
_WORK = f"""
SELECT d.flow, {_SOON.format(at="d.not_before")} FROM delivery d INDEXED BY delivery_due
 WHERE d.state = 'pending' AND d.claimable = 1 AND {_BOUND}
 AND NOT EXISTS (SELECT 1 FROM delivery f WHERE f.lane = d.lane AND f.state IN ('sending', 'unknown')) GROUP BY d.flow
UNION ALL SELECT d.flow, min(d.retry_at) FROM delivery d
 WHERE d.retry_at IS NOT NULL AND d.state = 'rejected' AND {_BOUND} GROUP BY d.flow
UNION ALL SELECT p.flow, {_SOON.format(at="i.not_before")} FROM place p CROSS JOIN item i ON i.place = p.id
 WHERE i.state = 'noticed' GROUP BY p.flow
UNION ALL SELECT p.flow, {_SOON.format(at="i.not_before")} FROM place p CROSS JOIN item i ON i.place = p.id
 WHERE i.state IN ('rejected', 'settling') GROUP BY p.flow
UNION ALL SELECT p.flow, {_SOON.format(at="i.not_before")} FROM place p CROSS JOIN item i ON i.place = p.id
 WHERE i.state = 'staged' AND i.open = 0 GROUP BY p.flow
UNION ALL SELECT d.flow, {_SOON.format(at="d.not_before")} FROM export_delivery d
 WHERE d.{OPEN} AND d.state <> 'sending' AND NOT d.asked AND NOT {EARLIER}
 GROUP BY d.flow
UNION ALL SELECT p.flow, min(i.staged_at) + :anyway FROM place p CROSS JOIN item i ON i.place = p.id
 WHERE i.state = 'staged' AND i.open > 0 GROUP BY p.flow
"""
_LOOKS = f"""
SELECT d.flow, c.connection, {_SOON.format(at="d.not_before")} FROM delivery d
 JOIN lane l ON l.id = d.lane JOIN connection_account c ON c.account = l.account
 WHERE d.state = 'unknown' GROUP BY d.flow, c.connection
"""


def pasts(sql: sqlite3.Connection, flows: Iterable[str]) -> dict[str, Past]:
    """For a look at schedules: as ``Agenda.past``, but a run that is under way or was cut off has not ended."""
    ends = last_ends(sql)
    return {flow: _past(sql, flow, ends.get(flow)) for flow in flows}


def _past(sql: sqlite3.Connection, flow: str, ended: float | None) -> Past:
    row = sql.execute("SELECT planned_at, seen_at, failures FROM agenda WHERE flow = ?", (flow,)).fetchone()
    planned, seen, failures = (None, None, 0) if row is None else row
    return Past(_moment(planned), _moment(ended), _moment(seen), failures, _pause(_pauses(sql, flow)), flow)


def _pauses(sql: sqlite3.Connection, flow: str | None = None) -> list[Paused]:
    """All, or those that concern one flow; also those that are over."""
    query = "SELECT flow, since, until_at, who FROM pause WHERE ? IS NULL OR flow IN (?, '') ORDER BY flow"
    return [Paused(*row) for row in sql.execute(query, (flow, flow))]


def _pause(found: list[Paused]) -> Pause | None:
    """Two that concern one flow, as one: it fires when both are over."""
    if not found:
        return None
    if any(one.until is None for one in found):
        return Pause(None)
    return Pause(_moment(max(one.until for one in found if one.until is not None)))


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _same(one: float | None, other: float | None) -> bool:
    """Moments are told to the microsecond, seconds are stored more finely."""
    if one is None or other is None:
        return one is other
    return abs(one - other) < 1e-3  # noqa: PLR2004 - a millisecond


def _seconds(moment: datetime | None) -> float | None:
    return None if moment is None else moment.timestamp()


def as_text(values: Mapping[str, object]) -> str:
    """A schedule as ``learn`` compares it: canonical JSON."""
    return json.dumps(values, sort_keys=True, default=str)
