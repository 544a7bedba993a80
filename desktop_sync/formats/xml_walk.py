"""The walk through one XML payload: expat's events become records, in constant memory.

Outside of records only the path is followed; a record's inside is ``xml_record``. It must not know encodings,
settings, or the words for what is no XML. Why expat, and not trees of lxml: resources/docs/decisions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from xml.parsers import expat

from desktop_sync.core.errors import Owner, Rejected
from desktop_sync.core.model import Position, Record
from desktop_sync.formats.xml_locate import RecordPlaces, Scope, Window
from desktop_sync.formats.xml_paths import DIVIDER, Names, Node, RecordPath, clark
from desktop_sync.formats.xml_record import Begin, Entry, handlers

_LONG = 1_000_000  # bytes of one tag or comment; what follows is then given to expat in pieces as long as that


class Kind(NamedTuple):
    """One kind of record: its name (empty where there is one kind), where it stands, what is asked of it, how deep."""

    name: str
    path: RecordPath
    plan: Node
    height: int


class Walk:
    """Feed it UTF-8; take ``records``. ``root``: the first element's name, ``open_since``: where a record began.

    ``offset``: bytes of the payload before those that are fed; None when these are not the payload's own.
    """

    def __init__(
        self, kinds: Sequence[Kind], names: Names, *, offset: int | None, max_depth: int, max_record: int
    ) -> None:
        self.records: list[Record] = []
        self.root = ""
        self.fits = True  # whether a record can stand below this root
        self.open_since: Position | None = None
        self.window = Window()
        self.fed = 0  # bytes
        self._names = names
        self._offset = offset
        self._max_depth = max_depth
        self._max_record = max_record
        self._outer: list[str] = []  # names from the root to where we are; inside a record, to the record
        self._number = 0
        self._start_index = 0  # of the record that is open
        self._idle = 0  # bytes fed since the last event outside of records
        self._held: list[bytes] = []  # expat reads a tag anew from its start whenever it gets more of it
        self._parser = expat.ParserCreate("utf-8", DIVIDER)
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._kinds = [(kind, self._handlers(kind)) for kind in kinds]
        self._counts = [0] * len(kinds)
        self._kind = ""
        self._declared: dict[str, str] = {}  # namespaces of the element that is to begin
        self._scopes: list[tuple[dict[str, str], Scope]] = [({}, Scope({}))]  # of the open elements outside of records
        self._handle()

    @property
    def open_index(self) -> int | None:
        """Where in the stream the record that is open began."""
        return None if self.open_since is None else self._start_index

    def feed(self, data: bytes, final: bool = False) -> None:
        """Raises ExpatError, and Rejected for what is refused although it is XML."""
        self._idle += len(data)
        # Without a record that is open, one may begin in what is pending: a tag that was not fed to its end.
        pending = max(self._parser.CurrentByteIndex, 0)
        if self._held or self.fed - pending > _LONG:
            self._held.append(data)
            if not final and sum(map(len, self._held)) < self.fed - pending and self._idle <= self._max_record:
                return
            data, self._held = b"".join(self._held), []
        self.window = self.window.fed(data, pending if self.open_since is None else self._start_index)
        self.fed += len(data)
        self._parser.Parse(data, final)
        if self._idle > self._max_record:
            where = f"The record from {self.open_since}" if self.open_since else "What stands outside of the records"
            raise _refused(
                f"{where} has more than {self._max_record:,} bytes and does not end.",
                "If that is right, set max_record in the format of the flow to a larger size.",
            )

    def close(self) -> None:
        """Lets go of what refers to each other: a record without end is much to leave to the garbage collector."""
        self._kinds = []
        parser = self._parser
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
        parser.StartNamespaceDeclHandler = parser.StartDoctypeDeclHandler = None

    def _handlers(self, kind: Kind) -> Begin:
        return handlers(self._parser, kind.plan, kind.height, self._closed, self._deep)

    def _handle(self) -> None:
        self._idle = 0
        parser = self._parser
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartNamespaceDeclHandler = self._declare

    def _declare(self, prefix: str | None, uri: str | None) -> None:
        self._declared[prefix or ""] = uri or ""

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._idle = 0
        outer = self._outer
        if not self.root:
            self.root, self.fits = clark(name), any(kind.path.begins(name) for kind, _ in self._kinds)
        outer.append(name)
        if len(outer) > self._max_depth:
            self._deep(0)
        declared, self._declared = self._declared, {}
        for at, (kind, begin) in enumerate(self._kinds):
            if kind.path.matches(outer):
                self._number += 1
                self._counts[at] += 1
                self._start_index = self._parser.CurrentByteIndex
                self._kind = kind.name
                self.open_since = self._position(kind.path.label(self._counts[at]))
                self._parser.StartNamespaceDeclHandler = None
                begin(attributes, self._max_depth - len(outer))
                return
        if declared:
            around = self._scopes[-1][0] | declared
            self._scopes.append((around, Scope(around)))
        else:
            self._scopes.append(self._scopes[-1])

    def _end(self, _name: str) -> None:
        self._idle = 0
        self._outer.pop()
        self._scopes.pop()

    def _closed(self, values: Entry) -> None:
        position = self.open_since or Position()
        places = RecordPlaces(
            self.window, self._start_index, self._parser.CurrentByteIndex, position, self._scopes[-1][1], self._names
        )
        # A named tuple, which is made in half the time of a dataclass; mypy does not see that it can be called.
        self.records.append(Record(self._number, values, position, self._kind, (), places))  # type: ignore[arg-type]
        self.open_since = None
        self._outer.pop()
        self._handle()

    def _position(self, path: str = "") -> Position:
        parser = self._parser
        offset = None if self._offset is None else self._offset + parser.CurrentByteIndex
        return Position(parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, offset, path)

    def _doctype(self, *_: object) -> None:
        """Refused when it is seen: so there are no entities, nothing grows and nothing is fetched."""
        raise _refused(
            f"At {self._position()} there is a DOCTYPE, which can hide or fetch content; it is never read.",
            "Let the sending system write the file without it.",
        )

    def _deep(self, inside: int) -> None:
        """``inside``: open elements inside the record."""
        if len(self._outer) + inside > self._max_depth:
            raise _refused(
                f"At {self._position()} elements lie more than {self._max_depth} deep in each other.",
                "If that is right, set max_depth in the format of the flow to a larger number.",
            )


def _refused(what: str, hint: str) -> Rejected:
    return Rejected(what, hint, Owner.VENDOR, reason="unreadable")
