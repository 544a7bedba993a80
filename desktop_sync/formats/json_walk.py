"""The records of a JSON document, streamed: values at one path, one after the other, in bounded memory.

It must not know what becomes of a record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from desktop_sync.core.errors import Owner, Rejected
from desktop_sync.core.json_values import Json, NoJson, decoded
from desktop_sync.core.model import Position
from desktop_sync.formats.encoding import Piece

_BLANK = re.compile(r"[ \t\r\n]*")
_KEPT = 1 << 16  # letters behind us that are not dropped at once
_DEEPEST = 100  # lists around the records


class Taken(NamedTuple):
    """One record: what it is, its text, and where it begins."""

    value: Json
    text: str
    position: Position


class Walk:
    """``size``: bytes of a text as it stands in the payload; ``mark``: bytes before the first letter."""

    def __init__(self, pieces: Iterator[Piece], size: Callable[[str], int], mark: int, most: int) -> None:
        self._pieces = pieces
        self._size = size
        self._most = most
        self._text = ""
        self._at = 0  # in the text: what is read next
        self._told = 0  # in the text: up to where line, column and offset are counted
        self._line, self._column, self._offset = 1, 1, mark
        self._ended = False
        self.reached = False  # whether anything stood at the path
        self.root = ""  # how the document begins

    def records(self, way: tuple[str, ...]) -> Iterator[Taken]:
        """Of one document, or of several that follow each other. Rejected where it is no JSON."""
        while self._peek():
            self.root = self.root or self._peek()
            yield from self._below(way, 0)
        if not self.root:
            raise _rejected("It is empty.", _AGAIN, Owner.CLERK)

    def _below(self, way: tuple[str, ...], depth: int) -> Iterator[Taken]:
        sign = self._peek()
        if sign == "[" and depth < _DEEPEST:
            self.reached = self.reached or not way
            yield from self._list(way, depth)
        elif not way:
            self.reached = True
            yield self._value()
        elif sign == "{":
            yield from self._object(way, depth)
        else:
            self._value()

    def _list(self, way: tuple[str, ...], depth: int) -> Iterator[Taken]:
        self._at += 1
        if self._peek() == "]":
            self._at += 1
            return
        while True:
            if way:
                yield from self._below(way, depth + 1)
            else:
                yield self._value()
            if self._punctuation(",]") == "]":
                return

    def _object(self, way: tuple[str, ...], depth: int) -> Iterator[Taken]:
        self._at += 1
        if self._peek() == "}":
            self._at += 1
            return
        while True:
            if self._peek() != '"':
                raise self._no_json("a name in double quotes is missing")
            name = self._value().value
            self._punctuation(":")
            if name == way[0]:
                yield from self._below(way[1:], depth + 1)
            else:
                self._value()
            if self._punctuation(",}") == "}":
                return

    def _punctuation(self, signs: str) -> str:
        sign = self._peek()
        if not sign or sign not in signs:
            words = {",]": "a comma or ] is missing", ",}": "a comma or } is missing", ":": "a colon is missing"}
            raise self._no_json(words[signs])
        self._at += 1
        return sign

    def _peek(self) -> str:
        """The next sign that is no blank, which is then read next; empty: the end."""
        while True:
            match = _BLANK.match(self._text, self._at)
            self._at = self._at if match is None else match.end()
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more(1):
                return ""

    def _value(self) -> Taken:
        if not self._peek():
            raise self._no_json("a value is missing")
        while True:
            try:
                value, end = decoded(self._text, self._at)
            except NoJson as error:
                if error.cut and self._more(2 * (len(self._text) - self._at)):
                    continue
                unfinished = error.unfinished or error.at >= len(self._text.rstrip())
                raise (self._broken_off() if unfinished else self._no_json(str(error), error.at)) from None
            if end < len(self._text) or not self._more(1):
                position = self._position()
                text, self._at = self._text[self._at : end], end
                if len(text) > self._most:
                    raise self._too_large(position)
                return Taken(value, text, position)

    def _more(self, wanted: int) -> bool:
        """At least so many letters from here on, as far as there are; False: there are no more."""
        if self._ended:
            return False
        if self._at > _KEPT:
            self._count(self._at)
            self._text, self._at, self._told = self._text[self._at :], 0, 0
        if len(self._text) - self._at > self._most:
            raise self._too_large(self._position())
        found, length = [self._text], len(self._text) - self._at
        before = length
        while length < max(wanted, before + 1):
            piece = next(self._pieces, None)
            if piece is None:
                self._ended = True
                break
            found.append(piece.text)
            length += len(piece.text)
        self._text = "".join(found)
        return length > before

    def _position(self) -> Position:
        self._count(self._at)
        return Position(self._line, self._column, self._offset)

    def _count(self, upto: int) -> None:
        """Line, column and offset of a place further on."""
        text = self._text[self._told : upto]
        lines = text.count("\n")
        self._line += lines
        self._column = len(text) - text.rfind("\n") if lines else self._column + len(text)
        self._offset += self._size(text)
        self._told = upto

    def _too_large(self, where: Position) -> Rejected:
        return _rejected(
            f"What begins at line {where.line}, column {where.column} has more than {self._most:,} letters.",
            "If that is right, set max_record in the format of the flow to a larger size.",
        )

    def _broken_off(self) -> Rejected:
        where = self._position()
        return _rejected(
            f"It breaks off: what begins at line {where.line}, column {where.column} has no end.",
            _AGAIN,
            Owner.CLERK,
        )

    def _no_json(self, why: str, at: int | None = None) -> Rejected:
        place = self._at if at is None else at
        if place >= len(self._text) and self._ended:
            return self._broken_off()
        self._count(max(place, self._told))
        return _rejected(f"At line {self._line}, column {self._column}, {why}.", _TELL)


_AGAIN = "Let the sending system write the file again, whole."
_TELL = "Tell the vendor of the sending system: the file is no JSON."


def _rejected(what: str, hint: str, owner: Owner = Owner.VENDOR) -> Rejected:
    return Rejected(what, hint, owner, reason="unreadable")
