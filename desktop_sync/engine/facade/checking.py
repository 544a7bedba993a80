"""The theme of connections: tested step by step as the account that will use them, and whose account Acme is."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Literal

from desktop_sync.core.errors import SettingsError
from desktop_sync.core.host_key import HostKey
from desktop_sync.core.model import CheckStep
from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.drafted import drafted
from desktop_sync.engine.facade.needs import Checker, Worker
from desktop_sync.engine.facade.telling import Row

_FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}")
log = logging.getLogger("run")


class Checking:
    """Tests."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker

    def check(self, call: Call, *, connection: str) -> list[Row]:
        """The steps; each is told as it happens: ``{"event": "check step", "connection", "step"}``.

        Cancelled, it ends after the step that is under way.
        """
        return _told(call, connection, self._checker.check(connection))

    def check_draft(
        self, call: Call, *, connection: str, text: str, tables: Mapping[str, object], secrets: Mapping[str, object]
    ) -> list[Row]:
        """As ``check``, for a connection of a draft that is not saved; ``secrets``: those that are not stored, by name.

        It is for those who may change settings: a draft may send a stored secret anywhere.
        """
        steps = self._checker.check_draft(connection, *drafted(text, tables, secrets))
        return _told(call, connection, steps)

    def tables(self, call: Call, *, connection: str, table: str | None = None) -> Row:
        """What a database has to choose from: ``tables`` and its ``clock``; of one ``columns``, ``key``, ``rows``.

        It is for those who may change settings: rows hold data of persons, and are kept nowhere.
        """
        return dict(self._checker.tables(connection, table, call.token))

    def draft_tables(
        self,
        call: Call,
        *,
        connection: str,
        text: str,
        tables: Mapping[str, object],
        secrets: Mapping[str, object],
        table: str | None = None,
    ) -> Row:
        """As ``tables``, for a connection of a draft that is not saved; see ``check_draft``."""
        return dict(self._checker.draft_tables(connection, table, *drafted(text, tables, secrets), call.token))

    def trust(self, call: Call, *, place: str, fingerprint: str, kind: str = "") -> Row:
        """The key of a server (``host`` or ``host:port``) that a person has compared; ``former``: the one before.

        SettingsError when it is no fingerprint.
        """
        fingerprint = fingerprint.replace("\u200b", "").strip()  # copied where it may be broken
        if _FINGERPRINT.fullmatch(fingerprint) is None:
            raise SettingsError(
                "This is no fingerprint of a server's key.",
                hint="It looks like SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDTw6NgVH7dVYe5kAw; desktop-sync check shows it.",
            )
        former = self._checker.trust(HostKey(place.strip().lower(), kind, fingerprint))
        log.info("%s approved the key %s of the server %s; before: %s", call.who, fingerprint, place, former or "none")
        return {"place": place, "fingerprint": fingerprint, "former": former}

    def test_mail(self, call: Call) -> list[Row]:
        """A test mail to everybody who would be told of problems; what became of it."""
        return [
            {"to": list(one.to), "refused": dict(one.refused), "problem": one.problem, "hint": one.hint}
            for one in self._checker.test_mail()
        ]


def _told(call: Call, connection: str, found: Iterator[CheckStep]) -> list[Row]:
    steps: list[Row] = []
    for step in found:
        steps.append(asdict(step))
        call.tell({"event": "check step", "connection": connection, "step": steps[-1]})
        if call.token.is_set():
            break
    return steps


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
