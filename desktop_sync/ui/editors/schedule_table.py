"""A schedule between its table in the settings and what an editor shows: parts that words express, and all the rest.

Pure. What a person wrote stays as it was written unless its meaning was changed; what cannot be expressed is kept and
named. Whether a schedule makes sense is the engine's to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, TypeVar

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
RHYTHMS = ("every", "at", "after", "cron")
HAND = "hand"
"""The rhythm of a flow without a schedule."""
MINUTE, HOUR, DAY = 60, 3600, 86_400
UNITS = (("d", DAY), ("h", HOUR), ("min", MINUTE), ("s", 1))
Table = Mapping[str, Any]
T = TypeVar("T")

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SECONDS = {"ms": 0.001, "s": 1, "min": MINUTE, "h": HOUR, "d": DAY}
_SPAN = re.compile(r"\s*(?:\d+(?:\.\d+)?\s*(?:ms|s|min|h|d)\s*)+")
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|min|h|d)")
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::00)?")
_HOURS = re.compile(r"\s*(\d?\d:\d\d)\s*-\s*(\d?\d:\d\d)\s*")
_HOLIDAY = re.compile(r"(?:\d{4}-)?\d\d-\d\d")
_LEAP = "2024-"
_LAST = 31
_LONGEST = 3660 * DAY


class Odd(ValueError):
    """Words cannot express this value."""


@dataclass(frozen=True)
class Plan:
    """What the editor's words say. Times are ``16:00``, spans seconds, days numbers from 0 (Monday); None: not said.

    ``hours``: from and until, ``24:00`` for the end of the day. ``holidays``: ``2026-12-25``, or ``12-25``.
    """

    rhythm: str = HAND
    every: int | None = None
    at: tuple[str, ...] | None = None
    days: frozenset[int] | None = None
    month_days: tuple[int | str, ...] | None = None
    begin: str | None = None
    look: int | None = None
    until: str | None = None
    cron: str | None = None
    hours: tuple[tuple[str, str], ...] | None = None
    open_days: frozenset[int] | None = None
    holidays: tuple[str, ...] | None = None
    zone: str | None = None
    missed: str | None = None


def span(value: object) -> int:
    """``"1h 30min"`` or a number of seconds."""
    found = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
    if isinstance(value, str) and _SPAN.fullmatch(value):
        found = sum(float(count) * _SECONDS[unit] for count, unit in _PART.findall(value))
    if not 1 <= found <= _LONGEST or found != int(found):
        raise Odd
    return int(found)


def span_text(seconds: int) -> str:
    """As the file has it: ``90min``, ``2h``."""
    unit, length = next(((unit, length) for unit, length in UNITS if seconds % length == 0), ("s", 1))
    return f"{seconds // length}{unit}"


def clock(value: object) -> str:
    """A time of day, as TOML's own or as text."""
    if isinstance(value, time):
        value = value.isoformat()
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise Odd
    return f"{int(found[1]):02}:{found[2]}"


def weekdays(value: object) -> frozenset[int]:
    """``["mon-fri", "sunday"]``."""
    found: set[int] = set()
    for one in _several(value):
        words = str(one).lower().replace(" ", "").split("-")
        if len(words) > 2:  # noqa: PLR2004 - from one to another
            raise Odd
        ends = [_weekday(word) for word in words]
        found.update((ends[0] + number) % 7 for number in range((ends[-1] - ends[0]) % 7 + 1))
    return frozenset(found)


def _weekday(word: str) -> int:
    if word in DAYS:
        return DAYS.index(word)
    if word in _NAMES:
        return _NAMES.index(word)
    raise Odd


def weekdays_text(days: frozenset[int]) -> list[str]:
    """In short: ``["mon-fri"]``, ``["mon", "thu"]``."""
    found: list[list[int]] = []
    for day in sorted(days):
        if found and found[-1][-1] == day - 1:
            found[-1].append(day)
        else:
            found.append([day])
    return [one for run in found for one in _run(run)]


def _run(days: list[int]) -> list[str]:
    if len(days) > 2:  # noqa: PLR2004 - two are named
        return [f"{DAYS[days[0]]}-{DAYS[days[-1]]}"]
    return [DAYS[day] for day in days]


def _month_days(value: object) -> tuple[int | str, ...]:
    found = _several(value)
    for one in found:
        if one != "last" and not (isinstance(one, int) and not isinstance(one, bool) and 1 <= one <= _LAST):
            raise Odd
    return tuple(sorted(set(found), key=lambda one: _LAST + 1 if one == "last" else one))


def _hours(value: object) -> tuple[tuple[str, str], ...]:
    return tuple(_hours_of(one) for one in _several(value))


def _hours_of(value: object) -> tuple[str, str]:
    found = _HOURS.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise Odd
    return clock(found[1]), found[2] if found[2] == "24:00" else clock(found[2])


def holiday(value: object) -> str:
    """``2026-12-25``, or ``12-25`` for every year."""
    text = value.isoformat() if type(value) is date else value
    if not isinstance(text, str) or _HOLIDAY.fullmatch(text) is None:
        raise Odd
    try:
        date.fromisoformat(text if len(text) > 5 else _LEAP + text)  # noqa: PLR2004 - without a year
    except ValueError:
        raise Odd from None
    return text


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Odd
    return value


def _missed(value: object) -> str:
    if value not in ("run_once", "skip"):
        raise Odd
    return str(value)


def _several(value: object) -> list[Any]:
    found = value if isinstance(value, list) else [value]
    if not found:
        raise Odd
    return found


@dataclass(frozen=True, slots=True)
class _Option:
    """One option: its place in the table, how it is read and written, for which rhythms it is."""

    name: str
    at: tuple[str, ...]
    read: Callable[[Any], Any]
    write: Callable[[Any], Any]
    rhythms: tuple[str, ...]


def _same(value: T) -> T:
    return value


_ANY = RHYTHMS
_OPTIONS = (
    _Option("every", ("every",), span, span_text, ("every",)),
    _Option("at", ("at",), lambda value: tuple(clock(one) for one in _several(value)), list, ("at",)),
    _Option("days", ("days",), weekdays, weekdays_text, ("at", "after")),
    _Option("month_days", ("month_days",), _month_days, list, ("at",)),
    _Option("begin", ("after", "from"), clock, _same, ("after",)),
    _Option("look", ("after", "every"), span, span_text, ("after",)),
    _Option("until", ("after", "until"), clock, _same, ("after",)),
    _Option("cron", ("cron",), _text, _same, ("cron",)),
    _Option("hours", ("window", "hours"), _hours, lambda value: ["-".join(one) for one in value], _ANY),
    _Option("open_days", ("window", "days"), weekdays, weekdays_text, _ANY),
    _Option(
        "holidays", ("window", "holidays"), lambda value: tuple(holiday(one) for one in _several(value)), list, _ANY
    ),
    _Option("zone", ("zone",), _text, _same, _ANY),
    _Option("missed", ("missed",), _missed, _same, _ANY),
)


def read(table: Table | None) -> Plan:
    """What the words can say of a table; of several rhythms the first one."""
    if table is None:
        return Plan()
    rhythm = next((name for name in RHYTHMS if name in table), "at" if {"days", "month_days"} & set(table) else HAND)
    said: dict[str, Any] = {}
    for option in _OPTIONS:
        value = _standing(table, option.at)
        if value is not None and rhythm in (*option.rhythms, HAND):
            try:
                said[option.name] = option.read(value)
            except Odd:
                continue
    return Plan(rhythm=rhythm, **said)


def left_over(table: Table | None) -> list[tuple[tuple[str, ...], Any]]:
    """What the words cannot say: the place of each value, and the value."""
    plan = read(table)
    known = {option.at: getattr(plan, option.name) is not None for option in _OPTIONS}
    return [(at, value) for at, value in _values(table or {}) if not known.get(at, False)]


def written(plan: Plan, former: Table | None, kept: Table | None = None) -> dict[str, Any] | None:
    """The table that says it; what ``former`` says otherwise with the same meaning stays. None: by hand only.

    ``kept``: values that words cannot express, by the names and tables they stand in.
    """
    rest = {} if kept is None else _copied(kept)
    if plan.rhythm == HAND:
        return rest or None
    said = read(former)
    table: dict[str, Any] = {}
    for option in _OPTIONS:
        value = getattr(plan, option.name)
        if value is None or plan.rhythm not in option.rhythms:
            continue
        old = _standing(former or {}, option.at)
        unchanged = old is not None and getattr(said, option.name) == value
        _put(table, option.at, old if unchanged else option.write(value))
    for at, value in _values(rest):
        if _standing(table, at) is None:
            _put(table, at, value)
    return _ordered(table, former)


def without(table: Table, at: tuple[str, ...]) -> dict[str, Any]:
    """The table without one value; an empty table inside goes with it."""
    found = _copied(table)
    if len(at) == 1:
        found.pop(at[0], None)
    elif isinstance(inner := found.get(at[0]), dict):
        inner.pop(at[1], None)
        if not inner:
            found.pop(at[0])
    return found


def plain(value: Any) -> Any:  # noqa: ANN401 - a TOML value
    """As it travels: times and dates as texts that the settings read the same way."""
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, time):
        return f"{value:%H:%M}" if not value.second and not value.microsecond else value.isoformat()
    return value.isoformat() if isinstance(value, date) else value


def kept_of(table: Table | None) -> dict[str, Any]:
    """``left_over`` as a table."""
    found: dict[str, Any] = {}
    for at, value in left_over(table):
        _put(found, at, value)
    return found


def _values(table: Table) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, value in table.items():
        if name in ("after", "window") and isinstance(value, Mapping):
            yield from (((name, inner), one) for inner, one in value.items())
        else:
            yield (name,), value


def _standing(table: Table, at: tuple[str, ...]) -> Any:  # noqa: ANN401 - a TOML value
    found: Any = table
    for name in at:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _put(table: dict[str, Any], at: tuple[str, ...], value: object) -> None:
    for name in at[:-1]:
        inner = table.setdefault(name, {})
        if not isinstance(inner, dict):
            return
        table = inner
    table[at[-1]] = value


def _copied(table: Table) -> dict[str, Any]:
    return {name: dict(value) if isinstance(value, Mapping) else value for name, value in table.items()}


def _ordered(table: dict[str, Any], former: Table | None) -> dict[str, Any]:
    """In the order in which the file had it."""
    names = [name for name in former or {} if name in table]
    return {name: table[name] for name in (*names, *(one for one in table if one not in names))}
