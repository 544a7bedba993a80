"""What surrounds the work of an owner: the data folder is at home here, a run is told from its first line to its last,
nobody's claims are left over, the spool is swept.

It must not know what a run does.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from desktop_sync.core.about import working_on
from desktop_sync.core.errors import RetryLater, Stop, SyncError
from desktop_sync.core.ports import Clock, Spool
from desktop_sync.engine.import_run import failure
from desktop_sync.engine.sharing import ClaimNames
from desktop_sync.ledger.ledger import Ledger

MACHINE = "machine"
SWEPT = "spool swept at"
DAY = 24 * 3600.0
log = logging.getLogger("run")


class Upkeep:
    """Around every run. ``machine``: names the machine that this process runs on."""

    def __init__(
        self, ledger: Ledger, spool: Spool, clock: Clock, claims: ClaimNames, folder: Path, machine: Callable[[], str]
    ) -> None:
        self._ledger = ledger
        self._spool = spool
        self._clock = clock
        self._claims = claims
        self._folder = folder
        self._machine = machine
        self._tidying = threading.Lock()

    def at_home(self) -> None:
        """Stop when the data folder was copied from another machine."""
        here = self._machine()
        known = self._ledger.journal.fact(MACHINE)
        if known is None:
            self._ledger.journal.note_fact(MACHINE, here)
        elif known != here:
            raise Stop(
                f"The data folder {self._folder} belongs to another machine. A copy would send things twice.",
                "If it was moved here and no longer runs there: desktop-sync ledger move-here. Else leave it off.",
            )

    def move_here(self) -> None:
        """The folder works here from now on; what its copy may have sent meanwhile is read in Acme first."""
        self._ledger.journal.put_in_doubt()
        self._ledger.journal.note_fact(MACHINE, self._machine())

    def recover(self) -> int:
        """What nobody is sending any more, though it was claimed to be sent, is unknown now. Returns how many."""
        return self._ledger.deliveries.recover(self._claims.alive()) + self._ledger.exports.recover(self._claims.alive)

    @contextmanager
    def running(self, flow: str, begun: int | None) -> Iterator[int]:
        """A run from its first line in the ledger to its last. Whatever breaks it off, it is a failed run."""
        run = self._ledger.journal.begin_run(flow) if begun is None else begun
        with working_on(flow, run), self.tidied():
            try:
                self.at_home()
                self.recover()
                yield run
            except Exception as error:
                self._broke_off(run, flow, error)
                raise

    @contextmanager
    def tidied(self) -> Iterator[None]:
        """Afterwards what has come can be searched, and nobody's claims are unknown."""
        try:
            yield
        except Exception:
            with suppress(SyncError):  # what it was broken off by may stand in the way here, too; the next run does it
                self.recover()
            raise
        self.recover()  # when it was told to end, what was under way was abandoned
        if self._tidying.acquire(blocking=False):  # who does it now does it for all
            try:
                self._ledger.search.catch_up()
                self._sweep()
            finally:
                self._tidying.release()

    def _broke_off(self, run: int, flow: str, error: Exception) -> None:
        with suppress(RetryLater):  # what broke it off may keep this from being written, too
            self._end_broken(run, flow, error)

    def _end_broken(self, run: int, flow: str, error: Exception) -> None:
        outcome, later = "stopped" if isinstance(error, Stop) else "failed", isinstance(error, RetryLater)
        if not self._ledger.journal.end_run(run, outcome, {}, str(error), reached=False if later else None):
            return  # told already, with its counts
        log.warning("the run broke off: %s", error)
        if not (isinstance(error, Stop | RetryLater) and self._ledger.journal.told(error.what)):
            self._ledger.journal.report([failure(flow, error)])

    def _sweep(self) -> None:
        """Once a day: payloads that nothing refers to and that are older than a day (a kill may leave some)."""
        now = self._clock.now()
        last = float(self._ledger.journal.fact(SWEPT) or 0)
        if 0 <= now - last < DAY:
            return
        items, exports = self._ledger.items, self._ledger.exports
        removed = self._spool.sweep(lambda one: items.referenced(one) or exports.referenced(one), DAY)
        self._ledger.places.prune_rows()
        self._ledger.journal.note_fact(SWEPT, str(now))
        if removed:
            log.info("swept %d payloads that nothing refers to", removed)
