"""The sandbox on a real socket: an ASGI application, and connections that can be cut for real.

Thin: every rule is in the core. While a scripted delay passes, other requests go on; the work itself is done at once
(it is in memory or in a local file and takes less than a hop to a thread would).
"""

from __future__ import annotations

import asyncio
import logging
import socket
import struct
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

from uvicorn.protocols.http.h11_impl import H11Protocol

from desktop_sync.sandbox.core import Begun, Sandbox
from desktop_sync.sandbox.messages import Cut, Reply, Request, problem

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]

logger = logging.getLogger("sandbox")
_TRANSPORT = "desktop_sync.transport"
_NO_LINGER = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


class Gone(Exception):
    """The client went away before its request was whole: nothing was read, nothing is done."""


class CuttingProtocol(H11Protocol):
    """uvicorn's HTTP/1.1 protocol that lets the application have the connection, so that it can end it.

    ASGI knows no way to close a connection without an answer: uvicorn would send a clean 500.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn declares it
        super().connection_made(transport)
        app: Any = self.app

        async def with_transport(scope: Scope, receive: Receive, send: Send) -> None:
            await app({**scope, _TRANSPORT: transport}, receive, send)

        self.app = with_transport


class Application:
    """The ASGI application of one sandbox. ``most``: bytes of a body that are read at all."""

    def __init__(self, sandbox: Sandbox, most: int) -> None:
        self._sandbox = sandbox
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """HTTP only; uvicorn is started without lifespan and WebSockets."""
        try:
            body = await self._body(receive)
        except Gone:
            return
        begun = self._sandbox.begin(_request(scope, body))
        if begun.delay:
            await asyncio.sleep(begun.delay)
        answer = self._finish(begun)
        if isinstance(answer, Cut):
            await _cut(answer, scope[_TRANSPORT], receive, send)
        else:
            await _start(answer, send)
            await send({"type": "http.response.body", "body": answer.body})

    def _finish(self, begun: Begun) -> Reply | Cut:
        """The outermost net: whatever is wrong in the sandbox is told as a 500, and whole on standard error."""
        try:
            return self._sandbox.finish(begun)
        except Exception:
            logger.exception("the sandbox failed at %s %s", begun.request.method, begun.request.path)
            return problem(500, "server_error", "The sandbox itself failed; its log says why.").reply()

    async def _body(self, receive: Receive) -> bytes:
        """The body; of one that is too large just so much that it is seen to be."""
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Gone
            if len(body) <= self._most:
                body += message.get("body", b"")
            if not message.get("more_body", False):
                return bytes(body)


def _request(scope: Scope, body: bytes) -> Request:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    return Request(scope["method"], scope["path"], scope["query_string"].decode("latin-1"), headers, body)


async def _start(reply: Reply, send: Send) -> None:
    headers = [(name.encode(), value.encode("latin-1", "replace")) for name, value in reply.headers.items()]
    headers.append((b"content-length", str(len(reply.body)).encode()))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})


async def _cut(cut: Cut, transport: asyncio.Transport, receive: Receive, send: Send) -> None:
    """Ends the connection: after a part of the answer in an orderly way, else at once."""
    if cut.reply is not None:
        await _start(cut.reply, send)
        await send({"type": "http.response.body", "body": cut.reply.body[: cut.sent], "more_body": True})
        transport.close()
    else:
        if cut.reset:
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        transport.abort()
    while (await receive())["type"] != "http.disconnect":
        """uvicorn must know that the client is gone, or it sends a 500 of its own."""
