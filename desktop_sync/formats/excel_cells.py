"""What stands in one cell of a workbook, as text: numbers exact, days and times in the spelling of ISO 8601.

It must not know how a workbook is kept (``excel_xlsx``, ``excel_xls``), nor what makes a record.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

Shown = Literal["", "date", "time", "moment", "duration"]
"""What a number format makes of a number; empty: a number."""

_DAY = 86_400_000  # milliseconds
_LAST = 2_958_465  # 31 December 9999
_WHOLE = re.compile(r"-?[0-9]+")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,4})?")
_EXACT = 2**53  # up to here every whole number is one of its own
_LONGEST = 400  # characters of a number: the largest has 309 digits

# ECMA-376, part 1, 18.8.30: number formats that a workbook need not spell out, with those of East Asia.
_DATES = {14, 15, 16, 17, *range(27, 32), 36, *range(50, 55), 57, 58}
_TIMES = {18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56}
BUILT_IN: Mapping[int, Shown] = {
    **dict.fromkeys(_DATES, "date"), **dict.fromkeys(_TIMES, "time"), 22: "moment", 46: "duration",
}  # fmt: skip

_NO_TOKENS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|am/pm|a/p|e[+-]|general', re.IGNORECASE)


class Unusable(str):
    """A cell that says nothing that could be taken; its text is what is shown of it. ``why``: for a fault."""

    __slots__ = ("why",)
    why: str

    @classmethod
    def of(cls, text: str, why: str) -> Unusable:
        made = cls(text)
        made.why = why
        return made


def shown_as(code: str) -> Shown:
    """Of a number format as a workbook spells it out."""
    first = _NO_TOKENS.sub("", code).partition(";")[0].lower()
    if "[" in first:
        return "duration"
    day, hour = any(sign in first for sign in "yd"), any(sign in first for sign in "hs")
    if day or ("m" in first and not hour):
        return "moment" if hour else "date"
    return "time" if hour else ""


def number(text: str) -> str:
    """As Excel shows it at its most exact, 15 digits: ``4711`` for 4711.0, ``0.3`` for 0.30000000000000004."""
    if _WHOLE.fullmatch(text) and len(text) <= _LONGEST:
        return text
    found = value_of(text)
    if found is None:
        why = f"found {text[:50]!r}, expected a number, as the cell says"
        return Unusable.of(text[:_LONGEST], why)
    return plain(found)


def value_of(text: str) -> float | None:
    """A number as workbooks write it; None: it is none."""
    found = float(text) if len(text) <= _LONGEST and _NUMBER.fullmatch(text) else math.inf
    return found if math.isfinite(found) else None


def plain(value: float) -> str:
    """A number without an exponent."""
    if value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    return format(Decimal(f"{value:.15g}"), "f")


def dated(value: float, how: Shown, *, from_1904: bool) -> str:
    """A day, a time of day, both, or a duration in hours, minutes and seconds."""
    if not 0 <= value < _LAST + 1:
        return _no_day(value)
    total = round(value * _DAY)
    if how == "duration":
        return _clock(total)
    days, rest = divmod(total, _DAY)
    if how == "time":
        return _clock(rest)
    day = _day(days, from_1904=from_1904)
    if day is None:
        return _no_day(value)
    return f"{day}T{_clock(rest)}" if how == "moment" else day


def _day(days: int, *, from_1904: bool) -> str | None:
    """Excel counts a 29 February 1900, which never was: as day 60."""
    if from_1904:
        start = date(1904, 1, 1)
    elif days in {0, 60}:
        return None
    else:
        start = date(1899, 12, 31) if days < 60 else date(1899, 12, 30)  # noqa: PLR2004 - see above
    try:
        return (start + timedelta(days)).isoformat()
    except OverflowError:
        return None


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{text}.{rest:03}" if rest else text


def _no_day(value: float) -> Unusable:
    why = f"found the number {plain(value)[:50]} in a cell for dates, and it is no day"
    return Unusable.of(plain(value), why)


def error(text: str) -> Unusable:
    """What Excel shows where a formula cannot be calculated."""
    why = f"found the error {text[:20]} of Excel, expected a value"
    return Unusable.of(text, why)


def not_calculated(formula: str) -> Unusable:
    """A formula of which the workbook does not say what it gives (pitfall 43)."""
    told = f"={formula.strip()[:100]}" if formula.strip() else "of the cell"
    why = (
        f"the formula {told} has no calculated value in the file; open and save it in Excel once, "
        "or let the sending system write values instead of formulas"
    )
    return Unusable.of(f"={formula}"[:200], why)
