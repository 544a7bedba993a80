"""A web shop's API on this machine that can only be queried, for the demo: orders in pages, behind a key.

It listens on a loopback address only. It must not know who asks.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

KEY_NAME = "X-Shop-Key"
PAGE = 2  # orders


class WebShop:
    """``with WebShop() as shop``; ``url`` and ``key`` are what a client needs."""

    def __init__(self) -> None:
        self.key = secrets.token_urlsafe(12)
        self._orders: list[Mapping[str, Any]] = []
        self._closed: set[str] = set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, name="web-shop", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def put(self, *orders: Mapping[str, Any]) -> None:
        """Ordered in the shop."""
        self._orders += orders

    def close_for_repairs(self, after: str) -> None:
        """The page after this order is refused, until it is opened; ``open_again``."""
        self._closed.add(after)

    def open_again(self) -> None:
        """Every page is answered."""
        self._closed.clear()

    def answer(self, path: str, key: str | None) -> tuple[int, dict[str, Any]]:
        """Status and body of one query: ``/orders?after=NUMBER``."""
        parts = urlsplit(path)
        if not secrets.compare_digest(key or "", self.key):
            return 401, {"title": "The key is not right."}
        if parts.path != "/orders":
            return 404, {"title": "There is nothing here."}
        after = parse_qs(parts.query).get("after", [""])[0]
        if after in self._closed:
            return 503, {"title": "Under repair."}
        found = [one for one in self._orders if str(one["no"]) > after]
        return 200, {"orders": found[:PAGE], "next": found[PAGE - 1]["no"] if len(found) > PAGE else None}


def _handler(shop: WebShop) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, told = shop.answer(self.path, self.headers.get(KEY_NAME))
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            if status == 503:  # noqa: PLR2004
                self.send_header("Retry-After", "60")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    return Handler
