"""The API itself: what a signed-in request does, singly or in a batch, with idempotency keys.

It must not know sign-in, faults, cuts or sockets; ``answer`` may be called when the request comes, or late.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_sync.sandbox.documents import Documents
from desktop_sync.sandbox.keys import Keyed, Keys
from desktop_sync.sandbox.listing import Listing
from desktop_sync.sandbox.messages import Outcome, Refused, Reply, Request, json_reply, problem, unprocessable
from desktop_sync.sandbox.reading import json_body, query_of, spelled, version_of
from desktop_sync.sandbox.routes import Route, Routes
from desktop_sync.sandbox.store import Author

_BATCH_FIELDS = {"key", "method", "path", "if_match", "body"}


@dataclass(frozen=True, slots=True)
class Write:
    """One document of a request: where it goes, and how the keys see it."""

    keyed: Keyed
    body: object
    route: Route | None  # None: the batch names a path that is none of its resource


class Api:
    """The resources of one profile."""

    def __init__(
        self,
        routes: Routes,
        documents: Documents,
        listing: Listing,
        keys: Keys,
        account: Mapping[str, str],
        key_header: str,
        max_batch: int,
    ) -> None:
        self._routes = routes
        self._documents = documents
        self._listing = listing
        self._keys = keys
        self._account = account
        self._key_header = key_header.lower()
        self._max_batch = max_batch

    def answer(self, request: Request, route: Route, now: float) -> Reply:
        """Does what the request asks, now; raises Refused."""
        if route.place == "account":
            query_of(request, ())
            return json_reply(self._account)
        if route.place == "lookup":
            return self._listing.lookup(route.resource, request, now)
        if request.method == "GET":
            return self._read(request, route, now)
        writes = self.writes(request, route)
        if route.place == "batch":
            return json_reply({"results": [self._result(write, now) for write in writes]})
        return self._commit(writes[0], now).reply()

    def _read(self, request: Request, route: Route, now: float) -> Reply:
        if route.place == "collection":
            return self._listing.page(route.resource, request, now)
        query_of(request, ())
        return self._listing.one(route.resource, route.id)

    def writes(self, request: Request, route: Route) -> list[Write]:
        """The documents that a writing request carries; raises Refused when the request as a whole will not do."""
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

    def _batch(self, body: object, resource: str) -> list[Write]:
        requests = body.get("requests") if isinstance(body, Mapping) else None
        if not isinstance(body, Mapping) or set(body) != {"requests"} or not isinstance(requests, list) or not requests:
            raise unprocessable("/requests", 'Send {"requests": [...]} with at least one entry and nothing else.')
        if len(requests) > self._max_batch:
            raise Refused(problem(413, "too_large", f"At most {self._max_batch} documents at once."))
        writes = [self._entry(entry, resource, f"/requests/{at}") for at, entry in enumerate(requests)]
        if len({write.keyed.key for write in writes}) != len(writes):
            raise unprocessable("/requests", "Two documents of this batch have the same key.")
        return writes

    def _entry(self, entry: object, resource: str, pointer: str) -> Write:
        if not isinstance(entry, Mapping) or not {"key", "method", "path", "body"} <= set(entry) <= _BATCH_FIELDS:
            raise unprocessable(pointer, "An entry has key, method, path, body, and may have if_match.")
        key, method, path, if_match = (entry.get(name) for name in ("key", "method", "path", "if_match"))
        if not (isinstance(key, str) and key and isinstance(path, str) and isinstance(if_match, str | None)):
            raise unprocessable(pointer, "key, path and if_match are text.")
        if method not in {"POST", "PUT"}:
            raise unprocessable(f"{pointer}/method", "The method is POST or PUT.")
        route = self._routes.find(path)
        place = "collection" if method == "POST" else "one"
        fits = route is not None and route.resource == resource and route.place == place
        return Write(Keyed(key, method, path, if_match, spelled(entry["body"])), entry["body"], route if fits else None)

    def _result(self, write: Write, now: float) -> dict[str, object]:
        try:
            outcome = self._commit(write, now)
        except Refused as refused:
            outcome = refused.outcome
        result: dict[str, object] = {
            "key": write.keyed.key,
            "status": outcome.status,
            "body": outcome.body,
            "etag": outcome.etag,
        }
        if outcome.retry_after is not None:
            result["retry_after"] = outcome.retry_after
        return result

    def _commit(self, write: Write, now: float) -> Outcome:
        """One document, through its key; what refuses the key itself is not kept."""
        kept = self._keys.seen(write.keyed, now)
        if kept is not None:
            return kept
        try:
            outcome = self._write(write, now)
        except Refused as refused:
            outcome = refused.outcome
        self._keys.keep(write.keyed, outcome, now)
        return outcome

    def _write(self, write: Write, now: float) -> Outcome:
        author = Author(now, key=write.keyed.key)
        if write.route is None:
            raise unprocessable("/path", f"{write.keyed.method} {write.keyed.path} does not belong into this batch.")
        if write.keyed.method == "POST":
            return self._documents.create(write.route.resource, write.body, write.keyed.spelling, author)
        return self._documents.update(write.route.resource, write.route.id, write.keyed.if_match, write.body, author)
