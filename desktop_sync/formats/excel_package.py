"""The parts of an .xlsx: a .zip of XML, of which each part is read from its beginning, within limits against bombs.

Nothing is unpacked to a disk and no name leads anywhere; document types and entities are refused, whatever they say. It
must not know what the parts mean.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterator
from itertools import chain
from typing import BinaryIO
from xml.parsers import expat

from desktop_sync.core.errors import Rejected
from desktop_sync.formats.archive import BROKEN, Sparing
from desktop_sync.formats.delimited_lines import unreadable
from desktop_sync.formats.excel_kinds import CONTENTS

AGAIN = "Let the sending system write the file again; a program such as Excel can open and save it, too."
_PIECE = 1 << 16  # bytes that are read at once
_TAG = 1 << 20  # bytes of one tag or comment
_UNPACKED = 4_000_000_000  # bytes of all parts together
_BOMB_FROM = 1 << 26  # bytes of a part; below, no ratio is suspicious
_BOMB_RATIO = 500  # rows that are all alike shrink to a hundredth
_ENCRYPTED = 0x1
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})

Begin = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


class Package:
    """``data``: seekable. Rejected: it is no whole .zip."""

    def __init__(self, data: BinaryIO) -> None:
        try:
            self._zip = zipfile.ZipFile(Sparing(data, CONTENTS))
        except BROKEN as error:
            raise unreadable(f"It is no whole workbook: its .zip is damaged or cut off ({error}).", AGAIN) from error
        self._spent = 0
        self._parts = {_plain(info.filename): info for info in reversed(self._zip.infolist())}  # of two the first

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._parts

    def pieces(self, name: str) -> Iterator[bytes]:
        """Of one part. Rejected: it is not there, damaged, or a bomb."""
        info = self._parts.get(_plain(name))
        if info is None:
            raise unreadable(f"It is no whole workbook: its part {name[:100]} is missing.", AGAIN)
        if info.flag_bits & _ENCRYPTED or info.compress_type not in _PACKED:
            raise unreadable(f"Its part {name[:100]} is packed as no workbook is.", AGAIN)
        own = 0
        try:
            with self._zip.open(info) as stream:
                while piece := stream.read(_PIECE):
                    own += len(piece)
                    self._spend(len(piece), own, info)
                    yield piece
        except BROKEN as error:
            raise unreadable(f"Its part {name[:100]} is damaged or cut off ({error}).", AGAIN) from error

    def _spend(self, count: int, own: int, info: zipfile.ZipInfo) -> None:
        self._spent += count
        if self._spent > _UNPACKED or (own > _BOMB_FROM and own > _BOMB_RATIO * max(info.compress_size, 1)):
            raise Rejected(
                f"The workbook is not read on: its part {info.filename[:100]} unpacks to more than any workbook has.",
                "If it is meant so, let the sending system write several smaller files.",
                reason="unreadable",
            )


def _plain(name: str) -> str:
    """As relations name a part, whatever their case."""
    return posixpath.normpath("/" + name.replace("\\", "/").lstrip("/")).lower()


class Reader:
    """One part, walked through by expat. Handlers are given the names of elements without their prefix."""

    def __init__(self, package: Package, name: str) -> None:
        pieces = package.pieces(name)
        first = next(pieces, b"")
        self._pieces = chain([first], pieces)
        self._name = name
        # Parts are UTF-8 or UTF-16, nothing else; a declaration of another encoding would be looked up in Python's.
        self.parser = expat.ParserCreate("utf-16" if first[:2] in _UTF16 else "utf-8")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype

    def pieces(self) -> Iterator[None]:
        """Comes back whenever a piece was read: handlers may have found something."""
        fed = 0
        try:
            for piece in self._pieces:
                self.parser.Parse(piece, False)
                fed += len(piece)
                if fed - self.parser.CurrentByteIndex > _TAG:
                    raise unreadable(f"Its part {self._name[:100]} has a tag of more than {_TAG:,} bytes.", AGAIN)
                yield
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise unreadable(
                f"Its part {self._name[:100]} is no whole XML (line {error.lineno}, column {error.offset + 1}: "
                f"{expat.ErrorString(error.code)}).",
                AGAIN,
            ) from error
        finally:
            self.close()
        yield

    def close(self) -> None:
        """Handlers and parser refer to each other."""
        parser = self.parser
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
        parser.StartDoctypeDeclHandler = None

    def all(self, begin: Begin, end: End | None = None) -> None:
        """The whole part."""
        self.parser.StartElementHandler = lambda name, attributes: begin(name.rpartition(":")[2], attributes)
        if end is not None:
            self.parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
        for _ in self.pieces():
            pass

    def _doctype(self, *_: object) -> None:
        raise unreadable(
            f"Its part {self._name[:100]} has a document type (DTD), as no workbook has; it may mean harm.", AGAIN
        )
