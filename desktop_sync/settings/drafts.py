"""Tables of a flow that is being written, each by itself: what is wrong with it, and what is sound all the same.

A mapping is written field by field; what is not sound yet is told and left out, so that the others can be tried.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from desktop_sync.core.sources import Sources
from desktop_sync.settings.mappings import mappings
from desktop_sync.settings.model import FlowMapping, Kinds
from desktop_sync.settings.named_files import NamedFiles
from desktop_sync.settings.places import Path
from desktop_sync.settings.reading import format_of
from desktop_sync.settings.text import Problems

_ROUNDS = 8
_OF_FIELDS = frozenset({"from", "constant", "position", "each", "one", "where", "fields", "sum", "count"})


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing wrong in one table: the place in it, and what."""

    part: str
    at: Path
    what: str
    warning: bool = False

    def told(self) -> dict[str, object]:
        """As plain JSON."""
        return {"part": self.part, "at": list(self.at), "what": self.what, "warning": self.warning}


def format_draft(table: Mapping[str, object], kinds: Kinds, files: NamedFiles) -> tuple[list[Wrong], BaseModel | None]:
    """``[flows.format]``: its options; None when it is not sound."""
    problems = Problems("settings.toml", "", {"format": table})
    found = format_of(dict(table), ("format",), problems, kinds, files)
    return _wrong("format", problems), None if found is None else found.options


def mapping_draft(
    table: Mapping[str, object], kinds: Kinds, files: NamedFiles
) -> tuple[list[Wrong], FlowMapping | None]:
    """``[flows.mapping]``: all that is wrong, and the mapping without that; None where nothing is left."""
    told: list[Wrong] = []
    rest: dict[str, Any] = copy.deepcopy(dict(table))
    for number in range(_ROUNDS):
        problems = Problems("settings.toml", "", {"mapping": rest})
        found = mappings({"mapping": rest}, (), problems, kinds, files)
        told += _wrong("mapping", problems) if not number else []
        if found.sound:
            return told, found.sound[0]
        places = [path[1:] for path, _ in problems.found if path[:1] == ("mapping",)]
        if not any([_taken_out(rest, place) for place in places]):  # noqa: C419 - all of them are taken out
            break
    return told, None


def groups_of(fields: object) -> Sources:
    """The groups that the fields of a mapping take, sound or not."""
    found = Sources()
    for value in fields.values() if isinstance(fields, Mapping) else ():
        path = (value.get("each") or value.get("one")) if isinstance(value, Mapping) else None
        if isinstance(path, str):
            found.add(Sources(groups={path: groups_of(value.get("fields"))}))
        elif isinstance(value, Mapping) and not _OF_FIELDS & value.keys():
            found.add(groups_of(value))
    return found


def _wrong(part: str, problems: Problems) -> list[Wrong]:
    return [Wrong(part, path[1:] if path[:1] == (part,) else path, one.what) for path, one in problems.found]


def _taken_out(table: dict[str, Any], place: Path) -> bool:
    """Without the field, or the option, in which something is wrong. False: nothing can be taken out."""
    if not place or place[0] == "resource":
        return False
    if place[0] != "fields":
        return table.pop(str(place[0]), None) is not None
    return len(place) > 1 and _field_out(table, place)


def _field_out(table: dict[str, Any], place: Path) -> bool:
    """The innermost field on the way; where nothing is left in its group or table then, that too."""
    level, steps = table.get("fields"), list(place[1:])
    way: list[tuple[dict[str, Any], str]] = []
    while steps and isinstance(level, dict) and steps[0] in level:
        name = str(steps.pop(0))
        way.append((level, name))
        level = level[name]
        if isinstance(level, dict) and _OF_FIELDS & level.keys():
            if steps[:1] != ["fields"]:
                break
            level = level.get(str(steps.pop(0)))
    for container, name in reversed(way):
        container.pop(name)
        if container:
            break
    return bool(way)
