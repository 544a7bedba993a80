"""sp_describe_undeclared_parameters: of which type a parameter must be, by what it is compared with or put into.

Microsoft's driver asks it before it binds NULL. It must not know the wire.
"""

from __future__ import annotations

from sqlglot import exp

from tests.bench_servers.tds.compiler import columns_of
from tests.bench_servers.tds.database import Rows
from tests.bench_servers.tds.dialect import change_of, tree_of
from tests.bench_servers.tds.errors import SqlError
from tests.bench_servers.tds.grammar import statements_of
from tests.bench_servers.tds.pieces import Out, Scope, Source
from tests.bench_servers.tds.session import Session
from tests.bench_servers.tds.sizes import sizes
from tests.bench_servers.tds.sqltypes import BIT, INT, SMALLINT, SYSNAME, TEXT, TINYINT, TYPE_IDS, SqlType
from tests.bench_servers.tds.values import Value

COLUMNS = [
    Out("parameter_ordinal", INT), Out("name", SYSNAME), Out("suggested_system_type_id", INT),
    Out("suggested_system_type_name", SYSNAME), Out("suggested_max_length", SMALLINT),
    Out("suggested_precision", TINYINT),
    Out("suggested_scale", TINYINT), Out("suggested_user_type_id", INT), Out("suggested_user_type_database", SYSNAME),
    Out("suggested_user_type_schema", SYSNAME), Out("suggested_user_type_name", SYSNAME),
    Out("suggested_assembly_qualified_type_name", TEXT), Out("suggested_xml_collection_id", INT),
    Out("suggested_xml_collection_database", SYSNAME), Out("suggested_xml_collection_schema", SYSNAME),
    Out("suggested_xml_collection_name", SYSNAME), Out("suggested_is_xml_document", BIT),
    Out("suggested_is_case_sensitive", BIT), Out("suggested_is_fixed_length_clr_type", BIT),
    Out("suggested_is_input", BIT), Out("suggested_is_output", BIT), Out("formal_parameter_name", SYSNAME),
    Out("suggested_tds_type_id", INT), Out("suggested_tds_length", INT),
]  # fmt: skip
TDS_IDS = {"int": 38, "bit": 104, "decimal": 106, "float": 109, "guid": 36, "date": 40, "time": 41, "offset": 43}
TDS_NAMES = {"money": 110, "smallmoney": 110, "datetime2": 42, "datetime": 111, "smalldatetime": 111, "nvarchar": 231,
             "nchar": 239, "varchar": 167, "char": 175, "varbinary": 165, "binary": 173, "timestamp": 173, "bit": 104,
             "xml": 241, "text": 35, "ntext": 99, "image": 34, "sql_variant": 98}  # fmt: skip


def describe(session: Session, arguments: dict[str, Value]) -> tuple[list[Out], Rows]:
    """``SqlError`` 11521 where a type cannot be told."""
    rows: Rows = []
    for number, (name, kind) in enumerate(_kinds(session, str(arguments["tsql"])).items(), 1):
        size, precision, scale = sizes(kind)
        token = TDS_NAMES.get(kind.name) or TDS_IDS[kind.family]
        rows.append((
            number, name, TYPE_IDS[kind.name], str(kind), size, precision, scale, None, None, None, None, None, None,
            None, None, None, 0, 0, 0, 1, 0, None, token, size if size >= 0 else 65535,
        ))  # fmt: skip
    return COLUMNS, rows


def _kinds(session: Session, text: str) -> dict[str, SqlType]:
    """Parameters in the order in which they stand, with their types."""
    found: dict[str, SqlType] = {}
    for statement in statements_of(text):
        if statement.verb not in {"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"}:
            continue
        change = statement.verb in {"INSERT", "UPDATE", "DELETE"}
        tree = change_of(statement.text).tree if change else tree_of(statement.text)
        scope = _scope(session, tree)
        inserted = _inserted(session, tree)
        for node in tree.find_all(exp.Parameter, bfs=False):
            if not isinstance(node.this, exp.Parameter) and not isinstance(node.parent, exp.Parameter):
                kind = inserted.get(id(node)) or _beside(session, node, scope)
                if kind is None:
                    raise SqlError(11503, f"The type for parameter '@{node.name}' cannot be deduced in this context.")
                found.setdefault(f"@{node.name}", kind)
    return dict(sorted(found.items(), key=lambda each: _place(text, each[0])))


def _place(text: str, name: str) -> int:
    return text.lower().find(name.lower())


def _scope(session: Session, tree: exp.Expression) -> Scope:
    scope = Scope()
    for node in tree.find_all(exp.Table):
        try:
            table = session.table(node.db, f"#{node.name}" if node.this.args.get("temporary") else node.name)
        except SqlError:
            continue
        scope.sources.append(Source(node.alias or node.name, columns_of(table), table))
    return scope


def _inserted(session: Session, tree: exp.Expression) -> dict[int, SqlType]:
    """Parameters that stand in VALUES, with the type of their column."""
    values = tree.args.get("expression")
    if not isinstance(tree, exp.Insert) or not isinstance(values, exp.Values):
        return {}
    into = tree.this.this if isinstance(tree.this, exp.Schema) else tree.this
    table = session.table(into.db, f"#{into.name}" if into.this.args.get("temporary") else into.name)
    listed = (
        [table.column(each.name) for each in tree.this.expressions]
        if isinstance(tree.this, exp.Schema)
        else table.columns
    )
    return {
        id(each): column.kind
        for row in values.expressions
        for each, column in zip(row.expressions, listed, strict=False)
    }


def _beside(session: Session, node: exp.Expression, scope: Scope) -> SqlType | None:
    """What the other side of its comparison, assignment or list is."""
    parent = node.parent
    while isinstance(parent, exp.Paren):
        node, parent = parent, parent.parent
    if isinstance(parent, exp.Limit | exp.Offset | exp.Fetch):
        return SqlType("bigint")
    if isinstance(parent, exp.Cast):
        return session.compiler().expression(exp.Cast(this=exp.Null(), to=parent.args["to"]), Scope()).kind
    if parent is None:
        return None
    for key in ("this", "expression", "low", "high"):
        other = parent.args.get(key)
        if isinstance(other, exp.Expression) and other is not node and not isinstance(other, exp.Parameter):
            try:
                return session.compiler().expression(other, scope).kind
            except SqlError:
                return None
    return None
