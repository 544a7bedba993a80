"""sys.* and INFORMATION_SCHEMA views as far as drivers and pickers of tables ask, and functions that answer rows.

Each is filled anew, from what the database knows, when a statement asks for it. It must not know the wire.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench_servers.tds import information_schema, questions, view_lines
from tests.bench_servers.tds.errors import SqlError
from tests.bench_servers.tds.pieces import Out
from tests.bench_servers.tds.sqltypes import (
    BIGINT,
    BIT,
    DATETIME,
    INT,
    SMALLINT,
    SYSNAME,
    TEXT,
    TINYINT,
    SqlType,
)
from tests.bench_servers.tds.tables import names, quoted
from tests.bench_servers.tds.values import Value
from tests.bench_servers.tds.view_lines import Filled, Lines

if TYPE_CHECKING:
    from tests.bench_servers.tds.session import Session

KINDS = {"i": INT, "s": SYSNAME, "t": TEXT, "b": BIT, "y": TINYINT, "h": SMALLINT, "l": BIGINT, "d": DATETIME,
         "c": SqlType("char", 2)}  # fmt: skip


def view(session: Session, schema: str, name: str) -> tuple[str, list[Out]] | None:
    found = (view_lines.VIEWS | information_schema.VIEWS).get(f"{schema}.{name}".lower())
    if found is None:
        if schema.lower() in {"sys", "information_schema"}:
            raise SqlError(208, f"Invalid object name '{schema}.{name}'.")
        return None
    return _filled(session, f"{schema}.{name}".lower(), found)


def _filled(session: Session, name: str, found: Filled) -> tuple[str, list[Out]]:
    outs = [Out(column, KINDS[letter]) for column, letter in (each.split(":") for each in found[0].split())]
    place = f"temp.{quoted(name)}"
    columns = ", ".join(f"{quoted(out.name)}{_collation(out)}" for out in outs)
    store = session.database.store
    with store.lock:
        store.sqlite.execute(f"CREATE TEMP TABLE IF NOT EXISTS {quoted(name)} ({columns})")
        store.sqlite.execute(f"DELETE FROM {place}")
        marks = ", ".join("?" * len(outs))
        store.sqlite.executemany(f"INSERT INTO {place} VALUES ({marks})", list(found[1](session)))
    return place, outs


def _collation(out: Out) -> str:
    return " TEXT COLLATE case_ignored" if out.kind and out.kind.family == "text" else ""


def function(session: Session, name: str, arguments: list[Value]) -> tuple[str, list[Out]] | None:
    if name == "changetable_changes":
        return _changes(session, arguments)
    if name == "fn_my_permissions":
        place, outs = _filled(
            session,
            "fn_my_permissions",
            ("entity_name:s subentity_name:s permission_name:s", lambda _: _permissions(session, *arguments)),
        )
        return f"SELECT * FROM {place}", outs
    return None


def _permissions(session: Session, entity: Value, kind: Value) -> Lines:
    if str(kind or "").upper() != "OBJECT":
        listed = [
            "CONNECT",
            "SELECT",
            "INSERT",
            "UPDATE",
            "DELETE",
            "EXECUTE",
            "VIEW DEFINITION",
            "VIEW DATABASE STATE",
        ]
        return [(str(kind or "").lower(), "", right) for right in listed]
    table = questions.table_named(session, entity)
    if table is None:
        return []
    rights = ["SELECT", "INSERT", "UPDATE", "DELETE", "REFERENCES", "VIEW DEFINITION", "VIEW CHANGE TRACKING"]
    denied = session.database.denied
    return [
        (str(entity), "", right) for right in rights if (session.login.lower(), right, table.name.lower()) not in denied
    ]


def _changes(session: Session, arguments: list[Value]) -> tuple[str, list[Out]]:
    """CHANGETABLE(CHANGES table, version): per key the last change, as the snapshot sees it."""
    table = session.table(*questions.split_name(str(arguments[0])))
    session.may("VIEW CHANGE TRACKING", table)
    if table.tracked_since is None or table.key is None:
        raise SqlError(22105, f"Change tracking is not enabled on table '{table.full_name}'.")
    since = max(int(str(arguments[1] or 0)), session.database.tracking_floor)
    marks = session.marks()["_seen"]
    seen = session.database.store.tracking_version(int(str(marks)))
    key = names(name for name, _ in table.key.columns)
    since_then = (
        f"SELECT max(version) AS v, max(CASE WHEN operation = 'I' THEN version END) AS c, max(rowid) AS r, {key} "
        f"FROM {table.changes} WHERE version > {since} AND version <= {seen} GROUP BY {key}"
    )
    listed = ", ".join(f"g.{quoted(name)}" for name, _ in table.key.columns)
    operation = "CASE WHEN l.operation = 'U' AND g.c IS NOT NULL THEN 'I' ELSE l.operation END"
    changes = f"({since_then}) AS g JOIN {table.changes} AS l ON l.rowid = g.r"
    sql = f"SELECT g.v, g.c, {operation}, NULL, NULL, {listed} FROM {changes}"
    outs = [
        Out("SYS_CHANGE_VERSION", BIGINT),
        Out("SYS_CHANGE_CREATION_VERSION", BIGINT),
        Out("SYS_CHANGE_OPERATION", SqlType("nchar", 1)),
        Out("SYS_CHANGE_COLUMNS", SqlType("varbinary", 4100)),
        Out("SYS_CHANGE_CONTEXT", SqlType("varbinary", 128)),
    ]
    outs += [Out(name, table.column(name).kind, nullable=False) for name, _ in table.key.columns]
    return sql, outs
