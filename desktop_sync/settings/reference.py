"""The reference page of the settings, written from the models that validate them. Text only; knows no connector.

Everything it says comes from the models' JSON Schema: names, kinds, defaults, descriptions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from pydantic import BaseModel

from desktop_sync.settings.model import ConnectionHead, FlowHead, FormatHead, Kinds, SourceHead, Target

Schema: TypeAlias = "Mapping[str, object]"

_OPENING = """\
# Settings

Made from the program's option models; do not edit. One TOML file, `settings.toml` in the data folder, holds
everything: connections (the systems outside) and flows (what is brought from where to where). Check it with
`desktop-sync config validate`. Every save keeps the former version in `history/`.

* Ids never change: the ledger remembers everything by them. Titles may change.
* Secrets never stand here. A secret option holds a *name* such as `acme/api_key`; the secret itself is stored with
  `desktop-sync secret set acme/api_key`.
* Write Windows paths in single quotes: `'C:\\ERP\\out'`. In double quotes a backslash begins an escape.

The file begins with `version = 1`.
"""
_BOUNDS = (("minimum", "at least"), ("ge", "at least"), ("maximum", "at most"), ("le", "at most"))


def reference(kinds: Kinds, example: str) -> str:
    """The whole page as Markdown. ``example``: a settings text that holds, shown first."""
    rows = [
        _OPENING,
        f"## Example\n\n```toml\n{example.strip()}\n```\n",
        "## Connections: `[[connections]]`\n",
        *_table(ConnectionHead),
    ]
    for name, model in kinds.connections.items():
        rows += [f"### `type = {json.dumps(name)}`\n", *_section(model)]
    rows += ["## Flows: `[[flows]]`\n", *_table(FlowHead)]
    rows += ["## Source: `[flows.source]`\n", *_table(SourceHead)]
    for name, model in kinds.sources.items():
        rows += [f"### `type = {json.dumps(name)}`\n", *_section(model)]
    rows += ["## Format: `[flows.format]`\n", *_table(FormatHead)]
    for name, model in kinds.formats.items():
        rows += [f"### `type = {json.dumps(name)}`\n", *_section(model)]
    rows += ["## Mapping: `[flows.mapping]`\n", *_section(kinds.mapping)]
    rows += ["## Target: `[flows.target]`\n", *_table(Target)]
    return "\n".join(row.rstrip("\n") + "\n" for row in rows)


def _section(model: type[BaseModel]) -> Iterator[str]:
    """A model's options, then the tables that may stand in them."""
    whole = model.model_json_schema()
    yield from _rows(whole)
    parts = whole.get("$defs", {})
    for name in sorted(parts):
        yield f"#### {name}\n"
        yield _one_line(str(parts[name].get("description", "")))
        yield from _rows(parts[name])


def _table(model: type[BaseModel]) -> Iterator[str]:
    yield from _rows(model.model_json_schema())


def _rows(schema: Schema) -> Iterator[str]:
    properties = _mapping(schema.get("properties"))
    if not properties:
        return
    required = schema.get("required")
    needed = required if isinstance(required, list) else []
    lines = ["| option | what is written | default | meaning |", "|---|---|---|---|"]
    for name, value in properties.items():
        one = _mapping(value)
        default = "**needed**" if name in needed else _default(one)
        cells = (f"`{name}`", _kind(one), default, _one_line(str(one.get("description", ""))))
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    yield "\n".join(lines)


def _default(schema: Schema) -> str:
    value = schema.get("default")
    if value in (None, "", [], {}):
        return "none"
    if isinstance(value, int | float) and not isinstance(value, bool):
        kind = _kind(schema)
        unit = "s" if kind.startswith("time") else "B" if kind.startswith("size") else ""
        return f'`"{value:,g}{unit}"`'.replace(",", "") if unit else f"`{value}`"
    return f"`{json.dumps(value, ensure_ascii=False)}`"


def _kind(schema: Schema) -> str:
    """What a person writes, in words."""
    reference_ = schema.get("$ref")
    if isinstance(reference_, str):
        return f"table: {reference_.rpartition('/')[2]}"
    for word in ("anyOf", "oneOf"):
        alternatives = schema.get(word)
        if isinstance(alternatives, list):
            named = [_kind(one) for one in alternatives if one.get("type") != "null"]
            return " or ".join(dict.fromkeys(named))
    kind = schema.get("x-kind")
    return (kind if isinstance(kind, str) else _plain_kind(schema)) + _bounds(schema)


def _plain_kind(schema: Schema) -> str:
    if "enum" in schema or "const" in schema:
        listed = schema.get("enum", [schema.get("const")])
        return (
            ", ".join(f"`{json.dumps(one, ensure_ascii=False)}`" for one in listed) if isinstance(listed, list) else ""
        )
    if schema.get("type") == "array":
        return f"list of: {_kind(_mapping(schema.get('items')))}"
    if schema.get("type") == "object":
        return f"table, name = {_kind(_mapping(schema.get('additionalProperties')))}"
    if schema.get("format") in {"date", "date-time"}:
        return "date" if schema["format"] == "date" else "date and time"
    words = {"string": "text", "integer": "whole number", "number": "number", "boolean": "`true` or `false`"}
    return words.get(str(schema.get("type")), "any value")


def _bounds(schema: Schema) -> str:
    found = [f"{words} {schema[name]:g}" for name, words in _BOUNDS if isinstance(schema.get(name), int | float)]
    return f" ({', '.join(found)})" if found else ""


def _mapping(value: object) -> Schema:
    return value if isinstance(value, Mapping) else {}


def _one_line(text: str) -> str:
    return " ".join(text.replace("``", "`").split())
