"""What a compiled expression is: its text for SQLite and its type in SQL Server; and where columns come from.

It must not know how either is found.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from tests.bench_servers.tds.errors import SqlError, no_column
from tests.bench_servers.tds.sqltypes import SqlType, common
from tests.bench_servers.tds.store import Sight
from tests.bench_servers.tds.tables import Table, quoted
from tests.bench_servers.tds.values import Value


@dataclass(frozen=True, slots=True)
class Piece:
    """``kind`` is None for NULL. ``column``: it brings a collation of its own."""

    sql: str
    kind: SqlType | None
    nullable: bool = True
    column: bool = False

    def to(self, target: SqlType | None, style: int = 0) -> Piece:
        """Cast where it is another type."""
        if target is None or self.kind is None or self.kind == target or _same_form(self.kind, target):
            return Piece(self.sql, self.kind or target, self.nullable, self.column)
        return Piece(f"cast_as({self.sql}, '{self.kind}', '{target}', {style})", target, self.nullable)


def _same_form(source: SqlType, target: SqlType) -> bool:
    """Whether comparing and uniting need no cast: both lie in the store in the same form."""
    if source.family != target.family or source.family not in {"int", "text", "binary", "decimal"}:
        return False
    return source.family != "int" or target.name != "bit"


def unified(pieces: list[Piece]) -> tuple[list[Piece], SqlType | None]:
    """All in the type of highest precedence."""
    kind: SqlType | None = None
    for piece in pieces:
        kind = common(kind, piece.kind)
    return [piece.to(kind) for piece in pieces], kind


@dataclass(frozen=True, slots=True)
class Out:
    """A column of a result. ``table``: the one it comes from unchanged."""

    name: str
    kind: SqlType | None
    nullable: bool = True
    identity: bool = False
    table: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A compiled query. ``encoded``: its rows come as the bytes of the wire; ``locked``: each row ends with its number
    in this table of SQLite, by which it is held.
    """

    sql: str
    columns: list[Out]
    encoded: bool = False
    locked: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """What a FROM clause brings, under its name there. ``rid``: it has a row number to change it by."""

    alias: str
    columns: list[Out]
    table: Table | None = None


@dataclass
class Scope:
    """The sources that a name may mean, the inner ones first."""

    sources: list[Source] = field(default_factory=list)
    outer: Scope | None = None

    def find(self, name: str, alias: str = "") -> tuple[Source, Out]:
        """``SqlError`` 207, 4104 or 209."""
        found = [
            (source, column)
            for source in self.sources
            if not alias or source.alias.lower() == alias.lower()
            for column in source.columns
            if column.name.lower() == name.lower()
        ]
        if len(found) > 1:
            raise SqlError(209, f"Ambiguous column name '{name}'.")
        if found:
            return found[0]
        if self.outer is not None:
            return self.outer.find(name, alias)
        if alias:
            raise SqlError(4104, f'The multi-part identifier "{alias}.{name}" could not be bound.')
        raise no_column(name)


def of_column(source: Source, column: Out) -> Piece:
    return Piece(f"{quoted(source.alias)}.{quoted(column.name)}", column.kind, column.nullable, column=True)


class World(Protocol):
    """What a compiler asks of the session that it works for."""

    def variable(self, name: str) -> tuple[SqlType, Value]:
        """A variable or parameter. ``SqlError`` 137 when it is not declared."""

    def system(self, name: str) -> tuple[SqlType, Value]:
        """``@@name``, or a function without arguments that the session answers."""

    def ask(self, name: str, arguments: list[Value]) -> tuple[SqlType, Value]:
        """A function over constants that the session answers (OBJECT_ID, SERVERPROPERTY …)."""

    def table(self, schema: str, name: str) -> Table:
        """``SqlError`` 208."""

    def system_view(self, schema: str, name: str) -> tuple[str, list[Out]] | None:
        """The name in SQLite and the columns of a view of the system, made fresh; None when there is none."""

    def function_rows(self, name: str, arguments: list[Value]) -> tuple[str, list[Out]] | None:
        """The query for SQLite of a function that answers rows."""

    def sight(self, hints: set[str]) -> Sight:
        """Which versions a statement sees, by isolation level and hints."""

    def constant(self, piece: Piece) -> Value:
        """An expression without columns, evaluated now."""

    def may(self, right: str, table: Table) -> None:
        """``SqlError`` 229 when the login has not this right."""
