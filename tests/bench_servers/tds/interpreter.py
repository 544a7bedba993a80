"""Runs batches: control of flow, variables, transactions, procedures; queries and changes are given on.

What comes out goes to an `Answers`, which puts it on the wire. It must not know how.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from tests.bench_servers.tds import definitions, procedures, transactions
from tests.bench_servers.tds.answers import LoopError, ReturnError
from tests.bench_servers.tds.casts import cast
from tests.bench_servers.tds.dialect import expression_of, type_named
from tests.bench_servers.tds.errors import CancelledError, ConnectionCutError, SqlError, beyond, deadlocked
from tests.bench_servers.tds.faults import Kind
from tests.bench_servers.tds.grammar import Statement, statements_of
from tests.bench_servers.tds.parameters import parts_between_commas
from tests.bench_servers.tds.queries import Queries
from tests.bench_servers.tds.session import Variable
from tests.bench_servers.tds.sqltypes import MAX, SqlType
from tests.bench_servers.tds.texts import as_text

GOES_ON = {515, 544, 547, 2601, 2627, 2628, 8152, 3701, 3902, 3903, 229, 1222, 8134, 50000}


class Interpreter(Queries):
    """Control of flow over queries."""

    def batch(self, text: str) -> bool:
        """Runs a batch to its end; whether all of it went well."""
        with self.faults(text):
            try:
                self.block(statements_of(text))
                return True
            except ReturnError:
                return True
            except SqlError as error:
                self.failed(error)
                return False

    @contextmanager
    def faults(self, text: str) -> Iterator[None]:
        """What tests ordered for a request with these words happens before or after it."""
        self._fault(text, "cut_before", "delay", "error", "deadlock")
        yield
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
            self.run_query(statement)
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
        procedures.execute(self, statement, 0)

    # Control of flow

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
            if words[1] == "TABLE":
                raise beyond("variables that are tables; take a temporary table")
            kind = type_named(statement.slice(first, equals))
            name = statement.slice(start, start + 1).lower()
            self.session.variables[name] = Variable(kind)
            if equals < stop:
                self.put(name, *self.value(statement.slice(equals + 1, stop)))

    def _set(self, statement: Statement) -> None:
        tokens = statement.tokens
        if tokens[1].word.startswith("@"):
            sign = tokens[2].word
            text = statement.slice(3)
            if sign != "=":
                text = f"{tokens[1].word} {sign[0]} ({text})"
            self.put(tokens[1].word, *self.value(text))
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

    def _save(self, statement: Statement) -> None:
        raise beyond("SAVE TRANSACTION")

    def _kill(self, statement: Statement) -> None:
        number = int(statement.tokens[1].word)
        found = self.session.instance.sessions.get(number)
        if found is None:
            raise SqlError(6106, f"Process ID {number} is not an active process ID.", state=2)
        found.cut()

    # Definitions and rights

    def _define(self, statement: Statement) -> None:
        if len(statement.tokens) > 1 and statement.tokens[1].word in {"PROCEDURE", "PROC", "OR"}:
            procedures.create(self, statement)
        else:
            definitions.define(self.session, statement)
        self.answers.done(None)

    def _deny(self, statement: Statement) -> None:
        self._rights(statement, deny=True)

    def _grant(self, statement: Statement) -> None:
        self._rights(statement, deny=False)

    def _revoke(self, statement: Statement) -> None:
        self._rights(statement, deny=False)

    def _rights(self, statement: Statement, *, deny: bool) -> None:
        """``DENY SELECT ON dbo.t TO reader``; GRANT and REVOKE take that back, for everything else is allowed."""
        words = [token.word.strip("[]").lower() for token in statement.tokens]
        rights = [right.strip().upper() for right in " ".join(words[1 : words.index("on")]).split(",")]
        entries = {(words[-1], right, words[-3]) for right in rights}
        denied = self.session.database.denied
        self.session.database.denied = denied | entries if deny else denied - entries

    def _execute(self, statement: Statement) -> None:
        self._exec(statement)

    def _exec(self, statement: Statement) -> None:
        procedures.execute(self, statement, 1)
