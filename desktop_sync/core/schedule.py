"""What a schedule asks of the engine: is a run due, what was missed, when to look again. Pure: no clock, no ledger.

How the engine stands on it. Whenever something may have changed (start, timer, end of a run, reload, resume, a clock
that jumped) it asks ``due`` with the clock's time, sets its timer to ``next_fire``, and sleeps a minute at most.

* ``Due.planned`` is stored as the flow's last planned fire in the transaction that begins the run, or that records what
  was missed. Everything up to it is accounted for: a kill before that only asks again, a kill after it leaves a run to
  recover: what it had noticed goes on from the ledger, and for what it had not the scheduler looks once at its start.
  No fire twice, none never.
* A new flow has no planned fire: ``Every`` fires at once, the others are accounted for from now on. A changed schedule
  stores the moment of the change as planned fire: what the new one would have fired before was never promised.
* ``ended`` is that of the newest run by number, whoever asked for it; of a run that was cut off, when that was found.
* While a run of the flow is going nothing is asked: what fires meanwhile is late at its end, thus missed ("busy").
* Resuming sets the pause's ``until`` to that moment and keeps the pause, so that what it passed over is not missed.
* While a failed run waits for its next try nothing fires: what would have is missed ("failing"), and the try makes up.
* The clock may be set back. By up to ``TRUST`` nothing fires again; by more, what is stored was told by a wrong clock
  and is forgotten. Set forward, or asleep: what lies between is missed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import islice

from desktop_sync.core.schedule_fires import Occasion, delayed, fires, first_fire, last_fire, occasions
from desktop_sync.core.schedule_model import DAY, After, Every, Schedule
from desktop_sync.core.wall_time import midnight, wall_of

TICK = timedelta(microseconds=1)
GRACE = timedelta(minutes=2)
"""A fire this late is on time: the engine sleeps up to a minute, and a machine may be slow."""
TRUST = timedelta(hours=1)
COUNTED = 10_000
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Pause:
    """The flow does not fire before ``until``; None: until it is resumed. What it passes over was not missed."""

    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """What the ledger remembers of one flow.

    ``planned``: the last planned fire that was accounted for. ``ended``: the end of the last run. ``seen``: when a run
    last noticed an item. ``failures``: how many runs in a row failed at the source; ``name`` spreads their retries.
    """

    planned: datetime | None = None
    ended: datetime | None = None
    seen: datetime | None = None
    failures: int = 0
    pause: Pause | None = None
    name: str = ""


NOTHING = Past()


@dataclass(frozen=True, slots=True)
class MissedFires:
    """Fires without a run: to be recorded. Of an ``After``: occasions without their last look. Counted to 10,000."""

    first: datetime
    last: datetime
    count: int


@dataclass(frozen=True, slots=True)
class Due:
    """``run``: begin a run now. ``planned``: to be stored with that (None: nothing is to be done)."""

    run: bool = False
    planned: datetime | None = None
    missed: MissedFires | None = None


NOT_DUE = Due()


def due(schedule: Schedule, past: Past, now: datetime) -> Due:
    """Whether a run shall begin now, and what was missed since the last planned fire."""
    now = now.astimezone(UTC)
    held = _held(schedule, past, now)
    if held is None or now < held:
        return NOT_DUE
    if isinstance(schedule.rhythm, Every):
        return _due_every(schedule.rhythm, schedule, past, now)
    planned = _trusted(past.planned, now)
    if planned is None:
        return Due(planned=now)
    begin = max(planned + TICK, _resumed(past))
    if isinstance(schedule.rhythm, After):
        return _due_after(schedule, past, begin, now)
    return _due_at(schedule, _retry(schedule, past, now), begin, now)


def next_fire(schedule: Schedule, past: Past, now: datetime) -> datetime | None:
    """When to ask ``due`` again: ``now`` where it has an answer already, else the next fire.

    None when nothing ever fires, or not before somebody resumes the flow.
    """
    now = now.astimezone(UTC)
    held = _held(schedule, past, now)
    if held is None:
        return None
    moment = max(now, held)
    if due(schedule, past, moment) != NOT_DUE:
        return moment
    opening = schedule.window.opening(moment, schedule.zone)
    if opening is None:
        return None
    owed = opening > moment and due(schedule, past, opening) != NOT_DUE
    return min([*_coming(schedule, past, moment), *([opening] if owed else [])], default=None)


def overdue(schedule: Schedule, since: datetime, seen: datetime | None, now: datetime) -> Occasion | None:
    """The newest occasion of an ``After`` that ended within (since, now] without anything seen: a problem.

    ``since`` is when this was asked last, or the moment of a change of the schedule. Ask after a run that is due: it
    may be the one that sees the item. What is seen later resolves the problem.
    """
    seen = _trusted(seen, now)
    ended = [one for one in occasions(schedule, since, now + TICK) if since < one.until <= now]
    return ended[-1] if ended and not _met(ended[-1], seen) else None


def backoff(failures: int, name: str) -> timedelta:
    """How long after its end a failed run is tried again: one minute, doubled each time, at most an hour.

    Up to a quarter less, by the flow's name, so that flows of one dead server do not come all at once.
    """
    whole = min(FIRST_WAIT * (1 << min(failures - 1, 10)), LONGEST_WAIT)
    share = int.from_bytes(hashlib.sha256(f"{name}:{failures}".encode()).digest()[:4], "big") / 2**32
    return whole * (1 - share / 4)


def tomorrow(now: datetime, zone: tzinfo) -> datetime:
    """The end of a pause until tomorrow: the next local midnight."""
    return midnight(wall_of(now, zone).date() + DAY, zone)


def _trusted(stored: datetime | None, now: datetime, trust: timedelta = TRUST) -> datetime | None:
    """None for what only a wrong clock can have told."""
    return None if stored is None or stored > now + trust else stored.astimezone(UTC)


def _held(schedule: Schedule, past: Past, now: datetime) -> datetime | None:
    """The moment before which nothing fires: a pause, a source that fails. None: until somebody resumes it."""
    if past.pause is not None and past.pause.until is None:
        return None
    return max(_resumed(past), _after_failure(schedule, past, now) or _resumed(past))


def _resumed(past: Past) -> datetime:
    """What lies before it was passed over by a pause; a fire that a back-off passes over is missed."""
    if past.pause is None or past.pause.until is None:
        return datetime.min.replace(tzinfo=UTC)
    return past.pause.until.astimezone(UTC)


def _after_failure(schedule: Schedule, past: Past, now: datetime) -> datetime | None:
    """The looks of an ``After`` are few and end by themselves: they are not held back."""
    ended = _trusted(past.ended, now)
    if past.failures <= 0 or ended is None or isinstance(schedule.rhythm, After):
        return None
    return ended + backoff(past.failures, past.name)


def _retry(schedule: Schedule, past: Past, now: datetime) -> datetime | None:
    """When a failed run of a schedule by times is tried again, within the window; the next planned fire may be weeks
    away."""
    after = _after_failure(schedule, past, now)
    if after is None or isinstance(schedule.rhythm, Every | After):
        return None
    if past.pause is not None and past.pause.until is not None:
        after = max(after, past.pause.until.astimezone(UTC))
    return schedule.window.opening(after, schedule.zone)


def _coming(schedule: Schedule, past: Past, moment: datetime) -> Iterator[datetime]:
    """What comes after ``moment``, where nothing is due."""
    if isinstance(schedule.rhythm, Every):
        if (target := _target(schedule.rhythm, schedule, past, moment)) is not None and target > moment:
            yield target
        return
    begin = max(_trusted(past.planned, moment) or moment, moment) + TICK
    if isinstance(schedule.rhythm, After):
        seen = _trusted(past.seen, moment)
        open_now = [one for one in occasions(schedule, begin, moment + TICK) if not _met(one, seen)]
        yield from (look for one in open_now for look in one.looks() if look >= begin)
        begin = max([begin, *(one.until + TICK for one in occasions(schedule, begin, moment + TICK))])
    elif (retry := _retry(schedule, past, moment)) is not None and retry > moment:
        yield retry
    if (fire := first_fire(schedule, begin)) is not None:
        yield fire


def _target(rhythm: Every, schedule: Schedule, past: Past, now: datetime) -> datetime | None:
    """When an ``Every`` fires next; may be over already. None: its window never opens."""
    trust = min(rhythm.delay, TRUST)
    stored = [one for one in (_trusted(past.planned, now, trust), _trusted(past.ended, now, trust)) if one]
    target = delayed(rhythm, schedule, max(stored)) if stored else now
    held = _held(schedule, past, now)
    if target is None or held is None:
        return None
    return schedule.window.opening(max(target, held), schedule.zone)


def _due_every(rhythm: Every, schedule: Schedule, past: Past, now: datetime) -> Due:
    target = _target(rhythm, schedule, past, now)
    if target is None or target > now:
        return NOT_DUE
    if now - target <= GRACE:
        return Due(run=True, planned=target)
    return _late(schedule, _counted(fires(schedule, target, now + TICK), target), now)


def _due_at(schedule: Schedule, retry: datetime | None, begin: datetime, now: datetime) -> Due:
    newest = last_fire(schedule, begin, now + TICK)
    on_time = newest is not None and now - newest <= GRACE
    missed = None if newest is None else _before(schedule, begin, newest if on_time else newest + TICK)
    tried = retry if retry is not None and begin <= retry <= now else None
    if on_time or tried is not None:
        return Due(run=True, planned=max(one for one in (newest, tried) if one is not None), missed=missed)
    return _late(schedule, missed, now)


def _before(schedule: Schedule, begin: datetime, end: datetime) -> MissedFires | None:
    last = last_fire(schedule, begin, end)
    return None if last is None else _counted(fires(schedule, begin, end), last)


def _counted(found: Iterator[datetime], last: datetime) -> MissedFires | None:
    first, count = None, 0
    for one in islice(found, COUNTED):
        first, last, count = first or one, max(last, one), count + 1
    return None if first is None else MissedFires(first, last, count)


def _late(schedule: Schedule, missed: MissedFires | None, now: datetime) -> Due:
    """The missed-run policy. A run that makes up for others waits for the window, and so does their record."""
    if missed is None:
        return NOT_DUE
    if schedule.missed == "skip":
        return Due(planned=missed.last, missed=missed)
    open_now = schedule.window.has(wall_of(now, schedule.zone))
    return Due(run=True, planned=missed.last, missed=missed) if open_now else NOT_DUE


def _due_after(schedule: Schedule, past: Past, begin: datetime, now: datetime) -> Due:
    """A late look is on time while its occasion lasts; one whose last look was not made is missed."""
    seen = _trusted(past.seen, now)
    begun = [one for one in occasions(schedule, begin, now + TICK) if not _met(one, seen)]
    look = max((look for one in begun[-1:] for look in one.looks() if begin <= look <= now), default=None)
    if look is not None and now > begun[-1].until + GRACE:
        look = None
    missed = [one.until for one in begun if one.until <= now and (look is None or one is not begun[-1])]
    record = MissedFires(missed[0], missed[-1], len(missed)) if missed else None
    if look is not None:
        return Due(run=True, planned=look, missed=record)
    return _late(schedule, record, now)


def _met(occasion: Occasion, seen: datetime | None) -> bool:
    return seen is not None and seen >= occasion.begin
