"""SQL Server Browser: says on UDP at which port an instance listens ([MC-SQLR]). It must not know TDS."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from dataclasses import dataclass

PORT = 1434
ALL, ONE = 0x03, 0x04  # CLNT_UCAST_EX, CLNT_UCAST_INST
ANSWER = 0x05


@dataclass
class Browser:
    """Clients look for it at port 1434 of the server's own address, and nowhere else."""

    host: str
    instance: str
    version: str
    port: int
    _socket: socket.socket | None = None

    def start(self) -> None:
        """OSError when the port is taken."""
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((self.host, PORT))
        threading.Thread(target=self._serve, args=(self._socket,), name="sql-browser", daemon=True).start()

    def stop(self) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
            self._socket.close()

    def _serve(self, listener: socket.socket) -> None:
        while True:
            try:
                asked, address = listener.recvfrom(1024)
                if self._meant(asked):
                    listener.sendto(self._answer(), address)
            except OSError:
                return

    def _meant(self, asked: bytes) -> bool:
        if asked[:1] == bytes((ONE,)):
            return asked[1:].rstrip(b"\0").decode("ascii", "replace").lower() == self.instance.lower()
        return asked[:1] == bytes((ALL,))

    def _answer(self) -> bytes:
        words = ("ServerName", "BENCH", "InstanceName", self.instance, "IsClustered", "No", "Version", self.version)
        text = ";".join((*words, "tcp", str(self.port))) + ";;"
        return struct.pack("<BH", ANSWER, len(text)) + text.encode("ascii")
