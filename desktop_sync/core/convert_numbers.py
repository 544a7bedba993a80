"""Converters of numbers. Their signs are said, never guessed, and nothing passes through a float."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from desktop_sync.core.conversion import Convert, Converter, Tables, Unfit

MAX_DIGITS = 24
_GROUPING = {"": "", ".": r"\.", ",": ",", "'": "['\u2019]", " ": "[ \u00a0\u202f]"}
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")


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
