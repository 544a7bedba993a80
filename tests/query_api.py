"""A system that can only be queried, on a real socket: rows with a time of change, pages of every kind, and its faults.

It judges nothing; what it was asked is kept for the tests (``server.received``).
"""

from __future__ import annotations

import gzip
import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.raw_server import RawServer, Received, Say

Fault = Callable[[Received, dict[str, str]], Say | None]
Row = dict[str, Any]


@dataclass(slots=True)
class QueryApi:
    """``with QueryApi() as api``: /orders, /orders/{no}. ``now``: its clock; ``paging``: what it does to ``/orders``.

    ``fault`` is asked first, with the request and its query; None: it answers as usual.
    """

    paging: str = "page"
    size: int = 10
    key: tuple[str, str, str] | None = None  # header or query, name, value
    now: Callable[[], float] = time.time
    fault: Fault | None = None
    packed: bool = False
    until: bool = False  # minds it, as seconds
    lines: list[Row] = field(default_factory=lambda: [{"qty": 1.50}])  # of every order, in its details
    shape: Callable[[list[Row], str], tuple[str, bytes]] | None = None
    rows: dict[str, tuple[float, Row]] = field(default_factory=dict)
    server: RawServer = field(init=False)

    def __post_init__(self) -> None:
        self.server = RawServer(self._script)

    def __enter__(self) -> QueryApi:
        self.server.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.__exit__(kind, error, trace)

    @property
    def url(self) -> str:
        return f"{self.server.url}/api"

    @property
    def asked(self) -> list[str]:
        """Paths with their queries, in their order."""
        return [one.path for one in self.server.received]

    def put(self, no: str, changed: float | None = None, **values: Any) -> None:  # noqa: ANN401 - whatever a row has
        """A row is there, or is changed."""
        self.rows[no] = (self.now() if changed is None else changed, {"no": no, **values})

    def say(self, status: int, body: bytes = b"", *headers: tuple[str, str]) -> Say:
        """A well-formed answer, with this system's time."""
        lines = [f"HTTP/1.1 {status} Some", f"Date: {formatdate(self.now(), usegmt=True)}"]
        lines += [f"{name}: {value}" for name, value in headers]
        if self.packed and body:
            body = gzip.compress(body)
            lines.append("Content-Encoding: gzip")
        lines += [f"Content-Length: {len(body)}"] if status not in {204, 304} else []
        return Say("\r\n".join(lines).encode() + b"\r\n\r\n" + (b"" if status == 304 else body))

    def _script(self, request: Received) -> Say:
        parts = urlsplit(request.path)
        query = dict(parse_qsl(parts.query))
        if request.headers.get("content-type") == "application/json":  # the same by its body
            query |= {name: str(value) for name, value in json.loads(request.body).get("filter", {}).items()}
        if self.fault is not None and (said := self.fault(request, query)) is not None:
            return said
        if self.key is not None and self.key[2] != (request.headers if self.key[0] == "header" else query).get(
            self.key[1]
        ):
            return self.say(401, b'{"title": "Unauthorized"}', ("Content-Type", "application/problem+json"))
        if parts.path.startswith("/api/orders/"):
            found = self.rows.get(parts.path.rpartition("/")[2])
            return self.say(404) if found is None else self._json({**found[1], "lines": self.lines})
        if parts.path != "/api/orders":
            return self.say(404, b"<html>Not here</html>", ("Content-Type", "text/html"))
        return self._orders(query)

    def _orders(self, query: dict[str, str]) -> Say:
        since = float(query.get("since", "0"))
        until = float(query.get("until", "inf")) if self.until else math.inf
        found = [row for no, (changed, row) in sorted(self.rows.items()) if since <= changed <= until]
        size = int(query.get("size", str(self.size)))
        at = {"page": (int(query.get("page", "1")) - 1) * size, "offset": int(query.get("offset", "0"))}.get(
            self.paging, int(query.get("after", "0") or 0) if self.paging != "row" else 0
        )
        if self.paging == "row":
            found, at = [row for row in found if row["no"] > query.get("after", "")], 0
        rows, more = found[at : at + size], at + size < len(found)
        if self.paging == "none":
            rows, more = found, False
        following = f"{self.url}/orders?{urlencode({**query, 'after': str(at + size)})}"
        headers = [("Link", f'<{following}>; rel="next"')] if more and self.paging == "link" else []
        if self.shape is not None:
            kind, body = self.shape(rows, str(at))
            return self.say(200, body, ("Content-Type", kind), *headers)
        told: Row = {"data": {"orders": rows}}
        if self.paging == "cursor":
            told["next"] = str(at + size) if more else None
        if self.paging == "next":
            told["next"] = following if more else None
        return self._json(told, *headers)

    def _json(self, value: Row, *headers: tuple[str, str]) -> Say:
        return self.say(200, json.dumps(value, indent=1).encode(), ("Content-Type", "application/json"), *headers)
