"""The theme of volume: documents per day, and how long they took from their noticing to their delivery.

Days are those of this machine. A day that is over is counted once for as long as the process lives.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path

from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.scheduling import Here
from desktop_sync.engine.facade.telling import Row
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.volume import Ended, ended, last_repair

MOST = 366  # days
SURELY = 3600.0  # seconds after which nothing of a day is still being written
SLOW = 0.9  # so many of all documents are at least as quick
_GROUP: Mapping[str, str] = {
    "created": "delivered", "updated": "delivered", "unchanged": "unchanged", "rejected": "refused",
    "superseded": "left_out", "dismissed": "left_out",
}  # fmt: skip
GROUPS = ("delivered", "unchanged", "refused", "left_out")


class Volume:
    """``here``: the zone of this machine. ``now``: epoch seconds."""

    def __init__(self, ledger: Path, here: Here, now: Callable[[], float] = time.time) -> None:
        self._ledger = ledger
        self._here = here
        self._now = now
        self._over: dict[tuple[float, float], Sequence[Ended]] = {}
        self._repair = 0

    def volume(self, call: Call, *, days: int = 30) -> Row:
        """``days``, the oldest first, today the last: ``day`` (ISO), how many documents were ``delivered``,
        ``unchanged``, ``refused``, ``left_out`` (older versions, dismissed ones), and their ``median`` and ``slow``:
        seconds in which half and nine tenths of the delivered ones went from noticing to Acme, None without any.
        ``documents``, ``median``, ``slow`` of all of it; ``today`` by flow and state.
        """
        zone = self._here()
        today = datetime.fromtimestamp(self._now(), UTC).astimezone(zone).date()
        dates = [today - timedelta(days=back) for back in reversed(range(min(max(days, 1), MOST)))]
        with read_only(self._ledger) as sql:
            if (repair := last_repair(sql)) != self._repair:
                self._over, self._repair = {}, repair
            found = [self._counted(lambda begin, end: ended(sql, begin, end), *_bounds(one, zone)) for one in dates]
        everything = [one for day in found for one in day]
        return {
            "days": [{"day": one.isoformat(), **_told(day)} for one, day in zip(dates, found, strict=True)],
            "documents": sum(one.number for one in everything),
            **_times(everything),
            "today": _by_flow(found[-1]),
        }

    def _counted(self, count: Callable[[float, float], Sequence[Ended]], begin: float, end: float) -> Sequence[Ended]:
        known = self._over.get((begin, end))
        if known is None:
            known = count(begin, end)
            if end + SURELY < self._now():
                self._over[begin, end] = known
        return known


def _bounds(day: date, zone: tzinfo) -> tuple[float, float]:
    begin = datetime(day.year, day.month, day.day, tzinfo=zone)
    following = day + timedelta(days=1)
    return begin.timestamp(), datetime(following.year, following.month, following.day, tzinfo=zone).timestamp()


def _told(found: Sequence[Ended]) -> Row:
    counts: Counter[str] = Counter()
    for one in found:
        counts[_GROUP.get(one.state, "left_out")] += one.number
    return {**{name: counts[name] for name in GROUPS}, **_times(found)}


def _times(found: Sequence[Ended]) -> Row:
    took: Counter[float] = Counter()
    for one in found:
        if _GROUP.get(one.state) == "delivered":
            took[one.seconds] += one.number
    return {"median": _within(took, 0.5), "slow": _within(took, SLOW)}


def _within(took: Mapping[float, int], share: float) -> float | None:
    """In how many seconds so large a share of them was done."""
    left = share * sum(took.values())
    for seconds in sorted(took):
        left -= took[seconds]
        if left <= 0:
            return seconds
    return None


def _by_flow(found: Sequence[Ended]) -> dict[str, dict[str, int]]:
    told: dict[str, Counter[str]] = {}
    for one in found:
        told.setdefault(one.flow, Counter())[one.state] += one.number
    return {flow: dict(counts) for flow, counts in told.items()}
