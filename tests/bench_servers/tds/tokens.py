"""The tokens of an answer ([MS-TDS] 2.2.7), and the stream that puts them into packets.

It must not know what the answer is to.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

from tests.bench_servers.tds.database import Rows
from tests.bench_servers.tds.errors import SqlError
from tests.bench_servers.tds.pieces import Out
from tests.bench_servers.tds.sqltypes import INT, SqlType
from tests.bench_servers.tds.values import Value
from tests.bench_servers.tds.wire_types import COLLATION, encoder, type_info

DONE, DONE_PROCEDURE, DONE_IN_PROCEDURE = 0xFD, 0xFE, 0xFF
MORE, FAILED, IN_TRANSACTION, COUNTED, ATTENTION = 0x01, 0x02, 0x04, 0x10, 0x20
TDS_74 = 0x74000004
TDS_80 = 0x08000000


def short_text(text: str) -> bytes:
    """B_VARCHAR."""
    return bytes((len(text),)) + text.encode("utf-16-le")


def long_text(text: str) -> bytes:
    """US_VARCHAR."""
    data = text.encode("utf-16-le")
    return struct.pack("<H", len(data) // 2) + data


def _sized(token: int, body: bytes) -> bytes:
    return struct.pack("<BH", token, len(body)) + body


def message(number: int, state: int, level: int, text: str, server: str, procedure: str = "") -> bytes:
    """ERROR, or INFO up to level 10."""
    body = struct.pack("<iBB", number, state, level) + long_text(text) + short_text(server) + short_text(procedure)
    return _sized(0xAA if level > 10 else 0xAB, body + struct.pack("<I", 1))


def login_ack(version: int) -> bytes:
    body = b"\x01" + version.to_bytes(4, "big") + short_text("Microsoft SQL Server") + bytes((16, 0, 0x03, 0xE8))
    return _sized(0xAD, body)


def changed_text(kind: int, new: str, old: str) -> bytes:
    """ENVCHANGE of the database (1), the language (2) or the packet size (4)."""
    return _sized(0xE3, bytes((kind,)) + short_text(new) + short_text(old))


def changed_collation() -> bytes:
    return _sized(0xE3, b"\x07\x05" + COLLATION + b"\0")


def changed_transaction(kind: str, number: int) -> bytes:
    """ENVCHANGE 8 begin, 9 commit, 10 roll back."""
    descriptor = b"\x08" + struct.pack("<Q", number)
    if kind == "begin":
        return _sized(0xE3, b"\x08" + descriptor + b"\0")
    return _sized(0xE3, bytes((9 if kind == "commit" else 10, 0)) + descriptor)


def metadata(columns: list[Out]) -> bytes:
    parts = [struct.pack("<BH", 0x81, len(columns))]
    for column in columns:
        kind = column.kind or INT
        flags = int(column.nullable) | (0x10 if column.identity else 0) | 0x08
        user_type = 0x50 if kind.name == "timestamp" else 0
        parts.append(struct.pack("<IH", user_type, flags) + type_info(kind) + short_text(column.name[:128]))
    return b"".join(parts)


def return_value(place: int, name: str, kind: SqlType, value: Value) -> bytes:
    head = struct.pack("<BH", 0xAC, place) + short_text(name) + struct.pack("<BIH", 1, 0, 1)
    return head + type_info(kind) + encoder(kind)(value)


def return_status(value: int) -> bytes:
    return struct.pack("<Bi", 0x79, value)


class Stream:
    """An answer under way; ``send(data, last)`` takes bytes and gives back what did not fill a packet.

    The last DONE is held back until it is known whether something follows. ``within``: in an RPC.
    """

    def __init__(self, send: Callable[[bytes, bool], bytes], server: str, *, within: bool) -> None:
        self._send, self.server, self.within = send, server, within
        self._buffer = bytearray()
        self._held: tuple[int, int, int] | None = None
        self._encoders: list[Callable[[Value], bytes]] = []
        self.in_transaction: Callable[[], bool] = lambda: False

    def _put(self, data: bytes) -> None:
        if self._held is not None:
            token, status, count = self._held
            self._held = None
            self._buffer += struct.pack("<BHHQ", token, status | MORE, 0, count)
        self._buffer += data
        if len(self._buffer) >= 32_000:
            self._buffer = bytearray(self._send(bytes(self._buffer), False))

    def raw(self, data: bytes) -> None:
        self._put(data)

    def columns(self, columns: list[Out]) -> None:
        self._put(metadata(columns))
        self._encoders = [encoder(column.kind or INT) for column in columns]

    def rows(self, rows: Rows) -> None:
        encoders = self._encoders
        for row in rows:
            self._put(b"\xd1" + b"".join([encode(value) for encode, value in zip(encoders, row, strict=True)]))

    def encoded(self, rows: Rows) -> None:
        """Rows whose tokens lie ready."""
        self._put(b"".join([row[0] for row in rows if isinstance(row[0], bytes)]))

    def done(self, count: int | None, *, failed: bool = False) -> None:
        status = (FAILED if failed else 0) | (0 if count is None else COUNTED)
        status |= IN_TRANSACTION if self.in_transaction() else 0
        self._put(b"")
        self._held = (DONE_IN_PROCEDURE if self.within else DONE, status, count or 0)

    def error(self, error: SqlError) -> None:
        self._put(message(error.number, error.state, error.level, error.text, self.server, error.procedure))

    def message(self, text: str) -> None:
        self._put(message(0, 1, 0, text, self.server))

    def transaction(self, kind: str, number: int) -> None:
        self._put(changed_transaction(kind, number))

    def database(self, name: str, former: str) -> None:
        self._put(changed_text(1, name, former))
        self._put(message(5701, 2, 0, f"Changed database context to '{name}'.", self.server))

    def end_procedure(self, *, failed: bool) -> None:
        """DONEPROC, after which an RPC is over."""
        self._put(b"")
        self._held = (DONE_PROCEDURE, FAILED if failed else 0, 0)

    def cancelled(self) -> None:
        """The end of an answer that is no longer wanted; then, as a message of its own, that it was heard."""
        self._held = None
        self._buffer += struct.pack("<BHHQ", DONE, FAILED, 0, 0)
        self._send(bytes(self._buffer), True)
        self.heard()

    def heard(self) -> None:
        """What answers an attention."""
        self._send(struct.pack("<BHHQ", DONE, ATTENTION, 0, 0), True)

    def end(self) -> None:
        if self._held is None:
            self._held = (DONE, 0, 0)
        token, status, count = self._held
        self._held = None
        self._buffer += struct.pack("<BHHQ", token, status, 0, count)
        self._send(bytes(self._buffer), True)
        self._buffer = bytearray()
