"""The log file and its rotation. It survives a full disk, a folder that cannot be written, and files that others hold.

Lines that could not be written are counted, and told when there is room again. Windows does not let a file be renamed
that another program has open: then its content is copied and the file is begun anew in its place.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
from pathlib import Path

_RETRY = 0.1  # share of a file's size after which a rotation that failed is tried again
_MOST = 4  # sizes; a file that cannot be put away is then begun anew, so that it never fills the disk


class LogFile(logging.Handler):
    """Appends whole lines to one file; older ones are ``NAME.1`` (the newest) and so on."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._handle: int | None = None
        self._written = 0
        self._size, self._files, self._rotate_at = 5_000_000, 10, 5_000_000
        self._lost, self._why, self._torn = 0, "", False

    def keep(self, size: int, files: int) -> None:
        """Bytes of one file, and how many files there are at most."""
        self._size, self._files, self._rotate_at = size, files, size

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._append(f"{self.format(record)}\n")
        except OSError as error:
            self._lost += 1
            self._why = error.strerror or type(error).__name__
            self._let_go()
        except Exception:  # noqa: BLE001 - a fault in a log line must not become one of the work that it tells of
            self._lost += 1
            self._why = "a line could not be made"

    def close(self) -> None:
        self.acquire()
        try:
            self._let_go()
        finally:
            self.release()
        super().close()

    def _append(self, text: str) -> None:
        data = text.encode("utf-8", "backslashreplace")
        handle = self._open()
        if self._written and self._written + len(data) > self._rotate_at:
            self._rotate()
            handle = self._open()
        if self._torn or self._lost:
            self._write(handle, self._told_of_loss())
            self._lost = 0
        self._write(handle, data)

    def _told_of_loss(self) -> bytes:
        """A line of its own, after the half of a line for which there was just room."""
        values = (max(self._lost, 1), self._why)
        told = logging.LogRecord(
            "logs", logging.WARNING, "", 0, "%d lines before this could not be written: %s", values, None
        )
        return f"{chr(10) * self._torn}{self.format(told)}\n".encode()

    def _write(self, handle: int, data: bytes) -> None:
        """All of it, or as much as there is room for."""
        rest = data
        try:
            while rest:
                done = self._put(handle, rest)
                self._written += done
                rest = rest[done:]
        finally:
            self._torn = bool(rest) and (self._torn or len(rest) < len(data))

    def _open(self) -> int:
        """Anew where somebody has moved or removed the file meanwhile."""
        if self._handle is not None and self._replaced(self._handle):
            self._let_go()
        if self._handle is None:
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
            self._handle = os.open(self._path, flags, 0o600)
            self._written = os.fstat(self._handle).st_size
            self._rotate_at = max(self._rotate_at, self._size)
        return self._handle

    def _replaced(self, handle: int) -> bool:
        mine = os.fstat(handle)
        try:
            found = os.stat(self._path, follow_symlinks=False)  # noqa: PTH116 - for every line
        except FileNotFoundError:
            return True
        return (found.st_dev, found.st_ino) != (mine.st_dev, mine.st_ino)

    def _let_go(self) -> None:
        if self._handle is not None:
            handle, self._handle = self._handle, None
            os.close(handle)

    def _rotate(self) -> None:
        """What fails is tried again a little later; until then the file only grows."""
        self._let_go()
        try:
            self._make_room()
            self._put_away()
            self._rotate_at = self._size
        except OSError:
            self._rotate_at = self._written + int(self._size * _RETRY)
            if self._written > _MOST * self._size:
                with contextlib.suppress(OSError):
                    os.truncate(self._path, 0)

    def _make_room(self) -> None:
        for old in self._path.parent.glob(f"{self._path.name}.*"):
            ending = old.name.rpartition(".")[2]
            if ending.isdecimal() and int(ending) >= self._files - 1:
                old.unlink(missing_ok=True)
        for number in range(self._files - 2, 0, -1):
            if (older := self._numbered(number)).exists():
                self._rename(older, self._numbered(number + 1))

    def _put_away(self) -> None:
        if self._files == 1:
            os.truncate(self._path, 0)
            return
        try:
            self._rename(self._path, self._numbered(1))
        except PermissionError:
            shutil.copyfile(self._path, self._numbered(1))
            self._numbered(1).chmod(0o600)
            os.truncate(self._path, 0)

    def _put(self, handle: int, data: bytes) -> int:
        return os.write(handle, data)

    def _rename(self, source: Path, target: Path) -> None:
        source.replace(target)

    def _numbered(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}")
