"""Paths in JSON: names divided by ``/`` (a ``/`` in a name is written ``~1``, a ``~`` ``~0``), and what they take.

It must not know payloads or options.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from desktop_sync.core.json_values import Doubled, Json, unwritable
from desktop_sync.core.model import Values
from desktop_sync.core.sources import Sources

SELF = "."  # the text of a group's entry itself


def steps(path: str) -> tuple[str, ...]:
    """Raises ValueError in words. Empty: the value itself."""
    if path in {"", SELF}:
        return ()
    found = path.split("/")
    if "" in found:
        raise ValueError("two / stand side by side, or one at an end; names are divided by one /")
    return tuple(one.replace("~1", "/").replace("~0", "~") for one in found)


def written(name: str) -> str:
    """A name as a step of a path."""
    return name.replace("~", "~0").replace("/", "~1")


class Unfit(ValueError):
    """What stands at a path cannot be taken. ``path``: from the record."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(why)
        self.path = path


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked, compiled."""

    scalars: tuple[tuple[str, tuple[str, ...]], ...]
    groups: tuple[tuple[str, tuple[str, ...], Plan], ...]

    @classmethod
    def of(cls, asked: Sources) -> Plan:
        """Raises ValueError in words; see ``problems``."""
        return cls(
            tuple((path, steps(path)) for path in sorted(asked.scalars)),
            tuple((path, steps(path), cls.of(inner)) for path, inner in sorted(asked.groups.items())),
        )

    def values(self, record: Json, *, odd: bool, before: str = "") -> dict[str, str | list[Values] | None]:
        """Raises Unfit. ``odd``: texts may hold what cannot be written."""
        found: dict[str, str | list[Values] | None] = {}
        for path, way in self.scalars:
            value = _reached(record, way, before)
            if not way and isinstance(value, Mapping):
                value = None  # an entry that has no text of its own
            found[path] = _text(value, f"{before}{path}", odd=odd)
        for path, way, inner in self.groups:
            entries = _entries(_reached(record, way, before, whole=True))
            found[path] = [
                inner.values(one, odd=odd, before=f"{before}{path}[{number}]/") for number, one in enumerate(entries, 1)
            ]
        return found


def problems(asked: Sources) -> Iterator[tuple[str, str]]:
    """Paths that cannot be, and why."""
    for path in (*asked.scalars, *asked.groups):
        try:
            steps(path)
        except ValueError as error:
            yield path, str(error)
    for inner in asked.groups.values():
        yield from problems(inner)


def _reached(value: Json, way: tuple[str, ...], before: str, *, whole: bool = False) -> Json:
    """Of several the first, unless they are wanted ``whole``; None: it is not there."""
    for step in way:
        value = _first(value)
        if not isinstance(value, Mapping):
            return None
        if isinstance(value, Doubled) and value.name == step:
            raise Unfit(f"{before}{'/'.join(map(written, way))}", f"the name {step!r} stands twice in one object")
        value = value.get(step)
    return value if whole else _first(value)


def _first(value: Json) -> Json:
    while isinstance(value, list):
        value = value[0] if value else None
    return value


def _entries(value: Json) -> list[Json]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _text(value: Json, path: str, *, odd: bool) -> str | None:
    if value is None:
        return None
    if isinstance(value, str):
        if odd and unwritable(value):
            raise Unfit(path, "the text holds half a letter (a lone surrogate) or a NUL, which no text can have")
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    raise Unfit(path, "an object stands there, and no text")
