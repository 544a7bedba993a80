"""A way of TCP to one port of this computer that a test can cut, close, hold up and delay. It knows no protocol."""

from __future__ import annotations

import contextlib
import heapq
import itertools
import socket
import threading
import time
from typing import Self


class CuttingProxy:
    """``with CuttingProxy(port) as proxy``; ``port`` is where it listens. ``delay``: seconds, one way."""

    def __init__(self, target: int, delay: float = 0.0) -> None:
        self._target = target
        self._delay = delay
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self._closed = False
        self._cut_after: int | None = None
        self.passed = 0  # bytes from the server
        self.held = threading.Event()  # while it is set, nothing passes
        self.connections = 0

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()
        self.cut()

    def cut(self) -> None:
        """Everybody who is connected is cut off, as by a cable that breaks."""
        with self._lock:
            going, self._open = self._open, []
        for one in going:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def cut_after(self, size: int) -> None:
        """As ``cut``, once, after that many bytes from the server from now on."""
        with self._lock:
            self._cut_after = self.passed + size

    def refuse(self) -> None:
        """Nobody gets through, and whoever was through is cut off."""
        self._closed = True
        self.cut()

    def allow(self) -> None:
        self._closed = False

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self.connections += 1
                if self._closed:
                    client.close()
                    continue
                try:
                    server = socket.create_connection(("127.0.0.1", self._target), 5)
                except OSError:
                    client.close()
                    continue
                for one in (client, server):
                    one.settimeout(None)
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                with self._lock:
                    self._open += [client, server]
                _Way(self, client, server, counted=False).start(self._delay)
                _Way(self, server, client, counted=True).start(self._delay)

    def count(self, size: int) -> None:
        with self._lock:
            self.passed += size
            due = self._cut_after is not None and self.passed >= self._cut_after
            if due:
                self._cut_after = None
        if due:
            self.cut()


class _Way:
    """Bytes from one socket to another, each as much later as it was sent later."""

    def __init__(self, proxy: CuttingProxy, begin: socket.socket, end: socket.socket, *, counted: bool) -> None:
        self._proxy = proxy
        self._begin = begin
        self._end = end
        self._counted = counted
        self._waiting: list[tuple[float, int, bytes]] = []
        self._numbers = itertools.count()
        self._some = threading.Condition()

    def start(self, delay: float) -> None:
        threading.Thread(target=self._read, args=(delay,), daemon=True).start()
        if delay:
            threading.Thread(target=self._write_later, daemon=True).start()

    def _read(self, delay: float) -> None:
        data = b"?"
        while data:
            try:
                data = self._begin.recv(1 << 16)
            except OSError:
                data = b""
            while self._proxy.held.is_set():
                time.sleep(0.01)
            if delay:
                with self._some:
                    heapq.heappush(self._waiting, (time.monotonic() + delay, next(self._numbers), data))
                    self._some.notify()
            elif not self._write(data):
                return

    def _write_later(self) -> None:
        while True:
            with self._some:
                while not self._waiting:
                    self._some.wait()
                due, _, data = heapq.heappop(self._waiting)
            time.sleep(max(due - time.monotonic(), 0))
            if not self._write(data):
                return

    def _write(self, data: bytes) -> bool:
        try:
            if not data:
                self._end.shutdown(socket.SHUT_WR)
                return False
            self._end.sendall(data)
        except OSError:
            return False
        if self._counted:
            self._proxy.count(len(data))
        return True
