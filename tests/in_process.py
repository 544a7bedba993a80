"""The sandbox behind an httpx transport, without a socket: for thousands of examples with a clock that tests own.

A cut arrives as httpx tells it from a real connection: no answer is a `RemoteProtocolError` (closed) or `ReadError`
(reset), half an answer a `RemoteProtocolError` while it is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import unquote

import httpx

from desktop_sync.sandbox.character import Options
from desktop_sync.sandbox.core import Sandbox
from desktop_sync.sandbox.loading import Loaded, load
from desktop_sync.sandbox.messages import Cut, Reply


class FakeClock:
    """Time that passes when it is told to, or when somebody waits."""

    def __init__(self, now: float = 1_780_000_000.0) -> None:
        self._now = now
        self._monotonic = 1000.0

    def now(self) -> float:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    def wait(self, seconds: float) -> None:
        self._now += seconds
        self._monotonic += seconds

    def set_back(self, seconds: float) -> None:
        """Somebody sets the wall clock back; monotonic time does not notice."""
        self._now -= seconds


class InProcessTransport(httpx.BaseTransport):
    """Hands requests to a `Sandbox` in this process."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        raw_path, _, query = request.url.raw_path.decode().partition("?")
        headers = {name.lower(): value for name, value in request.headers.items()}
        answer = self._sandbox.handle(request.method, unquote(raw_path), query, headers, request.read())
        if isinstance(answer, Reply):
            return _response(answer, httpx.ByteStream(answer.body))
        if answer.reply is not None:
            return _response(answer.reply, _Truncated(answer.reply.body[: answer.sent], request))
        if answer.reset:
            raise httpx.ReadError("[Errno 104] Connection reset by peer", request=request)
        raise httpx.RemoteProtocolError("Server disconnected without sending a response.", request=request)


class _Truncated(httpx.SyncByteStream):
    def __init__(self, part: bytes, request: httpx.Request) -> None:
        self._part = part
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        yield self._part
        raise httpx.RemoteProtocolError(
            "peer closed connection without sending complete message body", request=self._request
        )


def _response(reply: Reply, stream: httpx.SyncByteStream) -> httpx.Response:
    headers = [*reply.headers.items(), ("content-length", str(len(reply.body)))]
    return httpx.Response(reply.status, headers=headers, stream=stream)


@cache
def _built_in() -> Loaded:
    return load(None)


def sandbox_in_process(character: str = "both", clock: FakeClock | None = None, **options: Any) -> Sandbox:  # noqa: ANN401
    """A sandbox of the built-in profile in memory; ``options`` are those of `character.Options`."""
    loaded = _built_in()
    return Sandbox(loaded.profile, loaded.schemas, clock or FakeClock(), character, options=Options(**options))


def order(reference: str, **fields: object) -> dict[str, object]:
    """A small valid order."""
    line = {"number": 1, "sku": "A-1", "quantity": "2", "unit_price": "12.50"}
    document = {"external_reference": reference, "date": "2026-05-03", "currency": "EUR", "buyer": {"number": "90012"}}
    return {**document, "lines": [line], **fields}


class Rig:
    """A sandbox in this process with its clock, and requests that are signed in."""

    def __init__(self, character: str = "both", **options: Any) -> None:  # noqa: ANN401
        self.clock = FakeClock()
        self.sandbox = sandbox_in_process(character, self.clock, **options)

    def call(self, method: str, path: str, body: object = None, query: str = "", **headers: str) -> Reply | Cut:
        """One signed-in request; ``if_match`` and such become headers."""
        sent = {"X-Api-Key": self.sandbox.credentials.api_key, "Content-Type": "application/json"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self.sandbox.handle(method, path, query, sent, b"" if body is None else json.dumps(body).encode())

    def reply(self, method: str, path: str, body: object = None, query: str = "", **headers: str) -> Reply:
        """The same, for requests that are answered."""
        answer = self.call(method, path, body, query, **headers)
        assert isinstance(answer, Reply), f"{method} {path} was cut"
        return answer

    def json(self, method: str, path: str, body: object = None, query: str = "", **headers: str) -> Any:  # noqa: ANN401
        """The answer's body, which must be a success."""
        answer = self.reply(method, path, body, query, **headers)
        assert answer.status < 300, answer.body
        return json.loads(answer.body)

    def create(self, reference: str = "4711", **fields: object) -> Any:  # noqa: ANN401
        """An order that is there."""
        return self.json("POST", "/v1/orders", order(reference, **fields))

    def fault(self, kind: str, **options: object) -> None:
        """A scripted fault."""
        self.json("POST", "/control/faults", {"kind": kind, **options})

    def writes(self) -> list[tuple[str, str, str, int]]:
        """The log of accepted writes: action, reference, by, version."""
        log = self.json("GET", "/control/writes")["writes"]
        return [(write["action"], write["reference"], write["by"], write["version"]) for write in log]


def code(reply: Reply | Cut) -> tuple[int, str]:
    """Status and code of a problem."""
    assert isinstance(reply, Reply)
    return reply.status, json.loads(reply.body)["code"]
