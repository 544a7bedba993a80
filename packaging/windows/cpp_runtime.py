"""Microsoft's C++ runtime: Python, Qt and shiboken bring one each; the newest serves all of them.

Windows takes the first that is loaded of a name, so several would only look as if each had its own.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

FILES = frozenset(f"{name}.dll" for name in ("msvcp140", "msvcp140_1", "msvcp140_2", "vcruntime140", "vcruntime140_1"))
_FIXED = struct.pack("<II", 0xFEEF04BD, 0x00010000)  # how VS_FIXEDFILEINFO begins; the version follows


def file_version(image: bytes) -> tuple[int, int, int, int]:
    """Four numbers; ValueError when the file tells none."""
    high, low = struct.unpack_from("<II", image, image.index(_FIXED) + len(_FIXED))
    return high >> 16, high & 0xFFFF, low >> 16, low & 0xFFFF


class CppRuntime:
    """Collects them while the other files are put into place."""

    def __init__(self) -> None:
        self._found: dict[str, bytes] = {}

    def takes(self, name: str, data: bytes) -> bool:
        """Whether it is one of them, in whatever folder; of a name the newest is kept, of equal ones the first."""
        file = name.rpartition("/")[2].lower()
        if file not in FILES:
            return False
        if file not in self._found or file_version(data) > file_version(self._found[file]):
            self._found[file] = data
        return True

    def newest(self) -> Iterator[tuple[str, bytes]]:
        """By name, to lie beside Python."""
        yield from sorted(self._found.items())
