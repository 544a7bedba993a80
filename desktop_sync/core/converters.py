"""Converters: text from a record becomes a value of a document, by explicit rules that never guess.

A converter is data (its options, validated with the settings) that is built once into a function.
It must not know records, fields or schemas; what it cannot convert it says in plain words (``Unfit``).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from desktop_sync.core import times
from desktop_sync.core.errors import Owner
from desktop_sync.core.options import Options

Value: TypeAlias = str | int | bool | Decimal | date | datetime
Convert: TypeAlias = Callable[[str], Value]
Table: TypeAlias = Mapping[str, str | int | bool]
Tables: TypeAlias = Mapping[str, Table]

MAX_DIGITS = 24
_GROUPING = {"": "", ".": r"\.", ",": ",", "'": "['\u2019]", " ": "[ \u00a0\u202f]"}
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")


class Unfit(ValueError):
    """The text cannot be converted; ``expected`` completes "expected …", ``owner`` can fix it."""

    def __init__(self, expected: str, owner: Owner = Owner.CLERK) -> None:
        super().__init__(expected)
        self.expected = expected
        self.owner = owner


class Converter(Options):
    """Base of all converters. ``shorthand`` is the option that ``{name = value}`` sets."""

    shorthand: ClassVar[str] = ""

    def build(self, tables: Tables) -> Convert:
        """The function that runs. Raises KeyError for a lookup table that does not exist."""
        raise NotImplementedError

    def gives_text(self, tables: Tables) -> bool:
        """Whether another converter can follow."""
        del tables
        return False


class TextConverter(Converter):
    """Text stays text: pieces replaced in the order given, white space collapsed to single blanks, one case."""

    kind: Literal["text"]
    case: Literal["", "upper", "lower"] = Field(default="", description="write all letters upper or lower")
    replace: dict[str, str] = Field(default_factory=dict, description="text = replacement, applied in this order")
    collapse: bool = Field(default=False, description="line breaks and repeated blanks become one blank")

    @model_validator(mode="after")
    def _check(self) -> TextConverter:
        if "" in self.replace:
            raise PydanticCustomError("replace", "an empty text cannot be replaced")
        return self

    def gives_text(self, tables: Tables) -> bool:
        del tables
        return True

    def build(self, tables: Tables) -> Convert:
        del tables
        pieces, collapse, case = tuple(self.replace.items()), self.collapse, self.case

        def convert(text: str) -> str:
            for old, new in pieces:
                text = text.replace(old, new)
            if collapse:
                text = " ".join(text.split())
            return text.upper() if case == "upper" else text.lower() if case == "lower" else text

        return convert


class DecimalConverter(Converter):
    """A decimal number with one decimal sign and at most one grouping sign, both named; never through a float."""

    kind: Literal["decimal"]
    comma: bool = Field(default=False, description="the decimal sign is a comma; otherwise a point")
    grouping: Literal["", ".", ",", "'", " "] = Field(default="", description="sign between groups of three digits")
    trailing_minus: bool = Field(default=False, description="negative numbers may be written 12.50-")
    places: int | None = Field(default=None, ge=0, le=12, description="exactly so many decimal places are written")

    @model_validator(mode="after")
    def _check(self) -> DecimalConverter:
        if self.grouping == self._sign:
            raise PydanticCustomError("grouping", "the grouping sign and the decimal sign must differ")
        return self

    @property
    def _sign(self) -> str:
        return "," if self.comma else "."

    def build(self, tables: Tables) -> Convert:
        del tables
        expected = f"a decimal number like {self._example()}"
        match, clean, places = self._pattern().fullmatch, re.compile("[^0-9]").sub, self.places

        def convert(text: str) -> Decimal:
            found = match(text)
            if found is None:
                raise Unfit(expected)
            sign, whole, fraction, trailing = found.groups("")
            if trailing and sign:
                raise Unfit(expected)
            whole = clean("", whole)
            if places is not None and len(fraction) != places:
                fraction = _exactly(fraction, places)
            if len(whole.lstrip("0")) + len(fraction) > MAX_DIGITS:
                raise Unfit(f"a number of at most {MAX_DIGITS} digits")
            number = Decimal(f"{whole or '0'}.{fraction}" if fraction else whole)
            return -number if (sign == "-" or trailing) and number else number

        return convert

    def _pattern(self) -> re.Pattern[str]:
        group = _GROUPING[self.grouping]
        whole = rf"[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]+" if group else "[0-9]+"
        sign, minus = re.escape(self._sign), "-" if self.trailing_minus else r"(?!)"
        return re.compile(rf"([+-]?)(?=[0-9]|{sign})((?:{whole})?)(?:{sign}([0-9]+))?({minus})?")

    def _example(self) -> str:
        return f"1{self.grouping}234{self._sign}50"


def _exactly(fraction: str, places: int) -> str:
    kept = fraction[:places].ljust(places, "0")
    if fraction[places:].strip("0"):
        raise Unfit(f"a number with at most {places} decimal places")
    return kept


class IntegerConverter(Converter):
    """A whole number of at most 18 digits, without grouping."""

    kind: Literal["integer"]

    def build(self, tables: Tables) -> Convert:
        del tables

        def convert(text: str) -> int:
            if _INTEGER.fullmatch(text) is None:
                raise Unfit("a whole number like 12")
            return int(text)

        return convert


class BooleanConverter(Converter):
    """Yes or no, by the texts that are listed; upper and lower case differ."""

    kind: Literal["boolean"]
    true: tuple[str, ...] = Field(default=("true", "1"), min_length=1, description="texts that mean yes")
    false: tuple[str, ...] = Field(default=("false", "0"), min_length=1, description="texts that mean no")

    @model_validator(mode="after")
    def _check(self) -> BooleanConverter:
        if both := sorted(set(self.true) & set(self.false)):
            raise PydanticCustomError("boolean", "{both} cannot mean both yes and no", {"both": ", ".join(both)})
        return self

    def build(self, tables: Tables) -> Convert:
        del tables
        meaning = dict.fromkeys(self.true, True) | dict.fromkeys(self.false, False)

        def convert(text: str) -> bool:
            if text not in meaning:
                raise Unfit(f"one of {', '.join(meaning)}")
            return meaning[text]

        return convert


class DateConverter(Converter):
    """A date in one format, written with strptime's numeric directives."""

    shorthand: ClassVar[str] = "format"
    kind: Literal["date"]
    format: str = Field(default="%Y-%m-%d", description='such as "%d.%m.%Y" or "%Y%m%d"')

    @model_validator(mode="after")
    def _check(self) -> DateConverter:
        _refuse(times.format_problem(self.format, "dmy"))
        return self

    def build(self, tables: Tables) -> Convert:
        del tables
        read = times.reader(self.format)

        def convert(text: str) -> date:
            found = read(text)
            if found is None:
                raise Unfit(f"a date like {times.example(self.format)}")
            return found.date()

        return lru_cache(1024)(convert)


class DatetimeConverter(Converter):
    """A point in time in one format and one zone; without ``format``, ISO 8601."""

    shorthand: ClassVar[str] = "format"
    kind: Literal["datetime"]
    format: str = Field(default="", description='such as "%d.%m.%Y %H:%M"; empty: ISO 8601')
    zone: str = Field(default="", description='such as "Europe/Berlin" or "+02:00"; empty: the text says it (%z)')

    @model_validator(mode="after")
    def _check(self) -> DatetimeConverter:
        if self.format:
            _refuse(times.format_problem(self.format, "dmyHM"))
            if ("%z" in self.format) == bool(self.zone):
                raise PydanticCustomError("zone", "the zone must be said once: by zone, or by %z in the format")
        if self.zone and times.zone(self.zone) is None:
            raise PydanticCustomError("zone", 'expected a time zone such as "Europe/Berlin", "UTC" or "+02:00"')
        return self

    def build(self, tables: Tables) -> Convert:
        del tables
        read = times.reader(self.format) if self.format else times.read_iso
        zone = times.zone(self.zone) if self.zone else None
        like = f"a time like {times.example(self.format or '%Y-%m-%dT%H:%M:%S')}"

        def convert(text: str) -> datetime:
            found = read(text)
            if found is None:
                raise Unfit(like)
            if found.tzinfo is None and zone is None:
                raise Unfit(f"{like}Z, with its time zone")
            placed = times.placed(found, zone)
            if placed is None:
                raise Unfit(f"a time that exists in {self.zone}: the clocks skip this one")
            return placed

        return lru_cache(1024)(convert)


class LookupConverter(Converter):
    """What a table of the mapping says for this text; a text that is not in it is a fault, or ``default``."""

    shorthand: ClassVar[str] = "table"
    kind: Literal["lookup"]
    table: str = Field(description="name of a table below [flows.mapping.tables]")
    default: str | int | bool | None = Field(default=None, description="for every text that is not in the table")

    def gives_text(self, tables: Tables) -> bool:
        values = [*tables[self.table].values(), *([] if self.default is None else [self.default])]
        return all(isinstance(value, str) for value in values)

    def build(self, tables: Tables) -> Convert:
        table, default, name = tables[self.table], self.default, self.table

        def convert(text: str) -> str | int | bool:
            found = table.get(text, default)
            if found is None:
                raise Unfit(f"one of the keys of the table {name!r} ({_hint(text, table)})", Owner.VENDOR)
            return found

        return convert


def _hint(text: str, table: Table, shown: int = 8) -> str:
    near = difflib.get_close_matches(text, table, n=3, cutoff=0.6)
    rest = [key for key in table if key not in near]
    keys = (near + rest)[:shown]
    return ", ".join(keys) + (f", … {len(table)} in all" if len(table) > shown else "")


def _refuse(problem: str) -> None:
    if problem:
        raise PydanticCustomError("format", "{problem}", {"problem": problem})


CONVERTERS: Mapping[str, type[Converter]] = {
    "text": TextConverter,
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
        near = difflib.get_close_matches(name, CONVERTERS, n=1)
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
            'expected a converter such as "integer", {{date = "%d.%m.%Y"}} or {{decimal = {{comma = true}}}}',
        )
    [(name, options)] = entry.items()
    return str(name), options


def _kind(entry: object) -> str | None:
    return entry.get("kind") if isinstance(entry, dict) else getattr(entry, "kind", None)


AnyConverter = Annotated[
    Annotated[TextConverter, Tag("text")]
    | Annotated[DecimalConverter, Tag("decimal")]
    | Annotated[IntegerConverter, Tag("integer")]
    | Annotated[BooleanConverter, Tag("boolean")]
    | Annotated[DateConverter, Tag("date")]
    | Annotated[DatetimeConverter, Tag("datetime")]
    | Annotated[LookupConverter, Tag("lookup")],
    Discriminator(_kind),
    BeforeValidator(_spelled_out),
]
"""One entry of ``convert``, as the settings validate it."""


def chain(converters: tuple[Converter, ...], tables: Tables) -> Convert | None:
    """One function for the whole chain; None where there is nothing to convert."""
    steps = [converter.build(tables) for converter in converters]
    if len(steps) < 2:  # noqa: PLR2004 - none or one
        return steps[0] if steps else None

    def convert(text: str) -> Value:
        value: Value = text
        for step in steps:
            value = step(value)  # type: ignore[arg-type] # all but the last give text: checked with the settings
        return value

    return convert


def rendered(value: Value) -> str | int | bool:
    """The value as it stands in a document: money as a decimal string, dates ISO, times RFC 3339 with their zone."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return times.rfc3339(value)
    return value.isoformat() if isinstance(value, date) else value
