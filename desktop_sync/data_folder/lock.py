"""One owner of a data folder at a time. The operating system's lock decides, so a dead process holds nothing.

Who holds it is written into the lock file for people to read; nobody decides by what stands there. The file is
never deleted: deleting a lock file lets two processes lock two files of one name.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType

from desktop_sync.core.errors import RetryLater, Stop

_FAR = 1 << 30  # the byte that Windows locks: far behind the text, which others may still read
_LONGEST = 4096
_TRIES = 25
_PAUSE = 0.02


ENGINE = "engine"
"""The command under which an engine holds the data folder."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who owns the folder: process id, what it was started as, and since when (ISO 8601)."""

    pid: int
    command: str
    since: str

    def __str__(self) -> str:
        return f"{self.command} ({self.process})"

    @property
    def is_engine(self) -> bool:
        """Whether it is one; else a command, for as long as that takes."""
        return self.command == ENGINE

    @property
    def process(self) -> str:
        """``process 4711, since 2026-05-03 14:32``, by this machine's clock."""
        try:
            since = f"{datetime.fromisoformat(self.since).astimezone():%Y-%m-%d %H:%M}"
        except ValueError:
            since = self.since
        return f"process {self.pid}, since {since}"


class Lock:
    """The lock of one data folder. Held until ``release`` or the end of the process, however it ends."""

    def __init__(self, path: Path, command: str, since: datetime) -> None:
        self._path = path
        self._me = Holder(os.getpid(), command, since.isoformat(timespec="seconds"))
        self._handle: int | None = None

    def acquire(self) -> None:
        """RetryLater naming the holder when another process owns the folder; Stop when the file cannot be used."""
        if self._handle is not None:
            return
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise Stop(
                f"The lock file {self._path} cannot be opened: {error.strerror or error}.",
                "See that this account may write in the data folder.",
            ) from error
        if not _patiently(handle):
            os.close(handle)
            raise _busy(self._path)
        self._handle = handle
        with contextlib.suppress(OSError):  # who holds it is a courtesy: a full disk does not undo the lock
            _write(handle, self._me)

    def release(self) -> None:
        """Lets the next one in. Without effect when not held."""
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        with contextlib.suppress(OSError):
            os.ftruncate(handle, 0)
        _unlock(handle)
        os.close(handle)

    def __enter__(self) -> Lock:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _patiently(handle: int) -> bool:
    """A few tries: ``holder`` in another process takes the lock for an instant to see whether it is free."""
    for _ in range(_TRIES):
        if _try_lock(handle):
            return True
        time.sleep(_PAUSE)
    return False


def holder(path: Path) -> Holder | None:
    """Who owns the folder now; None when nobody does (also when its last owner died without a word)."""
    try:
        handle = os.open(path, os.O_RDWR)
    except OSError:
        return None
    try:
        if _try_lock(handle):
            _unlock(handle)
            return None
        return _read(handle)
    finally:
        os.close(handle)


def engine_in(path: Path) -> Holder | None:
    """The engine that owns the folder; None when nobody does, or another command."""
    found = holder(path)
    return found if found is not None and found.is_engine else None


def _busy(path: Path) -> RetryLater:
    try:
        with path.open("rb") as file:
            found = _parsed(file.read(_LONGEST))
    except OSError:
        found = _NOBODY
    return RetryLater(
        f"The data folder {path.parent} is in use by {found}.",
        "Wait until it has ended, or end it; one process at a time may work with a data folder.",
        after=5.0,
    )


_NOBODY = Holder(0, "another Desktop Sync", "just now")


def _write(handle: int, who: Holder) -> None:
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, json.dumps({"pid": who.pid, "command": who.command, "since": who.since}).encode())


def _read(handle: int) -> Holder:
    os.lseek(handle, 0, os.SEEK_SET)
    return _parsed(os.read(handle, _LONGEST))


def _parsed(data: bytes) -> Holder:
    try:
        found = json.loads(data)
        return Holder(int(found["pid"]), str(found["command"]), str(found["since"]))
    except (ValueError, KeyError, TypeError):
        return _NOBODY


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(handle: int) -> None:
        os.lseek(handle, _FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
