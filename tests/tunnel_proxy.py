"""A small HTTP proxy: it takes CONNECT to whatever name, and carries the bytes to one port of this computer."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field

from tests.listening import Listening
from tests.raw_server import Received, read_request


@dataclass(slots=True)
class TunnelProxy(Listening):
    """``with TunnelProxy(port) as proxy``. ``asked`` holds the CONNECT requests."""

    target_port: int
    asked: list[Received] = field(default_factory=list)

    def serve(self, sock: socket.socket) -> None:
        request, _ = read_request(sock, b"")
        self.asked.append(request)
        server = self.closed_at_the_end(socket.create_connection(("127.0.0.1", self.target_port)))
        sock.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        self.start(carry, server, sock)
        carry(sock, server)


def carry(source: socket.socket, target: socket.socket) -> None:
    """To the end."""
    while data := source.recv(65536):
        target.sendall(data)
    target.shutdown(socket.SHUT_WR)
