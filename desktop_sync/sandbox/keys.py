"""Idempotency keys as the API honours them (issue 2, "The Acme API and its sandbox").

Fingerprint = method, path, If-Match, body. Same key and same fingerprint: the kept answer again. Another
fingerprint: 422. Still running: 409. Only the definite answers that processing gave are kept; 401, 429 and 5xx never
come here. It must not know documents.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from desktop_sync.sandbox.messages import Outcome, Refused, problem
from desktop_sync.sandbox.store import Store

_LONGEST_KEY = 255


@dataclass(frozen=True, slots=True)
class Keyed:
    """One document's request as the keys see it. ``key`` None: it has none."""

    key: str | None
    method: str
    path: str
    if_match: str | None  # a version, without the quotes of its ETag
    spelling: str  # canonical JSON of the body

    def fingerprint(self) -> str:
        """The same whether the request came singly or in a batch."""
        parts = (self.method, self.path, self.if_match or "", self.spelling)
        return sha256("\n".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Running:
    fingerprint: str
    due: float
    late: int


class Keys:
    """The keys of one sandbox. ``lifetime`` in seconds; None: this API honours no keys."""

    def __init__(self, store: Store, lifetime: float | None) -> None:
        self._store = store
        self._lifetime = lifetime
        self._running: dict[str, _Running] = {}

    def seen(self, keyed: Keyed, now: float) -> Outcome | None:
        """The kept answer, to be given again; raises Refused when the key is in use or belongs to another request."""
        if keyed.key is None or self._lifetime is None:
            return None
        if not 0 < len(keyed.key) <= _LONGEST_KEY:
            raise Refused(problem(400, "unreadable", f"A key has 1 to {_LONGEST_KEY} characters."))
        running, kept = self._running.get(keyed.key), self._live(keyed.key, now)
        if running is None and kept is None:
            return None
        fingerprint = running.fingerprint if running else kept[0] if kept else ""
        if fingerprint != keyed.fingerprint():
            raise Refused(problem(422, "key_reused", "This key was sent with another request before."))
        if running:
            wait = max(1, math.ceil(running.due - now))
            raise Refused(problem(409, "key_in_use", "A request with this key is running.", retry_after=wait))
        return _replayed(kept[1]) if kept else None

    def keep(self, keyed: Keyed, outcome: Outcome, now: float) -> None:
        """Keeps a definite answer under its key."""
        if keyed.key is not None and self._lifetime is not None:
            told = [outcome.status, outcome.body, outcome.etag, outcome.location]
            self._store.keep(keyed.key, keyed.fingerprint(), now, json.dumps(told))

    def start(self, keyed: Keyed, due: float, late: int, now: float) -> None:
        """The request was cut and will be committed at ``due`` by the late commit ``late``."""
        if keyed.key is None or self._lifetime is None:
            return
        if keyed.key not in self._running and self._live(keyed.key, now) is None:
            self._running[keyed.key] = _Running(keyed.fingerprint(), due, late)

    def end(self, late: int) -> None:
        """What ``late`` held is free: it is being processed now."""
        self._running = {key: running for key, running in self._running.items() if running.late != late}

    def _live(self, key: str, now: float) -> tuple[str, str] | None:
        kept = self._store.kept(key)
        if kept is None or self._lifetime is None or now - kept[1] > self._lifetime:
            return None
        return kept[0], kept[2]


def _replayed(text: str) -> Outcome:
    status, body, etag, location = json.loads(text)
    told: Mapping[str, object] = body
    return replace(Outcome(status, told, etag, location), replayed=True)
