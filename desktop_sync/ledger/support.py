"""What of the ledger helps to find a fault: shape, counts, facts, last runs, problems, what was tried. Read-only.

Raw rows; who shows them to others replaces what is data (it is told which columns are). Every section is read for
itself and within a time, so that a large ledger is not held up and a damaged one still tells what can be read.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop_sync.ledger.database import read_only

Row = dict[str, Any]
PATIENCE = 5.0  # seconds for one section
_STEPS = 50_000  # of SQLite's machine between two looks at the clock

SECTIONS = {
    "tables": "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE 'found_%'"
    " ORDER BY name",
    "facts": "SELECT key, value FROM meta ORDER BY key",
    "items": "SELECT p.flow, i.state, i.outcome, count(*) AS number FROM item i JOIN place p ON p.id = i.place"
    " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
    "deliveries": "SELECT flow, state, reason, claimable, count(*) AS number FROM delivery GROUP BY 1, 2, 3, 4"
    " ORDER BY 1, 2, 3, 4",
    "mappings": "SELECT p.flow, i.mapping, count(*) AS files, min(i.staged_at) AS first_at, max(i.staged_at) AS last_at"
    " FROM (SELECT * FROM item ORDER BY id DESC LIMIT 20000) i JOIN place p ON p.id = i.place"
    " WHERE i.mapping IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 4",
    "accounts": "SELECT c.connection, a.id AS account, a.tenant, a.base_url, c.noted_at FROM connection_account c"
    " JOIN account a ON a.id = c.account ORDER BY 1",
    "runs": "SELECT id, flow, started_at, ended_at, outcome, counts, note FROM run ORDER BY id DESC LIMIT 300",
    "problems": "SELECT p.id, p.flow, p.connection, p.item, p.delivery, p.record, p.position, p.field, p.value,"
    " p.cause, p.what, p.hint, p.owner, p.opened_at, p.last_at, p.times, p.closed_at, p.closed_by, i.path,"
    " i.state AS item_state, l.resource, l.reference, d.state AS delivery_state FROM problem p"
    " LEFT JOIN item i ON i.id = p.item LEFT JOIN delivery d ON d.id = p.delivery LEFT JOIN lane l ON l.id = p.lane"
    " ORDER BY p.closed_at IS NOT NULL, p.id DESC LIMIT 300",
    "requests": "SELECT r.delivery, r.number, r.method, r.path AS address, r.made_at, r.sent_at, r.sent_times,"
    " r.note, r.outcome, r.status, r.answer, r.answered_at"
    " FROM (SELECT delivery FROM problem WHERE delivery IS NOT NULL"
    " ORDER BY closed_at IS NOT NULL, id DESC LIMIT 100) p JOIN request r ON r.delivery = p.delivery"
    " GROUP BY r.delivery, r.number ORDER BY r.delivery DESC, r.number",
    "missed": "SELECT * FROM missed ORDER BY id DESC LIMIT 300",
    "agenda": "SELECT * FROM agenda ORDER BY flow",
    "pauses": "SELECT flow, since, until_at, who FROM pause ORDER BY flow",
    "totals": "SELECT * FROM total ORDER BY kind, flow, state",
    "people": "SELECT at, who, action, delivery, item, problem, reason FROM audit ORDER BY id DESC LIMIT 100",
}


def section(file: Path, name: str) -> list[Row]:
    """One of ``SECTIONS``, newest first where it is a list of events. Raises Stop (damaged) and sqlite3.Error."""
    with _bounded(file) as sql:
        return [dict(row) for row in sql.execute(SECTIONS[name])]


def shape(file: Path) -> Row:
    """Version of its steps, sizes, whether its pages hold together, rows by table as far as there was time."""
    with _bounded(file) as sql:
        names = ("user_version", "page_size", "page_count", "freelist_count", "journal_mode", "application_id")
        told: Row = {name: sql.execute(f"PRAGMA {name}").fetchone()[0] for name in names}
        told["sqlite"] = sqlite3.sqlite_version
    for what, query in (("check", "PRAGMA quick_check(20)"), ("rows", "")):
        try:
            with _bounded(file) as sql:
                told[what] = [row[0] for row in sql.execute(query)] if query else _counts(sql)
        except sqlite3.Error as error:
            told[what] = f"not known: {error}"
    return told


def _counts(sql: sqlite3.Connection) -> Row:
    names = [row[0] for row in sql.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    counted: Row = {}
    for name in names:
        if name.startswith(("sqlite_", "found_")):
            continue
        try:
            counted[name] = sql.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        except sqlite3.Error as error:
            counted[name] = f"not known: {error}"
    return counted


_DATA = (  # what is data of the business or of persons, newest first
    "SELECT reference FROM lane ORDER BY id DESC LIMIT 50000",
    "SELECT path FROM item ORDER BY id DESC LIMIT 50000",
    "SELECT value FROM problem WHERE value <> '' ORDER BY id DESC LIMIT 5000",
    "SELECT tenant FROM account UNION SELECT title FROM account",
    "SELECT DISTINCT who FROM audit",
)
_BODIES = "SELECT body FROM body ORDER BY delivery DESC LIMIT 5000"


def data_of(file: Path) -> Iterator[str]:
    """Values that are data: references, names of files, refused values, every text in the newest documents."""
    for query in _DATA:
        try:
            with _bounded(file) as sql:
                yield from (str(row[0]) for row in sql.execute(query) if row[0])
        except sqlite3.Error:
            continue  # another table may still be whole
    with _bounded(file) as sql:
        for row in sql.execute(_BODIES):
            yield from texts_in(json.loads(row[0]))


def texts_in(thing: object) -> Iterator[str]:
    """Every text of plain JSON."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, dict):
        for one in thing.values():
            yield from texts_in(one)
    elif isinstance(thing, list):
        for one in thing:
            yield from texts_in(one)


class _bounded:  # noqa: N801 - a context manager that reads like a word
    """A connection whose statements end after ``PATIENCE`` with an error."""

    def __init__(self, file: Path) -> None:
        self._opened = read_only(file)

    def __enter__(self) -> sqlite3.Connection:
        sql = self._opened.__enter__()
        until = time.monotonic() + PATIENCE
        sql.set_progress_handler(lambda: int(time.monotonic() > until), _STEPS)
        sql.text_factory = _lenient
        return sql

    def __exit__(self, kind: Any, error: Any, trace: Any) -> bool | None:  # noqa: ANN401 - handed on
        return self._opened.__exit__(kind, error, trace)


def _lenient(data: bytes) -> str:
    return data.decode("utf-8", "backslashreplace")
