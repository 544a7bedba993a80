"""The texts of an .xlsx that cells share, each once; compact, for there may be millions of them.

It must not know cells.
"""

from __future__ import annotations

import re
from array import array

from desktop_sync.core.errors import Rejected
from desktop_sync.formats.delimited_lines import unreadable
from desktop_sync.formats.excel_package import AGAIN, Package, Reader

MOST = 128_000_000  # bytes of all texts together
LONGEST = 1_000_000  # letters of one; Excel has at most 32,767 in a cell
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Strings:
    """By number."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("Q", [0])

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> str:
        return self._bytes[self._ends[number] : self._ends[number + 1]].decode()

    def add(self, text: str) -> None:
        self._bytes += text.encode("utf-8", "replace")
        self._ends.append(len(self._bytes))
        if len(self._bytes) + 8 * len(self._ends) > MOST:
            raise Rejected(
                f"The workbook has more than {MOST:,} bytes of texts in its cells.",
                "Let the sending system write several smaller files.",
                reason="unreadable",
            )


class Text:
    """One text while its pieces come in."""

    def __init__(self, part: str) -> None:
        self.pieces: list[str] = []
        self._part = part
        self._size = 0

    def add(self, piece: str) -> None:
        self._size += len(piece)
        if self._size > LONGEST:
            raise unreadable(f"Its part {self._part} has a text of more than {LONGEST:,} letters.", AGAIN)
        self.pieces.append(piece)

    def taken(self) -> str:
        """The whole; a new one begins."""
        pieces = self.pieces
        found = pieces[0] if len(pieces) == 1 else "".join(pieces)
        pieces.clear()
        self._size = 0
        return found


def spelt(text: str) -> str:
    """Signs that XML cannot hold are written as ``_x000D_``; what is no sign of its own stays as it is written."""
    return _ESCAPED.sub(_sign, text) if "_x" in text else text


def _sign(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if code == 0 or 0xD800 <= code <= 0xDFFF else chr(code)  # noqa: PLR2004 - halves of a letter


def shared(package: Package, part: str) -> Strings:
    """Runs of one text belong together; how it is pronounced (``rPh``) does not."""
    strings, reader, text = Strings(), Reader(package, part), Text(part)
    pronounced = False

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal pronounced
        del attributes
        if name == "rPh":
            pronounced = True
        elif name == "t" and not pronounced:
            reader.parser.CharacterDataHandler = text.add

    def end(name: str) -> None:
        nonlocal pronounced
        if name == "t":
            reader.parser.CharacterDataHandler = None
        elif name == "si":
            strings.add(spelt(text.taken()))
        elif name == "rPh":
            pronounced = False

    reader.all(begin, end)
    return strings
