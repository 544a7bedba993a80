"""Places: from a field of a document back to the path in the record, and from a pointer to a field.

Fields and record paths count entries from 1, as people do: ``lines[2].sku`` came from ``Lines/Line[2]/Sku``, or from
``Lines/Line[3]/Sku`` where a condition left an entry out. It must not know formats: a path is text whose steps are
divided by '/'.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import cast

from desktop_sync.core.conversion import Tables
from desktop_sync.core.deciding import Undecided, holds, kept, meant
from desktop_sync.core.mapping_fields import Field_, Group, Value
from desktop_sync.core.mapping_model import MappingModel
from desktop_sync.core.model import Values

_PART = re.compile(r"([^.\[\]]+)(?:\[([0-9]+)\])?")


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
        self._fields = model.fields
        self._tables: Tables = model.tables

    def source_of(self, field: str, values: Values | None = None) -> str:
        """For an object the path of its first field; empty for a constant and for a field that is not mapped.

        Without ``values``, the record's, an entry is taken to have the same number in the record.
        """
        parts = [(name, int(number or 0)) for name, number in _PART.findall(field)]
        return self._source(self._fields, parts, values)

    def knows(self, field: str) -> bool:
        """Whether the mapping says anything about the field or something inside it."""
        fields, name = self._fields, ""
        for part, _ in _PART.findall(field):
            name = f"{name}.{part}" if name else part
            found = fields.get(name)
            if found is not None and not isinstance(found, Group):
                return True
            if isinstance(found, Group):
                fields, name = found.fields, ""
        return not name or _inside(fields, name) is not None

    def _source(self, fields: Mapping[str, Field_], parts: Sequence[tuple[str, int]], values: Values | None) -> str:
        name = ""
        for at, (part, number) in enumerate(parts, 1):
            name = f"{name}.{part}" if name else part
            found = fields.get(name)
            if isinstance(found, Group):
                return self._inside_group(found, number, parts[at:], values)
            if found is not None:
                return self._own(found, values)
        found = _inside(fields, name)
        return found.path if isinstance(found, Group) else self._own(found, values)

    def _own(self, field: Field_ | None, values: Values | None) -> str:
        if not isinstance(field, Value) or not field.from_:
            return ""
        element = meant(field.one, field.where, self._tables)
        try:
            at = "" if element is None else element(values or {})[1]
        except Undecided as undecided:
            return undecided.source
        return f"{at}{field.from_[0]}"

    def _inside_group(self, group: Group, number: int, rest: Sequence[tuple[str, int]], values: Values | None) -> str:
        if not number and group.each is not None:
            return group.path
        entries = cast("Sequence[Values]", () if values is None else values.get(group.path) or ())
        number = self._number(group, number or 1, entries)
        inside = entries[number - 1] if 0 < number <= len(entries) else None
        below = self._source(group.fields, rest, inside) if rest or not number else ""
        return group.path + (f"[{number}]" if number else "") + (f"/{below}" if below else "")

    def _number(self, group: Group, number: int, entries: Sequence[Values]) -> int:
        """In the record, of the entry that has this number in the document; 0: none of the entries is meant."""
        if group.where is None or not entries:
            return number
        try:
            left = [at for at, _ in kept(holds(group.where, self._tables), entries)]
        except Undecided:
            return number
        return left[number - 1] if number <= len(left) else 0


def _inside(fields: Mapping[str, Field_], name: str) -> Field_ | None:
    """The first field of an object that is not mapped as such, from where something can be taken if there is one."""
    before = f"{name}." if name else ""
    within = [field for known, field in fields.items() if known.startswith(before)]
    return next((one for one in within if isinstance(one, Group) or _takes(one)), within[0] if within else None)


def _takes(field: Field_) -> bool:
    return isinstance(field, Value) and bool(field.from_)
