"""The nightly copy of the ledger: due once after the time of day that the settings name, tried hourly until it is good.

It must not know how a copy is made or what else the engine does. Old copies go only after the new one was found whole.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path

from desktop_sync.core.errors import Owner, RetryLater, SyncError
from desktop_sync.core.ports import Clock, Token
from desktop_sync.core.problem import Problem
from desktop_sync.ledger.copies import Copies
from desktop_sync.ledger.journal import Journal
from desktop_sync.settings.backups import Backups

log = logging.getLogger("backup")
MADE = "backed up at"
KEY = "ledger:backup"
AGAIN = 3600.0  # seconds after which a copy that failed is tried again
PAUSE = 0.002  # seconds between two steps: whoever writes to the disk meanwhile shall not wait


class Backup:
    """A chore. ``copies``: of the folder that the settings name now."""

    def __init__(
        self, copies: Callable[[], Copies], journal: Journal, clock: Clock, options: Callable[[], Backups]
    ) -> None:
        self._copies = copies
        self._journal = journal
        self._clock = clock
        self._options = options
        self._not_before = -math.inf  # by the monotonic clock

    @property
    def name(self) -> str:
        return "backup"

    def due_in(self) -> float:
        options = self._options()
        if not options.keep:
            return math.inf
        now, made = self._clock.now(), float(self._journal.fact(MADE) or 0)
        last = _last(options.at, now)
        wait = 0.0 if not last <= made <= now else _next(options.at, now) - now
        return max(wait, self._not_before - self._clock.monotonic())

    def do(self, token: Token) -> None:
        """Makes one. What keeps it from being made is a problem, and the next one that is good resolves it."""
        self._not_before = self._clock.monotonic() + AGAIN
        copies = self._copies()
        try:
            made = self._make(copies, token)
        except _Stopped:
            self._not_before = -math.inf
            return
        except SyncError as error:
            log.warning("no copy of the ledger: %s", error)
            self._journal.report([Problem(KEY, "backup", error.what, error.hint, Owner.IT)])
            return
        self._journal.note_fact(MADE, str(self._clock.now()))
        self._journal.resolve(KEY, "a later copy is good")
        gone = copies.prune(self._options().keep)
        log.info("the ledger was copied to %s; %d old copies removed", made, len(gone))

    def _make(self, copies: Copies, token: Token) -> Path:
        copies.ensure_room()

        def step() -> None:
            if token.wait(PAUSE):
                raise _Stopped

        part = copies.write(step)
        fault = copies.fault(part, token.is_set)
        if token.is_set():
            raise _Stopped
        if fault:
            copies.discard(part)
            raise RetryLater(
                f"The copy of the ledger in {copies.folder} is damaged ({fault}); the former copies stay.",
                "Check the disks of this computer: the one with the data folder, and the one with the copies.",
            )
        return copies.publish(part, self._clock.now())


class _Stopped(Exception):
    """The engine stops; what was begun is begun anew the next time."""


def _last(at: time, now: float) -> float:
    """The newest moment of that time of day which is not in the future, in this machine's zone."""
    today = datetime.fromtimestamp(now).replace(  # noqa: DTZ006 - local time, as the settings mean it
        hour=at.hour, minute=at.minute, second=0, microsecond=0
    )
    return today.timestamp() if today.timestamp() <= now else (today - timedelta(days=1)).timestamp()


def _next(at: time, now: float) -> float:
    last = datetime.fromtimestamp(_last(at, now))  # noqa: DTZ006 - as above
    return (last + timedelta(days=1)).replace(hour=at.hour, minute=at.minute).timestamp()
