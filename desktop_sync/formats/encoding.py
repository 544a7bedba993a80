"""Encodings: a payload's bytes as UTF-8, strictly: nothing is replaced and nothing is guessed in silence.

A byte order mark decides, then what the settings say, then what the payload itself declares, else UTF-8.
It must not know what the text means; the format says where a declaration stands.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from desktop_sync.core.encodings import codec
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
_USUAL = ("windows-1252", "cp850")  # of Windows and of DOS in western Europe
_AROUND = 20  # bytes shown on both sides of one that cannot be read
_CONTROLS = re.compile(rb"[\x80-\x9f]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """``name``: Python's codec. ``mark``: bytes of the byte order mark. ``said``: the payload declares it itself."""

    name: str
    mark: int = 0
    said: bool = False


def detect(head: bytes, declaration: re.Pattern[bytes] | None, override: str = "") -> Encoding:
    """The encoding of a payload that begins with ``head``. Raises Rejected for one that is declared but not known.

    ``declaration``: how a payload says its own encoding; None when this kind of payload has no words for it.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name, len(mark))
    if override:
        return Encoding(codec(override) or "utf-8")
    if declaration is None:
        return Encoding("utf-8")
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


class Piece(NamedTuple):
    """One stretch of a payload: its bytes, their text, and the 1-based line and 0-based byte where it begins."""

    data: bytes
    text: str
    line: int
    offset: int


class Decoded:
    """A payload as pieces of text."""

    def __init__(self, payload: BinaryIO, declaration: re.Pattern[bytes] | None, override: str = "") -> None:
        self._payload = payload
        self._head = _read(payload, _HEAD)
        self.encoding = detect(self._head, declaration, override)
        latin = self.encoding.name == "iso8859-1"
        self._guarded = latin and (self.encoding.said or declaration is None)

    def __iter__(self) -> Iterator[Piece]:
        """Everything that can be decoded; then Rejected, with the line and byte, where something cannot."""
        decoder = codecs.getincrementaldecoder(self.encoding.name)("strict")
        line, start, before = 1, self.encoding.mark, ""
        data = self._head[start:]
        while data:
            if self._guarded and (control := _CONTROLS.search(data)):
                yield from self._foreign(control, line, start)
            pending = len(decoder.getstate()[0])
            try:
                text = decoder.decode(data)
            except UnicodeError as error:
                yield from self._broken(error, data, pending, line, start - pending)
                return
            yield Piece(data, text, line, start)
            line += text.count("\n") or line_breaks(text, before)  # exactly is slow, and told only where files are odd
            start += len(data)
            before = text or before
            data = self._payload.read(CHUNK)
        if pending := len(decoder.getstate()[0]):
            raise _unreadable(f"It breaks off in the middle of a letter, {pending} bytes before its end.", _again())

    def _broken(self, error: UnicodeError, data: bytes, pending: int, line: int, start: int) -> Iterator[Piece]:
        if not isinstance(error, UnicodeDecodeError):
            raise _unreadable(f"It cannot be read as {self.encoding.name}: {error}.", _set_it()) from None
        good = error.object[: error.start]
        text = good.decode(self.encoding.name, "ignore")
        yield Piece(data[: max(error.start - pending, 0)], text, line, start)
        raise self._undecodable(error.object, error.start, line + line_breaks(text), start + error.start) from None

    def _undecodable(self, data: bytes, at: int, line: int, offset: int) -> Rejected:
        says = "It says that it is" if self.encoding.said else "It is read as"
        return _unreadable(
            f"{says} {self.encoding.name}, but line {line} has the byte 0x{data[at]:02X} (byte {offset} of the file), "
            f"which is no letter there.",
            _advice(data, at, self.encoding.name),
        )

    def _foreign(self, control: re.Match[bytes], line: int, start: int) -> Iterator[Piece]:
        """What is declared as ISO 8859-1 and has bytes 0x80 to 0x9F is windows-1252 (WHATWG encoding standard)."""
        data, at = control.string, control.start()
        good = data[:at].decode(self.encoding.name)
        yield Piece(data[:at], good, line, start)
        raise self._undecodable(data, at, line + line_breaks(good), start + at)


class Utf8:
    """A payload as chunks of UTF-8. ``direct``: the chunks are the payload's own bytes, so that offsets agree."""

    def __init__(self, payload: BinaryIO, declaration: re.Pattern[bytes], override: str = "") -> None:
        self._decoded = Decoded(payload, declaration, override)
        self.encoding = self._decoded.encoding
        self.direct = self.encoding.name == "utf-8"

    def __iter__(self) -> Iterator[bytes]:
        """Everything that can be decoded; then Rejected, with the line and byte, where something cannot."""
        for piece in self._decoded:
            yield piece.data if self.direct else piece.text.encode()


def line_breaks(text: str, before: str = "") -> int:
    r"""How many \n, \r\n and \r there are in ``text``, which stands right after ``before``."""
    found = text.count("\n")
    if "\r" in text:
        found += text.count("\r") - text.count("\r\n")
    return found - (before.endswith("\r") and text.startswith("\n"))


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


def _advice(data: bytes, at: int, name: str) -> str:
    """What stands there as the encodings read it that are meant most often, so that a person can tell by eye."""
    begin, end = max(at - _AROUND, data.rfind(b"\n", 0, at) + 1), data.find(b"\n", at)
    around = data[begin : min(at + _AROUND, len(data) if end < 0 else end)].strip()
    others = [other for other in _USUAL if codec(other) != name and not name.startswith(("utf-16", "utf-32"))]
    if not others:
        return _set_it()
    seen = ", ".join(f'as {other} "{around.decode(other, "replace")}"' for other in others)
    return f"Look which of these is right: {seen}. Then {_how(others[0])[:-1]}, or the other name."


def _again() -> str:
    return "Let the sending system write the file again."


def _unreadable(what: str, hint: str) -> Rejected:
    return Rejected(what, hint, Owner.VENDOR, reason="unreadable")
