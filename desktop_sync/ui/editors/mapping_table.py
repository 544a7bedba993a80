"""A mapping's table as an editor needs it: the entry of each field, what feeds it, where an error belongs.

Pure. Fields are called as a resource calls them (``buyer.number``, ``lines[].sku``); what a table says otherwise than
an editor would is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from desktop_sync.ui.editors.source import Source

Table = Mapping[str, Any]
_OF_ENTRY = frozenset(
    {"from", "constant", "position", "convert", "default", "required", "raw", "join", "each", "one", "fields", "where"}
    | {"sum", "count", "places"}
)
_INDEX = re.compile(r"\[\d+\]")
_DATES = (
    (re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}"), {"date": "%d.%m.%Y"}),
    (re.compile(r"\d{4}-\d\d-\d\d"), "date"),
    (re.compile(r"(?:19|20)\d{6}"), {"date": "%Y%m%d"}),
)
_NUMBERS = (
    (re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+,\d+"), "1.234,50"),
    (re.compile(r"[-+]?\d{1,3}(?:,\d{3})+\.\d+"), "1,234.50"),
    (re.compile(r"[-+]?\d+,(?:\d{1,2}|\d{4,})"), "1234,50"),
    (re.compile(r"[-+]?\d+\.(?:\d{1,2}|\d{4,})"), "1234.50"),
)


class Misfit(ValueError):
    """Why a source cannot feed a field.

    ``reason``: ``outside``, ``inside``, ``not_repeated``, ``repeated``, or ``another`` element than its group takes.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def steps(field: str) -> list[str]:
    """``lines[].sku`` as ``["lines", "sku"]``."""
    return [one.removesuffix("[]") for one in field.split(".")]


def _is_entry(value: object) -> bool:
    return not isinstance(value, Mapping) or not value or bool(_OF_ENTRY & value.keys())


def _lookup(fields: Table, names: Sequence[str]) -> tuple[list[str], Sequence[str]] | None:
    """The keys that lead to the entry of the longest beginning of ``names``, and the names that are left."""
    for count in range(len(names), 0, -1):
        keys = _keys(fields, names[:count])
        if keys is not None:
            return keys, names[count:]
    return None


def _keys(fields: Table, names: Sequence[str]) -> list[str] | None:
    """Of a field that is written with points in its name, or as tables in tables."""
    for count in range(len(names), 0, -1):
        key = ".".join(names[:count])
        if key not in fields:
            continue
        if count == len(names):
            return [key] if _is_entry(fields[key]) else None
        if not _is_entry(fields[key]) and (inner := _keys(fields[key], names[count:])) is not None:
            return [key, *inner]
    return None


def place(mapping: Table, field: str) -> tuple[str, ...] | None:
    """The keys from the mapping to the entry of a field; None: it has none."""
    found: list[str] = []
    here: Any = mapping
    names: Sequence[str] = steps(field)
    while names:
        fields = here.get("fields") if isinstance(here, Mapping) else None
        hit = _lookup(fields, names) if isinstance(fields, Mapping) else None
        if hit is None:
            return None
        keys, names = hit
        found += ["fields", *keys]
        here = at(mapping, found)
    return tuple(found)


def at(table: Any, keys: Sequence[str]) -> Any:  # noqa: ANN401 - a TOML value
    """What stands there; None: nothing."""
    for key in keys:
        table = table.get(key) if isinstance(table, Mapping) else None
    return table


def entry(mapping: Table, field: str) -> Any:  # noqa: ANN401 - a TOML value
    """What the mapping says of a field; None: nothing."""
    keys = place(mapping, field)
    return None if keys is None else at(mapping, keys)


def with_entry(mapping: Table, field: str, new: object) -> dict[str, Any]:
    """The mapping with another entry for a field; None takes it out, with tables that are empty then."""
    keys = place(mapping, field)
    if keys is None:
        if new is None:
            return dict(mapping)
        keys = _new_place(mapping, field)
    return _put(mapping, keys, new)


def _new_place(mapping: Table, field: str) -> tuple[str, ...]:
    """In the innermost group around it that there is."""
    names = steps(field)
    for count in range(len(names) - 1, 0, -1):
        keys = place(mapping, ".".join(names[:count]))
        if keys is not None and isinstance(at(mapping, keys), Mapping):
            return (*keys, "fields", ".".join(names[count:]))
    return ("fields", ".".join(names))


def _put(table: Any, keys: Sequence[str], new: object) -> dict[str, Any]:  # noqa: ANN401 - a TOML value
    found = dict(table) if isinstance(table, Mapping) else {}
    if len(keys) == 1:
        if new is None:
            found.pop(keys[0], None)
        else:
            found[keys[0]] = new
        return found
    inner = _put(found.get(keys[0]), keys[1:], new)
    found[keys[0]] = inner
    if new is None and not inner and keys[0] != "fields":
        found.pop(keys[0])
    return found


def groups_of(mapping: Table, field: str) -> list[tuple[str, str]]:
    """The groups around a field, the outermost first: the field that is the group, and its path in the record."""
    names, found = field.split("."), []
    for count in range(1, len(names)):
        outer = ".".join(names[:count]).removesuffix("[]")
        own = entry(mapping, outer)
        path = (own.get("each") or own.get("one")) if isinstance(own, Mapping) else None
        if isinstance(path, str):
            found.append((outer, path))
    return found


def connected(mapping: Table, field: str, kind: str, source: Source) -> dict[str, Any]:
    """The mapping in which ``source`` feeds ``field``. Raises Misfit; groups that are needed for it are made."""
    mapping = _grouped(dict(mapping), field, source)
    source = _inside(mapping, field, source)
    if tuple(path for _, path in groups_of(mapping, field)) != source.groups:
        raise Misfit("inside" if source.groups else "outside")
    former = entry(mapping, field)
    own = dict(former) if isinstance(former, Mapping) else {}
    if kind in ("list", "object"):
        if not source.group and kind == "list":
            raise Misfit("not_repeated")
        word = "each" if kind == "list" else "one"
        return with_entry(mapping, field, {word: source.path, **_where(source), "fields": own.get("fields", {})})
    if source.group:
        raise Misfit("repeated")
    for word in ("constant", "position", "sum", "count", "places", "one", "where"):
        own.pop(word, None)
    of_one = {"one": source.one, **_where(source)} if source.one else {}
    made = {**of_one, "from": source.path, **{name: value for name, value in own.items() if name != "from"}}
    if "convert" not in made and (proposed := converter(kind, source.example)) is not None:
        made["convert"] = [proposed]
    return with_entry(mapping, field, made)


def _where(source: Source) -> dict[str, Any]:
    return {"where": {"from": source.mark, "is": source.value}} if source.mark else {}


def _inside(mapping: Table, field: str, source: Source) -> Source:
    """Within a group that takes the element already, its field is taken from there."""
    around = groups_of(mapping, field)
    if not source.one or tuple(path for _, path in around) != (*source.groups, source.one):
        return source
    chosen = _chosen(entry(mapping, around[-1][0]))
    if chosen not in (("", ""), (source.mark, source.value)):
        raise Misfit("another")
    return replace(source, groups=(*source.groups, source.one), one="", mark="", value="")


def _chosen(own: Table) -> tuple[str, str]:
    """The mark and its value, where an entry says of one element no more than that."""
    where = own.get("where")
    if not isinstance(where, Mapping) or where.keys() != {"from", "is"}:
        return "", ""
    value = where["is"]
    value = value[0] if isinstance(value, list) and len(value) == 1 else value
    return (str(where["from"]), value) if isinstance(value, str) else ("", "")


def _grouped(mapping: dict[str, Any], field: str, source: Source) -> dict[str, Any]:
    """With the lists around a field fed by the groups around the source, where nothing feeds them yet."""
    names = field.split(".")
    left = list(source.groups[len(groups_of(mapping, field)) :])
    for count in range(1, len(names)):
        outer = ".".join(names[:count])
        if outer.endswith("[]") and left and entry(mapping, outer.removesuffix("[]")) is None:
            mapping = with_entry(mapping, outer.removesuffix("[]"), {"each": left.pop(0), "fields": {}})
    return mapping


def converter(kind: str, example: str) -> Any:  # noqa: ANN401 - a TOML value
    """What an example shows beyond doubt; None: nothing, or nothing is needed."""
    if kind == "date":
        return next((made for form, made in _DATES if form.fullmatch(example)), None)
    if kind == "integer":
        return "integer"
    if kind == "decimal":
        return next(({"decimal": like} for form, like in _NUMBERS if form.fullmatch(example)), None)
    return None


def is_group(own: Table) -> bool:
    """Whether an entry stands for several fields; with ``from``, ``one`` is where a single value stands."""
    return "each" in own or ("one" in own and "from" not in own)


def feeds(mapping: Table, field: str) -> list[Source]:
    """What of a record goes into a field."""
    own = entry(mapping, field)
    if not isinstance(own, Mapping):
        return []
    groups = tuple(path for _, path in groups_of(mapping, field))
    group = own.get("each") or own.get("one")
    if isinstance(group, str) and is_group(own):
        mark, value = _chosen(own)
        return [Source(groups, group, group=True, mark=mark, value=value)]
    one = group if isinstance(group, str) else ""
    mark, value = _chosen(own) if one else ("", "")
    found = own.get("from")
    paths = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    return [Source(groups, str(path), one=one, mark=mark, value=value) for path in paths]


def named(mapping: Table) -> Iterator[str]:
    """Every field that has an entry, as the resource calls it."""
    fields = mapping.get("fields")
    yield from _named(fields if isinstance(fields, Mapping) else {}, "")


def _named(fields: Table, before: str) -> Iterator[str]:
    for name, value in fields.items():
        own = f"{before}{name}"
        if not _is_entry(value):
            yield from _named(value, f"{own}.")
            continue
        yield own
        inner = value.get("fields") if isinstance(value, Mapping) else None
        if isinstance(inner, Mapping):
            yield from _named(inner, f"{own}[]." if "each" in value else f"{own}.")


def field_at(mapping: Table, keys: Sequence[str | int]) -> str:
    """The field in whose entry a place lies; empty: in none."""
    best = ""
    for field in named(mapping):
        own = place(mapping, field)
        if own is not None and tuple(keys[: len(own)]) == own and len(steps(field)) >= len(steps(best) if best else []):
            best = field
    return best


def without_index(field: str) -> str:
    """``lines[2].sku`` as ``lines[].sku``."""
    return _INDEX.sub("[]", field)


def value_of(body: object, field: str, entry_number: int = 0) -> Any:  # noqa: ANN401 - a JSON value
    """What a document holds there; of lists one entry. None: nothing."""
    for name in field.split("."):
        if not isinstance(body, Mapping):
            return None
        body = body.get(name.removesuffix("[]"))
        if name.endswith("[]"):
            entries = body if isinstance(body, list) else []
            body = entries[entry_number] if entry_number < len(entries) else None
    return body
