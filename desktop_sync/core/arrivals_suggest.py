"""What could be expected of a flow, read out of what has come: a proposal with its evidence, or what it lacks.

Robust statistics (median and median deviation), so that one odd day moves nothing; weekdays apart where they differ.
Every proposal is tried on the very history it was made from. Pure; nothing is ever switched on by it.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from desktop_sync.core.arrivals import judge, tally
from desktop_sync.core.arrivals_days import occasions
from desktop_sync.core.arrivals_model import Arrival, Bounds, Expectation, State, Verdict
from desktop_sync.core.schedule_model import DAY, MINUTES, Weekdays
from desktop_sync.core.wall_time import wall_of

NEEDED = 10
"""Days with arrivals; of one or two weekdays half of that."""
LOOKED_BACK = timedelta(days=120)
NEWEST = 30
OFTEN, SELDOM = 0.75, 0.25
QUARTER = 15
SIGMA = 1.4826  # a median deviation times this is a standard deviation, were it a normal distribution
FAR_APART = 60  # minutes by which a weekday must differ to stand apart
NEAR_MIDNIGHT = 60  # minutes


@dataclass(frozen=True, slots=True)
class Proposed:
    """One table: options as they are written, and what they mean."""

    options: Mapping[str, object]
    expected: Expectation
    occasions: int
    alarms: tuple[Verdict, ...]

    @property
    def confidence(self) -> str:
        """``high``, ``medium`` or ``low``, by the alarms it would have raised and by how much was seen."""
        share = len(self.alarms) / max(self.occasions, 1)
        if share <= 0.03 and self.occasions >= 2 * NEEDED:  # noqa: PLR2004 - one day in thirty
            return "high"
        return "medium" if share <= 0.1 and self.occasions >= NEEDED else "low"  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``missing``: why nothing is proposed; empty: something is."""

    proposed: tuple[Proposed, ...] = ()
    evidence: tuple[str, ...] = ()
    missing: str = ""


@dataclass(frozen=True, slots=True)
class _Days:
    """Arrivals by the day to which they are counted, which begins at ``border`` (minutes); present one left out."""

    border: int
    by_day: Mapping[date, Sequence[tuple[int, Arrival]]]  # minutes since the border
    first: date
    last: date

    def seen(self, weekday: int) -> int:
        return sum(day.weekday() == weekday for day in self.by_day)

    def there_were(self, weekday: int) -> int:
        days = (self.first + number * DAY for number in range((self.last - self.first).days + 1))
        return sum(day.weekday() == weekday for day in days)


def suggest(arrivals: Sequence[Arrival], zone: tzinfo, now: datetime, thing: str = "file") -> Suggestion:
    """From the last 30 days on which something came."""
    recent = [one for one in arrivals if now - LOOKED_BACK <= one.at <= now]
    days = _days(recent, zone, now)
    if days is None:
        return Suggestion(missing=f"No {thing} came before today. Ask again after {NEEDED} days on which some came.")
    weekdays = [one for one in range(7) if days.seen(one) >= OFTEN * days.there_were(one) and days.seen(one) > 1]
    needed = NEEDED // 2 if len(weekdays) in {1, 2} else NEEDED
    seen = sum(days.seen(one) for one in weekdays)
    evidence = tuple(_evidence(days, weekdays, thing))
    if not weekdays and len(days.by_day) >= NEEDED:
        what = (
            f"The days on which a {thing} came follow no weekdays. Write the table by hand, perhaps per week or month."
        )
        return Suggestion(evidence=evidence, missing=what)
    if seen < needed:
        have, more = len(days.by_day), max(needed, len(days.by_day) + 1)
        on = f"{have} {'day' if have == 1 else 'days'} so far"
        what = f"A {thing} came on {on}; {more} are needed to tell what is usual."
        return Suggestion(evidence=evidence, missing=what)
    groups = _groups(days, weekdays)
    return Suggestion(tuple(_proposed(days, one, zone, recent, now, thing) for one in groups), evidence)


def _days(arrivals: Sequence[Arrival], zone: tzinfo, now: datetime) -> _Days | None:
    walls = [(wall_of(one.at, zone), one) for one in arrivals]
    border = _border([wall.hour * 60 + wall.minute for wall, _ in walls])
    shift = timedelta(minutes=border)
    today = (wall_of(now, zone) - shift).date()
    by_day: dict[date, list[tuple[int, Arrival]]] = defaultdict(list)
    for wall, one in walls:
        moved = wall - shift
        if moved.date() < today:
            by_day[moved.date()].append((moved.hour * 60 + moved.minute, one))
    newest = sorted(by_day)[-NEWEST:]
    if not newest:
        return None
    kept = {day: sorted(by_day[day], key=lambda one: one[0]) for day in newest}
    return _Days(border, kept, newest[0], today - DAY)


def _border(minutes: Sequence[int]) -> int:
    """Where the day begins: midnight, unless things come around it; then in the middle of the longest silence."""
    near = sum(one < NEAR_MIDNIGHT or one >= MINUTES - NEAR_MIDNIGHT for one in minutes)
    if near * 20 <= len(minutes):
        return 0
    around = sorted(set(minutes))
    gaps = [(later - earlier, earlier) for earlier, later in pairwise([*around, around[0] + MINUTES])]
    length, begin = max(gaps)
    return (begin + length // 2) // 60 * 60 % MINUTES


def _groups(days: _Days, weekdays: Sequence[int]) -> list[tuple[int, ...]]:
    """Weekdays that come alike together; one that comes at another time, or another number, for itself."""
    firsts = {one: _median([of[0][0] for day, of in days.by_day.items() if day.weekday() == one]) for one in weekdays}
    counts = {one: _median([len(of) for day, of in days.by_day.items() if day.weekday() == one]) for one in weekdays}
    groups: list[list[int]] = []
    for one in weekdays:
        like = next((group for group in groups if _alike(firsts, counts, group[0], one)), None)
        if like is None or days.seen(one) < 4:  # noqa: PLR2004 - three say nothing of their own
            like = like or (groups[0] if groups and days.seen(one) < 4 else None)  # noqa: PLR2004
        if like is None:
            groups.append([one])
        else:
            like.append(one)
    return [tuple(one) for one in groups]


def _alike(firsts: Mapping[int, float], counts: Mapping[int, float], one: int, other: int) -> bool:
    more, less = max(counts[one], counts[other]), min(counts[one], counts[other])
    return abs(firsts[one] - firsts[other]) <= FAR_APART and more <= 2 * less


def _proposed(
    days: _Days, weekdays: tuple[int, ...], zone: tzinfo, arrivals: Sequence[Arrival], now: datetime, thing: str
) -> Proposed:
    mine = [of for day, of in days.by_day.items() if day.weekday() in weekdays]
    counts = [len(of) for of in mine]
    least = max(1, math.floor(_low(counts)))
    offset = _deadline([of[least - 1][0] for of in mine if len(of) >= least])
    next_day = days.border + offset >= MINUTES
    by = time(*divmod((days.border + offset) % MINUTES, 60))
    sizes = [one.size for of in mine for _, one in of]
    smallest = _rounded_down(min(10 ** _low([math.log10(max(one, 1)) for one in sizes]), min(_usual(sizes)) / 2))
    documents = [sum(one.documents or 0 for _, one in of) for of in mine]
    fewest = _rounded_down(min(_low(documents), min(_usual(documents)) / 2)) if _median(documents) >= NEEDED else 0
    most = 2 * max(_usual(counts)) + 1
    moved = frozenset((one + next_day) % 7 for one in weekdays)
    begin = time(*divmod(days.border, 60))
    expected = Expectation(
        zone=zone, days=Weekdays(moved), begin=begin, by=(by,), items=Bounds(least, most),
        size=Bounds(max(smallest, 1)), documents=Bounds(fewest or None), thing=thing,
    )  # fmt: skip
    options: dict[str, object] = {
        "days": [_DAY_NAMES[one] for one in sorted(moved)],
        **({"from": f"{begin:%H:%M}"} if days.border else {}),
        "by": f"{by:%H:%M}",
        "at_least": least,
        "at_most": most,
        "bytes_at_least": max(smallest, 1),
        **({"documents_at_least": fewest} if fewest else {}),
    }
    tried = list(_tried(expected, days, arrivals, now))
    return Proposed(options, expected, len(tried), tuple(one for one in tried if one.state is not State.MET))


_DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _tried(expected: Expectation, days: _Days, arrivals: Sequence[Arrival], now: datetime) -> Iterator[Verdict]:
    """What it would have said of the past, as if somebody had looked all the time."""
    ordered = sorted(arrivals, key=lambda one: one.at)
    times = [one.at for one in ordered]
    begin = datetime.combine(days.first, time(), UTC) - DAY
    for one in occasions(expected, begin, now):
        if one.end > now or one.day < days.first:
            continue
        found = ordered[bisect_left(times, one.begin) : bisect_left(times, one.next)]
        punctual = [each for each in found if each.at <= one.due + expected.grace]
        at_the_deadline = judge(expected, one, tally(expected, one, punctual), now, now)
        yield at_the_deadline if at_the_deadline.faults else judge(expected, one, tally(expected, one, found), now, now)


def _deadline(minutes: Sequence[int]) -> int:
    """By when, in minutes since the border: a quarter of an hour that was nearly always kept."""
    usual = _usual(minutes)
    spread = max(3 * SIGMA * _deviation(usual), 10)
    late = max(_median(usual) + spread, max(usual) + 5)
    return min(math.ceil(late / QUARTER) * QUARTER, MINUTES - 1)


def _low(values: Sequence[float]) -> float:
    """Below this nothing usual lies."""
    return max(_median(values) - 3 * SIGMA * _deviation(values), 0.0)


def _usual(values: Sequence[int]) -> list[int]:
    """Without what lies far out, which a tenth of the middle is not."""
    middle = _median(values)
    reach = max(5 * SIGMA * _deviation(values), middle / 10, 1)
    return [one for one in values if abs(one - middle) <= reach]


def _deviation(values: Sequence[float]) -> float:
    middle = _median(values)
    return _median([abs(one - middle) for one in values])


def _median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _rounded_down(value: float) -> int:
    """To one digit that counts: 3,741 → 3,000."""
    if value < 1:
        return 0
    unit = int(10.0 ** int(math.log10(value)))
    return int(value / unit) * unit


def _evidence(days: _Days, weekdays: Sequence[int], thing: str) -> Iterator[str]:
    """What was seen, in words and numbers."""
    from desktop_sync.core.arrivals_words import in_bytes
    from desktop_sync.core.schedule_words import WEEKDAYS

    many = len(days.by_day)
    span = (days.last - days.first).days + 1
    yield f"{thing}s came on {many} of the last {span} days, since {days.first:%Y-%m-%d}"
    per = ", ".join(f"{WEEKDAYS[one][:3]} {days.seen(one)} of {days.there_were(one)}" for one in range(7))
    yield f"by weekday: {per}"
    for one in weekdays:
        mine = [of for day, of in days.by_day.items() if day.weekday() == one]
        firsts, lasts = [of[0][0] for of in mine], [of[-1][0] for of in mine]
        counts = Counter(len(of) for of in mine)
        usual = counts.most_common(1)[0][0]
        first, last = (_clock(days.border, value) for value in (_median(firsts), _median(lasts)))
        when = f"usually at {first}" if first == last else f"usually from {first} to {last}"
        number = f"{usual} a day" if len(counts) == 1 else f"{min(counts)} to {max(counts)} a day, mostly {usual}"
        yield f"{WEEKDAYS[one]}: {when}, {number}"
    sizes = [each.size for of in days.by_day.values() for _, each in of]
    yield f"size: {in_bytes(min(sizes))} to {in_bytes(max(sizes))}, in the middle {in_bytes(int(_median(sizes)))}"


def _clock(border: int, minutes: float) -> str:
    hour, minute = divmod((border + int(minutes)) % MINUTES, 60)
    return f"{hour:02}:{minute:02}"
