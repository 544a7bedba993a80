"""What an export asks of Acme: resource, conditions, window. Checked when it is saved, then split: what the API can
filter is asked of it, and everything is checked here again, so that an API that filters loosely changes nothing. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, TypeAlias

from pydantic import Field

from desktop_sync.core.conditions import Condition, problem
from desktop_sync.core.conversion import Converter
from desktop_sync.core.convert_numbers import DecimalConverter, IntegerConverter
from desktop_sync.core.convert_times import DateConverter, DatetimeConverter
from desktop_sync.core.deciding import Undecided
from desktop_sync.core.errors import Rejected
from desktop_sync.core.listing import ApiFilter, Listing
from desktop_sync.core.nearest import nearest
from desktop_sync.core.options import Options, form
from desktop_sync.core.periods import Window, WindowOptions
from desktop_sync.core.reports import Row
from desktop_sync.core.row_tests import Converters, Place, leaves, tested, typed, within

Parameters: TypeAlias = tuple[tuple[str, str], ...]

_CONVERT: Mapping[str, Converter] = {
    "decimal": DecimalConverter(kind="decimal", like="1234.50"),
    "number": DecimalConverter(kind="decimal", like="1234.50"),
    "integer": IntegerConverter(kind="integer"),
    "date": DateConverter(kind="date", format=("%Y-%m-%d",)),
    "time": DatetimeConverter(kind="datetime"),
}


class QueryOptions(Options):
    """Which documents a report is about."""

    resource: str = Field(
        min_length=1,
        title="Resource",
        description="what is asked for, such as orders; or reconciliation: what flows sent there (period by sent_at) "
        "against what Acme holds",
        json_schema_extra=form(first=True, fields="resource"),
    )
    where: tuple[Condition, ...] = Field(
        default=(),
        max_length=50,
        title="Only",
        description="only documents for which all of these hold; from is a field of the resource, such as buyer.number",
        json_schema_extra=form(first=True),
    )
    window: WindowOptions | None = Field(
        default=None,
        title="Period",
        description="only documents of a period; left out: all there are",
        json_schema_extra=form(first=True, none="all there are"),
    )

    @property
    def takes_files(self) -> bool:
        """Whether answers are read by a format."""
        return False

    @property
    def asks(self) -> str:
        """At a glance."""
        return self.resource


@dataclass(frozen=True, slots=True)
class Asked:
    """``parameters``: for the API. ``wanted``: whether a document is meant; raises Rejected where nobody can tell."""

    parameters: Parameters
    wanted: Callable[[Row], bool]


def query_problems(query: QueryOptions, listing: Listing) -> Iterator[tuple[Place, str]]:
    """Everything that is wrong, each with its place."""
    for place, name, condition in leaves(query.where, ("where",)):
        yield from _test_problems(condition, name, listing, place)
    if query.window is not None:
        kind = listing.kinds().get(query.window.field)
        if kind is None:
            yield ("window", "field"), _unknown(query.window.field, listing)
        elif kind not in {"date", "time"}:
            yield ("window", "field"), f"{query.window.field} is neither a day nor a time"
        elif kind == "date" and query.window.of == "since_last":
            why = (
                f"{query.window.field} is a day, and an export may end in the middle of one: take a time, as updated_at"
            )
            yield ("window", "field"), why


def field_problems(fields: Iterator[tuple[Place, str]], listing: Listing) -> Iterator[tuple[Place, str]]:
    """Of the fields that a report reads, those that the resource does not have."""
    known = {path.replace("[]", "") for path in listing.kinds()}
    for place, name in fields:
        if name not in known and not listing.open(name):
            yield place, _unknown(name, listing)


def ask(query: QueryOptions, window: Window | None, listing: Listing, zone: tzinfo) -> Asked:
    """Of a query without problems."""
    kinds = listing.kinds()
    conditions = list(query.where)
    if query.window is not None and window is not None:
        conditions.append(within(query.window.field, kinds[query.window.field], window, zone))
    pushed = [pair for condition in conditions for pair in _pushed(condition, listing.filters)]
    converters = _converters(kinds)
    tests = [_test(condition, converters) for condition in conditions]
    return Asked(tuple(dict(pushed).items()), lambda row: all(test(row) for test in tests))


def _unknown(name: str, listing: Listing) -> str:
    known = [path.replace("[]", "") for path in listing.kinds()]
    near = nearest(name, known)
    return f"Acme has no field {name}" + (f"; did you mean {near[0]}?" if near else "")


def _test_problems(condition: Condition, name: str, listing: Listing, place: Place) -> Iterator[tuple[Place, str]]:
    if condition.one is not None:
        yield (*place, "one"), "a filter asks a field of the document itself: leave out one and where"
        return
    found = next((one for one in listing.fields() if one["path"].replace("[]", "") == name), None)
    if found is None:
        if not listing.open(name):
            yield (*place, "from"), _unknown(name, listing)
        return
    if "[]" in found["path"] or found["kind"] in {"list", "object"}:
        yield (*place, "from"), f"{name} has more than one value: a filter asks a field of the document itself"
    elif condition.convert:
        yield (*place, "convert"), "Acme's fields need no converters"
    elif why := problem(typed(condition, _converters({name: found["kind"]})), {}):
        yield place, why
    yield from _choice_problems(condition, found, place)


def _choice_problems(condition: Condition, found: Mapping[str, Any], place: Place) -> Iterator[tuple[Place, str]]:
    choices = found["choices"] or (["true", "false"] if found["kind"] == "boolean" else [])
    for test in ("is_", "is_not"):
        for text in getattr(condition, test) or ():
            if choices and text not in choices:
                yield (*place, test.strip("_")), f"{text!r} is none of {', '.join(choices)}"


def _converters(kinds: Mapping[str, str]) -> Converters:
    """Compared as what the schema says."""
    return {name: (_CONVERT[kind],) for name, kind in kinds.items() if kind in _CONVERT}


def _test(condition: Condition, converters: Converters) -> Callable[[Row], bool]:
    decide = tested(condition, converters)

    def test(row: Row) -> bool:
        try:
            return decide(row)
        except Undecided as error:
            raise Rejected(
                f"The document {row.get('id', '')} has {error.value!r} in {error.source}, expected "
                f"{error.unfit.expected}: whether it belongs to the export cannot be told.",
                "Correct the document in Acme, or the filter of the export.",
                error.unfit.owner,
            ) from None

    return test


def _pushed(condition: Condition, filters: Sequence[ApiFilter]) -> Iterator[tuple[str, str]]:
    """What the API can be asked of it; more than one value it cannot."""
    for one in filters:
        if one.field != condition.from_:
            continue
        if one.test == "is":
            if condition.is_ is not None and len(condition.is_) == 1:
                yield one.parameter, condition.is_[0]
        elif (bound := getattr(condition, one.test)) is not None:
            yield one.parameter, str(bound)
