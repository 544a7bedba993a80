"""What is expected of a flow, as values: how much, how large, by when, on which days. Settings make these.

An *occasion* is one time at which something is expected: a day, one of several times of a day, a week, a month. When
occasions are is told by ``arrivals_days``, what became of one by ``arrivals``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Literal, TypeAlias

from desktop_sync.core.schedule_model import MonthDays, Weekdays

Per: TypeAlias = Literal["day", "week", "month"]
GRACE = timedelta(minutes=1)
"""How long after the deadline it is looked once more, so that what came in its last second is not called late."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """At least and at most; None: no bound."""

    least: int | None = None
    most: int | None = None

    def __bool__(self) -> bool:
        return self.least is not None or self.most is not None


@dataclass(frozen=True, slots=True)
class Expectation:
    """``begin``: from when things count; later than ``by``: on the evening before. ``by``: deadlines (of a week or a
    month one, on its last chosen day); neither ``by`` nor ``within``: the end of the period. ``within``: so long after
    ``begin``.

    ``items``: how many, in each occasion. ``size``: bytes of each. ``documents``: of all of an occasion together.
    """

    zone: tzinfo
    per: Per = "day"
    days: Weekdays | MonthDays = field(default_factory=Weekdays)
    holidays: frozenset[date] = frozenset()
    yearly: frozenset[tuple[int, int]] = frozenset()
    begin: time = time()
    by: tuple[time, ...] = ()
    within: timedelta | None = None
    items: Bounds = Bounds(1)
    size: Bounds = Bounds()
    documents: Bounds = Bounds()
    grace: timedelta = GRACE
    ask: str = field(default="whoever runs the export", compare=False)
    thing: str = field(default="file", compare=False)

    @property
    def least(self) -> int:
        """How many sound items fulfil an occasion."""
        return self.items.least or 0

    @property
    def evening_before(self) -> bool:
        return self.per == "day" and bool(self.by) and self.begin > self.by[0]


@dataclass(frozen=True, slots=True)
class Awaited:
    """An expectation with the flow that it is about. ``name`` changes with its meaning."""

    flow: str
    title: str
    connections: tuple[str, ...]
    name: str
    expected: Expectation


@dataclass(frozen=True, slots=True)
class Occasion:
    """Moments in UTC. What comes within [begin, end) belongs to it; what comes before ``next``, where the following one
    begins, still makes up for what is missing.
    """

    day: date
    begin: datetime
    due: datetime
    end: datetime
    next: datetime


@dataclass(frozen=True, slots=True)
class Arrival:
    """One item. ``documents`` is None while it has not been read."""

    at: datetime
    size: int
    documents: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """What came in one occasion.

    ``items``: within [begin, next); ``within``: of these before ``end``. ``sound``: of a size that is expected;
    ``in_time``: of these by the deadline. ``unread``: not staged yet. ``small`` and ``large``: of another size, with an
    example. Times: of the last ones.
    """

    items: int = 0
    within: int = 0
    sound: int = 0
    in_time: int = 0
    documents: int = 0
    unread: int = 0
    small: int = 0
    large: int = 0
    first_sound: datetime | None = None
    last_sound: datetime | None = None
    last_small: datetime | None = None
    last_large: datetime | None = None
    smallest: tuple[str, int] | None = None
    largest: tuple[str, int] | None = None


NOTHING_CAME = Tally()


class Fault(StrEnum):
    """What is not as expected."""

    MISSING = "missing"  # none has come, or too few
    SMALL = "too small"
    LARGE = "too large"
    FEW_DOCUMENTS = "too few documents"
    MANY = "too many"
    MANY_DOCUMENTS = "too many documents"


class State(StrEnum):
    """Where an occasion stands."""

    AWAITED = "awaited"
    LOOKING = "not looked yet"  # the deadline has passed, and nobody has looked since
    MET = "met"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one occasion."""

    occasion: Occasion
    tally: Tally
    state: State
    faults: tuple[Fault, ...] = ()
