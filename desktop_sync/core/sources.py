"""What is asked of a record: the paths that a mapping reads. A format is made from these.

A path is text whose steps are divided by '/'; what a step is, the format knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(slots=True)
class Sources:
    """What a mapping asks of a record: ``scalars`` by path, ``groups`` by path with what is asked of their entries."""

    scalars: set[str] = field(default_factory=set)
    groups: dict[str, Sources] = field(default_factory=dict)

    def add(self, more: Sources) -> None:
        """Asks for both."""
        self.scalars |= more.scalars
        for path, inner in more.groups.items():
            self.groups.setdefault(path, Sources()).add(inner)


Asked: TypeAlias = Mapping[str, Sources]
"""By kind of record; where a payload holds one kind only, its name is empty."""
