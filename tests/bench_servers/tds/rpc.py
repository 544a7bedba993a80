"""Remote procedure calls: sp_executesql, the sp_prepare family, sp_describe_undeclared_parameters, own procedures.

Source: [MS-TDS] 2.2.6.6; the procedures of drivers: Transact-SQL reference, "System stored procedures".
It must not know packets.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.bench_servers.tds import procedures, tokens
from tests.bench_servers.tds.casts import cast
from tests.bench_servers.tds.errors import SqlError, beyond, refused
from tests.bench_servers.tds.interpreter import Interpreter
from tests.bench_servers.tds.parameters import declared_parameters
from tests.bench_servers.tds.session import Session, Variable
from tests.bench_servers.tds.sqltypes import INT, SqlType
from tests.bench_servers.tds.values import Value
from tests.bench_servers.tds.wire_values import Reader, read_typed

NUMBERED = {
    1: "sp_cursor", 2: "sp_cursoropen", 3: "sp_cursorprepare", 4: "sp_cursorexecute", 5: "sp_cursorprepexec",
    6: "sp_cursorunprepare", 7: "sp_cursorfetch", 8: "sp_cursoroption", 9: "sp_cursorclose", 10: "sp_executesql",
    11: "sp_prepare", 12: "sp_execute", 13: "sp_prepexec", 14: "sp_prepexecrpc", 15: "sp_unprepare",
}  # fmt: skip
BATCH_ENDS = {0x80, 0xFF, 0xFE}


@dataclass(frozen=True, slots=True)
class Given:
    """A parameter as it came. ``answers``: it is wanted back."""

    name: str
    kind: SqlType
    value: Value
    answers: bool
    default: bool


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    parameters: list[Given]


@dataclass(frozen=True, slots=True)
class Made:
    """A prepared statement with its parameters as declared; without them, the call of a procedure."""

    declared: str | None
    text: str


@dataclass
class Prepared:
    """Statements by their handles."""

    by_handle: dict[int, Made] = field(default_factory=dict)
    last: int = 0

    def add(self, declared: str | None, text: str) -> int:
        self.last += 1
        self.by_handle[self.last] = Made(declared, text)
        return self.last

    def get(self, handle: Value) -> Made:
        found = self.by_handle.get(handle) if isinstance(handle, int) else None
        if found is None:
            raise SqlError(8179, f"Could not find prepared statement with handle {handle!r}.", state=4)
        return found


def read_calls(data: bytes, at: int) -> list[Call]:
    reader, calls = Reader(data, at), []
    while reader.more:
        length = reader.number(2)
        name = NUMBERED.get(reader.number(2), "") if length == 0xFFFF else reader.text(length)
        reader.number(2)
        calls.append(Call(name, _parameters(reader)))
    return calls


def _parameters(reader: Reader) -> list[Given]:
    found = []
    while reader.more:
        length = reader.number(1)
        if length in BATCH_ENDS:
            break
        name, status = reader.text(length), reader.number(1)
        kind, value = read_typed(reader)
        found.append(Given(name.lower(), kind, value, bool(status & 1), bool(status & 2)))
    return found


class Caller:
    """Runs calls for one session."""

    def __init__(self, session: Session, prepared: Prepared, stream: tokens.Stream) -> None:
        self.session, self.prepared, self.stream = session, prepared, stream
        self.work = Interpreter(session, stream)

    def run(self, call: Call) -> None:
        name = call.name.rpartition(".")[2].strip("[]").lower()
        known = {
            "sp_executesql": self._execute_sql, "sp_prepare": self._prepare, "sp_execute": self._execute,
            "sp_prepexec": self._prepare_and_execute, "sp_unprepare": self._unprepare,
            "sp_prepexecrpc": self._prepare_call,
        }.get(name)  # fmt: skip
        try:
            if known is not None:
                good = known(call.parameters)
            elif name.startswith("sp_cursor"):
                raise beyond(name)
            else:
                good = self._procedure(call.name, call.parameters)
        except SqlError as error:
            self.work.failed(error)
            good = False
        self.stream.end_procedure(failed=not good)

    def _text(self, given: list[Given], place: int) -> str:
        value = given[place].value if place < len(given) else None
        return value if isinstance(value, str) else ""

    def _execute_sql(self, given: list[Given]) -> bool:
        return self._run(self._text(given, 1), self._text(given, 0), given[2:])

    def _prepare(self, given: list[Given]) -> bool:
        handle = self.prepared.add(self._text(given, 1), self._text(given, 2))
        self.stream.raw(tokens.return_status(0) + tokens.return_value(0, given[0].name, INT, handle))
        return True

    def _prepare_and_execute(self, given: list[Given]) -> bool:
        declared, text = self._text(given, 1), self._text(given, 2)
        handle = self.prepared.add(declared, text)
        return self._run(declared, text, given[3:], first=tokens.return_value(0, given[0].name, INT, handle))

    def _execute(self, given: list[Given]) -> bool:
        made = self.prepared.get(given[0].value)
        if made.declared is None:
            return self._procedure(made.text, given[1:])
        return self._run(made.declared, made.text, given[1:])

    def _prepare_call(self, given: list[Given]) -> bool:
        name = self._text(given, 1)
        handle = self.prepared.add(None, name)
        return self._procedure(name, given[2:], first=tokens.return_value(0, given[0].name, INT, handle))

    def _unprepare(self, given: list[Given]) -> bool:
        self.prepared.get(given[0].value)
        del self.prepared.by_handle[int(str(given[0].value))]
        self.stream.raw(tokens.return_status(0))
        return True

    def _run(self, declared: str, text: str, given: list[Given], first: bytes = b"") -> bool:
        wanted = declared_parameters(declared)
        frame: dict[str, Variable] = {}
        for place, (name, kind, _, _) in enumerate(wanted):
            one = next((each for each in given if each.name == name), given[place] if place < len(given) else None)
            if one is None:
                raise refused(8178, declared=declared, text=text, name=name)
            frame[name] = Variable(kind, cast(one.value, one.kind, kind))
        outer, self.session.variables = self.session.variables, frame
        try:
            good = self.work.batch(text)
        finally:
            self.session.variables = outer
        self.stream.raw(tokens.return_status(0) + first)
        for place, (name, kind, _, answers) in enumerate(wanted):
            if answers and place < len(given) and given[place].answers:
                self.stream.raw(tokens.return_value(place, given[place].name, kind, frame[name].value))
        return good

    def _procedure(self, called: str, parameters: list[Given], first: bytes = b"") -> bool:
        name = called.rpartition(".")[2].strip("[]").lower()
        given = {each.name: (each.kind, each.value) for each in parameters if each.name and not each.default}
        listed = [(each.kind, each.value) for each in parameters if not each.name]
        with self.work.faults(name):
            status, frame = procedures.call(self.work, name, dict(given), list(listed))
        self.stream.raw(tokens.return_status(status) + first)
        procedure = self.session.database.procedures.get(name)
        names = [each[0] for each in procedure.parameters] if procedure else []
        for place, each in enumerate(parameters):
            own = each.name or (names[place] if place < len(names) else "")
            if each.answers and own in frame:
                self.stream.raw(tokens.return_value(place, each.name, frame[own].kind, frame[own].value))
        return True
