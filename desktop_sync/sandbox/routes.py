"""Which path of the API profile means what. A further resource is data: nothing here knows orders or invoices."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from desktop_sync.sandbox.character import section
from desktop_sync.sandbox.envelopes import ID
from desktop_sync.sandbox.messages import Refused, Request, problem

Place: TypeAlias = Literal["account", "collection", "one", "lookup", "batch", "heartbeat"]

METHODS: Mapping[Place, tuple[str, ...]] = {
    "account": ("GET",),
    "collection": ("GET", "POST"),
    "one": ("GET", "PUT"),
    "lookup": ("POST",),
    "batch": ("POST",),
    "heartbeat": ("POST",),
}


@dataclass(frozen=True, slots=True)
class Route:
    """A place of the API; ``id`` where the path names one document."""

    place: Place
    resource: str = ""
    id: str = ""

    def writes(self, method: str) -> bool:
        """Whether a request here may change documents."""
        return self.place == "batch" or (self.place in {"collection", "one"} and method != "GET")


class Routes:
    """The paths of one profile; raises ValueError when a resource lacks its collection or its ``{id}`` path."""

    def __init__(self, profile: Mapping[str, object]) -> None:
        self.collections: dict[str, str] = {}
        self.documents: dict[str, str] = {}
        self._exact: dict[str, Route] = {str(profile.get("account", "/v1/account")): Route("account")}
        if path := section(profile, "heartbeat").get("path"):
            self._exact[str(path)] = Route("heartbeat")
        self._within: list[tuple[re.Pattern[str], str]] = []
        for resource, entry in section(profile, "resources").items():
            self._add(resource, entry if isinstance(entry, Mapping) else {})

    def _add(self, resource: str, entry: Mapping[str, object]) -> None:
        collection, one = str(entry.get("collection", "")), str(entry.get("one", ""))
        if not collection or one.count("{id}") != 1:
            raise ValueError(f"The profile's resource '{resource}' needs 'collection' and 'one' with {{id}} in it.")
        self.collections[resource], self.documents[resource] = collection, one
        self._exact[collection] = Route("collection", resource)
        if entry.get("lookup"):
            self._exact[str(entry["lookup"])] = Route("lookup", resource)
        if entry.get("batch"):
            self._exact[str(entry["batch"])] = Route("batch", resource)
        before, _, after = one.partition("{id}")
        self._within.append((re.compile(re.escape(before) + f"({ID})" + re.escape(after)), resource))

    def find(self, path: str) -> Route | None:
        """The place of a path, or None."""
        found = self._exact.get(path)
        if found is not None:
            return found
        for pattern, resource in self._within:
            if match := pattern.fullmatch(path):
                return Route("one", resource, match[1])
        return None

    def of(self, request: Request) -> Route:
        """The place of a request; raises Refused (404, 405)."""
        route = self.find(request.path)
        if route is None:
            raise Refused(problem(404, "not_found", f"There is nothing at {request.path}."))
        allow_only(request, METHODS[route.place])
        return route


def allow_only(request: Request, methods: tuple[str, ...]) -> None:
    """Raises Refused (405) with the methods that have a meaning."""
    if request.method not in methods:
        allowed = ", ".join(methods)
        detail = f"{request.method} has no meaning here. Possible: {allowed}."
        raise Refused(problem(405, "method_not_allowed", detail, headers={"allow": allowed}))
