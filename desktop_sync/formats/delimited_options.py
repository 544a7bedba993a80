"""What the settings say about delimited text: dialect, columns, what makes one record, trailer, limits.

Data and whether it fits together; nothing is read here. It must not know payloads or mappings.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from desktop_sync.core.encodings import Sign, codec
from desktop_sync.core.mapping import Sources
from desktop_sync.core.options import Options, Size, form
from desktop_sync.formats.row_options import (
    Column,
    Differing,
    EmptyKey,
    Group,
    Key,
    KeyReturns,
    Optionals,
    OtherTypes,
    RecordType,
    RecordTypes,
)

COUNTED = ("records", "rows", "all")
_NO_SIGNS = frozenset("\r\n\0\ufeff")


class Trailer(Options):
    """The row that ends a file and says how much must have come before."""

    type: str = Field(title="Type", default="", description="what stands in its column record_type")
    prefix: str = Field(
        title="Line begins with", default="", description="what its line begins with, where there are no record types"
    )
    counts: dict[str, Annotated[int, Field(ge=1)]] = Field(
        title="Counts",
        default_factory=dict,
        description='what is counted = number of the column that says how many: "records", "rows" (of records), '
        '"all" (rows, header row and trailer), or the name of a record type',
    )
    required: bool = Field(title="Must be there", default=True, description="a file without it is not whole")

    @model_validator(mode="after")
    def _check(self) -> Trailer:
        if bool(self.type) == bool(self.prefix):
            raise PydanticCustomError("trailer", "a trailer is known by its type or by the prefix of its line")
        return self


class DelimitedOptions(Options):
    """How delimited text (CSV and its kin) is read."""

    model_config = ConfigDict(title="Delimited text (CSV)")

    delimiter: Sign = Field(
        title="Delimiter",
        json_schema_extra=form(first=True),
        description='the sign between columns: ";", ",", "|" or "tab"',
    )
    quote: Sign = Field(
        title="Quote",
        json_schema_extra=form(first=True),
        default='"',
        description="sign around texts that hold delimiters; doubled inside; empty: none",
    )
    escape: Sign = Field(
        title="Escape", default="", description="sign before a delimiter or quote that is text; empty: none"
    )
    line_breaks: bool = Field(
        title="Line breaks in texts",
        default=True,
        description="texts in quotes may hold line breaks; false: a row ends with its line in any case",
    )
    encoding: str = Field(
        title="Encoding",
        json_schema_extra=form(first=True),
        default="",
        description="such as windows-1252, cp850 or utf-16-le; left out: a byte order mark tells, else utf-8",
    )
    skip: int = Field(
        title="Lines left out at the start",
        json_schema_extra=form(first=True),
        default=0,
        ge=0,
        le=10_000,
        description="lines at the start that are left out",
    )
    comment: str = Field(
        title="Comments begin with",
        default="",
        max_length=20,
        description="lines that begin so are left out; empty: none do",
    )
    header: bool = Field(
        title="First row names the columns",
        json_schema_extra=form(first=True),
        default=True,
        description="the first row holds the names of the columns",
    )
    columns: tuple[Column, ...] = Field(
        title="Columns",
        json_schema_extra=form(first=True),
        default=(),
        description="names of the columns, instead of the header row's; without both, columns are called 1, 2, 3 …",
    )
    optional: Optionals = ()
    ragged: Literal["refuse", "pad", "cut", "fit"] = Field(
        title="Rows of another length",
        json_schema_extra=form(
            choices={"refuse": "Refuse", "pad": "Fill up", "cut": "Cut off", "fit": "Fill up or cut off"}
        ),
        default="refuse",
        description="rows with too few or too many columns: refuse them, pad the missing ones as empty, cut off what "
        "is too much, or fit (both)",
    )
    trailing_delimiter: bool = Field(
        title="Rows may end with a delimiter", default=False, description="rows may end with one delimiter too many"
    )
    empty_lines: Literal["skip", "refuse"] = Field(
        title="Empty lines",
        json_schema_extra=form(choices={"skip": "Leave out", "refuse": "Refuse"}),
        default="skip",
        description="lines without any text: leave them out, or refuse them",
    )
    key: Key = ()
    group: Group = "lines"
    key_returns: KeyReturns = "refuse"
    empty_key: EmptyKey = "refuse"
    differing: Differing = "refuse"
    record_type: str = Field(
        title="Column of the row type", default="", description="column (name or number) that tells the type of a row"
    )
    records: RecordTypes = Field(default_factory=dict)
    other_types: OtherTypes = "refuse"
    trailer: Trailer | None = Field(title="Trailer", default=None, description="the row that ends a file")
    final_line_break: bool = Field(
        title="Last line must end",
        default=False,
        description="the last line ends with a line break too; a file without it is not whole",
    )
    max_field: Size = Field(title="Longest field", default=1_000_000, description="letters of one field")
    max_record: Size = Field(
        title="Largest record", default=5_000_000, description="bytes of one record, all its rows together"
    )
    max_columns: int = Field(title="Most columns", default=1000, ge=1, le=100_000, description="columns of one row")

    @field_validator("encoding")
    @classmethod
    def _known(cls, value: str) -> str:
        if value and codec(value) is None:
            raise PydanticCustomError("encoding", "there is no encoding of this name; known are utf-8, windows-1252 …")
        return value

    @model_validator(mode="after")
    def _check(self) -> DelimitedOptions:
        problems = [*_signs(self), *_names(self), *_shape(self), *_types(self), *_trailer(self)]
        if problems:
            raise PydanticCustomError("delimited", "{problems}", {"problems": "; ".join(problems)})
        return self

    def kinds(self) -> tuple[str, ...]:
        """Names of the kinds of record; one empty name where there is one kind."""
        begin = tuple(name for name, one in self.records.items() if not one.below and not one.shared)
        return begin if len(begin) > 1 else ("",)

    def path_problems(self, asked: Sources, kind: str = "") -> list[tuple[str, str]]:
        """Of the paths that a mapping asks for records of this kind, those that cannot be, each with why."""
        from desktop_sync.formats.delimited_plan import compiled  # which needs these options

        return compiled(self, {kind: asked}, None)[0]


def _signs(options: DelimitedOptions) -> Iterator[str]:
    if not options.delimiter:
        yield 'delimiter is needed: ";", ",", "|" or "tab"'
    signs = [sign for sign in (options.delimiter, options.quote, options.escape) if sign]
    if len(set(signs)) < len(signs):
        yield "delimiter, quote and escape must be different signs"
    if _NO_SIGNS & set(signs) or " " in {options.quote, options.escape}:
        yield "delimiter, quote and escape must be signs that can be seen, or tab"


def _names(options: DelimitedOptions) -> Iterator[str]:
    for where, names in (
        ("columns", options.columns),
        *((f"records.{name}.columns", one.columns) for name, one in options.records.items()),
    ):
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            yield f"{where} has {twice[0]!r} twice"
    if options.optional and not options.header:
        yield "optional speaks of columns in the header row, but header = false"


def _shape(options: DelimitedOptions) -> Iterator[str]:
    if options.key and options.record_type:
        yield "a record is made by key or by record_type, not by both"
    if bool(options.record_type) != bool(options.records):
        yield "record_type (the column) and records (the types) belong together"


def _types(options: DelimitedOptions) -> Iterator[str]:
    told: dict[str, str] = {}
    for name, one in options.records.items():
        if not name or "/" in name or "[" in name or name in COUNTED:
            yield f"records.{name}: a name has no / and no [, and is none of {', '.join(COUNTED)}"
        for text in one.type or (name,):
            if told.setdefault(text, name) != name:
                yield f"records.{name}: the type {text!r} is already that of {told[text]}"
        yield from _below(options, name, one)
    if options.records and not any(not one.below and not one.shared for one in options.records.values()):
        yield "records: one of the types must begin a record: without below, and not shared"


def _below(options: DelimitedOptions, name: str, one: RecordType) -> Iterator[str]:
    if one.shared and one.below:
        yield f"records.{name}: what is shared stands below nothing"
    seen, above = {name}, one.below
    while above:
        if above in seen:
            yield f"records.{name}: below leads back to {above!r}"
            return
        if above not in options.records or options.records[above].shared:
            yield f"records.{name}: below names {above!r}, which is no type of records"
            return
        seen.add(above)
        above = options.records[above].below


def _trailer(options: DelimitedOptions) -> Iterator[str]:
    trailer = options.trailer
    if trailer is None:
        return
    if trailer.type and not options.record_type:
        yield "trailer.type needs record_type; without record types, set trailer.prefix"
    if trailer.type in {text for name, one in options.records.items() for text in one.type or (name,)}:
        yield f"trailer.type {trailer.type!r} is already a type of records"
    for name in trailer.counts:
        if name not in COUNTED and name not in options.records:
            yield f"trailer.counts: {name!r} is none of {', '.join((*COUNTED, *options.records))}"
