"""What the system's log is told of the engine: that it works and ends, and which flows cannot go on.

Few entries, each worth a look by who looks after the machine: a flow that stopped is told once, until it has worked
again. It knows no system; ``tell`` brings an entry there, and must be quick.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from desktop_sync.core.errors import RetryLater, SyncError
from desktop_sync.core.events import Event
from desktop_sync.core.redaction import redact
from desktop_sync.ledger.journal import Journal

WORKS, ENDS, CUT_OFF, NO_START, STOPPED, GOES_ON = 1, 2, 3, 4, 10, 11
"""The numbers of entries, which monitoring goes by: they never change."""
_AT_WORK = "engine at work"


@dataclass(frozen=True, slots=True)
class Entry:
    """``level``: information, warning or error."""

    number: int
    level: str
    text: str


Tell = Callable[[Entry], object]


def no_start(error: Exception) -> Entry:
    """Why there is no engine now."""
    why = str(error) if isinstance(error, SyncError) else f"{type(error).__name__}: {error}"
    level = "warning" if isinstance(error, RetryLater) else "error"
    return Entry(NO_START, level, redact(f"the engine could not be started, or ended by a fault: {why}"))


class SystemLog:
    """Of one engine. ``heard`` listens to its hub."""

    def __init__(self, tell: Tell, journal: Journal) -> None:
        self._tell = tell
        self._journal = journal
        self._stopped: set[str] = set()
        self._guard = threading.Lock()

    def works(self, version: str, folder: str) -> None:
        """It has begun. One that was not ended orderly before is told with it."""
        here = self._journal.ledger_id()  # a copy that is gone back to was made while an engine worked
        if self._journal.fact(_AT_WORK) == here:
            text = f"the engine of {folder} was ended in the middle of its work: a crash, a power cut, or by the system"
            self._tell(Entry(CUT_OFF, "warning", f"{text}. What was under way is looked up in Acme"))
        self._journal.note_fact(_AT_WORK, here)
        self._tell(Entry(WORKS, "information", f"the engine of Desktop Sync {version} works on {folder}"))

    def ends(self) -> None:
        """Orderly. RetryLater when the ledger cannot be written."""
        self._tell(Entry(ENDS, "information", "the engine ends, as it was told"))
        self._journal.note_fact(_AT_WORK, "")

    def heard(self, event: Event) -> None:
        if event.get("event") != "run ended":
            return
        flow, why, works = str(event["flow"]), str(event["stopped"]), event["outcome"] in {"done", "problems"}
        with self._guard:
            was = flow in self._stopped
            if why:
                self._stopped.add(flow)
            elif works:
                self._stopped.discard(flow)
        if why and not was:
            self._tell(Entry(STOPPED, "error", redact(f"{flow} cannot go on: {why}")))
        elif was and works:
            self._tell(Entry(GOES_ON, "information", f"{flow} works again"))
