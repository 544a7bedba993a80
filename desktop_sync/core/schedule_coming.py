"""The next fires of a schedule, as they are shown to people: in local time, with what is odd about them.

For the command line and for the form in which a schedule is edited. Values in, values out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from desktop_sync.core.schedule import Past, next_fire
from desktop_sync.core.schedule_fires import HORIZON, fires, occasions
from desktop_sync.core.schedule_model import After, Every, Schedule
from desktop_sync.core.schedule_words import WEEKDAYS, Oddity, change_before, oddity, remark
from desktop_sync.core.wall_time import offset_at


@dataclass(frozen=True, slots=True)
class Coming:
    """A fire, in the schedule's zone. ``until``: of an ``After``, the last look. ``notes``: what is odd about it.

    ``odd`` and ``clocks`` (how far the clocks have gone forward since the fire before) say the same without words.
    """

    at: datetime
    until: datetime | None
    notes: tuple[str, ...]
    offset_changes: bool
    odd: Oddity = ""
    clocks: timedelta = timedelta()

    def in_words(self) -> str:
        """``Fri 2026-11-27 16:00``, with the offset where it is not that of the fire before."""
        until = "" if self.until is None else f" to {self.until:%H:%M}"
        offset = f" {self.at.isoformat()[-6:]}" if self.offset_changes else ""
        notes = f"   ({'; '.join(self.notes)})" if self.notes else ""
        return f"{WEEKDAYS[self.at.weekday()][:3]} {self.at:%Y-%m-%d %H:%M}{until}{offset}{notes}"


def coming(schedule: Schedule, past: Past, now: datetime, number: int) -> list[Coming]:
    """The next ``number`` fires; of an ``After`` its occasions; of an ``Every`` as if each run ended at once."""
    found: list[Coming] = []
    before = now
    for at, until in islice(_spans(schedule, past, now.astimezone(UTC)), number):
        changed = change_before(at, before, schedule.zone)
        notes = tuple(note for note in (remark(schedule, at), changed) if note)
        local_until = None if until is None else until.astimezone(schedule.zone)
        odd, clocks = oddity(schedule, at), offset_at(at, schedule.zone) - offset_at(before, schedule.zone)
        local = at.astimezone(schedule.zone)
        found.append(Coming(local, local_until, notes, bool(changed) or not found, odd, clocks))
        before = at
    return found


def _spans(schedule: Schedule, past: Past, now: datetime) -> Iterator[tuple[datetime, datetime | None]]:
    end = now + HORIZON
    if isinstance(schedule.rhythm, After):
        begun = (one for one in occasions(schedule, now, end) if past.seen is None or past.seen < one.begin)
        yield from ((one.begin, one.until) for one in begun)
        return
    begin = next_fire(schedule, past, now) if isinstance(schedule.rhythm, Every) else now
    if begin is not None:
        yield from ((one, None) for one in fires(schedule, begin, end))
