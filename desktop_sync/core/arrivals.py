"""What became of an expectation: from what has come, and when it was looked last, to verdicts. Pure.

* Missing is told only after a look that began after the deadline and its grace (``looked``): while nobody has looked
  (the machine was off, the flow paused, the source away), it is not known.
* An item of another size than expected does not count. It is told at once, and is over when as many sound ones have
  come as are expected, one of them after it.
* What comes after the end of an occasion, before the next one begins, still makes up for what is missing there; too
  many is counted within the occasion only, and what the one before is owed may come beside.
* What went wrong stands until its occasion is met after all, or a later one is met.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, time, tzinfo
from functools import cache
from itertools import takewhile

from desktop_sync.core.arrivals_model import (
    Arrival,
    Expectation,
    Fault,
    Occasion,
    State,
    Tally,
    Verdict,
)
from desktop_sync.core.schedule_model import MINUTES
from desktop_sync.core.wall_time import wall_of

STANDING = 10
"""Occasions that are looked back upon: what went wrong before them is no news."""
USUAL = 5
"""Occasions from which on something is usual."""


def tally(expected: Expectation, occasion: Occasion, arrivals: Iterable[Arrival]) -> Tally:
    """What of these came in this occasion. The ledger counts the same in SQL."""
    mine = [one for one in arrivals if occasion.begin <= one.at < occasion.next]
    small = [one for one in mine if expected.size.least is not None and one.size < expected.size.least]
    large = [one for one in mine if expected.size.most is not None and one.size > expected.size.most]
    sound = [one for one in mine if one not in small and one not in large]
    return Tally(
        items=len(mine),
        within=sum(one.at < occasion.end for one in mine),
        sound=len(sound),
        in_time=sum(one.at <= occasion.due for one in sound),
        documents=sum(one.documents or 0 for one in mine),
        unread=sum(one.documents is None for one in mine),
        small=len(small),
        large=len(large),
        first_sound=min((one.at for one in sound), default=None),
        last_sound=max((one.at for one in sound), default=None),
        last_small=max((one.at for one in small), default=None),
        last_large=max((one.at for one in large), default=None),
        smallest=min(((one.name, one.size) for one in small), key=lambda one: (one[1], one[0]), default=None),
        largest=min(((one.name, one.size) for one in large), key=lambda one: (-one[1], one[0]), default=None),
    )


def judge(
    expected: Expectation, occasion: Occasion, found: Tally, now: datetime, looked: datetime | None, owed: int = 0
) -> Verdict:
    """``looked``: when the last look that saw everything began. ``owed``: what the occasion before still lacks."""
    late_from = occasion.due + expected.grace
    over = now >= late_from
    known = over and looked is not None and looked >= late_from
    enough = found.sound >= expected.least
    read = found.documents >= (expected.documents.least or 0)
    faults = []
    if not enough and known:
        faults.append(Fault.MISSING)
    if _stands(found.last_small, found, enough=enough):
        faults.append(Fault.SMALL)
    if _stands(found.last_large, found, enough=enough):
        faults.append(Fault.LARGE)
    if enough and not read and known and not found.unread:
        faults.append(Fault.FEW_DOCUMENTS)
    if expected.items.most is not None and found.within > expected.items.most + owed:
        faults.append(Fault.MANY)
    if expected.documents.most is not None and found.documents > expected.documents.most:
        faults.append(Fault.MANY_DOCUMENTS)
    if faults:
        return Verdict(occasion, found, State.FAILED, tuple(faults))
    if enough and read and (expected.least or expected.documents.least or known):
        return Verdict(occasion, found, State.MET)
    return Verdict(occasion, found, State.LOOKING if over else State.AWAITED)


def _stands(last_unsound: datetime | None, found: Tally, *, enough: bool) -> bool:
    """Whether something of another size has come, and nothing has made up for it."""
    if last_unsound is None:
        return False
    return not enough or found.last_sound is None or found.last_sound <= last_unsound


def verdicts(
    expected: Expectation,
    found: Sequence[Occasion],
    count: Callable[[Occasion], Tally],
    now: datetime,
    looked: datetime | None,
) -> Iterator[Verdict]:
    """Of occasions that have begun, newest first; no more is counted than is asked for."""
    count = cache(count)
    for number, one in enumerate(found):
        owed = 0
        if expected.items.most is not None and number + 1 < len(found):
            owed = max(expected.least - count(found[number + 1]).sound, 0)
        yield judge(expected, one, count(one), now, looked, owed)


def standing(found: Iterable[Verdict], since: datetime) -> list[Verdict]:
    """What is not as it should be, newest first: all occasions since the last one that was met.

    ``since``: from when the expectation stands; deadlines before it were never promised.
    """
    return list(takewhile(lambda one: one.occasion.due > since and one.state is not State.MET, found))


def usual_time(found: Sequence[Verdict], zone: tzinfo) -> time | None:
    """The time of day by which an occasion that was met has its first item, in the middle; None: too few to tell."""
    minutes = sorted(_minute_of(one, zone) for one in found if one.state is State.MET and one.tally.first_sound)
    if len(minutes) < USUAL:
        return None
    return time(*divmod(minutes[len(minutes) // 2] % MINUTES, 60))


def _minute_of(one: Verdict, zone: tzinfo) -> int:
    """Minutes since the midnight of its day, perhaps of the evening before."""
    wall = wall_of(one.tally.first_sound or one.occasion.due, zone)
    return (wall.date() - one.occasion.day).days * MINUTES + wall.hour * 60 + wall.minute
