"""A damaged ledger is set aside, kept, and replaced: by its newest good copy, or by a new one. Nothing goes twice.

The new one is prepared under another name, with every lane in doubt and the problem that tells a person of it, before
anything is touched; so each step may be killed and begun anew. Without a copy all that is known is what the damaged
file still gives away: whose account it was, and what was said about the files of a first run.
"""

from __future__ import annotations

import logging
import math
import os
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from desktop_sync.core.errors import Owner, RetryLater
from desktop_sync.core.ports import Clock
from desktop_sync.core.problem import Problem
from desktop_sync.durable import flush_folder
from desktop_sync.ledger.copies import Copy
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.export_learning import learn
from desktop_sync.ledger.export_notes import FILE
from desktop_sync.ledger.journal import Journal
from desktop_sync.ledger.schema import drop_kept
from desktop_sync.ledger.soundness import fault_of_copy

log = logging.getLogger("ledger")
KEY = "ledger:replaced"
_PARTS = ("-wal", "-shm", "")


def replace(replacing: Replacing, why: str, copies: Sequence[Copy], worked: float) -> None:
    """``why``: what is wrong with it. ``copies``: newest first; those that are damaged too are passed over."""
    aside = replacing.name_aside()
    replacing.prepare(next((copy for copy in copies if _good(copy)), None), why, aside, worked)
    for part in _PARTS:
        replacing.set_aside(part, aside)
    replacing.put_in_place()


def _good(copy: Copy) -> bool:
    fault = fault_of_copy(copy.path)
    if fault:
        log.warning("the copy %s is damaged too: %s", copy.path, fault)
    return not fault


class Replacing:
    """Of one ledger."""

    def __init__(self, file: Path, clock: Clock, open_database: Callable[[Path], Database]) -> None:
        self._file = file
        self._clock = clock
        self._open = open_database

    def name_aside(self) -> str:
        stamp = datetime.fromtimestamp(self._clock.now(), UTC)
        name = f"{self._file.stem}-damaged-{stamp:%Y%m%dT%H%M%SZ}"
        names = [name, *(f"{name}-{number}" for number in range(2, 1000))]
        return next(one for one in names if not list(self._file.parent.glob(f"{one}{self._file.suffix}*")))

    def prepare(self, copy: Copy | None, why: str, aside: str, worked: float) -> None:
        """The ledger to be, whole, beside the one that is. ``worked``: when that was written last (epoch seconds)."""
        self._clear()
        if copy is not None:
            shutil.copyfile(copy.path, self._fresh)  # a copy is one file, without a WAL
        with closing(self._open(self._fresh)) as database:
            journal = Journal(database, self._clock)
            if copy is None:
                journal.begin_anew(*salvaged(self._file))
            journal.put_in_doubt(worked)
            learn(database, self._file.with_name(FILE), anew=copy is None)
            journal.report([self._problem(copy, why, aside)])
            database.write_home()
        drop_kept(self._fresh)
        log.error("it is replaced by %s; it is kept as %s", copy.path if copy else "a new one", aside)

    def set_aside(self, part: str, aside: str) -> None:
        """The file itself last: a WAL without its file is nothing, a file without its WAL looks sound."""
        source = self._file.with_name(self._file.name + part)
        if not source.exists():
            return
        try:
            source.rename(self._file.with_name(f"{aside}{self._file.suffix}{part}"))
            flush_folder(self._file.parent)
        except PermissionError as error:  # Windows, while somebody reads it
            raise RetryLater(
                f"The damaged ledger {source.name} is held by another program.",
                "Close what reads it; it is tried again.",
            ) from error

    def put_in_place(self) -> None:
        os.replace(self._fresh, self._file)  # noqa: PTH105 - the step that makes it true
        flush_folder(self._file.parent)

    @property
    def _fresh(self) -> Path:
        return self._file.with_name(self._file.name + ".restoring")

    def _clear(self) -> None:
        for part in ("", "-wal", "-shm", "-journal"):
            self._fresh.with_name(self._fresh.name + part).unlink(missing_ok=True)

    def _problem(self, copy: Copy | None, why: str, aside: str) -> Problem:
        kept = f"The damaged one is kept as {aside}{self._file.suffix}." if self._file.exists() else ""
        if copy is None:
            became = "There is no good copy of it, so a new one was begun: what was done before is not in it."
        else:
            made = datetime.fromtimestamp(copy.made_at, UTC).astimezone()
            became = f"It was replaced by the copy of {made:%Y-%m-%d %H:%M}."
        what = f"The ledger was damaged ({why}). {became} Acme is read before anything is sent again. {kept}".strip()
        hint = (
            "Nothing goes twice. Check the disk of this computer; history since then is missing. When you have read"
            " this, dismiss it."
        )
        return Problem(KEY, "ledger", what, hint, Owner.IT)


def last_work(file: Path) -> float:
    """When it was written last (epoch seconds)."""
    parts = [file.with_name(file.name + part) for part in ("-wal", "")]
    return max((part.stat().st_mtime for part in parts if part.exists()), default=math.inf)


def salvaged(file: Path) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]], str | None]:
    """Of a damaged ledger, as far as it can be read: places with what was said about them, accounts, the machine."""
    places: list[tuple[object, ...]] = []
    accounts: list[tuple[object, ...]] = []
    machine: list[tuple[object, ...]] = []
    queries = (
        (places, "SELECT flow, connection, first_run FROM place WHERE first_run IS NOT NULL"),
        (
            accounts,
            "SELECT connection, tenant, base_url, title FROM connection_account JOIN account ON id = account",
        ),
        (machine, "SELECT value FROM meta WHERE key = 'machine'"),
    )
    if not file.exists():
        return places, accounts, None
    for found, query in queries:
        with (
            suppress(sqlite3.Error, OSError, UnicodeDecodeError),
            closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as sql,
        ):
            found.extend(row for row in sql.execute(query) if all(isinstance(value, str) for value in row))
    return places, accounts, str(machine[0][0]) if machine else None
