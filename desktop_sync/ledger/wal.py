"""The file in which SQLite keeps what was committed and not yet written home, as the one thing to be flushed.

SQLite flushes it at the end of a transaction, and everybody waits for the disk meanwhile; a transaction that was not
flushed (``Database.transaction(flush=False)``) is flushed here, while others go on. It must not know what stands in it.
"""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path

_FLAGS = os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class Wal:
    """The WAL of one database, which is the same file as long as a connection to it is open; none of SQLite's locks are
    on it.
    """

    def __init__(self, database: Path) -> None:
        self._path = f"{database}-wal"
        self._lock = threading.Lock()
        self._file: int | None = None
        self._closed = False

    def flush(self) -> None:
        """As SQLite does it (os_unix.c, os_win.c: fdatasync, FlushFileBuffers). Raises OSError."""
        with self._lock:
            if self._closed:
                raise OSError(f"{self._path} is closed")
            if self._file is None:
                self._file = os.open(self._path, _FLAGS)
            getattr(os, "fdatasync", os.fsync)(self._file)

    def close(self) -> None:
        """Before the last connection: on Windows it could not delete the file."""
        with self._lock, contextlib.suppress(OSError):
            self._closed = True
            if self._file is not None:
                os.close(self._file)
                self._file = None
