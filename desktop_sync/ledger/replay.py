"""Reading again: of each document the newest version that the ledger knows becomes a new delivery, where it differs.

The rows were read into a plan that nobody can execute. Nothing is settled: items have ended and stay so. It must not
know how payloads are read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_sync.core.lanes import Lane
from desktop_sync.core.model import Item
from desktop_sync.core.ports import Clock
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.items import items_where
from desktop_sync.ledger.masking import wake
from desktop_sync.ledger.rows import LANE, lane_of

SENT, SAME, OLDER, EDITED, DISMISSED, WAITS = "sent", "unchanged", "older", "edited", "dismissed", "on its way"


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """What becomes of one document that was read again."""

    resource: str
    reference: str
    what: str
    note: str = ""


class Replays:
    """Makes deliveries of rows. ``who``: the person's name on this machine."""

    def __init__(self, database: Database, clock: Clock, who: str) -> None:
        self._database = database
        self._clock = clock
        self._who = who

    def items(self, flow: str, begin: float, end: float, after: int, limit: int = 200) -> list[tuple[Item, str | None]]:
        """Those noticed in that time whose payload is known, oldest first, each with where it was moved to."""
        where = (
            "p.flow = ? AND i.noticed_at >= ? AND i.noticed_at < ? AND i.id > ? AND i.payload IS NOT NULL"
            " AND i.state NOT IN ('noticed', 'skipped') ORDER BY i.id LIMIT ?"
        )
        with self._database.reading() as sql:
            return items_where(sql, where, (flow, begin, end, after, limit))

    def names(self, plan: int, after: tuple[str, str], limit: int = 200) -> list[tuple[str, str]]:
        """Resource and reference of what was read, page by page."""
        query = (
            "SELECT DISTINCT resource, reference FROM plan_row WHERE plan = ? AND (resource, reference) > (?, ?)"
            " ORDER BY resource, reference LIMIT ?"
        )
        with self._database.reading() as sql:
            return [(row[0], row[1]) for row in sql.execute(query, (plan, *after, limit))]

    def write(
        self, plan: int, names: Sequence[tuple[str, str]], mapping: str, *, held: bool, only_look: bool
    ) -> list[ReadAgain]:
        """One transaction for these documents. ``only_look``: what would become of them."""
        told: list[ReadAgain] = []
        with self._database.transaction() as sql:
            for resource, reference in names:
                rows = sql.execute(_ROWS, {"plan": plan, "resource": resource, "reference": reference}).fetchall()
                told.extend(self._lane(sql, rows, mapping, held=held, only_look=only_look))
        return told

    def _lane(
        self, sql: sqlite3.Connection, rows: Sequence[sqlite3.Row], mapping: str, *, held: bool, only_look: bool
    ) -> list[ReadAgain]:
        first = rows[0]
        known = sql.execute(_KNOWN, (first["account"], first["resource"], first["reference"])).fetchall()
        newest = max(rows, key=lambda row: sum(_newer(row, other) for other in rows))
        told = [
            ReadAgain(row["resource"], row["reference"], OLDER, f"{row['path']}, record {row['record']}")
            for row in rows
            if row is not newest
        ]
        query = f"SELECT {LANE} FROM lane l WHERE l.account = ? AND l.resource = ? AND l.reference = ?"
        found = sql.execute(query, (first["account"], first["resource"], first["reference"])).fetchone()
        what, note = _decide(newest, known, None if found is None else lane_of(found))
        if what == SENT and not only_look:
            self._insert(sql, newest, mapping, 2 if held else 1)
        return [*told, ReadAgain(newest["resource"], newest["reference"], what, note)]

    def _insert(self, sql: sqlite3.Connection, row: sqlite3.Row, mapping: str, claimable: int) -> None:
        key = (row["account"], row["resource"], row["reference"])
        wake(sql, row["account"], row["resource"], [row["reference"]])
        sql.execute("INSERT OR IGNORE INTO lane (account, resource, reference) VALUES (?, ?, ?)", key)
        lane, revision = sql.execute(
            "UPDATE lane SET revision = revision + 1 WHERE account = ? AND resource = ? AND reference = ?"
            " RETURNING id, revision",
            key,
        ).fetchone()
        made = sql.execute(
            "INSERT INTO delivery (lane, flow, item, stage, record, document, revision, version, operation, partial,"
            " hash, position, mapping, claimable) SELECT ?, p.flow, i.id, i.stage, ?,"
            " (SELECT coalesce(max(document), 0) + 1 FROM delivery o WHERE o.item = i.id AND o.stage = i.stage"
            " AND o.record = ?), ?, ?, ?, ?, ?, ?, ?, ?"
            " FROM item i JOIN place p ON p.id = i.place WHERE i.id = ?",
            (
                lane, row["record"], row["record"], revision, row["version"], row["operation"], row["partial"],
                row["hash"], row["position"], mapping, claimable, row["item"],
            ),
        ).lastrowid  # fmt: skip
        sql.execute("INSERT INTO body VALUES (?, ?)", (made, row["body"]))
        sql.execute("UPDATE item SET open = open + 1, documents = documents + 1 WHERE id = ?", (row["item"],))
        self._close(sql, lane, row)
        sql.execute(
            "INSERT INTO audit (at, who, action, lane, delivery, item) VALUES (?, ?, 'read again', ?, ?, ?)",
            (self._clock.now(), self._who, lane, made, row["item"]),
        )

    def _close(self, sql: sqlite3.Connection, lane: int, row: sqlite3.Row) -> None:
        """What was wrong with this record, and with what it was read as before, is told anew or is over."""
        now = self._clock.now()
        sql.execute(
            "UPDATE problem SET closed_at = ?, closed_by = 'read again' WHERE closed_at IS NULL AND item = ?"
            " AND record = ? AND (delivery IS NULL OR delivery IN (SELECT id FROM delivery WHERE item = ?"
            " AND record = ? AND lane = ? AND state = 'rejected'))",
            (now, row["item"], row["record"], row["item"], row["record"], lane),
        )
        sql.execute(
            "UPDATE delivery SET state = 'superseded', note = 'Read again.', retry_at = NULL"
            " WHERE item = ? AND record = ? AND lane = ? AND state = 'rejected'",
            (row["item"], row["record"], lane),
        )


_ROWS = (
    "SELECT r.*, f.item, f.path, p.account FROM plan_row r JOIN plan_file f ON f.id = r.file"
    " JOIN plan p ON p.id = r.plan WHERE r.plan = :plan AND r.resource = :resource AND r.reference = :reference"
    " AND r.hash IS NOT NULL ORDER BY r.id"
)
_KNOWN = (
    "SELECT d.item, d.record, d.version, d.state, d.hash, d.unedited, d.revision FROM lane l"
    " JOIN delivery d ON d.lane = l.id WHERE l.account = ? AND l.resource = ? AND l.reference = ? AND d.claimable > 0"
    " ORDER BY d.revision"
)


def _newer(one: sqlite3.Row, other: sqlite3.Row) -> bool:
    """By the data's version where both name one of a kind, else by file and record as they were noticed."""
    mine, its = one["version"], other["version"]
    if mine and its and mine != its and mine[0] == its[0]:
        return bool(mine > its)
    return (one["item"], one["record"]) > (other["item"], other["record"])


def _decide(row: sqlite3.Row, known: Sequence[sqlite3.Row], lane: Lane | None) -> tuple[str, str]:
    own = [one for one in known if (one["item"], one["record"]) == (row["item"], row["record"])]
    if any(_newer(one, row) for one in known if one not in own):
        return OLDER, "the ledger knows a newer version"
    if lane is not None and not lane.in_doubt and row["hash"] in (lane.acked_hash, lane.acked_unedited):
        return SAME, ""
    if own and own[-1]["unedited"]:
        return EDITED, "a person has edited it; edit it again to change it"
    if own and own[-1]["state"] == "dismissed":
        return DISMISSED, "a person has dismissed it; retry sends it"
    if any(one["state"] in {"pending", "sending", "unknown"} and one["hash"] == row["hash"] for one in known):
        return WAITS, ""
    return SENT, ""
