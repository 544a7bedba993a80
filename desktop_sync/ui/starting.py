"""Starts an engine that outlives the desk: a process of its own, without a window, its words in the log. And has the
data folder work on this machine, where no engine will.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop_sync.core.errors import RetryLater
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


def move_here(folder: Path) -> None:
    """The command of that name. RetryLater in its words when it does not do it."""
    command = [*program(), "ledger", "move-here", "--data", str(folder)]
    try:
        if sys.platform == "win32":
            done = _done(command, subprocess.CREATE_NO_WINDOW)
        else:
            done = _done(command, 0)
    except OSError as error:
        raise RetryLater(f"The program could not be started: {error.strerror or error}.") from error
    if done.returncode:
        what, _, hint = done.stderr.decode("utf-8", "replace").strip().partition("\n")
        raise RetryLater(what.strip() or "The data folder could not be moved here.", " ".join(hint.split()))


def _done(command: Sequence[str], flags: int) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - our own program, with the path of the data folder
        list(command), stdin=subprocess.DEVNULL, capture_output=True, creationflags=flags, check=False
    )


def _run(command: Sequence[str], flags: int) -> None:
    nothing = subprocess.DEVNULL
    subprocess.Popen(  # noqa: S603 - our own program, with the path of the data folder
        list(command), stdin=nothing, stdout=nothing, stderr=nothing, creationflags=flags, start_new_session=True
    )
