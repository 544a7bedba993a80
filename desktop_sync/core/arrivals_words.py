"""An expectation and what became of it, as people say it: "at least 1 file by 18:30 on workdays (Europe/Berlin)".

English; values in, text out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from desktop_sync.core.arrivals_model import Bounds, Expectation, Fault, Occasion, State, Tally, Verdict
from desktop_sync.core.schedule_model import EVERY_DAY, MonthDays
from desktop_sync.core.schedule_words import WEEKDAYS, weekdays, zone_name
from desktop_sync.core.wall_time import wall_of

_WORKDAYS = frozenset(range(5))
_UNITS = ((10**9, "GB"), (10**6, "MB"), (10**3, "kB"))
_TEENS = range(11, 14)


def in_words(expected: Expectation) -> str:
    """One line: how much, by when, on which days, in which zone."""
    comma = "," if expected.size else ""
    return f"{_amount(expected)}{comma} {_when(expected)} ({zone_name(expected.zone)})"


def _amount(expected: Expectation) -> str:
    parts = []
    if expected.least or expected.items.most is not None:
        parts.append(_bounds(Bounds(expected.items.least or None, expected.items.most), expected.thing))
    if expected.documents:
        parts.append(_bounds(expected.documents, "document"))
    size = [
        f"{word} {in_bytes(bound)}"
        for word, bound in (("at least", expected.size.least), ("at most", expected.size.most))
        if bound is not None
    ]
    if size:
        each = f"each of {' and '.join(size)}"
        parts.append(each if parts else f"{plural(expected.thing)} {each}")
    return ", ".join(parts)


def _bounds(bounds: Bounds, thing: str) -> str:
    if bounds.most == 0:
        return f"no {thing}"
    if bounds.least is not None and bounds.least == bounds.most:
        return f"exactly {counted(bounds.least, thing)}"
    if bounds.least is None:
        return f"at most {counted(bounds.most or 0, thing)}"
    most = "" if bounds.most is None else f" and at most {bounds.most:,}"
    return f"at least {bounds.least:,}{most} {thing if bounds.least == 1 and not most else plural(thing)}"


def _when(expected: Expectation) -> str:
    since = f", counted from {expected.begin:%H:%M}" if expected.begin.hour or expected.begin.minute else ""
    since += " of the evening before" if expected.evening_before else ""
    if expected.within is not None:
        return f"within {_minutes(expected.within)} after {expected.begin:%H:%M} {_days(expected)}"
    times = _listed([f"{one:%H:%M}" for one in expected.by])
    if expected.per == "day":
        by = f"each by {times} " if len(expected.by) > 1 else f"by {times} " if times else ""
        return f"{by}{_days(expected)}{since}"
    if expected.days == MonthDays(frozenset(), last=True):
        last = "the last day"
    elif isinstance(expected.days, MonthDays):
        last = _days(expected).removeprefix("on ")
    else:
        last = _last_weekday(expected.per, expected.days.days)
    by = f"by {times + ' on ' if times else ''}{last or 'the last day'}" if times or last else "by its end"
    return f"every {expected.per}, {by}{since}"


def _last_weekday(per: str, days: frozenset[int]) -> str:
    """Of a week the day itself; of a month ``the last Friday``. Empty: any day."""
    if days >= EVERY_DAY:
        return ""
    return WEEKDAYS[max(days)] if per == "week" else f"the last of {_weekday_words(days)}"


def _days(expected: Expectation) -> str:
    days = expected.days
    if isinstance(days, MonthDays):
        named = [f"the {_ordinal(one)}" for one in sorted(days.days)] + ["the last day"] * days.last
        return f"on {_listed(named)} of every month"
    if days.days >= EVERY_DAY:
        return "every day"
    return f"on {_weekday_words(days.days)}" if days.days == _WORKDAYS or len(days.days) > 1 else _every(days.days)


def _weekday_words(days: frozenset[int]) -> str:
    return "workdays" if days == _WORKDAYS else weekdays(days)


def _every(days: frozenset[int]) -> str:
    return f"every {weekdays(days)}"


def state_in_words(verdict: Verdict, expected: Expectation, now: datetime) -> str:
    """``met: 2 files, the first 18:04``, ``awaited until 18:30``, ``late since 18:30: none has come``."""
    one, found = verdict.occasion, verdict.tally
    came = _came(found, expected, one)
    if verdict.state is State.AWAITED:
        return f"awaited until {shown(one.due, expected.zone, now)}" + (f": {came} so far" if found.items else "")
    if verdict.state is State.LOOKING:
        return f"due since {shown(one.due, expected.zone, now)}, not looked at since; {came}"
    if verdict.state is State.MET:
        late = expected.least and found.in_time < expected.least
        return f"{'met late' if late else 'met'}: {came}"
    return "; ".join(_fault(fault, verdict, expected, now) for fault in verdict.faults)


def _fault(fault: Fault, verdict: Verdict, expected: Expectation, now: datetime) -> str:
    found, one = verdict.tally, verdict.occasion
    if fault is Fault.MISSING:
        late = f"late since {shown(one.due, expected.zone, now)}" if now < one.next else "missing"
        return f"{late}: {_came(found, expected, one)}"
    if fault is Fault.SMALL and found.smallest is not None:
        return f"too small: {_sized(found.smallest)}"
    if fault is Fault.LARGE and found.largest is not None:
        return f"too large: {_sized(found.largest)}"
    if fault is Fault.MANY:
        return f"too many: {counted(found.within, expected.thing)}"
    few = "too few" if fault is Fault.FEW_DOCUMENTS else "too many"
    return f"{few} documents: {found.documents:,}"


def _came(found: Tally, expected: Expectation, one: Occasion) -> str:
    if not found.items:
        return "none has come"
    count = counted(found.items, expected.thing)
    documents = f" with {counted(found.documents, 'document')}" if expected.documents else ""
    if found.first_sound is None or found.last_sound is None:
        return f"{count}{documents}"
    first, last = (_clock(moment, expected.zone, one) for moment in (found.first_sound, found.last_sound))
    when = first if found.items == 1 else f"the first {first}, the last {last}"
    return f"{count}{documents}, {when}"


def _clock(moment: datetime, zone: tzinfo, one: Occasion) -> str:
    """The time of day, with its day where it is not that of the occasion."""
    wall = wall_of(moment, zone)
    return f"{wall:%H:%M}" if wall.date() == one.day else f"{WEEKDAYS[wall.weekday()][:3]} {wall:%H:%M}"


def problem_in_words(
    fault: Fault, wrong: Sequence[Verdict], expected: Expectation, title: str, now: datetime, usual: str
) -> tuple[str, str]:
    """What happened and what to do. ``wrong``: the verdicts with this fault, newest first. ``usual``: ``18:10``."""
    newest = wrong[0]
    what = f"{title}: {_what(fault, newest, expected, now)}"
    if fault is Fault.MISSING and len(wrong) > 1:
        what += (
            f" The same on {counted(len(wrong) - 1, 'occasion')} before, since {_day(wrong[-1].occasion, expected)}."
        )
    if fault is Fault.MISSING and usual:
        what += f" Usually {usual}."
    return what, _hint(fault, expected)


def _what(fault: Fault, verdict: Verdict, expected: Expectation, now: datetime) -> str:
    found, one, thing = verdict.tally, verdict.occasion, expected.thing
    due = shown(one.due, expected.zone, now)
    if fault is Fault.MISSING:
        wanted = _bounds(Bounds(expected.items.least), thing)
        if not found.sound:
            return f"expected {wanted} by {due}, none has come."
        return f"expected {wanted} by {due}, {found.sound:,} {'has' if found.sound == 1 else 'have'} come."
    if fault is Fault.FEW_DOCUMENTS:
        wanted = _bounds(Bounds(expected.documents.least), "document")
        return f"expected {wanted} by {due}, there are {found.documents:,} in {counted(found.items, thing)}."
    if fault is Fault.MANY_DOCUMENTS:
        wanted = _bounds(Bounds(None, expected.documents.most), "document")
        return (
            f"expected {wanted}, there are {found.documents:,} in {counted(found.items, thing)} {_on(one, expected)}."
        )
    if fault is Fault.MANY:
        wanted = _bounds(Bounds(None, expected.items.most), thing)
        return (
            f"expected {wanted}, {found.within:,} {'has' if found.within == 1 else 'have'} come {_on(one, expected)}."
        )
    example, bound = (
        (found.smallest, f"at least {in_bytes(expected.size.least or 0)}")
        if fault is Fault.SMALL
        else (found.largest, f"at most {in_bytes(expected.size.most or 0)}")
    )
    number = found.small if fault is Fault.SMALL else found.large
    more = f", and {number - 1:,} more are {fault.value}" if number > 1 else ""
    return f"expected {plural(thing)} of {bound}, {_sized(example or ('it', 0))}{more} ({_on(one, expected)})."


def _hint(fault: Fault, expected: Expectation) -> str:
    if fault in {Fault.MISSING, Fault.FEW_DOCUMENTS}:
        return f"Ask {expected.ask}. This is over by itself when it comes, or when the next is as expected."
    if fault in {Fault.SMALL, Fault.LARGE}:
        return (
            f"Look into it, and ask {expected.ask} to send it again if it is not whole. This is over by itself when one"
            " of the expected size comes."
        )
    return (
        f"Ask {expected.ask} whether that is meant; what came was taken in. This is over by itself when the next is as"
        " expected."
    )


def _on(one: Occasion, expected: Expectation) -> str:
    return f"on {_day(one, expected)}" if expected.per == "day" else f"in the {expected.per} of {_day(one, expected)}"


def _day(one: Occasion, expected: Expectation) -> str:
    return f"{WEEKDAYS[one.day.weekday()][:3]} {one.day:%Y-%m-%d}"


def shown(moment: datetime, zone: tzinfo, now: datetime) -> str:
    """``18:30``; with its day where that is not today."""
    wall, today = wall_of(moment, zone), wall_of(now, zone).date()
    return f"{wall:%H:%M}" if wall.date() == today else f"{WEEKDAYS[wall.weekday()][:3]} {wall:%Y-%m-%d %H:%M}"


def _sized(example: tuple[str, int]) -> str:
    return f"{example[0]} has {in_bytes(example[1])}"


def in_bytes(size: int) -> str:
    """``12 bytes``, ``1.2 kB``: powers of 1,000."""
    for many, unit in _UNITS:
        if size >= many:
            return f"{size / many:.3g} {unit}"
    return counted(size, "byte")


def counted(number: int, thing: str) -> str:
    """``1 file``, ``2 files``."""
    return f"{number:,} {thing if number == 1 else plural(thing)}"


def plural(thing: str) -> str:
    return f"{thing}s"


def _minutes(length: timedelta) -> str:
    hours, minutes = divmod(round(length.total_seconds() / 60), 60)
    parts = [counted(hours, "hour")] * bool(hours) + [counted(minutes, "minute")] * bool(minutes)
    return " ".join(parts) or f"{length.total_seconds():g} seconds"


def _ordinal(number: int) -> str:
    ending = "th" if number in _TEENS else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _listed(words: Sequence[str]) -> str:
    return "".join(words) if len(words) < 2 else f"{', '.join(words[:-1])} and {words[-1]}"  # noqa: PLR2004
