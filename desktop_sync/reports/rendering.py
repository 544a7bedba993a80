"""What every kind of report begins with: its options with the template's, words and numbers in its language."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop_sync.core.periods import in_words
from desktop_sync.core.reports import About, Cell
from desktop_sync.core.words import Words
from desktop_sync.languages import words as words_of
from desktop_sync.reports.cells import places_of
from desktop_sync.reports.locales import WRITINGS, Writing, speller
from desktop_sync.reports.options import Column, ReportOptions


class Speech:
    """The language of one report."""

    def __init__(self, options: ReportOptions) -> None:
        self.writing: Writing = WRITINGS[options.locale]
        self.words: Words = words_of(self.writing.language)

    def yes_no(self) -> tuple[str, str]:
        words = self.words
        return words("yes"), words("no")

    def spellers(self, columns: Sequence[Column], *, total: bool = False) -> list[Callable[[Cell], str]]:
        """How cells are written for people, by column. ``total``: where they are added up."""
        return [self.speller(column, total=total) for column in columns]

    def speller(self, column: Column, *, total: bool = False) -> Callable[[Cell], str]:
        spell = speller(self.writing, places_of(column, total=total), self.yes_no())
        return (lambda value: f"{spell(value)} %" if value is not None else "") if column.kind == "percent" else spell

    def period(self, about: About) -> str:
        """What the report covers, in words; empty when nobody said."""
        return "" if about.window is None else in_words(about.window, about.zone, self.words, self.writing.date)

    def made(self, about: About) -> str:
        """When it was made, on the clock of the flow's zone."""
        return self.writing.time(about.made_at.astimezone(about.zone))
