"""Brings events to whoever listens in this process. One listener that fails harms no other."""

from __future__ import annotations

import logging
import threading

from desktop_sync.core.events import Event, Publish

log = logging.getLogger("engine")


class Hub:
    """Any thread publishes; listeners are called there, and must be quick."""

    def __init__(self) -> None:
        self._listeners: tuple[Publish, ...] = ()
        self._lock = threading.Lock()

    def subscribe(self, listener: Publish) -> None:
        with self._lock:
            self._listeners = (*self._listeners, listener)

    def publish(self, event: Event) -> None:
        for listener in self._listeners:
            try:
                listener(event)
            except Exception:
                log.exception("a listener failed at %s", event.get("event"))
