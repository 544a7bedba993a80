"""Who is told of problems, how often, and when: the terms of the settings, and the moments that follow from them. Pure.

Never a flood: one mail in ``every`` seconds for each audience, ``most_a_day`` of them a day, the last of which says so.
What may not be told now waits for the next mail. It must not know mail, problems' texts or the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from desktop_sync.core.wall_time import midnight, moment_of, wall_of

LONGEST_BACK_OFF = 3600.0
FIRST_BACK_OFF = 60.0
_EARLY = 7200.0
STOPPED_BACK_OFF = 600.0
"""What a person is to change is looked at sooner: the mailer itself does not try a refused secret again."""


@dataclass(frozen=True, slots=True)
class Audience:
    """People who get the same mails. ``owners``: whose problems these tell of."""

    to: tuple[str, ...]
    owners: frozenset[str]

    @property
    def key(self) -> str:
        """Names it in the ledger."""
        return ", ".join(self.to)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the settings say. ``digest``: times of day; none: at once. ``every``, ``remind``: seconds."""

    connection: str
    recipients: Mapping[str, tuple[str, ...]]  # by owner; those who are not told are not in it
    zone: tzinfo
    problems: bool = True
    arrivals: bool = True
    recoveries: bool = True
    digest: tuple[time, ...] = ()
    every: float = 900.0
    most_a_day: int = 20
    remind: float = 86_400.0
    domain: str = ""  # of the sender: mails are named in it

    def audiences(self) -> list[Audience]:
        """Owners with the same recipients are one."""
        owners: dict[tuple[str, ...], set[str]] = {}
        for owner, to in self.recipients.items():
            owners.setdefault(to, set()).add(owner)
        return [Audience(to, frozenset(of)) for to, of in owners.items()]


@dataclass(frozen=True, slots=True)
class Past:
    """The mails of one audience so far. Times in epoch seconds. ``considered``: when it was last asked what to tell."""

    last_made: float | None
    made_today: int
    considered: float | None


def day_begins(terms: Terms, now: float) -> float:
    """Epoch seconds of the last midnight there."""
    return midnight(_wall(terms, now).date(), terms.zone).timestamp()


def day_ends(terms: Terms, now: float) -> float:
    """Epoch seconds of the next midnight there."""
    return midnight(_wall(terms, now).date() + timedelta(days=1), terms.zone).timestamp()


def next_mail(terms: Terms, past: Past, now: float) -> float:
    """Epoch seconds from which the next mail may be made, if there is something to tell; in the past: now."""
    due = now if past.last_made is None else past.last_made + terms.every
    if past.last_made is not None and past.last_made > now:
        due = now  # the clock was set back
    if past.made_today >= terms.most_a_day:
        due = max(due, day_ends(terms, now))
    if terms.digest:
        considered = now if past.considered is None else min(past.considered, now)
        due = max(due, next_digest(terms.digest, terms.zone, considered))
    return due


def next_digest(times: tuple[time, ...], zone: tzinfo, after: float) -> float:
    """The first moment after ``after`` at which the clock there reaches one of these times; both in epoch seconds."""
    day = wall_of(datetime.fromtimestamp(after, UTC), zone).date()
    return next(moment for moment in _digests(times, zone, day - timedelta(days=1)) if moment > after)


def _digests(times: tuple[time, ...], zone: tzinfo, day: date) -> Iterator[float]:
    while True:
        yield from sorted(moment_of(datetime.combine(day, one), zone).timestamp() for one in set(times))
        day += timedelta(days=1)


def reminded_before(terms: Terms, now: float) -> float:
    """Epoch seconds: what was told last before then is told again. A daily digest comes after 23 hours in spring."""
    return now - terms.remind + (_EARLY if terms.digest else 0.0)


def back_off(tries: int, *, stopped: bool = False) -> float:
    """Seconds until it is tried again after so many failures."""
    doubled = FIRST_BACK_OFF * 2.0 ** min(max(tries - 1, 0), 20)
    return min(doubled, STOPPED_BACK_OFF if stopped else LONGEST_BACK_OFF)


def _wall(terms: Terms, now: float) -> datetime:
    return wall_of(datetime.fromtimestamp(now, UTC), terms.zone)
