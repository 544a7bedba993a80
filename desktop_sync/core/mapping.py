"""Mapping: records become documents. Compiled once from its data, then run for every record.

It must not know formats, Acme or files. What is wrong with a record is returned, all of it at once,
never raised; each fault names the field, the path in the record, what was found and what was expected.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Map
from dataclasses import replace
from typing import NamedTuple, Protocol, cast

from desktop_sync.core.conversion import Convert, Tables, Unfit
from desktop_sync.core.conversion import Value as Converted
from desktop_sync.core.converters import chain
from desktop_sync.core.deciding import Element, Undecided, asked, asked_at, holds, meant
from desktop_sync.core.errors import Owner
from desktop_sync.core.filling import Miss, compiled, fill, sources
from desktop_sync.core.identity import canonical, sha256, version_key
from desktop_sync.core.mapping_model import MappingModel, Taken
from desktop_sync.core.model import Document, Fault, Record, Values
from desktop_sync.core.places import Places, value_at
from desktop_sync.core.sources import Asked, Sources
from desktop_sync.core.states import Operation
from desktop_sync.core.totals import Totals

__all__ = ["Checks", "Mapped", "Mapping", "MappingModel", "Sources"]

_SHOWN = 200  # characters of a value that a fault repeats
_MOST = 100  # faults of one record that are listed


class Mapped(NamedTuple):
    """What came of one record: documents, or the faults that prevent them, or a rule that said *ignore*."""

    documents: Sequence[Document]
    faults: Sequence[Fault]
    ignored: bool


class Attempt(NamedTuple):
    """What came of one record by one mapping, also where it does not fit: ``body`` as far as it could be filled."""

    operation: Operation | None
    reference: str
    version: str | None
    body: Map[str, object]
    faults: Sequence[Fault]


class Checks(Protocol):
    """What Acme expects of a document: ``core.schema.Validator``."""

    def faults(self, document: Document) -> list[Fault]: ...


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
        self.version = version_of(model)
        self._partial = model.partial
        self._reference = model.reference or key_field
        self._checks = checks
        self._decisions = [(holds(rule.when, model.tables), rule.then) for rule in model.rules]
        self._version = None if model.version is None else _taken(model.version, model.tables)
        self._level = compiled(model.fields, model.tables)
        self._sparse = compiled(model.fields, model.tables, sparse=True)
        self._top = self._level.names()
        if not model.partial and any(rule.then == "cancel" for rule in model.rules):
            self._top += tuple(name for name in cancels if name not in self._top)
        self._model = model
        self._places = Places(model)
        self._sources = sources_of(model)
        self._totals = Totals(model)

    def sources(self) -> Sources:
        """The paths that a format has to find in each record."""
        return self._sources

    def map(self, record: Record) -> Mapped:
        """One record's documents, or its faults. Costs about 1 µs a value."""
        if record.faults:
            more = self._map(record).faults if record.values else ()
            return Mapped((), [*record.faults, *more], False)
        return self._map(record)

    def attempt(self, record: Record) -> Attempt:
        """As ``map``, for who wants to see how far it gets. ``operation`` None: a rule says *ignore*, or cannot say."""
        found = self._attempt(record)
        return found._replace(faults=[*record.faults, *(found.faults if record.values else ())])

    def _map(self, record: Record) -> Mapped:
        operation, reference, version, body, faults = self._attempt(record)
        if faults:
            return Mapped((), faults, False)
        if operation is None:
            return Mapped((), (), True)
        return Mapped((Document(self.resource, reference, operation, body, version, self._partial),), (), False)

    def _attempt(self, record: Record) -> Attempt:
        values = record.values
        try:
            decided = next((then for holds, then in self._decisions if holds(values)), "upsert")
        except Undecided as undecided:
            miss = Miss("", undecided.source, undecided.value, undecided.unfit)
            return Attempt(None, "", None, {}, self._faults([miss], (), record))
        if decided == "ignore":
            return Attempt(None, "", None, {}, ())
        operation, misses = Operation(decided), list[Miss]()
        # A partial document and a cancel say only what the record says: they clear nothing and take no defaults,
        # which would overwrite what Acme has.
        sparse = self._partial or operation is Operation.CANCEL
        body = fill(self._sparse if sparse else self._level, values, misses)
        if self._totals and not misses:
            self._totals.add(body, values, misses)
        version = self._version_of(values, misses)
        reference = self._reference_of(body, misses)
        if not sparse:
            body = {name: body.get(name) for name in self._top}
        document = Document(self.resource, reference, operation, body, version, self._partial)
        checked = self._checks.faults(document) if self._checks is not None else ()
        faults = self._faults(misses, checked, record) if misses or checked else ()
        return Attempt(operation, reference, version, body, faults)

    def source_of(self, name: str) -> str:
        """The path in the record from which a field came (``lines[2].sku`` → ``Lines/Line[2]/Sku``), or empty."""
        return self._places.source_of(name)

    def trace(self, fault: Fault, record: Record) -> Fault:
        """A fault found in the document, by the schema or by Acme, with where it came from in the record."""
        return self._placed([self._traced(fault, record)], record)[0]

    def _traced(self, fault: Fault, record: Record) -> Fault:
        source = self._places.source_of(fault.field, record.values)
        value = fault.value or _short(value_at(record.values, source))
        message, owner = fault.message, fault.owner
        if not fault.value and not self._places.knows(fault.field):
            message, owner = f"{message}; the mapping has no rule for it", Owner.VENDOR
        elif not fault.value and source and not value:
            message = f"{message}; the record has nothing at {source}"
        return replace(fault, message=message, source=source, value=value, owner=owner)

    def _version_of(self, values: Values, misses: list[Miss]) -> str | None:
        if self._version is None:
            return None
        element, path, convert, default, raw = self._version
        try:
            entry, at = (values, "") if element is None else element(values)
        except Undecided as undecided:
            misses.append(Miss("version", undecided.source, undecided.value, undecided.unfit))
            return None
        text, source = cast("str | None", entry.get(path)) or "", f"{at}{path}"
        text = text if raw else text.strip()
        try:
            found = (convert(text) if convert else text) if text else default
            found = default if found == "" else found
            if found is not None:
                return version_key(found)
            unfit = Unfit("a version; without one an older document could replace a newer one")
        except Unfit as error:
            unfit = error
        except ValueError:
            unfit = Unfit("a version of at most 24 digits")
        misses.append(Miss("version", source, text, unfit))
        return None

    def _reference_of(self, body: Map[str, object], misses: list[Miss]) -> str:
        found: object = body
        for name in self._reference.split("."):
            found = found.get(name) if isinstance(found, dict) else None
        if isinstance(found, str | int) and not isinstance(found, bool) and str(found):
            return str(found)
        if not any(miss.field == self._reference for miss in misses):
            source = self._places.source_of(self._reference)
            misses.append(Miss(self._reference, source, "", Unfit("the document's external reference")))
        return ""

    def _faults(self, misses: Sequence[Miss], checked: Sequence[Fault], record: Record) -> Sequence[Fault]:
        """All at once; what is missing only because it could not be converted or computed is named once."""
        found = list(self._named(misses, checked, record))
        more = len(found) - _MOST
        placed = self._placed(found[:_MOST], record)
        if more > 0:
            placed.append(Fault(f"{more:,} more values of this record do not fit", position=record.position))
        return placed

    def _placed(self, faults: Sequence[Fault], record: Record) -> list[Fault]:
        """Each with the position of its value, as far as the format can tell; else that of the record.

        Where no element is the one that is meant, none of them is shown in its place.
        """
        if record.locate is None or not faults:
            return [replace(fault, position=record.position) for fault in faults]
        found = record.locate([one.source for one in faults if one.value or self._sources.leads(one.source)])
        return [replace(fault, position=found.get(fault.source, record.position)) for fault in faults]

    def _named(self, misses: Sequence[Miss], checked: Sequence[Fault], record: Record) -> Iterator[Fault]:
        for miss in misses:
            source = miss.source or self._places.source_of(miss.field, record.values)
            yield _fault(miss._replace(source=source))
        for fault in checked:
            if misses and self._totals.makes(fault.field):
                continue
            if not any(f"{miss.field}.".startswith((f"{fault.field}.", f"{fault.field}[")) for miss in misses):
                yield self._traced(fault, record)


class Mappings:
    """All mappings of one flow, each told which kind of record it takes; one kind may feed several."""

    def __init__(self, mappings: Sequence[tuple[str, Mapping]]) -> None:
        self._by_kind: dict[str, list[Mapping]] = {}
        for kind, mapping in mappings:
            self._by_kind.setdefault(kind, []).append(mapping)
        named = [f"{mapping.resource}:{mapping.version}" for _, mapping in mappings]
        self.version = mappings[0][1].version if len(mappings) == 1 else " ".join(named)

    def sources(self) -> Asked:
        """The paths that a format has to find, by kind of record."""
        found: dict[str, Sources] = {}
        for kind, mappings in self._by_kind.items():
            for mapping in mappings:
                found.setdefault(kind, Sources()).add(mapping.sources())
        return found

    def map(self, record: Record) -> Mapped:
        """What one record gives, all of it or, where one mapping finds a fault, nothing: the record is the unit."""
        mappings = self._by_kind.get(record.kind, ())
        if len(mappings) == 1:
            return mappings[0].map(record)
        found = [mapping.map(record) for mapping in mappings]
        faults = list(dict.fromkeys(fault for one in found for fault in one.faults))
        if not mappings:
            faults = [*record.faults, _nobodys(record)]
        if faults:
            return Mapped((), faults, False)
        return Mapped([document for one in found for document in one.documents], (), all(one.ignored for one in found))


def version_of(model: MappingModel) -> str:
    """Names what a mapping means: twelve hex digits that change when it does, and with the tables it looks into."""
    return sha256(canonical(model.described()))[:12]


def sources_of(model: MappingModel) -> Sources:
    """The paths that a format has to find in each record."""
    found = sources(model.fields)
    for rule in model.rules:
        found.add(asked(rule.when))
    for taken in (model.version, *(check.equals for check in model.checks)):
        if isinstance(taken, Taken):
            found.add(asked_at([taken.from_], taken.one, taken.where))
    return found


def _fault(miss: Miss) -> Fault:
    found = f"found {_short(miss.value)!r}" if miss.value else "found nothing"
    return Fault(
        f"expected {miss.unfit.expected}, {found}" + (f" at {miss.source}" if miss.source else ""),
        field=miss.field,
        source=miss.source,
        value=_short(miss.value),
        owner=miss.unfit.owner,
    )


def _nobodys(record: Record) -> Fault:
    return Fault(
        f'no mapping of the flow takes records of the kind "{record.kind}"; write of = "{record.kind}" in one of them',
        position=record.position,
    )


def _taken(taken: Taken, tables: Tables) -> tuple[Element | None, str, Convert | None, Converted | None, bool]:
    element = meant(taken.one, taken.where, tables)
    return element, taken.from_, chain(taken.convert, tables), taken.default, taken.raw


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
