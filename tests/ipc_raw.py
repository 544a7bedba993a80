"""A client of the pipe that says whatever a test wants, byte by byte."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from types import TracebackType
from typing import Any, Self

HELLO = {"hello": {"protocol": 1, "oldest": 1, "program": "a test"}}


def framed(body: bytes) -> bytes:
    """With its length before it, whatever it is."""
    return len(body).to_bytes(4, "big") + body


def message(**members: object) -> bytes:
    """A good message."""
    return framed(json.dumps(members).encode())


class Raw:
    """One connection. ``receive`` gives the next message, or None at the end."""

    def __init__(self, folder: Path, hello: bool = True) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.settimeout(20)
        self._socket.connect(str(folder / "engine.sock"))
        self._buffer = b""
        if hello:
            self.send(message(**HELLO))
            assert self.receive() is not None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def send(self, data: bytes, seconds: float = 20) -> None:
        """All of it; TimeoutError when nothing more is taken. ``sent``: bytes of it that were."""
        self._socket.settimeout(seconds)
        self.sent = 0
        while self.sent < len(data):
            self.sent += self._socket.send(data[self.sent : self.sent + 1_000_000])
        self._socket.settimeout(20)

    def receive(self) -> dict[str, Any] | None:
        while len(self._buffer) < 4 or len(self._buffer) < 4 + int.from_bytes(self._buffer[:4], "big"):
            try:
                data = self._socket.recv(1 << 20)
            except ConnectionResetError:
                return None
            if not data:
                return None
            self._buffer += data
        size = int.from_bytes(self._buffer[:4], "big")
        body, self._buffer = self._buffer[4 : 4 + size], self._buffer[4 + size :]
        found = json.loads(body)
        assert isinstance(found, dict)
        return found
