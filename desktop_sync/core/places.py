"""Places: from a field of a document back to the path in the record, and from a pointer to a field.

Fields and record paths count entries from 1, as people do: ``lines[2].sku`` came from ``Lines/Line[2]/Sku``.
It must not know formats: a path is text whose steps are divided by '/'.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from desktop_sync.core.mapping_model import Group, MappingModel, Value
from desktop_sync.core.model import Values

_NUMBER = re.compile(r"\[([0-9]+)\]")


def field_of(pointer: Sequence[str | int]) -> str:
    """A JSON pointer's parts as a field: ``["lines", 1, "sku"]`` → ``lines[2].sku``."""
    text = ""
    for part in pointer:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def field_of_pointer(pointer: str) -> str:
    """A JSON pointer (RFC 6901), as Acme names the place of an error: ``/lines/1/sku`` → ``lines[2].sku``."""
    parts = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    return field_of([int(part) if part.isdigit() and number else part for number, part in enumerate(parts)])


def value_at(values: Values, source: str) -> str:
    """The text at a path with entry numbers; empty where there is none or where it is a group."""
    *groups, own = re.split(r"\[([0-9]+)\]/?", source)
    for each, number in zip(groups[::2], groups[1::2], strict=True):
        entries = values.get(each)
        if entries is None or isinstance(entries, str) or int(number) > len(entries):
            return ""
        values = entries[int(number) - 1]
    found = values.get(own)
    return found if isinstance(found, str) else ""


class Places:
    """Which field comes from which path, for one mapping."""

    def __init__(self, model: MappingModel) -> None:
        self._sources: dict[str, str] = dict(_places(model.fields))

    def source_of(self, field: str) -> str:
        """For an object the path of its first field; empty for a constant and for a field that is not mapped."""
        numbers, known = iter(_NUMBER.findall(field)), _NUMBER.sub("[]", field)
        inside = (path for name, path in self._sources.items() if name.startswith(f"{known}.") and path)
        return re.sub(r"\[\]", lambda _: f"[{next(numbers, '')}]", self._sources.get(known) or next(inside, ""))

    def knows(self, field: str) -> bool:
        """Whether the mapping says anything about the field or something inside it."""
        known = _NUMBER.sub("[]", field)
        return any(name == known or name.startswith((f"{known}.", f"{known}[")) for name in self._sources)


def _places(fields: Mapping[str, Value | Group], field: str = "", source: str = "") -> Iterator[tuple[str, str]]:
    for name, value in fields.items():
        if isinstance(value, Group):
            yield field + name, source + value.each
            yield f"{field}{name}[]", f"{source}{value.each}[]"
            yield from _places(value.fields, f"{field}{name}[].", f"{source}{value.each}[]/")
        else:
            yield field + name, source + value.from_ if value.from_ else ""
