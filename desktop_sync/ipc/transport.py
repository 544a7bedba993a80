"""What a pipe must be able to do, on any platform. The pipes themselves: ipc/unix.py, windows/pipe.py."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Protocol

from desktop_sync.core.callers import Caller


class Connection(Protocol):
    """A pipe between two processes: bytes in order, both ways. One thread reads, one writes at a time."""

    def read(self, timeout: float | None = None) -> bytes:
        """Some bytes, as soon as there are any; empty at the end. TimeoutError; OSError when it broke."""

    def write(self, data: bytes) -> None:
        """All of it. OSError when the other side is gone, or has taken nothing for half a minute."""

    def shut(self) -> None:
        """Ends it from any thread: both sides' reads and writes end now."""

    def close(self) -> None:
        """Gives it back to the system, when no thread reads or writes any more."""


class Accepted(Connection, Protocol):
    """The engine's end of one."""

    def caller(self) -> Caller:
        """Who is at the other end, by what the system says. To be asked after the first bytes were read.

        Stop when that account has no business here.
        """


class Listener(Protocol):
    """The engine's door."""

    def accept(self) -> Accepted | None:
        """Waits for the next client; None when the door was closed. OSError: this one could not be let in."""

    def close(self) -> None:
        """Ends it from any thread. What was accepted stays."""


def listen(folder: Path) -> Listener:
    """The door of the engine of this data folder, opened by the holder of its lock. Stop says why it cannot be."""
    if sys.platform == "win32":
        from desktop_sync.windows import pipe

        return pipe.listen(folder)
    else:  # noqa: RET505 - both branches stand apart for the type checker
        from desktop_sync.ipc import unix

        return unix.listen(folder)


def dial(folder: Path) -> Connection | None:
    """A connection to the engine of this data folder, proven to be its owner's; None when nobody listens.

    RetryLater when it is too busy to be reached, Stop when it is somebody else's.
    """
    if sys.platform == "win32":
        from desktop_sync.windows import pipe

        return pipe.dial(folder)
    else:  # noqa: RET505 - both branches stand apart for the type checker
        from desktop_sync.ipc import unix

        return unix.dial(folder)
