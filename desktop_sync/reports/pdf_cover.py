"""What stands above a printed table: logo, title, period, charts; and small on every further page."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice

from desktop_sync.core.reports import About, Row
from desktop_sync.reports.pdf import logo_size
from desktop_sync.reports.pdf_charts import HEIGHT, Chart
from desktop_sync.reports.pdf_document import Paper
from desktop_sync.reports.pdf_options import PdfReportOptions
from desktop_sync.reports.pdf_pages import GREY, HAIR, INK, SMALL, Look, Pages, clipped
from desktop_sync.reports.pdf_table import PrintedTable
from desktop_sync.reports.rendering import Speech
from desktop_sync.reports.table import Event, Table

_LOGO = (170.0, 46.0)
_TITLE = 17.0


def print_table(
    paper: Paper, options: PdfReportOptions, speech: Speech, about: About, table: Table, rows: Iterable[Row]
) -> int:
    """The whole document; the number of rows."""
    look = Look(options.font_size, options.rgb())
    pages = Pages(paper, 1, foot(speech, about), page_of(speech))
    given = iter(rows)
    first = list(islice(given, 1))  # where there is none, no place is kept for charts
    charts = [Chart(one, table, speech) for one in options.charts] if first else []

    def watch(event: Event) -> None:
        for chart in charts:
            chart.watch(event)

    printed = PrintedTable(pages, table, speech, look, watch)
    cover = Cover(pages, options, speech, about, look)

    def go_on() -> None:
        cover.again()
        printed.again()

    pages.begin = cover.first
    pages.start()
    pages.begin = cover.again
    tops = _placed(pages, len(charts))
    pages.begin = go_on
    printed.print(chain(first, given))
    pages.close()
    for number, (chart, top) in enumerate(zip(charts, tops, strict=True)):
        paper.form(f"chart{number}", chart.draw((paper.regular, paper.bold), look, pages.left, pages.right, top))
    return table.rows


def _placed(pages: Pages, charts: int) -> list[float]:
    """Keeps a place for each chart, on as many pages as they need; where each begins at its top."""
    tops = []
    for number in range(charts):
        if pages.room < HEIGHT:
            pages.turn()
        pages.ink.path(pages.paper.use(f"chart{number}"))
        tops.append(pages.y)
        pages.y -= HEIGHT
    pages.y -= 8 if charts else 0
    return tops


def page_of(speech: Speech) -> tuple[str, str]:
    """What stands before and after the number of pages; ``{page}`` in the first is this page."""
    words = speech.words
    before, _, after = words("Page {page} of {pages}", page="{page}", pages="\0").partition("\0")
    return before, after


def foot(speech: Speech, about: About) -> str:
    """What the figures are from, and when it was made."""
    words = speech.words
    made = words("Made {time}", time=speech.made(about))
    return "  ·  ".join(part for part in (about.flow, about.account, made) if part)


class Cover:
    """The top of a first page, and of those after it."""

    def __init__(self, pages: Pages, options: PdfReportOptions, speech: Speech, about: About, look: Look) -> None:
        self._pages, self._options, self._look = pages, options, look
        self._title = options.title or about.flow
        self._period = speech.period(about)

    def first(self) -> None:
        pages, paper = self._pages, self._pages.paper
        top, used = pages.y, 0.0
        if self._options.logo:
            width, height = logo_size(self._options.logo, _LOGO)
            paper.image(self._options.logo, pages.left, top - height, width, height)
            used = width + 20
        room = (pages.right - pages.left - used) / _TITLE
        pages.ink.right(pages.right, top - _TITLE + 1, clipped(paper.bold, self._title, room), _TITLE, self._look.fill)
        if self._period:
            pages.ink.right(pages.right, top - _TITLE - 15, paper.regular.text(self._period), 10, GREY)
        pages.y = top - max(_LOGO[1] if used else 0, _TITLE + 17) - 9
        pages.ink.rule(pages.left, pages.right, pages.y, 1.1, self._look.stroke)
        pages.y -= 16

    def again(self) -> None:
        pages, paper = self._pages, self._pages.paper
        half = (pages.right - pages.left) * 0.6 / SMALL
        pages.y -= SMALL
        pages.ink.text(pages.left, pages.y, clipped(paper.bold, self._title, half), SMALL, INK)
        pages.ink.right(pages.right, pages.y, paper.regular.text(self._period), SMALL, GREY)
        pages.ink.rule(pages.left, pages.right, pages.y - 5, 0.4, HAIR)
        pages.y -= 16
