r"""The physical lines of a delimited payload, each with its end (``\n``, ``\r\n`` or ``\r``), in bounded memory.

It must not know rows or quotes: a line break inside quotes ends a line here too.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from itertools import chain
from typing import BinaryIO

from desktop_sync.core.errors import Owner, Rejected
from desktop_sync.formats.encoding import Decoded, Encoding, Piece

_DOS_END = "\x1a"  # Ctrl-Z, with which programs of CP/M and DOS end a text file
_NO_ENDS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_SHOWN = 60


class Lines:
    """Lines of at most ``limit`` letters. ``offset``: bytes before the first one, those of the byte order mark.

    ``size`` tells the bytes of whole lines as they stand in the payload; ``narrow``: of ASCII, one for each letter.
    """

    def __init__(self, payload: BinaryIO, *, encoding: str, limit: int, whole: bool) -> None:
        self._pieces = Decoded(payload, None, encoding)
        self._limit = limit
        self._whole = whole
        self.encoding = self._pieces.encoding
        self.offset = self.encoding.mark
        self.size = size_of(self.encoding)
        self.narrow = self.size("a") == 1
        if self.encoding.name in {"utf-16", "utf-32"}:
            raise unreadable(
                f"It should be {self.encoding.name}, but has no byte order mark that tells the order of its bytes.",
                f'Write encoding = "{self.encoding.name}-le" (as on Windows) or "{self.encoding.name}-be".',
            )

    def __iter__(self) -> Iterator[str]:
        """All that can be read; then Rejected where something cannot."""
        return chain.from_iterable(self._stretches())

    def _stretches(self) -> Iterator[list[str]]:
        tail, line = "", 1
        for piece in self._pieces:
            if "\0" in piece.text:
                yield from self._nul(tail, piece, line)
            text = tail + piece.text if tail else piece.text
            cut = _cut(text)
            if cut:
                lines = _split(text[:cut])
                line += len(lines)
                yield lines
            tail = text[cut:]
            if len(tail) > self._limit:
                raise self._endless(tail, line, piece.offset + len(piece.data))
        tail = tail.removesuffix(_DOS_END)
        if tail and self._whole and not tail.endswith("\r"):
            raise unreadable(
                f"Its last line, line {line}, does not end with a line break: it is not whole. {shown(tail)}",
                "Let the sending system write the file again, whole.",
                Owner.CLERK,
            )
        yield _split(tail)

    def _nul(self, tail: str, piece: Piece, line: int) -> Iterator[list[str]]:
        at = piece.text.index("\0")
        good = tail + piece.text[:at]
        lines = _split(good[: _cut(good)])
        yield lines
        line += len(lines)
        where = f"line {line} (byte {piece.offset + self.size(piece.text[:at])} of the file)"
        every = piece.data[:64]
        if not self.encoding.mark and not any(every[1::2]) and any(every[::2]):
            raise unreadable(f"At {where} there is a NUL byte, and so at every second.", _utf16("utf-16-le"))
        if not self.encoding.mark and not any(every[::2]) and any(every[1::2]):
            raise unreadable(f"At {where} there is a NUL byte, and so at every second.", _utf16("utf-16-be"))
        raise unreadable(
            f"At {where} there is a NUL byte, which no text has: it is damaged, or no text file.",
            "Let the sending system write the file again.",
        )

    def _endless(self, tail: str, line: int, end: int) -> Rejected:
        where = f"line {line} (byte {end - self.size(tail)} of the file)"
        return unreadable(
            f"L{where[1:]} has more than {self._limit:,} letters and does not end. {shown(tail)}",
            "If that is right, set max_record in the format of the flow to a larger size.",
        )


def _split(text: str) -> list[str]:
    """``splitlines`` is fast, but it also ends lines where the payload's programs do not."""
    if any(sign in text for sign in _NO_ENDS):
        return list(io.StringIO(text, newline=""))
    return text.splitlines(keepends=True)


def _cut(text: str) -> int:
    r"""Where the last complete line ends. A ``\r`` at the very end may be half of ``\r\n``."""
    return text.rfind("\n") + 1 or text.rfind("\r", 0, max(len(text) - 1, 0)) + 1


def size_of(encoding: Encoding) -> Callable[[str], int]:
    name = encoding.name.removesuffix("-sig")
    if name == "utf-8":
        return lambda text: len(text) if text.isascii() else len(text.encode())
    single = not name.startswith(("utf", "hz", "iso2022")) and len(bytes(range(256)).decode(name, "replace")) == 256  # noqa: PLR2004
    return len if single else lambda text: len(text.encode(name))


def _utf16(name: str) -> str:
    return f'It looks like UTF-16 without a byte order mark: write encoding = "{name}" in the format of the flow.'


def shown(text: str) -> str:
    """The beginning of an offending text, for a message."""
    start = " ⏎ ".join(text[: _SHOWN + 1].strip("\r\n").splitlines())
    return f"It begins: {start[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}"


def unreadable(what: str, hint: str, owner: Owner = Owner.VENDOR) -> Rejected:
    """What makes the rest of a payload unreadable."""
    return Rejected(what, hint, owner, reason="unreadable")
