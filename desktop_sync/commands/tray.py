"""``tray``: the desk, until it is quit. The engine is a process of its own and goes on when the desk ends."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_sync.commands.swapped import being_swapped
from desktop_sync.data_folder import DataFolder, closed_to_us, data_folder
from desktop_sync.program import program

if TYPE_CHECKING:
    from desktop_sync.bundle.offering import Near
    from desktop_sync.ipc import Client


def tray(data: str | None, *, hidden: bool = False) -> int:
    """Exit 0 when it was quit, has left for a setup, or another one has shown its window instead. ``hidden``: only the
    icon, and none for those whom the engine would not answer.
    """
    folder = data_folder(data, by_pipe=True)
    closed = closed_to_us(folder.path)
    if hidden and closed and not _invited():  # a start at sign-in is for all people of the machine
        return 0
    from desktop_sync.ui.start import run

    return run(
        folder.path,
        partial(_connect, folder),
        None if closed else partial(_start, folder),
        partial(_why, folder),
        partial(_near, folder),
        partial(_move, folder),
        partial(being_swapped, Path(program()[0])),
        hidden=hidden,
    )


def _invited() -> bool:
    """Whether this account is in one of the local groups."""
    if sys.platform == "win32":
        from desktop_sync.windows.accounts import in_a_group

        return in_a_group()
    else:  # noqa: RET505 - both branches stand apart for the type checker
        return False


def _connect(folder: DataFolder) -> Client | None:
    from desktop_sync.ipc import connect

    return connect(folder)


def _start(folder: DataFolder) -> None:
    from desktop_sync.ui.starting import start_engine

    start_engine(folder.path)


def _move(folder: DataFolder) -> None:
    from desktop_sync.ui.starting import move_here

    move_here(folder.path)


def _why(folder: DataFolder) -> str:
    try:
        return folder.no_engine.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):  # there is none; or it is not for this account
        return ""


def _near(folder: DataFolder) -> Near:
    from desktop_sync.bundle.offering import Near

    return Near(folder)
