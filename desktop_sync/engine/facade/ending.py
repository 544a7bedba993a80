"""The theme of the end: the engine ends, in the order in which it always does. It knows no process."""

from __future__ import annotations

from collections.abc import Callable

from desktop_sync.core.events import LEAVE, Publish, nobody
from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.telling import Row


class Ending:
    """``end``: told who wants it, it says so to the engine; None where none runs. ``publish``: to all who
    listen.
    """

    def __init__(self, end: Callable[[str], None] | None, publish: Publish = nobody) -> None:
        self._end, self._publish = end, publish

    def stop(self, call: Call, *, desks: bool = False) -> Row:
        """Whether there is an engine that ends now: within seconds, and what is cut off goes on at the next start.

        ``desks``: those that listen leave, too, whosever they are: the program is about to be another.
        """
        if desks and self._end is not None:
            self._publish({"event": LEAVE})
        if self._end is not None:
            self._end(call.who)
        return {"stops": self._end is not None}
