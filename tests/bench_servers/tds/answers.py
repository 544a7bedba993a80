"""Where results go, and how a batch leaves its course. It must not know what runs."""

from __future__ import annotations

from typing import Protocol

from tests.bench_servers.tds.database import Rows
from tests.bench_servers.tds.errors import SqlError
from tests.bench_servers.tds.pieces import Out


class Answers(Protocol):
    """Where results go."""

    def columns(self, columns: list[Out]) -> None: ...

    def rows(self, rows: Rows) -> None: ...

    def encoded(self, rows: Rows) -> None: ...

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
