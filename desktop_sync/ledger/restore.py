"""Going back to a copy of the ledger. Every lane is in doubt afterwards: its first delivery reads Acme first."""

from __future__ import annotations

import os
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from desktop_sync.core.errors import SettingsError
from desktop_sync.core.ports import Clock
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.journal import Journal


def restore(copy: Path, file: Path, clock: Clock) -> Path | None:
    """Puts ``copy`` in the place of ``file``; the former ledger is kept and returned. The caller holds the lock.

    The copy is prepared under another name first, so a kill leaves the former ledger or the prepared one.
    """
    _sound(copy)
    fresh = file.with_name(file.name + ".restoring")
    _remove(fresh)
    shutil.copyfile(copy, fresh)
    database = Database(fresh)
    Journal(database, clock).put_in_doubt()
    database.close()
    kept = None
    if file.exists():
        Database(file).close()  # its WAL becomes part of the file
        stamp = datetime.fromtimestamp(clock.now(), UTC)
        kept = file.with_name(f"{file.stem}-before-restore-{stamp:%Y%m%dT%H%M%SZ}{file.suffix}")
        if kept.exists():
            raise SettingsError(f"{kept} exists already.", hint="Try again in a second.")
        shutil.copyfile(file, kept)
    for left in ("-wal", "-shm"):
        file.with_name(file.name + left).unlink(missing_ok=True)
    os.replace(fresh, file)  # noqa: PTH105 - the step that makes it true
    return kept


def _sound(copy: Path) -> None:
    try:
        connection = sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)
        try:
            told = connection.execute("PRAGMA integrity_check").fetchone()[0]
            connection.execute("SELECT value FROM meta WHERE key = 'ledger_id'").fetchone()
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise SettingsError(f"{copy} is not a copy of a ledger: {error}.") from error
    if told != "ok":
        raise SettingsError(f"The copy {copy} is damaged: {told}.", hint="Take an older one.")


def _remove(file: Path) -> None:
    for name in (file.name, file.name + "-wal", file.name + "-shm"):
        file.with_name(name).unlink(missing_ok=True)
