"""Events that wait to be taken: the newest progress of each flow, everything else once and in order, within a bound.

Both ends use it, so that neither grows when the other is slow. Whoever takes them is told ``resync`` where some had to
be left out: what was heard so far is no picture any more, look again. No lock of its own.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

from desktop_sync.core.events import Event

RESYNC: Event = {"event": "resync"}

Kept = TypeVar("Kept")


def progress_of(event: Event) -> str | None:
    """The flow whose progress this is; None for every other event."""
    return str(event.get("flow")) if event.get("event") == "progress" else None


class Waiting(Generic[Kept]):
    """In the order of their last change; ``key`` tells which replaces which."""

    def __init__(self, most: int, most_bytes: int) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._events: dict[Hashable, tuple[Kept, int]] = {}
        self._bytes = 0
        self._missed = False

    def __bool__(self) -> bool:
        return bool(self._events) or self._missed

    def add(self, key: Hashable, event: Kept, size: int = 0) -> None:
        """Replaces a waiting one of the same key, and stands behind all others then."""
        _, former = self._events.pop(key, (None, 0))
        self._bytes += size - former
        self._events[key] = event, size
        if len(self._events) > self._most or self._bytes > self._most_bytes:
            self._events.clear()
            self._bytes = 0
            self._missed = True

    def take(self) -> tuple[bool, list[Kept]]:
        """Whether some were left out before these, and all that wait."""
        missed, found = self._missed, [event for event, _ in self._events.values()]
        self._events.clear()
        self._bytes = 0
        self._missed = False
        return missed, found
