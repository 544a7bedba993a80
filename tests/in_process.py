"""The sandbox behind an httpx transport, without a socket: for thousands of examples with a clock that tests own.

A cut arrives as httpx tells it from a real connection: no answer is a `RemoteProtocolError` (closed) or `ReadError`
(reset), half an answer a `RemoteProtocolError` while it is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

import httpx

from desktop_sync.sandbox.core import Sandbox
from desktop_sync.sandbox.loading import load
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


def sandbox_in_process(character: str = "both", clock: FakeClock | None = None, **options: object) -> Sandbox:
    """A sandbox of the built-in profile in memory; ``options`` are those of `character.Options`."""
    from desktop_sync.sandbox.character import Options

    loaded = load(None)
    return Sandbox(loaded.profile, loaded.schemas, clock or FakeClock(), character, options=Options(**options))  # type: ignore[arg-type]


__all__ = ["Cut", "FakeClock", "InProcessTransport", "sandbox_in_process"]
