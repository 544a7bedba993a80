"""Patterns that people write: compiled by RE2, whose time grows with the text and never with the pattern's twists.

Python's own ``re`` can take years over sixty letters; a run must not hang on one field. The price is that look-ahead
and back-references do not exist. It must not know converters or conditions.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Protocol

_REFERENCE = re.compile(r"\\(?:([0-9]+)|g<([^>]*)>|(.?))", re.DOTALL)
LONGEST = 100_000  # characters in which a pattern is looked for
_SHOWN = 200
_LARGEST = 8 << 20  # bytes that one compiled pattern may take (RE2's own default)


class Match(Protocol):
    """What was found."""

    def group(self, number: int = 0, /) -> str | None: ...


class Pattern(Protocol):
    """A compiled pattern; ``groups`` and ``groupindex`` as in ``re``."""

    @property
    def groups(self) -> int: ...
    @property
    def groupindex(self) -> dict[str, int]: ...
    def search(self, text: str, /) -> Match | None: ...
    def fullmatch(self, text: str, /) -> Match | None: ...
    def sub(self, repl: object, text: str, /) -> str: ...


@cache
def compiled(pattern: str) -> Pattern:
    """Raises ValueError in words."""
    import re2

    options = re2.Options()
    options.log_errors, options.max_mem = False, _LARGEST
    try:
        found: Pattern = re2.compile(pattern, options=options)
    except re2.error as error:
        why = error.args[0] if error.args else error
        text = why.decode("utf-8", "replace") if isinstance(why, bytes) else str(why)
        raise ValueError(f"{pattern!r} is no pattern that can be used (RE2 syntax): {text[:_SHOWN]}") from None
    return found


def template(text: str, pattern: Pattern) -> list[str | int]:
    r"""``\1-\g<no>`` as pieces of text and numbers of groups. Raises ValueError in words."""
    pieces: list[str | int] = []
    at = 0
    for found in _REFERENCE.finditer(text):
        pieces.append(text[at : found.start()])
        at = found.end()
        pieces.append(_piece(found, pattern))
    return [piece for piece in [*pieces, text[at:]] if piece != ""]


def _piece(found: re.Match[str], pattern: Pattern) -> str | int:
    number, name, other = found.groups()
    if name is not None:
        if name not in pattern.groupindex:
            raise ValueError(f"the pattern has no group called {name!r}")
        return pattern.groupindex[name]
    if number is not None:
        if int(number) > pattern.groups:
            raise ValueError(f"the pattern has no group {number}")
        return int(number)
    if other != "\\":
        raise ValueError(rf"\{other} means nothing here: write \1 for the first group, \\ for a backslash")
    return other


def filled(pieces: list[str | int], match: Match) -> str:
    """A template with what the groups found; a group that found nothing is empty."""
    return "".join(piece if isinstance(piece, str) else match.group(piece) or "" for piece in pieces)
