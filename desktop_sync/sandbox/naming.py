"""Which documents a request is about, as far as it can be read: for faults that speak of one, and for people's acts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl

from desktop_sync.sandbox.messages import Refused, Request
from desktop_sync.sandbox.reading import json_body
from desktop_sync.sandbox.routes import Route, Routes
from desktop_sync.sandbox.store import Store, Stored


class Naming:
    """Reads requests once more; nothing is refused here, what cannot be read names nothing."""

    def __init__(self, store: Store, routes: Routes, key_fields: Mapping[str, str]) -> None:
        self._store = store
        self._routes = routes
        self._key_fields = key_fields

    def references(self, request: Request, route: Route) -> set[str]:
        """External references that the request names, also by the id of a document."""
        written = {named for named in self._written(request, route) if isinstance(named, str)}
        return written | {document.reference for document in self._by_id(request, route)}

    def documents(self, request: Request, route: Route) -> list[Stored]:
        """What is there of the documents that the request names: by id where it does, else by reference."""
        by_id = self._by_id(request, route)
        known = {document.reference for document in by_id}
        written = {named for named in self._written(request, route) if isinstance(named, str)} - known
        by_reference = self._store.by_reference(route.resource, sorted(written))
        return sorted((*by_id, *by_reference), key=lambda document: document.seq)

    def _by_id(self, request: Request, route: Route) -> list[Stored]:
        ids = {route.id}
        if route.place == "batch":
            paths = (entry.get("path") for entry in _entries(request))
            routes = (self._routes.find(path) for path in paths if isinstance(path, str))
            ids = {found.id for found in routes if found is not None and found.resource == route.resource}
        found = (self._store.one(route.resource, identity) for identity in sorted(ids))
        return [document for document in found if document is not None and not document.deleted]

    def _written(self, request: Request, route: Route) -> Iterator[object]:
        """Whatever stands where a reference belongs."""
        key_field = self._key_fields.get(route.resource, "")
        if request.method == "GET":
            yield from (value for name, value in parse_qsl(request.query) if name == key_field)
        elif route.place == "lookup":
            yield from _list(_body(request).get("references"))
        elif route.place == "batch":
            for entry in _entries(request):
                document = entry.get("body")
                yield document.get(key_field) if isinstance(document, Mapping) else None
        else:
            yield _body(request).get(key_field)


def _body(request: Request) -> Mapping[str, object]:
    try:
        body = json_body(request)
    except Refused:
        return {}
    return body if isinstance(body, Mapping) else {}


def _entries(request: Request) -> list[Mapping[str, object]]:
    return [entry for entry in _list(_body(request).get("requests")) if isinstance(entry, Mapping)]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
