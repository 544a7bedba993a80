"""What a form has to show for each option model: names, words, kinds, bounds. Drawn from the models alone.

A field is plain JSON: ``name``, ``title``, ``help``, ``kind``, ``needed``, ``first``, ``default`` (as it is written),
and what its kind needs: ``choices``, ``least`` and ``most``, ``example``, ``path``, ``connections``, ``fields``, ``of``
(the fields of a group or of the entries of ``tables``, or the one field of a list's entries). What has no form of its
own, such as converters, is of the kind ``structure``, with the JSON Schema to edit it by. Knows no connector and no
screen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from desktop_sync.core.options import as_written
from desktop_sync.settings.arrivals import ArrivalOptions
from desktop_sync.settings.export_model import DestinationHead, ExportHead, QueryHead, ReportHead
from desktop_sync.settings.general import General
from desktop_sync.settings.model import ConnectionHead, FlowHead, FormatHead, Kinds, SourceHead, Target

Field = dict[str, Any]
Schema = Mapping[str, Any]
_TABLE = re.compile(r"[,:]? `\[general\.[a-z]+\]`")  # where it stands in the file
_EXAMPLE = re.compile(r'such as "([^"]+)"')
_PLAIN = {"string": "text", "integer": "number", "number": "decimal", "boolean": "switch"}
_KINDS = (("time such", "duration"), ("size such", "size"), ("name of a secret", "secret"), ("time of day", "time"))
_HINTS = ("path", "connections", "other", "when", "fields", "none")
_SHORT = "field, or -field"  # how a table may be written as a text
_BOUNDS = (("least", "minimum"), ("least", "exclusiveMinimum"), ("most", "maximum"), ("most", "exclusiveMaximum"))


def forms(kinds: Kinds) -> Field:
    """All of them: ``connection``, ``flow``, ``source``, ``format``, ``export``, ``query``, ``report``, ``destination``
    are heads; the plural ones are by type, ``queries`` by that of their connection.

    ``serve``: types of connections by what they are for; in it ``over``: source type → those it works on, and
    ``implied``: source type → the format of its flows that name none; ``delivers``: type of a destination → types of
    connections.
    """
    served: Field = {
        "sources": sorted(frozenset[str]().union(*kinds.over.values())),
        "targets": sorted(kinds.targets),
        "queries": sorted(kinds.queries),
        "mailers": sorted(kinds.mailers),
        "over": {name: sorted(types) for name, types in kinds.over.items()},
        "implied": dict(kinds.implied),
        "delivers": {name: sorted(types) for name, types in kinds.delivers.items()},
    }
    return {
        "connection": fields_of(ConnectionHead),
        "connections": {name: _told(model) for name, model in kinds.connections.items()},
        "flow": fields_of(FlowHead),
        "source": fields_of(SourceHead),
        "sources": {name: _told(model) for name, model in kinds.sources.items()},
        "format": fields_of(FormatHead),
        "formats": {name: _told(model) for name, model in kinds.formats.items()},
        "target": fields_of(Target),
        "arrivals": fields_of(ArrivalOptions),
        "export": fields_of(ExportHead),
        "query": fields_of(QueryHead),
        "queries": {name: {"fields": fields_of(model)} for name, model in kinds.queries.items()},
        "report": fields_of(ReportHead),
        "reports": {name: _told(model) for name, model in kinds.reports().items()},
        "destination": fields_of(DestinationHead),
        "destinations": {name: _told(model) for name, model in kinds.destinations.items()},
        "general": fields_of(General),
        "serve": served,
    }


def _told(model: type[BaseModel]) -> Field:
    title = str(model.model_json_schema().get("title", ""))
    return {
        "title": title,
        "help": plainly((model.__doc__ or "").strip().partition("\n")[0]),
        "fields": fields_of(model),
    }


def fields_of(model: type[BaseModel]) -> list[Field]:
    """In the order of the model: those that stand first, first."""
    whole = model.model_json_schema()
    return _fields(whole, whole)


def _fields(schema: Schema, whole: Schema) -> list[Field]:
    needed = schema.get("required", ())
    found = [
        {"name": name, "needed": name in needed, **_field(one, whole)} for name, one in schema["properties"].items()
    ]
    return sorted(found, key=lambda one: not one["first"] and not one["needed"])


def _field(outer: Schema, whole: Schema) -> Field:
    schema = _resolved(outer, whole)
    kind = _kind(schema)
    if kind == "list":
        kind = _entries(schema["items"], whole)
    field: Field = {
        "title": str(outer.get("title", "")),
        "help": plainly(str(outer.get("description", ""))),
        "kind": kind,
        "first": bool(outer.get("x-first")),
        "default": _default(outer.get("default"), str(schema.get("x-kind", ""))),
    }
    for told, name in _BOUNDS:
        if name in schema:
            field[told] = schema[name]
    if example := _EXAMPLE.search(str(schema.get("x-kind", ""))):
        field["example"] = example[1]
    field |= {name: outer[f"x-{name}"] for name in _HINTS if f"x-{name}" in outer}
    return field | _inside(kind, schema, outer, whole)


def _inside(kind: str, schema: Schema, outer: Schema, whole: Schema) -> Field:
    """What is in a choice, a list, a group."""
    if kind in {"choice", "choices"}:
        named = schema if kind == "choice" else _resolved(schema["items"], whole)
        return {"choices": _choices(named.get("enum", ()), outer)}
    if kind == "list":
        return {"of": {"name": "", "needed": True, **_field(schema["items"], whole)}}
    if kind in {"group", "tables"}:
        return _tables(schema, whole) if kind == "tables" else {"of": _fields(schema, whole)}
    if kind == "structure":
        return {"schema": {"properties": {"": dict(schema)}, "$defs": _needed(schema, whole)}}
    if kind in {"groups", "pairs"}:
        value = _resolved(_value(schema), whole)
        return {"of": _fields(value, whole)} if kind == "groups" else {"of": _field(value, whole)}
    return {}


def _tables(schema: Schema, whole: Schema) -> Field:
    """``short``: an entry may be written as a text."""
    short = str(schema["items"].get("x-kind", "")).startswith(_SHORT)
    return {"of": _fields(_resolved(schema["items"], whole), whole), "short": short}


def _entries(items: Schema, whole: Schema) -> str:
    """Of a list: by what its entries are. Conditions hold conditions: they have an editor of their own."""
    if str(items.get("$ref", "")).endswith("/Condition"):
        return "conditions"
    if "oneOf" in items:
        return "structure"
    return "tables" if "properties" in _resolved(items, whole) else "list"


def _needed(schema: object, whole: Schema) -> Schema:
    """The definitions to which a schema refers, directly or through others."""
    found: dict[str, Any] = {}
    left = [schema]
    while left:
        one = left.pop()
        if isinstance(one, Mapping):
            name = str(one.get("$ref", "")).rpartition("/")[2]
            if name and name not in found:
                found[name] = whole["$defs"][name]
                left.append(found[name])
            left += one.values()
        elif isinstance(one, list):
            left += one
    return found


def _kind(schema: Schema) -> str:
    words, type_ = str(schema.get("x-kind", "")), schema.get("type")
    if hinted := _hinted(schema):
        return hinted
    if "enum" in schema or ("x-choices" in schema and type_ == "string"):
        return "choice"
    for begin, kind in _KINDS:
        if words.startswith(begin):
            return kind
    if type_ == "array":
        return "choices" if "enum" in schema["items"] else "list"
    if type_ == "object":
        return "group" if "properties" in schema else "groups" if "$ref" in _value(schema) else "pairs"
    return _PLAIN.get(str(type_), "text")


def _hinted(schema: Schema) -> str:
    """What the hints of a form say; empty: nothing."""
    if schema.get("x-connections"):
        return "connections" if schema.get("type") == "array" else "connection"
    if schema.get("x-path"):
        return "tokens" if schema["x-path"] == "tokens" else "path"
    return "field" if schema.get("x-fields") else ""


def _value(schema: Schema) -> Schema:
    """Of a table with names that a person chooses."""
    named = list(schema.get("patternProperties", {}).values()) or [schema.get("additionalProperties")]
    return named[0] if isinstance(named[0], Mapping) else {}


def _resolved(schema: Schema, whole: Schema) -> Schema:
    """References followed, ``null`` as an alternative left out; what stands beside a reference speaks first."""
    beside = {name: value for name, value in schema.items() if name not in {"$ref", "anyOf"}}
    if "$ref" in schema:
        return {**_resolved(whole["$defs"][schema["$ref"].rpartition("/")[2]], whole), **beside}
    if "anyOf" in schema:
        others = [one for one in schema["anyOf"] if one.get("type") != "null"]
        return {**_resolved(others[0], whole), **beside} if len(others) == 1 else {"type": "string", **beside}
    return schema


def _choices(values: Sequence[str], outer: Schema) -> list[Field]:
    words = outer.get("x-choices", {})
    return [{"value": one, "title": words.get(one, spoken(one))} for one in values or words]


def spoken(name: str) -> str:
    """``min_age`` as ``Min age``, where nobody wrote a better one."""
    text = name.replace("_", " ")
    return text[:1].upper() + text[1:]


def plainly(text: str) -> str:
    """A description as a sentence for people: without the marks of Markdown."""
    text = " ".join(_TABLE.sub("", text).replace("`", "").split())
    text = text[:1].upper() + text[1:]
    return text if not text or text[-1] in ".!?:" else f"{text}."


def _default(value: object, kind: str) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value[:5] if kind.startswith("time of day") and isinstance(value, str) else value
    return as_written(kind)(value) if kind.startswith(("time such", "size")) else value
