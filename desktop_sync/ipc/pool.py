"""A bounded number of threads that do what they are given, in order. Threads are made when needed and sleep otherwise.

They are daemons: an engine that must stop does not wait for a call that hangs (concurrent.futures would).
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable

log = logging.getLogger("ipc")


class Pool:
    """``size`` threads at most."""

    def __init__(self, name: str, size: int) -> None:
        self._name = name
        self._size = size
        self._todo: deque[Callable[[], None]] = deque()
        self._changed = threading.Condition()
        self._threads = 0
        self._idle = 0
        self._open = True

    def submit(self, work: Callable[[], None]) -> None:
        """Never waits. ``work`` catches what it may raise. RuntimeError when no thread could be had at all."""
        with self._changed:
            if not self._open:
                return
            self._todo.append(work)
            if self._idle >= len(self._todo):
                self._changed.notify()
            elif self._threads < self._size:
                self._another()

    def close(self) -> None:
        """What waits is not begun any more; what is at work is left alone."""
        with self._changed:
            self._open = False
            self._todo.clear()
            self._changed.notify_all()

    def _another(self) -> None:
        try:
            threading.Thread(target=self._work, name=f"{self._name} {self._threads + 1}", daemon=True).start()
        except RuntimeError:
            if not self._threads:
                self._todo.pop()
                raise
            return  # the others will come to it
        self._threads += 1

    def _work(self) -> None:
        while (work := self._next()) is not None:
            try:
                work()
            except BaseException:  # the outermost net: a thread less would be a pool that dries up
                log.exception("A fault of the program in the pool %s.", self._name)

    def _next(self) -> Callable[[], None] | None:
        with self._changed:
            while not self._todo:
                if not self._open:
                    return None
                self._idle += 1
                self._changed.wait()
                self._idle -= 1
            return self._todo.popleft()
