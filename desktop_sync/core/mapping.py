"""Mapping: records become documents. Compiled once from its data, then run for every record.

It must not know formats, Acme or files. What is wrong with a record is returned, all of it at once,
never raised; each fault names the field, the path in the record, what was found and what was expected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple, Protocol, cast

from desktop_sync.core.conversion import Convert, Tables, Unfit
from desktop_sync.core.conversion import Value as Converted
from desktop_sync.core.converters import chain, rendered
from desktop_sync.core.errors import Owner
from desktop_sync.core.identity import canonical, sha256, version_key
from desktop_sync.core.mapping_model import Condition, Group, MappingModel, Taken, Value
from desktop_sync.core.model import Document, Fault, Record, Values
from desktop_sync.core.places import Places, value_at
from desktop_sync.core.states import Operation

__all__ = ["Checks", "Mapped", "Mapping", "MappingModel", "Sources"]

_SHOWN = 200  # characters of a value that a fault repeats
_REMEMBERED = 4096  # conversions of one field
_LONGEST = 64  # characters of a text whose conversion is remembered
Json = str | int | bool
Leaf = tuple[str, str, Callable[[str], Json] | None, Json | None, bool]
"""Name, source, converter, default, raw."""


class Mapped(NamedTuple):
    """What came of one record: documents, or the faults that prevent them, or a rule that said *ignore*."""

    documents: Sequence[Document]
    faults: Sequence[Fault]
    ignored: bool


class Checks(Protocol):
    """What Acme expects of a document: ``core.schema.Validator``."""

    def faults(self, document: Document) -> list[Fault]: ...


@dataclass(slots=True)
class Sources:
    """What a mapping asks of a record: ``scalars`` by path, ``groups`` by path with what is asked of their entries."""

    scalars: set[str] = field(default_factory=set)
    groups: dict[str, Sources] = field(default_factory=dict)


@dataclass(slots=True)
class _Level:
    """One object of the body: ``leaves`` from the record, ``parts`` are objects inside, ``groups`` lists of objects."""

    constants: dict[str, Json] = field(default_factory=dict)
    leaves: list[Leaf] = field(default_factory=list)
    parts: dict[str, _Level] = field(default_factory=dict)
    groups: list[tuple[str, str, _Level]] = field(default_factory=list)

    def names(self) -> tuple[str, ...]:
        named = [leaf[0] for leaf in self.leaves] + [group[0] for group in self.groups]
        return (*self.constants, *named, *self.parts)


class _Miss(NamedTuple):
    """A value that does not fit, while it is not known yet in which entry of which group it stands."""

    field: str
    source: str
    value: str
    unfit: Unfit


class Mapping:
    """A compiled mapping. ``key_field`` is the profile's name of the external reference; ``checks`` may be left out.

    ``cancels``: fields that a cancel sets. A complete document that is no cancel clears them where it has no value for
    them, else what Acme ends with would depend on whether a cancel before it was sent or skipped.
    """

    def __init__(
        self,
        model: MappingModel,
        key_field: str = "external_reference",
        checks: Checks | None = None,
        cancels: Sequence[str] = (),
    ) -> None:
        self.resource = model.resource
        self.version = sha256(canonical(model.model_dump(mode="json", by_alias=True, exclude_defaults=True)))[:12]
        self._partial = model.partial
        self._reference = model.reference or key_field
        self._checks = checks
        self._decisions = [(_holds(rule.when), rule.then) for rule in model.rules]
        self._version = None if model.version is None else _taken(model.version, model.tables)
        self._level = _level(model.fields, model.tables)
        self._sparse = _level(model.fields, model.tables, defaults=False)
        self._top = self._level.names()
        if not model.partial and any(rule.then == "cancel" for rule in model.rules):
            self._top += tuple(name for name in cancels if name not in self._top)
        self._model = model
        self._places = Places(model)

    def sources(self) -> Sources:
        """The paths that a format has to find in each record."""
        found = _sources(self._model.fields)
        found.scalars.update(rule.when.from_ for rule in self._model.rules)
        if self._model.version is not None:
            found.scalars.add(self._model.version.from_)
        return found

    def map(self, record: Record) -> Mapped:
        """One record's documents, or its faults. Costs about 1 µs a value."""
        values = record.values
        decided = next((then for holds, then in self._decisions if holds(values)), "upsert")
        if decided == "ignore":
            return Mapped((), (), True)
        operation, misses = Operation(decided), list[_Miss]()
        # A partial document and a cancel say only what the record says: they clear nothing and take no defaults,
        # which would overwrite what Acme has.
        sparse = self._partial or operation is Operation.CANCEL
        body = _fill(self._sparse if sparse else self._level, values, misses)
        version = self._version_of(values, misses)
        reference = self._reference_of(body, misses)
        if not sparse:
            body = {name: body.get(name) for name in self._top}
        document = Document(self.resource, reference, operation, body, version, self._partial)
        checked = self._checks.faults(document) if self._checks is not None else ()
        if misses or checked:
            return Mapped((), list(self._faults(misses, checked, record)), False)
        return Mapped((document,), (), False)

    def source_of(self, name: str) -> str:
        """The path in the record from which a field came (``lines[2].sku`` → ``Lines/Line[2]/Sku``), or empty."""
        return self._places.source_of(name)

    def trace(self, fault: Fault, record: Record) -> Fault:
        """A fault found in the document, by the schema or by Acme, with where it came from in the record."""
        source = self._places.source_of(fault.field)
        value = fault.value or _short(value_at(record.values, source))
        message, owner = fault.message, fault.owner
        if not fault.value and not self._places.knows(fault.field):
            message, owner = f"{message}; the mapping has no rule for it", Owner.VENDOR
        elif not fault.value and source and not value:
            message = f"{message}; the record has nothing at {source}"
        return replace(fault, message=message, source=source, value=value, position=record.position, owner=owner)

    def _version_of(self, values: Values, misses: list[_Miss]) -> str | None:
        if self._version is None:
            return None
        source, convert, default, raw = self._version
        text = cast("str | None", values.get(source)) or ""
        text = text if raw else text.strip()
        try:
            found = (convert(text) if convert else text) if text else default
            if found is not None:
                return version_key(found)
            unfit = Unfit("a version; without one an older document could replace a newer one")
        except Unfit as error:
            unfit = error
        except ValueError:
            unfit = Unfit("a version of at most 24 digits")
        misses.append(_Miss("version", source, text, unfit))
        return None

    def _reference_of(self, body: Map[str, object], misses: list[_Miss]) -> str:
        found: object = body
        for name in self._reference.split("."):
            found = found.get(name) if isinstance(found, dict) else None
        if isinstance(found, str | int) and not isinstance(found, bool) and str(found):
            return str(found)
        if not any(miss.field == self._reference for miss in misses):
            source = self._places.source_of(self._reference)
            misses.append(_Miss(self._reference, source, "", Unfit("the document's external reference")))
        return ""

    def _faults(self, misses: Sequence[_Miss], checked: Sequence[Fault], record: Record) -> Iterator[Fault]:
        """All at once; what is missing only because it could not be converted is named once."""
        yield from (self._fault(miss, record) for miss in misses)
        for fault in checked:
            if not any(f"{miss.field}.".startswith((f"{fault.field}.", f"{fault.field}[")) for miss in misses):
                yield self.trace(fault, record)

    @staticmethod
    def _fault(miss: _Miss, record: Record) -> Fault:
        found = f"found {_short(miss.value)!r}" if miss.value else "found nothing"
        return Fault(
            f"expected {miss.unfit.expected}, {found}" + (f" at {miss.source}" if miss.source else ""),
            field=miss.field,
            source=miss.source,
            value=_short(miss.value),
            position=record.position,
            owner=miss.unfit.owner,
        )


def _fill(level: _Level, values: Values, misses: list[_Miss]) -> dict[str, object]:
    """The object's non-empty fields."""
    body: dict[str, object] = dict(level.constants)
    get = values.get
    for name, source, convert, default, raw in level.leaves:
        text = cast("str | None", get(source))
        if text and not raw:
            text = text.strip()
        value: Json | None = text
        if not text:
            value = default
        elif convert is not None:
            try:
                value = convert(text)
            except Unfit as unfit:
                misses.append(_Miss(name, source, text, unfit))
        if value is not None:
            body[name] = value
    for name, part in level.parts.items():
        before = len(misses)
        if inner := _fill(part, values, misses):
            body[name] = inner
        if len(misses) > before:
            misses[before:] = [miss._replace(field=f"{name}.{miss.field}") for miss in misses[before:]]
    for name, each, inside in level.groups:
        if entries := cast("Sequence[Values] | None", get(each)):
            body[name] = [_entry(name, each, inside, entry, number, misses) for number, entry in enumerate(entries, 1)]
    return body


def _entry(name: str, each: str, level: _Level, values: Values, number: int, misses: list[_Miss]) -> dict[str, object]:
    before = len(misses)
    body = _fill(level, values, misses)
    if len(misses) > before:
        misses[before:] = [
            miss._replace(field=f"{name}[{number}].{miss.field}", source=f"{each}[{number}]/{miss.source}")
            for miss in misses[before:]
        ]
    return body


def _level(fields: Map[str, Value | Group], tables: Tables, defaults: bool = True) -> _Level:
    top = _Level()
    for name, value in fields.items():
        *outer, own = name.split(".")
        level = top
        for part in outer:
            level = level.parts.setdefault(part, _Level())
        if isinstance(value, Group):
            level.groups.append((own, value.each, _level(value.fields, tables)))  # an entry is always whole
        elif value.constant is not None:
            level.constants[own] = rendered(value.constant)
        else:
            level.leaves.append(_leaf(own, value, tables, defaults))
    return top


def _leaf(name: str, value: Value, tables: Tables, defaults: bool) -> Leaf:
    default = None if value.default is None or not defaults else rendered(value.default)
    convert = _rendering(chain(value.convert, tables))
    return name, value.from_ or "", convert, default, value.raw


def _rendering(convert: Convert | None) -> Callable[[str], Json] | None:
    """Converted and as a document holds it. Quantities, prices and dates repeat: what was converted is remembered."""
    if convert is None:
        return None

    @lru_cache(_REMEMBERED)
    def remembered(text: str) -> Json:
        return rendered(convert(text))

    def both(text: str) -> Json:
        return remembered(text) if len(text) <= _LONGEST else rendered(convert(text))

    return both


def _taken(taken: Taken, tables: Tables) -> tuple[str, Convert | None, Converted | None, bool]:
    return taken.from_, chain(taken.convert, tables), taken.default, taken.raw


def _holds(when: Condition) -> Callable[[Values], bool]:
    wanted, unwanted = frozenset(when.is_ or ()), frozenset(when.is_not or ())

    def holds(values: Values) -> bool:
        text = (cast("str | None", values.get(when.from_)) or "").strip()
        if when.empty is not None and when.empty is bool(text):
            return False
        return (when.is_ is None or text in wanted) and text not in unwanted

    return holds


def _sources(fields: Map[str, Value | Group]) -> Sources:
    found = Sources()
    for value in fields.values():
        if isinstance(value, Group):
            inner, known = _sources(value.fields), found.groups.setdefault(value.each, Sources())
            _merge(known, inner)
        elif value.from_ is not None:
            found.scalars.add(value.from_)
    return found


def _merge(into: Sources, more: Sources) -> None:
    into.scalars |= more.scalars
    for path, inner in more.groups.items():
        _merge(into.groups.setdefault(path, Sources()), inner)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
