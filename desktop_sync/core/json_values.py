"""JSON texts as values that a record can hold: numbers stay the text they are, names stand once, nothing is rounded.

It must not know payloads or records.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

Json: TypeAlias = "str | bool | Sequence[Json] | Mapping[str, Json] | None"
"""A number is its text: ``1.10`` stays ``1.10``."""

_DIGITS = 1000  # of a number that is written with an exponent
_ODD = re.compile(r"\\u(?:[dD][89abAB]|0000)")  # may become half a letter, or NUL
_CUT = "Unterminated string"
_NEAR = 8  # characters before the end at which a word or an escape may only be unfinished


class Doubled(dict[str, Json]):
    """An object that has a name twice: which of the values counts is anybody's guess."""

    name = ""


class NoJson(ValueError):
    """``at``: the character; ``cut``: the text may only be unfinished; ``unfinished``: a text has no end."""

    def __init__(self, why: str, at: int, *, cut: bool = False, unfinished: bool = False) -> None:
        super().__init__(why)
        self.at = at
        self.cut = cut
        self.unfinished = unfinished


def _object(pairs: list[tuple[str, Json]]) -> Mapping[str, Json]:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    doubled = Doubled(made)
    names = [name for name, _ in pairs]
    doubled.name = next(name for name in names if names.count(name) > 1)
    return doubled


def _number(text: str) -> str:
    """With an exponent it is written out, so that converters read it as any other."""
    if "e" not in text and "E" not in text:
        return text
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    exponent = value.as_tuple().exponent
    return format(value, "f") if isinstance(exponent, int) and abs(exponent) <= _DIGITS else text


def _no_number(text: str) -> Json:
    raise NoJson(f"{text} is no number in JSON", 0)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=str, parse_float=_number, parse_constant=_no_number, strict=True
)


def decoded(text: str, at: int = 0) -> tuple[Json, int]:
    """The value that begins there, and where it ends. Raises NoJson."""
    try:
        return _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        unfinished = error.msg.startswith(_CUT)
        cut = unfinished or error.pos >= len(text) - _NEAR
        raise NoJson(_words(error.msg), error.pos, cut=cut, unfinished=unfinished) from None
    except RecursionError:
        raise NoJson("values stand too deep inside each other", at) from None
    except NoJson as error:
        raise NoJson(str(error), at) from None


def odd(text: str) -> bool:
    """Whether texts in it may hold what cannot be written."""
    return _ODD.search(text) is not None


def unwritable(value: str) -> bool:
    """Half a letter (a lone surrogate), or NUL."""
    return "\0" in value or (not value.isascii() and any("\ud800" <= sign <= "\udfff" for sign in value))


def _words(message: str) -> str:
    """What Python says, as a sentence's end."""
    message = message.partition(" starting at")[0].partition(": line")[0].strip(" :")
    return _KNOWN.get(message, message[:1].lower() + message[1:])


_KNOWN = {
    "Expecting value": "a value is missing, or there is something that is no JSON",
    "Expecting property name enclosed in double quotes": "a name in double quotes is missing (a comma too many?)",
    "Expecting ',' delimiter": "a comma is missing",
    "Expecting ':' delimiter": "a colon is missing after a name",
    "Unterminated string": "a text has no end",
    "Invalid control character at": "a line break or another control character stands in a text",
    "Invalid \\escape": "a backslash stands before a sign that needs none",
    "Invalid \\uXXXX escape": "\\u is not followed by four hex digits",
    "Illegal trailing comma before end of object": "there is a comma too many",
    "Illegal trailing comma before end of array": "there is a comma too many",
}
