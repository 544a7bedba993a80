"""Whether two file name patterns may match one name: conservative, so that "no" is certain and "yes" is a maybe.

Pure. A glob or a regular expression becomes a row of tokens (a character, any one, any many); what a regular
expression says beyond that is widened to "any many". Upper and lower case count as equal, as on Windows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, TypeAlias

PatternType: TypeAlias = Literal["glob", "regex"]
Tokens: TypeAlias = "tuple[str, ...]"

ONE = "?"  # a literal carries a leading '=', so that no character is taken for one of these
MANY = "*"
_LONGEST = 300
_QUANTIFIER = re.compile(r"(?:[*+?]|\{[\d,]*\})[?+]?")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_GLOB_CLASS = re.compile(r"\[!?\]?[^\]]*\]")


def may_overlap(one: str, other: str, one_type: PatternType = "glob", other_type: PatternType = "glob") -> bool:
    """False only when no file name at all can match both patterns. Folders in a pattern are left aside."""
    left, right = tokens(one, one_type), tokens(other, other_type)
    if len(left) > _LONGEST or len(right) > _LONGEST:
        return True
    return _meet(left, right)


def tokens(pattern: str, kind: PatternType) -> Tokens:
    """The pattern of the file's own name, as tokens."""
    if kind == "regex":
        return _regex_tokens(pattern)
    return _glob_tokens(re.split(r"[/\\]", pattern)[-1])


def _glob_tokens(glob: str) -> Tokens:
    found: list[str] = []
    at = 0
    while at < len(glob):
        match = _GLOB_CLASS.match(glob, at)
        found.append(ONE if match else glob[at] if glob[at] in "*?" else _literal(glob[at]))
        at = match.end() if match else at + 1
    return tuple(found)


def _regex_tokens(regex: str) -> Tokens:
    if re.search(r"[|()/]|\\[1-9A-Z]|\\[xuN]", re.sub(r"\\[DSWAZ]", "", regex)):
        return _regex_edges(regex)
    found: list[str] = []
    at = 0
    while at < len(regex):
        quantifier = _QUANTIFIER.match(regex, at)
        if quantifier:
            found[-1:] = [MANY]
            at = quantifier.end()
            continue
        token, at = _regex_atom(regex, at)
        found.extend(token)
    return tuple(found)


def _regex_edges(regex: str) -> Tokens:
    """Groups and alternatives: only what plainly follows the last of them is kept (as a rule the file's suffix)."""
    tail = re.search(r"(?<=[)\]*+?.}])(?:\\\.[A-Za-z0-9]+|[A-Za-z0-9_-])+\$?$", regex)
    alternatives = "|" in re.sub(r"\([^()]*\)", "", regex)
    verbose = re.search(r"\(\?[a-z]*x", regex) is not None  # the tail may be a comment
    if tail is None or alternatives or verbose:
        return (MANY,)
    return (MANY, *_regex_tokens(tail[0]))


def _regex_atom(regex: str, at: int) -> tuple[tuple[str, ...], int]:
    sign = regex[at]
    if sign in "^$":
        return (), at + 1
    if sign == ".":
        return (ONE,), at + 1
    if sign == "[" and (match := _CLASS.match(regex, at)):
        return (ONE,), match.end()
    if sign == "\\" and at + 1 < len(regex):
        escaped = regex[at + 1]
        if escaped in "AZbB":
            return (), at + 2
        return ((ONE,) if escaped.isalnum() else (_literal(escaped),)), at + 2
    return (_literal(sign),), at + 1


def _literal(character: str) -> str:
    return "=" + character.casefold()


def _meet(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether the two rows have a common text: all pairs of positions that can be reached together."""
    reached = {(0, 0)}
    waiting = [(0, 0)]
    while waiting:
        i, j = waiting.pop()
        if i == len(left) and j == len(right):
            return True
        for step in _next(left, right, i, j):
            if step not in reached:
                reached.add(step)
                waiting.append(step)
    return False


def _next(left: Sequence[str], right: Sequence[str], i: int, j: int) -> list[tuple[int, int]]:
    a = left[i] if i < len(left) else ""
    b = right[j] if j < len(right) else ""
    found: list[tuple[int, int]] = []
    if a == MANY:
        found += [(i + 1, j)] + ([(i, j + 1)] if b else [])
    if b == MANY:
        found += [(i, j + 1)] + ([(i + 1, j)] if a else [])
    if a and b and MANY not in {a, b} and (ONE in {a, b} or a == b):
        found.append((i + 1, j + 1))
    return found
