"""Where the values of one record of JSON stand, found in its text when a fault is to be shown. Knows no mappings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from desktop_sync.core.model import Position
from desktop_sync.formats.json_paths import SELF
from desktop_sync.formats.json_values import NoJson, decoded

_BLANK = re.compile(r"[ \t\r\n]*")
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
                inside = self._named(at, match[1].replace("~1", "/").replace("~0", "~"))
                at = at if inside is None else self._numbered(inside, int(match[2])) if match[2] else inside
            except NoJson:
                break
            if inside is None:
                break
        return at

    def _named(self, at: int, name: str) -> int | None:
        """Where the value of this name stands, in the object that begins there, or in the first of a list."""
        while self.text.startswith("[", at):
            at = self._after(at + 1)
        if not self.text.startswith("{", at):
            return None
        at = self._after(at + 1)
        while self.text.startswith('"', at):
            found, end = decoded(self.text, at)
            begin = self._after(self._after(end) + 1)
            if found == name:
                return begin
            at = self._next(begin)
        return None

    def _numbered(self, at: int, number: int) -> int:
        if not self.text.startswith("[", at):
            return at
        at = self._after(at + 1)
        for _ in range(number - 1):
            at = self._next(at)
        return at

    def _next(self, at: int) -> int:
        """After the value that begins there, and its comma."""
        at = self._after(decoded(self.text, at)[1])
        return self._after(at + 1) if self.text.startswith(",", at) else at

    def _after(self, at: int) -> int:
        match = _BLANK.match(self.text, at)
        return at if match is None else match.end()
