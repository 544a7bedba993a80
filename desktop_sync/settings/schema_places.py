"""What a model's JSON Schema says at a place: known names, descriptions, kinds. Knows no connector and no message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TypeAlias

from pydantic import BaseModel
from pydantic.errors import PydanticInvalidForJsonSchema

Steps: TypeAlias = "tuple[str | int, ...]"
Schema: TypeAlias = "Mapping[str, object]"


def names_at(model: type[BaseModel], place: Steps) -> set[str]:
    """The option names that ``model`` knows at ``place``; empty when that cannot be told."""
    return {name for part in _schemas_at(model, place) for name in _table(part.get("properties"))}


def description_at(model: type[BaseModel], place: Steps) -> str:
    """The option's description; empty without one."""
    told = (part.get("description") for part in _schemas_at(model, place))
    return next((text for text in told if isinstance(text, str)), "")


def kind_at(model: type[BaseModel], place: Steps) -> str:
    """What a person writes there, as its ``Kind`` says; empty for plain texts and numbers."""
    kinds = (part.get("x-kind") for part in _schemas_at(model, place))
    return next((kind for kind in kinds if isinstance(kind, str)), "")


def _schemas_at(model: type[BaseModel], place: Steps) -> list[Schema]:
    whole = _schema(model)
    here: list[Schema] = list(_branches(whole, whole))
    for step in place:
        below = [found for part in here for inner in _below(part, step) for found in _branches(inner, whole)]
        here = below or here  # a shorthand such as {decimal = {…}} has no schema of its own
    return here


@cache
def _schema(model: type[BaseModel]) -> Schema:
    """Made once: it costs a thousand times what one look into it does."""
    try:
        return model.model_json_schema()
    except PydanticInvalidForJsonSchema:
        return {}


def _below(part: Schema, step: str | int) -> Iterator[Schema]:
    if isinstance(step, int):
        items = part.get("items")
        if isinstance(items, Mapping):
            yield items
        return
    inner = _table(part.get("properties")).get(step, part.get("additionalProperties"))
    if isinstance(inner, Mapping):
        yield inner


def _branches(part: Schema, whole: Schema) -> Iterator[Schema]:
    """The schema itself and every alternative it offers, with references followed."""
    reference = part.get("$ref")
    if isinstance(reference, str):
        target = _table(whole.get("$defs")).get(reference.rpartition("/")[2])
        if isinstance(target, Mapping):
            # What stands beside the reference (a field's description) speaks first.
            yield from _branches({**target, **{name: part[name] for name in part if name != "$ref"}}, whole)
        return
    yield part
    for word in ("anyOf", "oneOf", "allOf"):
        alternatives = part.get(word)
        for one in alternatives if isinstance(alternatives, list) else ():
            yield from _branches(one, whole)


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
