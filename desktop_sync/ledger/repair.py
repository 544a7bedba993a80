"""What people do to documents and problems: retry, dismiss, edit, answer. Each is one transaction with an audit entry.

Nothing is sent here and no file is moved: a delivery is made due, and the next run sends it as any other.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from desktop_sync.core.identity import canonical, content_hash, version_words
from desktop_sync.core.lanes import Waiting, older
from desktop_sync.core.ports import Clock
from desktop_sync.core.states import DeliveryState, Operation
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.export_notes import ExportNotes
from desktop_sync.ledger.export_problems import give_up, is_removed
from desktop_sync.ledger.outcomes import acknowledge
from desktop_sync.ledger.problems import dismissable

ASKED = frozenset({"conflict", "deleted", "restored", "plan"})  # refused to ask a person: retrying is the answer
PENDING, UNKNOWN = DeliveryState.PENDING.value, DeliveryState.UNKNOWN.value


@dataclass(frozen=True, slots=True)
class Repaired:
    """What was done about one thing, or why nothing was: ``name`` is a reference, or a problem's ``p12``."""

    name: str
    done: bool
    what: str
    flow: str = ""
    delivery: int | None = None


class Repair:
    """``who``: the person's name on this machine."""

    def __init__(self, database: Database, clock: Clock, who: str) -> None:
        self._database = database
        self._notes = ExportNotes(database)
        self._clock = clock
        self._who = who

    def retry(self, deliveries: Sequence[int], problems: Sequence[int] = (), reason: str = "") -> list[Repaired]:
        """Makes them due. Closes nothing: a success does. One older than what Acme has is refused (rule 8)."""
        with self._database.transaction() as sql:
            done = [self._retry(sql, row, reason) for row in _loaded(sql, deliveries)]
            return done + [self._retry_problem(sql, row, reason) for row in _problems(sql, problems, skip=deliveries)]

    def dismiss(self, deliveries: Sequence[int], problems: Sequence[int], reason: str) -> list[Repaired]:
        """Nobody will bring them to Acme. The counters of their items follow."""
        with self._database.transaction() as sql:
            done = [self._dismiss(sql, row, reason) for row in _loaded(sql, deliveries)]
            return done + [self._dismiss_problem(sql, row, reason) for row in _problems(sql, problems, skip=deliveries)]

    def edit(self, delivery: int, body: Mapping[str, object], changes: Sequence[str], reason: str) -> Repaired:
        """A new delivery with this body, newer than all of its lane; the former one ends where it still waited."""
        with self._database.transaction() as sql:
            [row] = _loaded(sql, [delivery])
            why = _not_editable(row)
            return Repaired(row["reference"], False, why) if why else self._edit(sql, row, body, changes, reason)

    def answer(self, delivery: int, *, arrived: bool, reason: str) -> Repaired:
        """A person has looked at Acme for an unknown that the program may not look up."""
        with self._database.transaction() as sql:
            [row] = _loaded(sql, [delivery])
            if row["state"] != UNKNOWN:
                return Repaired(row["reference"], False, f"it is not unknown but {_state(row)}; nothing was changed")
            if arrived:
                return self._arrived(sql, row, reason)
            sql.execute(
                "UPDATE delivery SET state = 'pending', in_question = 1, insists = 1, not_before = 0, claim = NULL,"
                " note = ? WHERE id = ? AND state = 'unknown'",
                (f"{self._who} says that it has not arrived.", delivery),
            )
            self._audit(sql, "send again", row, reason)
            return _done(row, "it is sent again by the next run")

    # -- retry --------------------------------------------------------------------------------

    def _retry(self, sql: sqlite3.Connection, row: sqlite3.Row, reason: str) -> Repaired:
        if row["state"] in {PENDING, UNKNOWN}:
            sql.execute("UPDATE delivery SET not_before = 0 WHERE id = ?", (row["id"],))
            self._audit(sql, "retry", row, reason)
            looked = "looked up" if row["state"] == UNKNOWN else "sent"
            return _done(row, f"it waited already; it is {looked} by the next run")
        why = _not_retryable(row)
        if why:
            return Repaired(row["reference"], False, why, row["flow"], row["id"])
        asked = row["reason"] in ASKED
        sql.execute(
            "UPDATE delivery SET state = 'pending', not_before = 0, request = NULL, retry_at = NULL, ended_at = NULL,"
            " doubts = 0, doubts_since = NULL, conflicts = 0, looks = 0, insists = max(insists, ?), plan = NULL,"
            " base = NULL, reason = '', owner = NULL, note = '' WHERE id = ? AND state IN ('rejected', 'dismissed')",
            (asked, row["id"]),
        )
        if asked:
            sql.execute("UPDATE lane SET in_doubt = 1 WHERE id = ?", (row["lane"],))
        self._audit(sql, "retry", row, reason)
        return _done(row, "it is sent by the next run")

    def _retry_problem(self, sql: sqlite3.Connection, row: sqlite3.Row, reason: str) -> Repaired:
        name = f"p{row['id']}"
        moves = row["key"].startswith("settle:") or row["key"].endswith(":fetch")
        if not moves or row["item"] is None:
            return Repaired(name, False, _no_retry(row), row["flow"] or "")
        sql.execute(
            "UPDATE item SET not_before = 0 WHERE id = ? AND state IN ('noticed', 'staged', 'rejected', 'settling')",
            (row["item"],),
        )
        self._audit(sql, "retry", None, reason, problem=row)
        return Repaired(name, True, "it is tried by the next run", row["flow"] or "")

    # -- dismiss ------------------------------------------------------------------------------

    def _dismiss(self, sql: sqlite3.Connection, row: sqlite3.Row, reason: str) -> Repaired:
        if row["state"] not in {PENDING, "rejected"} or row["in_question"]:
            return Repaired(row["reference"], False, _not_dismissable(row), row["flow"], row["id"])
        sql.execute("UPDATE delivery SET claimable = 1 WHERE id = ? AND claimable = 2", (row["id"],))
        sql.execute(
            "UPDATE delivery SET state = 'dismissed', note = ?, ended_at = ?, retry_at = NULL, request = NULL"
            " WHERE id = ? AND state IN ('pending', 'rejected')",
            (f"Dismissed by {self._who}: {reason}", self._clock.now(), row["id"]),
        )
        self._close(sql, "key = ?", f"delivery:{row['id']}", f"dismissed by {self._who}: {reason}")
        self._audit(sql, "dismiss", row, reason)
        return _done(row, "dismissed")

    def _dismiss_problem(self, sql: sqlite3.Connection, row: sqlite3.Row, reason: str) -> Repaired:
        name = f"p{row['id']}"
        if not dismissable(row["key"], row["item"]):
            what = "it cannot be dismissed: it ends by itself when its reason is gone"
            return Repaired(name, False, what, row["flow"] or "")
        by = f"dismissed by {self._who}: {reason}"
        if is_removed(row["key"]):
            self._notes.became(sql, give_up(sql, row["flow"], by, self._clock.now()))
        self._close(sql, "id = ?", row["id"], by)
        self._audit(sql, "dismiss", None, reason, problem=row)
        return Repaired(name, True, "dismissed", row["flow"] or "")

    def _close(self, sql: sqlite3.Connection, which: str, value: object, by: str) -> None:
        query = f"UPDATE problem SET closed_at = ?, closed_by = ? WHERE {which} AND closed_at IS NULL"
        sql.execute(query, (self._clock.now(), by, value))

    # -- edit ---------------------------------------------------------------------------------

    def _edit(
        self, sql: sqlite3.Connection, row: sqlite3.Row, body: Mapping[str, object], changes: Sequence[str], reason: str
    ) -> Repaired:
        spelt = canonical(dict(body))
        if spelt == row["body"]:
            return Repaired(row["reference"], False, "nothing was changed", row["flow"], row["id"])
        new = self._insert_edited(sql, row, spelt)
        if row["state"] in {PENDING, "rejected", "dismissed"}:
            sql.execute("UPDATE delivery SET claimable = 1 WHERE id = ? AND claimable = 2", (row["id"],))
            sql.execute(
                "UPDATE delivery SET state = 'superseded', note = ?, ended_at = ?, retry_at = NULL, request = NULL"
                " WHERE id = ?",
                (f"Edited by {self._who}.", self._clock.now(), row["id"]),
            )
            self._close(sql, "key = ?", f"delivery:{row['id']}", f"edited by {self._who}")
        self._audit(sql, "edit", row, reason, "; ".join(changes), made=new)
        return Repaired(row["reference"], True, "the edited one is sent by the next run", row["flow"], new)

    def _insert_edited(self, sql: sqlite3.Connection, row: sqlite3.Row, spelt: bytes) -> int:
        """It belongs to the same record; the trail shows both."""
        sql.execute("UPDATE lane SET revision = revision + 1 WHERE id = ?", (row["lane"],))
        asked = row["reason"] in ASKED
        made = sql.execute(
            "INSERT INTO delivery (lane, flow, item, stage, record, document, revision, version, operation, partial,"
            " hash, position, mapping, claimable, insists, unedited) SELECT lane, flow, item, stage, record,"
            " (SELECT max(document) + 1 FROM delivery o WHERE o.item = d.item AND o.stage = d.stage"
            " AND o.record = d.record), (SELECT revision FROM lane WHERE id = d.lane), version, operation, partial, ?,"
            " position, mapping, 1, ?, coalesce(unedited, hash) FROM delivery d WHERE d.id = ?",
            (content_hash(Operation(row["operation"]), spelt), asked, row["id"]),
        )
        sql.execute("INSERT INTO body VALUES (?, ?)", (made.lastrowid, spelt))
        sql.execute("UPDATE item SET open = open + 1, documents = documents + 1 WHERE id = ?", (row["item"],))
        if asked:
            sql.execute("UPDATE lane SET in_doubt = 1 WHERE id = ?", (row["lane"],))
        return int(made.lastrowid or 0)

    # -- answer -------------------------------------------------------------------------------

    def _arrived(self, sql: sqlite3.Connection, row: sqlite3.Row, reason: str) -> Repaired:
        """Which version it has there is not known: Acme is read before the next request of this lane."""
        state = DeliveryState.CREATED if row["method"] == "POST" else DeliveryState.UPDATED
        sql.execute(
            "UPDATE delivery SET state = ?, note = ?, claim = NULL, in_question = 0, ended_at = ?"
            " WHERE id = ? AND state = 'unknown'",
            (state.value, f"{self._who} says that it has arrived.", self._clock.now(), row["id"]),
        )
        sql.execute(
            "UPDATE request SET outcome = 'a person says: arrived' WHERE delivery = ? AND number = ?",
            (row["id"], row["request"]),
        )
        winner = Waiting(
            row["id"], row["revision"], row["version"], Operation(row["operation"]), bool(row["partial"]), row["hash"],
            False, unedited=row["unedited"],
        )  # fmt: skip
        acknowledge(sql, [(row["lane"], winner, None)], self._clock.now())
        sql.execute("UPDATE lane SET in_doubt = 1 WHERE id = ?", (row["lane"],))
        self._audit(sql, "arrived", row, reason)
        return _done(row, f"noted as {state.value}")

    def _audit(
        self, sql: sqlite3.Connection, action: str, row: sqlite3.Row | None, reason: str, details: str = "", *,
        made: int | None = None, problem: sqlite3.Row | None = None,
    ) -> None:  # fmt: skip
        sql.execute(
            "INSERT INTO audit (at, who, action, lane, delivery, item, problem, reason, details)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self._clock.now(), self._who, action, row and row["lane"], made or (row and row["id"]),
                row["item"] if row else problem and problem["item"], problem and problem["id"], reason, details,
            ),
        )  # fmt: skip


_DELIVERY = (
    "SELECT d.*, b.body, l.resource, l.reference, l.acked_version, l.acked_revision, l.acked_delivery,"
    " (SELECT method FROM request r WHERE r.delivery = d.id AND r.number = d.request) AS method"
    " FROM json_each(?) j CROSS JOIN delivery d ON d.id = j.value CROSS JOIN lane l ON l.id = d.lane"
    " CROSS JOIN body b ON b.delivery = d.id ORDER BY d.id"
)


def _loaded(sql: sqlite3.Connection, deliveries: Sequence[int]) -> Iterator[sqlite3.Row]:
    """One after the other: a person may retry all of a hundred thousand."""
    for number in deliveries:
        yield sql.execute(_DELIVERY, (json.dumps([number]),)).fetchone()


def _problems(sql: sqlite3.Connection, problems: Sequence[int], skip: Sequence[int]) -> Iterator[sqlite3.Row]:
    """Those that are not about one of these deliveries."""
    known = set(skip)
    for number in problems:
        row = sql.execute("SELECT * FROM problem WHERE id = ? AND closed_at IS NULL", (number,)).fetchone()
        if row is not None and row["delivery"] not in known:
            yield row


def _done(row: sqlite3.Row, what: str) -> Repaired:
    return Repaired(row["reference"], True, what, row["flow"], row["id"])


def _state(row: sqlite3.Row) -> str:
    return f"{row['state']} ({row['note']})" if row["note"] else str(row["state"])


def _is_older(row: sqlite3.Row) -> bool:
    mine, its = (row["version"], row["revision"]), (row["acked_version"], row["acked_revision"])
    return not row["partial"] and older(mine, its)


def _older_words(row: sqlite3.Row) -> str:
    versions = [version_words(row["version"]), version_words(row["acked_version"])]
    named = f" (version {versions[0]}; Acme has {versions[1]})" if all(versions) else ""
    return f"it is older than what Acme has{named}, so it is not sent"


def _not_retryable(row: sqlite3.Row) -> str:
    if row["state"] not in {"rejected", "dismissed"}:
        return f"there is nothing to retry: it is {_state(row)}"
    return _older_words(row) if _is_older(row) else ""


def _not_editable(row: sqlite3.Row) -> str:
    if row["state"] in {"sending", UNKNOWN} or row["in_question"]:
        return "it is not known yet whether it has arrived; run the flow, then edit it"
    return _older_words(row) if row["id"] != row["acked_delivery"] and _is_older(row) else ""


def _not_dismissable(row: sqlite3.Row) -> str:
    if row["state"] in {"sending", UNKNOWN} or row["in_question"]:
        return "it is not known yet whether it has arrived, so it cannot be dismissed; run the flow first"
    return f"there is nothing to dismiss: it is {_state(row)}"


def _no_retry(row: sqlite3.Row) -> str:
    if row["item"] is None:
        return "there is nothing to retry: it is tried by every run"
    hint = row["hint"] or "Correct the mapping and use desktop-sync read-again, or send the file again."
    return f"the file has ended. {hint}"
