"""The source over a real HTTP server, with a spool, secrets and a wish to end of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

from desktop_sync.core.model import Item
from desktop_sync.core.ports import Clock
from desktop_sync.sources.asked import Access, Asking
from desktop_sync.sources.http_api import HttpApiOptions, HttpConnectionOptions
from desktop_sync.sources.http_api.source import HttpApi
from desktop_sync.spool import Spool
from tests.contract.asked_rigs import Remembered, payload_of
from tests.query_api import QueryApi
from tests.unit.sources.looks import TwoClocks

QUERIES: Mapping[str, Mapping[str, Any]] = {
    "none": {},
    "page": {"query": {"page": "{page}", "size": "{size}"}, "page_size": 10},
    "offset": {"query": {"offset": "{offset}"}},
    "cursor": {"query": {"after": "{cursor}"}, "next_at": "next"},
    "row": {"query": {"after": "{cursor}"}, "next_at": "no"},
    "next": {"next_at": "next"},
    "link": {},
}
NUMBERS = [f"{number:03}" for number in range(25)]
SINCE = {"since": "{since}"}
SECRET = "s3cret-k3y-of-ours"
SIGN_INS: dict[str, dict[str, Any]] = {
    "key": {"sign_in": "key", "key": "erp/key", "key_name": "X-API-Key"},
    "query": {"sign_in": "key", "key": "erp/key", "key_in": "query", "key_name": "api_key"},
    "bearer": {"sign_in": "bearer", "key": "erp/key"},
    "basic": {"sign_in": "basic", "username": "erp", "password": "erp/key"},
}
EXPECTED = {
    "key": ("header", "x-api-key", SECRET),
    "query": ("query", "api_key", SECRET),
    "bearer": ("header", "authorization", f"Bearer {SECRET}"),
    "basic": ("header", "authorization", "Basic ZXJwOnMzY3JldC1rM3ktb2Ytb3Vycw=="),
}


@dataclass(slots=True)
class Refusals:
    """As the credentials keep them."""

    refused: set[str] = field(default_factory=set)

    def note(self, secret: str) -> None:
        self.refused.add(secret)

    def stands(self, secret: str) -> bool:
        return secret in self.refused

    def forget(self) -> None:
        self.refused.clear()


@dataclass(slots=True)
class HttpRig:
    """``secrets``: by reference."""

    api: QueryApi
    spool: Spool
    secrets: dict[str, str] = field(default_factory=dict)
    token: Event = field(default_factory=Event)
    clock: Clock = field(default_factory=TwoClocks)
    refusals: Refusals = field(default_factory=Refusals)
    known: Remembered = field(default_factory=Remembered)

    def source(self, connection: Mapping[str, Any] | None = None, **options: Any) -> HttpApi:  # noqa: ANN401
        paging = options.pop("paging", self.api.paging)
        usual: dict[str, Any] = {"path": "/orders", "rows": "data/orders", "key": ("no",), "paging": paging}
        usual |= QUERIES[paging]
        usual["query"] = {**usual.get("query", {}), **options.pop("query", {})}
        return HttpApi(
            Asking(self.access(connection), self.spool, self.token, "flow"), HttpApiOptions(**{**usual, **options})
        )

    def access(self, connection: Mapping[str, Any] | None = None) -> Access:
        made = HttpConnectionOptions(**{"base_url": self.api.url, "timeout": 5.0, **(connection or {})})
        return Access(made, lambda name: self.secrets[name], self.refusals, self.clock)

    def look(self, source: HttpApi) -> list[str]:
        """One look to its end: the numbers of the rows that came."""
        try:
            return self.numbers(self.known.look(source))
        finally:
            source.close()

    def numbers(self, items: list[Item]) -> list[str]:
        return [str(one["no"]) for item in items for one in self.rows(item)]

    def rows(self, item: Item) -> list[dict[str, Any]]:
        with self.spool.open(payload_of(item).sha256) as data:
            return [json.loads(line) for line in data.read().splitlines()]


def rig_at(folder: Path, api: QueryApi) -> HttpRig:
    return HttpRig(api, Spool(folder / "spool", reserve=0))


def filled(api: QueryApi, paging: str = "page", changed: float | None = None) -> None:
    api.paging = paging
    for no in NUMBERS:
        api.put(no, changed, total=1.10)
