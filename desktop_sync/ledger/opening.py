"""Opening the ledger: looked at after a crash, and replaced by its newest good copy when it is damaged or not there.

Beside the ledger stands its mark, which says how it was left. While a damaged one is being replaced the mark says so,
and after a kill in between replacing goes on: a ledger without its WAL may look sound and is not.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from desktop_sync.core.errors import RetryLater
from desktop_sync.ledger.copies import Copy
from desktop_sync.ledger.database import Damaged, Database
from desktop_sync.ledger.replacing import Replacing, last_work, replace

log = logging.getLogger("ledger")
LOOKED = 20.0  # seconds; who waits for a start shall not wait for all of a large ledger
CLOSED, OPEN, SUSPECT, DAMAGED = "closed", "open", "suspect", "damaged"


class Mark:
    """How the ledger was left: a word in a file. Whatever it cannot be read as counts as open."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def read(self) -> str:
        """Empty: there never was a ledger here."""
        try:
            word = self._file.read_text(encoding="ascii", errors="replace")
        except FileNotFoundError:
            return ""
        return word if word in {CLOSED, OPEN, SUSPECT, DAMAGED} else OPEN

    def write(self, word: str) -> None:
        """Durable."""
        with self._file.open("w", encoding="ascii") as file:
            file.write(word)
            file.flush()
            os.fsync(file.fileno())


@contextmanager
def opened(
    file: Path,
    mark: Mark,
    copies: Callable[[], Sequence[Copy]],
    replacing: Callable[[], Replacing],
    open_database: Callable[[Path], Database] = Database,
) -> Iterator[Database]:
    """The ledger, sound or made so. ``copies``: newest first, asked for only when one is needed.

    Raises Stop for one from a newer program, RetryLater when the disk is full or another program holds the file.
    """
    worked = last_work(file)  # before it is opened, for that may write
    why = _damage(file, mark.read(), open_database)
    if why:
        log.error("the ledger is damaged: %s", why)
        mark.write(DAMAGED)
        replace(replacing(), why, copies(), worked)
    database = open_database(file)
    try:
        try:
            mark.write(OPEN)
        except OSError as error:
            raise RetryLater(
                f"The data folder {file.parent} cannot be written: {error.strerror or error}.",
                "See that its disk has room and this account may write there; then it goes on.",
            ) from error
        yield database
    except Exception:
        _leave(database, mark)
        raise
    else:
        _leave(database, mark)
    finally:
        database.close()


def _leave(database: Database, mark: Mark) -> None:
    """Not after a kill: then the mark stays as it is."""
    with suppress(OSError):  # a full disk: it counts as open, and is looked at once more
        mark.write(SUSPECT if database.suspect else CLOSED)


def _damage(file: Path, left: str, open_database: Callable[[Path], Database]) -> str:
    """What is wrong with it; empty: nothing, or there is none yet."""
    if left == DAMAGED:
        return "replacing it was cut off"
    if not file.exists() or not file.stat().st_size:
        return "it is not there" if left else ""
    try:
        database = open_database(file)
    except Damaged as error:
        return error.why
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # names in its schema may be anything
        return str(error)
    try:
        return database.fault({CLOSED: 0.0, SUSPECT: float("inf")}.get(left, LOOKED))
    finally:
        database.close()
