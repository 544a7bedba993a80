"""Origins: for each field of one document which rule of the mapping gave it, from where, and what each converter made.

For people who look at a document. It is told from the mapping as data and the record's values, beside the compiled
mapping that runs; the value shown is that of the document itself. It must not know formats or Acme.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from desktop_sync.core.conversion import Converter, Tables
from desktop_sync.core.converters import rendered
from desktop_sync.core.deciding import Undecided, holds, kept, meant
from desktop_sync.core.mapping_fields import Computed, Field_, Group, Value
from desktop_sync.core.mapping_model import MappingModel
from desktop_sync.core.model import Values

How = Literal["taken", "default", "constant", "position", "computed", "empty"]


@dataclass(frozen=True, slots=True)
class Step:
    """One converter, as the settings write it, and what it gave; None: the text did not fit it."""

    converter: str
    gave: str | int | bool | None


@dataclass(frozen=True, slots=True)
class Origin:
    """``sources``: paths in the record, with the numbers of entries; ``found``: the text there, before ``steps``.

    ``value``: what the document has; None: nothing.
    """

    field: str
    how: How
    sources: tuple[str, ...] = ()
    found: str = ""
    steps: tuple[Step, ...] = ()
    value: object = None


def origins(model: MappingModel, values: Values, body: Mapping[str, object]) -> Iterator[Origin]:
    """Every field that the mapping has a rule for, in its order; those of lists once for each entry."""
    yield from _level(model.fields, values, body, model.tables, "", "")


def decided(model: MappingModel, values: Values) -> tuple[int, str]:
    """The number of the rule that decided, from 1, and what it said; 0 where none held."""
    for number, rule in enumerate(model.rules, 1):
        try:
            if holds(rule.when, model.tables)(values):
                return number, rule.then
        except Undecided:
            break
    return 0, "upsert"


def spelt(converter: Converter) -> str:
    """As the settings write it: ``integer``, ``decimal "1.234,50"``, ``text {"case": "upper"}``."""
    options = converter.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    name = str(getattr(converter, "kind", ""))
    options.pop("kind", None)
    if not options:
        return name
    if list(options) == [converter.shorthand]:
        return f"{name} {json.dumps(options[converter.shorthand], ensure_ascii=False)}"
    return f"{name} {json.dumps(options, ensure_ascii=False)}"


def _level(
    fields: Mapping[str, Field_], values: Values, body: object, tables: Tables, before: str, at: str
) -> Iterator[Origin]:
    """``before``: what the names of fields begin with here; ``at``: what paths begin with."""
    for name, field in fields.items():
        value = _inside(body, name)
        if isinstance(field, Group):
            yield from _entries(field, values, value, tables, f"{before}{name}", at)
        elif isinstance(field, Computed):
            made = f"count of {field.count}" if field.count is not None else f"sum of {', '.join(field.sum or ())}"
            yield Origin(f"{before}{name}", "computed", steps=(Step(made, None),), value=value)
        else:
            entry, below = _element(field, values, tables, at)
            yield _one(f"{before}{name}", field, entry, value, tables, below)


def _entries(group: Group, values: Values, made: object, tables: Tables, name: str, at: str) -> Iterator[Origin]:
    entries = cast("Sequence[Values]", values.get(group.path) or ())
    where = None if group.where is None else holds(group.where, tables)
    try:
        found = list(kept(where, entries))
    except Undecided:
        return
    for count, (number, entry) in enumerate(found, 1):
        listed = group.each is not None
        inner = made[count - 1] if listed and isinstance(made, list) and len(made) >= count else made
        field = f"{name}[{count}]." if listed else f"{name}."
        yield from _level(group.fields, entry, inner, tables, field, f"{at}{group.path}[{number}]/")


def _element(field: Value, values: Values, tables: Tables, at: str) -> tuple[Values, str]:
    """What the field's paths begin at: a record or an entry, or in it the one element that is meant."""
    element = meant(field.one, field.where, tables)
    try:
        entry, below = (values, "") if element is None else element(values)
    except Undecided:
        entry, below = {}, f"{field.one}/"
    return entry, f"{at}{below}"


def _one(name: str, field: Value, values: Values, value: object, tables: Tables, at: str) -> Origin:
    if field.position or field.constant is not None:
        return Origin(name, "position" if field.position else "constant", value=value)
    paths = field.from_ or ()
    texts = [(path, _text(values, path, raw=field.raw)) for path in paths]
    there = [(path, text) for path, text in texts if text]
    used = there if field.join is not None else there[:1]
    sources = tuple(f"{at}{path}" for path, _ in used) or tuple(f"{at}{path}" for path in paths)
    found = (field.join or "").join(text for _, text in used)
    how: How = "taken" if found else "empty" if value is None else "default"
    return Origin(name, how, sources, found, tuple(_steps(field.convert, tables, found)) if found else (), value)


def _text(values: Values, path: str, *, raw: bool) -> str:
    found = values.get(path)
    if not isinstance(found, str):
        return ""
    return found if raw else found.strip()


def _steps(converters: Sequence[Converter], tables: Tables, text: str) -> Iterator[Step]:
    for converter in converters:
        try:
            gave = rendered(converter.build(tables)(text))
        except (ValueError, KeyError):
            yield Step(spelt(converter), None)
            return
        yield Step(spelt(converter), gave)
        if not isinstance(gave, str) or not gave:
            return
        text = gave


def _inside(body: object, name: str) -> object:
    for part in name.split("."):
        body = body.get(part) if isinstance(body, dict) else None
    return body
