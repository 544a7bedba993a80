"""Listens on this machine only and gives every connection a thread. It must not know what connections say."""

from __future__ import annotations

import contextlib
import socket
import threading
from dataclasses import dataclass, field

from tests.bench_servers.tds.certificate import Certificate
from tests.bench_servers.tds.connection import Connection
from tests.bench_servers.tds.instance import Instance
from tests.bench_servers.tds.transport import Transport


@dataclass
class Server:
    """``port`` 0 takes a free one; ``host`` is an address of the loopback network."""

    instance: Instance
    port: int = 0
    host: str = "127.0.0.1"
    encryption: str = "off"
    certificate: Certificate | None = None
    _listener: socket.socket | None = None
    _open: set[Transport] = field(default_factory=set)

    def start(self) -> None:
        self._listener = socket.create_server((self.host, self.port))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listener,), name="tds-accept", daemon=True).start()

    def stop(self) -> None:
        """Takes no more, and cuts every connection."""
        if self._listener is not None:
            with contextlib.suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        self.cut_all()

    def cut_all(self) -> None:
        for transport in list(self._open):
            transport.cut()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._serve, args=(connection,), name="tds", daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        transport = Transport(connection)
        self._open.add(transport)
        try:
            Connection(transport, self.instance, self.encryption, self.certificate).serve()
        finally:
            self._open.discard(transport)
