"""History for people: runs, files and documents, newest first, filtered and searched, page by page. Read-only.

Every query goes along the numbers of its table within given bounds, or along an index; none goes through all of it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop_sync.ledger.search import ITEM, LANE, PROBLEM, matching

Row = dict[str, Any]
MOST_FOUND = 5000  # things of one kind that a search goes on with
FIRST, LAST = 0, 2**62  # no number is as small, or as large


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for. Times: epoch seconds, half-open. ``before``: the number where the last page ended.

    ``state``: one or several, of files also an outcome, of runs also ``going``. ``after``: only larger numbers.
    ``item``: the documents of one file; ``run``: what one run has noticed. ``also``: what finds it as well as ``text``.
    """

    text: str = ""
    flow: str | None = None
    state: str | Sequence[str] | None = None
    begin: float | None = None
    end: float | None = None
    limit: int = 50
    before: int | None = None
    after: int | None = None
    item: int | None = None
    run: int | None = None
    also: Sequence[str] = ()

    @property
    def texts(self) -> Sequence[str]:
        """All that are searched for; each by itself finds it."""
        return (self.text, *self.also)

    def values(self) -> dict[str, object]:
        """For the queries below."""
        states = [self.state] if isinstance(self.state, str) else list(self.state or ())
        return {
            "text": self.text, "texts": json.dumps(self.texts), "flow": self.flow,
            "states": json.dumps(states), "begin": self.begin, "end": self.end,
            "limit": self.limit, "item": self.item, "run": self.run,
            "before": LAST if self.before is None else self.before, "after": self.after or FIRST,
        }  # fmt: skip


Find = Callable[[sqlite3.Connection, Sequence[str]], tuple[list[int], bool]]
_IN_STATES = "IN (SELECT value FROM json_each(:states))"


@dataclass(frozen=True, slots=True)
class Kind:
    """One table of the history. ``columns`` and ``joins``: what is told of a row; ``filters``: by what is wished for.

    ``find``: numbers that a text means, and whether there may be more; None: ``filters`` do it.
    """

    table: str
    columns: str
    filters: Mapping[str, str]
    joins: str = ""
    always: str = ""
    find: Find | None = None

    def where(self, sql: sqlite3.Connection, wish: Wish) -> Where:
        """The rows that are wished for, of this table alone."""
        values, source, more = wish.values(), f"{self.table} t", False
        asked = [one for one in self.filters if getattr(wish, one) not in (None, "", ())]
        number = "+t.id" if "item" in asked else "t.id"  # by its index
        rules = [f"{number} > :after", f"{number} < :before", *([self.always] if self.always else [])]
        if wish.text and self.find is not None:
            found, more = self.find(sql, wish.texts)
            values["found"] = json.dumps(found)
            source = f"json_each(:found) j CROSS JOIN {self.table} t ON t.id = j.value"
        return Where(source, " AND ".join([*rules, *(self.filters[one] for one in asked)]), values, more)


@dataclass(frozen=True, slots=True)
class Where:
    """``cut``: a search found more than it goes on with."""

    source: str
    rules: str
    values: dict[str, object] = field(default_factory=dict)
    cut: bool = False


def page(sql: sqlite3.Connection, kind: Kind, wish: Wish) -> list[Row]:
    """The newest of what is wished for."""
    where = kind.where(sql, wish)
    query = (
        f"SELECT {kind.columns} FROM {where.source} {kind.joins} WHERE {where.rules} ORDER BY t.id DESC LIMIT :limit"
    )
    return [dict(row) for row in sql.execute(query, where.values)]


def runs(sql: sqlite3.Connection, wish: Wish) -> list[Row]:
    """Runs by outcome and time of start; a text is searched for in their notes."""
    return [{**row, "counts": json.loads(row["counts"] or "{}")} for row in page(sql, RUNS, wish)]


def missed(sql: sqlite3.Connection, wish: Wish) -> list[Row]:
    """Fires without a run, by why there was none and when they should have been; a text is searched for in the why."""
    return page(sql, MISSED, wish)


def files(sql: sqlite3.Connection, wish: Wish) -> list[Row]:
    """Files by state and time of noticing. A text is searched for in their names and in what is wrong with them."""
    return page(sql, FILES, wish)


def documents(sql: sqlite3.Connection, wish: Wish) -> list[Row]:
    """Deliveries by state and time of noticing. A text is searched for in references, file names and problems."""
    return page(sql, DOCUMENTS, wish)


def _items_found(sql: sqlite3.Connection, texts: Sequence[str]) -> tuple[list[int], bool]:
    query = "SELECT DISTINCT p.item FROM json_each(?) j CROSS JOIN problem p ON p.id = j.value WHERE p.item IS NOT NULL"
    problems, named = (matching(sql, kind, texts, MOST_FOUND) for kind in (PROBLEM, ITEM))
    wrong = [row[0] for row in sql.execute(query, (json.dumps(problems),))]
    return sorted({*named, *wrong}), MOST_FOUND in {len(problems), len(named)}


def _deliveries_found(sql: sqlite3.Connection, texts: Sequence[str]) -> tuple[list[int], bool]:
    """By reference, by problem, by file: of each kind the newest."""
    queries = {
        LANE: "SELECT d.id FROM json_each(?) j CROSS JOIN delivery d ON d.lane = j.value LIMIT ?",
        PROBLEM: "SELECT p.delivery FROM json_each(?) j CROSS JOIN problem p ON p.id = j.value"
        " WHERE p.delivery IS NOT NULL LIMIT ?",
        ITEM: "SELECT d.id FROM json_each(?) j CROSS JOIN delivery d ON d.item = j.value LIMIT ?",
    }
    found: set[int] = set()
    cut = False
    for kind, query in queries.items():
        things = matching(sql, kind, texts, MOST_FOUND)
        rows = [row[0] for row in sql.execute(query, (json.dumps(things), MOST_FOUND))]
        cut = cut or MOST_FOUND in {len(things), len(rows)}
        found.update(rows)
    return sorted(found), cut


RUNS = Kind(
    "run",
    "t.id, t.flow, t.started_at, t.ended_at, t.outcome, t.counts, t.note, t.why",
    {
        "flow": "t.flow = :flow",
        "state": f"coalesce(t.outcome, 'going') {_IN_STATES}",
        "begin": "t.started_at >= :begin",
        "end": "t.started_at < :end",
        "text": "EXISTS (SELECT 1 FROM json_each(:texts) WHERE instr(lower(t.note), lower(value)))",
        "run": "t.id = :run",
    },
)
MISSED = Kind(
    "missed",
    "t.id, t.flow, t.first_at, t.last_at, t.count, t.reason, t.noted_at, t.run",
    {
        "flow": "t.flow = :flow",
        "state": f"t.reason {_IN_STATES}",
        "begin": "t.last_at >= :begin",
        "end": "t.first_at < :end",
        "text": "instr(t.reason, lower(:text))",
        "run": "t.run = :run",
    },
)
FILES = Kind(
    "item",
    "t.id, p.flow, p.connection, t.path, t.size, t.payload, t.state, t.outcome, t.noticed_at, t.ended_at,"
    " t.target, t.records, t.documents, t.faulty, t.ignored, t.refused, t.open, t.note, t.run",
    {
        "flow": "t.place IN (SELECT id FROM place WHERE flow = :flow)",
        "state": f"(t.state {_IN_STATES} OR t.outcome {_IN_STATES})",
        "begin": "t.noticed_at >= :begin",
        "end": "t.noticed_at < :end",
        "run": "t.run = :run",
        "item": "t.id = :item",
    },
    joins="CROSS JOIN place p ON p.id = t.place",
    find=_items_found,
)
_NOTICED = "(SELECT noticed_at FROM item WHERE id = t.item)"
DOCUMENTS = Kind(
    "delivery",
    "t.id, t.flow, l.resource, l.reference, t.version, t.state, t.note, t.reason, t.owner, t.ended_at,"
    " i.path, i.noticed_at, t.item, t.record, t.plan, t.claimable",
    {
        "flow": "t.flow = :flow",
        "state": f"t.state {_IN_STATES}",
        "begin": f"{_NOTICED} >= :begin",
        "end": f"{_NOTICED} < :end",
        "run": "(SELECT run FROM item WHERE id = t.item) = :run",
        "item": "t.item = :item",
    },
    joins="CROSS JOIN lane l ON l.id = t.lane CROSS JOIN item i ON i.id = t.item",
    always="t.claimable > 0",
    find=_deliveries_found,
)
KINDS: Mapping[str, Kind] = {"runs": RUNS, "files": FILES, "documents": DOCUMENTS, "missed": MISSED}
