"""Does the chores, one after the other, in a thread of its own. What one of them raises stops no other."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

from desktop_sync.core.errors import Owner, SyncError
from desktop_sync.core.problem import Problem
from desktop_sync.engine.chores import Chore
from desktop_sync.engine.runs import Problems

log = logging.getLogger("chore")
LONGEST = 60.0  # seconds between two questions: what a chore waits for may change
SHORTEST = 1.0


class Choring:
    """Asks each chore when it is due, and does it then."""

    def __init__(self, chores: Sequence[Chore], problems: Problems) -> None:
        self._chores = chores
        self._problems = problems
        self._token = threading.Event()
        self._thread = threading.Thread(target=self._work, name="chores", daemon=True)

    def start(self) -> None:
        if self._chores:
            self._thread.start()

    def stop(self, patience: float) -> bool:
        """Whether the one under way has ended by then."""
        self._token.set()
        if self._thread.is_alive():
            self._thread.join(patience)
        return not self._thread.is_alive()

    def turn(self) -> float:
        """Does what is due, and says in how many seconds something may be due again."""
        waits = [self._ask(chore) for chore in self._chores if not self._token.is_set()]
        return max(SHORTEST, min([LONGEST, *waits]))

    def _work(self) -> None:
        while not self._token.wait(self.turn()):
            pass

    def _ask(self, chore: Chore) -> float:
        try:
            if (rest := chore.due_in()) > 0:
                return rest
            chore.do(self._token)
        except Exception as error:  # noqa: BLE001 - the outermost frame of a chore
            if not self._token.is_set():  # else what it stands on has ended before it; the next engine does it
                self._failed(chore, error)
            return LONGEST
        if not self._token.is_set():
            self._problems.resolve(_key(chore), "it was done")
        return SHORTEST

    def _failed(self, chore: Chore, error: Exception) -> None:
        log.error("%s: %s", chore.name, error, exc_info=None if isinstance(error, SyncError) else error)
        if isinstance(error, SyncError):
            what, hint, cause = f"The chore {chore.name} could not be done: {error.what}", error.hint, "chore"
        else:
            what = f"The chore {chore.name} broke off by a fault of Desktop Sync ({type(error).__name__}: {error})."
            hint, cause = "Send the log file to the vendor. Everything else goes on.", "bug"
        try:
            self._problems.report([Problem(_key(chore), cause, what, hint, Owner.IT)])
        except SyncError as worse:
            log.error("%s: that cannot be written down: %s", chore.name, worse)  # noqa: TRY400 - it is no fault


def _key(chore: Chore) -> str:
    return f"chore:{chore.name}"
