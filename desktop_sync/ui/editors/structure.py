"""A table and the JSON Schema of its options as one tree of rows: what is set, what could be set, in words.

Pure. Converters stand in it as tables with their ``kind``; ``opened`` and ``closed`` lead from and to the short way in
which the settings write them. It must not know what options mean.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop_sync.ui.figures import fits

Schema = Mapping[str, Any]
Path = tuple[str | int, ...]
NEW = "+"
"""The label of a row by which something is added."""
_SHORT = {"decimal": "like", "date": "format", "datetime": "format", "lookup": "table", "regex": "pattern"}
_SHAPES = (("Value", ("from",)), ("Group", ("each", "one")), ("Computed", ("sum", "count")))


@dataclass(slots=True)
class Row:
    """``form``: object, list, map, choice, switch, number, text, texts, any or add. ``set``: it stands in the table.

    ``words``: its value in one line. ``choices``: of a choice, and of an add the kinds of what can be added.
    """

    label: str
    path: Path
    form: str
    words: str = ""
    help: str = ""
    set: bool = True
    choices: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)


def rows(whole: Schema, schema: Schema, value: object, path: Path = ()) -> list[Row]:
    """Of an object, a list or a map. ``whole``: where references lead."""
    schema = resolved(whole, schema, value)
    form = _form(whole, schema)
    if form == "object":
        return list(_of_object(whole, schema, value if isinstance(value, Mapping) else {}, path))
    if form == "map":
        return list(_of_map(whole, schema, value if isinstance(value, Mapping) else {}, path))
    if form == "list":
        return list(_of_list(whole, schema, value if isinstance(value, list) else [], path))
    return []


def resolved(whole: Schema, schema: Schema, value: object = None) -> Schema:
    """References followed, ``null`` left out; of several alternatives the one that the value has."""
    if "$ref" in schema:
        beside = {name: one for name, one in schema.items() if name != "$ref"}
        found = whole["$defs"][str(schema["$ref"]).rpartition("/")[2]]
        return resolved(whole, {**found, **beside}, value)
    if "oneOf" in schema:
        return resolved(whole, _chosen(whole, schema["oneOf"], value), value)
    if "anyOf" in schema:
        others = [one for one in schema["anyOf"] if one.get("type") != "null"]
        beside = {name: one for name, one in schema.items() if name != "anyOf"}
        if len(others) == 1:
            return resolved(whole, {**others[0], **beside}, value)
        tables = [one for one in others if "$ref" in one]
        if tables and isinstance(value, Mapping):
            return resolved(whole, {**tables[0], **beside}, value)
        return {**beside, "any": [one.get("type") for one in others if "type" in one] or ["string"]}
    return schema


def _chosen(whole: Schema, alternatives: list[Schema], value: object) -> Schema:
    named = {str(one["$ref"]).rpartition("/")[2]: one for one in alternatives if "$ref" in one}
    given = value if isinstance(value, Mapping) else {}
    for one in named.values():
        const = resolved(whole, one).get("properties", {}).get("kind", {}).get("const")
        if const is not None and const == given.get("kind"):
            return one
    for name, marks in _SHAPES:
        if name in named and any(mark in given for mark in marks):
            return named[name]
    return alternatives[0]


def kinds(whole: Schema, schema: Schema) -> tuple[str, ...]:
    """Where there are several alternatives with a ``kind``: the kinds."""
    found = []
    for one in schema.get("oneOf", ()):
        const = resolved(whole, one).get("properties", {}).get("kind", {}).get("const")
        if const is not None:
            found.append(str(const))
    return tuple(found)


def _form(whole: Schema, schema: Schema) -> str:
    if "any" in schema:
        return "any"
    if "enum" in schema:
        return "choice"
    kind = schema.get("type")
    if kind == "array":
        items = resolved(whole, schema.get("items", {}))
        return "texts" if items.get("type") == "string" and "enum" not in items else "list"
    if kind == "object":
        return "object" if "properties" in schema else "map"
    return {"boolean": "switch", "integer": "number", "number": "number"}.get(str(kind), "text")


def _of_object(whole: Schema, schema: Schema, value: Mapping[str, Any], path: Path) -> Iterator[Row]:
    known = schema.get("properties", {})
    for name in (*value, *(one for one in known if one not in value)):
        if name == "kind" and "const" in known.get("kind", {}):
            continue
        yield row(whole, known.get(name, {"any": ["string"]}), value.get(name), (*path, name), is_set=name in value)


def _of_map(whole: Schema, schema: Schema, value: Mapping[str, Any], path: Path) -> Iterator[Row]:
    inner = schema.get("additionalProperties")
    inner = inner if isinstance(inner, Mapping) else {"any": ["string"]}
    for name, one in value.items():
        yield row(whole, inner, one, (*path, name), is_set=True)
    yield Row(NEW, path, "add", set=False, help=str(schema.get("description", "")))


def _of_list(whole: Schema, schema: Schema, value: list[Any], path: Path) -> Iterator[Row]:
    items = schema.get("items", {})
    for number, one in enumerate(value):
        yield row(whole, items, one, (*path, number), is_set=True)
    yield Row(NEW, path, "add", set=False, choices=kinds(whole, items), help=str(schema.get("description", "")))


def row(whole: Schema, schema: Schema, value: object, path: Path, *, is_set: bool) -> Row:
    """One option, or one entry of a list or map."""
    found = resolved(whole, schema, value)
    form, last = _form(whole, found), path[-1]
    label = str(last + 1) if isinstance(last, int) else str(last)
    if isinstance(value, Mapping) and isinstance(last, int) and "kind" in value:
        label = str(value["kind"])
    if is_set and form in ("text", "number", "switch", "choice", "texts") and isinstance(value, Mapping):
        form = "any"  # it does not fit: shown as it is
    made = Row(label, path, form, help=_help(schema, found), set=is_set)
    made.words = words(value) if is_set else ""
    if form == "choice":
        made.choices = tuple(str(one) for one in found["enum"])
    if is_set and form in ("object", "list", "map"):
        made.rows = rows(whole, schema, value, path)
    return made


def _help(schema: Schema, found: Schema) -> str:
    return str(schema.get("description") or found.get("description") or "").replace("`", "").partition("\n")[0]


def words(value: object) -> str:
    """In one line. Texts stand bare unless they would be taken for something else."""
    if isinstance(value, str):
        plain = value not in ("true", "false", "") and not value.lstrip("-").isdigit() and value[0] not in '["{'
        return value if plain else json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {words(one)}" for name, one in value.items() if name != "kind")
    if isinstance(value, list | tuple) and any(isinstance(one, Mapping) for one in value):
        return ", ".join(" ".join((str(one.get("kind", "")), words(one))).strip() for one in value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(json.dumps(one, ensure_ascii=False, default=str) for one in value) + "]"
    return json.dumps(value, default=str)


def parsed(text: str, form: str) -> object:
    """What a person typed for a row of this form; None: nothing."""
    text = text.strip() if form != "text" else text
    if not text:
        return None
    if form == "text" and not (text.startswith('"') and text.endswith('"')):
        return text
    if form == "texts" and not text.startswith(("[", '"')):
        return text
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return found if isinstance(found, str | bool | int | list) and fits(found) else text


def empty(whole: Schema, schema: Schema, kind: str = "") -> object:
    """What is there after something was added."""
    if kind:
        return {"kind": kind}
    form = _form(whole, resolved(whole, schema))
    return {"object": {}, "map": {}, "list": []}.get(form, "")


def schema_at(whole: Schema, schema: Schema, value: object, path: Path) -> Schema:
    """Of what stands, or could stand, at a path."""
    for step in path:
        found = resolved(whole, schema, value)
        if isinstance(step, int):
            schema = found.get("items", {})
            value = value[step] if isinstance(value, list) and step < len(value) else None
        else:
            inner = found.get("additionalProperties")
            other = inner if isinstance(inner, Mapping) else {"any": ["string"]}
            schema = found.get("properties", {}).get(step, other)
            value = value.get(step) if isinstance(value, Mapping) else None
    return schema


def put(value: Any, path: Path, new: object) -> Any:  # noqa: ANN401 - a TOML value
    """The value with something else at a path; None takes it out. Nothing is changed in place."""
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        found = list(value) if isinstance(value, list) else []
        inner = put(found[step] if step < len(found) else None, rest, new)
        found[step : step + 1] = [] if inner is None else [inner]
        return found
    table = dict(value) if isinstance(value, Mapping) else {}
    inner = put(table.get(step), rest, new)
    if inner is None:
        table.pop(step, None)
    else:
        table[step] = inner
    return table


def moved(value: Any, path: Path, by: int) -> Any:  # noqa: ANN401 - a TOML value
    """An entry of a list further up or down."""
    *outer, at = path
    here = value
    for step in outer:
        here = here[step]
    to = int(at) + by
    if not isinstance(here, list) or not 0 <= to < len(here):
        return value
    swapped = list(here)
    swapped[int(at)], swapped[to] = swapped[to], swapped[int(at)]
    return put(value, tuple(outer), swapped)


def opened(value: Any) -> Any:  # noqa: ANN401 - a TOML value
    """Every converter as a table with its kind."""
    if isinstance(value, Mapping):
        return {
            name: [_opened(one) for one in inner] if name == "convert" and isinstance(inner, list) else opened(inner)
            for name, inner in value.items()
        }
    return [opened(one) for one in value] if isinstance(value, list) else value


def _opened(entry: Any) -> Any:  # noqa: ANN401 - a TOML value
    if isinstance(entry, str):
        return {"kind": entry}
    if isinstance(entry, Mapping) and len(entry) == 1:
        name, options = next(iter(entry.items()))
        if isinstance(options, Mapping):
            return {"kind": name, **options}
        if name in _SHORT:
            return {"kind": name, _SHORT[name]: options}
    return entry


def closed(value: Any) -> Any:  # noqa: ANN401 - a TOML value
    """As the settings write it, in short."""
    if isinstance(value, Mapping):
        return {
            name: [_closed(one) for one in inner] if name == "convert" and isinstance(inner, list) else closed(inner)
            for name, inner in value.items()
        }
    return [closed(one) for one in value] if isinstance(value, list) else value


def _closed(entry: Any) -> Any:  # noqa: ANN401 - a TOML value
    if not isinstance(entry, Mapping) or "kind" not in entry:
        return entry
    name = str(entry["kind"])
    options = {one: value for one, value in entry.items() if one != "kind"}
    if not options:
        return name
    return {name: options[_SHORT[name]]} if list(options) == [_SHORT.get(name)] else {name: options}
