"""Packets of TDS over a socket, plain or inside TLS, and a look at what the client says meanwhile.

TLS of TDS 7 shakes hands inside of PRELOGIN packets and then carries packets; TLS of TDS 8 ("strict") carries
everything ([MS-TDS] 2.2.3, 2.2.6.5, 3.3.5.4). It must not know what packets mean.
"""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import struct

from tests.bench_servers.tds.errors import CancelledError, ConnectionCutError

PRELOGIN, LOGIN, BATCH, RPC, ATTENTION, TRANSACTION, ANSWER = 0x12, 0x10, 0x01, 0x03, 0x06, 0x0E, 0x04
HEADER = struct.Struct(">BBHHBB")
LAST = 0x01


class Transport:
    """One connection. ``size``: bytes of a packet with its header."""

    def __init__(self, connection: socket.socket) -> None:
        self.socket = connection
        self.size = 4096
        self._tls: ssl.SSLObject | None = None
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._received = bytearray()
        self._number = 0

    # TLS

    def begin_strict(self, context: ssl.SSLContext) -> None:
        """TLS first, TDS inside (TDS 8)."""
        self._shake_hands(context, wrapped=False)

    def begin_tls(self, context: ssl.SSLContext) -> None:
        """The handshake inside of PRELOGIN packets (TDS 7)."""
        self._shake_hands(context, wrapped=True)

    def _shake_hands(self, context: ssl.SSLContext, *, wrapped: bool) -> None:
        tls = context.wrap_bio(self._incoming, self._outgoing, server_side=True)
        while True:
            try:
                tls.do_handshake()
                break
            except ssl.SSLWantReadError:
                self._send_tls(wrapped=wrapped)
                self._incoming.write(self.receive()[1] if wrapped else self._bytes())
            except ssl.SSLError as bad:
                self._send_tls(wrapped=wrapped)
                raise ConnectionCutError from bad
        self._send_tls(wrapped=wrapped)
        self._tls = tls

    def _send_tls(self, *, wrapped: bool) -> None:
        data = self._outgoing.read()
        if data:
            self.socket.sendall(self._packets(PRELOGIN, data) if wrapped else data)

    def end_tls(self) -> None:
        """Only the sign-in was encrypted; plain from here."""
        self._tls = None

    @property
    def encrypted(self) -> bool:
        return self._tls is not None

    # Bytes

    def _bytes(self) -> bytes:
        try:
            data = self.socket.recv(65536)
        except OSError as gone:
            raise ConnectionCutError from gone
        if not data:
            raise ConnectionCutError
        return data

    def _fill(self) -> None:
        """More plain bytes, whatever it takes."""
        if self._tls is None:
            self._received += self._bytes()
            return
        while True:
            try:
                self._received += self._tls.read(65536)
                return
            except ssl.SSLWantReadError:
                self._incoming.write(self._bytes())
            except ssl.SSLError as bad:
                raise ConnectionCutError from bad

    def _packet(self) -> tuple[int, int, bytes]:
        while len(self._received) < HEADER.size:
            self._fill()
        kind, status, length, *_ = HEADER.unpack_from(self._received)
        if length < HEADER.size:
            raise ConnectionCutError
        while len(self._received) < length:
            self._fill()
        body = bytes(self._received[HEADER.size : length])
        del self._received[:length]
        return kind, status, body

    def receive(self) -> tuple[int, bytes]:
        """A whole message: its kind and its bytes."""
        kind, status, body = self._packet()
        pieces = [body]
        while not status & LAST:
            kind, status, body = self._packet()
            pieces.append(body)
        return kind, b"".join(pieces)

    def _waiting(self) -> bool:
        if self._received or (self._tls is not None and (self._tls.pending() or self._incoming.pending)):
            return True
        return bool(select.select([self.socket], [], [], 0)[0])

    def look(self) -> None:
        """What came meanwhile: `CancelledError` when the client cancels, `ConnectionCutError` when it is gone."""
        if self._waiting() and self.receive()[0] == ATTENTION:
            raise CancelledError

    def _packets(self, kind: int, data: bytes, *, last: bool = True) -> bytes:
        room = self.size - HEADER.size
        pieces = []
        for at in range(0, len(data) or 1, room):
            body = data[at : at + room]
            self._number = (self._number + 1) % 256
            status = LAST if last and at + room >= len(data) else 0
            pieces.append(HEADER.pack(kind, status, len(body) + HEADER.size, 0, self._number, 0) + body)
        return b"".join(pieces)

    def send(self, data: bytes, *, last: bool, kind: int = ANSWER) -> bytes:
        """Sends whole packets of an answer, at its end all of it; what did not fill a packet comes back."""
        rest = b""
        if not last:
            whole = len(data) // (self.size - HEADER.size) * (self.size - HEADER.size)
            data, rest = data[:whole], data[whole:]
            if not data:
                return rest
        out = self._packets(kind, data, last=last)
        try:
            if self._tls is not None:
                self._tls.write(out)
                out = self._outgoing.read()
            self.socket.sendall(out)
        except OSError as gone:
            raise ConnectionCutError from gone
        return rest

    def wait_for_end(self) -> None:
        """Says nothing until the client goes."""
        while True:
            self._bytes()

    def cut(self) -> None:
        """From another thread: whoever reads or writes here finds the connection gone."""
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Without a word."""
        self.cut()
        self.socket.close()
