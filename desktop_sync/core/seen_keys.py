"""Which keys a payload or a list has had: exactly, in memory that does not grow with it.

Fingerprints of 64 bits in a set, and beyond that in a table of fixed size; the chance that two keys of three
million have the same one is 1 to 4,000,000. It must not know what the keys are of.
"""

from __future__ import annotations

import mmap
from collections.abc import Hashable

_IN_SET = 10_000
_SLOTS = 1 << 22  # of 8 bytes: 32 MB
_MASK = (1 << 64) - 1


class Keys:
    """``room``: how many keys can be remembered."""

    room = 3_000_000

    def __init__(self) -> None:
        self._few: set[int] = set()
        self._many: memoryview | None = None
        self._count = 0

    def add(self, key: Hashable) -> bool:
        """Whether it is new. OverflowError when there is no room for it."""
        mark = hash(key) & _MASK or 1  # 0 is an empty slot
        if self._many is None:
            new = mark not in self._few
            self._few.add(mark)
            if len(self._few) > _IN_SET:
                self._spread()
        else:
            new = self._put(self._many, mark)
        self._count += new
        if self._count > self.room:
            raise OverflowError
        return new

    def _spread(self) -> None:
        """Anonymous memory: what is not used is never touched."""
        self._many = memoryview(mmap.mmap(-1, _SLOTS * 8)).cast("Q")
        for mark in self._few:
            self._put(self._many, mark)
        self._few = set()

    @staticmethod
    def _put(slots: memoryview, mark: int) -> bool:
        at = mark % _SLOTS
        while (there := slots[at]) != mark:
            if not there:
                slots[at] = mark
                return True
            at = (at + 1) % _SLOTS
        return False
