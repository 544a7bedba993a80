"""What an XML sample holds: the tree of its elements with examples, where records may stand, and their fields.

For people who set up a flow, so it is bounded: in elements of different names, in the length of examples. What a run
refuses is refused here too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from desktop_sync.core.errors import Rejected
from desktop_sync.core.outline import Branch, Candidate, Outline
from desktop_sync.formats.encoding import Utf8
from desktop_sync.formats.xml import DECLARATION, XmlOptions
from desktop_sync.formats.xml_paths import DIVIDER, RecordPath
from desktop_sync.formats.xml_words import unreadable

MOST = 1000  # elements and attributes of different paths
LONGEST = 200  # characters of an example
DEEPEST = 100
_SHOWN = 12  # candidates
_PLURALS = ("s", "es", "n", "en", "e", "list", "liste")
_PARTS = frozenset({"lines", "items", "positions", "positionen"})  # of records, never records


@dataclass(slots=True)
class Seen:
    """One element by its path. ``most``: how often it stands in one and the same parent."""

    name: str
    count: int = 0
    most: int = 0
    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: dict[str, Seen] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether there is more than a text in it."""
        return bool(self.children or self.attributes)


def outline(payload: BinaryIO, options: XmlOptions | None, *, cut: bool = False) -> Outline:
    """``cut``: the sample is the beginning of a larger payload, so it may end anywhere. Raises nothing."""
    reading = _Reading(DEEPEST if options is None else options.max_depth)
    ended = reading.read(payload, "" if options is None else options.encoding, cut=cut)
    words = _Words(options, reading.prefixes)
    paths = {} if options is None else options.record_paths()
    fields = {kind: words.branches(_matching(reading.top, path)) for kind, path in paths.items()}
    return Outline(fields, words.candidates(reading.top), words.missing, ended)


class _Reading:
    """The walk through the sample."""

    def __init__(self, deepest: int) -> None:
        self.top = Seen("")
        self.prefixes: dict[str, str] = {}  # URI → prefix
        self._deepest = deepest
        self._left = MOST
        self._open: list[tuple[Seen, Counter[str]]] = [(self.top, Counter())]
        self._texts: list[str] = []
        self._ignored = 0  # depth below the last element that is remembered

    def read(self, payload: BinaryIO, encoding: str, *, cut: bool) -> str:
        parser = expat.ParserCreate("utf-8", DIVIDER)
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartNamespaceDeclHandler = self._declared
        size = 0
        try:
            for chunk in Utf8(payload, DECLARATION, encoding):
                size += len(chunk)
                parser.Parse(chunk, False)
            if not cut:
                parser.Parse(b"", True)
        except expat.ExpatError as error:
            root = next(iter(self.top.children), "")
            return str(unreadable(error, root=root, open_since=None, size=size))
        except Rejected as error:
            return "" if cut and "middle of a letter" in error.what else str(error)
        finally:
            parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
            parser.StartDoctypeDeclHandler = parser.StartNamespaceDeclHandler = None
        return ""

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if len(self._open) + self._ignored > self._deepest:
            raise Rejected(f"Elements lie more than {self._deepest} deep in each other.")
        parent, counts = self._open[-1]
        seen = parent.children.get(name)
        if self._ignored or (seen is None and self._left <= 0):
            self._ignored += 1
            return
        if seen is None:
            seen = parent.children[name] = Seen(name)
            self._left -= 1
        counts[name] += 1
        seen.count += 1
        seen.most = max(seen.most, counts[name])
        for own, value in attributes.items():
            if own in seen.attributes or self._left > 0:
                self._left -= own not in seen.attributes
                seen.attributes[own] = seen.attributes.get(own) or value[:LONGEST]
        self._open.append((seen, Counter()))
        self._texts.clear()

    def _end(self, _name: str) -> None:
        if self._ignored:
            self._ignored -= 1
            return
        seen, _ = self._open.pop()
        text = "".join(self._texts).strip()
        if text and not seen.text:
            seen.text = text[:LONGEST]
        self._texts.clear()

    def _text(self, data: str) -> None:
        if len(self._texts) < LONGEST and not self._ignored:
            self._texts.append(data[: LONGEST + 1])

    def _declared(self, prefix: str | None, uri: str | None) -> None:
        if uri and len(self.prefixes) < MOST:
            self.prefixes.setdefault(uri, prefix or "")

    @staticmethod
    def _doctype(*_: object) -> None:
        raise Rejected("There is a DOCTYPE, which can hide or fetch content; it is never read.")


class _Words:
    """Names as paths have them. ``missing``: prefixes that paths need and the format does not declare yet."""

    def __init__(self, options: XmlOptions | None, prefixes: Mapping[str, str]) -> None:
        known = {} if options is None else options.namespaces
        self._default = "" if options is None else options.default_namespace
        self._by_uri = {uri: prefix for prefix, uri in known.items()}
        self._sample = prefixes
        self._fresh = options is None
        self.missing: dict[str, str] = {}

    def word(self, name: str, *, attribute: bool = False) -> str:
        """``Order``, ``p:Order``."""
        uri, divider, local = name.rpartition(DIVIDER)
        if not divider or (uri == self._default and not attribute):
            return local
        if uri not in self._by_uri:
            wanted = self._sample.get(uri) or "n"
            if self._fresh and not self._default and not self._sample.get(uri) and not attribute:
                self._default = self.missing[""] = uri
                return local
            taken = set(self._by_uri.values())
            number = 1
            prefix = wanted
            while prefix in taken:
                number += 1
                prefix = f"{wanted}{number}"
            self._by_uri[uri], self.missing[prefix] = prefix, uri
        return f"{self._by_uri[uri]}:{local}"

    def branches(self, found: Sequence[Seen]) -> list[Branch]:
        """The fields of a record that is one of these elements."""
        return list(self._inside(_merged(found), "")) if found else []

    def _inside(self, seen: Seen, before: str) -> Iterator[Branch]:
        for name, example in seen.attributes.items():
            word = f"@{self.word(name, attribute=True)}"
            yield Branch(word, before + word, value=True, example=example, count=seen.count)
        for child in seen.children.values():
            word = self.word(child.name)
            path, group = before + word, child.most > 1 or (bool(child.children) and _plural(seen.name, child.name))
            inside = list(self._inside(child, "" if group else f"{path}/"))
            value = bool(child.text) or not child.children
            yield Branch(word, path, value, group, child.text, child.count, inside)

    def candidates(self, top: Seen) -> list[Candidate]:
        """The likeliest first."""
        found = list(self._candidates(top, "", 0))
        found.sort(key=lambda one: one[:2], reverse=True)
        return [one for _, _, one in found[:_SHOWN]]

    def _candidates(self, seen: Seen, before: str, depth: int) -> Iterator[tuple[int, int, Candidate]]:
        for child in seen.children.values():
            path = before + self.word(child.name)
            if child.children:
                yield _weight(seen, child, depth), -depth, Candidate(path, child.count, _size(child))
                yield from self._candidates(child, f"{path}/", depth + 1)


def _weight(parent: Seen, child: Seen, depth: int) -> int:
    """How much an element looks like a record: the plural of it around it, several of it, leaves in it."""
    named = _plural(parent.name, child.name) and _local(parent.name).lower() not in _PARTS
    wrapped = _leaves(parent) < 2  # noqa: PLR2004 - what has two texts of its own is more than a wrapper
    repeated = (child.most > 1) * (2 if wrapped else 1)
    return 4 * named + 2 * (_leaves(child) > 1) + repeated - depth


def _plural(outer: str, own: str) -> bool:
    """``Lines`` around ``Line``: there may be several, though one stands there."""
    around, inside = _local(outer).lower(), _local(own).lower()
    return around in {inside + ending for ending in _PLURALS} or around == f"{inside[:-1]}ies"


def _leaves(seen: Seen) -> int:
    return sum(not one.children for one in seen.children.values())


def _local(name: str) -> str:
    return name.rpartition(DIVIDER)[2]


def _size(seen: Seen) -> int:
    return len(seen.attributes) + sum(_size(one) if one.holds else 1 for one in seen.children.values())


def _matching(top: Seen, path: RecordPath) -> list[Seen]:
    return [seen for seen, names in _walk(top, ()) if path.matches(names)]


def _walk(seen: Seen, names: tuple[str, ...]) -> Iterator[tuple[Seen, tuple[str, ...]]]:
    for child in seen.children.values():
        yield child, (*names, child.name)
        yield from _walk(child, (*names, child.name))


def _merged(found: Sequence[Seen]) -> Seen:
    """Elements at several places that are records of one kind, as one."""
    if len(found) == 1:
        return found[0]
    one = Seen(found[0].name)
    for seen in found:
        one.count += seen.count
        one.attributes = {**seen.attributes, **one.attributes}
        for name, child in seen.children.items():
            former = one.children.get(name)
            one.children[name] = child if former is None else _merged([former, child])
            one.children[name].most = max(child.most, former.most if former else 0)
        one.text = one.text or seen.text
        one.most = max(one.most, seen.most)
    return one


def names_with(options: XmlOptions, missing: Mapping[str, str]) -> XmlOptions:
    """The options with what the sample's fields need."""
    default = options.default_namespace or missing.get("", "")
    more = {prefix: uri for prefix, uri in missing.items() if prefix}
    return options.model_copy(update={"namespaces": {**options.namespaces, **more}, "default_namespace": default})
