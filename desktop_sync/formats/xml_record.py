"""Inside one record: the compiled tree of fields decides by one look-up an element what is kept.

This is where the time of reading goes (about 40 calls a record), so that attributes are few and slotted, and the
common element, whose text alone is asked, has a short way. It must not know where records stand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from desktop_sync.formats.xml_paths import Node

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

Entry: TypeAlias = dict[str, "str | list[Entry]"]
_NOTHING: Mapping[str, Node | str] = {}


class RecordWalk:
    """Takes over the parser's handlers at ``begin`` and calls ``closed`` with the values at the record's end.

    The text of an element is all text inside it, its sub-elements' included, comments and processing
    instructions left out. A path that occurs several times in one record gives the first.
    """

    __slots__ = (
        "_add", "_children", "_closed", "_depth", "_entries", "_entry", "_height", "_leaf", "_marks", "_node", "_nodes",
        "_parser", "_plan", "_room", "_skipped", "_texts", "_too_deep",
    )  # fmt: skip

    def __init__(
        self, parser: XMLParserType, plan: Node, closed: Callable[[Entry], None], too_deep: Callable[[], None]
    ) -> None:
        self._parser = parser
        self._plan = plan
        self._closed = closed
        self._too_deep = too_deep
        self._node = plan
        self._children: Mapping[str, Node | str] = plan.children
        self._leaf: str | None = None  # the path of the open element of which only the text is asked
        self._nodes: list[Node] = []
        self._entry: Entry = {}
        self._entries: list[Entry] = []
        self._texts: list[str] = []
        self._add = self._texts.append
        self._marks: list[int] = []  # where in _texts the open elements with a key begin, leaves left out
        self._height = plan.height
        self._depth = self._room = 0
        self._skipped = 0  # depth below the element that nobody asked for; 0: not in such a one

    def begin(self, attributes: Mapping[str, str], depth: int) -> None:
        """``depth``: how many more elements may lie inside each other from here."""
        self._depth = depth
        self._room = depth - self._height
        self._entry = {}
        self._node, self._children = self._plan, self._plan.children
        self._take(self._plan, attributes)
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        node = self._children.get(name)
        if isinstance(node, str):
            self._leaf = node
            self._children = _NOTHING
            self._parser.CharacterDataHandler = self._add
        elif node is None:
            self._children = _NOTHING
            self._skipped += 1
            if self._skipped > self._room:
                self._deep()
        else:
            self._nodes.append(self._node)
            self._node = node
            self._children = node.children
            if node.group is not None:
                entry: Entry = {}
                self._entry.setdefault(node.group, []).append(entry)  # type: ignore[union-attr] # a list by this key
                self._entries.append(self._entry)
                self._entry = entry
            if (attributes and node.attributes) or node.key is not None:
                self._take(node, attributes)

    def _end(self, _name: str) -> None:
        if self._leaf is not None and not self._skipped:
            self._parser.CharacterDataHandler = None
            leaf, texts = self._leaf, self._texts
            if leaf not in self._entry:
                self._entry[leaf] = texts[0] if len(texts) == 1 else "".join(texts)
            texts.clear()
            self._leaf = None
            self._children = self._node.children
        elif self._skipped:
            self._skipped -= 1
            if not self._skipped and self._leaf is None:
                self._children = self._node.children
        elif self._nodes:
            node = self._node
            if node.key is not None:
                self._text(node.key)
            if node.group is not None:
                self._entry = self._entries.pop()
            self._node = node = self._nodes.pop()
            self._children = node.children
        else:
            self._finish()

    def _finish(self) -> None:
        if self._plan.key is not None:
            self._text(self._plan.key)
        self._closed(self._entry)

    def _take(self, node: Node, attributes: Mapping[str, str]) -> None:
        for name, key in node.attributes.items():
            if name in attributes:
                self._entry.setdefault(key, attributes[name])
        if node.key is not None:
            self._marks.append(len(self._texts))
            self._parser.CharacterDataHandler = self._add

    def _text(self, key: str) -> None:
        text = "".join(self._texts[self._marks.pop() :])
        self._entry.setdefault(key, text)
        if not self._marks:
            self._texts.clear()
            self._parser.CharacterDataHandler = None

    def _deep(self) -> None:
        """``_room`` spares the common case the exact count."""
        if self._skipped + len(self._nodes) + (self._leaf is not None) > self._depth:
            self._too_deep()
