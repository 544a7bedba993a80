"""Plans: what a dry run has foreseen, file by file and row by row, and which of it may still be sent.

A plan touches no item, no delivery, no lane. What binding makes of it while its files are staged stands in binding.py.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from desktop_sync.core.identity import canonical, content_hash
from desktop_sync.core.lanes import Lane
from desktop_sync.core.model import Document, Entity, Item, Payload
from desktop_sync.core.planning import Fate, Planned, Would
from desktop_sync.core.ports import Clock
from desktop_sync.core.problem import Problem
from desktop_sync.core.states import Operation
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.items import Since, insert_item
from desktop_sync.ledger.rows import LANE, lane_of
from desktop_sync.ledger.staging import Staged, spelt_position

LIVES = 24 * 3600.0  # seconds; what a plan rests on is looked at again, but nobody remembers an older one
SENDS = frozenset({Would.CREATED, Would.UPDATED, Would.UNCHANGED, Would.SUPERSEDED})


@dataclass(frozen=True, slots=True)
class PlanHead:
    """A plan without its rows. Times: epoch seconds."""

    id: int
    flow: str
    account: int
    mapping: str
    made_at: float
    ready: bool
    executed_at: float | None

    def expired(self, now: float) -> bool:
        return not -LIVES < now - self.made_at < LIVES


@dataclass(frozen=True, slots=True)
class PlanFile:
    """One file of a plan that has something to send. ``item``: made of it already, or noticed before the plan was."""

    id: int
    connection: str
    entity: Entity
    payload: Payload
    item: int | None


@dataclass(frozen=True, slots=True)
class PlannedLane:
    """The rows of one external reference, in the order of the source, with what the ledger knows of it."""

    resource: str
    reference: str
    lane: Lane
    busy: bool
    rows: tuple[Planned, ...]


class Plans:
    """The plans of every flow."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    # -- making one ---------------------------------------------------------------------------

    def begin(self, flow: str, account: int, mapping: str) -> int:
        """A plan without files. Those that expired without being executed are forgotten."""
        now = self._clock.now()
        with self._database.transaction() as sql:
            sql.execute(
                "DELETE FROM plan WHERE executed_at IS NULL AND NOT (made_at BETWEEN ? AND ?)",
                (now - LIVES, now + LIVES),
            )
            done = sql.execute(
                "INSERT INTO plan (flow, account, mapping, made_at) VALUES (?, ?, ?, ?)", (flow, account, mapping, now)
            )
            return int(done.lastrowid or 0)

    def add_file(self, plan: int, connection: str, item: Item, payload: Payload | None) -> int:
        """``item`` has the id 0 when nobody has noticed it yet."""
        entity = item.entity
        with self._database.transaction() as sql:
            done = sql.execute(
                "INSERT INTO plan_file (plan, connection, path, size, mtime_ns, file_id, payload, payload_size, item)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    plan, connection, entity.path, entity.size, entity.mtime_ns, entity.file_id,
                    payload and payload.sha256, payload and payload.size, item.id or None,
                ),
            )  # fmt: skip
            return int(done.lastrowid or 0)

    def add_rows(self, plan: int, file: int, staged: Sequence[Staged], problems: Sequence[Problem]) -> None:
        """Documents, whose fate is not known yet, and records that validation refuses."""
        with self._database.transaction() as sql:
            sql.executemany(
                "INSERT INTO plan_row (plan, file, record, document, position, resource, reference, operation, version,"
                " partial, hash, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [_row(plan, file, one) for one in staged],
            )
            sql.executemany(
                "INSERT INTO plan_row (plan, file, record, position, would, note, owner, field, value)"
                " VALUES (?, ?, ?, ?, 'refused', ?, ?, ?, ?)",
                [
                    (plan, file, one.record, one.position, one.what, one.owner.value, one.field, one.value)
                    for one in {(one.record, one.what): one for one in problems}.values()
                ],
            )

    def end_file(
        self, file: int, records: int = 0, ignored: int = 0, dropped: Sequence[tuple[int, int]] = (),
        problem: Problem | None = None,
    ) -> None:  # fmt: skip
        """Read to its end. ``dropped``: parts that ended badly. With a problem nothing of it would be delivered."""
        with self._database.transaction() as sql:
            query = "DELETE FROM plan_row WHERE file = ? AND hash IS NOT NULL"
            if problem is not None:
                sql.execute(query, (file,))
            sql.executemany(f"{query} AND record BETWEEN ? AND ?", [(file, *part) for part in dropped])
            sql.execute(
                "UPDATE plan_file SET records = ?, ignored = ?, note = ?, hint = ?, owner = ? WHERE id = ?",
                (
                    records, ignored, problem.what if problem else "", problem.hint if problem else "",
                    problem.owner.value if problem else None, file,
                ),
            )  # fmt: skip

    def lanes(self, plan: int, account: int, many: int) -> Iterator[list[PlannedLane]]:
        """All references of a plan with their rows, ``many`` of one resource at a time."""
        after = ("", "")
        while True:
            with self._database.reading() as sql:
                query = (
                    "SELECT DISTINCT resource, reference FROM plan_row"
                    " WHERE plan = ? AND (resource, reference) > (?, ?) ORDER BY resource, reference LIMIT ?"
                )
                names = [(row[0], row[1]) for row in sql.execute(query, (plan, *after, many))]
                names = [name for name in names if name[0] == names[0][0]]
                found = [_planned_lane(sql, plan, account, *name) for name in names]
            if not names:
                return
            yield found
            after = names[-1]

    def foretell(self, told: Sequence[tuple[PlannedLane, Sequence[Fate]]]) -> None:
        """What would become of rows, and on which state of the lane that rests."""
        with self._database.transaction() as sql:
            sql.executemany(
                "UPDATE plan_row SET would = ?, note = ?, owner = ?, changes = ?, base = ?, acked_revision = ?,"
                " body = NULL WHERE id = ?",
                [
                    (
                        fate.would.value, fate.note, fate.owner,
                        json.dumps([asdict(one) for one in fate.changes], ensure_ascii=False) if fate.changes else None,
                        fate.base, lane.lane.acked_revision, fate.number,
                    )
                    for lane, fates in told
                    for fate in fates
                ],
            )  # fmt: skip

    def faults_into(self, plan: int, faults: list[str], most: int) -> None:
        """What is wrong with its files and records, in words."""
        query = (
            "SELECT note FROM plan_file WHERE plan = :plan AND note <> ''"
            " UNION ALL SELECT note FROM plan_row WHERE plan = :plan AND hash IS NULL LIMIT :most"
        )
        with self._database.reading() as sql:
            faults.extend(row[0] for row in sql.execute(query, {"plan": plan, "most": most}))

    def ready(self, plan: int) -> None:
        """It may be executed. What a kill leaves is not."""
        with self._database.transaction() as sql:
            sql.execute("UPDATE plan SET ready = 1 WHERE id = ? AND ready = 0", (plan,))

    def drop(self, plan: int) -> None:
        """It could not be made to its end."""
        with self._database.transaction() as sql:
            sql.execute("DELETE FROM plan WHERE id = ? AND executed_at IS NULL", (plan,))

    # -- executing it -------------------------------------------------------------------------

    def head(self, plan: int) -> PlanHead | None:
        with self._database.reading() as sql:
            row = sql.execute(
                "SELECT id, flow, account, mapping, made_at, ready, executed_at FROM plan WHERE id = ?", (plan,)
            ).fetchone()
        return None if row is None else PlanHead(row[0], row[1], row[2], row[3], row[4], bool(row[5]), row[6])

    def files(self, plan: int, connection: str) -> list[PlanFile]:
        """Those with a row that may still be sent, in the order they were found."""
        query = (
            "SELECT f.* FROM plan_file f WHERE f.plan = ? AND f.connection = ? AND EXISTS (SELECT 1 FROM plan_row r"
            " LEFT JOIN lane l ON l.account = (SELECT account FROM plan WHERE id = f.plan) AND l.resource = r.resource"
            " AND l.reference = r.reference WHERE r.file = f.id AND r.would IN"
            " ('created', 'updated', 'unchanged', 'superseded') AND coalesce(l.acked_revision, 0) = r.acked_revision)"
            " ORDER BY f.id"
        )
        with self._database.reading() as sql:
            return [_file(row) for row in sql.execute(query, (plan, connection))]

    def notice(self, place: int, run: int, files: Sequence[tuple[PlanFile, Payload]]) -> None:
        """Their items and which file of the plan each is, in one transaction. One that has an item keeps it."""
        now = self._clock.now()
        with self._database.transaction() as sql:
            since = Since.of(sql, place)
            for file, payload in files:
                sql.execute(
                    "UPDATE plan_file SET item = ? WHERE id = ? AND item IS NULL",
                    (insert_item(sql, place, file.entity, payload, now, run, since), file.id),
                )

    def known(self, place: int, files: Sequence[PlanFile]) -> set[int]:
        """Those (by id) that a run has picked up since, by itself."""
        query = "SELECT 1 FROM entity WHERE place = ? AND path = ? AND present AND size = ? AND mtime_ns = ?"
        with self._database.reading() as sql:
            return {
                one.id
                for one in files
                if one.item is None and sql.execute(query, (place, *one.entity[:3])).fetchone() is not None
            }

    def note(self, file: int, why: str) -> None:
        """Why nothing of this file is sent."""
        with self._database.transaction() as sql:
            sql.execute("UPDATE plan_file SET left_alone = ? WHERE id = ?", (why, file))

    def items(self, plan: int) -> set[int]:
        """The items that were made of its files."""
        with self._database.reading() as sql:
            return {row[0] for row in sql.execute("SELECT item FROM plan_file WHERE plan = ? AND item > 0", (plan,))}

    def kept_back(self, plan: int) -> int:
        """How many rows are problems now instead of being sent, and files that were left alone."""
        query = (
            "SELECT (SELECT count(*) FROM plan_file f JOIN problem p ON p.item = f.item JOIN delivery d"
            " ON d.id = p.delivery WHERE f.plan = :plan AND p.closed_at IS NULL AND d.reason = 'plan')"
            " + (SELECT count(*) FROM plan_file WHERE plan = :plan AND left_alone <> '')"
        )
        with self._database.reading() as sql:
            return int(sql.execute(query, {"plan": plan}).fetchone()[0])

    def executed(self, plan: int, run: int) -> None:
        with self._database.transaction() as sql:
            sql.execute(
                "UPDATE plan SET run = ?, executed_at = coalesce(executed_at, ?) WHERE id = ?",
                (run, self._clock.now(), plan),
            )


def _row(plan: int, file: int, one: Staged) -> tuple[object, ...]:
    document = one.document
    spelt = canonical(document.body)
    return (
        plan, file, one.record, one.number, spelt_position(one.position), document.resource, document.reference,
        document.operation.value, document.version, int(document.partial), content_hash(document.operation, spelt),
        spelt,
    )  # fmt: skip


def _planned_lane(sql: sqlite3.Connection, plan: int, account: int, resource: str, reference: str) -> PlannedLane:
    query = f"SELECT {LANE} FROM lane l WHERE l.account = ? AND l.resource = ? AND l.reference = ?"
    row = sql.execute(query, (account, resource, reference)).fetchone()
    lane = Lane(0, resource, reference) if row is None else lane_of(row)
    query = (
        "SELECT 1 FROM delivery WHERE lane = ? AND state IN ('pending', 'sending', 'unknown') AND claimable > 0 LIMIT 1"
    )
    busy = sql.execute(query, (lane.id,)).fetchone() is not None
    rows = sql.execute(
        "SELECT id, operation, version, partial, hash, body FROM plan_row WHERE plan = ? AND resource = ?"
        " AND reference = ? AND hash IS NOT NULL ORDER BY id",
        (plan, resource, reference),
    )
    planned = tuple(Planned(row["id"], _document(resource, reference, row), row["hash"]) for row in rows)
    return PlannedLane(resource, reference, lane, busy, planned)


def _document(resource: str, reference: str, row: sqlite3.Row) -> Document:
    body = json.loads(row["body"])
    return Document(resource, reference, Operation(row["operation"]), body, row["version"], bool(row["partial"]))


def _file(row: sqlite3.Row) -> PlanFile:
    entity = Entity(row["path"], row["size"], row["mtime_ns"], row["file_id"])
    payload = Payload(row["payload"], row["payload_size"], entity.path.rpartition("/")[2])
    return PlanFile(row["id"], row["connection"], entity, payload, row["item"])
