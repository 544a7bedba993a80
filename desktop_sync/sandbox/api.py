"""The API itself: what a signed-in request does, singly or in a batch, with idempotency keys.

It must not know sign-in, faults, cuts or sockets; ``answer`` may be called when the request comes, or late.
"""

from __future__ import annotations

from collections.abc import Mapping

from desktop_sync.sandbox.documents import Documents
from desktop_sync.sandbox.heartbeats import Heartbeats
from desktop_sync.sandbox.keys import Keys
from desktop_sync.sandbox.listing import Listing
from desktop_sync.sandbox.messages import Outcome, Refused, Reply, Request, json_reply, unprocessable
from desktop_sync.sandbox.reading import query_of
from desktop_sync.sandbox.routes import Route
from desktop_sync.sandbox.store import Author
from desktop_sync.sandbox.writing import Write, Writing


class Api:
    """The resources of one account."""

    def __init__(
        self,
        writing: Writing,
        documents: Documents,
        listing: Listing,
        keys: Keys,
        heartbeats: Heartbeats,
        account: Mapping[str, str],
    ) -> None:
        self._writing = writing
        self._documents = documents
        self._listing = listing
        self._keys = keys
        self._heartbeats = heartbeats
        self._account = account

    def answer(self, request: Request, route: Route, now: float) -> Reply:
        """Does what the request asks, now; raises Refused."""
        if route.writes(request.method):
            return self._write_all(request, route, now)
        if route.place == "heartbeat":
            return self._heartbeats.take(request, now)
        if route.place == "lookup":
            return self._listing.lookup(route.resource, request, now)
        if route.place == "collection":
            return self._listing.page(route.resource, request, now)
        query_of(request, ())
        return json_reply(self._account) if route.place == "account" else self._listing.one(route.resource, route.id)

    def _write_all(self, request: Request, route: Route, now: float) -> Reply:
        writes = self._writing.of(request, route)
        if route.place == "batch":
            return json_reply({"results": [self._result(write, now) for write in writes]})
        return self._commit(writes[0], now).reply()

    def _result(self, write: Write, now: float) -> dict[str, object]:
        """One document's result in a batch: what refuses it refuses nothing else."""
        try:
            outcome = self._commit(write, now)
        except Refused as refused:
            outcome = refused.outcome
        told: dict[str, object] = {
            "key": write.keyed.key,
            "status": outcome.status,
            "body": outcome.body,
            "etag": outcome.etag,
        }
        return told if outcome.retry_after is None else {**told, "retry_after": outcome.retry_after}

    def _commit(self, write: Write, now: float) -> Outcome:
        """One document, through its key; what refuses the key itself (raised) is not kept."""
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
