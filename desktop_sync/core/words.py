"""What people read, in their language: a catalogue from the English text to another, with counts and times put in.

The English text is the key (as with gettext), so the code reads as it speaks, and what is not translated yet is said
in English. What was written where a trouble was met (a problem's *what* and *hint*) comes with its values in it;
``told`` knows it by its template, and ``meant`` finds the English texts of what somebody searches for. ``named`` puts
the product's name into a text where that is not ours. Reads no file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """``words("{count} new problems", count=3)``. A text is a literal, so that a test finds it in every catalogue."""

    language: str = ENGLISH
    catalogue: Mapping[str, str] = field(default_factory=dict)
    told: Callable[[str], str] = str
    meant: Callable[[str], Sequence[str]] = lambda text: ()
    named: Callable[[str], str] = str

    def __call__(self, text: str, **values: object) -> str:
        said = self.named(self.catalogue.get(text, text))
        return said.format_map(values) if values else said

    def counted(self, number: int, one: str, many: str) -> str:
        """``one`` for 1, else ``many``; both with ``{count}``. English and German have these two."""
        text = one if number == 1 else many
        return self.catalogue.get(text, text).format(count=self.number(number))

    def number(self, number: int) -> str:
        """With the separator of thousands that the language has."""
        return f"{number:,}".replace(",", ".") if self.language == "de" else f"{number:,}"

    def day(self, at: date) -> str:
        """A day in figures."""
        return f"{at:%d.%m.%Y}" if self.language == "de" else f"{at:%Y-%m-%d}"

    def moment(self, at: datetime) -> str:
        """Date and time to the minute, by the zone that ``at`` has."""
        return f"{at:%d.%m.%Y %H:%M}" if self.language == "de" else f"{at:%Y-%m-%d %H:%M}"
