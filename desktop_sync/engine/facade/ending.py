"""The theme of the end: the engine ends, in the order in which it always does. It knows no process."""

from __future__ import annotations

from collections.abc import Callable

from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.telling import Row


class Ending:
    """``end``: told who wants it, it says so to the engine; None where none runs."""

    def __init__(self, end: Callable[[str], None] | None) -> None:
        self._end = end

    def stop(self, call: Call) -> Row:
        """Whether there is an engine that ends now: within seconds, and what is cut off goes on at the next start."""
        if self._end is not None:
            self._end(call.who)
        return {"stops": self._end is not None}
