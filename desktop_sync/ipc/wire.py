"""Messages over one connection: the same at both ends. Knows frames and bytes, no meaning."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import Any

from desktop_sync.ipc.frames import LARGEST, Frames, decode, frame
from desktop_sync.ipc.transport import Connection


class Wire:
    """Read by one thread; written by many."""

    def __init__(self, connection: Connection, largest: int = LARGEST) -> None:
        self._connection = connection
        self._frames = Frames(largest)
        self._writing = threading.Lock()
        self._closed = False

    def receive(self, within: float | None = None) -> bytes | None:
        """The body of the next message; None at the end, also where one was cut short.

        ``within``: seconds, then TimeoutError. TooLarge: nothing behind it can be read.
        """
        until = None if within is None else time.monotonic() + within
        while (body := next(self._frames, None)) is None:
            data = self._connection.read(None if until is None else until - time.monotonic())
            if not data:
                return None
            self._frames.feed(data)
        return body

    def receive_message(self, within: float) -> dict[str, Any] | None:
        """The next message, read as JSON. Malformed, TooLarge, TimeoutError, OSError."""
        body = self.receive(within)
        return None if body is None else decode(body)

    def allow(self, largest: int) -> None:
        """From now on messages may be so large; to be said between two of them."""
        self._frames.largest = largest

    def send(self, *messages: Mapping[str, Any]) -> None:
        """TooLarge and TypeError before a byte was sent; OSError when the other side is gone."""
        self.send_bytes(b"".join(map(frame, messages)))

    def send_bytes(self, data: bytes) -> None:
        """Whole messages."""
        with self._writing:
            if self._closed:
                raise BrokenPipeError("the connection was closed")
            self._connection.write(data)

    def shut(self) -> None:
        """From any thread: whoever reads or writes ends now."""
        self._connection.shut()

    def close(self) -> None:
        """By the thread that reads, when it reads no more."""
        self._connection.shut()
        with self._writing:
            self._closed = True
            self._connection.close()
