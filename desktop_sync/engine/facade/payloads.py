"""The kept bytes of one item, or of one member of its archive, read in parts for people to look at.

However large they are, only the part that is asked for is in memory. It must not know what they mean.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

from desktop_sync.core.errors import Rejected
from desktop_sync.core.ports import Opens, Spool
from desktop_sync.engine.facade.excerpt import Encoded

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BLOCK = 1 << 18
_HEAD = 4096
_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


class Payload:
    """The bytes of an item, or of one member of its archive."""

    def __init__(self, spool: Spool, sha256: str, member: str, opens: Opens | None) -> None:
        self._spool = spool
        self._sha256 = sha256
        self._member = member
        head, _ = spool.part(sha256, 0, 4)
        packed = head.startswith(_GZIP) or (bool(member) and head.startswith(_ZIP))
        self._opens = opens if packed else None

    @contextmanager
    def stream(self) -> Iterator[BinaryIO]:
        """From its beginning."""
        with self._spool.open(self._sha256) as whole:
            if self._opens is None:
                yield whole
                return
            for one in self._opens.members(whole):
                if one.name == self._member:
                    with closing(one.open()) as stream:
                        yield stream
                    return
        raise Rejected("The archive has no such member any more.")

    def blocks(self) -> Iterator[bytes]:
        """All of it."""
        with self.stream() as stream:
            while block := stream.read(_BLOCK):
                yield block

    def part(self, at: int, size: int) -> tuple[bytes, int | None]:
        """At most ``size`` bytes from ``at``, and how many there are; None: not known without reading all."""
        if self._opens is None:
            return self._spool.part(self._sha256, at, size)
        found = b""
        for block in self.blocks():
            if at < len(block):
                found += block[at : at + size - len(found)]
            at = max(at - len(block), 0)
            if len(found) >= size:
                break
        return found, None

    def glued(self, prefix: bytes, at: int) -> BinaryIO | None:
        """``prefix``, and what stands from ``at`` on; None: an archive is read from its beginning only."""
        return None if self._opens is not None else cast(BinaryIO, io.BufferedReader(_Glued(self, prefix, at), _BLOCK))

    def encoded(self, encoding: Callable[[bytes], tuple[str, int]]) -> Encoded:
        """As the format has it; what declares an encoding that there is not is shown as UTF-8."""
        head, _ = self.part(0, _HEAD)
        try:
            return Encoded(*encoding(head))
        except Rejected:
            return Encoded("utf-8")


class _Glued(io.RawIOBase):
    """Read without seeking."""

    def __init__(self, payload: Payload, prefix: bytes, at: int) -> None:
        super().__init__()
        self._payload, self._prefix, self._at = payload, prefix, at

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        if self._prefix:
            block, self._prefix = self._prefix[: len(view)], self._prefix[len(view) :]
        else:
            block, _ = self._payload.part(self._at, len(view))
            self._at += len(block)
        view[: len(block)] = block
        return len(block)
