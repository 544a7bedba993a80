"""Conditions, compiled once, then asked of every record: does it hold, and which elements does it leave?

It must not know what is decided by the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TypeAlias, cast

from desktop_sync.core.conditions import Condition, comparable
from desktop_sync.core.conversion import Tables, Unfit
from desktop_sync.core.conversion import Value as Converted
from desktop_sync.core.converters import chain
from desktop_sync.core.errors import Owner
from desktop_sync.core.model import Values
from desktop_sync.core.patterns import LONGEST, compiled
from desktop_sync.core.sources import Sources

Holds: TypeAlias = Callable[[Values], bool]
Test: TypeAlias = Callable[[Converted], bool]
Element: TypeAlias = Callable[[Values], "tuple[Values, str]"]
"""The one element that is meant, and what paths into it begin with in the record (``Date[2]/``). Raises Undecided."""


class Undecided(Exception):
    """The value that decides does not fit, so nobody knows: the record cannot be mapped."""

    def __init__(self, source: str, value: str, unfit: Unfit) -> None:
        super().__init__(unfit.expected)
        self.source = source
        self.value = value
        self.unfit = unfit

    def below(self, place: str) -> Undecided:
        """The same, told from further out."""
        return Undecided(f"{place}{self.source}", self.value, self.unfit)


def holds(condition: Condition, tables: Tables) -> Holds:
    """The function that decides. It raises Undecided."""
    if condition.all_ is not None:
        every = [holds(one, tables) for one in condition.all_]
        return lambda values: all(one(values) for one in every)
    if condition.any_ is not None:
        some = [holds(one, tables) for one in condition.any_]
        return lambda values: any(one(values) for one in some)
    if condition.not_ is not None:
        no = holds(condition.not_, tables)
        return lambda values: not no(values)
    tested = _tested(condition, tables)
    element = meant(condition.one, condition.where, tables)
    return tested if element is None else _within(element, tested)


def kept(where: Holds | None, entries: Sequence[Values]) -> Iterator[tuple[int, Values]]:
    """The entries for which the condition holds, with their numbers in the record from 1.

    Raises Undecided, whose source begins with the number of the entry: ``[3]/Type``.
    """
    for number, entry in enumerate(entries, 1):
        try:
            if where is None or where(entry):
                yield number, entry
        except Undecided as undecided:
            raise undecided.below(f"[{number}]/") from None


def left(path: str, where: Holds | None, values: Values, *, one: bool) -> list[tuple[int, Values]]:
    """As ``kept``, of the entries at this path. With ``one``, several are undecided too."""
    try:
        found = list(kept(where, cast("Sequence[Values]", values.get(path) or ())))
    except Undecided as undecided:
        raise undecided.below(path) from None
    if one and len(found) > 1:
        which = " for which where holds" if where is not None else " (where can choose)"
        raise Undecided(f"{path}[{found[1][0]}]", f"{len(found)} of them", Unfit(f"one {path}{which}", Owner.VENDOR))
    return found


def meant(one: str | None, where: Condition | None, tables: Tables) -> Element | None:
    """What finds the element; where there is none, an empty one. None: nothing is chosen."""
    if one is None:
        return None
    path, test = one, None if where is None else holds(where, tables)

    def element(values: Values) -> tuple[Values, str]:
        found = left(path, test, values, one=True)
        return (found[0][1], f"{path}[{found[0][0]}]/") if found else ({}, f"{path}/")

    return element


def asked(condition: Condition) -> Sources:
    """The paths that a format has to find for it."""
    found = Sources() if condition.from_ is None else asked_at([condition.from_], condition.one, condition.where)
    for one in (*(condition.all_ or ()), *(condition.any_ or ()), *([condition.not_] if condition.not_ else [])):
        found.add(asked(one))
    return found


def asked_at(paths: Iterable[str], one: str | None, where: Condition | None) -> Sources:
    """The paths that a format has to find for a value that stands at one of these."""
    inner = Sources(set(paths))
    if one is None:
        return inner
    if where is not None:
        inner.add(asked(where))
    return Sources(groups={one: inner})


def _within(element: Element, tested: Holds) -> Holds:
    def decide(values: Values) -> bool:
        entry, at = element(values)
        try:
            return tested(entry)
        except Undecided as undecided:
            raise undecided.below(at) from None

    return decide


def _tested(condition: Condition, tables: Tables) -> Holds:
    if condition.convert or condition.matches is not None or condition.bounds():
        return _converted(condition, tables)
    source, empty = condition.from_ or "", condition.empty
    wanted, unwanted = frozenset(condition.is_ or ()), frozenset(condition.is_not or ())
    any_text = condition.is_ is None

    def decide(values: Values) -> bool:
        text = (cast("str | None", values.get(source)) or "").strip()
        if empty is not None and empty is bool(text):
            return False
        return (any_text or text in wanted) and text not in unwanted

    return decide


def _converted(condition: Condition, tables: Tables) -> Holds:
    source, empty, longest = condition.from_ or "", condition.empty, LONGEST if condition.matches else None
    convert, tests = chain(condition.convert, tables), list(_tests(condition, tables))
    something = condition.matches is not None or bool(condition.bounds())

    def decide(values: Values) -> bool:
        text = (cast("str | None", values.get(source)) or "").strip()
        value: Converted = text
        if longest is not None and len(text) > longest:
            raise Undecided(source, text, Unfit(f"at most {longest:,} characters, for a pattern decides"))
        if text and convert is not None:
            try:
                value = convert(text)
            except Unfit as unfit:
                raise Undecided(source, text, unfit) from None
        nothing = value == ""
        if (empty is not None and empty is not nothing) or (nothing and something):
            return False
        return all(test(value) for test in tests)

    return decide


def _tests(condition: Condition, tables: Tables) -> Iterator[Test]:
    if condition.is_ is not None:
        wanted = frozenset(condition.is_)
        yield lambda value: value in wanted
    if condition.is_not is not None:
        unwanted = frozenset(condition.is_not)
        yield lambda value: value not in unwanted
    if condition.matches is not None:
        matches = compiled(condition.matches).fullmatch
        yield lambda value: matches(str(value)) is not None
    gives = condition.gives(tables)
    for name in condition.bounds():
        yield _compares(name, comparable(getattr(condition, name), gives))


def _compares(name: str, bound: object) -> Test:
    """Both are numbers, days or times: checked with the settings."""
    limit = cast("Decimal", bound)
    if name == "above":
        return lambda value: cast("Decimal", value) > limit
    if name == "at_least":
        return lambda value: cast("Decimal", value) >= limit
    if name == "at_most":
        return lambda value: cast("Decimal", value) <= limit
    return lambda value: cast("Decimal", value) < limit
