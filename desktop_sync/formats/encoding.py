"""Encodings: a payload's bytes as UTF-8, strictly: nothing is replaced and nothing is guessed in silence.

A byte order mark decides, then what the settings say, then what the payload itself declares, else UTF-8.
It must not know what the text means; the format says where a declaration stands.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from desktop_sync.core.errors import Owner, Rejected

CHUNK = 1 << 15  # larger ones keep more records alive at once, which costs the garbage collector 5 %
_HEAD = 4096
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SHAPES = ((b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
# Codecs that are no encodings of files, or that hide markup from whoever looks at the bytes.
_NO_TEXT = frozenset({"idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"})
_CONTROLS = re.compile(rb"[\x80-\x9f]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """``name``: Python's codec. ``mark``: bytes of the byte order mark. ``said``: the payload declares it itself."""

    name: str
    mark: int = 0
    said: bool = False


def codec(name: str) -> str | None:
    """Python's name of a text encoding; None when there is none of this name."""
    try:
        found = codecs.lookup(name.strip())
        "<".encode(found.name)
    except (LookupError, ValueError, UnicodeError):
        return None
    return None if found.name.replace("_", "-") in _NO_TEXT else found.name


def detect(head: bytes, declaration: re.Pattern[bytes], override: str = "") -> Encoding:
    """The encoding of a payload that begins with ``head``. Raises Rejected for one that is declared but not known."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name, len(mark))
    if override:
        return Encoding(codec(override) or "utf-8")
    for start, name in _SHAPES:
        if head.startswith(start):
            return Encoding(name)
    return _declared(head, declaration)


def _declared(head: bytes, declaration: re.Pattern[bytes]) -> Encoding:
    match = declaration.match(head)
    if match is None:
        return Encoding("utf-8")
    said = match[1].decode("ascii", "replace")
    name = codec(said)
    if name is None:
        raise _unreadable(f"It says that its encoding is {said[:40]!r}, and there is none of this name.", _set_it())
    if name.startswith(("utf-16", "utf-32")):  # then not even the declaration could have been read as single bytes
        hint = f"If it is UTF-8 in truth, as often with programs on .NET, {_how('utf-8')}"
        raise _unreadable(f"It says that its encoding is {said!r}, but its letters are single bytes.", hint)
    return Encoding(name, said=True)


class Utf8:
    """A payload as chunks of UTF-8. ``direct``: the chunks are the payload's own bytes, so that offsets agree."""

    def __init__(self, payload: BinaryIO, declaration: re.Pattern[bytes], override: str = "") -> None:
        self._payload = payload
        self._head = _read(payload, _HEAD)
        self.encoding = detect(self._head, declaration, override)
        self.direct = self.encoding.name == "utf-8"
        self._guarded = self.encoding.said and self.encoding.name == "iso8859-1"

    def __iter__(self) -> Iterator[bytes]:
        """Everything that can be decoded; then Rejected, with the line and byte, where something cannot."""
        decoder = codecs.getincrementaldecoder(self.encoding.name)("strict")
        lines, start = 1, self.encoding.mark
        data = self._head[start:]
        while data:
            if self._guarded and (control := _CONTROLS.search(data)):
                yield from self._foreign(control, lines, start)
            pending = len(decoder.getstate()[0])
            try:
                text = decoder.decode(data)
            except UnicodeError as error:
                yield from self._broken(error, data, pending, lines, start - pending)
                return
            yield data if self.direct else text.encode()
            lines, start = lines + text.count("\n"), start + len(data)
            data = self._payload.read(CHUNK)
        if pending := len(decoder.getstate()[0]):
            raise _unreadable(f"It breaks off in the middle of a letter, {pending} bytes before its end.", _again())

    def _broken(self, error: UnicodeError, data: bytes, pending: int, lines: int, start: int) -> Iterator[bytes]:
        if not isinstance(error, UnicodeDecodeError):
            raise _unreadable(f"It cannot be read as {self.encoding.name}: {error}.", _set_it()) from None
        good = error.object[: error.start]
        text = good.decode(self.encoding.name, "ignore")
        yield data[: max(error.start - pending, 0)] if self.direct else text.encode()
        line, offset, byte = lines + text.count("\n"), start + error.start, error.object[error.start]
        raise self._undecodable(line, offset, byte) from None

    def _undecodable(self, line: int, offset: int, byte: int) -> Rejected:
        says = "It says that it is" if self.encoding.said else "It is read as"
        return _unreadable(
            f"{says} {self.encoding.name}, but line {line} has the byte 0x{byte:02X} (byte {offset} of the file), "
            f"which is no letter there.",
            _set_it(),
        )

    def _foreign(self, control: re.Match[bytes], lines: int, start: int) -> Iterator[bytes]:
        """What is declared as ISO 8859-1 and has bytes 0x80 to 0x9F is windows-1252 (WHATWG encoding standard)."""
        good = control.string[: control.start()].decode(self.encoding.name)
        yield good.encode()
        raise self._undecodable(lines + good.count("\n"), start + control.start(), control[0][0])


def _read(payload: BinaryIO, size: int) -> bytes:
    """At least ``size`` bytes where there are so many; a stream may give fewer at a time."""
    data = b""
    while len(data) < size and (more := payload.read(CHUNK)):
        data += more
    return data


def _how(name: str) -> str:
    return f'write encoding = "{name}" in the format of the flow.'


def _set_it() -> str:
    return f"Find out how the sending system writes its files; if it is windows-1252, {_how('windows-1252')}"


def _again() -> str:
    return "Let the sending system write the file again."


def _unreadable(what: str, hint: str) -> Rejected:
    return Rejected(what, hint, Owner.VENDOR, reason="unreadable")
