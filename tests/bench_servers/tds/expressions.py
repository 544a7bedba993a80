"""Expressions of T-SQL as expressions of SQLite with their types, and conditions. Functions stand in `functions.py`.

Booleans are no values in T-SQL: `condition` and `expression` are two things. It must not know where rows lie.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from sqlglot import exp

from tests.bench_servers.tds import functions, values
from tests.bench_servers.tds.dialect import type_of
from tests.bench_servers.tds.errors import SqlError, beyond
from tests.bench_servers.tds.pieces import Out, Piece, Query, Scope, World, of_column, unified
from tests.bench_servers.tds.sqltypes import BIGINT, DATETIME, FLOAT, INT, SqlType, decimal, varchar
from tests.bench_servers.tds.values import Value

COMPARISONS: dict[type[exp.Expression], str] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}
ARITHMETIC: dict[type[exp.Expression], str] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Div: "/", exp.Mod: "%"}
BITS: dict[type[exp.Expression], str] = {exp.BitwiseAnd: "&", exp.BitwiseOr: "|"}


class Expressions:
    """The half of a compiler that knows no FROM."""

    WORDS: ClassVar[dict[str, str]] = {
        "CURRENT_TIMESTAMP": "GETDATE", "USER": "USER_NAME", "CURRENT_USER": "USER_NAME", "SYSTEM_USER": "SUSER_SNAME",
    }  # fmt: skip

    def __init__(self, world: World) -> None:
        self.world = world
        self.bindings: dict[str, Value] = {}
        self.named: dict[str, list[Out]] = {}

    if TYPE_CHECKING:

        def query(self, node: exp.Expression, outer: Scope | None = None) -> Query: ...

    def bound(self, kind: SqlType | None, value: Value) -> Piece:
        """A value that SQLite gets beside the statement."""
        name = f"k{len(self.bindings)}"
        self.bindings[name] = value
        return Piece(f":{name}", kind, nullable=value is None)

    def expression(self, node: exp.Expression, scope: Scope) -> Piece:
        """A value."""
        known = self._KNOWN.get(type(node))
        if known is not None:
            return known(self, node, scope)
        if type(node) in ARITHMETIC:
            return self._arithmetic(node, scope)
        if type(node) in BITS:
            left, right = self.expression(node.this, scope), self.expression(node.args["expression"], scope)
            return Piece(f"({left.sql} {BITS[type(node)]} {right.sql})", left.kind)
        raise beyond(f"the expression {node.sql('tsql')}")

    # Values

    def _column(self, node: exp.Expression, scope: Scope) -> Piece:
        assert isinstance(node, exp.Column)
        if not node.table and node.name.upper() in self.WORDS and not node.this.args.get("quoted"):
            kind, value = self.world.system(self.WORDS[node.name.upper()])
            return self.bound(kind, value)
        return of_column(*scope.find(node.name, node.table))

    def _literal(self, node: exp.Expression, scope: Scope) -> Piece:
        text = str(node.this)
        if node.args.get("is_string"):
            return Piece(_text(text), varchar(max(len(text), 1)), nullable=False)
        if "e" in text.lower():
            return Piece(repr(float(text)), FLOAT, nullable=False)
        if "." not in text and int(text) < 2**63:
            return Piece(text, INT if int(text) < 2**31 else BIGINT, nullable=False)
        whole, _, fraction = text.partition(".")
        kind = decimal(max(len(whole.lstrip("0")) + len(fraction), 1), len(fraction))
        return Piece(_text(values.from_decimal(Decimal(text))), kind, nullable=False)

    def _national(self, node: exp.Expression, scope: Scope) -> Piece:
        return Piece(_text(str(node.this)), SqlType("nvarchar", max(len(str(node.this)), 1)), nullable=False)

    def _hex(self, node: exp.Expression, scope: Scope) -> Piece:
        digits = str(node.this)
        digits = digits if len(digits) % 2 == 0 else f"0{digits}"
        return Piece(f"x'{digits}'", SqlType("varbinary", max(len(digits) // 2, 1)), nullable=False)

    def _null(self, node: exp.Expression, scope: Scope) -> Piece:
        return Piece("NULL", None)

    def _parameter(self, node: exp.Expression, scope: Scope) -> Piece:
        if isinstance(node.this, exp.Parameter):
            kind, value = self.world.system(f"@@{node.this.name}")
        else:
            kind, value = self.world.variable(f"@{node.name}")
        piece = self.bound(kind, value)
        return Piece(piece.sql, kind)

    def _paren(self, node: exp.Expression, scope: Scope) -> Piece:
        inner = self.expression(node.this, scope)
        return Piece(f"({inner.sql})", inner.kind, inner.nullable)

    def _negative(self, node: exp.Expression, scope: Scope) -> Piece:
        inner = self.expression(node.this, scope)
        if inner.kind is not None and inner.kind.family == "decimal":
            return Piece(f"decimal_math('-', {_text(values.from_decimal(Decimal(0)))}, {inner.sql})", inner.kind)
        return Piece(f"(-{inner.sql})", inner.kind, inner.nullable)

    def _inverted(self, node: exp.Expression, scope: Scope) -> Piece:
        inner = self.expression(node.this, scope)
        return Piece(f"(~{inner.sql})", inner.kind)

    def _arithmetic(self, node: exp.Expression, scope: Scope) -> Piece:
        left, right = self.expression(node.this, scope), self.expression(node.args["expression"], scope)
        return functions.arithmetic(ARITHMETIC[type(node)], left, right)

    def _cast(self, node: exp.Expression, scope: Scope) -> Piece:
        target = type_of(node.args["to"])
        return self._converted(node.this, target, node.args.get("style"), scope, safe=bool(node.args.get("safe")))

    def _convert(self, node: exp.Expression, scope: Scope) -> Piece:
        target = type_of(node.this)
        return self._converted(
            node.args["expression"], target, node.args.get("style"), scope, bool(node.args.get("safe"))
        )

    def _converted(
        self, node: exp.Expression, target: SqlType, style: exp.Expression | None, scope: Scope, safe: bool
    ) -> Piece:
        inner = self.expression(node, scope)
        way = 0 if style is None else int(str(self.world.constant(self.expression(style, scope))))
        source = str(inner.kind) if inner.kind is not None else ""
        name = "try_cast_as" if safe else "cast_as"
        return Piece(f"{name}({inner.sql}, '{source}', '{target}', {way})", target, inner.nullable or safe)

    def _case(self, node: exp.Expression, scope: Scope) -> Piece:
        chosen = [self.expression(each.args["true"], scope) for each in node.args["ifs"]]
        default = node.args.get("default")
        chosen.append(self.expression(default, scope) if default is not None else Piece("NULL", None))
        results, kind = unified(chosen)
        operand = node.this
        parts = []
        for each, result in zip(node.args["ifs"], results, strict=False):
            if operand is None:
                test = self.condition(each.this, scope)
            else:
                test = self._compared("=", self.expression(operand, scope), self.expression(each.this, scope))
            parts.append(f"WHEN {test} THEN {result.sql}")
        return Piece(f"CASE {' '.join(parts)} ELSE {results[-1].sql} END", kind)

    def _subquery(self, node: exp.Expression, scope: Scope) -> Piece:
        made = self.query(node, scope)
        return Piece(f"({made.sql})", made.columns[0].kind)

    def _window(self, node: exp.Expression, scope: Scope) -> Piece:
        if node.args.get("spec") is not None:
            raise beyond("frames of windows")
        inner = self.expression(node.this, scope)
        parts = []
        if node.args.get("partition_by"):
            parts.append(
                "PARTITION BY " + ", ".join(self.expression(each, scope).sql for each in node.args["partition_by"])
            )
        if node.args.get("order") is not None:
            ordered = [
                self.expression(each.this, scope).sql + (" DESC" if each.args.get("desc") else "")
                for each in node.args["order"].expressions
            ]
            parts.append("ORDER BY " + ", ".join(ordered))
        return Piece(f"{inner.sql} OVER ({' '.join(parts)})", inner.kind)

    def _escape(self, node: exp.Expression, scope: Scope) -> Piece:
        """``{ts '…'}`` and ``{d '…'}`` of ODBC."""
        inner = self.expression(node.this, scope)
        return inner.to(DATETIME)

    def _collate(self, node: exp.Expression, scope: Scope) -> Piece:
        inner = self.expression(node.this, scope)
        name = node.args["expression"].name
        collation = "case_kept" if "_CS_" in name or "_BIN" in name else "case_ignored"
        return Piece(f"({inner.sql} COLLATE {collation})", inner.kind, inner.nullable, column=True)

    def _function(self, node: exp.Expression, scope: Scope) -> Piece:
        return functions.call(self, node.name.upper(), list(node.expressions), scope)

    # Conditions

    def condition(self, node: exp.Expression, scope: Scope) -> str:  # noqa: PLR0911 - a line for each kind
        """What is true, false or unknown. ``SqlError`` 4145 for a value."""
        if isinstance(node, exp.And | exp.Or):
            word = "AND" if isinstance(node, exp.And) else "OR"
            return f"({self.condition(node.this, scope)} {word} {self.condition(node.args['expression'], scope)})"
        if isinstance(node, exp.Not):
            return f"NOT ({self.condition(node.this, scope)})"
        if isinstance(node, exp.Paren):
            return f"({self.condition(node.this, scope)})"
        if isinstance(node, exp.Exists):
            return f"EXISTS ({self.query(node.this, scope).sql})"
        if isinstance(node, exp.Is):
            return f"{self.expression(node.this, scope).sql} IS NULL"
        if type(node) in COMPARISONS:
            left, right = self.expression(node.this, scope), self.expression(node.args["expression"], scope)
            return self._compared(COMPARISONS[type(node)], left, right)
        if isinstance(node, exp.Between):
            return self._between(node, scope)
        if isinstance(node, exp.In):
            return self._in(node, scope)
        if isinstance(node, exp.Like | exp.Escape):
            return self._like(node, scope)
        raise SqlError(
            4145, "An expression of non-boolean type specified in a context where a condition is expected.", level=15
        )

    def _compared(self, sign: str, left: Piece, right: Piece) -> str:
        (one, other), kind = unified([left, right])
        first, second = one.sql, other.sql
        if kind is not None and kind.family == "offset":
            first, second = f"substr({first}, 1, 27)", f"substr({second}, 1, 27)"
        collated = kind is not None and kind.family == "text" and not (left.column or right.column)
        return f"{first} {sign} {second}{' COLLATE case_ignored' if collated else ''}"

    def _between(self, node: exp.Expression, scope: Scope) -> str:
        inner = self.expression(node.this, scope)
        low, high = self.expression(node.args["low"], scope), self.expression(node.args["high"], scope)
        return f"({self._compared('>=', inner, low)} AND {self._compared('<=', inner, high)})"

    def _in(self, node: exp.Expression, scope: Scope) -> str:
        inner = self.expression(node.this, scope)
        query = node.args.get("query")
        if query is not None:
            made = self.query(query, scope)
            kind = made.columns[0].kind
            return f"{inner.to(kind).sql} IN ({made.sql})" if inner.kind != kind else f"{inner.sql} IN ({made.sql})"
        tests = [self._compared("=", inner, self.expression(each, scope)) for each in node.expressions]
        return f"({' OR '.join(tests)})"

    def _like(self, node: exp.Expression, scope: Scope) -> str:
        escape = "NULL"
        if isinstance(node, exp.Escape):
            escape, node = self.expression(node.args["expression"], scope).sql, node.this
        left, right = self.expression(node.this, scope), self.expression(node.args["expression"], scope)
        text = SqlType("nvarchar", -1)
        return f"is_like({left.to(text).sql}, {right.to(text).sql}, {escape})"

    def rows(self, node: exp.Values) -> tuple[str, list[SqlType | None]]:
        """VALUES as a query, and the types of its columns."""
        table = [[self.expression(each, Scope()) for each in row.expressions] for row in node.expressions]
        columns = [unified(list(column)) for column in zip(*table, strict=True)]
        lines = zip(*(pieces for pieces, _ in columns), strict=True)
        sql = " UNION ALL ".join(f"SELECT {', '.join(piece.sql for piece in line)}" for line in lines)
        return sql, [kind for _, kind in columns]

    _KNOWN: ClassVar[dict[type[exp.Expression], Callable[[Expressions, exp.Expression, Scope], Piece]]] = {
        exp.Column: _column, exp.Literal: _literal, exp.National: _national, exp.HexString: _hex, exp.Null: _null,
        exp.Parameter: _parameter, exp.Paren: _paren, exp.Neg: _negative, exp.BitwiseNot: _inverted, exp.Cast: _cast,
        exp.TryCast: _cast, exp.Convert: _convert, exp.Case: _case, exp.Subquery: _subquery, exp.Select: _subquery,
        exp.Window: _window, exp.Timestamp: _escape, exp.Date: _escape,
        exp.Collate: _collate, exp.Anonymous: _function,
    }  # fmt: skip


def _text(text: str) -> str:
    if "\0" in text:
        return f"CAST(x'{text.encode().hex()}' AS TEXT)"
    return "'" + text.replace("'", "''") + "'"
