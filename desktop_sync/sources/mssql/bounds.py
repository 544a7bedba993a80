"""What was seen of a counter of the database, and when: how far may be read now, and where it stood back then.

A row version or a key tells no time. So each look notes the counter with the database's clock; what is below a note
that is old enough is old enough itself. Pure; times are epoch seconds by the database's clock.
"""

from __future__ import annotations

from collections.abc import Sequence

from desktop_sync.core.value import value

_HOUR, _DAY = 3600.0, 86400.0
_HOURLY, _DAILY = 3 * _DAY, 60 * _DAY  # for how long notes are kept, one an hour, one a day


@value
class Seen:
    """The counter stood there at that time."""

    at: float
    counter: str


def noted(seen: Sequence[Seen], now: Seen, min_age: float) -> tuple[Seen, ...]:
    """With this note; former ones grow sparse. A clock that was set back, or a smaller counter, begins anew."""
    kept = [one for one in seen if one.at <= now.at and _number(one.counter) <= _number(now.counter)]
    if not kept or _number(kept[-1].counter) < _number(now.counter):
        kept.append(now)
    return tuple(_sparse(kept, now.at, min_age))


def _sparse(seen: Sequence[Seen], now: float, min_age: float) -> list[Seen]:
    kept = list[Seen]()
    buckets = set[tuple[str, int]]()
    for one in reversed(seen):
        age = now - one.at
        if age <= 2 * min_age or one is seen[-1]:
            kept.append(one)
            continue
        bucket = ("h", int(one.at // _HOUR)) if age <= _HOURLY else ("d", int(one.at // _DAY))
        if age <= _DAILY and bucket not in buckets:
            buckets.add(bucket)
            kept.append(one)
    return kept[::-1]


def ripe(seen: Sequence[Seen], now: float, min_age: float) -> Seen | None:
    """The newest note that is at least that old; None: there is none yet."""
    return next((one for one in reversed(seen) if now - one.at >= min_age), None)


def before(seen: Sequence[Seen], moment: float) -> Seen | None:
    """The newest note of that moment or earlier: all that came later lies above it."""
    return next((one for one in reversed(seen) if one.at <= moment), None)


def young(seen: Sequence[Seen], now: float, min_age: float) -> tuple[Seen, float] | None:
    """The newest note, and in how many seconds it is that old; None: it is already."""
    if not seen or now - seen[-1].at >= min_age:
        return None
    return seen[-1], min_age - (now - seen[-1].at)


def _number(counter: str) -> int:
    return int(counter, 0)
