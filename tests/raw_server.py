"""A server of raw bytes on a real socket: it answers as a script says, also in ways that no HTTP server would.

What it received is kept for the tests to judge.
"""

from __future__ import annotations

import socket
import ssl
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.listening import Listening

DATE = b"Mon, 23 Nov 2026 20:00:00 GMT"


@dataclass(frozen=True, slots=True)
class Received:
    """One request as it came in. ``headers`` in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Say:
    """Bytes to send; then ``close`` the connection (``reset``: by RST)."""

    data: bytes = b""
    close: bool = False
    reset: bool = False
    wait: float = 0.0  # seconds before it


Script = Callable[[Received], Say]


def answer(status: int, body: bytes = b"", headers: Sequence[tuple[str, str]] = (), reason: str = "Some") -> bytes:
    """A well-formed answer."""
    lines = [f"HTTP/1.1 {status} {reason}".encode(), b"Date: " + DATE, b"Content-Length: %d" % len(body)]
    lines += [f"{name}: {value}".encode() for name, value in headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


@dataclass(slots=True)
class RawServer(Listening):
    """``with RawServer(script) as server``. ``read_only``: bytes of a connection that are read before it is closed."""

    script: Script
    tls: ssl.SSLContext | None = None
    read_only: int | None = None
    received: list[Received] = field(default_factory=list)

    def serve(self, sock: socket.socket) -> None:
        if self.tls is not None:
            sock = self.closed_at_the_end(self.tls.wrap_socket(sock, server_side=True))
        if self.read_only is None:
            return self._converse(sock)
        while self.read_only and len(sock.recv(self.read_only, socket.MSG_PEEK)) < self.read_only:
            pass
        sock.recv(self.read_only)
        return reset(sock)

    def _converse(self, sock: socket.socket) -> None:
        pending = b""
        while True:
            request, pending = read_request(sock, pending)
            self.received.append(request)
            said = self.script(request)
            if said.wait:
                self.over.wait(said.wait)
            sock.sendall(said.data)
            if said.reset:
                return reset(sock)
            if said.close:
                return sock.close()


def read_request(sock: socket.socket, pending: bytes) -> tuple[Received, bytes]:
    """The next whole request, and what was read beyond it. ConnectionError when the client is gone."""
    while b"\r\n\r\n" not in pending:
        pending += _more(sock)
    head, _, pending = pending.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    length = int(headers.get("content-length", "0"))
    while len(pending) < length:
        pending += _more(sock)
    method, path, _ = first.split(" ")
    return Received(method, path, headers, pending[:length]), pending[length:]


def reset(sock: socket.socket) -> None:
    """Closes with RST instead of FIN."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


def _more(sock: socket.socket) -> bytes:
    data = sock.recv(65536)
    if not data:
        raise ConnectionError
    return data
