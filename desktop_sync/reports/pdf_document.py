"""A PDF that is written while it is made: every page goes out when it is full, so a thousand pages need no more memory
than one. What is known only at the end (the number of pages, charts) stands in forms that the pages refer to.

Built on reportlab's canvas and documents; this is the only module that knows their inside. The same pages make the same
bytes.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from desktop_sync import __version__
from desktop_sync.core.reports import Sink
from desktop_sync.program import product
from desktop_sync.reports.pdf_fonts import BOLD, REGULAR, Face, font

if TYPE_CHECKING:
    from collections.abc import Sequence


_BEYOND = re.compile("> <([0-9A-F]{5,6})>")  # a sign beyond the first 65,536
rl_config.useA85 = 0  # streams as bytes: a quarter smaller than in ASCII, and made in half the time


class Paper:
    """The document. Coordinates in points from the lower left corner."""

    def __init__(self, sink: Sink, size: tuple[float, float], made_at: datetime, title: str, language: str) -> None:
        font(REGULAR)
        self.width, self.height = size
        make: Any = Canvas  # its stub knows neither that a name may be missing nor the name of a font
        self.canvas: Any = make(
            None, pagesize=size, invariant=1, pageCompression=1, initialFontName=REGULAR, lang=language
        )
        self._document: Any = self.canvas._doc
        self._document._timeStamp = _Stamp(made_at)
        self._describe(title)
        self._out = _Out(sink)
        self._offsets: dict[int, int] = {}
        self.regular = Face(REGULAR, self._document)
        self.bold = Face(BOLD, self._document)
        self.pages = 0
        version = ".".join(map(str, self._document._pdfVersion))
        self._out.write(f"%PDF-{version}\n".encode() + b"%\xe2\xe3\xcf\xd3\n")

    def _describe(self, title: str) -> None:
        canvas = self.canvas
        canvas.setTitle(title)
        canvas.setAuthor("")
        canvas.setSubject("")
        canvas.setCreator(f"{product()} {__version__}")
        self._document.Catalog.ViewerPreferences = pdfdoc.PDFDictionary({"DisplayDocTitle": "true"})

    def page(self, code: Sequence[str]) -> None:
        """One page of operators; it is written and forgotten."""
        self.canvas._code.extend(code)
        self.canvas.showPage()
        self.pages += 1
        pages = self._document.Pages.pages
        page = pages[-1]
        pages[-1] = self._written(page)
        self._written(page.Contents)

    def _written(self, made: Any) -> Any:  # noqa: ANN401 - reportlab's
        """Out it goes; what is left of it is a reference."""
        document = self._document
        reference = document.Reference(made)
        self._object(document.idToObjectNumberAndVersion[reference.name][0], made)
        document.idToObject[reference.name] = None
        return reference

    def use(self, name: str) -> str:
        """The operator that shows a form, which is drawn with ``form`` at the end."""
        document = self._document
        own = document.getXObjectName(name)
        if own not in document.idToObjectNumberAndVersion:
            document.objectcounter += 1
            document.idToObjectNumberAndVersion[own] = (document.objectcounter, 0)
            document.numberToId[document.objectcounter] = own
            document.idToObject[own] = None
        self.canvas._formsinuse.append(name)
        return f"/{own} Do"

    def image(self, path: str, x: float, y: float, width: float, height: float) -> None:
        """Onto the page that is being made."""
        self.canvas.drawImage(path, x, y, width, height, mask="auto")

    def form(self, name: str, code: Sequence[str]) -> None:
        """Content that pages refer to already, as large as a page."""
        made = pdfdoc.PDFFormXObject(lowerx=0, lowery=0, upperx=self.width, uppery=self.height)
        made.compression = 1
        made.setStreamList(code or [" "])
        self._document.idToObject[self._document.getXObjectName(name)] = made

    def close(self) -> None:
        """Writes fonts, forms and the table of contents of the file."""
        document = self._document
        for one in document.delayedFonts:
            one.addObjects(document)
        for name, made in document.idToObject.items():
            if name.startswith("toUnicodeCMap:"):
                made.content = _BEYOND.sub(_in_two, made.content)
        document.info.invariant = 1
        document.updateSignature(self._out.digest())
        root, info = document.Reference(document.Catalog), document.Reference(document.info)
        document.Outlines.prepare(document, self.canvas)
        if document.Outlines.ready < 0:
            document.Catalog.Outlines = None
        number = 0
        while (number := number + 1) in document.numberToId:  # writing makes further objects
            found = document.idToObject[document.numberToId[number]]
            if found is not None:
                self._object(number, found)
        self._end(number, root, info)

    def _object(self, number: int, made: Any) -> None:  # noqa: ANN401 - of any kind
        self._offsets[number] = self._out.at
        raw = pdfdoc.format(made, self._document, toplevel=1)
        raw = raw if isinstance(raw, bytes) else raw.encode("latin-1")
        self._out.write(b"%d 0 obj\n%s%sendobj\n" % (number, raw, b"" if raw.endswith(b"\n") else b"\n"))

    def _end(self, size: int, root: Any, info: Any) -> None:  # noqa: ANN401
        start, out = self._out.at, self._out
        out.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
        for number in range(1, size):
            out.write(b"%010d 00000 n \n" % self._offsets[number])
        trailer = pdfdoc.PDFTrailer(startxref=start, Size=size, Root=root, Info=info, ID=self._document.ID())
        out.write(trailer.format(self._document))


def _in_two(sign: re.Match[str]) -> str:
    """As the file wants it: reportlab writes U+1F600 as one number, which readers take for U+1F60."""
    return f"> <{chr(int(sign[1], 16)).encode('utf-16-be').hex().upper()}>"


class _Out:
    """Counts and hashes what is written."""

    def __init__(self, sink: Sink) -> None:
        import hashlib

        self._sink = sink
        self._hash = hashlib.sha256()
        self.at = 0

    def write(self, data: bytes) -> None:
        self._sink.write(data)
        self._hash.update(data)
        self.at += len(data)

    def digest(self) -> bytes:
        return self._hash.digest()


class _Stamp:
    """The time of making, as reportlab wants it."""

    def __init__(self, at: datetime) -> None:
        minutes = (at.utcoffset() or timedelta()) // timedelta(minutes=1)
        self.t = at.timestamp()
        self.lt = at.timetuple()
        self.YMDhms = (at.year, at.month, at.day, at.hour, at.minute, at.second)
        self.dhh, self.dmm = divmod(abs(minutes), 60)
        if minutes < 0:
            self.dhh, self.dmm = -self.dhh, -self.dmm
        self.tzname = ""
