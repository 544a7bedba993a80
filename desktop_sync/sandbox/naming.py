"""Which documents a request names, as far as it can be read: for faults that speak of a reference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl

from desktop_sync.sandbox.messages import Refused, Request
from desktop_sync.sandbox.reading import json_body
from desktop_sync.sandbox.routes import Route


def references(request: Request, route: Route, key_field: str) -> set[str]:
    """External references in the query, the body, the batch or the look-up."""
    if request.method == "GET":
        return {value for name, value in parse_qsl(request.query) if name == key_field}
    try:
        body = json_body(request)
    except Refused:
        return set()
    return {named for named in _named(body, route, key_field) if isinstance(named, str)}


def _named(body: object, route: Route, key_field: str) -> Iterator[object]:
    if not isinstance(body, Mapping):
        return
    if route.place == "lookup":
        yield from _list(body.get("references"))
    elif route.place == "batch":
        for entry in _list(body.get("requests")):
            document = entry.get("body") if isinstance(entry, Mapping) else None
            yield document.get(key_field) if isinstance(document, Mapping) else None
    else:
        yield body.get(key_field)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
