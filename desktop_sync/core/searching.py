"""What somebody searches for in their own language, as the English texts say it: the ledger and its index are English.

The inverse of ``translating``: words that stand in the translations of reports are given back as the words of these
reports. Pure; what is found in which ledger is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from desktop_sync.core.translating import PLACE

MOST = 12  # ways to say it in English
LEAST = 4  # letters of a word that is looked for among translations
LONGEST = 200  # characters that are searched for
_WORD = re.compile(r"\w+")


class Meanings:
    """``meanings(text)``: other texts to be searched for beside it. Any thread may use it."""

    def __init__(self, reports: Mapping[str, str]) -> None:
        found = ((_fixed(said), _fixed(english)) for english, said in reports.items())
        self._known = [(said, english) for said, english in found if said and english and said != english]

    def __call__(self, text: str) -> tuple[str, ...]:
        """Those in which most of its words stand first. What stands in no translation (a number, a name) is kept."""
        words = [word.casefold() for word in _WORD.findall(text[:LONGEST])]
        ways: dict[str, tuple[int, int]] = {}
        for said, english in self._known:
            found = [one for one in words if len(one) >= LEAST and any(word.startswith(one) for word in said)]
            if not found:
                continue
            left = [one for one in words if one not in found]
            if any(len(one) >= LEAST and self._translates(one) for one in left):
                continue  # another word of ours that this text does not have
            way = " ".join([*english, *left])
            ways[way] = max(ways.get(way, (0, 0)), (len(found), -len(said)))
        return tuple(sorted(ways, key=lambda way: ways[way], reverse=True)[:MOST])

    def _translates(self, begun: str) -> bool:
        return any(word.startswith(begun) for said, _ in self._known for word in said)


def _fixed(template: str) -> tuple[str, ...]:
    """The words of a text without its values, each once."""
    return tuple(dict.fromkeys(_words(PLACE.sub(" ", template))))


def _words(text: str) -> Iterator[str]:
    return (word.casefold() for word in _WORD.findall(text))
