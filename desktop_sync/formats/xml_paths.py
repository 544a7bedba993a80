"""Paths in XML, compiled: the record path, and the fields asked for as one tree to walk down.

Names are those of expat with namespaces: the URI, a divider and the local name, or the local name alone.
It must not know payloads or records.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from desktop_sync.core.sources import Sources

DIVIDER = "\x1f"  # can stand in no XML document, so in no URI
_NAME = r"[^\W\d][\w.\-]*"
_STEP = re.compile(rf"(?:({_NAME}):)?({_NAME})")
_ATTRIBUTE = re.compile(rf"@(?:({_NAME}):)?({_NAME})")
_XML = "http://www.w3.org/XML/1998/namespace"


@dataclass(frozen=True, slots=True)
class Names:
    """Namespaces by URI, so that a sender may change its prefixes. ``default`` holds for elements without prefix."""

    prefixes: Mapping[str, str]
    default: str = ""

    def step(self, text: str) -> frozenset[str]:
        """The names that a step such as ``Order`` or ``p:Order`` matches. Raises ValueError in words."""
        match = _STEP.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is no name of an element{_advice(text)}")
        if match[1]:
            return frozenset({self._uri(match[1]) + DIVIDER + match[2]})
        return frozenset({match[2], self.default + DIVIDER + match[2]} if self.default else {match[2]})

    def attribute(self, text: str) -> str:
        """The name that ``@id`` or ``@p:id`` matches; without prefix it is in no namespace (Namespaces in XML, 6.2)."""
        match = _ATTRIBUTE.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is no name of an attribute")
        return self._uri(match[1]) + DIVIDER + match[2] if match[1] else match[2]

    def _uri(self, prefix: str) -> str:
        if prefix == "xml":
            return _XML
        if prefix not in self.prefixes:
            known = ", ".join(self.prefixes) or "none"
            raise ValueError(f"the prefix {prefix}: has no entry in namespaces (known: {known})")
        return self.prefixes[prefix]


def _advice(step: str) -> str:
    """How people who know XPath say it here."""
    if "[" in step:
        where = 'where = { from = "@role", is = "buyer" }'
        return f"; conditions stand beside a path: {where} with one or each, a rule for whole records"
    if step in ("text()", "node()"):
        return '; the text of an element is named by the element alone, of the record or entry itself by "."'
    if step in ("..", "*", ""):
        return "; a path leads downwards from the record or the entry, name by name"
    return ""


def clark(name: str) -> str:
    """``{uri}local``, as people know it."""
    uri, divider, local = name.rpartition(DIVIDER)
    return f"{{{uri}}}{local}" if divider else local


@dataclass(frozen=True, slots=True)
class RecordPath:
    """Where records stand. ``steps``: names that match, outermost first, None for any; ``anywhere``: below anything."""

    text: str
    steps: tuple[frozenset[str] | None, ...]
    anywhere: bool

    @classmethod
    def parse(cls, text: str, names: Names) -> RecordPath:
        """``Orders/Order``, ``/Orders/Order``, ``Orders/*/p:Order`` or ``//Order``. Raises ValueError in words."""
        path = text.strip()
        anywhere = path.startswith("//")
        steps = path.lstrip("/") if anywhere else path.removeprefix("/")
        found = tuple(None if step == "*" else names.step(step) for step in steps.split("/"))
        if anywhere and found == (None,):
            raise ValueError("//* would make every element a record")
        return cls(f"{'//' if anywhere else '/'}{steps}", found, anywhere)

    def meets(self, other: RecordPath) -> str:
        """Empty, or how one element could be a record of both: then nobody could tell of which kind it is."""
        if self.anywhere or other.anywhere:
            return "are the same" if self.steps == other.steps else ""
        for one, two in zip(self.steps, other.steps, strict=False):
            if one is not None and two is not None and not one & two:
                return ""
        return "are the same" if len(self.steps) == len(other.steps) else "lie inside each other"

    def begins(self, root: str) -> bool:
        """Whether a payload with this root can hold a record."""
        return self.anywhere or self.steps[0] is None or root in self.steps[0]

    def matches(self, path: Sequence[str]) -> bool:
        """Whether the element at this path, outermost first, is a record."""
        if len(path) < len(self.steps) or (len(path) != len(self.steps) and not self.anywhere):
            return False
        for name, step in zip(reversed(path), reversed(self.steps), strict=False):
            if step is not None and name not in step:
                return False
        return True

    def label(self, number: int) -> str:
        """The XPath of one record: ``/Orders/Order[3]``; with more than one parent ``(/A/B/C)[3]``."""
        if self.anywhere or len(self.steps) > 2:  # noqa: PLR2004 - the root, which stands once, and its children
            return f"({self.text})[{number}]"
        return self.text if len(self.steps) == 1 else f"{self.text}[{number}]"


@dataclass(slots=True, eq=False)
class Node:
    """What is asked of one element.

    ``key``: its text goes under this path. ``attributes``: name → path. ``group``: it begins an entry of the
    group of this path, and what stands below belongs to the entry. ``children``: by name; where nothing but the
    text is asked, the path alone stands for the child: the common case, which has a short way.
    """

    key: str | None = None
    group: str | None = None
    attributes: dict[str, str] = field(default_factory=dict)
    children: dict[str, Node | str] = field(default_factory=dict)

    @property
    def height(self) -> int:
        """Elements below this one that lie inside each other."""
        below = (child.height if isinstance(child, Node) else 0 for child in self.children.values())
        return max((1 + height for height in below), default=0)


def plan(sources: Sources, names: Names) -> tuple[Node, list[tuple[str, str]]]:
    """One tree for all that is asked of a record, and every path that cannot be, with why."""
    record = Node()
    problems = list(_grow(record, sources, names))
    _shorten(record)
    return record, problems


def overlaps(paths: Mapping[str, RecordPath]) -> Iterable[str]:
    """Kinds of record that could not be told apart, in words."""
    named = list(paths.items())
    for at, (kind, path) in enumerate(named):
        for other, earlier in named[:at]:
            if how := earlier.meets(path):
                yield f"the paths of {other} and {kind} {how}"


def _shorten(node: Node) -> None:
    """Not inside an element whose whole text is asked: there the pieces of text belong to both."""
    for name, child in node.children.items():
        if node.key is None and isinstance(child, Node):
            _shorten(child)
            if child.key is not None and not (child.children or child.attributes or child.group):
                node.children[name] = child.key


def _grow(top: Node, sources: Sources, names: Names) -> Iterator[tuple[str, str]]:
    for path, inside in sorted(sources.groups.items()):  # a group before the groups inside its elements
        try:
            node = _reach(top, path.split("/"), names)
        except ValueError as error:
            yield path, str(error)
            continue
        node.group = path
        yield from _grow(node, inside, names)
    for path in sorted(sources.scalars):
        try:
            _add(top, path, names)
        except ValueError as error:
            yield path, str(error)


def _add(top: Node, path: str, names: Names) -> None:
    *outer, last = path.split("/")
    if last.startswith("@"):
        _reach(top, outer, names).attributes[names.attribute(last)] = path
    elif path == ".":
        top.key = path
    else:
        node = _reach(top, [*outer, last], names)
        node.key = path


def _reach(top: Node, steps: Sequence[str], names: Names) -> Node:
    """The node below ``top``, made where there is none. What goes into a group belongs to the group alone."""
    node = top
    for step in steps:
        found = names.step(step)
        there = next((node.children[name] for name in found if name in node.children), None)
        below = there if isinstance(there, Node) else Node()
        node.children.update(dict.fromkeys(found, below))
        node = below
        if node.group is not None:
            raise ValueError(f"it lies inside the group {node.group!r}: take it there, with a path from the group")
    return node
