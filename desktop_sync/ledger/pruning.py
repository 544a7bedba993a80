"""Retention within the ledger: what is old and done is removed, in pieces, each checked again in its own transaction.

A lane stays for ever: its hash, its version and its number in Acme tell what is new from what Acme has. Numbers of
items, deliveries and problems are never given again, so the newest of each stays too. It must not know how long things
are kept.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop_sync.core.ports import Clock
from desktop_sync.ledger.database import Database

ITEMS = 100  # looked at in one go
ROWS = 1000  # removed in one transaction
KEPT_SINCE = "history kept since"
_DAY = 24 * 3600.0

# An item that has ended, with all that came of it, before a moment; nobody has to act on any of it.
_OVER = (
    "i.ended_at < :before AND i.open = 0 AND i.state NOT IN ('noticed', 'staged', 'rejected', 'settling')"
    " AND NOT EXISTS (SELECT 1 FROM problem p WHERE p.item = i.id AND coalesce(p.closed_at, :before) >= :before)"
    " AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.item = i.id AND (d.state IN ('pending', 'sending', 'unknown')"
    " OR d.retry_at IS NOT NULL OR coalesce(d.ended_at, :before) >= :before))"
)
_NEWEST = (
    "EXISTS (SELECT 1 FROM delivery d CROSS JOIN lane l ON l.id = d.lane"
    " WHERE d.item = i.id AND l.acked_delivery = d.id)"
)
_LAST = (
    "(i.id = (SELECT max(id) FROM item) OR EXISTS (SELECT 1 FROM delivery d WHERE d.item = i.id"
    " AND d.id = (SELECT max(id) FROM delivery)))"
)
_NOT_EXPORTED = "NOT EXISTS (SELECT 1 FROM export e WHERE e.payload = i.payload AND e.payload_gone_at IS NULL)"
# Of a payload, every item that names it must be done with it.
_BARE = (
    "SELECT DISTINCT i.payload, i.payload_size FROM item i WHERE i.id IN (SELECT value FROM json_each(:items))"
    f" AND i.payload IS NOT NULL AND i.payload_gone_at IS NULL AND {_NOT_EXPORTED} AND NOT EXISTS (SELECT 1 FROM item o"
    f" WHERE o.payload = i.payload AND NOT (SELECT {_OVER} AND NOT {_NEWEST} FROM item i WHERE i.id = o.id))"
)


@dataclass(frozen=True, slots=True)
class Page:
    """Items in the order of noticing. ``last``: where the next page begins; None: there is none."""

    items: Sequence[int]
    last: int | None


class Pruning:
    """``before`` is always epoch seconds; whatever is younger than a day is left, also when somebody asks otherwise."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def page(self, after: int, before: float) -> Page:
        """The next items that were noticed before that moment."""
        query = "SELECT id FROM item WHERE id > ? AND noticed_at < ? ORDER BY id LIMIT ?"
        with self._database.reading() as sql:
            found = [row[0] for row in sql.execute(query, (after, self._old(before), ITEMS))]
        return Page(found, found[-1] if len(found) == ITEMS else None)

    def payloads(self, items: Sequence[int], before: float, remove: Callable[[Sequence[str]], None]) -> tuple[int, int]:
        """Payloads of these items that nobody needs: how many, of how many bytes.

        ``remove`` takes them out of the spool, within the transaction.
        """
        values = {"items": json.dumps(list(items)), "before": self._old(before)}
        with self._database.reading() as sql:
            if sql.execute(_BARE, values).fetchone() is None:
                return 0, 0
        with self._database.transaction() as sql:
            gone = dict(sql.execute(_BARE, values).fetchall())
            remove(list(gone))
            query = "UPDATE item SET payload_gone_at = ? WHERE payload = ?"
            sql.executemany(query, [(self._clock.now(), digest) for digest in gone])
        return len(gone), sum(size or 0 for size in gone.values())

    def items(self, items: Sequence[int], before: float, remove: Callable[[Sequence[str]], None]) -> tuple[int, bool]:
        """Items that are over, with documents, answers and problems. False: they have more than goes in one piece.

        Their payloads go with them where nobody else needs them.
        """
        values = {"items": json.dumps(list(items)), "before": self._old(before)}
        query = (
            f"SELECT i.id FROM json_each(:items) j CROSS JOIN item i ON i.id = j.value WHERE {_OVER} AND NOT {_LAST}"
        )
        with self._database.reading() as sql:
            if sql.execute(query, values).fetchone() is None:
                return 0, True
        with self._database.transaction() as sql:
            over = json.dumps([row[0] for row in sql.execute(query, values).fetchall()])
            whole = _documents(sql, over, self._clock.now())
            if not whole:
                return 0, False
            remove(_unshared(sql, over))
            listed = "IN (SELECT value FROM json_each(?))"
            sql.execute(f"DELETE FROM problem WHERE item {listed} AND id < (SELECT max(id) FROM problem)", (over,))
            gone = sql.execute(f"DELETE FROM item WHERE id {listed}", (over,)).rowcount
            _count_stale(sql, gone)
        return gone, True

    def others(self, before: float) -> int:
        """One piece of what stands beside items: problems, runs, people's deeds, plans, mails. 0: nothing is left."""
        for table, which, as_history in _OTHERS:
            moment = self._old(before) if as_history else self._clock.now() - 2 * _DAY
            query, values = f"SELECT id FROM {table} WHERE {which} LIMIT :rows", {"before": moment, "rows": ROWS}
            with self._database.reading() as sql:
                if sql.execute(query, values).fetchone() is None:
                    continue
            with self._database.transaction() as sql:
                return sql.execute(f"DELETE FROM {table} WHERE id IN ({query})", values).rowcount
        return 0

    def entities(self, after: tuple[int, str]) -> tuple[tuple[int, str] | None, int]:
        """Names of things that are absent and of which no item is left. Where to go on (None: the end), how many went.

        One that comes back is new, as it is anyway.
        """
        query = (
            "SELECT place, path FROM entity WHERE (place, path) > (?, ?) AND NOT present ORDER BY place, path LIMIT ?"
        )
        with self._database.reading() as sql:
            absent = [(row[0], row[1]) for row in sql.execute(query, (*after, ROWS))]
        if not absent:
            return None, 0
        with self._database.transaction() as sql:
            done = sql.executemany(
                "DELETE FROM entity WHERE place = ? AND path = ? AND NOT present"
                " AND NOT EXISTS (SELECT 1 FROM item i WHERE i.place = entity.place AND i.path = entity.path)",
                absent,
            )
        return absent[-1], done.rowcount

    def stale(self) -> bool:
        """Whether so much of the search index speaks of what is gone that it is worth making it anew."""
        with self._database.reading() as sql:
            gone = sql.execute("SELECT value FROM meta WHERE key = 'search stale'").fetchone()
            left = sql.execute("SELECT (SELECT count(*) FROM item) + (SELECT count(*) FROM lane)").fetchone()[0]
        return gone is not None and int(gone[0]) > max(left, ROWS)

    def _old(self, before: float) -> float:
        return min(before, self._clock.now() - _DAY)


# Table, what goes, and whether it is kept as long as the history or two days only. What tells what was done last, and
# the newest number of each, stay.
_PLANS = "SELECT id FROM plan WHERE made_at < :before"
_RUNS = (
    "ended_at < :before AND id NOT IN (SELECT max(id) FROM run GROUP BY flow"
    " UNION SELECT max(id) FROM run WHERE ended_at IS NOT NULL GROUP BY flow)"
)
_OTHERS = (
    ("plan_row", f"plan IN ({_PLANS})", True),
    ("plan", "made_at < :before", True),
    ("plan_row", f"plan IN ({_PLANS} AND executed_at IS NULL)", False),
    ("plan", "made_at < :before AND executed_at IS NULL", False),
    ("problem", "closed_at < :before AND id < (SELECT max(id) FROM problem)", True),
    ("run", _RUNS, True),
    ("audit", "at < :before AND id < (SELECT max(id) FROM audit)", True),
    ("notice", "ended_at < :before AND id NOT IN (SELECT notice FROM told)", True),
)


def _documents(sql: sqlite3.Connection, items: str, now: float) -> bool:
    """Removes deliveries of these items, as many as one transaction should; True when none is left."""
    query = "SELECT id, lane FROM delivery WHERE item IN (SELECT value FROM json_each(?)) LIMIT ?"
    found = sql.execute(query, (items, ROWS + 1)).fetchall()
    pruned = json.dumps([row[0] for row in found[:ROWS]])
    listed = "IN (SELECT value FROM json_each(?))"
    sql.execute(
        "UPDATE lane SET pruned = pruned + d.n, pruned_at = ?, acked_delivery = CASE WHEN acked_delivery"
        f" {listed} THEN NULL ELSE acked_delivery END FROM (SELECT lane, count(*) AS n FROM delivery WHERE id {listed}"
        " GROUP BY lane) d WHERE lane.id = d.lane",
        (now, pruned, pruned),
    )
    for table, key in (("request", "delivery"), ("body", "delivery"), ("delivery", "id")):
        sql.execute(f"DELETE FROM {table} WHERE {key} {listed}", (pruned,))
    return len(found) <= ROWS


def _unshared(sql: sqlite3.Connection, items: str) -> list[str]:
    """Payloads that no other item names."""
    query = (
        "SELECT DISTINCT i.payload FROM json_each(:items) j CROSS JOIN item i ON i.id = j.value"
        f" WHERE i.payload IS NOT NULL AND i.payload_gone_at IS NULL AND {_NOT_EXPORTED}"
        " AND NOT EXISTS (SELECT 1 FROM item o"
        " WHERE o.payload = i.payload AND o.id NOT IN (SELECT value FROM json_each(:items)))"
    )
    return [row[0] for row in sql.execute(query, {"items": items})]


def _count_stale(sql: sqlite3.Connection, gone: int) -> None:
    sql.execute(
        "INSERT INTO meta VALUES ('search stale', ?) ON CONFLICT (key) DO UPDATE SET"
        " value = CAST(value AS INTEGER) + excluded.value",
        (str(gone),),
    )
