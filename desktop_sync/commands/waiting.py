"""Ctrl+C while an engine works on what was asked: it goes on, unless that is pressed again. Without one: as ever."""

from __future__ import annotations

import sys
from typing import Any

from desktop_sync.core.desk import Desk
from desktop_sync.core.errors import RetryLater
from desktop_sync.core.events import Publish
from desktop_sync.ipc.desk import StillAtWork

AGAIN = 3.0  # seconds for the second Ctrl+C


def waited(desk: Desk, method: str, listen: Publish, /, **values: object) -> Any:  # noqa: ANN401 - plain JSON
    """The answer. RetryLater when it was left to the engine."""
    try:
        return desk.ask(method, listen, **values)
    except StillAtWork as asked:
        print(f"\nThe engine goes on. Ctrl+C within {AGAIN:g} seconds cancels it.", file=sys.stderr)
        try:
            return asked.result(AGAIN)
        except TimeoutError:
            flow = values["flow"]
            raise RetryLater(
                "It was left to the engine, which goes on.",
                f"Look: desktop-sync status. End it: desktop-sync cancel {flow}",
            ) from None
        except KeyboardInterrupt:
            print("It is cancelled; what is on its way is waited for.", file=sys.stderr)
            asked.cancel()
            return asked.result()
