"""The fonts of a PDF and texts as operators of its pages: measured, escaped, in a further font where one lacks a sign.

Fonts ship with the program and are embedded as the subset that is used, with their Unicode: text can be searched and
copied. Text is written in the order in which it is stored: nothing is shaped, or turned round from right to left.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from desktop_sync.resources import resources

if TYPE_CHECKING:
    from reportlab.pdfbase.pdfdoc import PDFDocument
    from reportlab.pdfbase.ttfonts import TTFont

_FALLBACKS = ("DejaVuSans", "DroidSansFallbackFull")
# Scripts that these lack: their block in Unicode, the font, and whether their letters are joined to others.
_SCRIPTS = (
    (range(0x0900, 0x0980), "NotoSansDevanagari-Regular", True),
    (range(0x0980, 0x0A00), "NotoSansBengali-Regular", True),
    (range(0x0A00, 0x0A80), "NotoSansGurmukhi-Regular", True),
    (range(0x0A80, 0x0B00), "NotoSansGujarati-Regular", True),
    (range(0x0B00, 0x0B80), "NotoSansOriya-Regular", True),
    (range(0x0B80, 0x0C00), "NotoSansTamil-Regular", True),
    (range(0x0C00, 0x0C80), "NotoSansTelugu-Regular", True),
    (range(0x0C80, 0x0D00), "NotoSansKannada-Regular", True),
    (range(0x0D00, 0x0D80), "NotoSansMalayalam-Regular", True),
    (range(0x0D80, 0x0E00), "NotoSansSinhala-Regular", True),
    (range(0x0E00, 0x0E80), "NotoSansThai-Regular", False),
    (range(0x0E80, 0x0F00), "NotoSansLao-Regular", False),
    (range(0x1000, 0x10A0), "NotoSansMyanmar-Regular", True),
    (range(0x1200, 0x13A0), "NotoSansEthiopic-Regular", False),
    (range(0x1780, 0x1800), "NotoSansKhmer-Regular", True),
    (range(0x3130, 0x3190), "NanumSquareR", False),
    (range(0xAC00, 0xD7A4), "NanumSquareR", False),
)
REGULAR, BOLD = "NotoSans-Regular", "NotoSans-Bold"
_REMEMBERED = 20_000  # texts
_MISSING = "\u25a1"
_PRINTABLE = range(32, 127)  # of ASCII
_ESCAPED = [f"\\{code:03o}" if code not in _PRINTABLE else chr(code) for code in range(256)]
for _sign in "()\\":
    _ESCAPED[ord(_sign)] = f"\\{_sign}"


_SPECIAL = {ord(sign): f"\\{sign}" for sign in "()\\"}


class Text(NamedTuple):
    """One line, ready to be shown. ``width``: for a size of 1. ``runs``: name of a font in the PDF, and its bytes."""

    width: float
    runs: tuple[tuple[str, str], ...]


@cache
def font(name: str) -> TTFont:
    """Read once in a process: what a document takes of it is kept with the document."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    made = TTFont(name, str(resources() / "fonts" / f"{name}.ttf"), asciiReadable=1, shapable=False)
    pdfmetrics.registerFont(made)
    return made


class Face:
    """One weight in one document.

    ``missing``: signs that no font has; ``turned``, ``joined``: there are signs from right to left, or that are to be
    joined to others.
    """

    def __init__(self, name: str, document: PDFDocument) -> None:
        self._document = document
        self._fonts = [font(name)]
        self._first = self._fonts[0].getSubsetInternalName(0, document)
        self._ascii = {chr(code): self._fonts[0].face.getCharWidth(code) / 1000 for code in _PRINTABLE}  # type: ignore[no-untyped-call]
        self._of: dict[str, tuple[TTFont, float, str]] = {}
        self._texts: dict[str, Text] = {}
        self.missing: set[str] = set()
        self.turned = self.joined = False

    def text(self, said: str) -> Text:
        """Without line breaks and other signs that are no letters."""
        found = self._texts.get(said)
        if found is None:
            if len(self._texts) >= _REMEMBERED:
                self._texts.clear()
            found = self._texts[said] = self._made(said)
        return found

    def width(self, said: str) -> float:
        """For a size of 1."""
        return self.text(said).width

    def widths(self, said: str) -> list[float]:
        """Of each sign."""
        return [self._sign(sign)[1] for sign in said]

    def _made(self, said: str) -> Text:
        if said.isascii() and said.isprintable():  # these stand in the first subset, each as itself
            return Text(sum(map(self._ascii.__getitem__, said)), ((self._first, said.translate(_SPECIAL)),))
        width, runs = 0.0, list[tuple["TTFont", list[str]]]()
        for sign in said:
            chosen, own, shown = self._sign(sign)
            width += own
            if not runs or runs[-1][0] is not chosen:
                runs.append((chosen, []))
            runs[-1][1].append(shown)
        return Text(width, tuple(run for chosen, shown in runs for run in self._escaped(chosen, "".join(shown))))

    def _escaped(self, chosen: TTFont, shown: str) -> Iterator[tuple[str, str]]:
        for subset, raw in chosen.splitString(shown, self._document):
            yield chosen.getSubsetInternalName(subset, self._document), "".join(map(_ESCAPED.__getitem__, raw))

    def _sign(self, sign: str) -> tuple[TTFont, float, str]:
        found = self._of.get(sign)
        if found is None:
            found = self._of[sign] = self._chosen(sign)
        return found

    def _added(self, code: int) -> bool:
        """Whether there is a further font to look into: that of the sign's script first."""
        for block, name, joined in _SCRIPTS:
            if code in block and (own := font(name)) not in self._fonts:
                self.joined = self.joined or joined
                self._fonts.append(own)
                return True
        further = next((own for own in map(font, _FALLBACKS) if own not in self._fonts), None)
        if further is not None:
            self._fonts.append(further)
        return further is not None

    def _chosen(self, sign: str) -> tuple[TTFont, float, str]:
        category = unicodedata.category(sign)
        if category in {"Cc", "Zl", "Zp"}:
            sign = " "
        if unicodedata.bidirectional(sign) in {"R", "AL"}:
            self.turned = True
        code = ord(sign)
        for chosen in self._fonts:
            if code in chosen.face.charToGlyph:
                width = chosen.face.getCharWidth(code)  # type: ignore[no-untyped-call]
                return chosen, width / 1000, sign
        if self._added(code):
            return self._chosen(sign)
        self.missing.add(sign)
        if category in {"Cf", "Mn", "Cs"}:
            return self._fonts[0], 0.0, ""
        return self._chosen(_MISSING) if sign != _MISSING else (self._fonts[0], 0.0, "")


def wrapped(face: Face, said: str, width: float) -> list[str]:
    """Lines of at most ``width`` (for a size of 1), at blanks; a word that is too long is broken. At least one line."""
    lines: list[str] = []
    for paragraph in said.split("\n"):
        if face.width(paragraph) <= width:
            lines.append(paragraph)
        else:
            lines.extend(_lines(face, paragraph, width))
    return lines


def _lines(face: Face, paragraph: str, width: float) -> Iterator[str]:
    line, used, blank = "", 0.0, face.width(" ")
    for word in paragraph.split(" "):
        own = face.width(word)
        if line and used + blank + own <= width:
            line, used = f"{line} {word}", used + blank + own
            continue
        if line:
            yield line
        if own > width:
            *whole, last = _pieces(face, word, width)
            yield from whole
            line, used = last, face.width(last)
        else:
            line, used = word, own
    yield line


def _pieces(face: Face, word: str, width: float) -> list[str]:
    """At signs after which a break is usual, else anywhere."""
    pieces, start, used, usual = [], 0, 0.0, 0
    for at, own in enumerate(face.widths(word)):
        if used + own > width and at > start:
            end = usual if usual > start else at
            pieces.append(word[start:end])
            start = end
            used = sum(face.widths(word[start:at]))
        used += own
        if word[at] in "-/_.,;:\\@":
            usual = at + 1
    return [*pieces, word[start:]]
