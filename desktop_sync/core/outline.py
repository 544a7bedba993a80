"""What stands in a sample: its fields as a mapping would call them, with examples. Formats make it, people map from it.

Values only; it must not know formats or mappings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from desktop_sync.core.sources import Sources


@dataclass(frozen=True, slots=True)
class Kind:
    """Entries of a group that have this ``value`` at its mark: an example of what stands in them, by path."""

    value: str
    examples: Mapping[str, str]

    def told(self) -> dict[str, object]:
        """As plain JSON."""
        return {"value": self.value, "examples": dict(self.examples)}


@dataclass(slots=True)
class Branch:
    """One field, or what holds some. ``path``: from the record, or from the entry of the group around it.

    ``group``: it may stand several times, and what is below belongs to its entries. ``value``: it has a text of its
    own, such as ``example``. ``count``: how often it stands in the sample. ``mark``: of a group, the path in an entry
    that tells its entries apart, and ``kinds`` what stands there (``core.apart``).
    """

    name: str
    path: str
    value: bool = False
    group: bool = False
    example: str = ""
    count: int = 0
    children: list[Branch] = field(default_factory=list)
    mark: str = ""
    kinds: list[Kind] = field(default_factory=list)

    def told(self) -> dict[str, object]:
        """As plain JSON."""
        return {
            "name": self.name,
            "path": self.path,
            "value": self.value,
            "group": self.group,
            "example": self.example,
            "count": self.count,
            "children": [one.told() for one in self.children],
            "mark": self.mark,
            "kinds": [one.told() for one in self.kinds],
        }


@dataclass(frozen=True, slots=True)
class Candidate:
    """A path at which records may stand: how many there are, and how many fields each has."""

    path: str
    count: int
    fields: int


@dataclass(frozen=True, slots=True)
class Outline:
    """Of one sample. ``fields`` by kind of record. ``ended``: why it could not be read to its end, in words.

    ``namespaces``: prefixes that the format does not know yet, as the sample has them.
    """

    fields: Mapping[str, Sequence[Branch]]
    candidates: Sequence[Candidate] = ()
    namespaces: Mapping[str, str] = field(default_factory=dict)
    ended: str = ""


def everything(branches: Sequence[Branch]) -> Sources:
    """All that can be asked of such records."""
    found = Sources()
    for one in below(branches):
        if one.group:
            inner = everything(one.children)
            if one.value:
                inner.scalars.add(".")
            found.groups[one.path] = inner
        elif one.value:
            found.scalars.add(one.path)
    return found


def grouped(branches: Sequence[Branch], asked: Sources) -> None:
    """What a mapping takes as a group is one, also where the sample has it once."""
    for one in list(below(branches)):
        if one.path in asked.groups and (one.children or one.value):
            if not one.group:
                one.group = True
                _cut(one.children, f"{one.path}/")
            grouped(one.children, asked.groups[one.path])


def _cut(branches: Sequence[Branch], before: str) -> None:
    for one in branches:
        one.path = one.path.removeprefix(before)
        if not one.group:
            _cut(one.children, before)


def below(branches: Sequence[Branch]) -> Iterator[Branch]:
    """Down to the groups, whose inside has paths of its own."""
    for one in branches:
        yield one
        if not one.group:
            yield from below(one.children)
