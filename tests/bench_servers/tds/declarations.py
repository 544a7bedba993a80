"""Columns, keys and constraints as CREATE and ALTER declare them. It must not know what is done with them."""

from __future__ import annotations

from sqlglot import exp

from tests.bench_servers.tds.compiler import columns_of
from tests.bench_servers.tds.dialect import type_of
from tests.bench_servers.tds.errors import beyond
from tests.bench_servers.tds.pieces import Scope, Source
from tests.bench_servers.tds.session import Session
from tests.bench_servers.tds.sqltypes import INT
from tests.bench_servers.tds.tables import Column, ForeignKey, Index, Table


def named(node: exp.Expression) -> tuple[str, str]:
    assert isinstance(node, exp.Table)
    name = node.name
    return node.db, f"#{name}" if node.this.args.get("temporary") else name


def existing(session: Session, node: exp.Expression) -> Table:
    return session.table(*named(node))


def add_column(session: Session, table: Table, node: exp.ColumnDef) -> Column:
    kinds = [each.kind for each in node.args.get("constraints") or []]
    computed = next((kind.this for kind in kinds if isinstance(kind, exp.ComputedColumnConstraint)), None)
    column = Column(node.name, INT if node.args.get("kind") is None else type_of(node.args["kind"]))
    column.nullable = not column.is_rowversion
    table.columns.append(column)
    for constraint in node.args.get("constraints") or []:
        _constrain(table, column, constraint.kind, constraint.name if constraint.this else "")
    if computed is not None:
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


def add_constraint(table: Table, name: str, parts: list[exp.Expression]) -> None:
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
