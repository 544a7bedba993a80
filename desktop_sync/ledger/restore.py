"""Going back to a copy of the ledger. Every lane is in doubt afterwards: its first delivery reads Acme first."""

from __future__ import annotations

import math
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from desktop_sync.core.errors import SettingsError, Stop
from desktop_sync.core.ports import Clock
from desktop_sync.durable import flush_folder
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.journal import Journal


def restore(copy: Path, file: Path, clock: Clock, open_database: Callable[[Path], Database] = Database) -> Path | None:
    """Puts ``copy`` in the place of ``file``; the former ledger is kept and returned. The caller holds the lock.

    The copy is prepared under another name first, so a kill leaves the former ledger or the prepared one.
    RetryLater while another program reads the former ledger: what it has not written home yet would be lost.
    """
    _sound(copy)
    last_work = max(
        (one.stat().st_mtime for one in (file, file.with_name(file.name + "-wal")) if one.exists()), default=math.inf
    )
    fresh = file.with_name(file.name + ".restoring")
    _remove(fresh)
    shutil.copyfile(copy, fresh)
    with closing(open_database(fresh)) as database:
        Journal(database, clock).put_in_doubt(last_work)
        database.write_home()
    kept = _keep(file, clock, open_database) if file.exists() else None
    for left in ("-wal", "-shm"):
        file.with_name(file.name + left).unlink(missing_ok=True)
    flush_folder(file.parent)  # a WAL that came back after a power cut would be taken for the new ledger's
    os.replace(fresh, file)  # noqa: PTH105 - the step that makes it true
    flush_folder(file.parent)
    return kept


def _keep(file: Path, clock: Clock, open_database: Callable[[Path], Database]) -> Path:
    """A copy of the ledger that is replaced, whole; of a damaged one what is there, with its WAL."""
    stamp = datetime.fromtimestamp(clock.now(), UTC)
    kept = file.with_name(f"{file.stem}-before-restore-{stamp:%Y%m%dT%H%M%SZ}{file.suffix}")
    if kept.exists():
        raise SettingsError(f"{kept} exists already.", hint="Try again in a second.")
    try:
        with closing(open_database(file)) as database:
            database.write_home()
    except Stop:
        for name in (file.name + "-wal", file.name + "-shm"):
            if file.with_name(name).exists():
                shutil.copyfile(file.with_name(name), kept.with_name(kept.name + name.removeprefix(file.name)))
    shutil.copyfile(file, kept)
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
