"""Does Acme hold what we sent? Compared field by field, by value and not by spelling.

Acme may add fields of its own, write 12.5 for 12.50 and another zone for the same moment. Pure; knows only schemas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation

Schema = Mapping[str, object]
_NONE: Schema = {}
_DEEPEST = 64


def same_content(schema: Schema, sent: Mapping[str, object], found: Mapping[str, object]) -> bool:
    """Whether every field sent equals what is found; a field sent as ``None`` equals one that is absent or null."""
    return next(_differing(schema, schema, sent, found, ""), None) is None


def differing_fields(schema: Schema, sent: Mapping[str, object], found: Mapping[str, object]) -> list[str]:
    """The fields that differ, such as ``buyer.number`` or ``lines[2].quantity``; a list of another length once."""
    return list(_differing(schema, schema, sent, found, ""))


def node_at(schema: Schema, path: Sequence[str | int]) -> Schema:
    """The part of the schema that describes the value at a path; empty when nothing does."""
    node = schema
    for step in path:
        node = _property(schema, node, step) if isinstance(step, str) else _items(schema, node)
    return _resolved(schema, node)


def _differing(root: Schema, node: Schema, sent: object, found: object, field: str) -> Iterator[str]:
    if isinstance(sent, Mapping) and isinstance(found, Mapping):
        for name, value in sent.items():
            inner = f"{field}.{name}" if field else str(name)
            yield from _differing(root, _property(root, node, str(name)), value, found.get(name), inner)
    elif isinstance(sent, list | tuple) and isinstance(found, list | tuple) and len(sent) == len(found):
        items = _items(root, node)
        for number, (ours, theirs) in enumerate(zip(sent, found, strict=True), 1):
            yield from _differing(root, items, ours, theirs, f"{field}[{number}]")
    elif not _equal(_format(root, node), sent, found):
        yield field


def _equal(form: str, sent: object, found: object) -> bool:
    if sent is None or found is None or isinstance(sent, bool) or isinstance(found, bool):
        return sent is found
    if form == "decimal":
        ours, theirs = _decimal(sent), _decimal(found)
        return sent == found if ours is None or theirs is None else ours == theirs
    if form == "date-time":
        earlier, later = _instant(sent), _instant(found)
        return sent == found if earlier is None or later is None else earlier == later
    return (type(sent) is type(found) and sent == found) or _both_numbers(sent, found)


def _both_numbers(sent: object, found: object) -> bool:
    return isinstance(sent, int | float) and isinstance(found, int | float) and sent == found


def _decimal(value: object) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _instant(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


def _alternatives(root: Schema, node: Schema) -> Iterator[Schema]:
    """The node itself and every part that also describes the same value."""
    todo = [node]
    for _ in range(_DEEPEST):
        if not todo:
            return
        one = _resolved(root, todo.pop(0))
        yield one
        for name in ("allOf", "anyOf", "oneOf"):
            parts = one.get(name)
            todo.extend(part for part in (parts if isinstance(parts, list) else ()) if isinstance(part, Mapping))


def _resolved(root: Schema, node: Schema) -> Schema:
    """Follows ``$ref`` inside the same schema; what stands beside the reference counts too."""
    for _ in range(_DEEPEST):
        reference = node.get("$ref")
        if not isinstance(reference, str) or not reference.startswith("#"):
            return node
        target: object = root
        for step in reference[1:].split("/")[1:]:
            target = target.get(step.replace("~1", "/").replace("~0", "~")) if isinstance(target, Mapping) else None
        beside = {name: value for name, value in node.items() if name != "$ref"}
        node = {**target, **beside} if isinstance(target, Mapping) else beside
    return _NONE


def _property(root: Schema, node: Schema, name: str) -> Schema:
    for one in _alternatives(root, node):
        properties = one.get("properties")
        if isinstance(properties, Mapping) and isinstance(found := properties.get(name), Mapping):
            return found
        if isinstance(others := one.get("additionalProperties"), Mapping):
            return others
    return _NONE


def _items(root: Schema, node: Schema) -> Schema:
    for one in _alternatives(root, node):
        if isinstance(items := one.get("items"), Mapping):
            return items
    return _NONE


def _format(root: Schema, node: Schema) -> str:
    found = (one.get("format") for one in _alternatives(root, node))
    return next((form for form in found if isinstance(form, str)), "")
