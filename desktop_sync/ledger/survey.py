"""How many rows of the history there are, and where: in blocks of numbers, newest first, one slice at a time.

A table on a screen knows by it which row stands where, however many there are, and reads each block when it is seen. No
slice takes long, and whoever asks goes on with the next one as long as it wants to know.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from desktop_sync.ledger.history import FIRST, Kind, Where, Wish

SLICE = 50_000  # numbers that are looked at in one answer
PART = 128  # numbers that are counted together
FULL = 200  # rows with which a block is large enough


def survey(sql: sqlite3.Connection, kind: Kind, wish: Wish) -> dict[str, Any]:
    """``blocks``: lists of the lowest and the highest number and how many wished-for rows lie between, both included.

    They lie one below the other without a gap, from ``newest`` or ``before`` on. ``next``: the ``before`` for the slice
    that follows; None: that was all. ``cut``: a search found more than it goes on with.
    """
    oldest, newest = sql.execute(f"SELECT (SELECT min(id) FROM {kind.table}), max(id) FROM {kind.table}").fetchone()
    if newest is None:
        return {"newest": 0, "blocks": [], "next": None, "cut": False}
    top = newest if wish.before is None else min(newest, wish.before - 1)
    floor = max(oldest - 1, wish.after or FIRST)
    few = bool(wish.text and kind.find) or wish.item is not None
    low = floor if few else max(floor, top - SLICE)
    where = kind.where(sql, replace(wish, before=top + 1, after=low))
    return {
        "newest": newest,
        "blocks": list(_blocks(_counts(sql, where), low, top)) if top > low else [],
        "next": low + 1 if low > floor else None,
        "cut": where.cut,
    }


def _counts(sql: sqlite3.Connection, where: Where) -> Iterable[tuple[int, int]]:
    query = (
        f"SELECT t.id / {PART} AS part, count(*) FROM {where.source} WHERE {where.rules} GROUP BY part"
        " ORDER BY part DESC"
    )
    return ((row[0], row[1]) for row in sql.execute(query, where.values))


def _blocks(counts: Iterable[tuple[int, int]], low: int, top: int) -> Iterator[list[int]]:
    """Parts are put together until a block is full; the last one reaches down to ``low``."""
    high, many = top, 0
    for part, count in counts:
        many += count
        if many >= FULL:
            lowest = max(low + 1, part * PART)
            yield [lowest, high, many]
            high, many = lowest - 1, 0
    if high > low:
        yield [low + 1, high, many]
