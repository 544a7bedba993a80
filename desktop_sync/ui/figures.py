"""Numbers as people type them. What is none, or one that no engine could be told, stays the text that was typed: then
it is said at its field what was expected there.
"""

from __future__ import annotations

import math
import re

_WHOLE = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_MOST = 2**63
_LONGEST = 100  # characters


def whole(text: str) -> int | str:
    """A whole number, where it is one."""
    found = int(text) if len(text) < _LONGEST and _WHOLE.fullmatch(text) else text
    return found if fits(found) else text


def decimal(text: str) -> float | str:
    """A number, where it is one."""
    found = float(text) if _DECIMAL.fullmatch(text) else text
    return found if fits(found) else text


def fits(value: object) -> bool:
    """Whether all numbers of a JSON value can be told and written: finite ones, of 64 bits."""
    if isinstance(value, dict):
        return all(map(fits, value.values()))
    if isinstance(value, list):
        return all(map(fits, value))
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, int) or -_MOST <= value < _MOST
