"""What has changed at one watched place, and when that is worth a run: when the file is finished, not when it changes.

Changes are gathered for a moment and looked at together; what goes on changing is looked at again and wakes nobody.
It must not know threads, stores or the operating system; times are monotonic seconds.
"""

from __future__ import annotations

import threading

from desktop_sync.core.ports import Glances

TOGETHER = 0.25  # seconds in which changes are gathered before they are looked at
SPREAD = 0.5  # seconds by which files may be finished apart and still make one run
APART = 1.0  # seconds at least between two runs that changes are worth
MOST = 50_000  # changed paths that are known one by one; beyond, the run looks for itself


class Changes:
    """Of one place. ``note`` may be called from any thread, all else from one."""

    def __init__(self, source: Glances) -> None:
        self._source = source
        self._lock = threading.Lock()
        self._changed: set[str] = set()
        self._look_at: float | None = None
        self._ripe: dict[str, float] = {}  # when each may be finished
        self._whole = False  # too much has changed, or nobody knows what
        self._not_before = 0.0

    def note(self, path: str, now: float) -> bool:
        """A change; empty: nobody knows of what. True when ``due`` has become sooner."""
        if path and not self._source.concerns(path):
            return False
        with self._lock:
            if not path or len(self._changed) >= MOST:
                self._whole = True
            else:
                self._changed.add(path)
            sooner = self._look_at is None
            self._look_at = now + TOGETHER if self._look_at is None else self._look_at
            return sooner

    def due(self) -> float | None:
        """When to call ``proceed``; None: not before something changes."""
        with self._lock:
            dues = [] if self._look_at is None else [self._look_at]
        if self._ripe:
            first = min(self._ripe.values())
            together = max(one for one in self._ripe.values() if one <= first + SPREAD)
            dues.append(max(together, self._not_before))
        return min(dues, default=None)

    def proceed(self, now: float) -> bool:
        """Looks at what is due. True: something is finished, a run is worth it now."""
        changed, whole = self._taken(now)
        ripe = {path for path, at in self._ripe.items() if at <= now} if now >= self._not_before else set()
        looked_at = changed | ripe
        waits = self._source.glance(sorted(looked_at)) if looked_at else {}
        for path in looked_at:
            self._ripe.pop(path, None)
        self._ripe |= {path: now + wait for path, wait in waits.items() if wait > 0}
        if len(self._ripe) > MOST:
            self._ripe.clear()
            whole = True
        if not whole and all(wait > 0 for wait in waits.values()):
            return False
        self._not_before = now + APART
        return True

    def _taken(self, now: float) -> tuple[set[str], bool]:
        with self._lock:
            if self._look_at is None or now < self._look_at:
                return set(), False
            changed, whole = self._changed, self._whole
            self._changed, self._whole, self._look_at = set(), False, None
            return changed, whole
