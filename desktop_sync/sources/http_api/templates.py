"""The address of a query: paths and parameters with places that are filled in, and times as a system writes them.

Pure. What cannot be filled in yet (no time before the first look, no cursor before the first page) leaves its parameter
out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from functools import cache
from math import ceil
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit
from zoneinfo import ZoneInfo

PAGES = frozenset({"page", "offset", "size", "cursor"})
PLACES = PAGES | {"since", "until"}
_PLACE = re.compile(r"\{([a-z_A-Z0-9/~.]*)\}")
_COUNTS = frozenset({"page", "offset", "size"})
_UNIX = {"unix": 1, "unix_ms": 1000}
_HIDDEN = "***"
_STEPS = (60, 3600, 86_400, 31 * 86_400)  # seconds: what a pattern may leave out


def places(template: str) -> frozenset[str]:
    return frozenset(_PLACE.findall(template))


def path_of(template: str, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda match: quote(values.get(match[1], ""), safe=""), template)


def query_of(templates: Mapping[str, str], values: Mapping[str, str]) -> str:
    """Parameters of which a place cannot be filled are left out."""
    filled = {
        name: _PLACE.sub(lambda match: values[match[1]], template)
        for name, template in templates.items()
        if all(place in values for place in places(template))
    }
    return urlencode(filled)


@cache
def _in_body(known: frozenset[str]) -> re.Pattern[str]:
    return re.compile(r"\{(" + "|".join(sorted(known)) + r")\}")


def body_places(template: str, known: frozenset[str] = PLACES) -> frozenset[str]:
    """In the texts of a body; braces of JSON, or of a language in it, are none."""
    return frozenset(_in_body(known).findall(template))


def body_of(template: str, values: Mapping[str, str], known: frozenset[str] = PLACES) -> bytes:
    """The body of a query as JSON; nothing where there is no template. Filled as a tree: a value stays a value."""
    if not template:
        return b""
    return json.dumps(_filled(json.loads(template), values, known), ensure_ascii=False).encode()


def lasting(template: object) -> object:
    """Of parameters, or of a body as JSON: what stays the same whatever time and page is asked for.

    A text that is nothing but a place is left out; in others the place stands as it was written.
    """
    if isinstance(template, dict):
        return {name: lasting(one) for name, one in template.items() if not _is_place(one)}
    if isinstance(template, list):
        return [lasting(one) for one in template if not _is_place(one)]
    return template


def _is_place(template: object) -> bool:
    return isinstance(template, str) and _in_body(PLACES).fullmatch(template) is not None


def _filled(value: object, values: Mapping[str, str], known: frozenset[str]) -> object:
    if isinstance(value, dict):
        return {name: _filled(one, values, known) for name, one in value.items() if not _open(one, values, known)}
    if isinstance(value, list):
        return [_filled(one, values, known) for one in value if not _open(one, values, known)]
    if not isinstance(value, str):
        return value
    whole = _in_body(known).fullmatch(value)
    if whole is not None and whole[1] in _COUNTS and values[whole[1]].isdigit():
        return int(values[whole[1]])
    return _in_body(known).sub(lambda match: values[match[1]], value)


def _open(value: object, values: Mapping[str, str], known: frozenset[str]) -> bool:
    """Whether a text has a place that cannot be filled yet."""
    return isinstance(value, str) and not body_places(value, known) <= values.keys()


def time_text(moment: float, how: str, zone: str) -> str:
    """``how``: iso, unix, unix_ms, or a format of strftime."""
    if how in _UNIX:
        return str(int(moment * _UNIX[how]))
    when = datetime.fromtimestamp(int(moment), UTC)
    if how == "iso":
        return f"{when:%Y-%m-%dT%H:%M:%SZ}"
    where: tzinfo = ZoneInfo(zone) if zone else UTC
    return when.astimezone(where).strftime(how)


def end_text(moment: float, how: str, zone: str) -> str:
    """The same of an end up to which is asked: where it cannot be written exactly, the next that can."""
    whole = float(ceil(moment))
    text = time_text(whole, how, zone)
    if time_text(whole - 1, how, zone) != text:
        return text
    later = (time_text(whole + step, how, zone) for step in _STEPS)
    return next((one for one in later if one != text), text)


def target_of(address: str) -> str:
    """Path and query, as they are asked for at the server."""
    parts = urlsplit(address)
    return f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"


def with_query(address: str, name: str, value: str) -> str:
    """The same address with this parameter, once."""
    parts = urlsplit(without_query(address, name))
    query = parse_qsl(parts.query, keep_blank_values=True)
    return urlunsplit(parts._replace(query=urlencode([*query, (name, value)])))


def without_query(address: str, name: str) -> str:
    """Without this parameter: a system may tell our key back in the address of its next page."""
    parts = urlsplit(address)
    query = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(key, text) for key, text in query if key != name]
    return address if kept == query else urlunsplit(parts._replace(query=urlencode(kept)))


def shown(address: str, hidden: str) -> str:
    """For messages and logs: without the key, should it stand there, and without a user."""
    parts = urlsplit(address)
    query = [
        (name, _HIDDEN if name == hidden else text) for name, text in parse_qsl(parts.query, keep_blank_values=True)
    ]
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, urlencode(query, safe="*:"), ""))
