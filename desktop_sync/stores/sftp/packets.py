"""The packets of SFTP version 3 (draft-ietf-secsh-filexfer-02): spelt and read. Pure; names are bytes here.

It must not know connections, encodings of names or what a request is for.
"""

from __future__ import annotations

import stat
import struct
from dataclasses import dataclass
from enum import IntEnum, IntFlag

VERSION = 3


class Kind(IntEnum):
    """Types of packets (section 3)."""

    INIT = 1
    VERSION = 2
    OPEN = 3
    CLOSE = 4
    READ = 5
    WRITE = 6
    LSTAT = 7
    SETSTAT = 9
    OPENDIR = 11
    READDIR = 12
    REMOVE = 13
    MKDIR = 14
    REALPATH = 16
    STAT = 17
    RENAME = 18
    STATUS = 101
    HANDLE = 102
    DATA = 103
    NAME = 104
    ATTRS = 105
    EXTENDED = 200
    EXTENDED_REPLY = 201


class Code(IntEnum):
    """Codes of SSH_FXP_STATUS (section 7). Servers say FAILURE for nearly everything."""

    OK = 0
    EOF = 1
    NO_SUCH_FILE = 2
    PERMISSION_DENIED = 3
    FAILURE = 4
    OP_UNSUPPORTED = 8
    FILE_ALREADY_EXISTS = 11  # of later versions; some servers say it anyway
    NO_SPACE = 14
    QUOTA_EXCEEDED = 15


class Access(IntFlag):
    """How a file is opened (section 6.3)."""

    READ = 0x01
    WRITE = 0x02
    CREATE = 0x08
    EXCLUSIVE = 0x20


class Lost(Exception):
    """The connection is not there any more, or nothing can be made of what comes over it."""


class Garbled(Lost):
    """What came is no packet of SFTP."""


@dataclass(frozen=True, slots=True)
class Attributes:
    """What a server tells of a file; None where it does not."""

    size: int | None = None
    mode: int | None = None
    mtime: int | None = None  # epoch seconds, unsigned 32 bits

    @property
    def regular(self) -> bool:
        """An ordinary file. A server that tells no mode is believed when it tells a size."""
        return stat.S_ISREG(self.mode) if self.mode is not None else self.size is not None

    @property
    def folder(self) -> bool:
        return self.mode is not None and stat.S_ISDIR(self.mode)

    @property
    def link(self) -> bool:
        return self.mode is not None and stat.S_ISLNK(self.mode)


_SIZE, _OWNER, _MODE, _TIMES, _EXTENDED = 0x01, 0x02, 0x04, 0x08, 0x80000000
NO_ATTRIBUTES = struct.pack(">I", 0)


def text(value: bytes) -> bytes:
    """A string with its length."""
    return struct.pack(">I", len(value)) + value


def number(value: int) -> bytes:
    return struct.pack(">I", value)


def long(value: int) -> bytes:
    return struct.pack(">Q", value)


def times(mtime: int) -> bytes:
    """Attributes that set the times only."""
    return struct.pack(">III", _TIMES, mtime, mtime)


def packet(kind: int, request: int, body: bytes) -> bytes:
    """As it goes over the channel."""
    return struct.pack(">IBI", len(body) + 5, kind, request) + body


class Reader:
    """Reads the fields of one packet, in order. Garbled where there is less than it says."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def number(self) -> int:
        return int(self._unpack(">I", 4))

    def long(self) -> int:
        return int(self._unpack(">Q", 8))

    def text(self) -> bytes:
        size = self.number()
        end = self._at + size
        if end > len(self._data):
            raise Garbled("a text is longer than its packet")
        found, self._at = self._data[self._at : end], end
        return found

    @property
    def more(self) -> bool:
        return self._at < len(self._data)

    def attributes(self) -> Attributes:
        flags = self.number()
        size = self.long() if flags & _SIZE else None
        if flags & _OWNER:
            self._unpack(">Q", 8)
        mode = self.number() if flags & _MODE else None
        mtime = None
        if flags & _TIMES:
            self.number()
            mtime = self.number()
        if flags & _EXTENDED:
            for _ in range(self.number()):
                self.text()
                self.text()
        return Attributes(size, mode, mtime)

    def _unpack(self, spelling: str, size: int) -> int:
        try:
            (found,) = struct.unpack_from(spelling, self._data, self._at)
        except struct.error:
            raise Garbled("a packet ends too early") from None
        self._at += size
        return int(found)
