"""The dated copies of the ledger in one folder: made beside the work, checked, kept, the old ones removed.

A copy is one file by itself, without a WAL. It counts from the moment it has its name; what a kill leaves has another.
It must not know when copies are made.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desktop_sync.core.errors import RetryLater
from desktop_sync.durable import flush_folder
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.soundness import fault_of_copy

PAGES = 128  # in one step: half a megabyte
_NAME = re.compile(r"ledger-(\d{8}T\d{6}Z)(?:-\d+)?\.db")
_STAMP = "%Y%m%dT%H%M%SZ"
_PART = ".part"
_SPARE = 64 * 2**20  # bytes that stay free beside a copy


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy. ``made_at``: epoch seconds, by its name."""

    path: Path
    made_at: float
    size: int


class Copies:
    """Copies of ``ledger`` in ``folder``, which is made when it is needed."""

    def __init__(self, folder: Path, ledger: Path) -> None:
        self._folder = folder
        self._ledger = ledger

    @property
    def folder(self) -> Path:
        return self._folder

    def ensure_room(self) -> None:
        """RetryLater when the disk has not enough of it."""
        try:
            _private(self._folder, self._ledger.parent)
            free = shutil.disk_usage(self._folder).free
            needed = sum(path.stat().st_size for path in _with_wal(self._ledger) if path.exists()) + _SPARE
        except OSError as error:
            raise _trouble(self._folder, error) from error
        if free < needed:
            raise RetryLater(
                f"A copy of the ledger needs {needed / 1e6:,.0f} MB; {self._folder} has {free / 1e6:,.0f} MB left.",
                "Free some space there, or name another folder: [general.backup] folder.",
            )

    def write(self, step: Callable[[], None]) -> Path:
        """One state of the ledger, while others go on writing. ``step`` is called every few megabytes; may raise."""
        part = self._folder / f"{self._ledger.name}{_PART}"
        part.unlink(missing_ok=True)
        try:
            with read_only(self._ledger) as source, closing(sqlite3.connect(part)) as copy:
                source.execute("BEGIN")
                source.execute("SELECT count(*) FROM meta").fetchone()  # from here on it is the state of now
                source.backup(copy, pages=PAGES, progress=lambda status, left, total: step())
                copy.execute("PRAGMA journal_mode = DELETE")
        except (OSError, sqlite3.OperationalError) as error:
            raise _trouble(self._folder, error) from error
        return part

    def fault(self, copy: Path, stop: Callable[[], bool] = lambda: False) -> str:
        """What is wrong with it, all of it read; empty: nothing."""
        return fault_of_copy(copy, stop)

    def publish(self, part: Path, now: float) -> Path:
        """It has its name, and with it counts. Nothing is overwritten."""
        stamp = f"{datetime.fromtimestamp(now, UTC):{_STAMP}}"
        names = [f"ledger-{stamp}.db", *(f"ledger-{stamp}-{number}.db" for number in range(2, 100))]
        target = next(self._folder / name for name in names if not (self._folder / name).exists())
        try:
            part.rename(target)
            flush_folder(self._folder)
        except OSError as error:
            raise _trouble(self._folder, error) from error
        return target

    def discard(self, part: Path) -> None:
        part.unlink(missing_ok=True)

    def prune(self, keep: int) -> Sequence[Path]:
        """Removes all but the newest ``keep``; returns those that are gone."""
        old = [copy.path for copy in self.all()[keep:]]
        for path in old:
            path.unlink(missing_ok=True)
        return old

    def all(self) -> list[Copy]:
        """Newest first."""
        return sorted(_found(self._folder), key=lambda copy: (copy.made_at, copy.path.name), reverse=True)


def _found(folder: Path) -> list[Copy]:
    if not folder.is_dir():
        return []
    named = ((path, _NAME.fullmatch(path.name)) for path in folder.iterdir())
    return [Copy(path, _moment(match[1]), path.stat().st_size) for path, match in named if match]


def _moment(stamp: str) -> float:
    return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC).timestamp()


def _with_wal(file: Path) -> tuple[Path, Path]:
    return file, file.with_name(file.name + "-wal")


def _private(folder: Path, data: Path) -> None:
    """A copy holds what the ledger holds: closed to other accounts, as the data folder is. Below that Windows has the
    same rights for it by itself; of its own they would lock the engine out of what an administrator makes first.
    """
    if not folder.is_dir():
        folder.mkdir(mode=0o777 if sys.platform == "win32" and folder.parent == data else 0o700, parents=True)
    elif sys.platform != "win32" and folder.stat().st_mode & 0o022:
        raise RetryLater(f"Other accounts may write in the folder for copies {folder}.", "Close it to them.")


def _trouble(folder: Path, error: Exception) -> RetryLater:
    why = (error.strerror if isinstance(error, OSError) else "") or str(error)
    return RetryLater(
        f"The ledger cannot be copied to {folder}: {why}.",
        "See that the folder is there, has room, and that this account may write in it.",
    )
