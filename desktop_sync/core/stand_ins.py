"""Same-shaped stand-ins for what looks like data of persons or of the business, so that support can read and compare
and yet learns none of it. Pure; it knows neither files nor tables.

Letters become letters, digits digits, of the same case and number; all else stays. The same word becomes the same
stand-in wherever it stands, by a key that is made for one bundle and thrown away. Whole values are replaced where the
structure tells that they are data (``value``); in texts for people what is known to be data, what has the shape of it
(addresses, numbers, long tokens) and capitalised words that the program does not use itself (``text``).
"""

from __future__ import annotations

import hmac
import re
import string
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from desktop_sync.core.redaction import redact_guessing

_WORD = re.compile(r"[^\W_]+")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")
_SHAPES = re.compile(
    r"(?P<mail>[\w.+%-]{1,64}@[\w-]+(?:\.[\w-]+)*)"
    r"|(?P<home>(?:(?<=[/\\]home[/\\])|(?<=[/\\]Users[/\\]))[^/\\\s\"']+)"
    r"|(?P<date>(?<!\d)\d{4}-\d\d-\d\d(?!\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?)"
    r"|(?P<address>(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?![\w.]))"
    r"|(?P<iban>\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?\b)"
    r"|(?P<phone>(?<![\w.,:+-])\+?\(?\d[\d()/ -]{5,20}\d(?![\w.,:-]))"
    r"|(?P<token>(?<![A-Za-z0-9_-])(?=[A-Za-z_-]*\d)(?=[\d_-]*[A-Za-z])[A-Za-z0-9_-]{16,})"
    r"|(?P<number>(?<![\w])\d{5,}(?!\w))"
)
_QUOTED = re.compile(r"(?<!\w)([\"'«„“])([^\"'«»„“”\n]{1,300})([\"'»“”])(?!\w)")
_SHORTEST = 3  # characters of a value that is looked for in texts
_LONGEST = 12  # words of one


class StandIns:
    """``vocabulary``: words of the program itself, which stay in texts. ``key``: of one bundle."""

    def __init__(self, key: bytes, vocabulary: Iterable[str] = ()) -> None:
        self._key = key
        self._vocabulary = frozenset(vocabulary)
        self._known: dict[str, list[Sequence[str]]] = {}
        self._word = lru_cache(maxsize=65_536)(self._stand_in)

    def value(self, text: str) -> str:
        """Every word of it replaced."""
        return _WORD.sub(lambda found: self._word(found[0]), text)

    def values(self, thing: Any, keep: frozenset[str] = frozenset()) -> Any:  # noqa: ANN401 - JSON in, JSON out
        """Plain JSON with every text and number replaced, but for those under the names of ``keep``."""
        if isinstance(thing, Mapping):
            return dict(self._field(str(name), value, keep) for name, value in thing.items())
        if isinstance(thing, list | tuple):
            return [self.values(one, keep) for one in thing]
        if isinstance(thing, str):
            return self.value(thing)
        if isinstance(thing, bool) or thing is None:
            return thing
        return self.value(str(thing))

    def _field(self, name: str, value: Any, keep: frozenset[str]) -> tuple[str, Any]:  # noqa: ANN401 - JSON
        """A field's name stays; what stands in its place and is none of the program's words does not."""
        ours = name in keep or all(word in self._vocabulary for word in _WORD.findall(name))
        kept = name in keep and not isinstance(value, Mapping | list)
        return (name if ours else self.value(name)), (value if kept else self.values(value, keep))

    def learn(self, values: Iterable[str]) -> None:
        """Values that are data: from now on they are found in texts. Dates and the program's own words are not."""
        for value in values:
            words = _WORD.findall(value)
            if len(value) < _SHORTEST or not words or len(words) > _LONGEST or _DATE.fullmatch(value):
                continue
            if all(word in self._vocabulary for word in words):
                continue
            phrases = self._known.setdefault(words[0], [])
            if words not in phrases:
                phrases.append(words)
                phrases.sort(key=len, reverse=True)

    def text(self, text: str) -> str:
        """A text for people without secrets and data."""
        text = redact_guessing(text)
        text = self._without_known(text)
        text = _QUOTED.sub(lambda found: f"{found[1]}{self._quoted(found[2])}{found[3]}", text)
        text = _SHAPES.sub(self._shaped, text)
        return _WORD.sub(lambda found: self._plain(found[0]), text)

    def code(self, text: str) -> str:
        """A line of a program: without what is known to be data and without secrets; its own names stay."""
        return _SHAPES.sub(self._shaped, self._without_known(redact_guessing(text)))

    def _quoted(self, inner: str) -> str:
        return _WORD.sub(lambda found: found[0] if found[0] in self._vocabulary else self._word(found[0]), inner)

    def _shaped(self, found: re.Match[str]) -> str:
        if found.lastgroup == "date" or (found.lastgroup == "address" and found[0].startswith("127.")):
            return found[0]
        return self.value(found[0])

    def _plain(self, word: str) -> str:
        """Names begin with a capital letter, in every language that has them."""
        if not word[0].isupper() or word in self._vocabulary or self._ours(word):
            return word
        return self._word(word)

    def _ours(self, word: str) -> bool:
        """The first word of a sentence, or one that the program writes in small letters."""
        return word.lower() in self._vocabulary or (word.isascii() and word.endswith(("Error", "Exception")))

    def _without_known(self, text: str) -> str:
        if not self._known:
            return text
        found = list(_WORD.finditer(text))
        parts, at, number = [], 0, 0
        while number < len(found):
            phrase = self._phrase(found, number)
            for one in found[number : number + len(phrase)]:
                parts += [text[at : one.start()], self._word(one[0])]
                at = one.end()
            number += max(len(phrase), 1)
        return "".join([*parts, text[at:]])

    def _phrase(self, found: Sequence[re.Match[str]], number: int) -> Sequence[str]:
        """The longest known value that begins with this word; empty: none."""
        for words in self._known.get(found[number][0], ()):
            if [one[0] for one in found[number : number + len(words)]] == words:
                return words
        return ()

    def _stand_in(self, word: str) -> str:
        """No character stays what it was, so that nothing shows through by chance."""
        noise = _noise(self._key, word)
        return "".join(_other(character, number) for character, number in zip(word, noise, strict=True))


def _noise(key: bytes, word: str) -> bytes:
    """As many bytes as the word has characters."""
    made, block = b"", 0
    while len(made) < len(word):
        made += hmac.digest(key, f"{block}:{word}".encode("utf-8", "surrogatepass"), "sha256")
        block += 1
    return made[: len(word)]


def _other(character: str, number: int) -> str:
    if character.isdigit():
        digits = string.digits.replace(str(int(character)) if character.isdecimal() else "", "")
        return digits[number % len(digits)]
    letters = string.ascii_uppercase if character.isupper() else string.ascii_lowercase
    others = letters.replace(character, "")
    return others[number % len(others)]
