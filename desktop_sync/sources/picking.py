"""Which files a flow wants, by name. Pure; knows no store.

A pattern without '/' is held against the file's own name, one with '/' against the path below the folder, part by part.
Globs take upper and lower case as equal, as Windows does, wherever the files lie; a regular expression says it itself.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias

PatternType: TypeAlias = Literal["glob", "regex"]
Wants: TypeAlias = Callable[[str], bool]
_SUFFIX = re.compile(r"\*\.[A-Za-z0-9_-]+")


def wanted(pattern: str, exclude: Sequence[str], kind: PatternType) -> Wants:
    """Answers for a path relative to the folder."""
    matches = matcher(pattern, kind)
    refuses = [matcher(one, kind) for one in exclude]
    if not refuses:
        return matches
    return lambda path: matches(path) and not any(refuse(path) for refuse in refuses)


def matcher(pattern: str, kind: PatternType) -> Wants:
    """Raises re.error for a regular expression that is none."""
    if kind == "regex":
        return _regex(pattern)
    if _SUFFIX.fullmatch(pattern):
        return _suffix(pattern[1:].lower())
    parts = [re.compile(fnmatch.translate(part), re.IGNORECASE).match for part in re.split(r"[/\\]", pattern)]
    if len(parts) == 1:
        name_matches = parts[0]
        return lambda path: name_matches(path.rpartition("/")[2]) is not None
    return lambda path: _part_by_part(parts, path.split("/"))


def _suffix(suffix: str) -> Wants:
    """``*.xml``, the common case, at half the cost."""
    length = len(suffix)
    return lambda path: path[-length:].lower() == suffix


def _regex(pattern: str) -> Wants:
    matches = re.compile(pattern).fullmatch
    if "/" in pattern:
        return lambda path: matches(path) is not None
    return lambda path: matches(path.rpartition("/")[2]) is not None


def _part_by_part(parts: Sequence[Callable[[str], object]], path: Sequence[str]) -> bool:
    return len(parts) == len(path) and all(match(part) for match, part in zip(parts, path, strict=True))
