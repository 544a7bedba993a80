"""Mails about problems: which are made, what stands in them, how far each has come. Each move is one transaction.

```
ready ─► ending ─► sent            ending: the end of the mail is being sent
  ▲        ├──────► unknown        twice nobody could tell whether it arrived: not sent a third time
  └────────┘                       withdrawn: nobody has it; what stood in it is told by a later one
```
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from desktop_sync.core.notice_text import News, Text, Told
from desktop_sync.core.notices import Audience, Past, Terms, reminded_before
from desktop_sync.core.ports import Clock
from desktop_sync.ledger.database import Database

OWN = "notices:"
"""Keys of the notices' own problems; mail that fails is not told by mail."""
REFUSED = "notices-recipients:"
"""Begins the key of the problem that recipients are refused; their audience follows."""
_MOST = 10_000  # problems in one mail; more wait for the next
_DOUBTS = 2
_ARRIVALS = "arrivals:"  # begins the cause of what did not come as expected
_TOLD = "p.id, p.cause, p.what, p.hint, p.owner, p.flow, p.connection, p.opened_at, p.times, p.closed_at, p.closed_by"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A mail that is still to be sent, to ``to``."""

    id: int
    audience: str
    to: tuple[str, ...]
    message_id: str
    text: Text
    made_at: float
    tries: int
    not_before: float


class Notices:
    """What was told, to whom and when. The database holds that a problem is told once, and is over once."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def past(self, audience: Audience, day_begins: float) -> Past:
        """The mails so far; ``day_begins``: epoch seconds."""
        with self._database.reading() as sql:
            made = sql.execute("SELECT max(made_at) FROM notice WHERE audience = ?", (audience.key,)).fetchone()[0]
            today = sql.execute(
                "SELECT count(*) FROM notice WHERE audience = ? AND made_at >= ? AND state <> 'withdrawn'",
                (audience.key, day_begins),
            ).fetchone()[0]
            noted = sql.execute("SELECT value FROM meta WHERE key = ?", (_considered(audience),)).fetchone()
        return Past(made, today, None if noted is None else float(noted[0]))

    def consider(self, audience: Audience) -> None:
        """It was asked what to tell, and there was nothing."""
        with self._database.transaction() as sql:
            _note_considered(sql, audience, self._clock.now())

    def news(self, audience: Audience, terms: Terms) -> News:
        """What is to be told now."""
        owners = sorted(audience.owners)
        of = f"p.owner IN ({', '.join('?' * len(owners))})"
        kinds = _kinds(terms)
        opened = (
            f"SELECT {_TOLD} FROM problem p WHERE p.closed_at IS NULL AND {of} AND {kinds}"
            f" AND substr(p.key, 1, {len(OWN)}) <> '{OWN}'"
            " AND NOT EXISTS (SELECT 1 FROM told t WHERE t.problem = p.id AND t.what = 'opened') ORDER BY p.id LIMIT ?"
        )
        reminded = (
            f"SELECT {_TOLD} FROM told o CROSS JOIN problem p ON p.id = o.problem WHERE o.what = 'opened'"
            f" AND o.over = 0 AND p.closed_at IS NULL AND {of} AND {kinds}"
            " AND (SELECT max(t.at) FROM told t WHERE t.problem = p.id) <= ? ORDER BY p.id LIMIT ?"
        )
        ended = (
            f"SELECT {_TOLD} FROM told o CROSS JOIN problem p ON p.id = o.problem WHERE o.what = 'opened'"
            f" AND o.over = 0 AND p.closed_at IS NOT NULL AND {of} ORDER BY p.closed_at, p.id LIMIT ?"
        )
        since = reminded_before(terms, self._clock.now())
        with self._database.reading() as sql:
            return News(
                _told(sql, opened, *owners, _MOST),
                _told(sql, reminded, *owners, since, _MOST),
                _told(sql, ended, *owners, _MOST) if terms.recoveries else (),
            )

    def pass_over(self, audience: Audience) -> None:
        """Nobody wants to hear that something is over: nor will they later, of what is over by now."""
        owners = sorted(audience.owners)
        over = (
            "SELECT o.problem FROM told o CROSS JOIN problem p ON p.id = o.problem WHERE o.what = 'opened'"
            f" AND o.over = 0 AND p.closed_at IS NOT NULL AND p.owner IN ({', '.join('?' * len(owners))})"
        )
        with self._database.reading() as sql:
            if sql.execute(f"{over} LIMIT 1", owners).fetchone() is None:
                return
        with self._database.transaction() as sql:
            sql.execute(f"UPDATE told SET over = 1 WHERE what = 'opened' AND problem IN ({over})", owners)

    def make(self, audience: Audience, message_id: str, text: Text, news: News) -> None:
        """A mail that waits to be sent, with what it tells. IntegrityError when some of it was told already."""
        now = self._clock.now()
        with self._database.transaction() as sql:
            cursor = sql.execute(
                "INSERT INTO notice (audience, recipients, message_id, subject, text, html, made_at, state)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, 'ready')",
                (
                    audience.key, "\n".join(audience.to), message_id, _storable(text.subject), _storable(text.text),
                    _storable(text.html), now,
                ),
            )  # fmt: skip
            number = int(cursor.lastrowid or 0)
            _tell(sql, "opened", news.opened, number, now)
            _tell(sql, "reminded", news.reminded, number, now)
            _tell(sql, "ended", news.ended, number, now)
            sql.executemany(
                "UPDATE told SET over = 1 WHERE problem = ? AND what = 'opened'", [(one.id,) for one in news.ended]
            )
            _note_considered(sql, audience, now)

    def forget_refused(self, known: Iterable[str]) -> None:
        """Recipients who were refused, of audiences that are not there any more: nobody writes to them."""
        keys = [f"{REFUSED}{one}" for one in known]
        stale = (
            f"closed_at IS NULL AND substr(key, 1, {len(REFUSED)}) = '{REFUSED}'"
            f" AND key NOT IN ({', '.join('?' * len(keys))})"
        )
        with self._database.reading() as sql:
            if sql.execute(f"SELECT 1 FROM problem WHERE {stale} LIMIT 1", keys).fetchone() is None:
                return
        why = "they are not in the settings any more"
        with self._database.transaction() as sql:
            statement = f"UPDATE problem SET closed_at = ?, closed_by = ? WHERE {stale}"
            sql.execute(statement, (self._clock.now(), why, *keys))

    def waiting(self) -> list[Waiting]:
        """What is still to be sent, oldest first."""
        query = "SELECT * FROM notice WHERE state IN ('ready', 'ending') ORDER BY id"
        with self._database.reading() as sql:
            return [_waiting(row) for row in sql.execute(query)]

    def recover(self) -> int:
        """A process that is gone was sending the end of a mail: nobody can tell whether it arrived. How many."""
        cut = "SELECT id FROM notice WHERE state = 'ending'"
        with self._database.reading() as sql:
            if sql.execute(cut).fetchone() is None:
                return 0
        with self._database.transaction() as sql:
            rows = sql.execute(cut).fetchall()
            for row in rows:
                _doubt(sql, row[0], self._clock.now(), 0.0, "the program ended while the mail was sent")
        return len(rows)

    def ending(self, number: int) -> None:
        """Right before the end of the mail is sent. From here on nobody can tell, until there is an answer."""
        with self._database.transaction() as sql:
            _move(sql, number, "UPDATE notice SET state = 'ending' WHERE id = ? AND state = 'ready'")

    def sent(self, number: int, later: Iterable[str] = (), not_before: float = 0.0, note: str = "") -> None:
        """The server has it. ``later``: recipients for whom it has to be sent again, from ``not_before`` on."""
        left = "\n".join(later)
        with self._database.transaction() as sql:
            if left:
                _move(
                    sql, number,
                    "UPDATE notice SET state = 'ready', reached = 1, recipients = ?2, not_before = ?3, note = ?4,"
                    " tries = tries + 1"
                    " WHERE id = ?1 AND state = 'ending'",
                    left, not_before, note,
                )  # fmt: skip
            else:
                _end(sql, number, "sent", self._clock.now(), note)

    def put_off(self, number: int, not_before: float, note: str) -> None:
        """Definitely not sent."""
        with self._database.transaction() as sql:
            _move(
                sql, number,
                "UPDATE notice SET state = 'ready', not_before = ?2, note = ?3, tries = tries + 1"
                " WHERE id = ?1 AND state IN ('ready', 'ending')",
                not_before, note[:500],
            )  # fmt: skip

    def doubt(self, number: int, not_before: float, note: str) -> None:
        """Nobody can tell: it is sent once more with the same Message-ID, and never again after that."""
        with self._database.transaction() as sql:
            _doubt(sql, number, self._clock.now(), not_before, note)

    def withdraw(self, number: int, note: str) -> None:
        """Definitely not sent and never will be: what stands in it is to be told by another one.

        Not so when a former try may have arrived, or has reached somebody: then it would be told twice.
        """
        with self._database.transaction() as sql:
            row = sql.execute("SELECT doubts, reached FROM notice WHERE id = ?", (number,)).fetchone()
            if row["doubts"] or row["reached"]:
                _end(sql, number, "sent" if row["reached"] else "unknown", self._clock.now(), note)
                return
            sql.execute(
                "UPDATE told SET over = 0 WHERE what = 'opened' AND problem IN"
                " (SELECT problem FROM told WHERE notice = ? AND what = 'ended')",
                (number,),
            )
            sql.execute("DELETE FROM told WHERE notice = ?", (number,))
            _end(sql, number, "withdrawn", self._clock.now(), note)


def _move(sql: sqlite3.Connection, number: int, statement: str, *values: object) -> None:
    if sql.execute(statement, (number, *values)).rowcount != 1:
        raise RuntimeError(f"notice {number} is not where it should be: somebody else moves it")


def _end(sql: sqlite3.Connection, number: int, state: str, now: float, note: str) -> None:
    """Its texts are gone with it: they may speak of persons, and what was told stands with the problems."""
    _move(
        sql, number,
        "UPDATE notice SET state = ?2, ended_at = ?3, note = ?4, subject = '', text = '', html = ''"
        " WHERE id = ?1 AND state IN ('ready', 'ending')",
        state, now, note[:500],
    )  # fmt: skip


def _doubt(sql: sqlite3.Connection, number: int, now: float, not_before: float, note: str) -> None:
    doubts = sql.execute("SELECT doubts FROM notice WHERE id = ?", (number,)).fetchone()[0] + 1
    if doubts >= _DOUBTS:
        _end(sql, number, "unknown", now, note)
        return
    _move(
        sql, number,
        "UPDATE notice SET state = 'ready', doubts = ?2, not_before = ?3, note = ?4, tries = tries + 1"
        " WHERE id = ?1 AND state = 'ending'",
        doubts, not_before, note[:500],
    )  # fmt: skip


def _tell(sql: sqlite3.Connection, what: str, problems: Sequence[Told], notice: int, now: float) -> None:
    sql.executemany(
        "INSERT INTO told (problem, what, notice, at) VALUES (?, ?, ?, ?)",
        [(one.id, what, notice, now) for one in problems],
    )


def _kinds(terms: Terms) -> str:
    arrivals = f"substr(p.cause, 1, {len(_ARRIVALS)}) = '{_ARRIVALS}'"
    if terms.problems and terms.arrivals:
        return "1"
    if not terms.problems and not terms.arrivals:
        return "0"
    return arrivals if terms.arrivals else f"NOT {arrivals}"


def _told(sql: sqlite3.Connection, query: str, *values: object) -> tuple[Told, ...]:
    return tuple(
        Told(
            row["id"], row["cause"], row["what"], row["hint"], row["owner"], row["flow"] or "",
            row["connection"] or "", row["opened_at"], row["times"], row["closed_at"], row["closed_by"],
        )
        for row in sql.execute(query, values)
    )  # fmt: skip


def _waiting(row: sqlite3.Row) -> Waiting:
    return Waiting(
        row["id"],
        row["audience"],
        tuple(row["recipients"].split("\n")),
        row["message_id"],
        Text(row["subject"], row["text"], row["html"]),
        row["made_at"],
        row["tries"],
        row["not_before"],
    )


def _considered(audience: Audience) -> str:
    return f"notices considered: {audience.key}"


def _note_considered(sql: sqlite3.Connection, audience: Audience, now: float) -> None:
    sql.execute(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (_considered(audience), str(now)),
    )


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def mails(sql: sqlite3.Connection, limit: int = 20) -> list[dict[str, Any]]:
    """The newest mails for people, newest first; read-only."""
    query = (
        "SELECT n.id, n.audience, n.made_at, n.state, n.tries, n.ended_at, n.note,"
        " (SELECT count(*) FROM told t WHERE t.notice = n.id AND t.what = 'opened') AS opened,"
        " (SELECT count(*) FROM told t WHERE t.notice = n.id AND t.what = 'reminded') AS reminded,"
        " (SELECT count(*) FROM told t WHERE t.notice = n.id AND t.what = 'ended') AS ended"
        " FROM notice n ORDER BY n.id DESC LIMIT ?"
    )
    return [dict(row) for row in sql.execute(query, (limit,))]
