"""Going back to a copy of the ledger. Every lane is in doubt afterwards: its first delivery reads Acme first."""

from __future__ import annotations

import math
import os
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from desktop_sync.core.errors import SettingsError, Stop
from desktop_sync.core.ports import Clock
from desktop_sync.durable import flush_folder
from desktop_sync.ledger.copies import Copy
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.export_learning import learn
from desktop_sync.ledger.export_notes import FILE
from desktop_sync.ledger.journal import Journal
from desktop_sync.ledger.opening import CLOSED, DAMAGED, Mark
from desktop_sync.ledger.schema import drop_kept
from desktop_sync.ledger.soundness import fault_of_copy


def newest_good(copies: Sequence[Copy]) -> Path:
    """Of those given, newest first. Raises SettingsError when there is none."""
    bad = []
    for copy in copies:
        if not (fault := fault_of_copy(copy.path)):
            return copy.path
        bad.append(f"{copy.path} is damaged: {fault}")
    if not bad:
        raise SettingsError("There is no copy of the ledger.", hint="Name one: desktop-sync restore FILE")
    raise SettingsError("There is no good copy of the ledger.", tuple(bad), hint="Name one: desktop-sync restore FILE")


def restore(
    copy: Path, file: Path, mark: Mark, clock: Clock, open_database: Callable[[Path], Database] = Database
) -> Path | None:
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
        learn(database, file.with_name(FILE))
        database.write_home()
    drop_kept(fresh)
    left_as = mark.read()
    kept = _keep(file, mark, clock, open_database) if file.exists() else None
    for left in ("-wal", "-shm"):
        file.with_name(file.name + left).unlink(missing_ok=True)
    flush_folder(file.parent)  # a WAL that came back after a power cut would be taken for the new ledger's
    os.replace(fresh, file)  # noqa: PTH105 - the step that makes it true
    flush_folder(file.parent)
    if left_as:
        mark.write(CLOSED)
    return kept


def _keep(file: Path, mark: Mark, clock: Clock, open_database: Callable[[Path], Database]) -> Path:
    """A copy of the ledger that is replaced, whole; of a damaged one what is there, with its WAL."""
    stamp = datetime.fromtimestamp(clock.now(), UTC)
    kept = file.with_name(f"{file.stem}-before-restore-{stamp:%Y%m%dT%H%M%SZ}{file.suffix}")
    if kept.exists():
        raise SettingsError(f"{kept} exists already.", hint="Try again in a second.")
    try:
        with closing(open_database(file)) as database:
            database.write_home()
    except (Stop, sqlite3.DatabaseError, UnicodeDecodeError):
        mark.write(DAMAGED)  # from here on it may be without its WAL, and look sound
        for name in (file.name + "-wal", file.name + "-shm"):
            if file.with_name(name).exists():
                shutil.copyfile(file.with_name(name), kept.with_name(kept.name + name.removeprefix(file.name)))
    shutil.copyfile(file, kept)
    return kept


def _sound(copy: Path) -> None:
    if fault := fault_of_copy(copy):
        raise SettingsError(f"{copy} is not a good copy of a ledger: {fault}.", hint="Take an older one.")


def _remove(file: Path) -> None:
    for name in (file.name, file.name + "-wal", file.name + "-shm"):
        file.with_name(name).unlink(missing_ok=True)
