"""The walk through one XML payload: expat's events become records, in constant memory.

Outside of records only the path is followed; a record's inside is ``xml_record``. It must not know encodings,
settings, or the words for what is no XML. Why expat, and not trees of lxml: resources/docs/decisions.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.parsers import expat

from desktop_sync.core.errors import Owner, Rejected
from desktop_sync.core.model import Position, Record
from desktop_sync.formats.xml_paths import DIVIDER, Node, RecordPath, clark
from desktop_sync.formats.xml_record import Entry, handlers


class Walk:
    """Feed it UTF-8; take ``records``. ``root``: the first element's name, ``open_since``: where a record began.

    ``offset``: bytes of the payload before those that are fed; None when these are not the payload's own.
    """

    def __init__(self, path: RecordPath, plan: Node, *, offset: int | None, max_depth: int, max_record: int) -> None:
        self.records: list[Record] = []
        self.root = ""
        self.fits = True  # whether a record can stand below this root
        self.open_since: Position | None = None
        self._path = path
        self._offset = offset
        self._max_depth = max_depth
        self._max_record = max_record
        self._outer: list[str] = []  # names from the root to where we are; inside a record, to the record
        self._number = 0
        self._idle = 0  # bytes fed since the last event outside of records
        self._parser = expat.ParserCreate("utf-8", DIVIDER)
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._begin = handlers(self._parser, plan, self._closed, self._deep)
        self._handle()

    def feed(self, data: bytes, final: bool = False) -> None:
        """Raises ExpatError, and Rejected for what is refused although it is XML."""
        self._idle += len(data)
        self._parser.Parse(data, final)
        if self._idle > self._max_record:
            where = f"The record from {self.open_since}" if self.open_since else "What stands outside of the records"
            raise _refused(
                f"{where} has more than {self._max_record:,} bytes and does not end.",
                "If that is right, set max_record in the format of the flow to a larger size.",
            )

    def _handle(self) -> None:
        self._idle = 0
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._idle = 0
        if not self.root:
            self.root, self.fits = clark(name), self._path.begins(name)
        self._outer.append(name)
        self._deep(0)
        if self._path.matches(self._outer):
            self._number += 1
            self.open_since = self._position(self._path.label(self._number))
            self._begin(attributes, self._max_depth - len(self._outer))

    def _end(self, _name: str) -> None:
        self._idle = 0
        self._outer.pop()

    def _closed(self, values: Entry) -> None:
        self.records.append(Record(self._number, values, self.open_since or Position()))
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
