"""Where values stand in a JSON text: members of objects, elements of lists, as the text has them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from desktop_sync.core.json_values import Json, NoJson, decoded

_BLANK = re.compile(r"[ \t\r\n]*")


def after_blank(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return at if match is None else match.end()


def after_value(text: str, at: int) -> int:
    """After the value that begins there, and its comma."""
    at = after_blank(text, decoded(text, at)[1])
    return after_blank(text, at + 1) if text.startswith(",", at) else at


def member(text: str, at: int, name: str) -> int | None:
    """Where the value of this name stands, in the object that begins there, or in the first one of a list."""
    while text.startswith("[", at):
        at = after_blank(text, at + 1)
    if not text.startswith("{", at):
        return None
    at = after_blank(text, at + 1)
    while text.startswith('"', at):
        found, end = decoded(text, at)
        begin = after_blank(text, after_blank(text, end) + 1)
        if found == name:
            return begin
        at = after_value(text, begin)
    return None


def reached(text: str, at: int, way: Sequence[str]) -> int | None:
    """Where the value at the end of a path stands; None: nowhere."""
    for step in way:
        inside = member(text, at, step)
        if inside is None:
            return None
        at = inside
    return at


def elements(text: str, at: int) -> Iterator[tuple[Json, int, int]]:
    """The elements of the list that begins there: each with where it begins and ends. NoJson: something is wrong."""
    at = after_blank(text, at + 1)
    while not text.startswith("]", at):
        value, end = decoded(text, at)
        yield value, at, end
        at = after_blank(text, end)
        if text.startswith(",", at):
            at = after_blank(text, at + 1)
        elif not text.startswith("]", at):
            raise NoJson("a comma or ] is missing", at)


def documents(text: str) -> Iterator[tuple[Json, int, int]]:
    """The values that stand one after the other, as JSON Lines have them."""
    at = after_blank(text, 0)
    while at < len(text):
        value, end = decoded(text, at)
        yield value, at, end
        at = after_blank(text, end)
