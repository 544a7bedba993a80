"""Starts an engine that outlives the desk: a process of its own, without a window, its words in the log."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop_sync.program import program


def engine_command(folder: Path) -> Sequence[str]:
    """What is run."""
    return (*program(), "engine", "--data", str(folder))


def start_engine(folder: Path) -> None:
    """OSError when it cannot be started. One that finds another at work ends by itself."""
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
        _run(engine_command(folder), flags)
    else:
        _run(engine_command(folder), 0)


def _run(command: Sequence[str], flags: int) -> None:
    nothing = subprocess.DEVNULL
    subprocess.Popen(  # noqa: S603 - our own program, with the path of the data folder
        list(command), stdin=nothing, stdout=nothing, stderr=nothing, creationflags=flags, start_new_session=True
    )
