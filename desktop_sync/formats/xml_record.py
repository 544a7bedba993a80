"""Inside one record: the compiled tree of fields decides by one look-up an element what is kept.

This is where the time of reading goes: two calls an element. The common element, whose text alone is asked, and the
one that nobody asked for are done by ``handlers``, whose state is in closures because that is the fastest that
Python has; what is rarer is done by ``Levels``. Neither knows where records stand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from desktop_sync.formats.xml_paths import Node

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

Entry: TypeAlias = dict[str, "str | list[Entry]"]
Children: TypeAlias = Mapping[str, Node | str]
Begin: TypeAlias = Callable[[Mapping[str, str], int], None]

_NOTHING: Children = {}


class Levels:
    """The open elements of which more is asked than their text, and the entries that they fill.

    The text of an element is all text inside it, its sub-elements' included, comments and processing
    instructions left out. A path that occurs several times in one record gives the first.
    """

    __slots__ = ("_entries", "_marks", "_nodes", "_parser", "_plan", "entry", "node", "texts")

    def __init__(self, parser: XMLParserType, plan: Node) -> None:
        self._parser = parser
        self._plan = plan
        self.node = plan
        self.entry: Entry = {}
        self.texts: list[str] = []
        self._nodes: list[Node] = []
        self._entries: list[Entry] = []
        self._marks: list[int] = []  # where in ``texts`` the open elements begin whose whole text is asked

    @property
    def depth(self) -> int:
        """Open elements below the record that are held here."""
        return len(self._nodes)

    def begin(self, attributes: Mapping[str, str]) -> Entry:
        """The record's own element."""
        self.entry = {}
        self.node = self._plan
        self._take(self._plan, attributes)
        return self.entry

    def enter(self, node: Node, attributes: Mapping[str, str]) -> Entry:
        """One element below; gives what it and what is inside it fill."""
        self._nodes.append(self.node)
        self.node = node
        if node.group is not None:
            entry: Entry = {}
            self.entry.setdefault(node.group, []).append(entry)  # type: ignore[union-attr] # this key has a list
            self._entries.append(self.entry)
            self.entry = entry
        if node.attributes or node.key is not None:
            self._take(node, attributes)
        return self.entry

    def leave(self) -> Entry | None:
        """Up again; None at the end of the record."""
        node = self.node
        if node.key is not None:
            self._text(node.key)
        if not self._nodes:
            return None
        if node.group is not None:
            self.entry = self._entries.pop()
        self.node = self._nodes.pop()
        return self.entry

    def _take(self, node: Node, attributes: Mapping[str, str]) -> None:
        for name, key in node.attributes.items():
            if name in attributes:
                self.entry.setdefault(key, attributes[name])
        if node.key is not None:
            self._marks.append(len(self.texts))
            self._parser.CharacterDataHandler = self.texts.append

    def _text(self, key: str) -> None:
        text = "".join(self.texts[self._marks.pop() :])
        self.entry.setdefault(key, text)
        if not self._marks:
            self.texts.clear()
            self._parser.CharacterDataHandler = None


def handlers(
    parser: XMLParserType, plan: Node, height: int, closed: Callable[[Entry], None], deep: Callable[[int], None]
) -> Begin:
    """Gives ``begin(attributes, room)``, which takes over the parser's handlers at the start of a record.

    ``height``: of the plan. ``closed`` gets the record's values at its end. ``room``: elements that may lie inside
    each other in the record; ``deep`` is told how many do where it may be too many.
    """
    levels = Levels(parser, plan)
    texts = levels.texts
    children, entry = _NOTHING, levels.entry
    leaf: str | None = None  # path of the open element of which only the text is asked
    skipped = spare = 0  # depth below the element that nobody asked for; what is allowed wherever that stands

    def begin(attributes: Mapping[str, str], room: int) -> None:
        nonlocal children, entry, spare
        children, entry, spare = plan.children, levels.begin(attributes), room - height
        parser.StartElementHandler, parser.EndElementHandler = start, end

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal children, entry, leaf, skipped
        node = children.get(name)
        if isinstance(node, str):
            leaf, children = node, _NOTHING
            parser.CharacterDataHandler = texts.append
        elif node is None:
            children = _NOTHING
            skipped += 1
            if skipped > spare:
                deep(levels.depth + skipped + (leaf is not None))
        else:
            children, entry = node.children, levels.enter(node, attributes)

    def end(_name: str) -> None:
        nonlocal children, entry, leaf, skipped
        if skipped:
            skipped -= 1
            if not skipped and leaf is None:
                children = levels.node.children
        elif leaf is not None:
            parser.CharacterDataHandler = None
            if leaf not in entry:
                entry[leaf] = texts[0] if len(texts) == 1 else "".join(texts)
            texts.clear()
            leaf, children = None, levels.node.children
        elif (up := levels.leave()) is not None:
            entry, children = up, levels.node.children
        else:
            closed(entry)

    return begin
