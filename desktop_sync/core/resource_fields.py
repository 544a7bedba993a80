"""A resource's fields as people map to them: a tree from its JSON Schema. Pure; knows only schemas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from desktop_sync.core.comparing import Schema, node_at

DEEPEST = 8
Row = dict[str, Any]
_FORMATS = {"decimal": "decimal", "date": "date", "date-time": "time"}


def resource_fields(schema: Schema) -> list[Row]:
    """Each with ``name``, ``path`` (``lines[].sku``), ``kind``, ``needed``, ``description``, ``example``, ``choices``.

    ``kind``: text, decimal, date, time, integer, number, boolean, object or list. ``children``: of objects, and of a
    list those of its entries. ``open``: further fields of any name may stand in it.
    """
    return list(_fields(schema, (), ""))


def _fields(schema: Schema, at: tuple[str | int, ...], before: str) -> Iterator[Row]:
    node = node_at(schema, at)
    properties, needed = node.get("properties"), node.get("required")
    names = properties if isinstance(properties, Mapping) and len(at) < DEEPEST else {}
    for name in names:
        yield _field(schema, (*at, str(name)), before, needed=name in (needed if isinstance(needed, list) else ()))


def _field(schema: Schema, at: tuple[str | int, ...], before: str, *, needed: bool) -> Row:
    node, name = node_at(schema, at), str(at[-1])
    kind, path = _kind(node), before + name
    inside: Iterator[Row] = iter(())
    if kind == "object":
        inside = _fields(schema, at, f"{path}.")
    elif kind == "list":
        inside = _fields(schema, (*at, 0), f"{path}[].")
    examples, choices = node.get("examples"), node.get("enum")
    return {
        "name": name,
        "path": path,
        "kind": kind,
        "needed": needed,
        "description": str(node.get("description", "")),
        "example": str(examples[0]) if isinstance(examples, list) and examples else "",
        "choices": [str(one) for one in choices] if isinstance(choices, list) else [],
        "open": kind == "object" and isinstance(node.get("additionalProperties"), Mapping),
        "children": list(inside),
    }


def _kind(node: Schema) -> str:
    type_ = node.get("type")
    if isinstance(type_, list):
        type_ = next((one for one in type_ if one != "null"), "string")
    if type_ == "array":
        return "list"
    if type_ == "string" or type_ is None:
        return "object" if "properties" in node else _FORMATS.get(str(node.get("format", "")), "text")
    return str(type_)
