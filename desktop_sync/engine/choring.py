"""Does the chores beside the runs, one after the other; those that wait for somebody else's server hold up no other.

What one of them raises stops no other.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection, Sequence
from time import monotonic

from desktop_sync.core.errors import Owner, SyncError
from desktop_sync.core.problem import Problem
from desktop_sync.engine.chores import Chore
from desktop_sync.engine.runs import Problems

log = logging.getLogger("chore")
LONGEST = 60.0  # seconds between two questions: what a chore waits for may change
SHORTEST = 1.0


class Choring:
    """Asks each chore when it is due, and does it then. ``apart``: names of those that have a thread of their own."""

    def __init__(self, chores: Sequence[Chore], problems: Problems, apart: Collection[str] = ()) -> None:
        self._chores = chores
        self._problems = problems
        self._token = threading.Event()
        lines = [[one for one in chores if one.name not in apart], *([one] for one in chores if one.name in apart)]
        self._threads = [
            threading.Thread(target=self._work, args=(line,), name=f"chores {line[0].name}", daemon=True)
            for line in lines
            if line
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self, patience: float) -> bool:
        """Whether those under way have ended by then."""
        self._token.set()
        until = monotonic() + patience
        begun = [thread for thread in self._threads if thread.is_alive()]
        for thread in begun:
            thread.join(max(until - monotonic(), 0.0))
        return not any(thread.is_alive() for thread in begun)

    def turn(self, chores: Sequence[Chore] | None = None) -> float:
        """Does what is due of these (None: of all), and says in how many seconds something may be due again."""
        waits = [self._ask(one) for one in (self._chores if chores is None else chores) if not self._token.is_set()]
        return max(SHORTEST, min([LONGEST, *waits]))

    def _work(self, chores: Sequence[Chore]) -> None:
        while not self._token.wait(self.turn(chores)):
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
