"""Texts that were written where something happened, said in another language: known by their templates. Pure.

A template is an English text with places for values, ``{0}`` or ``{name}``, and beside it the same in the other
language. A text is cut into sentences; each is looked for among the templates, the one with the longest fixed words
first, and its values are put into the other text, where they are looked for in turn: a value may itself have been put
together. What no template knows stays as it is, sentence by sentence. Nobody who reports a trouble has to know of this.

``reports`` are whole messages; a name or text of the customer's that stands in one stays his. ``phrases`` are what
messages are put together from ("Friday", "{0} and {1}"): short ones of them hold within other phrases only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

PLACE = re.compile(r"\{\w*\}")
_END = re.compile(r"(?<=[.!?])(\s+)")  # between two sentences
_OPENING = re.compile(r"\{\w*\} (?=[A-Z])")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)((?: \d\d:\d\d(?::\d\d)?)?)")
_LETTERS = re.compile(r"[^\W\d_]")
_QUOTES = "\"'"
_OPENS = (":", "(", ".", "!", "?", '"', "'")  # after these anything may be said

LONGEST = 8_000  # characters; whoever writes more is no message of ours
DEPTH = 9  # of values in values
JOINED = 4  # sentences that one template may take, for a value may hold the end of a sentence
FEW, FEWEST = 4, 2  # letters that a template must have to hold, by itself and within a phrase
FIRM = 7  # letters of a phrase that holds by itself; twice as many where it begins with a value
KEPT = 4_000  # texts that are remembered


@dataclass(frozen=True, slots=True)
class _Template:
    fixed: tuple[str, ...]  # what stands before, between and after the values
    places: tuple[str, ...]
    said: str
    letters: int
    longest: str
    phrase: bool

    def values(self, text: str) -> Mapping[str, str] | None:
        """By place; None: this is not its text. The first of several ways."""
        first, last = self.fixed[0], self.fixed[-1]
        if self.longest not in text or not text.startswith(first) or not text.endswith(last):
            return None
        found: dict[str, str] = {}
        at, end = len(first), len(text) - len(last)
        for number, place in enumerate(self.places, 1):
            to = end if number == len(self.places) else text.find(self.fixed[number], at, end)
            if to < at:
                return None
            if ": " in text[at:to] and not self.fixed[number - 1].rstrip().endswith(_OPENS):
                return None  # a text of its own, which stands in another place
            found[place], at = text[at:to], to + len(self.fixed[number])
        return found

    def holds(self, few: int) -> bool:
        """For a text in which ``few`` letters are enough."""
        if self.phrase and few > FEWEST:
            return self.letters >= (FIRM if self.fixed[0] else 2 * FIRM)
        return self.letters >= few

    def quoted(self, place: str) -> bool:
        """A name stands there, or what others said."""
        before, after = self.fixed[(at := self.places.index(place))], self.fixed[at + 1]
        return f"„{place}“" in self.said or (bool(before and after) and before[-1] in _QUOTES and after[0] in _QUOTES)


class Translator:
    """``translator(text)``; English template → the same in ``language``. Any thread may use it."""

    def __init__(self, reports: Mapping[str, str], phrases: Mapping[str, str] = {}, language: str = "de") -> None:
        self._points = language == "de"
        self._whole: dict[str, str] = {}
        self._templates: list[_Template] = []
        self._known: dict[tuple[str, int], str] = {}
        for catalogue in (reports, phrases):
            for english, said in catalogue.items():
                for one, two in _units(english, said):
                    self._learn(one, two, phrase=catalogue is phrases)
        self._templates.sort(key=lambda one: (-len("".join("".join(one.fixed).split())), len(one.places), one.fixed))

    def __call__(self, text: str) -> str:
        """The text in the other language, as far as it is known."""
        return text if not text or len(text) > LONGEST else self._said(text, FEW, 0)

    def _learn(self, english: str, said: str, *, phrase: bool) -> None:
        fixed = tuple(PLACE.split(english))
        if len(fixed) == 1:
            self._whole[english] = said
            return
        letters = len(_LETTERS.findall("".join(fixed)))
        places = tuple(PLACE.findall(english))
        if letters >= FEWEST and len(set(places)) == len(places):
            self._templates.append(_Template(fixed, places, said, letters, max(fixed, key=len), phrase))

    def _said(self, text: str, few: int, depth: int) -> str:
        known = self._known.get((text, few))
        if known is None and depth < DEPTH:
            known = self._looked_up(text, few, depth + 1)
            if len(self._known) >= KEPT:
                self._known.clear()
            self._known[text, few] = known
        return text if known is None else known

    def _looked_up(self, text: str, few: int, depth: int) -> str:
        """Sentence by sentence; where one alone is not known, together with those after it; else in parts."""
        if few == FEWEST and (listed := self._listed(text, few, depth)) is not None:
            return listed
        parts = _END.split(text)  # sentence, blank, sentence, …
        done, at = [], 0
        while at < len(parts):
            ends = range(at + 1, min(len(parts), at + 2 * JOINED) + 1, 2)
            tried = ((end, self._sentence("".join(parts[at:end]), few, depth)) for end in ends)
            end, said = next((one for one in tried if one[1] is not None), (at + 1, None))
            done.append(self._in_parts(parts[at], few, depth) if said is None else said)
            done.extend(parts[end : end + 1])
            at = end + 1
        return "".join(done)

    def _sentence(self, text: str, few: int, depth: int) -> str | None:
        bare = text.strip()
        said = self._whole.get(bare)
        if said is None:
            said = next(self._matches(bare, few, depth), None)
        return None if said is None else text.replace(bare, said, 1)

    def _matches(self, text: str, few: int, depth: int) -> Iterator[str]:
        for one in self._templates:
            if one.holds(few) and (values := one.values(text)) is not None:
                within = FEWEST if one.phrase else FEW
                put = {place: value if one.quoted(place) else self._value(value, within, depth)
                       for place, value in values.items()}  # fmt: skip
                yield _filled(one.said, put)

    def _value(self, value: str, few: int, depth: int) -> str:
        if (written := self._in_figures(value)) is not None:
            return written
        said = self._said(value, few, depth)
        if said != value or not value or value[-1] in ".!?":
            return said
        whole = self._said(f"{value}.", few, depth)  # its full stop was left out, for the sentence goes on
        return value if whole == f"{value}." else whole.removesuffix(".")

    def _in_figures(self, value: str) -> str | None:
        """A number with thousands, a day or a moment, as the language writes it; None: it is something else."""
        if _THOUSANDS.fullmatch(value):
            return value.replace(",", ".") if self._points else value
        if (moment := _MOMENT.fullmatch(value)) is not None:
            year, month, day, clock = moment.groups()
            return f"{day}.{month}.{year}{clock}" if self._points else value
        return None

    def _listed(self, text: str, few: int, depth: int) -> str | None:
        """``Monday, Wednesday``, ``1 file, 18:10``: all of them known, or no words."""
        parts = text.split(", ")
        said = [self._said(one, few, depth) for one in parts] if len(parts) > 1 else []
        pairs = zip(parts, said, strict=False)
        return ", ".join(said) if said and all(one != two or not _LETTERS.search(one) for one, two in pairs) else None

    def _in_parts(self, text: str, few: int, depth: int) -> str:
        """What follows a colon (before it stands a name, or a word such as "met"), else what semicolons divide."""
        before, colon, after = text.partition(": ")
        if colon:
            word = self._said(before, few, depth)
            said = self._said(after, few if word == before else FEWEST, depth)
            if (word, said) != (before, after):
                return f"{word}: {said}"
        return "; ".join(self._said(one, few, depth) for one in text.split("; ")) if "; " in text else text


def _units(english: str, said: str) -> Iterator[tuple[str, str]]:
    """Each sentence by itself where both have as many and the same values in each; and the whole."""
    if (opening := _OPENING.match(english)) is not None and said.startswith(opening[0]):
        english, said = english[opening.end() :], said[opening.end() :]  # another sentence before it
    ones, twos = _sentences(english), _sentences(said)
    if 1 < len(ones) == len(twos) and all(_places(two) <= _places(one) for one, two in zip(ones, twos, strict=True)):
        yield from zip(ones, twos, strict=True)
    yield english.strip(), said.strip()


def _sentences(text: str) -> Sequence[str]:
    return _END.split(text.strip())[::2]


def _places(text: str) -> set[str]:
    return set(PLACE.findall(text))


def _filled(said: str, put: Mapping[str, str]) -> str:
    return PLACE.sub(lambda place: put[place[0]], said)
