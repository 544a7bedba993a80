"""Messages as bytes: four bytes of length (big endian), then one JSON object in UTF-8. Knows no pipe and no meaning.

``Frames`` cuts a stream of bytes, in whatever pieces it comes, into the bodies of messages; ``frame`` makes one. What
arrives is hostile until it was read by ``decode``: orjson refuses wrong UTF-8, NaN, and more than 1,024 levels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

LARGEST = 16 * 1024 * 1024  # bytes of one message without its length
_HEAD = 4
# Times, dataclasses and the like are nobody's JSON: whoever sends them says how they are written.
_OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS


class TooLarge(Exception):
    """A message of ``size`` bytes, which is more than is allowed."""

    def __init__(self, size: int) -> None:
        super().__init__(f"a message of {size / 1_048_576:.1f} MiB; at most {LARGEST // 1_048_576} MiB are allowed")
        self.size = size


class Malformed(Exception):
    """The body of a message is not one JSON object."""


def frame(message: Mapping[str, Any]) -> bytes:
    """The bytes of one message. TooLarge; TypeError for what is not plain JSON (NaN becomes null)."""
    body = orjson.dumps(message, None, _OPTIONS)
    if len(body) > LARGEST:
        raise TooLarge(len(body))
    return len(body).to_bytes(_HEAD, "big") + body


def decode(body: bytes) -> dict[str, Any]:
    """The JSON object in ``body``. Malformed says what it is instead, without quoting it."""
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Malformed(f"no JSON: {error.msg} at character {error.pos + 1}") from None  # the error holds the text
    if not isinstance(found, dict):
        raise Malformed("JSON, but no object")
    return found


class Frames:
    """One direction of one connection: ``feed`` it what came, take the bodies of whole messages.

    ``largest``: bytes that a body may have from now on.
    """

    def __init__(self, largest: int = LARGEST) -> None:
        self._buffer = bytearray()
        self.largest = largest

    def feed(self, data: bytes) -> None:
        """Bytes as they came, in any pieces."""
        self._buffer += data

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        """The next whole body; StopIteration until more was fed. TooLarge: nothing behind it can be read any more."""
        if len(self._buffer) < _HEAD:
            raise StopIteration
        size = int.from_bytes(self._buffer[:_HEAD], "big")
        if size > self.largest:
            raise TooLarge(size)
        if len(self._buffer) < _HEAD + size:
            raise StopIteration
        body = bytes(self._buffer[_HEAD : _HEAD + size])
        del self._buffer[: _HEAD + size]
        return body

    @property
    def within(self) -> bool:
        """Whether a message has begun and not ended."""
        return bool(self._buffer)
