"""Rows as a PDF: a table with its title, period, charts and totals, or a letter for each document.

Streamed page by page; fonts are embedded, text can be searched and copied; the same rows make the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from desktop_sync.core.errors import Owner, Rejected
from desktop_sync.core.reports import About, Rendered, Row, Sink
from desktop_sync.reports.pdf_options import PdfReportOptions
from desktop_sync.reports.rendering import Speech
from desktop_sync.reports.table import Table
from desktop_sync.reports.templates import whole

if TYPE_CHECKING:
    from desktop_sync.reports.pdf_document import Paper

_PAPERS = {"a4": (595.28, 841.89), "letter": (612.0, 792.0)}


class Pdf:
    """The report."""

    ending = "pdf"
    media_type = "application/pdf"
    options_model = PdfReportOptions

    def __init__(self, options: PdfReportOptions) -> None:
        self._options = whole(options)

    def render(self, rows: Iterable[Row], about: About, sink: Sink) -> Rendered:
        """Rejected(reason='logo') for a picture that cannot be read."""
        from desktop_sync.reports.pdf_document import Paper

        options, speech = self._options, Speech(self._options)
        made_at = about.made_at.astimezone(about.zone)
        title = f"{options.title or about.flow} {about.document}".rstrip()
        paper = Paper(sink, self._size(), made_at, title, options.locale)
        table = Table(options, about.zone)
        if options.layout == "letter":
            from desktop_sync.reports.pdf_letter import Letters

            count = Letters(paper, options, speech, about, table).print(rows)
        else:
            from desktop_sync.reports.pdf_cover import print_table

            count = print_table(paper, options, speech, about, table, rows)
        paper.close()
        return Rendered(count, paper.pages, (*table.notes(), *_notes(paper)))

    def _size(self) -> tuple[float, float]:
        width, height = _PAPERS[self._options.paper]
        return (height, width) if self._options.orientation == "landscape" else (width, height)


def _notes(paper: Paper) -> Iterable[str]:
    missing = sorted(paper.regular.missing | paper.bold.missing)
    if missing:
        signs = " ".join(missing[:20])
        yield f"{len(missing):,} signs are in none of the fonts and stand as a box: {signs}."
    if paper.regular.turned or paper.bold.turned:
        yield "Text that is read from right to left stands in the order in which it is stored."
    if paper.regular.joined or paper.bold.joined:
        yield "Letters of a script that joins them stand one by one."


def logo_size(path: str, most: tuple[float, float]) -> tuple[float, float]:
    """As large as it may be, in its own proportions. Rejected for what is no picture."""
    from PIL import Image

    try:
        with Image.open(path) as picture:
            picture.load()  # one that was cut off is found here, not in the middle of the report
            width, height = picture.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Rejected(
            f"The logo {path} cannot be read as a picture: {error}",
            "Name a PNG or JPEG file in the report.",
            Owner.IT,
            "logo",
        ) from None
    scale = min(most[0] / max(width, 1), most[1] / max(height, 1))
    return width * scale, height * scale
