"""Takes writing requests apart: one document of a single request, or each of a batch, as the keys see it.

It reads and refuses what cannot be read; it must not know what a document means or what is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop_sync.sandbox.keys import Keyed
from desktop_sync.sandbox.messages import Refused, Request, problem
from desktop_sync.sandbox.reading import json_body, query_of, spelled, version_of
from desktop_sync.sandbox.routes import Route, Routes
from desktop_sync.sandbox.validation import Schema


@dataclass(frozen=True, slots=True)
class Write:
    """One document of a request. ``route`` None: method and path of a batch's entry do not fit."""

    keyed: Keyed
    body: object
    route: Route | None


class Writing:
    """The writing requests of one profile. ``batches``: schema of a batch's body by resource; ``most`` documents."""

    def __init__(self, routes: Routes, batches: Mapping[str, Schema], key_header: str, most: int) -> None:
        self._routes = routes
        self._batches = batches
        self._key_header = key_header.lower()
        self._most = most

    def of(self, request: Request, route: Route) -> list[Write]:
        """Raises Refused (400, 413, 415, 422, 428) when the request as a whole will not do."""
        query_of(request, ())
        body = json_body(request)
        if route.place == "batch":
            return self._batch(body, route.resource)
        if_match = request.headers.get("if-match")
        if request.method == "PUT" and if_match is None:
            raise Refused(problem(428, "precondition_required", "Send the version you know as If-Match."))
        version = None if if_match is None else version_of(if_match)
        keyed = Keyed(request.headers.get(self._key_header), request.method, request.path, version, spelled(body))
        return [Write(keyed, body, route)]

    def _batch(self, body: Any, resource: str) -> list[Write]:  # noqa: ANN401 - JSON, until its schema is checked
        spelled(body)
        refuse_more(body, "requests", self._most)
        self._batches[resource].check(body)
        return [self._entry(entry, resource) for entry in body["requests"]]

    def _entry(self, entry: Mapping[str, Any], resource: str) -> Write:
        method, path = entry["method"], entry["path"]
        route = self._routes.find(path)
        place = "collection" if method == "POST" else "one"
        fits = route is not None and route.resource == resource and route.place == place
        keyed = Keyed(entry["key"], method, path, entry.get("if_match"), spelled(entry["body"]))
        return Write(keyed, entry["body"], route if fits else None)


def refuse_more(body: object, name: str, most: int) -> None:
    """Raises Refused (413) for a list of more than ``most``: too large is told apart from not valid."""
    found = body.get(name) if isinstance(body, Mapping) else None
    if isinstance(found, list) and len(found) > most:
        raise Refused(problem(413, "too_large", f"At most {most} {name} at once."))
