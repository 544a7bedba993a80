"""Runs, problems, accounts and the ledger's own facts. Values in, values out."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop_sync.core.errors import Stop
from desktop_sync.core.model import Account
from desktop_sync.core.ports import Clock
from desktop_sync.core.problem import Problem
from desktop_sync.core.redaction import redact
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.schema import new_ledger_id

_CLEAR_FROM = "clear_from"
_TAKEN = "heartbeat taken: "
_ANEW = "begun anew"
_RESTORED_AT = "restored_at"
_EXPORTS_KNOWN = "exports known"
_DOUBTFUL_LOOKS = 2  # the first, and one for what was still young then
_DOUBTFUL_PLACES = 7 * 24 * 3600.0
LEARNT = 100 * 24 * 3600.0  # so far back the archive is read for a place of which nothing is known
_DAY = 24 * 3600.0
_TRUST = 3600.0  # seconds by which clocks may be apart or have been set


@dataclass(frozen=True, slots=True)
class BoundAccount:
    """The account a connection was last seen with. ``asked``: Acme has said so just now; ``why``: why it has not."""

    id: int
    account: Account
    asked: bool = True
    why: str = ""


class Journal:
    """What is written down about runs, troubles and who we are."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def ledger_id(self) -> str:
        """Random name of this ledger; part of every request key."""
        with self._database.reading() as sql:
            return str(sql.execute("SELECT value FROM meta WHERE key = 'ledger_id'").fetchone()[0])

    def fact(self, key: str) -> str | None:
        with self._database.reading() as sql:
            row = sql.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def note_fact(self, key: str, value: str) -> None:
        with self._database.transaction() as sql:
            sql.execute(
                "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (key, value)
            )

    def put_in_doubt(self, last_work: float = math.inf) -> None:
        """After restore or copy: a new ledger id, and every lane is read in Acme before its next delivery.

        What the first look finds may be older than what Acme has, unless its time is well after ``last_work``: when the
        ledger that did it worked last (epoch seconds), if that is known; it was before now.
        """
        with self._database.transaction() as sql:
            sql.execute("UPDATE meta SET value = ? WHERE key = 'ledger_id'", (new_ledger_id(),))
            restored = str(min(self._clock.now(), last_work))
            sql.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", [(_CLEAR_FROM, ""), (_RESTORED_AT, restored)])
            sql.execute("UPDATE lane SET in_doubt = 1, doubt_since_revision = revision")
            sql.execute(
                "UPDATE place SET doubtful = ?, learn_since ="
                " coalesce((SELECT max(noticed_at) FROM item WHERE item.place = place.id), ?) - ?",
                (_DOUBTFUL_LOOKS, self._clock.now() - LEARNT, _DAY),
            )
            sql.execute("UPDATE item SET before_restore = 1 WHERE state = 'noticed'")

    def begin_anew(
        self, places: Iterable[Sequence[object]], accounts: Iterable[Sequence[object]], machine: str | None
    ) -> None:
        """There was a ledger, and it is lost. Rows: flow, connection, first_run; connection, tenant, URL, title."""
        now = self._clock.now()
        with self._database.transaction() as sql:
            sql.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_ANEW, str(now)))
            if machine is not None:
                sql.execute("INSERT OR REPLACE INTO meta VALUES ('machine', ?)", (machine,))
            sql.executemany("INSERT OR IGNORE INTO place (flow, connection, first_run) VALUES (?, ?, ?)", places)
            for connection, tenant, base_url, title in accounts:
                sql.execute(
                    "INSERT OR IGNORE INTO account (tenant, base_url, title) VALUES (?, ?, ?)",
                    (tenant, base_url, title),
                )
                sql.execute(
                    "INSERT OR IGNORE INTO connection_account SELECT ?, id, ? FROM account"
                    " WHERE tenant = ? AND base_url = ?",
                    (connection, now, tenant, base_url),
                )

    def begun_anew(self) -> bool:
        """Whether what was said and done before this ledger is lost."""
        return self.fact(_ANEW) is not None

    def clear_from(self, server_now: float, commit_lag: float) -> float:
        """Server's time (epoch seconds) from which a look tells the truth; after a restore counted from the first look.

        Until then something may be under way that the former ledger sent last and this one does not know of.
        """
        noted = self.fact(_CLEAR_FROM)
        if noted == "":
            noted = str(server_now + commit_lag)
            self.note_fact(_CLEAR_FROM, noted)
        return 0.0 if noted is None else float(noted)

    def account_of(self, connection: str) -> BoundAccount | None:
        """None: this connection has never reached its account."""
        query = (
            "SELECT a.id, a.tenant, a.base_url, a.title FROM connection_account c JOIN account a ON a.id = c.account"
            " WHERE c.connection = ?"
        )
        with self._database.reading() as sql:
            row = sql.execute(query, (connection,)).fetchone()
        return None if row is None else BoundAccount(row[0], Account(row[1], row[2], row[3]))

    def note_heartbeat(self, connection: str) -> None:
        """Acme has taken one: an answer like any other, and the last proof that it hears us."""
        now = self._clock.now()
        with self._database.transaction() as sql:
            sql.execute("UPDATE connection_account SET noted_at = ? WHERE connection = ?", (now, connection))
            sql.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (f"{_TAKEN}{connection}", str(now)))

    def heartbeat_at(self, connection: str) -> float | None:
        """When Acme last took one; epoch seconds."""
        taken = self.fact(f"{_TAKEN}{connection}")
        return None if taken is None else float(taken)

    def asked_at(self, connection: str) -> float | None:
        """When Acme last answered, to ten seconds; epoch seconds."""
        with self._database.reading() as sql:
            row = sql.execute("SELECT noted_at FROM connection_account WHERE connection = ?", (connection,)).fetchone()
        return None if row is None else float(row[0])

    def bind(self, connection: str, account: Account) -> BoundAccount:
        """From now on the connection's deliveries belong to this account (and its lanes)."""
        with self._database.transaction() as sql:
            sql.execute(
                "INSERT INTO account (tenant, base_url, title) VALUES (?, ?, ?)"
                " ON CONFLICT (tenant, base_url) DO UPDATE SET title = excluded.title",
                (account.tenant, account.base_url, account.title),
            )
            number = sql.execute(
                "SELECT id FROM account WHERE tenant = ? AND base_url = ?", (account.tenant, account.base_url)
            ).fetchone()[0]
            sql.execute(
                "INSERT INTO connection_account VALUES (?, ?, ?)"
                " ON CONFLICT (connection) DO UPDATE SET account = excluded.account, noted_at = excluded.noted_at",
                (connection, number, self._clock.now()),
            )
        return BoundAccount(int(number), account)

    def move_account(self, connection: str, account: Account) -> None:
        """The same account at a new address: its lanes stay, each is read in Acme before its next delivery."""
        bound = self.account_of(connection)
        if bound is None:
            self.bind(connection, account)
            return
        with self._database.transaction() as sql:
            if _known_otherwise(sql, account, bound.id):
                raise Stop(
                    f"The ledger already knows {account.tenant} at {account.base_url}, as another account.",
                    f"If it is that one: desktop-sync account {connection} another. Its own documents are known there.",
                )
            sql.execute(
                "UPDATE account SET tenant = ?, base_url = ?, title = ? WHERE id = ?",
                (account.tenant, account.base_url, account.title, bound.id),
            )
            sql.execute("UPDATE lane SET in_doubt = 1, doubt_since_revision = revision WHERE account = ?", (bound.id,))

    def begin_run(self, flow: str) -> int:
        with self._database.transaction() as sql:
            cursor = sql.execute("INSERT INTO run (flow, started_at) VALUES (?, ?)", (flow, self._clock.now()))
            return int(cursor.lastrowid or 0)

    def end_run(
        self, run: int, outcome: str, counts: Mapping[str, int], note: str = "", *, reached: bool | None = None
    ) -> bool:
        """False: it had ended already, and stays as it is. ``reached``: its source answered; None: it was not asked."""
        with self._database.transaction() as sql:
            done = sql.execute(
                "UPDATE run SET ended_at = ?, outcome = ?, counts = ?, note = ? WHERE id = ? AND ended_at IS NULL",
                (self._clock.now(), outcome, json.dumps(dict(counts)), redact(note), run),
            )
            if done.rowcount and reached is not None:
                sql.execute(
                    "INSERT INTO agenda (flow, failures) SELECT flow, ? FROM run WHERE id = ?"
                    " ON CONFLICT (flow) DO UPDATE SET failures = CASE WHEN ? THEN 0 ELSE failures + 1 END",
                    (int(not reached), run, reached),
                )
            return done.rowcount > 0

    def told(self, what: str) -> bool:
        """Whether an open problem says this."""
        with self._database.reading() as sql:
            query = "SELECT 1 FROM problem WHERE closed_at IS NULL AND what = ?"
            return sql.execute(query, (what,)).fetchone() is not None

    def report(self, problems: Iterable[Problem]) -> None:
        """Open problems, or count one that is open already."""
        with self._database.transaction() as sql:
            open_problems(sql, problems, self._clock.now())

    def is_open(self, key: str) -> bool:
        """Whether there is an open problem of this key."""
        with self._database.reading() as sql:
            return (
                sql.execute("SELECT 1 FROM problem WHERE key = ? AND closed_at IS NULL", (key,)).fetchone() is not None
            )

    def resolve(self, key: str, by: str) -> bool:
        """Close the open problem of this key; True when there was one. Mostly there is none, and nothing is written."""
        if not self.is_open(key):
            return False
        with self._database.transaction() as sql:
            done = sql.execute(
                "UPDATE problem SET closed_at = ?, closed_by = ? WHERE key = ? AND closed_at IS NULL",
                (self._clock.now(), by, key),
            )
            return done.rowcount > 0


def doubtful_looks(sql: sqlite3.Connection, now: float) -> int:
    """Within a transaction, for a place that the ledger has never met: it may be one that a copy did not know of yet.

    Only in the first week after a restore: later it is a new flow.
    """
    at = restored_at(sql)
    return _DOUBTFUL_LOOKS if at is not None and now - at < _DOUBTFUL_PLACES else 0


def before_restore(sql: sqlite3.Connection, place: int) -> float:
    """Within a transaction: up to which time of its own (epoch seconds) a thing that is noticed now may have been there
    before the ledger was restored; -inf: none may.

    What Acme has may then be a newer version of it, of which the ledger does not know.
    """
    doubtful = sql.execute("SELECT doubtful FROM place WHERE id = ?", (place,)).fetchone()[0]
    at = restored_at(sql) if doubtful else None
    return -math.inf if at is None else at + _TRUST


def restored_at(sql: sqlite3.Connection) -> float | None:
    """Epoch seconds; None: the ledger never went back to a copy."""
    row = sql.execute("SELECT value FROM meta WHERE key = ?", (_RESTORED_AT,)).fetchone()
    return None if row is None else float(row[0])


def note_exports_known(sql: sqlite3.Connection) -> None:
    """Within a transaction: what exports had delivered before the restore is not in doubt."""
    sql.execute("INSERT OR REPLACE INTO meta SELECT ?, value FROM meta WHERE key = ?", (_EXPORTS_KNOWN, _RESTORED_AT))


def exports_in_doubt_since(sql: sqlite3.Connection) -> float | None:
    """As ``restored_at``; None also where exports have learnt what they had delivered."""
    row = sql.execute("SELECT value FROM meta WHERE key = ?", (_EXPORTS_KNOWN,)).fetchone()
    at = restored_at(sql)
    return None if row is not None and at == float(row[0]) else at


def _cause(cause: str) -> str:
    """One of our own words is never altered: things are decided by it."""
    return redact(cause) if ":" in cause else cause


def _known_otherwise(sql: sqlite3.Connection, account: Account, number: int) -> bool:
    query = "SELECT 1 FROM account WHERE tenant = ? AND base_url = ? AND id <> ?"
    return sql.execute(query, (account.tenant, account.base_url, number)).fetchone() is not None


def open_problems(sql: sqlite3.Connection, problems: Iterable[Problem], now: float) -> None:
    """Within a transaction: one problem with a count, not one per occurrence (pitfall 38)."""
    sql.executemany(
        "INSERT INTO problem (key, flow, connection, item, delivery, lane, record, position, field, value, cause, what,"
        " hint, owner, opened_at, last_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (key) WHERE closed_at IS NULL DO UPDATE SET"
        " times = times + 1, last_at = excluded.last_at, what = excluded.what, hint = excluded.hint",
        [
            (
                one.key, one.flow, one.connection, one.item, one.delivery, one.lane, one.record, one.position,
                one.field, redact(one.value)[:500], _cause(one.cause), redact(one.what), redact(one.hint),
                one.owner.value, now, now,
            )
            for one in problems
        ],
    )  # fmt: skip
