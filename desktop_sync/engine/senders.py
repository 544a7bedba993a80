"""Threads that talk to the target: requests and looks go in, what came of them comes out.

They touch no ledger: outcomes are committed by the one coordinator, in batches.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop_sync.core.delivering import Claimed
from desktop_sync.core.errors import SyncError
from desktop_sync.core.model import Answer, Look
from desktop_sync.core.ports import Target


@dataclass(frozen=True, slots=True)
class Sent:
    """One request (or one batch) came back."""

    claimed: Sequence[Claimed]
    answers: Sequence[Answer]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to Acme: what do you hold under these references?"""

    resource: str
    references: Sequence[str]
    lanes: Sequence[int]
    unknown: Sequence[Claimed] = ()  # non-empty: unknowns to be resolved


@dataclass(frozen=True, slots=True)
class Looked:
    """The answer to a question, or why there is none."""

    asked: Asked
    look: Look | None
    error: SyncError | None = None


@dataclass(frozen=True, slots=True)
class Broke:
    """A worker met what nobody foresaw: the run fails with it."""

    error: BaseException


Result = Sent | Looked | Broke


class Senders:
    """A fixed number of threads on one target; with none, everything is done at once by the caller."""

    def __init__(self, target: Target, threads: int) -> None:
        self._target = target
        self._work: queue.SimpleQueue[Sequence[Claimed] | Asked | None] = queue.SimpleQueue()
        self._results: queue.SimpleQueue[Result] = queue.SimpleQueue()
        self._threads = [threading.Thread(target=self._serve, name=f"sender-{n}", daemon=True) for n in range(threads)]
        for thread in self._threads:
            thread.start()

    def put(self, work: Sequence[Claimed] | Asked) -> None:
        """Send these in one request, or ask this."""
        if self._threads:
            self._work.put(work)
        else:
            self._results.put(self._do(work))

    def next(self, timeout: float = 0.0) -> Result | None:
        """What came back next; None when nothing does within ``timeout`` seconds."""
        try:
            return self._results.get(timeout=timeout) if timeout and self._threads else self._results.get_nowait()
        except queue.Empty:
            return None

    def close(self) -> None:
        """Waits for what is under way."""
        self.abandon()
        for thread in self._threads:
            thread.join()

    def abandon(self) -> None:
        """Waits for nobody: what is under way is recovered at the next start."""
        for _ in self._threads:
            self._work.put(None)

    def _serve(self) -> None:
        while (work := self._work.get()) is not None:
            try:
                self._results.put(self._do(work))
            except BaseException as error:  # noqa: BLE001 - the outermost frame: it becomes a failed run
                self._results.put(Broke(error))

    def _do(self, work: Sequence[Claimed] | Asked) -> Result:
        return self._look(work) if isinstance(work, Asked) else self._send(work)

    def _send(self, claimed: Sequence[Claimed]) -> Sent:
        answers = self._target.send([one.request for one in claimed])
        now = self._target.server_now()  # not before the last byte
        return Sent([replace(one, sent_at=now) for one in claimed], answers)

    def _look(self, asked: Asked) -> Looked:
        try:
            return Looked(asked, self._target.find(asked.resource, asked.references))
        except SyncError as error:
            return Looked(asked, None, error)
