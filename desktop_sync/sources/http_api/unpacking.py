"""Answers that come packed, unpacked within a limit: a few kilobytes may hold gigabytes. Pure."""

from __future__ import annotations

import zlib

from desktop_sync.core.errors import Stop
from desktop_sync.web import Cut, Reply, TooLarge

_PACKED = {"gzip": 31, "x-gzip": 31, "deflate": 47}  # zlib's window bits


def unpacked(reply: Reply, most: int) -> bytes:
    """Raises TooLarge; Cut: it is not whole; Stop: it is packed in a way that nobody asked for."""
    how = reply.headers.get("content-encoding", "").strip().lower()
    if how in {"", "identity"} or not reply.body:
        return reply.body
    if how not in _PACKED:
        raise Stop(
            f"The answer is packed as {how}, which was not asked for.", "Let the system send it plain, or as gzip."
        )
    unpacking = zlib.decompressobj(_PACKED[how])
    try:
        body = unpacking.decompress(reply.body, most + 1)
    except zlib.error as error:
        raise Cut(f"The packed answer is damaged ({error}).") from error
    if len(body) > most:
        raise TooLarge(f"The answer is larger than {most:,} bytes when unpacked.")
    if not unpacking.eof:
        raise Cut("The packed answer is not whole.")
    return body
