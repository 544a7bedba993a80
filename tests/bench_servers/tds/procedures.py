"""EXECUTE: procedures that people made, the catalog calls of drivers, and statements in a text.

It must not know the wire.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench_servers.tds import catalog_calls
from tests.bench_servers.tds.answers import ReturnError
from tests.bench_servers.tds.casts import cast
from tests.bench_servers.tds.database import Procedure
from tests.bench_servers.tds.errors import SqlError, refused
from tests.bench_servers.tds.grammar import Statement, statements_of
from tests.bench_servers.tds.parameters import declared_parameters, parts_between_commas
from tests.bench_servers.tds.session import Variable
from tests.bench_servers.tds.sqltypes import SqlType
from tests.bench_servers.tds.values import Value

if TYPE_CHECKING:
    from tests.bench_servers.tds.interpreter import Interpreter

Typed = tuple[SqlType | None, Value]


def execute(work: Interpreter, statement: Statement, at: int) -> None:
    """``EXEC [@status =] name [@p =] value [OUTPUT], …`` or ``EXEC ('text')``; ``at``: after EXEC."""
    tokens = statement.tokens
    status = ""
    if at and tokens[1].word.startswith("@") and tokens[2].word == "=":
        at, status = 3, tokens[1].word.lower()
    if tokens[at].word == "(":
        text = work.value(statement.slice(at))[1]
        work.block(statements_of(str(text)))
        return
    while at + 1 < len(tokens) and tokens[at + 1].word == ".":
        at += 2
    name = tokens[at].word.strip("[]").lower()
    given: dict[str, Typed] = {}
    listed: list[Typed] = []
    back: list[tuple[str, str, int]] = []
    for place, (start, stop) in enumerate(parts_between_commas(statement, at + 1) if at + 1 < len(tokens) else []):
        words = [token.word for token in tokens[start:stop]]
        answers = words[-1] in {"OUTPUT", "OUT"}
        named = len(words) > 2 and words[1] == "="
        value = _argument(work, statement, start + (2 if named else 0), stop - answers)
        if answers:
            back.append((tokens[stop - 2].word.lower(), words[0].lower() if named else "", place))
        if named:
            given[words[0].lower()] = value
        else:
            listed.append(value)
    result, frame = call(work, name, given, listed)
    _bring_back(work, name, frame, back)
    if status:
        work.session.variables[status].value = result


def _argument(work: Interpreter, statement: Statement, start: int, stop: int) -> Typed:
    token = statement.tokens[start]
    if stop == start + 1 and token.kind == "word" and not token.word.startswith("@") and token.word != "NULL":
        return None, statement.slice(start, stop)  # a bare word is a text
    return work.value(statement.slice(start, stop))


def _bring_back(work: Interpreter, name: str, frame: dict[str, Variable], back: list[tuple[str, str, int]]) -> None:
    procedure = work.session.database.procedures.get(name)
    for outer, inner, place in back:
        own = inner or (procedure.parameters[place][0] if procedure else "")
        if own in frame:
            work.session.variables[outer].value = frame[own].value


def call(work: Interpreter, name: str, given: dict[str, Typed], listed: list[Typed]) -> tuple[int, dict[str, Variable]]:
    """A procedure by its name. ``SqlError`` 2812 when there is none."""
    procedure = work.session.database.procedures.get(name)
    if name == "sp_executesql":
        procedure = _of_texts(given, listed)
        listed = listed[2:]
    if procedure is not None:
        if (work.session.login.lower(), "EXECUTE", name) in work.session.database.denied:
            raise refused(229, right="EXECUTE", name=name, database=work.session.database.name)
        return _called(work, procedure, given, listed)
    if catalog_calls.answer(work, name, given, listed):
        return 0, {}
    raise SqlError(2812, f"Could not find stored procedure '{name}'.", state=62)


def _of_texts(given: dict[str, Typed], listed: list[Typed]) -> Procedure:
    """What sp_executesql runs."""
    texts = [str(value) for _, value in listed[:2]] or [str(given["@stmt"][1])]
    declared = texts[1] if len(texts) > 1 else str(given.get("@params", (None, ""))[1])
    return Procedure("sp_executesql", declared_parameters(declared), statements_of(texts[0]))


def _called(
    work: Interpreter, procedure: Procedure, given: dict[str, Typed], listed: list[Typed]
) -> tuple[int, dict[str, Variable]]:
    """With parameters by name and by place: what it returns, and its variables at the end."""
    frame: dict[str, Variable] = {}
    for place, (name, kind, default, _) in enumerate(procedure.parameters):
        if name in given:
            source, value = given[name]
        elif place < len(listed):
            source, value = listed[place]
        elif default:
            source, value = work.value(default)
        else:
            text = f"Procedure or function '{procedure.name}' expects parameter '{name}', which was not supplied."
            raise SqlError(201, text, state=4)
        frame[name] = Variable(kind, cast(value, source, kind))
    outer, work.session.variables = work.session.variables, frame
    nocount = work.session.nocount
    try:
        work.block(procedure.body)
        return 0, frame
    except ReturnError as returned:
        return returned.value, frame
    finally:
        work.session.variables, work.session.nocount = outer, nocount


def create(work: Interpreter, statement: Statement) -> None:
    """CREATE PROCEDURE, or CREATE OR ALTER."""
    tokens = statement.tokens
    at = next(place for place, token in enumerate(tokens) if token.word in {"PROCEDURE", "PROC"}) + 1
    while tokens[at + 1].word == ".":
        at += 2
    name = statement.slice(at, at + 1).strip("[]")
    words = [token.word for token in tokens]
    begin = next(place for place in range(at, len(words)) if words[place] == "AS" and words[place - 1][0] != "@")
    enclosed = words[at + 1] == "(" and words[begin - 1] == ")"
    parameters = declared_parameters(statement.slice(at + 1 + enclosed, begin - enclosed))
    body = statements_of(statement.slice(begin + 1))
    work.session.database.procedures[name.lower()] = Procedure(name, parameters, body)
