"""A ledger with as many documents as a test wants, made by SQL alone: nothing of it was ever sent."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from desktop_sync.ledger.schema import migrate

DAY = 86_400.0
NOW = 1_780_000_000.0
PER_FILE = 100
STATES = "json_array('created', 'created', 'created', 'updated', 'unchanged', 'created', 'superseded', 'created')"


def many(file: Path, documents: int) -> Path:
    """Files of a hundred documents, ten files in a run, over the last hundred days; every 5,000th was refused."""
    with closing(sqlite3.connect(file, isolation_level=None)) as sql:
        sql.execute("PRAGMA journal_mode = WAL")
        sql.execute("PRAGMA synchronous = OFF")
        migrate(sql, file)
        later = _without(sql, "type = 'trigger' OR (type = 'index' AND sql IS NOT NULL)")
        sql.execute("BEGIN")
        files = max(1, documents // PER_FILE)
        values = {"files": files, "documents": documents, "now": NOW, "step": 100 * DAY / files}
        sql.execute("INSERT INTO account VALUES (1, 't', 'https://acme.example', '')")
        sql.execute("INSERT INTO place (id, flow, connection) VALUES (1, 'orders', 'erp'), (2, 'invoices', 'erp')")
        for statement in (_RUNS, _MISSED, _ITEMS, _LANES, _DELIVERIES):
            sql.execute(statement, {name: one for name, one in values.items() if f":{name}" in statement})
        for statement in later:
            sql.execute(statement)
        sql.execute("COMMIT")
        sql.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file


def _without(sql: sqlite3.Connection, which: str) -> list[str]:
    """Indexes and triggers are made at the end: that is several times quicker."""
    found = sql.execute(f"SELECT type, name, sql FROM sqlite_master WHERE {which}").fetchall()
    for kind, name, _ in found:
        sql.execute(f"DROP {kind} {name}")
    return [one[2] for one in found]


_UP_TO = "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {most}) "
_RUNS = (
    f"{_UP_TO.format(most='(:files + 9) / 10')}INSERT INTO run SELECT n, iif(n % 4, 'orders', 'invoices'),"
    " :now - (:files - n * 10) * :step, :now - (:files - n * 10) * :step + 9, iif(n % 50, 'done', 'problems'),"
    " '{\"created\": 900, \"updated\": 90, \"rejected\": 0}', '', 'schedule' FROM n"
)
_MISSED = (
    f"{_UP_TO.format(most='(:files + 999) / 1000')}INSERT INTO missed SELECT n, 'orders',"
    " :now - n * 3600, :now - n * 3600, 1, 'off', :now - n * 3000, NULL FROM n"
)
_ITEMS = (
    f"{_UP_TO.format(most=':files')}INSERT INTO item (id, place, path, size, mtime_ns, file_id, generation, state,"
    " noticed_at, came_at, run, records, documents, outcome, ended_at, refused) SELECT n, iif((n / 10) % 4, 1, 2),"
    " printf('ORD_%05d.xml', n), 20000 + n % 999, n, '', 1, 'done', :now - (:files - n) * :step,"
    " :now - (:files - n) * :step, 1 + n / 10, 100, 100, iif(n % 50, 'success', 'partial'),"
    " :now - (:files - n) * :step + 5, iif(n % 50, 0, 1) FROM n"
)
_LANES = (
    f"{_UP_TO.format(most=':documents')}INSERT INTO lane (id, account, resource, reference, revision, remote_id)"
    " SELECT n, 1, iif(n % 9, 'orders', 'invoices'), cast(4000000 + n AS TEXT), 1, n FROM n"
)
_DELIVERIES = (
    f"{_UP_TO.format(most=':documents')}INSERT INTO delivery (id, lane, flow, item, stage, record, document, revision,"
    " operation, partial, hash, position, mapping, claimable, state, note, ended_at)"
    f" SELECT n, n, iif(((n + {PER_FILE - 1}) / {PER_FILE} / 10) % 4, 'orders', 'invoices'),"
    f" min(:files, (n + {PER_FILE - 1}) / {PER_FILE}), 1, n, 1, 1, 'upsert', 0,"
    " 'a6ef8cc6a6ef8cc6a6ef8cc6a6ef8cc6a6ef8cc6a6ef8cc6a6ef8cc6a6ef8cc6', '{\"line\": 214}', 'm1', 1,"
    f" iif(n % 5000, json_extract({STATES}, '$[' || (n % 8) || ']'), 'rejected'),"
    " iif(n % 5000, '', 'The customer number 90012 is not known.'), :now FROM n"
)
