"""What servers of tests have in common that speak on bare sockets: a port, one thread a connection, and a clean end.

It knows no protocol.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self


@dataclass(slots=True)
class Listening(ABC):
    """``with`` one of these; at the end of the block its sockets are closed and its threads have ended."""

    connections: int = field(default=0, init=False)
    over: threading.Event = field(default_factory=threading.Event, init=False)
    """Set at the end: whoever waits, waits for it."""
    _listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)), init=False)
    _open: list[socket.socket] = field(default_factory=list, init=False)
    _threads: list[threading.Thread] = field(default_factory=list, init=False)

    @abstractmethod
    def serve(self, sock: socket.socket) -> None:
        """Speaks with a client to the end, in a thread; an OSError ends it."""

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self.start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for sock in self._open:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(timeout=10)
        for sock in self._open:
            sock.close()

    def start(self, target: Callable[..., None], *arguments: object) -> None:
        """In a thread."""
        thread = threading.Thread(target=_until_cut, args=(target, *arguments), daemon=True)
        self._threads.append(thread)
        thread.start()

    def closed_at_the_end(self, sock: socket.socket) -> socket.socket:
        """The same."""
        self._open.append(sock)
        return sock

    def _accept(self) -> None:
        while True:
            sock = self.closed_at_the_end(self._listener.accept()[0])
            self.connections += 1
            self.start(self.serve, sock)


def _until_cut(target: Callable[..., None], *arguments: object) -> None:
    with contextlib.suppress(OSError):
        target(*arguments)
