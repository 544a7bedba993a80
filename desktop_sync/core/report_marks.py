"""Which documents a report shows, so small that it can be kept beside it: four bytes for each.

Two documents may have one mark: a report may be said to show one that it does not show, never the other way round. It
must not know why somebody asks.
"""

from __future__ import annotations

import sys
from zlib import crc32

_SIZE = 4


class Marks:
    """Of the documents of one report, while these pass."""

    def __init__(self, *, told: bool = True) -> None:
        """``told``: documents are named as somebody asks for them."""
        self._marks = bytearray()
        self._told = told

    def add(self, reference: str) -> None:
        """One that has none is not found by one: then nobody can tell what the report shows."""
        self._told = self._told and bool(reference)
        self._marks += _mark(reference)

    def kept(self) -> bytes | None:
        """None: it cannot be told."""
        return bytes(self._marks) if self._told else None


def may_show(marks: bytes | None, reference: str) -> bool:
    """Whether a report with these marks may show that document; None: nothing is known of it."""
    return marks is None or int.from_bytes(_mark(reference), sys.byteorder) in memoryview(marks).cast("I")


def _mark(reference: str) -> bytes:
    return crc32(reference.strip().casefold().encode("utf-8", "surrogatepass")).to_bytes(_SIZE, sys.byteorder)
