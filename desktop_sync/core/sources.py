"""What is asked of a record: the paths that a mapping reads. A format is made from these.

A path is text whose steps are divided by '/'; what a step is, the format knows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

_ENTRY = re.compile(r"\[[0-9]+\]/")


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

    def leads(self, path: str) -> bool:
        """Whether a path with the numbers of entries leads to one place: it passes no group without a number."""
        *outer, own = _ENTRY.split(path)
        here = self
        for group in outer:
            here = here.groups.get(group, Sources())
        return not any(own.startswith(f"{group}/") for group in here.groups)


Asked: TypeAlias = Mapping[str, Sources]
"""By kind of record; where a payload holds one kind only, its name is empty."""
