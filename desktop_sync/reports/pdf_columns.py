"""How wide the columns of a printed table are: as their content needs, texts wrapped where it does not fit.

Decided by the headings and the first rows; what comes later and is wider is wrapped, numbers become narrower.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_sync.reports.cells import places_of
from desktop_sync.reports.options import Column
from desktop_sync.reports.pdf_fonts import Face, wrapped

GAP = 11.0
_NARROWEST = 34.0
_LONG = 9.0  # of a word, for a size of 1: longer ones may be broken
_LONGEST_VALUE = 13.0  # of a number, a day, a time
_SHORT = 12  # a heading that is not wrapped
_SIZES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7)
_UNSEEN = "9,999,999.99"  # money, where the first rows have none
_GROWTH = "000"  # totals are longer than what they add up


@dataclass(frozen=True, slots=True)
class Span:
    """``fraction``: width of decimal places, for a size of 1, where their number may differ: sign stands below sign."""

    left: float
    right: float
    numeric: bool
    fraction: float = 0.0

    @property
    def width(self) -> float:
        return self.right - self.left


def planned(
    faces: tuple[Face, Face],
    columns: Sequence[Column],
    sample: Sequence[Sequence[str]],
    room: tuple[float, float],
    size: float,
    point: str,
) -> tuple[list[Span], float]:
    """The columns between two places, and the size of the text: smaller where they would not fit. ``point``: what
    stands before decimal places.
    """
    left, right = room
    least: list[float] = []
    wanted: list[float] = []
    for factor in _SIZES:
        wanted = [
            _wanted(faces, column, [row[at] for row in sample], size * factor, point)
            for at, column in enumerate(columns)
        ]
        least = [
            _least(faces, column, [row[at] for row in sample], wanted[at], size * factor)
            for at, column in enumerate(columns)
        ]
        if sum(least) + GAP * (len(columns) - 1) <= right - left:
            size *= factor
            break
    else:
        size *= _SIZES[-1]
    widths = _fitted(columns, wanted, least, right - left - GAP * (len(columns) - 1))
    return _placed(columns, widths, left, sample, faces[0], point), size


def _wanted(faces: tuple[Face, Face], column: Column, texts: Sequence[str], size: float, point: str) -> float:
    regular, bold = faces
    if column.width:
        return column.width * regular.width("0") * size
    if column.kind == "money" and not any(texts):
        texts = [_UNSEEN]
    if fraction := _fraction(column, texts, regular, point):
        texts = [text.removesuffix(decimals(text, point)) for text in texts]
    longest = max((regular.width(part) for text in texts for part in text.split("\n")), default=0.0) + fraction
    if column.total:
        longest = max(longest, bold.width(max(texts, key=len, default="")) + bold.width(_GROWTH) + fraction)
    if column.numeric or column.kind != "text":
        longest = min(longest, _LONGEST_VALUE)
    heading = bold.width(column.name) if len(column.name) <= _SHORT else _longest_word(bold, column.name)
    return max(longest, heading) * size + 0.5


def _least(faces: tuple[Face, Face], column: Column, texts: Sequence[str], wanted: float, size: float) -> float:
    """Numbers are never wrapped, texts at blanks, as long as their words are not too long."""
    if column.numeric or column.kind in {"date", "time", "yes_no"}:
        return wanted
    words = max((_longest_word(faces[0], text.replace("\n", " ")) for text in texts), default=0.0) * size
    return min(wanted, max(_NARROWEST, _longest_word(faces[1], column.name) * size, min(words, _LONG * size) + 0.5))


def _longest_word(face: Face, text: str) -> float:
    return max(face.width(word) for word in text.split(" "))


def _fitted(columns: Sequence[Column], wanted: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    spare = room - sum(wanted)
    if spare >= 0:
        texts = [not column.numeric and column.kind == "text" for column in columns]
        share = spare / (sum(texts) or len(columns))
        return [width + (share if text or not any(texts) else 0) for width, text in zip(wanted, texts, strict=True)]
    if sum(least) >= room:
        return [width * room / sum(least) for width in least]
    return _levelled(wanted, least, room)


def _levelled(wanted: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """What needs little gets it; the widest share the rest evenly."""
    low, high = 0.0, max(wanted)
    for _ in range(40):
        level = (low + high) / 2
        if sum(_between(level, *pair) for pair in zip(least, wanted, strict=True)) > room:
            high = level
        else:
            low = level
    return [_between(low, *pair) for pair in zip(least, wanted, strict=True)]


def _between(level: float, least: float, wanted: float) -> float:
    return min(max(level, least), wanted)


def _placed(
    columns: Sequence[Column],
    widths: Sequence[float],
    left: float,
    sample: Sequence[Sequence[str]],
    face: Face,
    point: str,
) -> list[Span]:
    spans = []
    for at, (column, width) in enumerate(zip(columns, widths, strict=True)):
        fraction = _fraction(column, [row[at] for row in sample], face, point)
        spans.append(Span(left, left + width, column.numeric, fraction))
        left += width + GAP
    return spans


def _fraction(column: Column, texts: Sequence[str], face: Face, point: str) -> float:
    """Of the longest; 0 where none is longer than what every number has."""
    places = places_of(column)
    if not column.numeric or column.kind == "percent" or (places is not None and places.least == places.most):
        return 0.0
    widest = max((face.width(decimals(text, point)) for text in texts), default=0.0)
    return widest if places is None or widest > face.width(f"{point}{'0' * places.least}") else 0.0


def decimals(text: str, point: str) -> str:
    """The decimal sign and what follows."""
    _, sign, rest = text.rpartition(point)
    return sign + rest if sign else ""


def heading_lines(face: Face, column: Column, span: Span, size: float) -> list[str]:
    """Of the heading, wrapped."""
    return wrapped(face, column.name, span.width / size)
