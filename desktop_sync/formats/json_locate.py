"""Where the values of one record of JSON stand, found in its text when a fault is to be shown. Knows no mappings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from desktop_sync.core.json_slices import after_blank, after_value, member
from desktop_sync.core.json_values import NoJson
from desktop_sync.core.model import Position
from desktop_sync.formats.json_paths import SELF

_STEP = re.compile(r"([^/\[\]]+)(?:\[([0-9]+)\])?")


@dataclass(frozen=True, slots=True)
class RecordPlaces:
    """One record's ``locate``. ``size``: bytes of a text as it stands in the payload."""

    text: str
    position: Position
    size: Callable[[str], int]

    def __call__(self, sources: Sequence[str]) -> Mapping[str, Position]:
        """What is not there has the position of the nearest thing around it."""
        return {source: self._place(self._find(source)) for source in sources}

    @property
    def length(self) -> int:
        """Bytes of the record."""
        return self.size(self.text)

    def ahead(self, source: str) -> Sequence[str]:
        """Nothing stands between the place of a source and its value."""
        return ()

    def _place(self, at: int) -> Position:
        start, before = self.position, self.text[:at]
        line, last = before.count("\n"), before.rfind("\n")
        column = at - last if line else (start.column or 1) + at
        offset = None if start.offset is None else start.offset + self.size(before)
        return Position((start.line or 1) + line, column, offset, start.path)

    def _find(self, source: str) -> int:
        at = 0
        for step in source.split("/"):
            match = _STEP.fullmatch(step)
            if step == SELF or match is None:
                break
            try:
                inside = member(self.text, at, match[1].replace("~1", "/").replace("~0", "~"))
                at = at if inside is None else self._numbered(inside, int(match[2])) if match[2] else inside
            except NoJson:
                break
            if inside is None:
                break
        return at

    def _numbered(self, at: int, number: int) -> int:
        if not self.text.startswith("[", at):
            return at
        at = after_blank(self.text, at + 1)
        for _ in range(number - 1):
            at = after_value(self.text, at)
        return at
