"""Heartbeats of clients: checked, kept, and told again. It must not know what else a client does."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_sync.sandbox.envelopes import heartbeat
from desktop_sync.sandbox.messages import Reply, Request, json_reply, unprocessable
from desktop_sync.sandbox.reading import json_body, query_of, spelled
from desktop_sync.sandbox.store import Store
from desktop_sync.sandbox.validation import Schema


class Heartbeats:
    """Of one account."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._schema = Schema("heartbeat", heartbeat())

    def take(self, request: Request, now: float) -> Reply:
        """Raises Refused for what is none."""
        query_of(request, ())
        body = json_body(request)
        if not isinstance(body, Mapping):
            raise unprocessable("", "A heartbeat is an object.")
        text = spelled(body)
        self._schema.check(body)
        self._store.keep_heartbeat(str(body["installation"]), now, text)
        return json_reply({"taken": True})
