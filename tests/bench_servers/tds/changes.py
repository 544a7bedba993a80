"""INSERT, UPDATE, DELETE and TRUNCATE: which rows, and with which values. It must not know how rows are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlglot import exp

from tests.bench_servers.tds.casts import assign
from tests.bench_servers.tds.changer import Changed, Changer, atomically
from tests.bench_servers.tds.compiler import Compiler, hints_of
from tests.bench_servers.tds.dialect import Change, change_of
from tests.bench_servers.tds.errors import SqlError, beyond, refused
from tests.bench_servers.tds.pieces import Piece, Scope
from tests.bench_servers.tds.session import Session
from tests.bench_servers.tds.sqltypes import SqlType
from tests.bench_servers.tds.store import SIGHTS
from tests.bench_servers.tds.tables import RID, Column, Table, quoted
from tests.bench_servers.tds.values import Value


def run_change(session: Session, text: str) -> Changed:
    """One statement: wholly or not at all; waits for others and begins anew."""
    change = change_of(text)
    kind = {exp.Insert: _insert, exp.Update: _update, exp.Delete: _delete}.get(type(change.tree))
    if kind is None:
        raise beyond(change.tree.key)
    return atomically(session, lambda changer: kind(changer, change))


def _target(changer: Changer, node: exp.Expression) -> Table:
    assert isinstance(node, exp.Table)
    changer.compiler().here(node)
    name = f"#{node.name}" if node.this.args.get("temporary") else node.name
    table = changer.session.table(node.db, name)
    if table.query is not None:
        raise beyond("a change through a view")
    if changer.session.database.read_only and not name.startswith("#"):
        raise SqlError(
            3906, f'Failed to update database "{changer.session.database.name}" because the database is read-only.'
        )
    return table


def _insert(changer: Changer, change: Change) -> Changed:
    node = change.tree
    into = node.this
    listed = into.expressions if isinstance(into, exp.Schema) else []
    table = _target(changer, into.this if listed else into)
    changer.session.may("INSERT", table)
    given = [table.column(each.name) for each in listed]
    source = node.args.get("expression")
    if not listed and source is not None:
        explicit = changer.session.identity_insert == table.full_name.lower()
        given = [column for column in table.columns if column.given or (column.identity and explicit)]
    _may_give(changer.session, table, given)
    for row in _given_rows(changer, source, given, node):
        changer.insert(table, _whole(changer, table, given, row))
    if table.identity is not None and changer.pairs:
        changer.session.identity = table.identity_last
    return changer.output(table, change)


def _may_give(session: Session, table: Table, given: list[Column]) -> None:
    for column in given:
        if column.is_rowversion:
            raise refused(273)
        if column.computed is not None:
            raise refused(271, column=column.name)
        if column.identity and session.identity_insert != table.full_name.lower():
            raise refused(544, table=table.name)


Given = list[tuple[SqlType | None, Value] | None]  # None: DEFAULT


def _given_rows(
    changer: Changer, source: exp.Expression | None, given: list[Column], node: exp.Expression
) -> Iterable[Given]:
    if source is None:
        return [[None] * len(given)]
    if isinstance(source, exp.Values):
        return [_of_values(changer, row, len(given)) for row in source.expressions]
    compiler = changer.compiler()
    whole = source
    if node.args.get("with_") is not None:
        whole = source.copy()
        whole.set("with_", node.args["with_"].copy())
    query = compiler.query(whole)
    _same_count(len(query.columns), len(given))
    rows = changer.select(query.sql, compiler.bindings)
    return [[(out.kind, value) for out, value in zip(query.columns, row, strict=True)] for row in rows]


def _same_count(values: int, columns: int) -> None:
    if values < columns:
        raise refused(109)
    if values > columns:
        raise refused(110)


def _is_default(node: exp.Expression) -> bool:
    return isinstance(node, exp.Var | exp.Column) and node.name.upper() == "DEFAULT"


def _of_values(changer: Changer, row: exp.Expression, count: int) -> Given:
    compiler = changer.compiler()
    nodes = row.expressions if isinstance(row, exp.Tuple) else [row.this if isinstance(row, exp.Paren) else row]
    _same_count(len(nodes), count)
    pieces = [None if _is_default(each) else compiler.expression(each, Scope()) for each in nodes]
    chosen = [piece.sql for piece in pieces if piece is not None]
    got = iter(changer.select(f"SELECT {', '.join(chosen)}", compiler.bindings)[0] if chosen else ())
    return [None if piece is None else (piece.kind, next(got)) for piece in pieces]


def _whole(changer: Changer, table: Table, given: list[Column], row: Given) -> list[Value]:
    """A row with all columns: given values, defaults, the next identity."""
    by_name = {column.name: value for column, value in zip(given, row, strict=True)}
    made: list[Value] = []
    for column in table.columns:
        one = by_name.get(column.name)
        if one is not None:
            made.append(
                assign(one[1], one[0], column.kind, f"{changer.session.database.name}.{table.full_name}.{column.name}")
            )
            if column.identity:
                table.identity_last = int(str(made[-1]))
                table.identity_next = max(table.identity_next, table.identity_last + column.identity[1])
        elif column.identity:
            table.identity_last = table.identity_next
            table.identity_next += column.identity[1]
            made.append(table.identity_last)
        else:
            made.append(default_of(changer, column))
    return made


def default_of(changer: Changer, column: Column) -> Value:
    if column.default is None:
        return None
    compiler = changer.compiler()
    piece = compiler.expression(column.default, Scope()).to(column.kind)
    return changer.select(f"SELECT {piece.sql}", compiler.bindings)[0][0]


def _found(
    changer: Changer,
    compiler: Compiler,
    node: exp.Expression,
    name: exp.Expression,
    change: Change,
    pieces: Callable[[Scope, Table], list[Piece]],
) -> tuple[Table, list[tuple[Value, ...]]]:
    """The rows that an UPDATE or DELETE means: their numbers, each once, with the values of these pieces."""
    scope = Scope()
    alias = name.alias or name.name
    text = compiler.from_clause(node, scope) if node.args.get("from_") is not None else ""
    source = next((each for each in scope.sources if each.alias.lower() == alias.lower()), None) or next(
        (each for each in scope.sources if each.table is not None and each.table.name.lower() == name.name.lower()),
        None,
    )
    if source is None or source.table is None:
        table = _target(changer, name)
        text = (
            f" FROM {compiler.stored(table, alias, scope, hints_of(name))}{' CROSS JOIN ' + text[6:] if text else ''}"
        )
        source = scope.sources[-1]
    table = source.table or _target(changer, name)
    chosen = ", ".join([f"{quoted(source.alias)}.{RID}", *(piece.sql for piece in pieces(scope, table))])
    top = f" LIMIT {compiler.expression(change.top, Scope()).sql}" if change.top is not None else ""
    rows = changer.select(
        f"SELECT {chosen}{text}{compiler.where(node.args.get('where'), scope)}{top}", compiler.bindings
    )
    return table, list({row[0]: row for row in reversed(rows)}.values())[::-1]


def _update(changer: Changer, change: Change) -> Changed:
    node = change.tree
    compiler = changer.compiler()
    places: list[int] = []
    kinds: list[SqlType | None] = []

    def pieces(scope: Scope, table: Table) -> list[Piece]:
        made = []
        for each in node.expressions:
            column = table.column(each.this.name)
            if column.identity:
                raise SqlError(8102, f"Cannot update identity column '{column.name}'.")
            if not column.given:
                raise refused(272 if column.is_rowversion else 271, column=column.name)
            right = each.args["expression"]
            if _is_default(right):
                right = column.default or exp.Null()
            made.append(compiler.expression(right, scope))
            places.append(table.columns.index(column))
            kinds.append(made[-1].kind)
        return made

    table, rows = _found(changer, compiler, node, node.this, change, pieces)
    changer.session.may("UPDATE", table)
    where = f"{changer.session.database.name}.{table.full_name}"
    news = {
        int(str(rid)): {
            place: assign(value, kind, table.columns[place].kind, f"{where}.{table.columns[place].name}")
            for place, kind, value in zip(places, kinds, given, strict=True)
        }
        for rid, *given in rows
    }
    changer.replace(table, news)
    return changer.output(table, change)


def _delete(changer: Changer, change: Change) -> Changed:
    node = change.tree
    name = (node.args.get("tables") or [node.this])[0]
    if node.args.get("tables"):
        node = node.copy()
        node.set("from_", exp.From(this=node.this))
    table, rows = _found(changer, changer.compiler(), node, name, change, lambda *_: [])
    changer.session.may("DELETE", table)
    changer.remove(table, [rid for rid, *_ in rows if isinstance(rid, int)])
    return changer.output(table, change)


def truncate(session: Session, table: Table) -> None:
    """All rows that live, and the identity anew."""
    if table.tracked_since is not None:
        raise SqlError(4711, f"Cannot truncate table '{table.full_name}' because it is being used for change tracking.")

    def work(changer: Changer) -> Changed:
        rows = changer.select(f"SELECT {RID} FROM {table.physical} WHERE {SIGHTS['locking']}", {})
        changer.store.end(table, changer.transaction, [int(str(rid)) for (rid,) in rows])
        return Changed(len(rows))

    atomically(session, work)
    if table.identity is not None and table.identity.identity is not None:
        table.identity_next = table.identity.identity[0]
