"""Turns what pydantic found into plain words: what was found, what is expected, and what was probably meant.

Works from an error, the raw table and the model's JSON Schema alone, so it knows no connector. The value of a
secret field, and of anything that sounds like one, is never repeated.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from typing import TYPE_CHECKING, TypeAlias

from pydantic import BaseModel
from pydantic.errors import PydanticInvalidForJsonSchema

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Steps: TypeAlias = "tuple[str | int, ...]"
Schema: TypeAlias = "Mapping[str, object]"

_LONGEST_SHOWN = 60
_SOUNDS_SECRET = re.compile(r"pass|secret|token|key|credential|pin\b", re.IGNORECASE)
_USER_IN_URL = re.compile(r"(//)[^/@\s]*@")
_EXPECTED = {
    "string_type": "a text in quotes",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "dict_type": "a table",
    "mapping_type": "a table",
    "list_type": "a list in [ ]",
    "tuple_type": "a list in [ ]",
    "set_type": "a list in [ ]",
    "frozen_set_type": "a list in [ ]",
    "greater_than": "a number above {gt}",
    "greater_than_equal": "a number of at least {ge}",
    "less_than": "a number below {lt}",
    "less_than_equal": "a number of at most {le}",
    "string_too_short": "at least {min_length} characters",
    "string_too_long": "at most {max_length} characters",
    "too_short": "at least {min_length} entries",
    "too_long": "at most {max_length} entries",
    "finite_number": "a finite number",
}


def steps(error: ErrorDetails, table: object) -> Steps:
    """The error's place within the raw ``table``; pydantic's labels of union branches are left out."""
    found: list[str | int] = []
    here = table
    last = len(error["loc"]) - 1
    for number, step in enumerate(error["loc"]):
        inside = _inside(here, step)
        if inside is not None:
            here = inside[0]
            found.append(step)
        elif error["type"] == "missing" and number == last:
            found.append(step)
    return tuple(found)


def _inside(here: object, step: str | int) -> tuple[object] | None:
    if isinstance(here, dict) and step in here:
        return (here[step],)
    if isinstance(here, list) and isinstance(step, int) and 0 <= step < len(here):
        return (here[step],)
    return None


def words(error: ErrorDetails, model: type[BaseModel], place: Steps, beside: tuple[str, ...] = ()) -> str:
    """One sentence for one error of ``model``; ``place`` is what ``steps`` gave, ``beside`` are further known names."""
    kind = error["type"]
    name = str(place[-1]) if place else ""
    if kind == "missing":
        return f"is missing{_expected_there(model, place)}"
    if kind == "extra_forbidden":
        return "is not an option here" + meant(name, {*names_at(model, place[:-1]), *beside})
    text = _expected(error)
    if _sounds_secret(error, name):
        return text
    found = error["input"]
    guess = meant(found, _choices(error)) if isinstance(found, str) else ""
    return f"found {shown(found)}, {text}{guess}"


def _expected(error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    if error["type"] in {"literal_error", "enum", "union_tag_invalid"}:
        expected = context.get("expected", context.get("expected_tags", ""))
        return f"expected one of {str(expected).replace(' or ', ', ').replace(chr(39), chr(34))}"
    if error["type"] in _EXPECTED:
        return "expected " + _EXPECTED[error["type"]].format_map(context)
    if error["type"] == "string_pattern_mismatch":
        return "expected " + _EXPECTED_PATTERN.get(str(context.get("pattern")), f"a text like {context.get('pattern')}")
    text = error["msg"].removeprefix("Value error, ").removeprefix("Assertion failed, ")
    return text if text.startswith("expected") else text[:1].lower() + text[1:]


_EXPECTED_PATTERN = {
    r"^[a-z0-9][a-z0-9-]{0,39}$": 'small letters, digits and "-" only (at most 40, beginning with a letter or digit)'
}


def _sounds_secret(error: ErrorDetails, name: str) -> bool:
    return error["type"] == "secret_reference" or _SOUNDS_SECRET.search(name) is not None


def _choices(error: ErrorDetails) -> list[str]:
    return re.findall(r"'([^']+)'", str(error.get("ctx", {}).get("expected", "")))


def shown(value: object) -> str:
    """A value as it would stand in the file, shortened, without the user part of addresses."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        text = _USER_IN_URL.sub(r"\1…@", value)
        return json.dumps(text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…", ensure_ascii=False)
    if isinstance(value, int | float | date | time):
        return str(value)[:_LONGEST_SHOWN]
    return "a table" if isinstance(value, Mapping) else "a list" if isinstance(value, list | tuple) else "this"


def meant(found: str, known: Iterable[str]) -> str:
    """`` (did you mean "…"?)`` for a near miss, else the known names when they are few."""
    names = sorted(set(known))
    near = difflib.get_close_matches(found[:_LONGEST_SHOWN].lower(), names, n=1, cutoff=0.6)
    if near:
        return f'; did you mean "{near[0]}"?'
    return f"; known here: {', '.join(names)}" if 0 < len(names) <= 30 else ""  # noqa: PLR2004 - a readable line


def names_at(model: type[BaseModel], place: Steps) -> set[str]:
    """The option names that ``model`` knows at ``place``; empty when that cannot be told."""
    return {name for part in _schemas_at(model, place) for name in _table(part.get("properties"))}


def _expected_there(model: type[BaseModel], place: Steps) -> str:
    for part in _schemas_at(model, place):
        description = part.get("description")
        kind = part.get("x-kind")
        if isinstance(kind, str):
            return f"; expected: {kind}"
        if isinstance(description, str):
            return f": {description}"
    return ""


def _schemas_at(model: type[BaseModel], place: Steps) -> list[Schema]:
    try:
        whole = model.model_json_schema()
    except PydanticInvalidForJsonSchema:
        return []
    here: list[Schema] = list(_branches(whole, whole))
    for step in place:
        here = [found for part in here for inner in _below(part, step) for found in _branches(inner, whole)]
    return here


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
