"""Sequence numbers that a sender gives its files: the order they say, and which of them are missing.

A number that is missing is told and stops nothing (delivery.md, rule 7). Pure, but for the header of a file, which
it is given a way to open.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import BinaryIO, Literal, TypeAlias

HeaderOrName: TypeAlias = Literal["name", "header"]
HEADER = 1 << 16  # bytes at the begin of a file in which its number is looked for
_MOST_GAPS = 100
_LONGEST = 30  # digits
_SHOWN = 10


def fault_of(pattern: str) -> str:
    """What is wrong with the regular expression, in words; empty when it will do."""
    try:
        groups = re.compile(pattern).groups
    except re.error as error:
        return f"sequence is no regular expression: {error.msg} at character {error.pos}"
    return "" if groups == 1 else r"sequence: expected one group in round brackets that is the number, such as _(\d+)\."


@dataclass(frozen=True, slots=True)
class Numbering:
    """How a file tells its number: ``pattern`` has one group, which is searched for in its name or its header."""

    pattern: str
    where: HeaderOrName

    def of(self, path: str, open_: Callable[[str], BinaryIO]) -> int | None:
        """None: it tells none. Raises what ``open_`` raises."""
        if self.where == "name":
            return self._in(path.rpartition("/")[2])
        with open_(path) as data:
            return self._in(_text(data.read(HEADER)))

    def _in(self, text: str) -> int | None:
        found = re.search(self.pattern, text)
        digits = "" if found is None else (found[1] or "").strip()
        return int(digits) if digits.isdecimal() and len(digits) <= _LONGEST else None


def _text(begin: bytes) -> str:
    utf16 = begin.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return begin.decode("utf-16" if utf16 else "utf-8", errors="replace")


@dataclass(slots=True)
class Gaps:
    """The highest number noticed, and the numbers below it that never came, as ranges. It is the source's cursor."""

    last: int | None = None
    missing: list[tuple[int, int]] = field(default_factory=list)

    @classmethod
    def read(cls, cursor: str | None) -> Gaps:
        told = json.loads(cursor) if cursor else {}
        return cls(told.get("last"), [(first, last) for first, last in told.get("missing", ())])

    def cursor(self) -> str:
        return json.dumps({"last": self.last, "missing": self.missing})

    def take(self, numbers: Iterable[int]) -> None:
        """These have come. One that is lower than all before is neither a gap nor fills one: the sender began anew."""
        for number in sorted(numbers):
            if self.last is None or number > self.last:
                if self.last is not None and number > self.last + 1:
                    self.missing = [*self.missing, (self.last + 1, number - 1)][-_MOST_GAPS:]
                self.last = number
            else:
                self.missing = [part for one in self.missing for part in _without(one, number)]

    def words(self, coming: Iterable[int]) -> str:
        """``13, 15 to 17``; empty when none is missing. ``coming``: numbers of files that are not finished yet."""
        missing = self.missing
        for number in coming:
            missing = [part for one in missing for part in _without(one, number)]
        told = [str(first) if first == last else f"{first} to {last}" for first, last in missing]
        more = f" and {len(told) - _SHOWN} more" if len(told) > _SHOWN else ""
        return ", ".join(told[:_SHOWN]) + more


def _without(part: tuple[int, int], number: int) -> list[tuple[int, int]]:
    first, last = part
    if not first <= number <= last:
        return [part]
    return [one for one in ((first, number - 1), (number + 1, last)) if one[0] <= one[1]]
