"""Items until they have ended: noticed, put back, staged anew. Each state move is one method and one transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from desktop_sync.core.model import Entity, Found, Item, Payload
from desktop_sync.core.ports import Clock
from desktop_sync.core.states import ItemState
from desktop_sync.ledger import known_rows
from desktop_sync.ledger.arrivals import came_at
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.journal import before_restore
from desktop_sync.ledger.rows import FAR, due_at

COLUMNS = (
    "i.id, p.flow, p.connection, i.path, i.size, i.mtime_ns, i.file_id, i.generation, i.payload, i.payload_size,"
    " i.stage, i.noticed_at"
)
_FROM = f"SELECT {COLUMNS} FROM item i JOIN place p ON p.id = i.place"


class Items:
    """The items of every flow. ``quiet``: of ``Places``."""

    def __init__(self, database: Database, clock: Clock, quiet: dict[int, int]) -> None:
        self._database = database
        self._clock = clock
        self._quiet = quiet

    def notice(self, place: int, found: Found, run: int) -> int:
        """One transaction: unseen items and the cursor that says so. Returns how many items are new."""
        now = self._clock.now()
        if found.notices:
            self._quiet.pop(place, None)
        with self._database.transaction() as sql:
            since = Since.of(sql, place)
            for notice in found.notices:
                insert_item(sql, place, notice.entity, notice.payload, now, run, since)
            if found.notices:
                sql.execute(
                    "INSERT INTO agenda (flow, seen_at) SELECT flow, ? FROM place WHERE id = ?"
                    " ON CONFLICT (flow) DO UPDATE SET seen_at = excluded.seen_at",
                    (now, place),
                )
            known_rows.remember(sql, place, found.rows, now)
            if found.cursor is not None:
                sql.execute("UPDATE place SET cursor = ? WHERE id = ?", (found.cursor, place))
        return len(found.notices)

    def to_stage(self, place: int, limit: int = 1000) -> list[Item]:
        """Noticed items whose time has come, in the order they were noticed."""
        now = self._clock.now()
        query = (
            f"{_FROM} WHERE i.place = ? AND i.state = 'noticed' AND (i.not_before <= ? OR i.not_before > ?)"
            " ORDER BY i.id LIMIT ?"
        )
        with self._database.reading() as sql:
            return [item_of(row) for row in sql.execute(query, (place, now, now + FAR, limit))]

    def noticed(self, place: int) -> list[Item]:
        """All that was noticed and not staged to its end, due or not."""
        with self._database.reading() as sql:
            return [item_of(row) for row in sql.execute(f"{_FROM} WHERE i.place = ? AND i.state = 'noticed'", (place,))]

    def next_due(self, place: int) -> float | None:
        """When the earliest postponed item is due (epoch seconds)."""
        with self._database.reading() as sql:
            row = sql.execute(
                "SELECT min(not_before) FROM item WHERE place = ? AND state = 'noticed'", (place,)
            ).fetchone()
        return None if row is None else row[0]

    def later(self, item: Item, after: float, note: str, *, anew: bool = False) -> None:
        """Not now: the item stays noticed, half-staged deliveries go. ``anew``: its bytes are fetched again then."""
        with self._database.transaction() as sql:
            drop_stages(sql, [item.id])
            sql.execute(
                "UPDATE item SET not_before = ?, attempts = attempts + 1, note = ?,"
                " payload = CASE WHEN ? THEN NULL ELSE payload END WHERE id = ? AND state = 'noticed'",
                (due_at(self._clock.now(), after), note, anew, item.id),
            )

    def forget_payload(self, item: Item) -> None:
        """The spool has lost it: it is fetched again from the source."""
        self.later(item, 0.0, "the payload was missing in the spool", anew=True)

    def end_unread(self, item: Item, state: ItemState, note: str) -> None:
        """Gone or replaced at source before its bytes were read."""
        with self._database.transaction() as sql:
            drop_unclaimable(sql, [item.id])
            sql.execute(
                "UPDATE item SET state = ?, note = ?, ended_at = ? WHERE id = ? AND state = 'noticed'",
                (state.value, note, self._clock.now(), item.id),
            )
            forget_presence(sql, self._quiet, [item])

    def stage_anew(self, flows: Sequence[str]) -> int:
        """Another account: what was staged for the former one and never sent is noticed still. Returns how many."""
        query = (
            "SELECT i.id FROM item i JOIN place p ON p.id = i.place WHERE i.state = 'staged' AND i.documents > 0"
            " AND p.flow IN (SELECT value FROM json_each(?)) AND NOT EXISTS (SELECT 1 FROM delivery d"
            " WHERE d.item = i.id AND d.claimable = 1 AND (d.state <> 'pending' OR d.requests > 0))"
        )
        with self._database.transaction() as sql:
            found = [(row[0],) for row in sql.execute(query, (json.dumps(list(flows)),)).fetchall()]
            sql.executemany("UPDATE delivery SET claimable = 0 WHERE item = ?", found)
            sql.executemany("UPDATE item SET state = 'noticed', open = 0, not_before = 0 WHERE id = ?", found)
        return len(found)

    def attempts(self, item: Item) -> int:
        with self._database.reading() as sql:
            row = sql.execute("SELECT attempts FROM item WHERE id = ?", (item.id,)).fetchone()
        return 0 if row is None else int(row[0])

    def payload_gone_at(self, item: Item) -> float | None:
        """When retention has removed its bytes (epoch seconds)."""
        with self._database.reading() as sql:
            row = sql.execute("SELECT payload_gone_at FROM item WHERE id = ?", (item.id,)).fetchone()
        return None if row is None else row[0]

    def referenced(self, sha256: str) -> bool:
        """Whether any item names this payload and may need it."""
        with self._database.reading() as sql:
            return (
                sql.execute(
                    "SELECT 1 FROM item WHERE payload = ? AND payload_gone_at IS NULL LIMIT 1", (sha256,)
                ).fetchone()
                is not None
            )


def forget_presence(sql: sqlite3.Connection, quiet: dict[int, int], items: Sequence[Item]) -> None:
    """Settled away or gone: the same thing appearing again is a new item. A newer item keeps its mark."""
    quiet.clear()
    sql.executemany(
        "UPDATE entity SET present = 0 WHERE generation = ? AND path = ?"
        " AND place = (SELECT place FROM item WHERE id = ?)",
        [(item.generation, item.entity.path, item.id) for item in items],
    )


def drop_stages(sql: sqlite3.Connection, items: Sequence[int]) -> None:
    """What former stages have left: deliveries that nobody could claim, and faults that may not be there any more."""
    drop_unclaimable(sql, items)
    sql.execute(
        "DELETE FROM problem WHERE delivery IS NULL AND item IN"
        " (SELECT i.id FROM json_each(?) j CROSS JOIN item i ON i.id = j.value WHERE i.state = 'noticed')",
        (json.dumps(list(items)),),
    )


def drop_unclaimable(sql: sqlite3.Connection, items: Sequence[int]) -> None:
    """Deletes what nobody can claim: the payload was not read to its end, or ended badly."""
    sql.execute(
        "DELETE FROM delivery WHERE claimable = 0 AND item IN (SELECT value FROM json_each(?))",
        (json.dumps(list(items)),),
    )


class Since(NamedTuple):
    """When the last look at a place began that was made to its end, and what is older may be older than a restore."""

    looked_at: float | None
    doubtful_until: float

    @classmethod
    def of(cls, sql: sqlite3.Connection, place: int) -> Since:
        row = sql.execute("SELECT looked_at FROM place WHERE id = ?", (place,)).fetchone()
        return cls(None if row is None else row[0], before_restore(sql, place))


def insert_item(
    sql: sqlite3.Connection,
    place: int,
    entity: Entity,
    payload: Payload | None,
    now: float,
    run: int,
    since: Since,
) -> int:
    """Within a transaction; the number of the new item."""
    done = sql.execute(
        "INSERT INTO item (place, path, size, mtime_ns, file_id, generation, state, payload, payload_size,"
        " noticed_at, came_at, run, before_restore) VALUES (?, ?, ?, ?, ?, ?, 'noticed', ?, ?, ?, ?, ?, ?)",
        (
            place, entity.path, entity.size, entity.mtime_ns, entity.file_id, next_generation(sql, place, entity),
            payload and payload.sha256, payload and payload.size, now, came_at(entity.mtime_ns, since.looked_at, now),
            run, entity.mtime_ns / 1e9 <= since.doubtful_until,
        ),
    )  # fmt: skip
    return int(done.lastrowid or 0)


def next_generation(sql: sqlite3.Connection, place: int, entity: Entity) -> int:
    row = sql.execute(
        "INSERT INTO entity (place, path, size, mtime_ns, generation, present) VALUES (?, ?, ?, ?, 1, 1)"
        " ON CONFLICT (place, path) DO UPDATE SET size = excluded.size, mtime_ns = excluded.mtime_ns,"
        " generation = generation + 1, present = 1 RETURNING generation",
        (place, entity.path, entity.size, entity.mtime_ns),
    ).fetchone()
    return int(row[0])


def items_where(sql: sqlite3.Connection, where: str, values: Sequence[object]) -> list[tuple[Item, str | None]]:
    """Items with the name they were moved to; ``where`` speaks of the item as i and of its place as p."""
    query = f"SELECT {COLUMNS}, i.target FROM item i JOIN place p ON p.id = i.place WHERE {where}"
    return [(item_of(row), row["target"]) for row in sql.execute(query, values)]


def item_of(row: sqlite3.Row) -> Item:
    entity = Entity(row["path"], row["size"], row["mtime_ns"], row["file_id"])
    name = entity.path.rpartition("/")[2]
    payload = None if row["payload"] is None else Payload(row["payload"], row["payload_size"], name)
    return Item(
        row["id"],
        row["flow"],
        row["connection"],
        entity,
        row["generation"],
        payload,
        row["stage"],
        row["noticed_at"],
    )
