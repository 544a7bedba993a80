"""Runs batches: control of flow, variables, transactions, procedures; queries and changes are given on.

What comes out goes to an `Answers`, which puts it on the wire. It must not know how.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Protocol

from sqlglot import exp

from tests.bench_servers.tds import definitions, transactions
from tests.bench_servers.tds.casts import as_text, cast
from tests.bench_servers.tds.changer import Changed, Changer, atomically
from tests.bench_servers.tds.changes import run_change
from tests.bench_servers.tds.database import Procedure, Rows
from tests.bench_servers.tds.dialect import expression_of, tree_of, type_named
from tests.bench_servers.tds.errors import CancelledError, ConnectionCutError, SqlError, beyond, deadlocked
from tests.bench_servers.tds.faults import Kind
from tests.bench_servers.tds.grammar import Statement, statements_of
from tests.bench_servers.tds.pieces import Out, Piece, Scope
from tests.bench_servers.tds.session import Session, Variable
from tests.bench_servers.tds.sqltypes import INT, MAX, SqlType
from tests.bench_servers.tds.values import Value

GOES_ON = {515, 544, 547, 2601, 2627, 2628, 8152, 3701, 3902, 3903, 229, 1222, 8134, 50000}
Catalog = tuple[list[Out], Rows]


class Answers(Protocol):
    """Where results go."""

    def columns(self, columns: list[Out]) -> None: ...

    def rows(self, rows: Rows) -> None: ...

    def done(self, count: int | None, *, failed: bool = False) -> None: ...

    def error(self, error: SqlError) -> None: ...

    def message(self, text: str) -> None: ...

    def transaction(self, kind: str, number: int) -> None: ...

    def database(self, name: str, former: str) -> None: ...


class ReturnError(Exception):
    """RETURN."""

    def __init__(self, value: int) -> None:
        self.value = value


class LoopError(Exception):
    """BREAK or CONTINUE."""

    def __init__(self, verb: str) -> None:
        self.verb = verb


class Interpreter:
    """For one session; ``answers`` is where results go."""

    def __init__(self, session: Session, answers: Answers) -> None:
        self.session, self.answers = session, answers

    def batch(self, text: str) -> bool:
        """Runs a batch to its end; whether all of it went well."""
        self._fault(text, "cut_before", "delay", "error", "deadlock")
        try:
            self.block(statements_of(text))
            return True
        except ReturnError:
            return True
        except SqlError as error:
            self.failed(error)
            return False
        finally:
            if self.session.instance.faults.take(text, "cut_after"):
                raise ConnectionCutError

    def _fault(self, text: str, *kinds: Kind) -> None:
        fault = self.session.instance.faults.take(text, *kinds)
        if fault is None:
            return
        if fault.kind == "cut_before":
            raise ConnectionCutError
        if fault.kind == "delay":
            self._sleep(fault.seconds)
            return
        error = deadlocked(self.session.number) if fault.kind == "deadlock" else SqlError(fault.number, fault.text)
        raise error

    def _sleep(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.02))
            self.session.poll()

    def failed(self, error: SqlError) -> None:
        """Tells an error; undoes the transaction where SQL Server does."""
        self.session.last_error = error.number
        if self.session.transaction is not None and (error.dooms or self.session.xact_abort):
            self._rolled_back()
        self.answers.error(error)
        self.answers.done(None, failed=True)

    def _rolled_back(self) -> None:
        assert self.session.transaction is not None
        number = self.session.transaction.number
        self.session.rollback()
        self.answers.transaction("rollback", number)

    def block(self, statements: Iterable[Statement], *, caught: bool = False) -> None:
        for statement in statements:
            try:
                self.session.poll()
                self.statement(statement, caught=caught)
                if statement.verb not in {"IF", "WHILE", "BLOCK", "TRY", "DECLARE"}:
                    self.session.last_error = 0
            except SqlError as error:
                if caught or error.number not in GOES_ON or error.dooms or self.session.xact_abort:
                    raise
                self.failed(error)

    def statement(self, statement: Statement, *, caught: bool = False) -> None:
        verb = statement.verb
        if verb in {"SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "MERGE"}:
            self._query(statement)
        elif verb == "IF":
            self.block(statement.body if self.true(statement.text) else statement.other, caught=caught)
        elif verb == "WHILE":
            self._while(statement, caught=caught)
        elif verb == "BLOCK":
            self.block(statement.body, caught=caught)
        elif verb == "TRY":
            self._try(statement)
        elif verb in {"BREAK", "CONTINUE"}:
            raise LoopError(verb)
        elif verb in {"CREATE", "ALTER", "DROP", "TRUNCATE"}:
            self._define(statement)
        else:
            getattr(self, f"_{verb.lower()}", self._called)(statement)

    def _called(self, statement: Statement) -> None:
        """A procedure by its name alone, as only the first statement of a batch may do."""
        from tests.bench_servers.tds.procedures import execute

        execute(self, statement, 0)

    # Queries

    def _query(self, statement: Statement) -> None:
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
        columns, parts = self.query(tree)
        first = next(parts)
        self.answers.columns(columns)
        self.answers.rows(first)
        count = len(first)
        fault = self.session.instance.faults.take(text, "cut_in_rows")
        for part in parts:
            self.session.poll()
            self.answers.rows(part)
            count += len(part)
            if fault is not None and count >= fault.rows:
                raise ConnectionCutError
        if fault is not None:
            raise ConnectionCutError
        self.session.rowcount = count
        self.answers.done(count)

    def query(self, tree: exp.Expression) -> tuple[list[Out], Iterator[Rows]]:
        if self.session.implicit and self.session.transaction is None:
            transactions.begin(self)
        compiler = self.session.compiler()
        made = compiler.query(tree)
        columns = [Out(out.name, out.kind or INT, out.nullable, out.identity, out.table) for out in made.columns]
        return columns, self.session.rows(made.sql, compiler.bindings)

    def _assign_from(self, tree: exp.Expression) -> None:
        """``SELECT @a = …``: the last row counts; without rows the variables stay."""
        wanted = [each.this.name for each in tree.expressions]
        plain = tree.copy()
        plain.set("expressions", [each.args["expression"].copy() for each in tree.expressions])
        columns, parts = self.query(plain)
        rows = [row for part in parts for row in part]
        self.session.rowcount = len(rows)
        for name, out, value in zip(wanted, columns, rows[-1], strict=True) if rows else []:
            self._put(f"@{name}", out.kind, value)
        self.answers.done(None)

    def _select_into(self, tree: exp.Expression) -> None:
        target = tree.args["into"].this
        plain = tree.copy()
        plain.set("into", None)
        columns, parts = self.query(plain)
        rows = [list(row) for part in parts for row in part]
        name = f"#{target.name}" if target.this.args.get("temporary") else target.name
        table = definitions.of_query(self.session, target.db, name, columns)

        def work(changer: Changer) -> Changed:
            for row in rows:
                changer.insert(table, row)
            return Changed(len(rows))

        self._changed(atomically(self.session, work))

    # Control of flow

    def true(self, condition: str) -> bool:
        return self.value(f"CASE WHEN {condition} THEN 1 ELSE 0 END")[1] == 1

    def value(self, text: str) -> tuple[SqlType | None, Value]:
        """An expression without FROM, evaluated."""
        compiler = self.session.compiler()
        piece: Piece = compiler.expression(expression_of(text), Scope())
        rows = self.session.all_rows(f"SELECT {piece.sql}", compiler.bindings)
        return piece.kind, rows[0][0]

    def _while(self, statement: Statement, *, caught: bool) -> None:
        while self.true(statement.text):
            try:
                self.block(statement.body, caught=caught)
            except LoopError as loop:
                if loop.verb == "BREAK":
                    return

    def _try(self, statement: Statement) -> None:
        try:
            self.block(statement.body, caught=True)
        except (CancelledError, ConnectionCutError, ReturnError, LoopError):
            raise
        except SqlError as error:
            session = self.session
            if session.transaction is not None and error.dooms:
                self._rolled_back()
            elif session.transaction is not None and session.xact_abort:
                session.transaction.doomed = True
            former, session.caught = session.caught, error
            try:
                self.block(statement.other)
            finally:
                session.caught = former

    def _declare(self, statement: Statement) -> None:
        for start, stop in parts_between_commas(statement, 1):
            words = [token.word for token in statement.tokens[start:stop]]
            equals = words.index("=") + start if "=" in words else stop
            first = start + (2 if words[1] == "AS" else 1)
            kind = type_named(statement.slice(first, equals))
            name = statement.slice(start, start + 1).lower()
            self.session.variables[name] = Variable(kind)
            if equals < stop:
                self._put(name, *self.value(statement.slice(equals + 1, stop)))

    def _put(self, name: str, source: SqlType | None, value: Value) -> None:
        kind, _ = self.session.variable(name)
        self.session.variables[name.lower()].value = cast(value, source, kind)

    def _set(self, statement: Statement) -> None:
        tokens = statement.tokens
        if tokens[1].word.startswith("@"):
            sign = tokens[2].word
            text = statement.slice(3)
            if sign != "=":
                text = f"{tokens[1].word} {sign[0]} ({text})"
            self._put(tokens[1].word, *self.value(text))
            return
        transactions.set_option(self.session, statement)

    def _print(self, statement: Statement) -> None:
        kind, value = self.value(statement.slice(1))
        self.answers.message(str(cast(value, kind, SqlType("nvarchar", MAX))))

    def _raiserror(self, statement: Statement) -> None:
        inner = expression_of(
            f"F{statement.slice(1)}" if statement.tokens[1].word == "(" else f"F({statement.slice(1)})"
        )
        given = [self.value(each.sql("tsql")) for each in inner.expressions]
        text, level, state = str(given[0][1]), int(str(given[1][1])), int(str(given[2][1]))
        for kind, value in given[3:]:
            shown = "(null)" if value is None or kind is None else as_text(value, kind)
            text = text.replace("%s", shown, 1) if "%s" in text else text.replace("%d", shown, 1)
        if level <= 10:
            self.answers.message(text)
        else:
            raise SqlError(50000, text, state, level)

    def _throw(self, statement: Statement) -> None:
        if len(statement.tokens) == 1:
            if self.session.caught is None:
                raise SqlError(
                    10704, "To rethrow an error, a THROW statement must be used inside a CATCH block.", level=15
                )
            raise self.session.caught
        given = [self.value(statement.slice(*each))[1] for each in parts_between_commas(statement, 1)]
        raise SqlError(int(str(given[0])), str(given[1]), int(str(given[2])))

    def _return(self, statement: Statement) -> None:
        raise ReturnError(int(str(self.value(statement.slice(1))[1])) if len(statement.tokens) > 1 else 0)

    def _waitfor(self, statement: Statement) -> None:
        text = str(self.value(statement.slice(2))[1])
        hours, minutes, seconds = text.split(":")
        self._sleep(int(hours) * 3600 + int(minutes) * 60 + float(seconds))

    def _use(self, statement: Statement) -> None:
        name = statement.tokens[1].word.strip("[]")
        former = self.session.database
        self.session.database = self.session.instance.database(name)
        self.answers.database(self.session.database.name, former.name)

    # Transactions

    def _begin(self, statement: Statement) -> None:
        transactions.begin(self)
        self.answers.done(None)

    def _commit(self, statement: Statement) -> None:
        transactions.commit(self)
        self.answers.done(None)

    def _rollback(self, statement: Statement) -> None:
        transactions.rollback(self)
        self.answers.done(None)

    # Definitions and rights

    def _define(self, statement: Statement) -> None:
        if len(statement.tokens) > 1 and statement.tokens[1].word in {"PROCEDURE", "PROC", "OR"}:
            self._create_procedure(statement)
        else:
            definitions.define(self.session, statement)
        self.answers.done(None)

    def _deny(self, statement: Statement) -> None:
        self._rights(statement, deny=True)

    def _grant(self, statement: Statement) -> None:
        self._rights(statement, deny=False)

    def _rights(self, statement: Statement, *, deny: bool) -> None:
        """``DENY SELECT ON dbo.t TO reader``."""
        words = [token.word.strip("[]").lower() for token in statement.tokens]
        rights = [right.strip().upper() for right in " ".join(words[1 : words.index("on")]).split(",")]
        entries = {(words[-1], right, words[words.index("to") - 1]) for right in rights}
        denied = self.session.database.denied
        self.session.database.denied = denied | entries if deny else denied - entries

    # Procedures

    def _create_procedure(self, statement: Statement) -> None:
        tokens = statement.tokens
        at = next(place for place, token in enumerate(tokens) if token.word in {"PROCEDURE", "PROC"}) + 1
        while tokens[at + 1].word == ".":
            at += 2
        name = statement.slice(at, at + 1).strip("[]")
        begin = next(
            place
            for place, token in enumerate(tokens)
            if token.word == "AS" and not tokens[place - 1].word.startswith("@")
        )
        parameters = []
        inner = [
            place
            for place in range(at + 1, begin)
            if place not in (at + 1, begin - 1) or tokens[place].word not in "()"
        ]
        for start, stop in parts_between_commas(statement, inner[0], inner[-1] + 1) if inner else []:
            parameters.append(_parameter(statement, start, stop))
        body = statements_of(statement.slice(begin + 1))
        self.session.database.procedures[name.lower()] = Procedure(name, tuple(parameters), body)

    def _execute(self, statement: Statement) -> None:
        self._exec(statement)

    def _exec(self, statement: Statement) -> None:
        from tests.bench_servers.tds.procedures import execute

        execute(self, statement, 1)

    def call(
        self,
        procedure: Procedure,
        given: dict[str, tuple[SqlType | None, Value]],
        listed: list[tuple[SqlType | None, Value]],
    ) -> tuple[int, dict[str, Variable]]:
        """Runs a procedure with parameters by name and by place: what it returns, and its variables at the end."""
        frame: dict[str, Variable] = {}
        for place, (name, kind, default, _) in enumerate(procedure.parameters):
            if name in given:
                frame[name] = Variable(kind, cast(given[name][1], given[name][0], kind))
            elif place < len(listed):
                frame[name] = Variable(kind, cast(listed[place][1], listed[place][0], kind))
            elif default:
                source, value = self.value(default)
                frame[name] = Variable(kind, cast(value, source, kind))
            else:
                text = f"Procedure or function '{procedure.name}' expects parameter '{name}', which was not supplied."
                raise SqlError(201, text, state=4)
        outer, self.session.variables = self.session.variables, frame
        nocount = self.session.nocount
        try:
            self.block(procedure.body)
            return 0, frame
        except ReturnError as returned:
            return returned.value, frame
        finally:
            self.session.variables, self.session.nocount = outer, nocount


def _parameter(statement: Statement, start: int, stop: int) -> tuple[str, SqlType, str, bool]:
    words = [token.word for token in statement.tokens[start:stop]]
    answers = words[-1] in {"OUTPUT", "OUT"}
    equals = start + words.index("=") if "=" in words else stop - answers
    first = start + (2 if words[1] == "AS" else 1)
    default = statement.slice(equals + 1, stop - answers) if "=" in words else ""
    return words[0].lower(), type_named(statement.slice(first, equals)), default, answers


def parts_between_commas(statement: Statement, first: int, last: int | None = None) -> list[tuple[int, int]]:
    """Where the parts between commas begin and end, outside of brackets."""
    stop = len(statement.tokens) if last is None else last
    found, start, depth = [], first, 0
    for place in range(first, stop):
        word = statement.tokens[place].word
        depth += (word == "(") - (word == ")")
        if word == "," and depth == 0:
            found.append((start, place))
            start = place + 1
    return [*found, (start, stop)]
