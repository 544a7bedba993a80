"""CREATE and DROP of tables, indexes, views and databases. It must not know rows."""

from __future__ import annotations

from sqlglot import exp

from tests.bench_servers.tds import changes
from tests.bench_servers.tds.alterations import alter
from tests.bench_servers.tds.declarations import add_column, add_constraint, existing, named
from tests.bench_servers.tds.dialect import tree_of
from tests.bench_servers.tds.errors import SqlError, beyond, refused
from tests.bench_servers.tds.grammar import Statement
from tests.bench_servers.tds.pieces import Out
from tests.bench_servers.tds.session import Session
from tests.bench_servers.tds.sqltypes import INT, TEXT
from tests.bench_servers.tds.tables import Column, Index, Table


def define(session: Session, statement: Statement) -> None:
    """One statement of the data definition language."""
    words = [token.word for token in statement.tokens[:3]]
    if statement.verb == "ALTER":
        alter(session, statement, words[1])
    elif words[:2] == ["CREATE", "DATABASE"]:
        session.instance.add_database(statement.slice(2, 3).strip("[]"))
    elif words[:2] == ["DROP", "DATABASE"]:
        session.instance.drop_database(statement.tokens[-1].word.strip("[]"))
    elif words[:2] in (["CREATE", "SCHEMA"], ["CREATE", "LOGIN"], ["CREATE", "USER"], ["CREATE", "STATISTICS"]):
        raise beyond(" ".join(words[:2]))
    else:
        _tree(session, tree_of(statement.text))


def _tree(session: Session, tree: exp.Expression) -> None:
    if isinstance(tree, exp.TruncateTable):
        for each in tree.expressions:
            changes.truncate(session, existing(session, each))
    elif isinstance(tree, exp.Drop):
        _drop(session, tree)
    elif isinstance(tree, exp.Create) and tree.kind == "TABLE":
        _create_table(session, tree.this)
    elif isinstance(tree, exp.Create) and tree.kind == "INDEX":
        _create_index(session, tree)
    elif isinstance(tree, exp.Create) and tree.kind == "VIEW":
        name = tree.this
        table = Table(name.name, session.database.next_id(), query=tree.expression, schema=name.db or "dbo")
        outs = session.compiler().query(tree.expression).columns
        table.columns = [Column(out.name, out.kind or INT, out.nullable) for out in outs]
        session.database.add(table)
    else:
        raise beyond(tree.key)


def _drop(session: Session, tree: exp.Drop) -> None:
    listed = tree.args.get("tables") or [tree.this]
    kind = str(tree.args.get("kind"))
    for each in listed:
        if kind in {"PROCEDURE", "PROC"}:
            if session.database.procedures.pop(each.name.lower(), None) is None and not tree.args.get("exists"):
                raise _not_there("procedure", each.name)
            continue
        if kind not in {"TABLE", "VIEW"}:
            raise beyond(f"DROP {kind}")
        try:
            table = existing(session, each)
        except SqlError as missing:
            if tree.args.get("exists"):
                continue
            raise _not_there(kind.lower(), each.name) from missing
        _drop_table(session, table)


def _not_there(kind: str, name: str) -> SqlError:
    return refused(3701, kind=kind, name=name)


def _drop_table(session: Session, table: Table) -> None:
    if table.name.startswith("#"):
        session.database.store.drop(session.temporary.pop(table.name.lower()))
    else:
        session.wait_for(
            {
                each.number
                for each in session.database.store.open.values()
                if table.physical in each.touched and each is not session.transaction
            }
        )
        session.database.drop(table)


def create(session: Session, table: Table) -> None:
    """A table that is declared, in its place: the database or, for ``#name``, the session."""
    if not table.name.startswith("#"):
        session.database.add(table)
        return
    if table.name.lower() in session.temporary:
        raise refused(2714, name=table.name)
    session.database.store.create(table)
    session.temporary[table.name.lower()] = table


def of_query(session: Session, schema: str, name: str, outs: list[Out]) -> Table:
    """The table that SELECT … INTO makes."""
    table = Table(name, session.database.next_id(), schema=schema or "dbo")
    table.columns = [Column(out.name, out.kind or TEXT, out.nullable, (1, 1) if out.identity else None) for out in outs]
    create(session, table)
    return table


def _create_table(session: Session, node: exp.Expression) -> None:
    schema, name = named(node.this)
    table = Table(name, session.database.next_id(), schema=schema or "dbo")
    for each in node.expressions:
        if isinstance(each, exp.ColumnDef):
            add_column(session, table, each)
    for each in node.expressions:
        if isinstance(each, exp.Constraint):
            add_constraint(table, each.name, each.expressions)
        elif not isinstance(each, exp.ColumnDef):
            add_constraint(table, "", [each])
    for index in table.indexes:
        for column, _ in index.columns if index.primary else []:
            table.column(column).nullable = False
    if table.identity is not None and table.identity.identity is not None:
        table.identity_next = table.identity.identity[0]
    create(session, table)


def _create_index(session: Session, tree: exp.Create) -> None:
    node = tree.this
    table = existing(session, node.args["table"])
    columns = [(each.this.name, bool(each.args.get("desc"))) for each in node.args["params"].args["columns"]]
    for name, _ in columns:
        table.column(name)
    index = Index(node.name, columns, unique=bool(tree.args.get("unique")))
    session.database.store.create_index(table, index)
    table.add_index(index)
    session.database.schema_version += 1
