"""A schedule between its table in the settings and what an editor shows: parts that words express, and all the rest.

Pure. What a person wrote stays as it was written unless its meaning was changed; what cannot be expressed is kept and
named. Whether a schedule makes sense is the engine's to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, TypeVar

from desktop_sync.ui.editors.schedule_values import (
    Odd,
    clock,
    holiday,
    hours_of,
    missed,
    month_days,
    several,
    span,
    span_text,
    text,
    weekdays,
    weekdays_text,
)

RHYTHMS = ("every", "at", "after", "cron")
HAND = "hand"
"""The rhythm of a flow without a schedule."""
Table = Mapping[str, Any]
T = TypeVar("T")


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
    _Option("at", ("at",), lambda value: tuple(clock(one) for one in several(value)), list, ("at",)),
    _Option("days", ("days",), weekdays, weekdays_text, ("at", "after")),
    _Option("month_days", ("month_days",), month_days, list, ("at",)),
    _Option("begin", ("after", "from"), clock, _same, ("after",)),
    _Option("look", ("after", "every"), span, span_text, ("after",)),
    _Option("until", ("after", "until"), clock, _same, ("after",)),
    _Option("cron", ("cron",), text, _same, ("cron",)),
    _Option("hours", ("window", "hours"), hours_of, lambda value: ["-".join(one) for one in value], _ANY),
    _Option("open_days", ("window", "days"), weekdays, weekdays_text, _ANY),
    _Option(
        "holidays", ("window", "holidays"), lambda value: tuple(holiday(one) for one in several(value)), list, _ANY
    ),
    _Option("zone", ("zone",), text, _same, _ANY),
    _Option("missed", ("missed",), missed, _same, _ANY),
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
