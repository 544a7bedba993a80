"""``stop``: the engine ends, and with ``--desks`` the icons and windows that listen to it. Waits until it has."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

from desktop_sync.commands.console import Exit, show_json
from desktop_sync.core.errors import RetryLater
from desktop_sync.data_folder import DataFolder, data_folder, engine_in
from desktop_sync.desks import engine_of
from desktop_sync.ipc.desk import Remote

PATIENCE = 60.0  # seconds; an engine ends within five, of a machine that is not busy
LOOKS = 0.1


def stop(data: str | None, *, desks: bool, as_json: bool, sleep: Callable[[float], None] = time.sleep) -> int:
    """Exit 0 when none runs any more, 3 when it does not end."""
    folder = data_folder(data, by_pipe=True)
    client = engine_of(folder)
    if client is not None:
        with client, suppress(RetryLater):  # it may end before it has answered
            Remote(client).ask("stop", **({"desks": True} if desks else {}))
    _gone(folder, sleep)
    if as_json:
        show_json({"stopped": client is not None})
    else:
        print("The engine has ended." if client is not None else "No engine runs.")
    return int(Exit.DONE)


def _gone(folder: DataFolder, sleep: Callable[[float], None]) -> None:
    left = int(PATIENCE / LOOKS)
    while (found := engine_in(folder.lock)) is not None and left:
        left -= 1
        sleep(LOOKS)
    if found is None:
        return
    raise RetryLater(f"The engine does not end ({found}).", "End its process; what it has under way is not lost.")
