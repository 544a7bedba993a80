"""Converters: text from a record becomes a value of a document, by explicit rules that never guess.

The registry, how the settings write a chain of converters, and how it runs. Each converter stands in ``convert_*``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Discriminator, Tag
from pydantic_core import PydanticCustomError

from desktop_sync.core import times
from desktop_sync.core.conversion import Convert, Converter, Tables, Value
from desktop_sync.core.convert_numbers import DecimalConverter, IntegerConverter
from desktop_sync.core.convert_patterns import RegexConverter
from desktop_sync.core.convert_texts import BooleanConverter, LookupConverter, SplitConverter, TextConverter
from desktop_sync.core.convert_times import DateConverter, DatetimeConverter
from desktop_sync.core.nearest import nearest
from desktop_sync.core.options import Kind

CONVERTERS: Mapping[str, type[Converter]] = {
    "text": TextConverter,
    "regex": RegexConverter,
    "split": SplitConverter,
    "decimal": DecimalConverter,
    "integer": IntegerConverter,
    "boolean": BooleanConverter,
    "date": DateConverter,
    "datetime": DatetimeConverter,
    "lookup": LookupConverter,
}


def _spelled_out(entry: object) -> object:
    """``"integer"``, ``{date = "%d.%m.%Y"}`` and ``{decimal = {comma = true}}`` as the table of options they mean."""
    if isinstance(entry, Converter):
        return entry
    name, options = (entry, {}) if isinstance(entry, str) else _only(entry)
    known = CONVERTERS.get(name)
    if known is None:
        near = nearest(name, CONVERTERS)
        raise PydanticCustomError(
            "converter",
            "there is no converter {name}; {meant}known are {known}",
            {"name": repr(name), "meant": f"did you mean {near[0]}? " if near else "", "known": ", ".join(CONVERTERS)},
        )
    if not isinstance(options, dict):
        if not known.shorthand:
            raise PydanticCustomError("converter", "{name} takes a table of options", {"name": name})
        options = {known.shorthand: options}
    return {**options, "kind": name}


def _only(entry: object) -> tuple[str, object]:
    if isinstance(entry, dict) and isinstance(entry.get("kind"), str):
        return entry["kind"], {key: value for key, value in entry.items() if key != "kind"}
    if not isinstance(entry, dict) or len(entry) != 1:
        raise PydanticCustomError(
            "converter",
            'expected a converter such as "integer", {date = "%d.%m.%Y"} or {decimal = "1.234,50"}',
        )
    [(name, options)] = entry.items()
    return str(name), options


def _kind(entry: object) -> str | None:
    return entry.get("kind") if isinstance(entry, dict) else getattr(entry, "kind", None)


AnyConverter = Annotated[
    Annotated[TextConverter, Tag("text")]
    | Annotated[RegexConverter, Tag("regex")]
    | Annotated[SplitConverter, Tag("split")]
    | Annotated[DecimalConverter, Tag("decimal")]
    | Annotated[IntegerConverter, Tag("integer")]
    | Annotated[BooleanConverter, Tag("boolean")]
    | Annotated[DateConverter, Tag("date")]
    | Annotated[DatetimeConverter, Tag("datetime")]
    | Annotated[LookupConverter, Tag("lookup")],
    Discriminator(_kind),
    BeforeValidator(_spelled_out),
    Kind("converter"),
]
"""One entry of ``convert``, as the settings validate it."""


def chain(converters: tuple[Converter, ...], tables: Tables) -> Convert | None:
    """One function for the whole chain; None where there is nothing to convert. It ends early where nothing is left."""
    steps = [converter.build(tables) for converter in converters]
    if len(steps) < 2:  # noqa: PLR2004 - none or one
        return steps[0] if steps else None

    def convert(text: str) -> Value:
        value: Value = text
        for step in steps:
            value = step(value)  # type: ignore[arg-type] # all but the last give text: checked with the settings
            if value == "":
                break
        return value

    return convert


def rendered(value: Value) -> str | int | bool:
    """The value as it stands in a document: money as a decimal string, dates ISO, times RFC 3339 with their zone."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return times.rfc3339(value)
    return value.isoformat() if isinstance(value, date) else value
