"""Items: noticed, put back, settled. Each state move is one method and one transaction that checks what it leaves."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from desktop_sync.core.first_run import ALL
from desktop_sync.core.model import Back, Entity, Found, Item, Payload, SeenRow, SettleResult, Settling
from desktop_sync.core.ports import Clock
from desktop_sync.core.problem import Problem
from desktop_sync.core.states import ItemOutcome, ItemState
from desktop_sync.ledger import known_rows
from desktop_sync.ledger.arrivals import came_at
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.journal import LEARNT, before_restore, doubtful_looks, open_problems
from desktop_sync.ledger.rows import FAR, due_at

SETTLE_ANYWAY = 3 * 24 * 3600.0  # "pending, later" keeps an item open no longer than this (delivery.md, Settle)

_COLUMNS = (
    "i.id, p.flow, p.connection, i.path, i.size, i.mtime_ns, i.file_id, i.generation, i.payload, i.payload_size,"
    " i.stage, i.noticed_at"
)
# Named, for SQLite would rather read through everything that was ever seen there.
_PRESENT = "entity INDEXED BY entity_present WHERE place = ? AND present"
_FROM = f"SELECT {_COLUMNS} FROM item i JOIN place p ON p.id = i.place"


@dataclass(frozen=True, slots=True)
class Ended:
    """An item whose records have all ended, with the outcome its source shall hear of."""

    item: Item
    outcome: ItemOutcome
    reason: dict[str, object] | None = None


class PlaceLook:
    """One look at a place: which entities are new, and, at its end, which are absent now.

    Of what was seen it keeps eight bytes each, a hash of the path: a million known files are no burden.
    """

    def __init__(self, database: Database, place: int, quiet: dict[int, int], began: float) -> None:
        self.began = began
        self._database = database
        self._place = place
        self._quiet = quiet
        self._unchanged = False
        self._seen = array("q")
        self._known_present = 0

    @property
    def quiet(self) -> int | None:
        return self._quiet.get(self._place)

    def as_before(self) -> None:
        self._unchanged = True

    def found_nothing(self, digest: int) -> None:
        if self.end() == 0:
            self._quiet[self._place] = digest

    @property
    def answer(self) -> str:
        with self._database.reading() as sql:
            row = sql.execute("SELECT first_run FROM place WHERE id = ?", (self._place,)).fetchone()
        return ALL if row is None or row[0] is None else str(row[0])

    def changed(self, rows: Sequence[SeenRow]) -> Sequence[bool]:
        with self._database.reading() as sql:
            return known_rows.changed(sql, self._place, rows)

    def unseen(self, entities: Sequence[Entity]) -> Sequence[Entity]:
        """New, changed, or back after an absence. Asked in batches of a few thousand."""
        paths = [entity.path for entity in entities]
        self._seen.extend(map(hash, paths))
        known = self._known(paths)
        return [entity for entity in entities if entity[:3] not in known]

    def _known(self, paths: list[str]) -> set[tuple[str, int, int]]:
        """Path, size and time of those that were present at the last look."""
        query = (
            "SELECT e.path, e.size, e.mtime_ns FROM json_each(?) j"
            " CROSS JOIN entity e ON e.place = ? AND e.path = j.value WHERE e.present"
        )
        with self._database.reading() as sql:
            cursor = sql.cursor()
            cursor.row_factory = None  # plain tuples: this is the one place where a hundred thousand rows are read
            known = set(cursor.execute(query, (json.dumps(paths, ensure_ascii=False), self._place)))
        self._known_present += len(known)
        return known

    def end(self) -> int:
        """After a complete listing: what was present and was not seen is absent. Returns how many."""
        if self._unchanged:
            return 0
        with self._database.reading() as sql:
            query = f"SELECT count(*) FROM {_PRESENT}"
            if sql.execute(query, (self._place,)).fetchone()[0] == self._known_present:
                return 0
            seen = set(self._seen)
            query = f"SELECT path FROM {_PRESENT}"
            absent = [row[0] for row in sql.execute(query, (self._place,)) if hash(row[0]) not in seen]
        with self._database.transaction() as sql:
            sql.executemany(
                "UPDATE entity SET present = 0 WHERE place = ? AND path = ?", [(self._place, path) for path in absent]
            )
        return len(absent)


class Items:
    """The items of every flow."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._quiet: dict[int, int] = {}  # by place: the digest of a listing of which everything was known

    def place(self, flow: str, connection: str) -> int:
        """The number of a flow's source, made when first asked for."""
        with self._database.transaction() as sql:
            sql.execute(
                "INSERT OR IGNORE INTO place (flow, connection, doubtful, learn_since)"
                " VALUES (?1, ?2, ?3, iif(?3, ?4, NULL))",
                (flow, connection, doubtful_looks(sql, self._clock.now()), self._clock.now() - LEARNT),
            )
            row = sql.execute("SELECT id FROM place WHERE flow = ? AND connection = ?", (flow, connection)).fetchone()
        return int(row[0])

    def cursor(self, place: int) -> str | None:
        with self._database.reading() as sql:
            row = sql.execute("SELECT cursor FROM place WHERE id = ?", (place,)).fetchone()
        return None if row is None else row[0]

    def begun(self, place: int) -> bool:
        """Whether it is decided what becomes of that which was there before the first look."""
        with self._database.reading() as sql:
            row = sql.execute("SELECT first_run FROM place WHERE id = ?", (place,)).fetchone()
        return row is not None and row[0] is not None

    def begin(self, place: int, answer: str, skipped: Sequence[Entity], run: int, *, anew: bool = False) -> None:
        """The answer and all that it skips, in one transaction: half of it would be another answer.

        ``anew``: a source that is asked begins as at its first look; where all is wanted, it knows no row.
        """
        now = self._clock.now()
        with self._database.transaction() as sql:
            sql.executemany(
                "INSERT INTO item (place, path, size, mtime_ns, file_id, generation, state, noticed_at, came_at,"
                " run, note, ended_at)"
                " VALUES (?, ?, ?, ?, ?, ?, 'skipped', ?, ?, ?, 'it was there before the first run', ?)",
                ((place, *entity[:4], _next_generation(sql, place, entity), now, now, run, now) for entity in skipped),
            )
            sql.execute("UPDATE place SET first_run = ? WHERE id = ?", (answer, place))
            if anew:
                sql.execute("UPDATE place SET cursor = NULL WHERE id = ?", (place,))
                if answer == ALL:
                    known_rows.forget(sql, place)

    def look(self, place: int) -> PlaceLook:
        return PlaceLook(self._database, place, self._quiet, self._clock.now())

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

    def go_back(self, place: int, back: Back, who: str) -> None:
        """The source is asked again from there, by the next run; ``went_back`` knows from where."""
        with self._database.transaction() as sql:
            sql.execute(
                "INSERT INTO audit (at, who, action, details) SELECT ?, ?, 'asked again', json_object('flow', flow,"
                " 'connection', connection, 'from', cursor, 'to', ?, 'forgot', ?) FROM place WHERE id = ?",
                (self._clock.now(), who, back.cursor, back.forget, place),
            )
            if back.forget:
                known_rows.forget(sql, place)
            sql.execute("UPDATE place SET cursor = ? WHERE id = ?", (back.cursor, place))

    def went_back(self, place: int) -> Back | None:
        """What undoes the last time that somebody went back; None: nobody did."""
        query = (
            "SELECT json_extract(a.details, '$.from') FROM audit a JOIN place p ON p.id = ?"
            " WHERE a.action = 'asked again' AND json_extract(a.details, '$.flow') = p.flow"
            " AND json_extract(a.details, '$.connection') = p.connection ORDER BY a.id DESC LIMIT 1"
        )
        with self._database.reading() as sql:
            row = sql.execute(query, (place,)).fetchone()
        return None if row is None else Back(row[0], "It goes on from where it was before.")

    def prune_rows(self) -> None:
        """Of sources that are asked: rows that the looks of the last months did not find are not remembered longer."""
        with self._database.transaction() as sql:
            known_rows.prune(sql)

    def looked(self, place: int, young: int, began: float | None = None) -> None:
        """A complete look that began then (None: now) has ended: what had come by then is noticed, or young.

        What is new from now on has come after a restore, if there was one; what was still young is found by the next
        look, so that one counts too.
        """
        query = (
            "UPDATE place SET looked_at = ?, doubtful = CASE WHEN ? THEN max(doubtful - 1, 0) ELSE 0 END WHERE id = ?"
        )
        with self._database.transaction() as sql:
            sql.execute(query, (self._clock.now() if began is None else began, young, place))

    def to_learn(self, place: int) -> float | None:
        """Since when (epoch seconds) archived files may tell of versions that are not known; None: nothing does."""
        with self._database.reading() as sql:
            row = sql.execute("SELECT learn_since FROM place WHERE id = ?", (place,)).fetchone()
        return None if row is None else row[0]

    def learnt(self, place: int) -> None:
        """The archive was read to its end."""
        with self._database.transaction() as sql:
            sql.execute("UPDATE place SET learn_since = NULL WHERE id = ?", (place,))

    def to_stage(self, place: int, limit: int = 1000) -> list[Item]:
        """Noticed items whose time has come, in the order they were noticed."""
        now = self._clock.now()
        query = (
            f"{_FROM} WHERE i.place = ? AND i.state = 'noticed' AND (i.not_before <= ? OR i.not_before > ?)"
            " ORDER BY i.id LIMIT ?"
        )
        with self._database.reading() as sql:
            return [_item(row) for row in sql.execute(query, (place, now, now + FAR, limit))]

    def noticed(self, place: int) -> list[Item]:
        """All that was noticed and not staged to its end, due or not."""
        with self._database.reading() as sql:
            return [_item(row) for row in sql.execute(f"{_FROM} WHERE i.place = ? AND i.state = 'noticed'", (place,))]

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

    def open_settlings(self, place: int) -> int:
        """Items that have ended and are not settled yet."""
        query = "SELECT count(*) FROM item WHERE place = ? AND state IN ('rejected', 'settling')"
        with self._database.reading() as sql:
            return int(sql.execute(query, (place,)).fetchone()[0])

    def end_unread(self, item: Item, state: ItemState, note: str) -> None:
        """Gone or replaced at source before its bytes were read."""
        with self._database.transaction() as sql:
            drop_unclaimable(sql, [item.id])
            sql.execute(
                "UPDATE item SET state = ?, note = ?, ended_at = ? WHERE id = ? AND state = 'noticed'",
                (state.value, note, self._clock.now(), item.id),
            )
            self._forget_presence(sql, [item])

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

    def ended(self, place: int, limit: int = 500) -> list[Ended]:
        """Items to be settled for which no settle order exists yet."""
        query = (
            f"SELECT {_COLUMNS}, i.state, i.documents, i.refused, i.faulty, i.ignored, i.note, i.open"
            " FROM item i JOIN place p ON p.id = i.place WHERE i.id IN ("
            " SELECT id FROM item WHERE place = :place AND state IN ('rejected', 'settling') AND state = 'rejected'"
            " UNION ALL SELECT id FROM item WHERE place = :place AND state = 'staged' AND open = 0"
            " UNION ALL SELECT id FROM item WHERE place = :place AND state = 'staged' AND staged_at < :anyway)"
            " AND (i.not_before <= :now OR i.not_before > :far) ORDER BY i.id LIMIT :limit"
        )
        now = self._clock.now()
        values = {"place": place, "now": now, "far": now + FAR, "anyway": now - SETTLE_ANYWAY, "limit": limit}
        with self._database.reading() as sql:
            rows = sql.execute(query, values).fetchall()
            return [_ended(sql, row) for row in rows]

    def order_settling(self, orders: Iterable[tuple[Settling, ItemOutcome]]) -> None:
        """Target name and outcome are committed before anything is touched."""
        with self._database.transaction() as sql:
            sql.executemany(
                "UPDATE item SET state = 'settling', outcome = ?, target = ?, deletes = ?, reason = ?"
                " WHERE id = ? AND (state = 'staged' OR state = 'rejected' OR state = 'settling')",
                [
                    (
                        outcome.value, order.target, int(order.delete),
                        None if order.reason is None else json.dumps(order.reason, ensure_ascii=False), order.item.id,
                    )
                    for order, outcome in orders
                ],
            )  # fmt: skip

    def to_settle(self, place: int, limit: int = 500) -> list[tuple[Settling, ItemOutcome]]:
        """Settle orders that were committed and not confirmed."""
        query = (
            f"SELECT {_COLUMNS}, i.target, i.deletes, i.reason, i.outcome FROM item i JOIN place p ON p.id = i.place"
            " WHERE i.place = ? AND i.state IN ('rejected', 'settling') AND i.state = 'settling'"
            " AND (i.not_before <= ? OR i.not_before > ?) ORDER BY i.id LIMIT ?"
        )
        now = self._clock.now()
        with self._database.reading() as sql:
            return [_order(row) for row in sql.execute(query, (place, now, now + FAR, limit))]

    def settled(self, results: Iterable[tuple[Settling, SettleResult]]) -> None:
        """The end of items: done, gone, or replaced at source. What was moved or deleted is absent now.

        Not flushed: after a power cut it is found out again, the order being there.
        """
        states = {
            SettleResult.DONE: ItemState.DONE,
            SettleResult.GONE: ItemState.GONE,
            SettleResult.REPLACED: ItemState.REPLACED,
        }
        now = self._clock.now()
        ended = list(results)
        with self._database.transaction(flush=False) as sql:
            sql.executemany(
                "UPDATE item SET state = ?, ended_at = ? WHERE id = ? AND state = 'settling'",
                [(states[result].value, now, order.item.id) for order, result in ended],
            )
            left = [one for one, result in ended if one.target is not None or one.delete or result is SettleResult.GONE]
            self._forget_presence(sql, [order.item for order in left])
            _close_problems(sql, [order.item for order, _ in ended], now)

    def _forget_presence(self, sql: sqlite3.Connection, items: Sequence[Item]) -> None:
        """Settled away or gone: the same thing appearing again is a new item. A newer item keeps its mark."""
        self._quiet.clear()
        sql.executemany(
            "UPDATE entity SET present = 0 WHERE generation = ? AND path = ?"
            " AND place = (SELECT place FROM item WHERE id = ?)",
            [(item.generation, item.entity.path, item.id) for item in items],
        )

    def settle_later(self, item: Item, after: float, problem: Problem) -> None:
        """A settle that failed is tried again as a settle, never as an import."""
        with self._database.transaction() as sql:
            sql.execute(
                "UPDATE item SET not_before = ?, attempts = attempts + 1 WHERE id = ?",
                (due_at(self._clock.now(), after), item.id),
            )
            open_problems(sql, [problem], self._clock.now())

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


def _close_problems(sql: sqlite3.Connection, items: Sequence[Item], now: float) -> None:
    """Settle problems are over. When all of an item ended well, so are those of former items of the same path."""
    if sql.execute("SELECT 1 FROM problem WHERE closed_at IS NULL AND delivery IS NULL LIMIT 1").fetchone() is None:
        return
    ids = json.dumps([item.id for item in items])
    sql.execute(
        "UPDATE problem SET closed_at = ?, closed_by = 'settled' WHERE closed_at IS NULL AND key IN"
        " (SELECT 'settle:' || value FROM json_each(?) UNION ALL"
        " SELECT 'item:' || value || ':fetch' FROM json_each(?))",
        (now, ids, ids),
    )
    sql.execute(
        "UPDATE problem SET closed_at = ?, closed_by = 'a later file' WHERE closed_at IS NULL AND delivery IS NULL"
        " AND item IN (SELECT o.id FROM json_each(?) j CROSS JOIN item n ON n.id = j.value"
        " JOIN item o ON o.place = n.place AND o.path = n.path AND o.id < n.id WHERE n.outcome = 'success')",
        (now, ids),
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
            place, entity.path, entity.size, entity.mtime_ns, entity.file_id, _next_generation(sql, place, entity),
            payload and payload.sha256, payload and payload.size, now, came_at(entity.mtime_ns, since.looked_at, now),
            run, entity.mtime_ns / 1e9 <= since.doubtful_until,
        ),
    )  # fmt: skip
    return int(done.lastrowid or 0)


def _next_generation(sql: sqlite3.Connection, place: int, entity: Entity) -> int:
    row = sql.execute(
        "INSERT INTO entity (place, path, size, mtime_ns, generation, present) VALUES (?, ?, ?, ?, 1, 1)"
        " ON CONFLICT (place, path) DO UPDATE SET size = excluded.size, mtime_ns = excluded.mtime_ns,"
        " generation = generation + 1, present = 1 RETURNING generation",
        (place, entity.path, entity.size, entity.mtime_ns),
    ).fetchone()
    return int(row[0])


def items_where(sql: sqlite3.Connection, where: str, values: Sequence[object]) -> list[tuple[Item, str | None]]:
    """Items with the name they were moved to; ``where`` speaks of the item as i and of its place as p."""
    query = f"SELECT {_COLUMNS}, i.target FROM item i JOIN place p ON p.id = i.place WHERE {where}"
    return [(_item(row), row["target"]) for row in sql.execute(query, values)]


def _item(row: sqlite3.Row) -> Item:
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


def _order(row: sqlite3.Row) -> tuple[Settling, ItemOutcome]:
    reason = None if row["reason"] is None else json.loads(row["reason"])
    return Settling(_item(row), row["target"], bool(row["deletes"]), reason), ItemOutcome(row["outcome"])


def _ended(sql: sqlite3.Connection, row: sqlite3.Row) -> Ended:
    item = _item(row)
    if row["state"] == ItemState.REJECTED:
        return Ended(item, ItemOutcome.FAILURE, _reason(sql, item))
    if row["refused"] + row["faulty"] + row["open"] == 0:
        return Ended(item, ItemOutcome.SUCCESS)
    if row["refused"] == row["documents"] and row["ignored"] == 0 and row["open"] == 0:
        return Ended(item, ItemOutcome.FAILURE, _reason(sql, item))
    return Ended(item, ItemOutcome.PARTIAL, _reason(sql, item))


def _reason(sql: sqlite3.Connection, item: Item) -> dict[str, object]:
    """The content of the .reason.json: what is wrong, where, and who can fix it."""
    rows = sql.execute(
        "SELECT what, hint, owner, record, position, field, value FROM problem"
        " WHERE item = ? AND closed_at IS NULL ORDER BY id LIMIT 1000",
        (item.id,),
    ).fetchall()
    names = ("what", "what_to_do", "who", "record", "position", "field", "value")
    return {
        "file": item.entity.path,
        "flow": item.flow,
        "size": item.entity.size,
        "sha256": item.payload.sha256 if item.payload else None,
        "problems": [
            {name: value for name, value in zip(names, row, strict=False) if value not in (None, "")} for row in rows
        ],
    }
