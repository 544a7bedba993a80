"""Converters of numbers. Their signs are said, never guessed, and nothing passes through a float."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from desktop_sync.core.conversion import Convert, Converter, Gives, Tables, Unfit

MAX_DIGITS = 24
_GROUPING = {"": "", ".": r"\.", ",": ",", "'": "['\u2019]", " ": "[ \u00a0\u202f]"}
Like = Literal[
    "", "1234.50", "1234,50", "1,234.50", "1.234,50", "1 234.50", "1 234,50", "1'234.50", "1'234,50"
]  # fmt: skip
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")


class DecimalConverter(Converter):
    """A decimal number; how it is written is said by an example (``like``), or by ``comma`` and ``grouping``.

    Nobody can see from ``1.000`` whether it is one or a thousand, so it is never guessed: one of the two is needed.
    In short: `{decimal = "1.234,50"}`.
    """

    shorthand: ClassVar[str] = "like"
    result: ClassVar[Gives] = "number"
    kind: Literal["decimal"]
    like: Like = Field(default="", description="how numbers are written, by an example")
    comma: bool | None = Field(default=None, description="the decimal sign is a comma; false: a point")
    grouping: Literal["", ".", ",", "'", " "] = Field(default="", description="sign between groups of three digits")
    trailing_minus: bool = Field(default=False, description="negative numbers may be written 12.50-")
    places: int | None = Field(default=None, ge=0, le=12, description="exactly so many decimal places are written")
    sign: Literal["keep", "flip", "drop"] = Field(
        default="keep",
        description="flip: plus becomes minus and the reverse; drop: without minus, as for credit notes that are "
        "written with negative amounts",
    )

    @model_validator(mode="after")
    def _check(self) -> DecimalConverter:
        if not self.like and self.comma is None:
            raise PydanticCustomError(
                "locale",
                'say how numbers are written, for 1.000 may be one or a thousand: {decimal = "1234.50"}, '
                '{decimal = "1234,50"} or {decimal = "1.234,50"}',
            )
        if self.like and (self.comma is not None or self.grouping):
            raise PydanticCustomError("locale", "like says it all: leave out comma and grouping")
        if self.grouping == self._sign:
            raise PydanticCustomError("grouping", "the grouping sign and the decimal sign must differ")
        return self

    @property
    def _sign(self) -> str:
        return self.like[-3] if self.like else "," if self.comma else "."

    @property
    def _group(self) -> str:
        return self.grouping if not self.like or self.like[1] == "2" else self.like[1]

    def build(self, tables: Tables) -> Convert:
        del tables
        expected = f"a decimal number like {self._example()}"
        match, clean, places = self._pattern().fullmatch, re.compile("[^0-9]").sub, self.places
        flip, keep = self.sign == "flip", self.sign != "drop"

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
            negative = keep and (sign == "-" or bool(trailing)) is not flip
            return -number if negative and number else number

        return convert

    def _pattern(self) -> re.Pattern[str]:
        group = _GROUPING[self._group]
        whole = rf"[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]+" if group else "[0-9]+"
        sign, minus = re.escape(self._sign), "-" if self.trailing_minus else r"(?!)"
        return re.compile(rf"([+-]?)(?=[0-9]|{sign})((?:{whole})?)(?:{sign}([0-9]+))?({minus})?")

    def _example(self) -> str:
        return f"1{self._group}234{self._sign}50"


def _exactly(fraction: str, places: int) -> str:
    kept = fraction[:places].ljust(places, "0")
    if fraction[places:].strip("0"):
        raise Unfit(f"a number with at most {places} decimal places")
    return kept


class IntegerConverter(Converter):
    """A whole number of at most 18 digits, without grouping."""

    result: ClassVar[Gives] = "number"
    kind: Literal["integer"]

    def build(self, tables: Tables) -> Convert:
        del tables

        def convert(text: str) -> int:
            if _INTEGER.fullmatch(text) is None:
                raise Unfit("a whole number like 12")
            return int(text)

        return convert
