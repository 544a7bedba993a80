"""Turns what pydantic found into plain words: what was found, what is expected, and what was probably meant.

Works from an error, the raw table and what the model's schema says, so it knows no connector. The value of a
secret field, and of anything that sounds like one, is never repeated.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import TYPE_CHECKING

from pydantic import BaseModel

from desktop_sync.core.nearest import nearest
from desktop_sync.core.options import as_written
from desktop_sync.settings.schema_places import Steps, description_at, kind_at, names_at

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_LONGEST_SHOWN = 60
_SOUNDS_SECRET = re.compile(r"pass|secret|token|key|credential|pin\b", re.IGNORECASE)
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
    "string_too_short": "at least {min_length} characters",
    "string_too_long": "at most {max_length} characters",
    "too_short": "at least {min_length} entries",
    "too_long": "at most {max_length} entries",
    "finite_number": "a finite number",
}
_BOUNDS = {
    "greater_than": ("more than", "gt"),
    "greater_than_equal": ("at least", "ge"),
    "less_than": ("less than", "lt"),
    "less_than_equal": ("at most", "le"),
}
_TABLES = (dict, list)


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
    """What ``step`` leads to, in a tuple; None when it leads nowhere."""
    if isinstance(here, dict) and step in here:
        return (here[step],)
    if isinstance(here, list) and isinstance(step, int) and 0 <= step < len(here):
        return (here[step],)
    if isinstance(step, str) and "." in step:
        first, _, rest = step.partition(".")
        inside = _inside(here, first)
        return None if inside is None else _inside(inside[0], rest)
    return None


def written(place: Steps, table: object) -> Steps:
    """``place`` as the file has it: ``buyer.number = …`` without quotes is a table within a table."""
    found: list[str | int] = []
    here: object = table
    for step in place:
        whole = isinstance(step, int) or "." not in step or (isinstance(here, dict) and step in here)
        found.extend((step,) if whole else str(step).split("."))
        inside = _inside(here, step)
        here = inside[0] if inside else None
    return tuple(found)


def words(error: ErrorDetails, model: type[BaseModel], place: Steps, beside: tuple[str, ...] = ()) -> str:
    """One sentence for one error of ``model``; ``place`` is what ``steps`` gave, ``beside`` are further known names."""
    kind = error["type"]
    name = str(place[-1]) if place else ""
    if kind == "missing":
        return f"is missing{_told(model, place)}"
    if kind == "extra_forbidden":
        return "is not an option here" + meant(name, {*names_at(model, place[:-1]), *beside})
    kind_ = kind_at(model, place)
    text = _expected(error, kind_)
    found = error["input"]
    if _sounds_secret(error, name) or (isinstance(found, _TABLES) and kind not in _EXPECTED):
        return text
    if kind in _BOUNDS and isinstance(found, float):  # it was read already, and is told as it is written
        return f"found {as_written(kind_)(found)}, {text}"
    guess = meant(found, _choices(error)) if isinstance(found, str) else ""
    return f"found {shown(found)}, {text}{guess}"


def _expected(error: ErrorDetails, kind: str) -> str:
    context = error.get("ctx", {})
    if error["type"] in _BOUNDS:
        words_, limit = _BOUNDS[error["type"]]
        return f"expected {words_} {as_written(kind)(context[limit])}"
    if error["type"] in {"literal_error", "enum", "union_tag_invalid"}:
        expected = context.get("expected", context.get("expected_tags", ""))
        return f"expected one of {str(expected).replace(' or ', ', ').replace(chr(39), chr(34))}"
    if error["type"] in _EXPECTED:
        return "expected " + _EXPECTED[error["type"]].format_map(context)
    if error["type"] == "string_pattern_mismatch":
        return "expected " + _EXPECTED_PATTERN.get(str(context.get("pattern")), f"a text like {context.get('pattern')}")
    text = error["msg"].removeprefix("Value error, ").removeprefix("Assertion failed, ")
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


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
        user, at, host = value.rpartition("@")
        text = f"…@{host}" if at and (":" in user or "/" in user) else value
        return json.dumps(text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…", ensure_ascii=False)
    if isinstance(value, int | float | date | time):
        return str(value)[:_LONGEST_SHOWN]
    return "a table" if isinstance(value, Mapping) else "a list" if isinstance(value, list | tuple) else "this"


def meant(found: str, known: Iterable[str]) -> str:
    """`` (did you mean "…"?)`` for a near miss, else the known names when they are few."""
    names = sorted(set(known))
    near = nearest(found[:_LONGEST_SHOWN].lower(), names)
    if near:
        return f'; did you mean "{near[0]}"?'
    return f"; known here: {', '.join(names)}" if 0 < len(names) <= 30 else ""  # noqa: PLR2004 - a readable line


def _told(model: type[BaseModel], place: Steps) -> str:
    kind = kind_at(model, place)
    if kind:
        return f"; expected: {kind}"
    description = description_at(model, place)
    return f": {description}" if description else ""
