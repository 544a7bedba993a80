"""What the walks say in English, in the language of the desk that they go through: from the catalogues of Qt Linguist.

A text that has a translation is looked for in that alone, so that English in a German desk is found.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

I18N = Path(__file__).resolve().parents[2] / "resources" / "i18n"
VALUE = re.compile(r"%L?n|\{\w+\}")
SENTENCES = {
    "3 problems to look at": "3 Probleme offen",
    "All is well": "Alles in Ordnung",
    "It is in Acme once": "Er ist einmal in Acme",
    "File name:": "Dateiname:",
    "Paused until resumed": "Pausiert, bis jemand fortsetzt",
    "is sent by the next run": "Ihre Änderung sendet der nächste Lauf",
    "the next run tries it again": "Der nächste Lauf versucht es erneut",
    "is already there": "ist schon da",
    "1 document": "1 Beleg",
    "What Desktop Sync does": "Was Desktop Sync tut",
}
"""Parts of sentences that are put together of several, and what is not ours."""


def said_in(language: str) -> Callable[[str], frozenset[str]]:
    """Gives all ways in which a text may stand there; what is in no catalogue is a person's own."""
    return (lambda words: frozenset({words})) if language == "en" else _german


@cache
def _german(words: str) -> frozenset[str]:
    if words in SENTENCES:
        return frozenset({SENTENCES[words]})
    whole, parts = _texts()
    if words in whole:
        return frozenset(whole[words])
    fitting = [(one, match) for one in parts if (match := one.english.fullmatch(words))]
    most = max((one.letters for one, _ in fitting), default=0)
    return frozenset(one.put(match) for one, match in fitting if one.letters == most) or frozenset({words})


@dataclass(frozen=True, slots=True)
class Part:
    """A text with values, of which a count is a number. ``letters``: of its own."""

    english: re.Pattern[str]
    names: tuple[str, ...]
    german: str
    letters: int

    def put(self, match: re.Match[str]) -> str:
        """With the values that the English one has there; what is a text itself is put into German, too."""
        whole, _ = _texts()
        told = [min(whole.get(one, [one])) for one in match.groups()]
        values = dict(zip(self.names, told, strict=True))
        return VALUE.sub(lambda name: values.get(name[0], told[0]), self.german)


@cache
def _texts() -> tuple[dict[str, list[str]], list[Part]]:
    """Without the underlined letters: what is whole, and what has values."""
    plurals = {source: forms for source, forms in _catalogue("en") if len(forms) > 1}
    whole: dict[str, list[str]] = {}
    parts = []
    for source, forms in _catalogue("de"):
        for english in map(_plain, plurals.get(source, [source])):
            if VALUE.search(english):
                parts += [_part(english, _plain(german)) for german in forms]
            else:
                whole.setdefault(english, []).extend(map(_plain, forms))
    return whole, parts


def _part(english: str, german: str) -> Part:
    names, own = tuple(VALUE.findall(english)), VALUE.split(english)
    values = [r"([\d,]+)" if name.startswith("%") else "(.+)" for name in names]
    pattern = "".join(re.escape(one) + value for one, value in zip(own, [*values, ""], strict=True))
    return Part(re.compile(pattern), names, german, sum(map(len, own)))


def _catalogue(language: str) -> Iterator[tuple[str, list[str]]]:
    for message in ET.parse(I18N / f"desk_{language}.ts").iter("message"):  # noqa: S314 - our own file
        translation = message.find("translation")
        assert translation is not None
        forms = [one.text or "" for one in translation.findall("numerusform")] or [translation.text or ""]
        yield message.findtext("source") or "", forms


def _plain(words: str) -> str:
    return re.sub("&(.?)", r"\1", words)
