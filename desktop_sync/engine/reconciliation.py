"""The rows of the daily reconciliation: what flows sent in a period, by the ledger, against what Acme holds.

What was sent is looked up in Acme, whenever it came into being there; what came into being there in the period and was
never sent is found in its lists. It must not know how rows are shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Protocol, TypeVar, runtime_checkable

from desktop_sync.core.ending import unless_ended
from desktop_sync.core.model import Look, RemoteDocument
from desktop_sync.core.periods import Window
from desktop_sync.core.ports import Queries, Token
from desktop_sync.core.reconciling import Held, reconciled
from desktop_sync.core.reports import Row
from desktop_sync.core.times import rfc3339
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.ledger.sent import SentBody, amount_of, known, sent_page

Part = TypeVar("Part")
CREATED = "created_at"
PAGE = 1000  # documents read from the ledger at once


@runtime_checkable
class Asked(Queries, Protocol):
    """Acme, as an export asks it."""

    def find(self, resource: str, references: Sequence[str]) -> Look: ...

    def differences(self, resource: str, sent: bytes, remote: RemoteDocument) -> Sequence[str]: ...


class Reconciliation:
    """``account``: the ledger's number of it. By resource: ``keys``: the field that names a document; ``since``: the
    API's parameters that ask for what came into being from a moment on. ``lookup``: references that it takes at once.
    ``token``: Ended is raised when it is set.
    """

    def __init__(
        self, ledger: Ledger, acme: Asked, account: int, keys: Mapping[str, str], since: Mapping[str, Sequence[str]],
        lookup: int, token: Token,
    ) -> None:  # fmt: skip
        self._ledger = ledger
        self._acme = acme
        self._account = account
        self._keys = keys
        self._since = since
        self._lookup = lookup
        self._token = token

    def rows(self, window: Window | None) -> Iterator[Row]:
        """A row for each document that either side knows, times as text."""
        held = {(one.resource, one.reference): one for one in (*self._unsent(window), *self._found(window))}
        in_order = (held[key] for key in sorted(held))
        for row in reconciled((one.sent for one in self._sent(window)), in_order):
            sent_at = row["sent_at"]
            yield {**row, "sent_at": rfc3339(sent_at) if isinstance(sent_at, datetime) else None}

    def _sent(self, window: Window | None) -> Iterator[SentBody]:
        begin, end = _seconds(window)
        after = ("", "")
        while True:
            with self._ledger.database.reading() as sql:
                page = sent_page(sql, self._account, begin, end, after, PAGE)
            yield from unless_ended(page, self._token)
            if len(page) < PAGE:
                return
            after = (page[-1].sent.resource, page[-1].sent.reference)

    def _found(self, window: Window | None) -> Iterator[Held]:
        """What Acme holds of that which was sent."""
        for resource, several in groupby(self._sent(window), key=lambda one: one.sent.resource):
            if resource not in self._keys:
                continue  # of a former profile: it is missing, as far as anybody can tell
            for some in _parts(several, self._lookup):
                found = self._acme.find(resource, [one.sent.reference for one in some]).found
                yield from (self._held(one, found[one.sent.reference]) for one in some if one.sent.reference in found)

    def _held(self, one: SentBody, remote: RemoteDocument) -> Held:
        amount, currency = amount_of(dict(remote.body))
        same = not one.body or not self._acme.differences(one.sent.resource, one.body, remote)
        return Held(one.sent.resource, one.sent.reference, remote.ref.id, amount, currency, same)

    def _unsent(self, window: Window | None) -> Iterator[Held]:
        """What came into being in the period, and no flow has ever brought."""
        for resource, key in self._keys.items():
            for some in _parts(self._created(resource, window), PAGE):
                by_reference = {str(row.get(key) or row.get("id")): row for row in some}
                with self._ledger.database.reading() as sql:
                    brought = known(sql, self._account, resource, list(by_reference))
                for reference, row in by_reference.items():
                    if reference not in brought:
                        amount, currency = amount_of(dict(row))
                        yield Held(resource, reference, str(row.get("id", "")), amount, currency)

    def _created(self, resource: str, window: Window | None) -> Iterator[Row]:
        start = None if window is None else window.start
        asked = [] if start is None else [(name, rfc3339(start)) for name in self._since[resource]]
        begin, end = _seconds(window)
        for row in unless_ended(self._acme.query(resource, asked, self._token), self._token):
            made = row.get(CREATED)
            if isinstance(made, str) and begin <= datetime.fromisoformat(made).timestamp() < end:
                yield row


def _seconds(window: Window | None) -> tuple[float, float]:
    if window is None:
        return -math.inf, math.inf
    return -math.inf if window.start is None else window.start.timestamp(), window.end.timestamp()


def _parts(rows: Iterator[Part], size: int) -> Iterator[list[Part]]:
    part: list[Part] = []
    for row in rows:
        part.append(row)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part
