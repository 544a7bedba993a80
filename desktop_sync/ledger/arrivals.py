"""What came, for what is expected: counted by time of arrival, from any process; and what the arrivals chore remembers.

Every noticed item counts, but for those that were there before the first run, were replaced at their source, or were
gone before they were read.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import islice

from desktop_sync.core.arrivals import STANDING, verdicts
from desktop_sync.core.arrivals_days import latest
from desktop_sync.core.arrivals_model import Arrival, Awaited, Expectation, Occasion, Tally, Verdict
from desktop_sync.core.ports import Clock
from desktop_sync.core.problem import Problem
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.journal import open_problems

SLACK = 600.0  # seconds by which a file's own time may lie before the last look: it was young then
PREFIX = "arrivals:"
_COUNTED = "(i.state NOT IN ('skipped', 'replaced') AND NOT (i.state = 'gone' AND i.staged_at IS NULL))"
_FROM = (
    " FROM json_each(:places) j CROSS JOIN item i ON i.place = j.value"
    f" WHERE i.came_at >= :begin AND i.came_at < :next AND {_COUNTED}"
)
_SOUND = "(i.size >= :least AND i.size <= :most)"
_LARGEST = 2**62
_DISMISSED = (
    "SELECT key, max(position) FROM problem WHERE key >= 'arrivals:' AND key < 'arrivals;'"
    " AND closed_by >= 'dismissed by ' AND closed_by < 'dismissed by!' GROUP BY key"
)


def came_at(mtime_ns: int, looked_at: float | None, now: float) -> float:
    """When an item came that is noticed ``now``: its own time, where the last look allows it."""
    own = mtime_ns / 1e9
    return own if looked_at is not None and looked_at - SLACK < own <= now else now


def places(sql: sqlite3.Connection, flow: str, connections: Collection[str]) -> list[int]:
    """The numbers of a flow's places, of those that were ever looked at."""
    query = "SELECT p.id FROM json_each(?) j CROSS JOIN place p ON p.flow = ? AND p.connection = j.value"
    return [row[0] for row in sql.execute(query, (json.dumps(list(connections)), flow))]


def looked(sql: sqlite3.Connection, numbers: Sequence[int]) -> datetime | None:
    """When the last look began that saw all of these places; None: not all of them were looked at."""
    query = "SELECT min(p.looked_at), count(p.looked_at) FROM json_each(?) j CROSS JOIN place p ON p.id = j.value"
    at, number = sql.execute(query, (json.dumps(list(numbers)),)).fetchone()
    return _moment(at) if numbers and number == len(numbers) else None


def tally_of(sql: sqlite3.Connection, numbers: Sequence[int], expected: Expectation, one: Occasion) -> Tally:
    """As ``core.arrivals.tally``, from the items of these places."""
    size = expected.size
    values = {
        "places": json.dumps(list(numbers)), "begin": one.begin.timestamp(), "due": one.due.timestamp(),
        "end": one.end.timestamp(), "next": one.next.timestamp(),
        "least": size.least or 0, "most": _LARGEST if size.most is None else size.most,
    }  # fmt: skip
    query = (
        "SELECT count(*) AS items, coalesce(sum(i.came_at < :end), 0) AS within,"
        f" coalesce(sum({_SOUND}), 0) AS sound, coalesce(sum({_SOUND} AND i.came_at <= :due), 0) AS in_time,"
        " coalesce(sum(iif(i.state = 'noticed', 0, i.documents)), 0) AS documents,"
        " coalesce(sum(i.state = 'noticed'), 0) AS unread,"
        " coalesce(sum(i.size < :least), 0) AS small, coalesce(sum(i.size > :most), 0) AS large,"
        f" min(iif({_SOUND}, i.came_at, NULL)) AS first_sound, max(iif({_SOUND}, i.came_at, NULL)) AS last_sound,"
        " max(iif(i.size < :least, i.came_at, NULL)) AS last_small,"
        f" max(iif(i.size > :most, i.came_at, NULL)) AS last_large{_FROM}"
    )
    row = sql.execute(query, values).fetchone()
    return Tally(
        items=row["items"],
        within=row["within"],
        sound=row["sound"],
        in_time=row["in_time"],
        documents=row["documents"],
        unread=row["unread"],
        small=row["small"],
        large=row["large"],
        first_sound=_moment(row["first_sound"]),
        last_sound=_moment(row["last_sound"]),
        last_small=_moment(row["last_small"]),
        last_large=_moment(row["last_large"]),
        smallest=_example(sql, "i.size < :least ORDER BY i.size, i.path", values) if row["small"] else None,
        largest=_example(sql, "i.size > :most ORDER BY i.size DESC, i.path", values) if row["large"] else None,
    )


def _example(sql: sqlite3.Connection, which: str, values: Mapping[str, object]) -> tuple[str, int]:
    row = sql.execute(f"SELECT i.path, i.size{_FROM} AND {which} LIMIT 1", values).fetchone()
    return row[0], row[1]


def judged(sql: sqlite3.Connection, one: Awaited, now: datetime, number: int = STANDING) -> Iterator[Verdict]:
    """The last ``number`` occasions, newest first; counted one by one, as they are asked for."""
    numbers = places(sql, one.flow, one.connections)
    expected = one.expected
    found = latest(expected, now, number + 1)
    seen = looked(sql, numbers) if len(numbers) == len(one.connections) else None
    return islice(verdicts(expected, found, partial(tally_of, sql, numbers, expected), now, seen), number)


def arrivals_since(sql: sqlite3.Connection, numbers: Sequence[int], since: datetime, limit: int) -> list[Arrival]:
    """The newest ``limit`` of them, oldest first."""
    query = (
        "SELECT i.came_at, i.size, iif(i.state = 'noticed', NULL, i.documents), i.path FROM item i"
        f" WHERE i.place = ? AND i.came_at >= ? AND {_COUNTED} ORDER BY i.came_at DESC LIMIT ?"
    )
    found = [
        Arrival(datetime.fromtimestamp(row[0], UTC), row[1], row[2], row[3])
        for number in numbers
        for row in sql.execute(query, (number, since.timestamp(), limit))
    ]
    return sorted(found, key=lambda one: one.at)[-limit:]


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


class Arrivals:
    """What the chore remembers: since when an expectation stands, and its open problems."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def since(self, names: Collection[str]) -> dict[str, float]:
        """Since when (epoch seconds) each of these expectations stands: now, for new ones. All others are forgotten."""
        wanted = json.dumps(sorted(names))
        with self._database.transaction() as sql:
            sql.execute("DELETE FROM expectation WHERE name NOT IN (SELECT value FROM json_each(?))", (wanted,))
            sql.execute(
                "INSERT OR IGNORE INTO expectation (name, since) SELECT value, ? FROM json_each(?)",
                (self._clock.now(), wanted),
            )
            return {row[0]: row[1] for row in sql.execute("SELECT name, since FROM expectation")}

    def dismissed(self) -> dict[str, str]:
        """By key, up to which occasion (the position of the problem) a person wants to hear no more of it."""
        with self._database.reading() as sql:
            return dict(sql.execute(_DISMISSED).fetchall())

    def tell(self, wrong: Sequence[Problem], why: Mapping[str, str]) -> None:
        """These and no other problems of arrivals are open. ``why`` the others are over, by their key."""
        with self._database.reading() as sql:
            query = "SELECT key, what, hint, position FROM problem WHERE closed_at IS NULL AND key >= ? AND key < ?"
            known = {row[0]: row[1:] for row in sql.execute(query, (PREFIX, PREFIX[:-1] + ";"))}
        fresh = [one for one in wrong if one.key not in known]
        other = [one for one in wrong if one.key in known and known[one.key] != (one.what, one.hint, one.position)]
        over = known.keys() - {one.key for one in wrong}
        if not fresh and not other and not over:
            return
        now = self._clock.now()
        with self._database.transaction() as sql:
            open_problems(sql, fresh, now)
            sql.executemany(
                "UPDATE problem SET what = ?, hint = ?, position = ?, last_at = ? WHERE key = ? AND closed_at IS NULL",
                [(one.what, one.hint, one.position, now, one.key) for one in other],
            )
            sql.executemany(
                "UPDATE problem SET closed_at = ?, closed_by = ? WHERE key = ? AND closed_at IS NULL",
                [(now, why.get(key, "it is not expected any more"), key) for key in sorted(over)],
            )
