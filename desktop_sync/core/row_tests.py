"""Conditions and windows over the rows of an export: compiled once, asked of every row.

It must not know who gives the rows, nor what is said of one that nobody can decide about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from typing import TypeAlias

from desktop_sync.core.conditions import Condition
from desktop_sync.core.conversion import Converter
from desktop_sync.core.deciding import asked, holds
from desktop_sync.core.periods import Window
from desktop_sync.core.reports import Row
from desktop_sync.core.times import rfc3339

Place: TypeAlias = "tuple[str | int, ...]"
Converters: TypeAlias = "Mapping[str, tuple[Converter, ...]]"
"""By field: what makes its text a number, a day, a time."""


def leaves(conditions: Iterable[Condition], place: Place) -> Iterator[tuple[Place, str, Condition]]:
    """Those that test a field, also inside others, each with its place and the field."""
    for number, one in enumerate(conditions):
        yield from _leaves(one, (*place, number))


def _leaves(condition: Condition, place: Place) -> Iterator[tuple[Place, str, Condition]]:
    yield from leaves(condition.all_ or (), (*place, "all"))
    yield from leaves(condition.any_ or (), (*place, "any"))
    if condition.not_ is not None:
        yield from _leaves(condition.not_, (*place, "not"))
    if condition.from_ is not None:
        yield place, condition.from_, condition


def typed(condition: Condition, converters: Converters) -> Condition:
    """Compared as what its field is, where it is compared; what becomes another text is tested as that."""
    several = {
        name: tuple(typed(one, converters) for one in inner)
        for name, inner in (("all_", condition.all_), ("any_", condition.any_))
        if inner is not None
    }
    one = {} if condition.not_ is None else {"not_": typed(condition.not_, converters)}
    chain = converters.get(condition.from_ or "", ())
    used = bool(chain) and (bool(condition.bounds()) or chain[-1].gives({}) == "text")
    convert = {"convert": chain} if used else {}
    return condition.model_copy(update={**several, **one, **convert})


def tested(condition: Condition, converters: Converters) -> Callable[[Row], bool]:
    """The function that decides of a row. It raises Undecided."""
    decide = holds(typed(condition, converters), {})
    paths = [(path, path.split(".")) for path in asked(condition).scalars]
    return lambda row: decide({path: text_at(row, parts) for path, parts in paths})


def text_at(value: object, parts: Sequence[str]) -> str:
    """What stands there as text; empty: nothing, or more than one value."""
    for part in parts:
        value = value.get(part) if isinstance(value, Mapping) else None
    if value is None or isinstance(value, Mapping | list):
        return ""
    return ("false", "true")[value] if isinstance(value, bool) else str(value)


def within(name: str, kind: str, window: Window, zone: tzinfo) -> Condition:
    """The window as a condition; of days, those that it touches."""
    if kind == "date":
        first, last = window.days(zone)
        return Condition.model_validate({"from": name, "at_least": first, "at_most": last})
    start = None if window.start is None else _moment(window.start)
    return Condition.model_validate({"from": name, "at_least": start, "below": _moment(window.end)})


def _moment(at: datetime) -> str:
    return rfc3339(at.astimezone(UTC))
