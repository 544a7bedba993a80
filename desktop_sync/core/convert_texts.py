"""Converters by words: text, a part of it, yes or no, look-up in a table of the mapping. Patterns: convert_patterns."""

from __future__ import annotations

import itertools
from typing import ClassVar, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from desktop_sync.core.conversion import Convert, Converter, Gives, Table, Tables, Unfit
from desktop_sync.core.errors import Owner
from desktop_sync.core.nearest import nearest

_MOST_KEYS = 1000  # of a table in which near ones are looked for
_LONGEST_KEY = 60  # characters


class TextConverter(Converter):
    """Text stays text: pieces replaced in the order given, white space collapsed, ends trimmed, one case."""

    kind: Literal["text"]
    replace: dict[str, str] = Field(default_factory=dict, description="text = replacement, applied in this order")
    collapse: bool = Field(default=False, description="line breaks and repeated blanks become one blank")
    trim: str = Field(
        default="", description='characters cut off at both ends, such as "*#"; blanks are cut off anyway'
    )
    trim_start: str = Field(default="", description='characters cut off at the beginning, such as "0" in 000471')
    case: Literal["", "upper", "lower"] = Field(default="", description="write all letters upper or lower")

    @model_validator(mode="after")
    def _check(self) -> TextConverter:
        if "" in self.replace:
            raise PydanticCustomError("replace", "an empty text cannot be replaced")
        return self

    def build(self, tables: Tables) -> Convert:
        del tables
        pieces, collapse, case = tuple(self.replace.items()), self.collapse, self.case
        trim, trim_start = self.trim, self.trim_start

        def convert(text: str) -> str:
            for old, new in pieces:
                text = text.replace(old, new)
            if collapse:
                text = " ".join(text.split())
            if trim:
                text = text.strip(trim)
            if trim_start:
                text = text.lstrip(trim_start)
            return text.upper() if case == "upper" else text.lower() if case == "lower" else text

        return convert


class SplitConverter(Converter):
    """One part of a text that holds several, without the blanks around it; nothing where there are fewer parts."""

    kind: Literal["split"]
    by: str = Field(min_length=1, description='what stands between the parts, such as ";"')
    part: int = Field(ge=-1000, le=1000, description="which one: 1 is the first, -1 the last")

    @model_validator(mode="after")
    def _check(self) -> SplitConverter:
        if not self.part:
            raise PydanticCustomError("split", "parts count from 1, or from -1 at the end: there is no part 0")
        return self

    def build(self, tables: Tables) -> Convert:
        del tables
        by, part = self.by, self.part - 1 if self.part > 0 else self.part

        def convert(text: str) -> str:
            parts = text.split(by)
            return parts[part].strip() if -len(parts) <= part < len(parts) else ""

        return convert


class BooleanConverter(Converter):
    """Yes or no, by the texts that are listed; upper and lower case differ."""

    result: ClassVar[Gives] = "boolean"
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


class LookupConverter(Converter):
    """What a table of the mapping says for this text; a text that is not in it is a fault, or ``default``.

    In short: `{lookup = "units"}`.
    """

    shorthand: ClassVar[str] = "table"
    kind: Literal["lookup"]
    table: str = Field(description="name of a table in tables or table_files of the mapping")
    default: str | int | bool | None = Field(
        default=None, description="for every text that is not in the table; left out: such a record is refused"
    )

    def gives(self, tables: Tables) -> Gives:
        table = tables.get(self.table, {})  # that there is none is told elsewhere
        values = [*table.values(), *([] if self.default is None else [self.default])]
        if all(isinstance(value, str) for value in values):
            return "text"
        return "number" if all(type(value) is int for value in values) else "value"

    def build(self, tables: Tables) -> Convert:
        table, default, name = tables[self.table], self.default, self.table

        def convert(text: str) -> str | int | bool:
            found = table.get(text, default)
            if found is None:
                raise Unfit(f"one of the keys of the table {name!r} ({_hint(text, table)})", Owner.VENDOR)
            return found

        return convert


def _hint(text: str, table: Table, shown: int = 8) -> str:
    """The nearest keys first, where looking for them costs little."""
    small = len(table) <= _MOST_KEYS and len(text) <= _LONGEST_KEY
    near = nearest(text, table, most=3) if small else []
    rest = [key for key in itertools.islice(table, shown + len(near)) if key not in near]
    keys = [key[:_LONGEST_KEY] for key in (near + rest)[:shown]]
    return ", ".join(keys) + (f", … {len(table)} in all" if len(table) > shown else "")
