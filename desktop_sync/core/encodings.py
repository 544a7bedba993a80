"""Encodings of text and the signs of a dialect, as people write them in options. Pure."""

from __future__ import annotations

import codecs
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from desktop_sync.core.options import Kind

# Codecs that are no encodings of files, or that hide markup from whoever looks at the bytes.
_NO_TEXT = frozenset({"idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"})
_NAMED_SIGNS = {"tab": "\t", "\\t": "\t"}


def codec(name: str) -> str | None:
    """Python's name of a text encoding; None when there is none of this name."""
    try:
        found = codecs.lookup(name.strip())
        "<".encode(found.name)
    except (LookupError, ValueError, UnicodeError):
        return None
    return None if found.name.replace("_", "-") in _NO_TEXT else found.name


def _sign(value: object) -> object:
    return _NAMED_SIGNS.get(value, value) if isinstance(value, str) else value


def _single(value: str) -> str:
    if len(value) > 1:
        raise PydanticCustomError("sign", 'expected one sign, such as ";" or "tab"')
    return value


Sign = Annotated[str, BeforeValidator(_sign), AfterValidator(_single), Kind("one sign")]
