"""What a client says before its first statement: PRELOGIN and LOGIN7 ([MS-TDS] 2.2.6.4, 2.2.6.5), and our answers.

It must not know who may sign in.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

ENCRYPT_OFF, ENCRYPT_ON, ENCRYPT_NOT_SUPPORTED, ENCRYPT_REQUIRED = 0, 1, 2, 3
SERVER_VERSION = bytes.fromhex("100003e80000")  # 16.0.1000


@dataclass(frozen=True, slots=True)
class Login7:
    """``read_only``: ApplicationIntent."""

    host: str
    user: str
    password: str
    application: str
    server: str
    database: str
    packet_size: int
    version: int
    read_only: bool
    integrated: bool


def prelogin_options(data: bytes) -> dict[int, bytes]:
    options, at = {}, 0
    while data[at] != 0xFF:
        token, offset, length = struct.unpack_from(">BHH", data, at)
        options[token] = data[offset : offset + length]
        at += 5
    return options


def prelogin_answer(encryption: int) -> bytes:
    parts = {0: SERVER_VERSION, 1: bytes((encryption,)), 2: b"\0", 3: b"", 4: b"\0"}
    offset = 5 * len(parts) + 1
    head, body = b"", b""
    for token, value in parts.items():
        head += struct.pack(">BHH", token, offset + len(body), len(value))
        body += value
    return head + b"\xff" + body


def agreed_encryption(client: int, server: int) -> int:
    """The table of [MS-TDS] 2.2.6.5 for what both want. ``ENCRYPT_NOT_SUPPORTED`` on both sides is plain."""
    if ENCRYPT_NOT_SUPPORTED in {server, client}:
        return ENCRYPT_REQUIRED if server in {ENCRYPT_REQUIRED, ENCRYPT_ON} else ENCRYPT_NOT_SUPPORTED
    if server == ENCRYPT_OFF and client == ENCRYPT_OFF:
        return ENCRYPT_OFF
    return ENCRYPT_REQUIRED if server == ENCRYPT_REQUIRED and client == ENCRYPT_OFF else ENCRYPT_ON


def read_login(data: bytes) -> Login7:
    version, size = struct.unpack_from("<II", data, 4)
    flags, type_flags = data[25], data[26]

    def text(place: int) -> bytes:
        offset, length = struct.unpack_from("<HH", data, 36 + 4 * place)
        return data[offset : offset + 2 * length]

    secret = bytes(((byte ^ 0xA5) >> 4 | (byte ^ 0xA5) << 4) & 0xFF for byte in text(2))
    host, user, application, server = (text(place).decode("utf-16-le") for place in (0, 1, 3, 4))
    return Login7(
        host=host,
        user=user,
        password=secret.decode("utf-16-le"),
        application=application,
        server=server,
        database=text(8).decode("utf-16-le"),
        packet_size=size,
        version=version,
        read_only=bool(type_flags & 0x20),
        integrated=bool(flags & 0x80),
    )
