"""The calls of one client that are under way: given to the pools, answered once, cancelled. Knows no pipe.

A fault of the program is logged whole, but never what the call was given: the parameters may be a secret, so their
texts are struck out of the story too.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from desktop_sync.core.callers import Caller, Role
from desktop_sync.core.errors import RetryLater, SyncError
from desktop_sync.core.events import Publish
from desktop_sync.ipc.errors import ProgramFault
from desktop_sync.ipc.striking import story

log = logging.getLogger("ipc")

Serve = Callable[[str, dict[str, Any], Caller, Publish], object]


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """One call, as the cancel hook sees it: ``params`` and ``listen`` are the very objects that it was served with."""

    method: str
    params: dict[str, Any]
    caller: Caller
    listen: Publish
    needs: Role


Cancel = Callable[[Call], None]
Answer = Callable[[int, object, SyncError | None], None]


class Calls:
    """``answer(id, value, error)`` is called exactly once for each call that was begun."""

    def __init__(self, serve: Serve, cancel: Cancel | None, answer: Answer) -> None:
        self._serve = serve
        self._cancel = cancel
        self._answer = answer
        self._lock = threading.Lock()
        self._waiting: dict[int, Call] = {}
        self._going: dict[int, Call] = {}

    def count(self, needs: Role) -> int:
        """How many are under way of those that only look, or of all others."""
        with self._lock:
            calls = [*self._waiting.values(), *self._going.values()]
        return sum((call.needs == Role.LOOK) == (needs == Role.LOOK) for call in calls)

    def __contains__(self, number: int) -> bool:
        return number in self._waiting or number in self._going

    def begin(self, number: int, call: Call, submit: Callable[[Callable[[], None]], None]) -> None:
        """Under this number, by ``submit``."""
        with self._lock:
            self._waiting[number] = call
        try:
            submit(partial(self._work, number))
        except RuntimeError:  # no thread could be had
            self._end(number, None, RetryLater("This computer has no room for another call.", after=5.0))

    def cancel(self, number: int) -> None:
        """One that has not begun never will; one at work is told through the hook and answers when it has ended."""
        with self._lock:
            never = self._waiting.pop(number, None)
            going = self._going.get(number)
        if never is not None:
            self._answer(number, None, RetryLater("This was cancelled before it began."))
        elif going is not None and self._cancel is not None:
            try:
                self._cancel(going)
            except Exception as fault:  # noqa: BLE001 - whatever the hook does, the client goes on
                program_fault(going, fault)

    def forget(self) -> None:
        """The client is gone: what it only wanted to look at is not begun any more; what it ordered is."""
        with self._lock:
            self._waiting = {number: call for number, call in self._waiting.items() if call.needs > Role.LOOK}

    def _work(self, number: int) -> None:
        with self._lock:
            call = self._waiting.pop(number, None)
            if call is None:
                return  # cancelled meanwhile
            self._going[number] = call
        value: object = None
        error: SyncError | None = None
        try:
            value = self._serve(call.method, call.params, call.caller, call.listen)
        except SyncError as said:
            error = said
        except Exception as fault:  # noqa: BLE001 - the outermost frame of a call
            error = program_fault(call, fault)
        self._end(number, value, error)

    def _end(self, number: int, value: object, error: SyncError | None) -> None:
        with self._lock:
            self._waiting.pop(number, None)
            self._going.pop(number, None)
        self._answer(number, value, error)


def program_fault(call: Call, fault: Exception) -> ProgramFault:
    """Logs it whole, without what the call was given; gives what the client is told."""
    told = story(fault, call.params)
    log.error("A fault of the program in '%s', called by %s:\n%s", call.method, call.caller.account, told)
    return ProgramFault(
        f"The program itself failed in '{call.method}' ({type(fault).__name__}); this is not your fault.",
        "The engine's log has the whole story: send it to the vendor's support. Other work goes on.",
    )
