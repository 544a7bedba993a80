"""An .xlsx (or .xlsm, whose macros are never looked at): its sheets, texts and number formats.

Cells are read by ``excel_sheet``. It must not know records.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import BinaryIO

from desktop_sync.formats.delimited_lines import unreadable
from desktop_sync.formats.excel_book import Line, Merged, Sheet, Width
from desktop_sync.formats.excel_cells import BUILT_IN, Shown, shown_as
from desktop_sync.formats.excel_package import AGAIN, Package, Reader
from desktop_sync.formats.excel_sheet import Cells, SheetReader
from desktop_sync.formats.excel_strings import Strings, shared

_MOST = 100_000  # sheets, number formats
_MERGED = re.compile(rb'mergeCell\s[^>]*?ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_SEAM = 200  # bytes of a piece that are looked at again with the next one


class Xlsx:
    """``data``: seekable."""

    def __init__(self, data: BinaryIO) -> None:
        self._package = Package(data)
        self._main = self._workbook()
        self._parts: list[str] = []  # of each sheet
        self._from_1904 = self._doubted = False
        self.sheets: Sequence[Sheet] = self._listed()

    def lines(self, sheet: Sheet, width: Width) -> Iterator[Line]:
        cells = Cells(self._strings, self._formats, width, from_1904=self._from_1904, doubted=self._doubted)
        return SheetReader(self._package, self._parts[sheet.number], cells).lines()

    def merged(self, sheet: Sheet) -> Sequence[Merged]:
        """They stand behind the cells: for few they are worth a walk through all of them."""
        from desktop_sync.core.cells import column_of

        found: list[Merged] = []
        seam = b""
        for piece in self._package.pieces(self._parts[sheet.number]):
            seam += piece
            for left, top, right, bottom in _MERGED.findall(seam):
                one = Merged(int(top), column_of(left.decode()), int(bottom), column_of(right.decode()))
                if len(found) < _MOST and one not in found[-2:]:
                    found.append(one)
            seam = seam[-_SEAM:]
        return found

    def _workbook(self) -> str:
        main = [target for kind, target, _ in self._relations("", "/_rels/.rels") if kind == "officeDocument"]
        if not main:
            raise unreadable("It is no workbook, or not a whole one: nothing in it says where the sheets are.", AGAIN)
        return main[0]

    def _relations(self, folder: str, part: str) -> Iterator[tuple[str, str, str]]:
        """Kind, part and name of each relation; what leads out of the workbook is none."""
        found: list[tuple[str, str, str]] = []

        def begin(name: str, attributes: dict[str, str]) -> None:
            if name == "Relationship" and attributes.get("TargetMode") != "External" and len(found) < _MOST:
                kind, target = attributes.get("Type", "").rpartition("/")[2], attributes.get("Target", "")
                found.append((kind, posixpath.join("/", folder, target), attributes.get("Id", "")))

        Reader(self._package, part).all(begin)
        return iter(found)

    @cached_property
    def _related(self) -> list[tuple[str, str, str]]:
        folder, _, name = self._main.rpartition("/")
        return list(self._relations(folder, f"{folder}/_rels/{name}.rels"))

    def _listed(self) -> list[Sheet]:
        """Sheets with cells; those of charts and dialogues have none."""
        parts = {name: part for kind, part, name in self._related if kind == "worksheet"}
        found: list[Sheet] = []

        def begin(name: str, attributes: dict[str, str]) -> None:
            if name == "sheet" and len(found) < _MOST:
                own = (value for key, value in attributes.items() if key.endswith(":id"))
                part = next((parts[value] for value in own if value in parts), None)
                if part is not None:
                    visible = attributes.get("state", "visible") == "visible"
                    found.append(Sheet(len(found), attributes.get("name", ""), visible))
                    self._parts.append(part)
            elif name == "workbookPr":
                self._from_1904 = attributes.get("date1904") in {"1", "true"}
            elif name == "calcPr":
                self._doubted = attributes.get("fullCalcOnLoad") in {"1", "true"}

        Reader(self._package, self._main).all(begin)
        return found

    @cached_property
    def _strings(self) -> Strings:
        part = self._part("sharedStrings")
        return Strings() if part is None else shared(self._package, part)

    @cached_property
    def _formats(self) -> list[Shown]:
        """How the numbers of cells are shown, by the number of their style."""
        own: dict[int, Shown] = {}
        found: list[Shown] = []
        inside = False

        def begin(name: str, attributes: dict[str, str]) -> None:
            nonlocal inside
            if name == "numFmt" and len(own) < _MOST:
                own[_whole(attributes.get("numFmtId"))] = shown_as(attributes.get("formatCode", ""))
            elif name == "cellXfs":
                inside = True
            elif name == "xf" and inside and len(found) < _MOST:
                number = _whole(attributes.get("numFmtId"))
                found.append(own.get(number, BUILT_IN.get(number, "")))

        def end(name: str) -> None:
            nonlocal inside
            if name == "cellXfs":
                inside = False

        part = self._part("styles")
        if part is not None:
            Reader(self._package, part).all(begin, end)
        return found

    def _part(self, kind: str) -> str | None:
        return next((part for named, part, _ in self._related if named == kind and part in self._package), None)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004
