"""How numbers, days and times are written for people of a language and country. Exact; no float, no system setting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import NamedTuple

from desktop_sync.core.reports import Cell

EXACT = Context(prec=200, rounding=ROUND_HALF_UP)


class Places(NamedTuple):
    """Decimal places that are shown: as many as a number has, but at least and at most so many."""

    least: int
    most: int


def exactly(places: int) -> Places:
    """So many of every number."""
    return Places(places, places)


@dataclass(frozen=True, slots=True)
class Writing:
    """``point`` before decimal places, ``group`` between three digits; ``day`` and ``moment`` as strftime has it."""

    language: str
    point: str
    group: str
    day: str
    moment: str

    def number(self, value: Decimal | int, places: Places | None = None) -> str:
        """Half up; None: with as many decimal places as it has."""
        if places is not None:
            value = rounded(value, places)
        text = f"{value:,f}"
        if self.group != ",":
            text = text.translate({44: self.group, 46: self.point})
        return text

    def date(self, value: date) -> str:
        return value.strftime(self.day)

    def time(self, value: datetime) -> str:
        return value.strftime(self.moment)


_GERMAN = ("%d.%m.%Y", "%d.%m.%Y %H:%M")
WRITINGS = {
    "en": Writing("en", ".", ",", "%Y-%m-%d", "%Y-%m-%d %H:%M"),
    "en-GB": Writing("en", ".", ",", "%d/%m/%Y", "%d/%m/%Y %H:%M"),
    "en-US": Writing("en", ".", ",", "%m/%d/%Y", "%m/%d/%Y %I:%M %p"),
    "de": Writing("de", ",", ".", *_GERMAN),
    "de-AT": Writing("de", ",", ".", *_GERMAN),
    "de-CH": Writing("de", ".", "\u2019", *_GERMAN),
}


def rounded(value: Decimal | int, places: Places) -> Decimal:
    """Half up, as money is rounded; of any size. Zeros at the end are no places that it has."""
    short = Decimal(value).quantize(_quantum(places.least), context=EXACT)
    if places.most == places.least or short == value:
        return short
    long = Decimal(value).quantize(_quantum(places.most), context=EXACT).normalize(EXACT)
    return long if long != short else short


@lru_cache(maxsize=32)
def _quantum(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def added(one: Decimal, other: Decimal | int) -> Decimal:
    """Exactly."""
    return EXACT.add(one, other)


def speller(writing: Writing, places: Places | None, yes_no: tuple[str, str]) -> Callable[[Cell], str]:
    """A cell as people there read it."""

    def spell(value: Cell) -> str:
        if isinstance(value, str):
            return value
        if value is None:
            return ""
        if isinstance(value, bool):
            return yes_no[not value]
        if isinstance(value, Decimal | int):
            return writing.number(value, places)
        return writing.time(value) if isinstance(value, datetime) else writing.date(value)

    return spell
