"""``tray``: the desk, until it is quit. The engine is a process of its own and goes on when the desk ends."""

from __future__ import annotations

from functools import partial

from desktop_sync.data_folder import data_folder
from desktop_sync.ipc import connect


def tray(data: str | None, *, hidden: bool = False) -> int:
    """Exit 0 when it was quit, or when another one has shown its window instead. ``hidden``: only the icon."""
    folder = data_folder(data)
    from desktop_sync.ui.start import run
    from desktop_sync.ui.starting import start_engine

    return run(folder.path, partial(connect, folder), partial(start_engine, folder.path), hidden=hidden)
