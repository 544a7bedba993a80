"""Changes in watched folders wake a flow when something there is finished; looking stays the truth.

One thread for all places sleeps until something happens. A watcher that dies, with its folder or without, is begun anew
with growing pauses; that a folder is away is told by the runs, that the system watches no more is told here, once. It
must not know stores or the operating system.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from desktop_sync.core.errors import Owner, Stop, SyncError
from desktop_sync.core.ports import Clock, Watched, Watcher
from desktop_sync.core.problem import Problem
from desktop_sync.engine.changes import Changes

log = logging.getLogger("watch")
CHECKED = 30.0  # seconds between two looks whether the watchers live
FIRST_WAIT, LONGEST_WAIT = 5.0, 300.0
KEY = "watching"
Wake = Callable[[str, float | None], None]


class Problems(Protocol):
    """Where it is told that nothing more can be watched, such as the ledger's journal."""

    def report(self, problems: Iterable[Problem]) -> None: ...

    def resolve(self, key: str, by: str) -> bool: ...


@dataclass(slots=True)
class _Place:
    watched: Watched
    changes: Changes
    watcher: Watcher | None = None
    begun: bool = False  # at least once
    failures: int = 0
    again: float = 0.0  # monotonic: when to begin it, while it is not watched
    refused: Stop | None = None  # what the system said when it would not watch more


class Watching:
    """A ``core.ports.Watch``."""

    def __init__(self, clock: Clock, problems: Problems, checked: float = CHECKED) -> None:
        self._clock = clock
        self._problems = problems
        self._checked = checked
        self._lock = threading.Condition()
        self._places: list[_Place] = []
        self._thread: threading.Thread | None = None
        self._ending = False
        self._told: str | None = None

    def start(self, places: Sequence[Watched], wake: Wake) -> None:
        """Places come and go with the settings: again, it is these instead of the former ones."""
        self.stop()
        under_way = {one.watched.flow for one in self._places if one.changes.due() is not None}
        self._ending = False
        self._places = [_Place(one, Changes(one.source)) for one in places]
        self._thread = threading.Thread(target=self._run, args=(wake,), name="watching", daemon=True)
        self._thread.start()
        for flow in sorted(under_way & {one.flow for one in places}):
            wake(flow, None)  # what was about to be finished is left to a look

    def stop(self) -> None:
        """Returns when nothing is watched any more."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        with self._lock:
            self._ending = True
            self._lock.notify()
        thread.join()

    def now_watched(self) -> list[tuple[str, str]]:
        """Flow and connection of the places that are watched now."""
        return [(one.watched.flow, one.watched.connection) for one in self._places if one.watcher is not None]

    def _teller(self, place: _Place) -> Callable[[str], None]:
        """Is called by the system's threads."""

        def tell(path: str) -> None:
            if place.changes.note(path, self._clock.monotonic()):
                with self._lock:
                    self._lock.notify()

        return tell

    def _run(self, wake: Wake) -> None:
        try:
            check_at = self._clock.monotonic()
            while not self._ending:
                if self._clock.monotonic() >= check_at:
                    check_at = self._check(wake)
                for place in self._places:
                    if place.changes.proceed(self._clock.monotonic()):
                        wake(place.watched.flow, None)
                self._sleep(check_at)
        except Exception as error:
            log.exception("watching broke off")
            what = f"Folders are not watched any more, by a fault of Desktop Sync ({type(error).__name__}: {error})."
            hint = "Send the log file to the vendor. Nothing is lost: files are found when their flow looks next."
            self._problems.report([Problem(KEY, "bug", what, hint)])
        finally:
            for place in self._places:
                _end(place)

    def _sleep(self, check_at: float) -> None:
        """Until something is due, or something changes: a change that came just now has made something due."""
        with self._lock:
            dues = [due for place in self._places if (due := place.changes.due()) is not None]
            rest = min([check_at, *dues]) - self._clock.monotonic()
            if rest > 0 and not self._ending:
                self._lock.wait(rest)

    # -- the watchers -------------------------------------------------------------------------

    def _check(self, wake: Wake) -> float:
        """Begins what is not watched. Returns when to check again."""
        now = self._clock.monotonic()
        for place in self._places:
            if place.watcher is not None and not place.watcher.alive():
                log.warning(
                    "%s: the folder of %s is not watched any more", place.watched.flow, place.watched.connection
                )
                _end(place)
                place.again = now
            if place.watcher is None and now >= place.again:
                self._begin(place, now, wake)
        self._tell([place.refused for place in self._places if place.refused is not None])
        waiting = [place.again for place in self._places if place.watcher is None]
        return min([now + self._checked, *waiting])

    def _begin(self, place: _Place, now: float, wake: Wake) -> None:
        watched = place.watched
        try:
            place.watcher = watched.begin(self._teller(place))
        except SyncError as error:
            place.failures += 1
            place.refused = error if isinstance(error, Stop) else None
            wait = min(FIRST_WAIT * (1 << min(place.failures - 1, 10)), LONGEST_WAIT)
            place.again = now + (LONGEST_WAIT if place.refused else wait)
            log.info("%s: the folder of %s cannot be watched: %s", watched.flow, watched.connection, error)
            return
        place.failures, place.refused = 0, None
        if place.begun:
            wake(watched.flow, None)  # something may have come while nobody watched
        place.begun = True

    def _tell(self, refused: Sequence[Stop]) -> None:
        """One problem, whatever number of folders it is about; told again when it is another one."""
        said = refused[0].what if refused else ""
        if said == self._told:
            return
        self._told = said
        if refused:
            self._problems.report([Problem(KEY, "watching", said, refused[0].hint, Owner.IT)])
        else:
            self._problems.resolve(KEY, "all folders are watched again")


def _end(place: _Place) -> None:
    watcher, place.watcher = place.watcher, None
    if watcher is not None:
        watcher.close()
