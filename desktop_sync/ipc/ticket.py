"""One call as the client sees it: wait for its answer, hear its events, cancel it. Knows no pipe."""

from __future__ import annotations

import threading
import time
from typing import Any

from desktop_sync.core.callers import Role
from desktop_sync.core.errors import RetryLater, SyncError, Unknown
from desktop_sync.core.events import Event, Publish
from desktop_sync.ipc.waiting import RESYNC, Waiting, progress_of

_MOST = 1000  # events that wait for a slow listener
_MOST_BYTES = 1 << 62  # counted by number only


class Ticket:
    """Filled by the client's reader, waited for by the thread that called."""

    def __init__(self, method: str, needs: Role, listen: Publish | None) -> None:
        self._method = method
        self._needs = needs
        self._listen = listen
        self._changed = threading.Condition()
        self._events: Waiting[Event] = Waiting(_MOST, _MOST_BYTES)
        self._done = False
        self._value: Any = None
        self._error: SyncError | None = None

    def result(self, timeout: float | None = None) -> Any:  # noqa: ANN401 - a JSON value
        """The answer, or what the call raised. Its events are heard in this thread, while it waits.

        After ``timeout`` seconds RetryLater for what only looks, else Unknown: the engine may still do it.
        """
        until = None if timeout is None else time.monotonic() + timeout
        while True:
            with self._changed:
                while not self._done and not self._events:
                    if not self._changed.wait(None if until is None else max(0.0, until - time.monotonic())):
                        raise self._late(timeout or 0.0)
                missed, events = self._events.take()
                done = self._done
            self._hear(missed, events)
            if done:
                break
        if self._error is not None:
            raise self._error
        return self._value

    @property
    def done(self) -> bool:
        """Whether the answer is there."""
        return self._done

    def answer(self, value: object, error: SyncError | None) -> None:
        """By the reader: the first one counts."""
        with self._changed:
            if not self._done:
                self._done, self._value, self._error = True, value, error
                self._changed.notify_all()

    def event(self, event: Event) -> None:
        """By the reader."""
        if self._listen is not None:
            with self._changed:
                self._events.add(progress_of(event) or object(), event)
                self._changed.notify_all()

    def _hear(self, missed: bool, events: list[Event]) -> None:
        if self._listen is not None:
            for event in [RESYNC, *events] if missed else events:
                self._listen(event)

    def _late(self, timeout: float) -> SyncError:
        what = f"The engine has not answered '{self._method}' within {timeout:g} s."
        if self._needs == Role.LOOK:
            return RetryLater(what, "It runs, but is busy: try again.", after=5.0)
        return Unknown(what, "It may still do it: look at the state before you repeat it.")
