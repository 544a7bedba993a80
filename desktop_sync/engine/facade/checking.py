"""The theme of connections: tested step by step as the account that will use them, and whose account Acme is."""

from __future__ import annotations

from dataclasses import asdict
from typing import Literal

from desktop_sync.core.errors import SettingsError
from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.needs import Checker, Worker
from desktop_sync.engine.facade.telling import Row


class Checking:
    """Tests."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker

    def check(self, call: Call, *, connection: str) -> list[Row]:
        """The steps; each is told as it happens: ``{"event": "check step", "connection", "step"}``."""
        steps: list[Row] = []
        for step in self._checker.check(connection):
            steps.append(asdict(step))
            call.tell({"event": "check step", "connection": connection, "step": steps[-1]})
        return steps

    def test_mail(self, call: Call) -> list[Row]:
        """A test mail to everybody who would be told of problems; what became of it."""
        return [
            {"to": list(one.to), "refused": dict(one.refused), "problem": one.problem, "hint": one.hint}
            for one in self._checker.test_mail()
        ]


class Accounts:
    """Whose account a connection leads to."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    def account(self, call: Call, *, connection: str, answer: Literal["same", "another"]) -> Row:
        """The account that the connection leads to from now on."""
        found = self._worker.connection(connection)
        if found.type != "acme":
            raise SettingsError(f'The connection "{connection}" is not an Acme account.')
        return asdict(self._worker.accept_account(found, answer))
