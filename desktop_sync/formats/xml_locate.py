"""Where the values of one record stand, found in its bytes when a fault is to be shown.

Only the record is read again, so a fault costs the same at the end of a large payload as at its beginning. It must not
know mappings or faults.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias
from xml.parsers import expat

from desktop_sync.core.model import Position
from desktop_sync.formats.xml_paths import DIVIDER, Names

Steps: TypeAlias = "tuple[frozenset[str], ...]"


class Window:
    """The bytes last fed to the parser, from the beginning of the record that is open, by their place in the stream."""

    def __init__(self, start: int = 0, chunks: Sequence[bytes] = ()) -> None:
        self._start = start
        self._chunks = list(chunks)

    def fed(self, data: bytes, keep: int) -> Window:
        """A window that begins at or before ``keep`` and ends with ``data``; this one is not changed."""
        start, chunks = self._start, self._chunks
        dropped = 0
        while dropped < len(chunks) and start + len(chunks[dropped]) <= keep:
            start += len(chunks[dropped])
            dropped += 1
        return Window(start, [*chunks[dropped:], data])

    def between(self, start: int, end: int) -> Iterator[bytes]:
        """The bytes from ``start`` to before ``end``, as far as they are here."""
        at = self._start
        for chunk in self._chunks:
            if at < end and at + len(chunk) > start:
                yield chunk[max(start - at, 0) : end - at]
            at += len(chunk)

    def after(self, byte: bytes, start: int) -> int:
        """The place after the next ``byte`` from ``start``; the end when there is none."""
        at = self._start
        for chunk in self._chunks:
            if at + len(chunk) > start and (found := chunk.find(byte, max(start - at, 0))) >= 0:
                return at + found + 1
            at += len(chunk)
        return at


class Scope:
    """The namespaces that hold outside of a record, as the beginning of a document in which it can be read alone."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        from html import escape

        named = ((f"xmlns:{prefix}" if prefix else "xmlns", uri) for prefix, uri in prefixes.items())
        self.head = "<w " + " ".join(f'{name}="{escape(uri)}"' for name, uri in named) + ">"


class RecordPlaces(NamedTuple):
    """One record's ``locate``. ``start``, ``end``: where it stands in the stream of the window."""

    window: Window
    start: int
    end: int
    position: Position
    scope: Scope
    names: Names

    def __call__(self, sources: Sequence[str]) -> Mapping[str, Position]:
        """By source (``Lines/Line[2]/Qty``); what is not there has the position of the nearest thing around it."""
        return Search(sources, self.names, self.position, self.scope.head).find(
            self.window.between(self.start, self.end)
        )

    @property
    def length(self) -> int:
        """Bytes of the record with its end tag, in UTF-8."""
        return self.window.after(b">", self.end) - self.start

    def ahead(self, source: str) -> Sequence[str]:
        """What stands between the place of a source and its value."""
        name = source.rpartition("/")[2]
        return (f"{name[1:]}=",) if name.startswith("@") else (">",)


@dataclass(slots=True)
class _Target:
    """An element that is looked for. ``sources``: whose way leads here or through here."""

    sources: list[str] = field(default_factory=list)
    below: dict[Steps, _Branch] = field(default_factory=dict)


@dataclass(slots=True)
class _Branch:
    """Elements at one path below a target, of which some are wanted, by their number."""

    wanted: dict[int, _Target] = field(default_factory=dict)
    seen: int = 0


class Search:
    """All that is looked for in one record, in one walk."""

    def __init__(self, sources: Sequence[str], names: Names, position: Position, head: str) -> None:
        self._found = dict.fromkeys(sources, position)
        self._position = position
        self._head = head
        self._shift = len(head), len(head.encode())
        self._open: list[str] = []
        self._inside: list[tuple[int, _Target]] = [(2, _tree(sources, names))]  # below <w><record>
        self._parser = expat.ParserCreate("utf-8", DIVIDER)
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def find(self, record: Iterable[bytes]) -> Mapping[str, Position]:
        """``record``: its bytes, without or with its end tag."""
        try:
            self._parser.Parse(self._head.encode(), False)
            for data in record:
                self._parser.Parse(data, False)
        except expat.ExpatError:
            pass  # it ends inside, or badly: what was found before holds
        return self._found

    def _start(self, name: str, _attributes: Mapping[str, str]) -> None:
        self._open.append(name)
        base, here = self._inside[-1]
        if len(self._open) <= base:
            return
        below = self._open[base:]
        for steps, branch in here.below.items():
            if len(steps) == len(below) and all(one in step for one, step in zip(below, steps, strict=True)):
                branch.seen += 1
                if branch.seen in branch.wanted:
                    self._reached(branch.wanted[branch.seen])

    def _reached(self, target: _Target) -> None:
        for source in target.sources:
            self._found[source] = self._here()
        if target.below:
            self._inside.append((len(self._open), target))

    def _end(self, _name: str) -> None:
        if self._inside[-1][0] == len(self._open) and len(self._inside) > 1:
            self._inside.pop()
        self._open.pop()

    def _here(self) -> Position:
        line, column = self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber
        start, (characters, size) = self._position, self._shift
        first = line == 1
        offset = None if start.offset is None else start.offset + self._parser.CurrentByteIndex - size
        return Position(
            (start.line or 1) + line - 1, (start.column or 1) + column - characters if first else column + 1, offset,
            start.path,
        )  # fmt: skip


def _tree(sources: Sequence[str], names: Names) -> _Target:
    top = _Target()
    for source in sources:
        here = top
        for steps, number in _stretches(source, names):
            branch = here.below.setdefault(steps, _Branch())
            here = branch.wanted.setdefault(number, _Target())
            here.sources.append(source)
    return top


def _stretches(source: str, names: Names) -> Iterator[tuple[Steps, int]]:
    """``Lines/Line[2]/Qty`` → two stretches; an attribute stands where its element stands."""
    pieces = re.split(r"\[([0-9]+)\]/?", source)
    numbers = [int(number) for number in pieces[1::2]] + [1]
    for piece, number in zip(pieces[::2], numbers, strict=True):
        steps = tuple(names.step(step) for step in piece.split("/") if step and step != "." and step[0] != "@")
        if steps:
            yield steps, number
