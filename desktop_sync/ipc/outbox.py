"""What one client is still to be sent: answers, the events of its calls, and the events for everybody. Bounded.

Nothing that puts something in ever waits: a run that reports progress and a call that answers go on, however slow the
client is. Answers go at once and in order, each behind the events of its own call; events go in batches, at most ten
a second. Knows bytes only.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Hashable

from desktop_sync.ipc.frames import frame
from desktop_sync.ipc.limits import Limits
from desktop_sync.ipc.waiting import RESYNC, Waiting

_EVERYBODY = None  # the place of events that belong to no call


class Overflow(Exception):
    """The client takes nothing and asks for more than can be kept for it."""


class Outbox:
    """Filled by any thread, emptied by one."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._changed = threading.Condition()
        self._answers: deque[tuple[int | None, bytes]] = deque()
        self._answer_bytes = 0
        self._events: dict[int | None, Waiting[bytes]] = {}
        self._next_batch = 0.0
        self._ending = False
        self._closed = False

    def answer(self, call: int | None, data: bytes) -> None:
        """``call``: its own events go before it. Overflow: this client is to be given up."""
        with self._changed:
            if self._closed:
                return
            if self._answer_bytes + len(data) > self._limits.answer_bytes:
                raise Overflow
            self._answers.append((call, data))
            self._answer_bytes += len(data)
            self._changed.notify_all()

    def event(self, key: Hashable, data: bytes, call: int | None = _EVERYBODY) -> None:
        """``key``: what waits under the same key is replaced."""
        with self._changed:
            if self._closed:
                return
            waiting = self._events.get(call)
            if waiting is None:
                waiting = self._events[call] = Waiting(self._limits.events, self._limits.event_bytes)
            waiting.add(key, data, len(data))
            self._changed.notify_all()

    def wait_for_room(self) -> None:
        """Waits while too many answers are not taken: a client that does not read is not read from either."""
        with self._changed:
            while len(self._answers) >= self._limits.answers and not self._closed:
                self._changed.wait()

    def take(self) -> list[bytes] | None:
        """What is to be sent next, as soon as there is something; None at the end."""
        with self._changed:
            while not self._closed:
                if self._answers:
                    return self._next_answer()
                pause = self._next_batch - time.monotonic() if self._events else None
                if pause is not None and (pause <= 0 or self._ending):
                    self._next_batch = time.monotonic() + self._limits.spacing
                    return self._all_events()
                if self._ending and not self._events:
                    return None
                self._changed.wait(pause)
            return None

    def end(self) -> None:
        """What is in it is still sent, then it ends."""
        with self._changed:
            self._ending = True
            self._changed.notify_all()

    def close(self) -> None:
        """Ends now; what is in it is dropped."""
        with self._changed:
            self._closed = True
            self._answers.clear()
            self._events.clear()
            self._changed.notify_all()

    def _next_answer(self) -> list[bytes]:
        call, data = self._answers.popleft()
        self._answer_bytes -= len(data)
        self._changed.notify_all()  # there is room
        before = _spelled(call, self._events.pop(call)) if call is not None and call in self._events else []
        return [*before, data]

    def _all_events(self) -> list[bytes]:
        events, self._events = self._events, {}
        return [data for call, waiting in events.items() for data in _spelled(call, waiting)]


def _spelled(call: int | None, waiting: Waiting[bytes]) -> list[bytes]:
    missed, events = waiting.take()
    if not missed:
        return events
    return [frame({"event": RESYNC} if call is None else {"event": RESYNC, "of": call}), *events]
