"""Queries of T-SQL as queries of SQLite, with the types that their columns have in SQL Server.

It walks the tree of `sqlglot` once and writes SQL and type at the same time. It must not know sessions or the wire.
"""

from __future__ import annotations

from sqlglot import exp

from tests.bench_servers.tds.errors import SqlError, beyond, refused
from tests.bench_servers.tds.expressions import Expressions
from tests.bench_servers.tds.pieces import Out, Piece, Query, Scope, Source, of_column, unified
from tests.bench_servers.tds.sqltypes import INT
from tests.bench_servers.tds.store import SIGHTS
from tests.bench_servers.tds.tables import RID, WIRE, Table, quoted

SETS = {exp.Union: "UNION", exp.Except: "EXCEPT", exp.Intersect: "INTERSECT"}


SELECT_PARTS = {
    "with_", "expressions", "from_", "joins", "where", "group", "having", "order", "limit", "offset", "distinct",
    "options",
}  # fmt: skip
TABLE_PARTS = {"this", "db", "catalog", "alias", "hints", "joins"}


def only(node: exp.Expression, parts: set[str]) -> None:
    """`SqlError` 49999 where something stands in a clause that would be overlooked."""
    more = [name for name, value in node.args.items() if value and name not in parts]
    if more:
        raise beyond(f"{more[0].rstrip('_').upper()} in {node.sql('tsql')[:80]}")


def hints_of(node: exp.Expression) -> set[str]:
    return {each.name.upper() for hint in node.args.get("hints") or [] for each in hint.expressions}


class Compiler(Expressions):
    """For one statement. ``bindings`` are its parameters; rows of ``root`` may come as bytes that lie ready."""

    root: exp.Expression | None = None
    ready: bool = False
    locking: tuple[str, str] = ("", "")  # alias and table whose rows are read to be changed

    def query(self, node: exp.Expression, outer: Scope | None = None) -> Query:
        """A SELECT, a set of SELECTs, or one in brackets."""
        known = dict(self.named)
        prefix = self._with(node, outer)
        if isinstance(node, exp.Select):
            made = self._select(node, outer)
        elif isinstance(node, exp.SetOperation):
            made = self._set(node, outer)
        elif isinstance(node, exp.Subquery):
            made = self.query(node.this, outer)
        else:
            raise beyond(node.key)
        self.named = known
        return Query(prefix + made.sql, made.columns, made.encoded, made.locked)

    def _with(self, node: exp.Expression, outer: Scope | None) -> str:
        given = node.args.get("with_")
        if given is None:
            return ""
        parts = []
        for table in given.expressions:
            made = self.query(table.this, outer)
            columns = _renamed(made.columns, table.args["alias"].args.get("columns"))
            self.named[table.alias.lower()] = columns
            listed = ", ".join(quoted(column.name) for column in columns)
            parts.append(f"{quoted(table.alias)} ({listed}) AS ({made.sql})")
        return f"WITH {', '.join(parts)} "

    def _set(self, node: exp.Expression, outer: Scope | None) -> Query:
        left, right = self.query(node.this, outer), self.query(node.args["expression"], outer)
        if len(left.columns) != len(right.columns):
            raise refused(205)
        outs, lefts, rights = [], [], []
        for place, (one, other) in enumerate(zip(left.columns, right.columns, strict=True)):
            pieces = [Piece(f'"$l"."c{place}"', one.kind), Piece(f'"$r"."c{place}"', other.kind)]
            (first, second), kind = unified(pieces)
            lefts.append(f"{first.sql} AS {quoted(one.name or f'$c{place}')}")
            rights.append(second.sql)
            outs.append(Out(one.name, kind, one.nullable or other.nullable))
        listed = ", ".join(f'"c{place}"' for place in range(len(outs)))
        parts = [
            f'SELECT {", ".join(chosen)} FROM (WITH "$q" ({listed}) AS ({made.sql}) SELECT * FROM "$q") AS {name}'
            for chosen, made, name in ((lefts, left, '"$l"'), (rights, right, '"$r"'))
        ]
        word = next(name for kind, name in SETS.items() if isinstance(node, kind)) + (
            " ALL" if isinstance(node, exp.Union) and not node.args.get("distinct") else ""
        )
        sql = f" {word} ".join(parts)
        order = node.args.get("order")
        if order is not None:
            sql += " ORDER BY " + ", ".join(self._ordered_by_output(each, outs) for each in order.expressions)
        return Query(sql + self._limits(node, Scope()), outs)

    def _ordered_by_output(self, node: exp.Expression, outs: list[Out]) -> str:
        place = self._output_place(node.this, outs)
        if place is None:
            raise refused(104)
        return f"{place + 1}{' DESC' if node.args.get('desc') else ''}"

    @staticmethod
    def _output_place(node: exp.Expression, outs: list[Out]) -> int | None:
        if isinstance(node, exp.Literal) and not node.is_string:
            return int(node.this) - 1
        if isinstance(node, exp.Column) and not node.table:
            names = [column.name.lower() for column in outs]
            return names.index(node.name.lower()) if node.name.lower() in names else None
        return None

    def _select(self, node: exp.Select, outer: Scope | None) -> Query:
        only(node, SELECT_PARTS)
        scope = Scope([], outer)
        source = self.from_clause(node, scope)
        pieces, outs = self._outputs(node, scope)
        rest = self.where(node.args.get("where"), scope)
        group = node.args.get("group")
        if group is not None:
            only(group, {"expressions"})
            rest += " GROUP BY " + ", ".join(self.expression(each, scope).sql for each in group.expressions)
        if node.args.get("having") is not None:
            rest += f" HAVING {self.condition(node.args['having'].this, scope)}"
        order = self._order(node.args.get("order"), scope, outs, bool(node.args.get("distinct")))
        distinct = "DISTINCT " if node.args.get("distinct") else ""
        options = node.args["limit"].args.get("limit_options") if node.args.get("limit") else None
        if options and options.args.get("percent"):
            raise beyond("TOP (n) PERCENT")
        if options and options.args.get("with_ties") and isinstance(node.args["limit"], exp.Limit):
            return self._with_ties(node, scope, pieces, outs, source + rest, order)
        listed = ", ".join(
            f"{piece.sql} AS {quoted(out.name or f'$c{at}')}"
            for at, (piece, out) in enumerate(zip(pieces, outs, strict=True))
        )
        tail = f"{source}{rest}{order}{self._limits(node, scope)}"
        plain = node is self.root and not distinct and group is None
        if plain and self.locking[0]:
            return Query(f"SELECT {listed}, {quoted(self.locking[0])}.{RID}{tail}", outs, locked=self.locking[1])
        if plain and self.ready and self._lies_ready(scope, pieces, outs):
            wire = f"{quoted(scope.sources[0].alias)}.{WIRE}"
            return Query(f"SELECT {wire}{tail}", outs, encoded=True)
        return Query(f"SELECT {distinct}{listed}{tail}", outs)

    @staticmethod
    def _lies_ready(scope: Scope, pieces: list[Piece], outs: list[Out]) -> bool:
        table = scope.sources[0].table if len(scope.sources) == 1 else None
        wanted = [out.name for out in outs]
        return table is not None and table.layout == wanted and all(piece.column for piece in pieces)

    def _with_ties(
        self, node: exp.Select, scope: Scope, pieces: list[Piece], outs: list[Out], body: str, order: str
    ) -> Query:
        listed = ", ".join(f"{piece.sql} AS c{at}" for at, piece in enumerate(pieces))
        chosen = ", ".join(f"c{at} AS {quoted(out.name or f'$c{at}')}" for at, out in enumerate(outs))
        count = self.expression(node.args["limit"].args["expression"], scope).sql
        ordered = [self._order_piece(each, scope, outs) for each in node.args["order"].expressions]
        ranked = f'SELECT {listed}, RANK() OVER (ORDER BY {", ".join(ordered)}) AS "$rank"{body}{order}'
        return Query(f'SELECT {chosen} FROM ({ranked}) WHERE "$rank" <= {count} ORDER BY "$rank"', outs)

    def _outputs(self, node: exp.Select, scope: Scope) -> tuple[list[Piece], list[Out]]:
        pieces: list[Piece] = []
        outs: list[Out] = []
        for each in node.expressions:
            for piece, out in self.output(each, scope):
                pieces.append(piece)
                outs.append(out)
        return pieces, outs

    def output(self, node: exp.Expression, scope: Scope) -> list[tuple[Piece, Out]]:
        """One entry of a select list; a star is several."""
        if isinstance(node, exp.Star) or (isinstance(node, exp.Column) and isinstance(node.this, exp.Star)):
            alias = node.table.lower() if isinstance(node, exp.Column) else ""
            sources = [source for source in scope.sources if not alias or source.alias.lower() == alias]
            if not sources:
                raise SqlError(
                    107,
                    f"The column prefix '{alias}' does not match with a table name or alias name used in the query.",
                )
            return [(of_column(source, out), out) for source in sources for out in source.columns]
        inner = node.this if isinstance(node, exp.Alias) else node
        piece = self.expression(inner, scope)
        name = node.alias if isinstance(node, exp.Alias) else inner.name if isinstance(inner, exp.Column) else ""
        if isinstance(inner, exp.Column) and inner.name.upper() not in self.WORDS:
            _, column = scope.find(inner.name, inner.table)
            return [(piece, Out(name, piece.kind, column.nullable, column.identity, column.table))]
        return [(piece, Out(name, piece.kind, piece.nullable))]

    def _order(self, order: exp.Expression | None, scope: Scope, outs: list[Out], distinct: bool) -> str:
        if order is None:
            return ""
        return " ORDER BY " + ", ".join(self._order_piece(each, scope, outs) for each in order.expressions)

    def _order_piece(self, node: exp.Expression, scope: Scope, outs: list[Out]) -> str:
        place = self._output_place(node.this, outs)
        down = " DESC" if node.args.get("desc") else ""
        if place is not None and not (isinstance(node.this, exp.Column) and outs[place].table):
            return f"{place + 1}{down}"
        return self.expression(node.this, scope).sql + down

    def _limits(self, node: exp.Expression, scope: Scope) -> str:
        limit, offset = node.args.get("limit"), node.args.get("offset")
        if limit is None and offset is None:
            return ""
        count = "-1"
        if limit is not None:
            given = limit.args.get("count") or limit.args.get("expression")
            count = self.expression(given.this if isinstance(given, exp.Paren) else given, scope).sql
        skipped = f" OFFSET {self.expression(offset.args['expression'], scope).sql}" if offset is not None else ""
        return f" LIMIT {count}{skipped}"

    def where(self, node: exp.Expression | None, scope: Scope) -> str:
        return "" if node is None else f" WHERE {self.condition(node.this, scope)}"

    def from_clause(self, node: exp.Expression, scope: Scope) -> str:
        """FROM with its joins; the scope gets their columns."""
        first = node.args.get("from_")
        if first is None:
            return ""
        text = f" FROM {self.source(first.this, scope)}"
        joins = [*(first.this.args.get("joins") or []), *(node.args.get("joins") or [])]
        return text + "".join(self._join(join, scope) for join in joins)

    def _join(self, join: exp.Expression, scope: Scope) -> str:
        if isinstance(join.this, exp.Lateral):
            raise beyond("CROSS APPLY and OUTER APPLY")
        words = " ".join(word for word in (join.args.get("side"), join.args.get("kind")) if word)
        on = join.args.get("on")
        text = f" {words or ('CROSS' if on is None else 'INNER')} JOIN {self.source(join.this, scope)}"
        return text if on is None else f"{text} ON {self.condition(on, scope)}"

    def source(self, node: exp.Expression, scope: Scope) -> str:
        """A table, view, function or query in FROM."""
        alias = node.alias
        if isinstance(node, exp.Subquery):
            made = self.query(node.this, scope.outer)
            given = node.args["alias"].args.get("columns") if node.args.get("alias") else None
            return self._derived(made.sql, _renamed(made.columns, given), alias, scope)
        if isinstance(node, exp.Values):
            return self._values(node, scope)
        if not isinstance(node, exp.Table):
            raise beyond(node.key)
        if isinstance(node.this, exp.Anonymous):
            arguments = [self.world.constant(self.expression(each, Scope())) for each in node.this.expressions]
            found = self.world.function_rows(node.this.name.lower(), arguments)
            if found is None:
                raise SqlError(208, f"Invalid object name '{node.this.name}'.")
            return self._derived(found[0], found[1], alias or node.this.name, scope)
        return self._table(node, alias or node.name, scope)

    def _derived(self, sql: str, columns: list[Out], alias: str, scope: Scope) -> str:
        scope.sources.append(Source(alias, columns))
        listed = ", ".join(quoted(column.name or f"$c{at}") for at, column in enumerate(columns))
        return f'(WITH "$d" ({listed}) AS ({sql}) SELECT * FROM "$d") AS {quoted(alias)}'

    def _table(self, node: exp.Table, alias: str, scope: Scope) -> str:
        only(node, TABLE_PARTS)
        self.here(node)
        schema, name = node.db, node.name
        if not schema and name.lower() in self.named:
            scope.sources.append(Source(alias, self.named[name.lower()]))
            return f"{quoted(name)} AS {quoted(alias)}"
        view = self.world.system_view(schema, name)
        if view is not None:
            scope.sources.append(Source(alias, view[1]))
            return f"{view[0]} AS {quoted(alias)}"
        if isinstance(node.this, exp.Identifier) and node.this.args.get("temporary"):
            name = f"#{name.lstrip('#')}"
        table = self.world.table(schema, name)
        if table.query is not None:
            made = self.query(table.query)
            return self._derived(made.sql, made.columns, alias, scope)
        self.world.may("SELECT", table)
        return self.stored(table, alias, scope, hints_of(node))

    def here(self, node: exp.Table) -> None:
        """`SqlError` 49999 for a table of another database."""
        _, name = self.world.ask("DB_NAME", [])
        if node.catalog and node.catalog.lower() not in {str(name).lower(), "tempdb"}:
            raise beyond("queries across databases")

    def stored(self, table: Table, alias: str, scope: Scope, hints: set[str]) -> str:
        """The rows of a table that this statement sees."""
        scope.sources.append(Source(alias, columns_of(table), table))
        if hints & {"UPDLOCK", "XLOCK"}:
            self.locking = alias, table.physical
        return f"(SELECT * FROM {table.physical} WHERE {SIGHTS[self.world.sight(hints)]}) AS {quoted(alias)}"

    def _values(self, node: exp.Values, scope: Scope) -> str:
        made, kinds = self.rows(node)
        given = node.args["alias"].args.get("columns") or []
        outs = [Out(column.name, kind or INT) for column, kind in zip(given, kinds, strict=True)]
        return self._derived(made, outs, node.alias, scope)


def columns_of(table: Table) -> list[Out]:
    return [
        Out(column.name, column.kind, column.nullable, column.identity is not None, table.name)
        for column in table.columns
    ]


def _renamed(columns: list[Out], given: list[exp.Expression] | None) -> list[Out]:
    if not given:
        return columns
    return [Out(new.name, column.kind, column.nullable) for new, column in zip(given, columns, strict=True)]
