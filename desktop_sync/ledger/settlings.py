"""Items that have ended, and what becomes of their sources: ordered and committed first, then done, then confirmed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop_sync.core.model import Item, SettleResult, Settling
from desktop_sync.core.ports import Clock
from desktop_sync.core.problem import Problem
from desktop_sync.core.states import ItemOutcome, ItemState
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.items import COLUMNS, forget_presence, item_of
from desktop_sync.ledger.journal import open_problems
from desktop_sync.ledger.rows import FAR, due_at

SETTLE_ANYWAY = 3 * 24 * 3600.0  # "pending, later" keeps an item open no longer than this (delivery.md, Settle)


@dataclass(frozen=True, slots=True)
class Ended:
    """An item whose records have all ended, with the outcome its source shall hear of."""

    item: Item
    outcome: ItemOutcome
    reason: dict[str, object] | None = None


class Settlings:
    """The settlings of every flow. ``quiet``: of ``Places``."""

    def __init__(self, database: Database, clock: Clock, quiet: dict[int, int]) -> None:
        self._database = database
        self._clock = clock
        self._quiet = quiet

    def open(self, place: int) -> int:
        """Items that have ended and are not settled yet."""
        query = "SELECT count(*) FROM item WHERE place = ? AND state IN ('rejected', 'settling')"
        with self._database.reading() as sql:
            return int(sql.execute(query, (place,)).fetchone()[0])

    def ended(self, place: int, limit: int = 500) -> list[Ended]:
        """Items to be settled for which no settle order exists yet."""
        query = (
            f"SELECT {COLUMNS}, i.state, i.documents, i.refused, i.faulty, i.ignored, i.note, i.open"
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

    def order(self, orders: Iterable[tuple[Settling, ItemOutcome]]) -> None:
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

    def ordered(self, place: int, limit: int = 500) -> list[tuple[Settling, ItemOutcome]]:
        """Settle orders that were committed and not confirmed."""
        query = (
            f"SELECT {COLUMNS}, i.target, i.deletes, i.reason, i.outcome FROM item i JOIN place p ON p.id = i.place"
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
            forget_presence(sql, self._quiet, [order.item for order in left])
            _close_problems(sql, [order.item for order, _ in ended], now)

    def later(self, item: Item, after: float, problem: Problem) -> None:
        """A settle that failed is tried again as a settle, never as an import."""
        with self._database.transaction() as sql:
            sql.execute(
                "UPDATE item SET not_before = ?, attempts = attempts + 1 WHERE id = ?",
                (due_at(self._clock.now(), after), item.id),
            )
            open_problems(sql, [problem], self._clock.now())


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


def _order(row: sqlite3.Row) -> tuple[Settling, ItemOutcome]:
    reason = None if row["reason"] is None else json.loads(row["reason"])
    return Settling(item_of(row), row["target"], bool(row["deletes"]), reason), ItemOutcome(row["outcome"])


def _ended(sql: sqlite3.Connection, row: sqlite3.Row) -> Ended:
    item = item_of(row)
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
