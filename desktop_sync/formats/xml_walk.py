"""The walk through one XML payload: expat's events become records, in constant memory.

Two pairs of handlers take turns: outside of records only the path is followed; inside, the compiled tree of
fields decides by one look-up an element. It must not know encodings, settings or messages of the parser.
Why expat and not a tree of lxml: resources/docs/decisions (exact positions, exact limits, no tree).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from xml.parsers import expat

from desktop_sync.core.errors import Owner, Rejected
from desktop_sync.core.model import Position, Record, Values
from desktop_sync.formats.xml_paths import DIVIDER, Node, RecordPath, clark

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

Entry = dict[str, "str | list[Entry]"]


class Walk:
    """Feed it UTF-8; take ``records``. ``root``: the first element's name, as soon as it is known.

    The text of an element is all text inside it, its sub-elements' included, comments and processing
    instructions left out. A path that occurs several times in one record gives the first.
    """

    def __init__(self, path: RecordPath, plan: Node, *, offset: int | None, max_depth: int, max_record: int) -> None:
        self.records: list[Record] = []
        self.root = ""
        self._path = path
        self._plan = plan
        self._offset = offset  # bytes before those that are fed; None: fed bytes are not those of the payload
        self._max_depth = max_depth
        self._max_record = max_record
        self._outer: list[str] = []  # names from the root to where we are, outside of records
        self._number = 0
        self._start: Position | None = None  # of the record that is open
        self._idle = 0  # bytes fed since the last event
        self._node = plan
        self._children = plan.children
        self._nodes: list[Node] = []
        self._skipped = 0
        self._entry: Entry = {}
        self._entries: list[Entry] = []
        self._texts: list[str] = []
        self._marks: list[int] = []  # where in _texts the open elements with a key begin
        self.parser = _parser(self)
        self._outside()

    @property
    def open_since(self) -> Position | None:
        """Where the record began that is not finished yet."""
        return self._start

    def feed(self, data: bytes, final: bool = False) -> None:
        """Raises ExpatError, and Rejected for what is refused although it is XML."""
        self._idle += len(data)
        self.parser.Parse(data, final)
        if self._idle > self._max_record:
            where = f"One record, from {self._start}, is" if self._start else "What stands outside of the records is"
            raise _refused(
                f"{where} larger than {self._max_record:,} bytes without an end.",
                "If that is right, set max_record in the format of the flow to a larger size.",
            )

    def position(self) -> Position:
        """Where the parser is: at the beginning of what the current event is about."""
        parser = self.parser
        offset = None if self._offset is None else self._offset + parser.CurrentByteIndex
        return Position(parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, offset)

    def _outside(self) -> None:
        self._idle = 0
        self.parser.StartElementHandler = self._start_outside
        self.parser.EndElementHandler = self._end_outside

    def _start_outside(self, name: str, attributes: Mapping[str, str]) -> None:
        self._idle = 0
        self.root = self.root or clark(name)
        self._outer.append(name)
        self._deep(len(self._outer))
        if self._path.matches(self._outer):
            self._open(attributes)

    def _end_outside(self, _name: str) -> None:
        self._idle = 0
        self._outer.pop()

    def _open(self, attributes: Mapping[str, str]) -> None:
        self._number += 1
        at = self.position()
        self._start = Position(at.line, at.column, at.offset, self._path.label(self._number))
        self._entry = {}
        self._node, self._children = self._plan, self._plan.children
        self._take(self._plan, attributes)
        self._inside()

    def _inside(self) -> None:
        self.parser.StartElementHandler = self._start_inside
        self.parser.EndElementHandler = self._end_inside

    def _start_inside(self, name: str, attributes: Mapping[str, str]) -> None:
        node = self._children.get(name)
        if node is None:
            self._skip()
            return
        self._nodes.append(self._node)
        self._node, self._children = node, node.children
        if node.group is not None:
            self._enter(node.group)
        if attributes or node.key is not None:
            self._take(node, attributes)

    def _take(self, node: Node, attributes: Mapping[str, str]) -> None:
        if attributes and node.attributes:
            for name, key in node.attributes.items():
                if name in attributes:
                    self._entry.setdefault(key, attributes[name])
        if node.key is not None:
            self._marks.append(len(self._texts))
            self.parser.CharacterDataHandler = self._texts.append

    def _enter(self, group: str) -> None:
        entry: Entry = {}
        entries = self._entry.setdefault(group, [])
        entries.append(entry)  # type: ignore[union-attr] # the key of a group is never the key of a text
        self._entries.append(self._entry)
        self._entry = entry

    def _end_inside(self, _name: str) -> None:
        node = self._node
        if node.key is not None:
            self._text(node.key)
        if not self._nodes:
            self._close()
            return
        if node.group is not None:
            self._entry = self._entries.pop()
        self._node = node = self._nodes.pop()
        self._children = node.children

    def _text(self, key: str) -> None:
        mark = self._marks.pop()
        texts = self._texts
        if key not in self._entry:
            self._entry[key] = "".join(texts[mark:] if mark else texts)
        if not self._marks:
            texts.clear()
            self.parser.CharacterDataHandler = None

    def _close(self) -> None:
        values: Values = self._entry
        self.records.append(Record(self._number, values, self._start or Position()))
        self._start = None
        self._outer.pop()
        self._outside()

    def _skip(self) -> None:
        self._skipped = 1
        self.parser.StartElementHandler = self._start_skipped
        self.parser.EndElementHandler = self._end_skipped

    def _start_skipped(self, _name: str, _attributes: Mapping[str, str]) -> None:
        self._skipped += 1
        if self._skipped > self._max_depth - 1:
            self._deep(self._skipped + len(self._outer) + len(self._nodes))

    def _end_skipped(self, _name: str) -> None:
        self._skipped -= 1
        if not self._skipped:
            self._inside()

    def _deep(self, depth: int) -> None:
        if depth > self._max_depth:
            raise _refused(
                f"At {self.position()}, elements lie more than {self._max_depth} deep in each other.",
                "No order looks like that. If it is right, set max_depth in the format of the flow.",
            )


def _parser(walk: Walk) -> XMLParserType:
    """Hardened: a DOCTYPE is refused when it is seen, so that there are no entities and nothing is fetched."""
    parser = expat.ParserCreate("utf-8", DIVIDER)
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise _refused(
            f"At {walk.position()} there is a DOCTYPE, which could hide or fetch content; it is never read.",
            "Let the sending system write the file without it.",
        )

    parser.StartDoctypeDeclHandler = refuse
    return parser


def _refused(what: str, hint: str) -> Rejected:
    return Rejected(what, hint, Owner.VENDOR, reason="unreadable")
