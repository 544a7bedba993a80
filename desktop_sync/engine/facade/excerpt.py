"""One stretch of a payload for people to read: whole lines of text around a place, or the bytes in hexadecimal.

What is no text in its encoding is spelled out, never replaced. It must not know where bytes come from.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, AnyStr

_BREAKS, _TEXT_BREAKS = re.compile(rb"\r\n|\n|\r"), re.compile(r"\r\n|\n|\r")
_ROW = 16  # bytes of a row in hexadecimal


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many bytes ``before`` and ``after`` the ``offset``, which stands in this ``line``; ``marks``: from, and to."""

    offset: int
    line: int
    before: int
    after: int
    marks: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True, slots=True)
class Encoded:
    """Python's codec, and how many bytes the byte order mark has."""

    codec: str
    mark: int = 0

    @property
    def unit(self) -> int:
        """Bytes of which a letter has one or several."""
        return 4 if self.codec.startswith("utf-32") else 2 if self.codec.startswith("utf-16") else 1

    def text(self, data: bytes) -> str:
        """With line breaks as one sign."""
        return data.decode(self.codec, "backslashreplace").replace("\r\n", "\n").replace("\r", "\n")


def binary(data: bytes, encoded: Encoded) -> bool:
    """Whether this is nothing to read: no text of single bytes has a NUL."""
    return encoded.unit == 1 and b"\0" in data


def hexadecimal(data: bytes, start: int, wanted: Wanted) -> dict[str, Any]:
    """Whole rows of sixteen bytes; ``marks`` count in ``bytes``."""
    cut = -start % _ROW if start else 0
    data, start = data[cut:], start + cut
    marks = [[begin - start, end - start] for begin, end in _inside(wanted.marks, start, start + len(data))]
    return {"bytes": data.hex(), "text": None, "start": start, "end": start + len(data), "marks": marks}


def text(data: bytes, start: int, encoded: Encoded, wanted: Wanted, *, ends: bool) -> dict[str, Any]:
    """``data`` begins at ``start``; ``ends``: the payload ends with it. ``marks`` count in signs of ``text``.

    A stretch begins and ends with whole lines where it can, with whole letters where it cannot.
    """
    at = min(max(wanted.offset - start, 0), len(data))
    begin = _begin(data, start, at, encoded) if wanted.before else at
    end = len(data) if ends or not wanted.after else _end(data, at, encoded)

    def signs(place: int) -> int:
        return len(encoded.text(data[begin : place - start]))

    marks = [[signs(one), signs(other)] for one, other in _inside(wanted.marks, start + begin, start + end)]
    return {
        "bytes": None,
        "text": encoded.text(data[begin:end]),
        "first_line": max(wanted.line - encoded.text(data[begin:at]).count("\n"), 1),
        "start": start + begin,
        "end": start + end,
        "marks": marks,
    }


def _inside(marks: Sequence[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """What of them can be seen."""
    cut = [(max(one, start), min(other, end)) for one, other in marks]
    return [(one, other) for one, other in cut if one < other]


def _begin(data: bytes, start: int, at: int, encoded: Encoded) -> int:
    if start <= encoded.mark:
        return encoded.mark - start if start < encoded.mark else 0
    first = _letter(data, (encoded.mark - start) % encoded.unit, encoded)
    after = _after_break(data, first, at, encoded)
    return first if after is None else after


def _end(data: bytes, at: int, encoded: Encoded) -> int:
    """After the last line break; where there is none, after the last whole letter."""
    newline = "\n".encode(encoded.codec)
    found = data.rfind(newline, at)
    while found >= 0 and (found - at) % encoded.unit:
        found = data.rfind(newline, at, found + len(newline) - 1)
    if found >= 0:
        return found + len(newline)
    decoder = codecs.getincrementaldecoder(encoded.codec)("backslashreplace")
    decoder.decode(data[at:])
    return len(data) - len(decoder.getstate()[0])


def _after_break(data: bytes, first: int, at: int, encoded: Encoded) -> int | None:
    newline = "\n".encode(encoded.codec)
    found = data.find(newline, first, at)
    while found >= 0 and (found - first) % encoded.unit:
        found = data.find(newline, found + 1, at)
    return None if found < 0 else found + len(newline)


def _letter(data: bytes, first: int, encoded: Encoded) -> int:
    """Where the first whole letter begins."""
    if encoded.codec != "utf-8":
        return first
    while first < min(4, len(data)) and 0x80 <= data[first] < 0xC0:  # noqa: PLR2004 - bytes within a letter
        first += 1
    return first


def place_of_line(blocks: Iterable[bytes], line: int, encoded: Encoded) -> tuple[int, int]:
    r"""Where a line begins and ends, in bytes; lines end with \n, \r\n or \r. None there: the end, twice."""
    if encoded.unit == 1:
        return _scan(blocks, line, _BREAKS, (b"\r", b"\n"), len, 0)

    def size(part: str) -> int:
        return len(part.encode(encoded.codec))

    return _scan(_decoded(blocks, encoded), line, _TEXT_BREAKS, ("\r", "\n"), size, encoded.mark)


def _decoded(blocks: Iterable[bytes], encoded: Encoded) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoded.codec)("replace")
    left_out = encoded.mark
    for block in blocks:
        yield decoder.decode(block[left_out:])
        left_out = max(left_out - len(block), 0)


def _scan(
    parts: Iterable[AnyStr],
    line: int,
    breaks: re.Pattern[AnyStr],
    signs: tuple[AnyStr, AnyStr],
    size: Callable[[AnyStr], int],
    at: int,
) -> tuple[int, int]:
    """Half of a line break may stand at the end of one part, and the rest in the next."""
    half, whole = signs
    number, begin, held = 1, at, half[:0]
    for part in parts:
        data = held + part
        held = data[len(data) - 1 :] if data.endswith(half) else half[:0]
        data = data[: len(data) - len(held)]
        many = data.count(whole) + data.count(half) - data.count(half + whole)
        if number + many < line:  # nearly all parts: of a gigabyte only one is looked at line by line
            number, at = number + many, at + size(data)
            continue
        done = 0
        for found in breaks.finditer(data):
            end = at + size(data[done : found.start()])
            if number == line:
                return begin, end
            at = begin = end + size(found[0])
            number, done = number + 1, found.end()
        at += size(data[done:])
    if held and number < line:
        number, begin = number + 1, at + size(held)
    end = at if held and number == line and begin <= at else at + size(held)
    return (begin, end) if number == line else (end, end)


def extent(
    data: bytes, at: int, ahead: Iterable[str], value: str, spellings: Iterable[str], codec: str
) -> Mapping[str, int] | None:
    """Where in ``data`` a value stands that comes after ``at`` and after these texts; None: it is spelled otherwise."""
    for before in ahead:
        spelt = before.encode(codec, "replace")
        found = data.find(spelt, at)
        if found < 0:
            return None
        at = found + len(spelt)
    for one in (value, *spellings):
        spelt = one.encode(codec, "replace")
        found = data.find(spelt, at)
        if found >= 0 and spelt:
            return {"offset": found, "length": len(spelt)}
    return None
