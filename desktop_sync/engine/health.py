"""A chore: it leaves signs of life, in the ledger and, where the settings name one, in a file for monitoring systems.

It measures what is too slow to be measured by whoever only looks (the spool). It is handed how to look, to measure and
to write, and knows no connector and no format of a file.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from desktop_sync.core.errors import Owner, RetryLater, SyncError
from desktop_sync.core.ports import Clock, Token
from desktop_sync.core.problem import Problem
from desktop_sync.core.standing import ENGINE_SEEN, SPOOL_BYTES
from desktop_sync.ledger.journal import Journal
from desktop_sync.settings.health import HealthOptions

log = logging.getLogger("health")
KEY = "health:metrics"
SIGN = 300.0  # seconds between two signs of life in the ledger
MEASURED = 3600.0  # seconds between two measurements of the spool
Picture = Mapping[str, Any]


class Health:
    """``look``: the picture of ``core.standing``. ``text``: that picture as OpenMetrics. ``write``: the whole file."""

    def __init__(
        self,
        options: Callable[[], HealthOptions],
        look: Callable[[], Picture],
        text: Callable[[Picture], bytes],
        write: Callable[[Path, bytes], None],
        spool: Callable[[], int],
        journal: Journal,
        clock: Clock,
    ) -> None:
        self._options = options
        self._look = look
        self._text = text
        self._write = write
        self._spool = spool
        self._journal = journal
        self._clock = clock
        self._sign_at = self._measure_at = self._write_at = -math.inf  # by the monotonic clock

    @property
    def name(self) -> str:
        return "health"

    def due_in(self) -> float:
        moments = [self._sign_at, self._measure_at]
        if self._options().metrics_file:
            moments.append(self._write_at)
        return min(moments) - self._clock.monotonic()

    def do(self, token: Token) -> None:
        now, options = self._clock.monotonic(), self._options()
        if now >= self._sign_at:
            self._sign_at = now + SIGN
            self._journal.note_fact(ENGINE_SEEN, str(self._clock.now()))
        if now >= self._measure_at:
            self._measure_at = now + MEASURED
            self._journal.note_fact(SPOOL_BYTES, str(self._spool()))
        if options.metrics_file and now >= self._write_at and not token.is_set():
            self._write_at = now + options.every
            self._tell(Path(options.metrics_file))

    def _tell(self, file: Path) -> None:
        """What keeps it from being written is a problem until it is written again."""
        try:
            self._write(file, self._text(self._look()))
        except SyncError as error:
            log.warning("no signs for %s: %s", file, error)  # the ledger is busy: next time
            if not isinstance(error, RetryLater):
                raise
        except OSError as error:
            what = f"The file for monitoring {file} cannot be written: {error.strerror or error}."
            log.warning(what)
            hint = "See that this account may write into its folder, or change metrics_file in [general.health]."
            self._journal.report([Problem(KEY, "metrics", what, hint, Owner.IT)])
        else:
            self._journal.resolve(KEY, "it is written again")
