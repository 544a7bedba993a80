"""Where a row breaks the rules of quoting: asked only when Python's csv reader has refused it, which tells no place.

It must not know payloads or records.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop_sync.formats.encoding import line_breaks


@dataclass(frozen=True, slots=True)
class Signs:
    """The dialect; ``quote`` and ``escape`` may be empty."""

    delimiter: str
    quote: str
    escape: str


@dataclass(frozen=True, slots=True)
class Broken:
    """``column``: 1-based; ``opened``: where its quote opens; ``at``: what follows it wrongly; None: it is open."""

    column: int
    opened: int
    at: int | None = None

    def line(self, text: str) -> int:
        """Lines of ``text`` before the one in which the quote opens."""
        return line_breaks(text[: self.opened])

    def words(self, text: str, line: int, delimiter: str) -> str:
        """What is wrong with the row ``text``, which begins at ``line`` of the payload."""
        opens = line + self.line(text)
        if self.at is None:
            return f"the quote that opens in line {opens}, column {self.column}, is not closed"
        found = f"after the closing quote of column {self.column} there is {text[self.at]!r}"
        closes = line + line_breaks(text[: self.at])
        if closes > opens:
            found = (
                f"in column {self.column} a quote opens in line {opens}, closes in line {closes}, and then there is "
            )
            found += repr(text[self.at])
        return f"{found}, expected {delimiter!r} or the end of the line; a quote inside a text must be doubled"


def broken(text: str, signs: Signs) -> Broken | None:
    """The first place in the row where the rules are broken; the row ends where the text does."""
    column, at = 1, 0
    while at < len(text):
        if signs.quote and text[at] == signs.quote:
            end = _closed(text, at + 1, signs)
            if end is None:
                return Broken(column, at)
            if text[end : end + 1] not in {signs.delimiter, "\r", "\n", ""}:
                return Broken(column, at, end)
            at = end
        else:
            at = _plain(text, at, signs)
        if text[at : at + 1] != signs.delimiter:
            return None if at < len(text) else Broken(column, len(text) - 1)
        column, at = column + 1, at + 1
    return None


def _closed(text: str, at: int, signs: Signs) -> int | None:
    """The place after the closing quote of a field whose text begins at ``at``."""
    while True:
        quote = text.find(signs.quote, at)
        escape = text.find(signs.escape, at, quote if quote >= 0 else None) if signs.escape else -1
        if escape >= 0:
            at = escape + 2
        elif quote < 0:
            return None
        elif text[quote + 1 : quote + 2] == signs.quote:
            at = quote + 2
        else:
            return quote + 1


def _plain(text: str, at: int, signs: Signs) -> int:
    """The end of a field without quotes."""
    while at < len(text) and text[at] not in {signs.delimiter, "\r", "\n"}:
        at += 2 if text[at] == signs.escape else 1
    return at
