"""Which new files are finished: size and time unchanged over two observations of our own, and a minimum age.

Ages are counted by the monotonic clock from our own first look, because the clock of the place may be wrong by minutes
or by a zone (pitfalls 1 and 2). Knows no store: it is given a way to look at one file.
What was seen of candidates is kept in a ``Memory``, which may outlive one run: what is young today is finished at the
next look, and whoever watches the folder may have looked before the first run did.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from desktop_sync.core.model import Entity
from desktop_sync.core.ports import Clock

LOOKS_APART = 2.0  # seconds; FAT keeps times to two seconds
TRUSTED_AGE = 24 * 3600.0  # seconds by which a place's clock may be wrong (any zone): beyond, an old file is old


@dataclass(frozen=True, slots=True)
class _Observation:
    entity: Entity
    since: float  # monotonic: first seen with this size and time


class Memory:
    """What was seen of the candidates of one place, by path, in this process. Runs replace it, whoever watches adds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: dict[str, _Observation] = {}
        self._meanwhile: dict[str, _Observation] = {}

    def seen(self) -> dict[str, _Observation]:
        """A look at all candidates begins; what is added until it ends is not lost with those that are gone."""
        with self._lock:
            self._meanwhile = {}
            return dict(self._seen)

    def replace(self, observed: Mapping[str, _Observation]) -> None:
        """That look has ended."""
        with self._lock:
            newer = {
                path: one
                for path, one in self._meanwhile.items()
                if path not in observed or not same_content(one.entity, observed[path].entity)
            }
            self._seen = {**observed, **newer}

    def add(self, entity: Entity, now: float) -> float:
        """One was looked at, monotonic seconds: since when it is as it is now."""
        with self._lock:
            known = self._seen.get(entity.path)
            if known is None or not same_content(known.entity, entity):
                known = _Observation(_as_listed(entity), now)
                self._seen[entity.path] = self._meanwhile[entity.path] = known
            return known.since

    def forget(self, paths: Iterable[str]) -> None:
        with self._lock:
            for path in paths:
                self._seen.pop(path, None)
                self._meanwhile.pop(path, None)

    def all(self) -> list[_Observation]:
        with self._lock:
            return list(self._seen.values())


class Stability:
    """Remembers candidates between looks. ``look`` gives a file as it is now, or None."""

    def __init__(
        self,
        look: Callable[[str], Entity | None],
        clock: Clock,
        min_age: float,
        finished: Callable[[str], bool] = lambda path: False,
        memory: Memory | None = None,
    ) -> None:
        """``finished``: whether the sender itself says that this file is (a done file)."""
        self._look = look
        self._clock = clock
        self._min_age = min_age
        self._finished = finished
        self._memory = memory or Memory()
        self._lagging: set[str] = set()
        self._still_lagging: set[str] = set()
        self._young = 0

    def corrected(self, listed: list[Entity]) -> list[Entity]:
        """A directory may lag behind a file (NTFS, while it is open): for such a file, what the file itself says."""
        if not self._lagging:
            return listed
        found = (self._actual(one) if one.path in self._lagging else one for one in listed)
        return [one for one in found if one is not None]

    def _actual(self, listed: Entity) -> Entity | None:
        actual = self._look(listed.path)
        if actual is not None and not same_content(actual, listed):
            self._still_lagging.add(listed.path)
        return actual and _as_listed(actual)

    def ripe(self, candidates: Iterable[Entity]) -> list[Entity]:
        """Those that are finished, as a second look confirms them, with file ids. The others are remembered."""
        now = self._clock.monotonic()
        former, observed = self._memory.seen(), dict[str, _Observation]()
        finished = []
        for entity in candidates:
            known = former.get(entity.path)
            seen = known if known and same_content(known.entity, entity) else _Observation(entity, now)
            confirmed = self._confirm(seen, now, observed)
            if confirmed is not None:
                finished.append(confirmed)
        self._lagging, self._still_lagging = self._still_lagging, set()
        self._young = len(observed) - len(finished)
        self._memory.replace(observed)
        return finished

    def _confirm(self, seen: _Observation, now: float, observed: dict[str, _Observation]) -> Entity | None:
        path = seen.entity.path
        if now - seen.since < self._needed(seen.entity):
            observed[path] = seen
            return None
        actual = self._look(path)
        if actual is None:
            return None
        if same_content(actual, seen.entity):
            observed[path] = seen
            return actual
        self._still_lagging.add(path)
        observed[path] = _Observation(_as_listed(actual), now)
        return None

    def _needed(self, entity: Entity) -> float:
        """Seconds that must lie between the first look and the last."""
        if self._finished(entity.path):
            return 0.0
        age = self._clock.now() - entity.mtime_ns / 1e9
        return min(self._min_age, LOOKS_APART) if age > self._min_age + TRUSTED_AGE else self._min_age

    def taken(self, entities: Iterable[Entity]) -> None:
        """The ledger knows these now."""
        self._memory.forget(entity.path for entity in entities)

    def glance(self, path: str) -> float | None:
        """Looks at one candidate, between two runs: seconds until it may be finished; None: it is not there."""
        actual = self._look(path)
        if actual is None:
            return None
        now = self._clock.monotonic()
        return max(0.0, self._memory.add(actual, now) + self._needed(actual) - now)

    @property
    def young(self) -> int:
        """How many candidates the last look has left unfinished."""
        return self._young

    @property
    def waiting(self) -> list[str]:
        """Paths of the candidates that are not taken."""
        return [seen.entity.path for seen in self._memory.all()]

    def ripe_in(self) -> float | None:
        """Seconds until the earliest young candidate may be finished; None when there is none."""
        now = self._clock.monotonic()
        waits = (seen.since + self._needed(seen.entity) - now for seen in self._memory.all())
        return max(0.0, earliest) if (earliest := min(waits, default=None)) is not None else None


def _as_listed(entity: Entity) -> Entity:
    return Entity(entity.path, entity.size, entity.mtime_ns)


def same_content(one: Entity, other: Entity) -> bool:
    """Size and time are equal, and the file ids where both are known."""
    ids = (one.file_id, other.file_id)
    return (one.size, one.mtime_ns) == (other.size, other.mtime_ns) and (ids[0] == ids[1] or "" in ids)
