"""Fields of rows that no schema describes: where they stand, what they are called, and as what they are read.

Declared where it matters: numbers and days that are compared or added up, and names that columns cannot say. Pure; it
must not know where rows come from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import ClassVar, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from desktop_sync.core.conditions import Path
from desktop_sync.core.conversion import Convert, Converter, Gives, Tables, Unfit, Value
from desktop_sync.core.convert_numbers import DecimalConverter
from desktop_sync.core.convert_texts import LookupConverter
from desktop_sync.core.convert_times import DateConverter, DatetimeConverter
from desktop_sync.core.converters import AnyConverter, chain
from desktop_sync.core.deciding import Undecided
from desktop_sync.core.options import Options, form
from desktop_sync.core.reports import Row
from desktop_sync.core.row_tests import Converters

_NAME = re.compile(r"[^.\s\[\]*]+(\.[^.\s\[\]*]+)*")
_UNIX = {"unix": 1, "unix_ms": 1000}
_SHOWN = 60
_GIVES: Mapping[str, Gives] = {"number": "number", "date": "date", "time": "time", "unix": "time", "unix_ms": "time"}


class RowField(Options):
    """A field of a row that is read as something else than text, or under another name."""

    name: str = Field(
        min_length=1,
        max_length=200,
        title="Name",
        description="what columns, filters and the period call it, such as total or buyer.number",
    )
    from_: Path | None = Field(
        default=None,
        alias="from",
        title="Stands at",
        description="where it stands in a row, such as header/total; left out: under its name",
        json_schema_extra=form(first=True),
    )
    kind: Literal["text", "number", "date", "time", "unix", "unix_ms"] = Field(
        default="text",
        title="Kind",
        description="as what it is read: a number such as 1234.50, a day such as 2026-05-03, a time such as "
        "2026-05-03T14:05:00Z (without a zone it is that of the export), or one in seconds or milliseconds since 1970. "
        "Written otherwise: convert",
        json_schema_extra=form(
            first=True,
            choices={
                "text": "Text",
                "number": "Number",
                "date": "Date",
                "time": "Date and time",
                "unix": "Seconds since 1970",
                "unix_ms": "Milliseconds since 1970",
            },
        ),
    )
    convert: tuple[AnyConverter, ...] = Field(
        default=(),
        title="Converters",
        description='converters, applied in this order, instead of a kind, such as {decimal = "1.234,50"} or '
        '{date = "%d.%m.%Y"}',
    )

    @model_validator(mode="after")
    def _check(self) -> RowField:
        if _NAME.fullmatch(self.name) is None:
            raise PydanticCustomError(
                "field", "{name} is no name that a column can say: take another, and say where it stands: from",
                {"name": repr(self.name)},
            )  # fmt: skip
        if self.convert and self.kind != "text":
            raise PydanticCustomError("field", "convert says already what it is: leave out kind")
        if any(isinstance(one, LookupConverter) for one in self.convert):
            raise PydanticCustomError("field", "lookup needs a table of a mapping, and an export has none")
        if any(one.gives({}) != "text" for one in self.convert[:-1]):
            raise PydanticCustomError("field", "only a text can be converted further: a number or day comes last")
        return self

    @property
    def gives(self) -> Gives:
        """What it is read as."""
        return self.convert[-1].gives({}) if self.convert else _GIVES.get(self.kind, "text")

    def steps(self) -> Sequence[str]:
        """The way to it in a row."""
        if self.from_ is None:
            return self.name.split(".")
        return [one.replace("~1", "/").replace("~0", "~") for one in self.from_.split("/") if one]

    def converters(self, zone: str) -> tuple[Converter, ...]:
        """``zone``: of times that name none."""
        made: Mapping[str, Callable[[], Converter]] = {
            "number": lambda: DecimalConverter(kind="decimal", like="1234.50"),
            "date": lambda: DateConverter(kind="date"),
            "time": lambda: DatetimeConverter(kind="datetime", zone=zone),
            "unix": lambda: UnixConverter(kind="unix"),
            "unix_ms": lambda: UnixConverter(kind="unix_ms"),
        }
        return self.convert or ((made[self.kind](),) if self.kind in made else ())


class UnixConverter(Converter):
    """A point in time as seconds, or milliseconds, since 1970."""

    result: ClassVar[Gives] = "time"
    kind: Literal["unix", "unix_ms"]

    def build(self, tables: Tables) -> Convert:
        del tables
        seconds, thousandths = "seconds since 1970, like 1714745100", "milliseconds since 1970, like 1714745100000"
        expected = seconds if self.kind == "unix" else thousandths

        def convert(text: str) -> datetime:
            try:
                return datetime.fromtimestamp(float(Decimal(text) / self._per), UTC)
            except (InvalidOperation, ValueError, OverflowError, OSError):
                raise Unfit(expected) from None

        return convert

    @property
    def _per(self) -> int:
        return _UNIX[self.kind]


class Reading:
    """How rows are read. ``zone``: of times that name none, as the tz database calls it."""

    def __init__(self, fields: Sequence[RowField], zone: str) -> None:
        self.converters: Converters = {one.name: made for one in fields if (made := one.converters(zone))}
        self._moved = [(one.name.split("."), one.steps()) for one in fields if one.from_ is not None]
        self._typed = [(name, name.split("."), chain(made, {})) for name, made in self.converters.items()]

    def placed(self, row: Row) -> Row:
        """With everything that is declared under its name, as it was written."""
        for name, steps in self._moved:
            row = with_value(row, name, _at(row, steps))
        return row

    def typed(self, row: Row) -> Row:
        """Of a row as ``placed`` gives it: what is declared as what it is. Nothing stays nothing. Raises Undecided."""
        for name, parts, convert in self._typed:
            found = _at(row, parts)
            if convert is not None and found is not None and found != "":
                row = with_value(row, parts, _converted(name, found, convert))
        return row


def kinds(fields: Sequence[RowField]) -> dict[str, Gives]:
    """What every declared field is read as."""
    return {one.name: one.gives for one in fields}


def field_problems(fields: Sequence[RowField]) -> Iterator[tuple[int, str]]:
    """What is wrong between them, each with its number."""
    seen: list[str] = []
    for number, one in enumerate(fields):
        if one.name in seen:
            yield number, f"{one.name} is declared twice"
        elif any(one.name.startswith(f"{name}.") or name.startswith(f"{one.name}.") for name in seen):
            yield number, f"{one.name} cannot stand in another field that is declared, nor around one"
        seen.append(one.name)


def _converted(name: str, found: object, convert: Convert) -> Value | None:
    if isinstance(found, Mapping | list):
        text = "a list" if isinstance(found, list) else "an object"
        raise Undecided(name, text, Unfit("one value"))
    text = ("false", "true")[found] if isinstance(found, bool) else str(found).strip()
    try:
        return convert(text) if text else None
    except Unfit as unfit:
        raise Undecided(name, text[:_SHOWN], unfit) from None


def _at(value: object, steps: Sequence[str]) -> object:
    for step in steps:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def with_value(row: Row, name: Sequence[str], value: object) -> Row:
    """A copy in which it stands there; nothing but what is on the way is copied."""
    first, *rest = name
    inner = row.get(first)
    return {**row, first: with_value(inner if isinstance(inner, Mapping) else {}, rest, value) if rest else value}
