"""Where in an XML payload something stands that a fault speaks of: read again, up to that place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from xml.parsers import expat

from desktop_sync.core.errors import Rejected
from desktop_sync.core.model import Position
from desktop_sync.formats.xml_paths import DIVIDER, Names, RecordPath

Stretch = tuple[tuple[frozenset[str], ...], int]
"""Steps downwards, and which of the elements found there is meant, from 1."""


class _Found(Exception):
    """Raised where the place is reached or left."""


class Locate:
    """One search. ``offset``: bytes before those that are given; None when they are not those of the payload."""

    def __init__(self, path: RecordPath, names: Names, number: int, source: str, offset: int | None) -> None:
        self._record = path
        self._left = number
        self._number = number
        self._stretches = _stretches(source, names)
        self._offset = offset
        self._open: list[str] = []
        self._base = 0  # depth of the record or entry that is searched; 0: outside of records
        self._seen = 0
        self._at = Position()
        self._parser = expat.ParserCreate("utf-8", DIVIDER)
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._stop

    def find(self, chunks: Iterable[bytes]) -> Position:
        """The position found; that of what is around it when it is not there; an empty one without the record."""
        try:
            for chunk in chunks:
                self._parser.Parse(chunk, False)
        except (_Found, expat.ExpatError, Rejected):
            pass  # found, or what can be read ends here
        return self._at

    def _start(self, name: str, _attributes: Mapping[str, str]) -> None:
        self._open.append(name)
        if not self._base:
            if self._record.matches(self._open):
                self._left -= 1
                self._base = len(self._open)
                if not self._left:
                    self._reached()
            return
        if not self._left and self._matches():
            self._seen += 1
            if self._seen == self._stretches[0][1]:
                del self._stretches[0]
                self._base, self._seen = len(self._open), 0
                self._reached()

    def _matches(self) -> bool:
        steps, below = self._stretches[0][0], self._open[self._base :]
        return len(steps) == len(below) and all(name in step for name, step in zip(below, steps, strict=True))

    def _end(self, _name: str) -> None:
        if self._base == len(self._open):
            if not self._left:
                raise _Found
            self._base = 0
        self._open.pop()

    def _reached(self) -> None:
        parser = self._parser
        offset = None if self._offset is None else self._offset + parser.CurrentByteIndex
        path = self._record.label(self._number)
        self._at = Position(parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, offset, path)
        if not self._stretches:
            raise _Found

    def _stop(self, *_: object) -> None:
        raise _Found


def _stretches(source: str, names: Names) -> list[Stretch]:
    """``Lines/Line[2]/Qty`` → two stretches; an attribute stands where its element stands."""
    found: list[Stretch] = []
    pieces = re.split(r"\[([0-9]+)\]/?", source)
    numbers = [int(number) for number in pieces[1::2]] + [1]
    for piece, number in zip(pieces[::2], numbers, strict=True):
        steps = tuple(names.step(step) for step in piece.split("/") if step and step != "." and step[0] != "@")
        if steps:
            found.append((steps, number))
    return found
