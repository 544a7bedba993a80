"""ALTER TABLE and ALTER DATABASE. It must not know how a table is created."""

from __future__ import annotations

import re

from sqlglot import exp

from tests.bench_servers.tds.declarations import add_column, add_constraint, existing
from tests.bench_servers.tds.dialect import tree_of, type_of
from tests.bench_servers.tds.errors import SqlError, beyond, refused
from tests.bench_servers.tds.grammar import Statement
from tests.bench_servers.tds.pieces import Scope
from tests.bench_servers.tds.session import Session
from tests.bench_servers.tds.tables import RID, Column, Table


def alter(session: Session, statement: Statement, what: str) -> None:
    if what == "DATABASE":
        _alter_database(session, statement)
        return
    tracking = re.match(
        r"(?is)ALTER\s+TABLE\s+(?P<name>\S+)\s+(?P<verb>ENABLE|DISABLE)\s+CHANGE_TRACKING", statement.text
    )
    if tracking:
        tree = tree_of(f"SELECT 1 FROM {tracking['name']}")
        table = existing(session, tree.args["from_"].this)
        _track(
            session,
            table,
            enable=tracking["verb"].upper() == "ENABLE",
            columns="TRACK_COLUMNS_UPDATED" in statement.text.upper(),
        )
        return
    tree = tree_of(statement.text)
    table = existing(session, tree.this)
    for action in tree.args["actions"]:
        if isinstance(action, exp.ColumnDef):
            _add_to_rows(session, table, add_column(session, table, action))
        elif isinstance(action, exp.AlterColumn) and action.args.get("dtype") is not None:
            _change_type(session, table, action)
        elif isinstance(action, exp.Drop) and action.args.get("kind") == "COLUMN":
            _drop_columns(session, table, [each.name for each in action.args["tables"]])
        elif isinstance(action, exp.AddConstraint):
            before = list(table.indexes)
            for each in action.expressions:
                add_constraint(table, each.name, each.expressions)
            for index in table.indexes[len(before) :]:
                session.database.store.create_index(table, index)
        else:
            raise beyond(statement.text)
    session.database.schema_version += 1


def _add_to_rows(session: Session, table: Table, column: Column) -> None:
    """A new column of rows that are there: numbered, with the default where it must have a value, else NULL."""
    store = session.database.store
    with store.lock:
        store.add_column(table, column)
        if column.is_rowversion:
            for (rid,) in store.sqlite.execute(f"SELECT {RID} FROM {table.physical}").fetchall():
                store.rowversion += 1
                store.put(table, column, store.rowversion.to_bytes(8, "big"), rid)
        elif column.default is not None and not column.nullable:
            compiler = session.compiler()
            piece = compiler.expression(column.default, Scope()).to(column.kind)
            store.put(table, column, session.constant(piece))


def _drop_columns(session: Session, table: Table, dropped: list[str]) -> None:
    for name in dropped:
        column = table.column(name)
        if any(column.name.lower() == each.lower() for index in table.indexes for each, _ in index.columns):
            text = f"ALTER TABLE DROP COLUMN {name} failed because one or more objects access this column."
            raise SqlError(4922, text, state=9)
        session.database.store.drop_column(table, column)
        table.columns.remove(column)


def _change_type(session: Session, table: Table, action: exp.Expression) -> None:
    """ALTER COLUMN, within a family of types: the rows stay as they are."""
    column = table.column(action.this.name)
    kind = type_of(action.args["dtype"])
    if kind.family != column.kind.family:
        raise beyond("ALTER COLUMN to another kind of type")
    column.kind = kind


def _track(session: Session, table: Table, *, enable: bool, columns: bool) -> None:
    if not session.database.tracking:
        raise refused(4996, database=session.database.name, table=table.full_name)
    if enable and table.key is None:
        raise refused(4997, table=table.name)
    table.tracked_since = session.database.store.tracking if enable else None
    table.tracks_columns = columns
    if enable:
        session.database.store.track(table)


def _alter_database(session: Session, statement: Statement) -> None:
    words = [token.word for token in statement.tokens]
    name = statement.tokens[2].word.strip("[]")
    database = session.database if name == "CURRENT" else session.instance.database(name)
    on = words[-1] != "OFF"
    if "ALLOW_SNAPSHOT_ISOLATION" in words:
        database.snapshot = on
    elif "READ_COMMITTED_SNAPSHOT" in words:
        database.row_versions = "ON" in words
    elif "CHANGE_TRACKING" in words:
        database.tracking = "OFF" not in words
    elif "SINGLE_USER" in words:
        session.instance.cut_users(database, session)
    elif words[-1] in {"READ_ONLY", "READ_WRITE"}:
        database.read_only = words[-1] == "READ_ONLY"
    else:
        raise beyond(statement.text)
