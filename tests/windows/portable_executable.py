"""The names of the libraries that a Windows program or library is linked to, read from the file itself.

The layout is that of "PE Format" (learn.microsoft.com/windows/win32/debug/pe-format), 64-bit.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

_DIRECTORIES = 112  # bytes of the optional header of 64-bit images before its directories
_IMPORTS, _DELAYED = 1, 13  # numbers of directories
_IMPORT_SIZE, _DELAYED_SIZE = 20, 32  # bytes of one entry
_IMPORT_NAME, _DELAYED_NAME = 12, 4  # where the entry tells where the name stands


class Image:
    """One file; ValueError when it is no 64-bit image."""

    def __init__(self, path: Path) -> None:
        self._data = path.read_bytes()
        header = self._number(0x3C)
        magic = struct.unpack_from("<H", self._data, header + 24)[0]
        if self._data[header : header + 4] != b"PE\0\0" or magic != 0x20B:
            raise ValueError(f"{path} is no 64-bit image")
        self._optional = header + 24
        count, size = struct.unpack_from("<H12xH", self._data, header + 6)
        first = self._optional + size
        self._sections = [struct.unpack_from("<4I", self._data, first + 40 * one + 8) for one in range(count)]

    def imports(self) -> set[str]:
        """In small letters; also those that are loaded when they are first needed."""
        return {
            *self._names(_IMPORTS, _IMPORT_SIZE, _IMPORT_NAME),
            *self._names(_DELAYED, _DELAYED_SIZE, _DELAYED_NAME),
        }

    def _names(self, directory: int, size: int, name: int) -> Iterator[str]:
        entry = self._number(self._optional + _DIRECTORIES + 8 * directory)
        if not entry:
            return
        place = self._place(entry)
        while at := self._number(place + name):
            begin = self._place(at)
            yield self._data[begin : self._data.index(b"\0", begin)].decode("ascii").lower()
            place += size

    def _place(self, address: int) -> int:
        """Where in the file stands what is at this address in memory."""
        for size, start, raw_size, raw in self._sections:
            if start <= address < start + max(size, raw_size):
                return int(address - start + raw)
        raise ValueError(f"no section holds {address:#x}")

    def _number(self, place: int) -> int:
        return int(struct.unpack_from("<I", self._data, place)[0])
