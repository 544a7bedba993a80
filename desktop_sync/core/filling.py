"""From a record's values to the body of a document: the fields of a mapping, compiled once, filled for every record.

This is where the time of mapping goes: one short loop over the fields that are simply taken; what is rarer has loops of
its own. It must not know operations, versions or schemas.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, TypeAlias, cast

from desktop_sync.core.conversion import Convert, Tables, Unfit
from desktop_sync.core.converters import chain, rendered
from desktop_sync.core.deciding import Element, Holds, Undecided, asked, asked_at, holds, left, meant
from desktop_sync.core.mapping_fields import Computed, Field_, Group, Value
from desktop_sync.core.model import Values
from desktop_sync.core.sources import Sources

_REMEMBERED = 4096  # conversions of one field
_LONGEST = 64  # characters of a text whose conversion is remembered
Json: TypeAlias = str | int | bool
Rendering: TypeAlias = Callable[[str], Json | None]


class Needed:
    """Stands in the place of a default where a field is required."""


NEEDED = Needed()
_NEEDED = Unfit("a value, for the mapping requires one")
Default: TypeAlias = Json | Needed | None
Leaf: TypeAlias = tuple[str, str, Rendering | None, Default, bool]
"""Name, source, converter, default, raw."""


class Miss(NamedTuple):
    """A value that does not fit, while it is not known yet in which entry of which group it stands."""

    field: str
    source: str
    value: str
    unfit: Unfit


class Joined(NamedTuple):
    """A field from several sources: the first that is not empty, or all of them with ``join`` between."""

    name: str
    sources: tuple[str, ...]
    join: str | None
    convert: Rendering | None
    default: Default
    raw: bool


class Part(NamedTuple):
    """A group: a list with an entry for each element, or the object made of the only one."""

    name: str
    path: str
    one: bool
    where: Holds | None
    level: Level


class Picked(NamedTuple):
    """A value of the one element that is meant: ``level`` has it alone."""

    name: str
    element: Element
    level: Level


@dataclass(slots=True)
class Level:
    """One object of the body: ``leaves`` are taken, ``parts`` are objects inside, ``groups`` have own elements.

    ``positions``: fields with the number of this object in its list.
    """

    constants: dict[str, Json] = field(default_factory=dict)
    leaves: list[Leaf] = field(default_factory=list)
    joined: list[Joined] = field(default_factory=list)
    parts: dict[str, Level] = field(default_factory=dict)
    groups: list[Part] = field(default_factory=list)
    picked: list[Picked] = field(default_factory=list)
    computed: list[str] = field(default_factory=list)
    positions: list[str] = field(default_factory=list)

    def names(self) -> tuple[str, ...]:
        """Of the object's own fields."""
        taken = [leaf[0] for leaf in self.leaves] + [one.name for one in self.joined]
        within = [one.name for one in self.groups] + [one.name for one in self.picked]
        named = taken + within + self.computed + self.positions
        return tuple(dict.fromkeys((*self.constants, *named, *self.parts)))


def compiled(fields: Mapping[str, Field_], tables: Tables, *, sparse: bool = False) -> Level:
    """``sparse``: without defaults, and nothing is required. An entry of a list is always whole."""
    top = Level()
    for name, value in fields.items():
        *outer, own = name.split(".")
        level = top
        for part in outer:
            level = level.parts.setdefault(part, Level())
        if isinstance(value, Group):
            level.groups.append(_part(own, value, tables, sparse=sparse))
        elif isinstance(value, Computed):
            level.computed.append(own)
        elif value.position:
            level.positions.append(own)
        elif value.constant is not None:
            level.constants[own] = rendered(value.constant)
        elif (element := meant(value.one, value.where, tables)) is not None:
            level.picked.append(Picked(own, element, Level()))
            _take(level.picked[-1].level, own, value, tables, sparse=sparse)
        else:
            _take(level, own, value, tables, sparse=sparse)
    return top


def sources(fields: Mapping[str, Field_]) -> Sources:
    """The paths that a format has to find."""
    found = Sources()
    for value in fields.values():
        if isinstance(value, Group):
            inner = sources(value.fields)
            if value.where is not None:
                inner.add(asked(value.where))
            found.add(Sources(groups={value.path: inner}))
        elif isinstance(value, Value):
            found.add(asked_at(value.from_ or (), value.one, value.where))
    return found


def fill(level: Level, values: Values, misses: list[Miss]) -> dict[str, object]:
    """The object's non-empty fields."""
    body: dict[str, object] = dict(level.constants)
    get = values.get
    for name, source, convert, default, raw in level.leaves:
        text = cast("str | None", get(source))
        if text and not raw:
            text = text.strip()
        value: Json | Needed | None = text
        if not text:
            value = default
            if value is NEEDED:
                misses.append(Miss(name, source, "", _NEEDED))
        elif convert is not None:
            try:
                value = convert(text)
            except Unfit as unfit:
                misses.append(Miss(name, source, text, unfit))
                continue
        if value is not None:
            body[name] = value
    if level.joined:
        _join(level.joined, values, body, misses)
    if level.picked:
        _pick(level.picked, values, body, misses)
    if level.parts or level.groups:
        _inside(level, values, body, misses)
    return body


def _inside(level: Level, values: Values, body: dict[str, object], misses: list[Miss]) -> None:
    """The objects and lists of an object."""
    for name, part in level.parts.items():
        before = len(misses)
        if inner := fill(part, values, misses):
            body[name] = inner
        if len(misses) > before:
            misses[before:] = [miss._replace(field=f"{name}.{miss.field}") for miss in misses[before:]]
    for name, path, one, where, inside in level.groups:
        if entries := cast("Sequence[Values] | None", values.get(path)):
            if one or where is not None:
                _chosen(Part(name, path, one, where, inside), values, body, misses)
                continue
            found: list[dict[str, object]] = []
            for entry in entries:
                before = len(misses)
                found.append(fill(inside, entry, misses))
                if inside.positions:
                    found[-1].update(dict.fromkeys(inside.positions, len(found)))
                if len(misses) > before:
                    _place(misses, before, f"{name}[{len(found)}]", f"{path}[{len(found)}]")
            body[name] = found


def _pick(picked: Sequence[Picked], values: Values, body: dict[str, object], misses: list[Miss]) -> None:
    """Values of the one element that is meant; where there is none, what stands for an empty one."""
    for name, element, level in picked:
        try:
            entry, at = element(values)
        except Undecided as undecided:
            misses.append(Miss(name, undecided.source, undecided.value, undecided.unfit))
            continue
        before = len(misses)
        body.update(fill(level, entry, misses))
        misses[before:] = [miss._replace(source=f"{at}{miss.source}") for miss in misses[before:]]


def _chosen(group: Part, values: Values, body: dict[str, object], misses: list[Miss]) -> None:
    """Of the elements those for which the condition holds; an object needs that there is one."""
    try:
        found = left(group.path, group.where, values, one=group.one)
    except Undecided as undecided:
        misses.append(Miss(group.name, undecided.source, undecided.value, undecided.unfit))
        return
    made: list[dict[str, object]] = []
    for number, entry in found:
        before = len(misses)
        made.append(fill(group.level, entry, misses))
        made[-1].update(dict.fromkeys(group.level.positions, len(made)))
        _place(misses, before, group.name if group.one else f"{group.name}[{len(made)}]", f"{group.path}[{number}]")
    if made and (made[0] or not group.one):
        body[group.name] = made[0] if group.one else made


def _place(misses: list[Miss], before: int, field_: str, source: str) -> None:
    """Those that were found since, now that it is known in which entry they stand."""
    misses[before:] = [
        miss._replace(field=f"{field_}.{miss.field}", source=f"{source}/{miss.source}") for miss in misses[before:]
    ]


def _join(joined: Sequence[Joined], values: Values, body: dict[str, object], misses: list[Miss]) -> None:
    for one in joined:
        source, text = _put_together(one, values)
        value: Json | Needed | None = text
        try:
            if not text:
                value = one.default
                if value is NEEDED:
                    raise _NEEDED
            elif one.convert is not None:
                value = one.convert(text)
        except Unfit as unfit:
            misses.append(Miss(one.name, source, text, unfit))
            continue
        if value is not None and not isinstance(value, Needed):
            body[one.name] = value


def _put_together(one: Joined, values: Values) -> tuple[str, str]:
    """The source (of several the first where something stands) and the text."""
    found = [(source, cast("str | None", values.get(source)) or "") for source in one.sources]
    texts = [(source, text if one.raw else text.strip()) for source, text in found if text.strip()]
    if not texts:
        return one.sources[0], ""
    return texts[0] if one.join is None else (texts[0][0], one.join.join(text for _, text in texts))


def _part(name: str, group: Group, tables: Tables, *, sparse: bool) -> Part:
    where = None if group.where is None else holds(group.where, tables)
    inside = compiled(group.fields, tables, sparse=sparse and group.each is None)
    return Part(name, group.path, group.one is not None, where, inside)


def _take(level: Level, name: str, value: Value, tables: Tables, *, sparse: bool) -> None:
    default: Default = None if value.default is None else rendered(value.default)
    if value.required:
        default = NEEDED
    if sparse:
        default = None
    convert = _rendering(chain(value.convert, tables), default)
    paths = value.from_ or ()
    if len(paths) == 1:
        level.leaves.append((name, paths[0], convert, default, value.raw))
    else:
        level.joined.append(Joined(name, paths, value.join, convert, default, value.raw))


def _rendering(convert: Convert | None, default: Default) -> Rendering | None:
    """Converted and as a document holds it. Quantities, prices and dates repeat: what was converted is remembered."""
    if convert is None:
        return None

    def whole(text: str) -> Json | None:
        value = rendered(convert(text))
        if value != "":
            return value
        if isinstance(default, Needed):
            raise _NEEDED
        return default

    remembered = lru_cache(_REMEMBERED)(whole)

    def both(text: str) -> Json | None:
        return remembered(text) if len(text) <= _LONGEST else whole(text)

    return both
