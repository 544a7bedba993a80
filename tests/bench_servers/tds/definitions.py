"""CREATE, ALTER and DROP of tables, indexes, views, databases; change tracking and options. It must not know rows."""

from __future__ import annotations

import re

from sqlglot import exp

from tests.bench_servers.tds import changes
from tests.bench_servers.tds.dialect import tree_of, type_of
from tests.bench_servers.tds.errors import SqlError, beyond, refused
from tests.bench_servers.tds.grammar import Statement
from tests.bench_servers.tds.pieces import Out
from tests.bench_servers.tds.session import Session
from tests.bench_servers.tds.sqltypes import INT, TEXT
from tests.bench_servers.tds.tables import Column, ForeignKey, Index, Table


def define(session: Session, statement: Statement) -> None:
    """One statement of the data definition language."""
    words = [token.word for token in statement.tokens[:3]]
    if statement.verb == "ALTER":
        _alter(session, statement, words[1])
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
            changes.truncate(session, _existing(session, each))
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


def _named(node: exp.Expression) -> tuple[str, str]:
    assert isinstance(node, exp.Table)
    name = node.name
    return node.db, f"#{name}" if node.this.args.get("temporary") else name


def _existing(session: Session, node: exp.Expression) -> Table:
    return session.table(*_named(node))


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
            table = _existing(session, each)
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
    schema, name = _named(node.this)
    table = Table(name, session.database.next_id(), schema=schema or "dbo")
    for each in node.expressions:
        if isinstance(each, exp.ColumnDef):
            _add_column(session, table, each)
    for each in node.expressions:
        if isinstance(each, exp.Constraint):
            _add_constraint(table, each.name, each.expressions)
        elif not isinstance(each, exp.ColumnDef):
            _add_constraint(table, "", [each])
    for index in table.indexes:
        for column, _ in index.columns if index.primary else []:
            table.column(column).nullable = False
    if table.identity is not None and table.identity.identity is not None:
        table.identity_next = table.identity.identity[0]
    create(session, table)


def _add_column(session: Session, table: Table, node: exp.ColumnDef) -> Column:
    kinds = [each.kind for each in node.args.get("constraints") or []]
    computed = next((kind.this for kind in kinds if isinstance(kind, exp.ComputedColumnConstraint)), None)
    column = Column(node.name, INT if node.args.get("kind") is None else type_of(node.args["kind"]))
    column.nullable = not column.is_rowversion
    table.columns.append(column)
    for constraint in node.args.get("constraints") or []:
        _constrain(table, column, constraint.kind, constraint.name if constraint.this else "")
    if computed is not None:
        from tests.bench_servers.tds.compiler import columns_of
        from tests.bench_servers.tds.pieces import Scope, Source

        column.computed = computed
        scope = Scope([Source(table.name, columns_of(table)[:-1])])
        column.kind = session.compiler().expression(computed, scope).kind or INT
    return column


def _constrain(table: Table, column: Column, kind: exp.Expression, name: str) -> None:
    if isinstance(kind, exp.NotNullColumnConstraint):
        column.nullable = bool(kind.args.get("allow_null"))
    elif isinstance(kind, exp.GeneratedAsIdentityColumnConstraint):
        start, step = (
            int(str(kind.args[word].this)) if kind.args.get(word) is not None else 1 for word in ("start", "increment")
        )
        column.identity, column.nullable = (start, step), False
    elif isinstance(kind, exp.AutoIncrementColumnConstraint):
        column.identity, column.nullable = (1, 1), False
    elif isinstance(kind, exp.DefaultColumnConstraint):
        column.default = kind.this
    elif isinstance(kind, exp.CollateColumnConstraint):
        column.collation = kind.this.name
    elif isinstance(kind, exp.PrimaryKeyColumnConstraint):
        column.nullable = False
        _add_key(table, name, [(column.name, False)], primary=True)
    elif isinstance(kind, exp.UniqueColumnConstraint) and kind.this is None:
        _add_key(table, name, [(column.name, False)], primary=False)
    elif isinstance(kind, exp.CheckColumnConstraint):
        table.checks.append((name or f"CK__{table.name}__{column.name}", kind.this))
    elif isinstance(kind, exp.Reference):
        _refer(table, name, [column.name], kind)


def _refer(table: Table, name: str, columns: list[str], node: exp.Expression) -> None:
    target = node.this
    references = [each.name for each in target.expressions] if isinstance(target, exp.Schema) else columns
    other = target.this if isinstance(target, exp.Schema) else target
    table.foreign.append(ForeignKey(name or f"FK__{table.name}__{'_'.join(columns)}", columns, other.name, references))


def _add_key(
    table: Table, name: str, columns: list[tuple[str, bool]], *, primary: bool, clustered: bool | None = None
) -> None:
    name = name or f"{'PK' if primary else 'UQ'}__{table.name}__{table.object_id:X}"
    at_front = primary if clustered is None else clustered
    table.add_index(Index(name, columns, unique=True, primary=primary, clustered=at_front, constraint=True))


def _add_constraint(table: Table, name: str, parts: list[exp.Expression]) -> None:
    """PRIMARY KEY (a, b DESC), UNIQUE (a), CHECK (…), FOREIGN KEY (…) REFERENCES …"""
    first = parts[0]
    listed = [each for part in parts for each in _listed(part)]
    if isinstance(first, exp.PrimaryKey | exp.PrimaryKeyColumnConstraint):
        clustered = not any(isinstance(part, exp.NonClusteredColumnConstraint) for part in parts)
        _add_key(table, name, listed, primary=True, clustered=clustered)
    elif isinstance(first, exp.UniqueColumnConstraint):
        _add_key(table, name, listed, primary=False)
    elif isinstance(first, exp.CheckColumnConstraint):
        table.checks.append((name or f"CK__{table.name}", first.this))
    elif isinstance(first, exp.ForeignKey):
        _refer(table, name, [each.name for each in first.expressions], first.args["reference"])
    else:
        raise beyond(first.sql("tsql"))


def _listed(node: exp.Expression) -> list[tuple[str, bool]]:
    inner = (
        node.this
        if isinstance(node.this, list)
        else [node.this]
        if isinstance(node.this, exp.Schema)
        else node.expressions
    )
    found = []
    for each in inner:
        if isinstance(each, exp.Schema):
            found += [(one.name, bool(one.args.get("desc"))) for one in each.expressions]
        else:
            found.append(((each.this if isinstance(each, exp.Ordered) else each).name, bool(each.args.get("desc"))))
    return found


def _create_index(session: Session, tree: exp.Create) -> None:
    node = tree.this
    table = _existing(session, node.args["table"])
    columns = [(each.this.name, bool(each.args.get("desc"))) for each in node.args["params"].args["columns"]]
    for name, _ in columns:
        table.column(name)
    index = Index(node.name, columns, unique=bool(tree.args.get("unique")))
    session.database.store.create_index(table, index)
    table.add_index(index)
    session.database.schema_version += 1


def _alter(session: Session, statement: Statement, what: str) -> None:
    if what == "DATABASE":
        _alter_database(session, statement)
        return
    tracking = re.match(
        r"(?is)ALTER\s+TABLE\s+(?P<name>\S+)\s+(?P<verb>ENABLE|DISABLE)\s+CHANGE_TRACKING", statement.text
    )
    if tracking:
        tree = tree_of(f"SELECT 1 FROM {tracking['name']}")
        table = _existing(session, tree.args["from_"].this)
        _track(
            session,
            table,
            enable=tracking["verb"].upper() == "ENABLE",
            columns="TRACK_COLUMNS_UPDATED" in statement.text.upper(),
        )
        return
    tree = tree_of(statement.text)
    table = _existing(session, tree.this)
    for action in tree.args["actions"]:
        if isinstance(action, exp.ColumnDef):
            session.database.store.add_column(table, _add_column(session, table, action))
        elif isinstance(action, exp.AddConstraint):
            before = list(table.indexes)
            for each in action.expressions:
                _add_constraint(table, each.name, each.expressions)
            for index in table.indexes[len(before) :]:
                session.database.store.create_index(table, index)
        else:
            raise beyond(statement.text)
    session.database.schema_version += 1


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
