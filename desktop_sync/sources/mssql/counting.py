"""What ways that go by a counter of the database share: they wait until what was counted last is old enough.

It must not know which counter that is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop_sync.core.errors import Rejected
from desktop_sync.core.model import Standing
from desktop_sync.sources.asked import said
from desktop_sync.sources.mssql.bounds import Seen, young
from desktop_sync.sources.mssql.documents import Reading
from desktop_sync.sources.mssql.ways import Noted


def above(state: Noted) -> Callable[[str], bool]:
    """Whether a counter that is a plain number lies above what was read."""
    return lambda counter: int(counter) > int(state.after or 0)


def ended(seen: Sequence[Seen], until: float) -> Seen:
    """Where the counter stood at the end of a range, or soon after: all that came until then lies below.

    Rejected: it was never noted.
    """
    if not seen:
        raise Rejected("Nothing was noted of that time.", "Leave out the end.")
    return next((one for one in seen if one.at >= until), seen[-1])


def ranged(begin: Seen | None, end: Seen) -> str:
    """In words, what is read again between two notes."""
    if begin is None:
        return f"Everything that was changed until {said(end.at)} is read again; then it goes on from where it is."
    return f"What was changed from {said(begin.at)} to {said(end.at)} is read again; then it goes on from where it is."


class Counting:
    """The half of such a way that is the same in all. ``monotonic``: for how long to wait."""

    def __init__(self, reading: Reading, size: int, min_age: float, monotonic: Callable[[], float]) -> None:
        self._reading = reading
        self._shape = reading.shape
        self._size = size
        self._min_age = min_age
        self._monotonic = monotonic
        self._due: float | None = None

    def _waiting(self, state: Noted, now: float, grown: Callable[[str], bool]) -> int:
        """1 when something waits for its minimum age, and then it is known for how long; else 0.

        ``grown``: whether there is something up to the newest note that was not read.
        """
        self._due = None
        newest = young(state.seen, now, self._min_age)
        if newest is None or not grown(newest[0].counter):
            return 0
        self._due = self._monotonic() + newest[1]
        return 1

    def ripe_in(self) -> float | None:
        return None if self._due is None else max(self._due - self._monotonic(), 0.0)

    def standing(self) -> Standing:
        """All rows of the table."""
        return self._reading.standing()
