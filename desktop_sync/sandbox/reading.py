"""Reads what clients send: JSON bodies, query strings, ETags. Whatever cannot be read is refused with 400 in words.

Pure functions without any knowledge of documents.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Mapping
from typing import NoReturn
from urllib.parse import parse_qsl

from desktop_sync.core.identity import canonical
from desktop_sync.sandbox.messages import Refused, Request, problem

_ETAG = re.compile(r'"[0-9]{1,18}"', re.ASCII)
_LARGEST = 10**15  # no number of a document comes near


def unreadable(detail: str) -> Refused:
    return Refused(problem(400, "unreadable", detail))


def json_body(request: Request) -> object:
    """The body as JSON; 415 for another media type, 400 for what is no JSON or holds half a character pair."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise Refused(problem(415, "unsupported_media_type", "Send the body as application/json."))
    try:
        return json.loads(request.body.decode(), parse_float=_number, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise unreadable(f"The body is not UTF-8 at byte {error.start}.") from error
    except json.JSONDecodeError as error:
        raise unreadable(f"The body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}.") from error
    except RecursionError as error:
        raise unreadable("The body is nested too deeply.") from error
    except ValueError as error:
        raise unreadable(f"The body holds a number that cannot be read: {error}.") from error


def _number(text: str) -> int | float:
    """1.0 is the integer 1 (JSON Schema); anything else stays a float, which no schema of this API takes."""
    number = float(text)
    if math.isinf(number):
        raise ValueError("it is too large")
    return int(number) if number.is_integer() and abs(number) < _LARGEST else number


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a number")


def spelled(value: object) -> str:
    """The one spelling of a JSON value; 400 for text that is no Unicode (a lone surrogate)."""
    try:
        return canonical(value).decode()
    except UnicodeEncodeError as error:
        raise unreadable("The body holds half of a surrogate pair.") from error
    except RecursionError as error:
        raise unreadable("The body is nested too deeply.") from error


def query_of(request: Request, known: Collection[str]) -> dict[str, str]:
    """Parameters by name, each at most once; a name that means nothing here is refused."""
    try:
        pairs = parse_qsl(request.query, keep_blank_values=True, errors="strict", max_num_fields=50)
    except ValueError as error:
        raise unreadable("The query cannot be read.") from error
    found: dict[str, str] = {}
    for name, value in pairs:
        if name not in known:
            raise unreadable(f"There is no parameter '{name}' here. Known: {', '.join(sorted(known)) or 'none'}.")
        if name in found:
            raise unreadable(f"The parameter '{name}' is given twice.")
        found[name] = value
    return found


def whole_number(query: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    """A parameter that is a whole number; 400 outside its limits."""
    text = query.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) <= 18 and least <= int(text) <= most):  # noqa: PLR2004
        raise unreadable(f"'{name}' must be a whole number from {least} to {most}.")
    return int(text)


def version_of(if_match: str) -> str:
    """The version that an If-Match names; one strong ETag (RFC 9110 would know lists and ``*``)."""
    if not _ETAG.fullmatch(if_match):
        raise unreadable(f'If-Match must be one ETag such as "3", in its quotes; it is {if_match!r}.')
    return if_match.strip('"')
