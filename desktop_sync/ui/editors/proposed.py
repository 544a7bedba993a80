"""Proposals of the engine taken into a mapping: what is empty only, and each with why. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from desktop_sync.ui.editors import mapping_table as tables
from desktop_sync.ui.editors.mapping_table import Misfit
from desktop_sync.ui.editors.source import Source


class Made(NamedTuple):
    """``why`` by field: ``same_name``, ``known_name``, ``similar_name``, ``repeats`` or ``marked``, and the source.
    Of no field: that of the version.

    ``asked``: fields for which two would do, with these two. ``version``: the path that was taken as such, or nothing.
    """

    table: dict[str, Any]
    filled: int
    why: Mapping[str, tuple[str, Source]]
    asked: Sequence[tuple[str, str, str]]
    version: str = ""


_READ: Mapping[str, list[str]] = {"counter": ["integer"], "time": ["datetime"]}
"""How a version is read, by why it is one."""


def proposed(mapping: Mapping[str, Any], told: Sequence[Mapping[str, Any]]) -> Made:
    """``told``: as ``propose_mapping`` answers."""
    table, why, asked = dict(mapping), dict[str, tuple[str, Source]](), list[tuple[str, str, str]]()
    version = ""
    for one in told:
        field = str(one["field"])
        if one["kind"] == "version":
            if "version" not in table:
                version = str(one["source"]["path"])
                table = {**table, "version": _version(version, str(one["why"]))}
                why[""] = str(one["why"]), source_of(one["source"])
            continue
        if tables.entry(table, field) is not None or _inside_taken(table, field):
            continue
        if one["others"]:
            two = [source_of(other).words for other in one["others"][:2]]
            asked.append((field, two[0], two[1]))
            continue
        try:
            table = tables.connected(table, field, str(one["kind"]), source_of(one["source"]))
        except Misfit:
            continue
        why[field] = str(one["why"]), source_of(one["source"])
    filled = [field for field in why if field]
    kept = _without_empty(table, [field for field in filled if tables.entry(table, field).get("fields") == {}])
    return Made(kept, sum(tables.entry(kept, field) is not None for field in filled), why, asked, version)


def _version(path: str, why: str) -> dict[str, Any]:
    return {"from": path, **({"convert": _READ[why]} if why in _READ else {})}


def source_of(told: Mapping[str, Any]) -> Source:
    """As it travels."""
    of = {name: str(told[name]) for name in ("path", "example", "one", "mark", "value")}
    return Source(tuple(told["groups"]), group=bool(told["group"]), **of)


def _inside_taken(table: Mapping[str, Any], field: str) -> bool:
    """Whether something around it is filled by one value already."""
    names = field.split(".")
    outer = (".".join(names[:count]).removesuffix("[]") for count in range(1, len(names)))
    return any(isinstance(own := tables.entry(table, one), Mapping) and "fields" not in own for one in outer)


def _without_empty(table: dict[str, Any], fields: Sequence[str]) -> dict[str, Any]:
    """Without lists that nothing was found for."""
    for field in fields:
        table = tables.with_entry(table, field, None)
    return table
