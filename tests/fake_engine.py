"""An engine made of answers, for tests of the desk: what it is asked is kept, what it says is set beforehand."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Mapping
from typing import Any

from desktop_sync.core.callers import Caller, Role
from desktop_sync.core.errors import RetryLater, SyncError
from desktop_sync.core.events import Event, Publish
from desktop_sync.engine.facade.table import ROLES

Answer = Callable[..., Any]
EMPTY: dict[str, Any] = {
    "at": "2026-11-27T14:35:00+01:00",
    "engine": {"process": 4711, "since": 1_790_000_000.0, "version": "1.0"},
    "sentence": {"mood": "well", "key": "no_flows", "values": {}, "text": "No flow is set up yet.", "proof_at": None},
    "flows": [],
    "connections": {},
    "problems": [],
    "missed": [],
    "items": {},
    "deliveries": {},
    "last_delivered_at": None,
    "accounts": [],
    "problems_by_owner": {},
    "totals": {},
    "room": {"ledger_bytes": 0, "spool_bytes": 0, "free_bytes": None, "last_backup_at": None},
}


class FakeEngine:
    """``answers``: by method a JSON value, a SyncError, or a function of the call's values that gives or raises one.

    A function may take ``tell`` to speak of progress, and ``cancelled``, an event that is set when nobody wants it.
    ``asked`` holds every call in order.
    """

    program = "1.0 (a test)"

    def __init__(self, answers: Mapping[str, Any] | None = None, role: Role = Role.CHANGE) -> None:
        self.caller = Caller("somebody", role)
        self.answers: dict[str, Any] = {"snapshot": EMPTY, **(answers or {})}
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.refused: set[str] = set()
        self.gone = False
        self._numbers = itertools.count(1)
        self._calls: dict[int, tuple[str, dict[str, Any], Publish | None, threading.Event]] = {}
        self._listeners: list[Publish] = []

    def connect(self) -> FakeEngine | None:
        """As the desk connects: None while it is gone."""
        return None if self.gone else self

    def may(self, method: str) -> bool:
        return method not in self.refused

    def needs(self, method: str) -> Role | None:
        return ROLES.get(method)

    def start(self, method: str, params: Mapping[str, Any] | None = None, listen: Publish | None = None) -> int:
        if self.gone:
            raise RetryLater("The engine has ended.")
        number = next(self._numbers)
        values = dict(params or {})
        self.asked.append((method, values))
        self._calls[number] = (method, values, listen, threading.Event())
        return number

    def result(self, number: int, timeout: float | None = None) -> Any:  # noqa: ANN401 - as the engine's
        method, values, listen, cancelled = self._calls[number]
        if method not in self.answers:
            raise AssertionError(f"The test has no answer for {method}({values}).")
        answer = self.answers[method]
        if callable(answer):
            names = getattr(answer, "__code__", None)
            wanted = names.co_varnames[: names.co_argcount + names.co_kwonlyargcount] if names is not None else ()
            more = {"tell": listen or (lambda _: None), "cancelled": cancelled}
            answer = answer(**values, **{name: one for name, one in more.items() if name in wanted})
        if isinstance(answer, SyncError):
            raise answer
        return answer

    def cancel(self, number: int) -> None:
        self._calls[number][3].set()

    def subscribe(self, listener: Publish) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def close(self) -> None:
        """Nothing is held."""

    def tell(self, event: Event) -> None:
        """To everybody who listens."""
        for listener in list(self._listeners):
            listener(event)

    def go(self) -> None:
        """Ends, as a process that was killed."""
        self.gone = True
        listeners, self._listeners = self._listeners, []
        for listener in listeners:
            listener({"event": "engine gone"})

    def come(self) -> None:
        """Is there again."""
        self.gone = False

    def calls(self, method: str) -> list[dict[str, Any]]:
        """What one method was called with, in order."""
        return [values for name, values in self.asked if name == method]
