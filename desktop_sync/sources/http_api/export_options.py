"""What an export asks an HTTP API: the query, as what its rows are read, which of them, of which period. Options only.

There is no schema to hold fields against: a field that columns name is what stands there, one that is compared is
declared.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import ClassVar, Literal

from pydantic import ConfigDict, Field

from desktop_sync.core.conditions import Condition, problem
from desktop_sync.core.nearest import nearest
from desktop_sync.core.options import form
from desktop_sync.core.periods import WindowOptions
from desktop_sync.core.row_fields import RowField, field_problems, kinds
from desktop_sync.core.row_tests import Converters, Place, leaves, typed
from desktop_sync.sources.http_api.query_options import HttpQuery
from desktop_sync.sources.http_api.templates import PLACES

_BOUNDS = frozenset({"from", "until"})


class HttpQueryOptions(HttpQuery):
    """Which rows a report is about."""

    model_config = ConfigDict(title="HTTP API")

    times: ClassVar[frozenset[str]] = _BOUNDS
    useless: ClassVar[tuple[str, ...]] = ("rows", "detail")
    in_body: ClassVar[frozenset[str]] = PLACES | _BOUNDS

    path: str = Field(
        title="Path",
        json_schema_extra=form(first=True),
        min_length=1,
        description="Below the address of the connection, such as /orders. In it and in the parameters are filled in: "
        "`{from}` and `{until}` (the bounds of the period: from then on, and before then), `{page}`, `{offset}`, "
        "`{size}`, `{cursor}`.",
    )
    query: dict[str, str] = Field(
        title="Parameters",
        json_schema_extra=form(first=True),
        default_factory=dict,
        description="Of the query, by name: `changed_from` = `{from}`, `page` = `{page}`. One whose place has no value "
        "(no beginning of the very first period, no cursor before the first page) is left out.",
    )
    key: tuple[str, ...] = Field(
        title="Key of a row",
        json_schema_extra=form(first=True),
        default=(),
        description="What tells one row from the others, by path: `id`, or `header/number`. A row that comes on two "
        "pages comes once, and pages by number are asked once more, so that none is missed. It also names a file for "
        "each document. Left out: every row counts.",
    )
    answer: Literal["json", "file"] = Field(
        title="Answers are",
        json_schema_extra=form(choices={"json": "JSON, taken row by row", "file": "A file (XML, CSV …), taken whole"}),
        default="json",
        description="`json`: JSON or JSON Lines. `file`: each page is read by the format of the export, and its "
        "records are the rows: of them is taken what fields, columns, filters and key name.",
    )
    time_format: str = Field(
        title="Times are written",
        json_schema_extra=form(
            choices={"iso": "2026-11-28T14:00:00Z", "unix": "As seconds since 1970", "unix_ms": "As milliseconds"},
        ),
        default="iso",
        min_length=1,
        description="How `{from}` and `{until}` are written: `iso`, `unix`, `unix_ms`, or a pattern such as "
        "`%Y-%m-%d %H:%M:%S`. Where a pattern cannot say the end, as a day without its time, the next that it can.",
    )
    time_zone: str = Field(
        title="In the zone",
        default="",
        description="Zone of times that are written by a pattern, such as Europe/Berlin. Left out: that of the export.",
    )
    detail: str = Field(
        title="Details of each row",
        json_schema_extra=form(when=("answer", "json")),
        default="",
        description="Path that is asked for each row, with values of the row in it: `/orders/{id}`. The answer stands "
        "in the row as `detail`.",
    )
    fields: tuple[RowField, ...] = Field(
        title="Fields",
        json_schema_extra=form(first=True),
        default=(),
        max_length=200,
        description="as what fields of the rows are read, and their names where columns cannot say them; all others "
        "are taken as they are",
    )
    where: tuple[Condition, ...] = Field(
        title="Only",
        json_schema_extra=form(first=True),
        default=(),
        max_length=50,
        description="only rows for which all of these hold; from is a field of the row, such as buyer.number",
    )
    window: WindowOptions | None = Field(
        title="Period",
        json_schema_extra=form(first=True, none="all there are"),
        default=None,
        description="only rows of a period; left out: all there are. The field that decides is declared in fields",
    )

    @property
    def takes_files(self) -> bool:
        """Whether answers are read by a format."""
        return self.answer == "file"

    @property
    def asks(self) -> str:
        """At a glance."""
        return self.path

    def paths(self, reads: Collection[str]) -> dict[str, str]:
        """By name, where each field stands in a record of a file: what is declared, and what else is named anywhere.

        ``reads``: the fields that a report takes.
        """
        declared = {one.name: one.from_ for one in self.fields if one.from_ is not None}
        window = () if self.window is None else (self.window.field,)
        tested = [name for _, name, _ in leaves(self.where, ())]
        named = dict.fromkeys([*(one.name for one in self.fields), *tested, *window, *reads])
        keys = {one.replace("/", "."): one for one in self.key}
        return {**keys, **{name: declared.get(name, name.replace(".", "/")) for name in named}}

    def problems(self) -> Iterator[tuple[Place, str]]:
        """Everything that is wrong between its parts, each with its place."""
        yield from ((("fields", number), why) for number, why in field_problems(self.fields))
        given = kinds(self.fields)
        converters = {one.name: one.converters("UTC") for one in self.fields}
        for place, name, condition in leaves(self.where, ("where",)):
            yield from _test_problems(place, name, condition, converters)
        yield from self._times_problems()
        if self.window is None:
            return
        name = self.window.field
        if given.get(name) not in {"date", "time"}:
            near = nearest(name, [one for one, kind in given.items() if kind in {"date", "time"}])
            meant = f"; did you mean {near[0]}?" if near else ""
            why = f"how {name} is written is not said: declare it in fields, as a day or time{meant}"
            yield ("window", "field"), why
        elif given[name] == "date" and self.window.of == "since_last":
            yield ("window", "field"), f"{name} is a day, and an export may end in the middle of one: take a time"

    def _times_problems(self) -> Iterator[tuple[Place, str]]:
        used = sorted(self.asked_for & _BOUNDS)
        if used and self.window is None:
            yield ("window",), f"{{{used[0]}}} stands in the query, and there is no period that fills it in"
        elif self.window is not None and "{from}" in self.path and not self._begins:
            why = "{from} has no value in the very first period: say first_day, or let it stand in a parameter"
            yield ("path",), why

    @property
    def _begins(self) -> bool:
        """Whether every period has a beginning."""
        window = self.window
        return window is not None and (window.of != "since_last" or window.first_day is not None)


def _test_problems(
    place: Place, name: str, condition: Condition, converters: Converters
) -> Iterator[tuple[Place, str]]:
    if condition.one is not None:
        yield (*place, "one"), "a filter asks a field of the row itself: leave out one and where"
    elif condition.convert:
        yield (*place, "convert"), f"how {name} is written is said in fields, once for all"
    elif condition.bounds() and not converters.get(name):
        why = f"compares numbers and times, and how {name} is written is not said: declare it in fields"
        yield (*place, condition.bounds()[0]), why
    elif why := problem(typed(condition, converters), {}):
        yield place, why
