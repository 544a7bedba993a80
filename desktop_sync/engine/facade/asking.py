"""The theme of what waits for a person's word: files that are there before a first run, documents that are held.

It tells what an answer would mean; the answer itself is a run (``first_run``, ``approve``).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from desktop_sync.core.first_run import days_of
from desktop_sync.core.manner import manner
from desktop_sync.core.model import Standing
from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.needs import Worker
from desktop_sync.engine.facade.telling import Row
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.held import held

MOST = 10_000  # rows in one answer


class Asking:
    """``ledger``: its file."""

    def __init__(self, worker: Worker, ledger: Path) -> None:
        self._worker = worker
        self._ledger = ledger

    def there(self, call: Call, *, flow: str) -> Row:
        """What lies there now where nobody has said what shall become of it, looked at anew.

        ``files``: how many; ``days``: by the day they were changed on (ISO, by the zone of this machine), the oldest
        first. The answer "since a date" sends those of that day and later. Rows of a source that is asked are counted
        as files without a day: ``rows``; ``more``: and not to their end, or not at all. ``dates``: whether a date can
        be answered. ``anew``: it was said before, of another place or of another way to read.
        """
        options = self._worker.flow(flow).source.options
        days: Counter[str] = Counter()
        rows, more = 0, False
        there = self._worker.there(flow)
        for found in there.values():
            if isinstance(found, Standing):
                rows, more = rows + found.rows, more or found.more
            else:
                days.update(days_of(found))
        return {
            "flow": flow,
            "files": days.total() + rows,
            "days": dict(sorted(days.items())),
            "rows": rows,
            "more": more,
            "dates": manner(options).takes_days,
            "anew": self._begun(flow, there),
        }

    def _begun(self, flow: str, connections: Iterable[str]) -> bool:
        query = (
            "SELECT 1 FROM place WHERE flow = ? AND first_run IS NOT NULL"
            " AND connection IN (SELECT value FROM json_each(?))"
        )
        with read_only(self._ledger) as sql:
            return sql.execute(query, (flow, json.dumps(list(connections)))).fetchone() is not None

    def held(self, call: Call, *, flow: str, limit: int = 1000) -> Row:
        """What waits: how many ``documents``, ``by_resource``, how many ``updates``; ``rows``: the first of them.

        ``hold_above``, ``hold_above_updates``: what one run may send without a person's word; None: no limit.
        """
        target = self._worker.flow(flow).target
        with read_only(self._ledger) as sql:
            many, updates, rows = held(sql, flow, min(max(limit, 1), MOST))
        return {
            "flow": flow,
            "documents": sum(many.values()),
            "by_resource": many,
            "updates": updates,
            "hold_above": target.hold_above,
            "hold_above_updates": target.hold_above_updates,
            "rows": rows,
        }
