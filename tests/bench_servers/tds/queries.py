"""Queries, changes and expressions of a batch: run, and their results put out. It must not know control of flow."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from tests.bench_servers.tds import definitions, transactions
from tests.bench_servers.tds.answers import Answers
from tests.bench_servers.tds.casts import cast
from tests.bench_servers.tds.changer import Changed, Changer, atomically
from tests.bench_servers.tds.changes import run_change
from tests.bench_servers.tds.database import Rows
from tests.bench_servers.tds.dialect import expression_of, tree_of
from tests.bench_servers.tds.errors import ConnectionCutError, beyond
from tests.bench_servers.tds.grammar import Statement
from tests.bench_servers.tds.pieces import Out, Piece, Scope
from tests.bench_servers.tds.session import Session
from tests.bench_servers.tds.sqltypes import INT, SqlType
from tests.bench_servers.tds.values import Value


class Queries:
    """For one session; ``answers`` is where results go."""

    def __init__(self, session: Session, answers: Answers) -> None:
        self.session, self.answers = session, answers

    def run_query(self, statement: Statement) -> None:
        words = {token.word for token in statement.tokens if token.kind == "word"}
        verb = statement.verb
        if verb == "WITH":
            verb = next((word for word in ("INSERT", "UPDATE", "DELETE") if word in words), "SELECT")
        if verb == "SELECT":
            self._select(statement.text)
        elif verb == "INSERT" and words & {"EXEC", "EXECUTE"}:
            raise beyond("INSERT … EXEC")
        elif verb == "MERGE":
            raise beyond("MERGE")
        else:
            self._changed(run_change(self.session, statement.text))

    def _changed(self, changed: Changed) -> None:
        self.session.rowcount = changed.count
        if changed.columns:
            self.answers.columns(changed.columns)
            self.answers.rows(changed.rows)
        self.answers.done(None if self.session.nocount else changed.count)

    def _select(self, text: str) -> None:
        tree = tree_of(text)
        assigned = isinstance(tree, exp.Select) and all(
            isinstance(each, exp.EQ) and isinstance(each.this, exp.Parameter) for each in tree.expressions
        )
        if assigned:
            self._assign_from(tree)
            return
        if tree.args.get("into") is not None:
            self._select_into(tree)
            return
        columns, parts, encoded = self.query(tree, ready=True)
        put = self.answers.encoded if encoded else self.answers.rows
        first = next(parts)
        self.answers.columns(columns)
        put(first)
        count = len(first)
        fault = self.session.instance.faults.take(text, "cut_in_rows")
        for part in parts:
            self.session.poll()
            put(part)
            count += len(part)
            if fault is not None and count >= fault.rows:
                raise ConnectionCutError
        if fault is not None:
            raise ConnectionCutError
        self.session.rowcount = count
        self.answers.done(count)

    def query(self, tree: exp.Expression, *, ready: bool = False) -> tuple[list[Out], Iterator[Rows], bool]:
        """Columns, rows in parts, and whether these are bytes of the wire, which only ``ready`` takes."""
        if self.session.implicit and self.session.transaction is None:
            transactions.begin(self)
        compiler = self.session.compiler()
        compiler.root, compiler.ready = tree, ready
        made = compiler.query(tree)
        columns = [Out(out.name, out.kind or INT, out.nullable, out.identity, out.table) for out in made.columns]
        if made.locked:
            return columns, self.session.locked_rows(made.sql, compiler.bindings, made.locked), False
        return columns, self.session.rows(made.sql, compiler.bindings), made.encoded

    def _assign_from(self, tree: exp.Expression) -> None:
        """``SELECT @a = …``: the last row counts; without rows the variables stay."""
        wanted = [each.this.name for each in tree.expressions]
        plain = tree.copy()
        plain.set("expressions", [each.args["expression"].copy() for each in tree.expressions])
        columns, parts, _ = self.query(plain)
        rows = [row for part in parts for row in part]
        self.session.rowcount = len(rows)
        for name, out, value in zip(wanted, columns, rows[-1], strict=True) if rows else []:
            self.put(f"@{name}", out.kind, value)
        self.answers.done(None)

    def _select_into(self, tree: exp.Expression) -> None:
        target = tree.args["into"].this
        plain = tree.copy()
        plain.set("into", None)
        columns, parts, _ = self.query(plain)
        rows = [list(row) for part in parts for row in part]
        name = f"#{target.name}" if target.this.args.get("temporary") else target.name
        table = definitions.of_query(self.session, target.db, name, columns)

        def work(changer: Changer) -> Changed:
            for row in rows:
                changer.insert(table, row)
            return Changed(len(rows))

        self._changed(atomically(self.session, work))

    def true(self, condition: str) -> bool:
        return self.value(f"CASE WHEN {condition} THEN 1 ELSE 0 END")[1] == 1

    def value(self, text: str) -> tuple[SqlType | None, Value]:
        """An expression without FROM, evaluated."""
        compiler = self.session.compiler()
        piece: Piece = compiler.expression(expression_of(text), Scope())
        rows = self.session.all_rows(f"SELECT {piece.sql}", compiler.bindings)
        return piece.kind, rows[0][0]

    def put(self, name: str, source: SqlType | None, value: Value) -> None:
        kind, _ = self.session.variable(name)
        self.session.variables[name.lower()].value = cast(value, source, kind)
