"""One sample, read by the program's own formats and mapped by its own mapping: what fits, what does not and where.

Bounded in records and time. It must not know where samples come from.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any

from desktop_sync.core.apart import told_apart
from desktop_sync.core.errors import SettingsError, SyncError
from desktop_sync.core.outline import Branch, Outline, everything, grouped
from desktop_sync.core.sources import Sources
from desktop_sync.kinds import judge, kinds
from desktop_sync.samples.sample import Row, Sample, Table, Target
from desktop_sync.settings.drafts import Wrong, format_draft, groups_of, mapping_draft
from desktop_sync.settings.model import FlowMapping
from desktop_sync.settings.named_files import NamedFiles
from desktop_sync.settings.wording import written

if TYPE_CHECKING:
    from desktop_sync.core.mapping import Mapping as Maps
    from desktop_sync.core.model import Record, Values

RECORDS = 2000  # that are tried
LOOKED = 200  # by which the entries of a group are told apart
SECONDS = 3.0  # for trying
WRONG = 100  # records that do not fit, which are named


class Trial:
    """One sample, read and mapped once."""

    def __init__(
        self, sample: Sample, table: Table, target: Target, files: NamedFiles, of_mapping: NamedFiles | None = None
    ) -> None:
        self._sample = sample
        self._table = table
        self._target = target
        self._files = files
        self._of_mapping = of_mapping or files  # where what the mapping names is looked for
        self._kinds = kinds()
        self._wrong: list[Wrong] = []
        self._groups = Sources()

    def told(self, mapping: Table | None, at: int) -> Row:
        self._wrong, self._options = format_draft(self._table, self._kinds, self._files)
        told: Row = {"format": self._table, "errors": [], "fields": [], "candidates": [], "namespaces": {}, "kinds": []}
        told |= {"read": 0, "fit": 0, "ignored": 0, "wrong": [], "more": False, "ended": "", "record": None}
        made = self._mapping(mapping)
        self._groups = groups_of((mapping or {}).get("fields"))
        if self._options is not None:
            told |= self._read(None if made is None else made[0], None if made is None else made[1], at)
        told["errors"] = [one.told() for one in self._wrong]
        return told

    def whole(self) -> tuple[Sequence[Branch], Sequence[Values]]:
        """The fields of a record and all records, whatever a mapping asks; of several kinds the first.

        No record where one of them is faulty, where the sample ends badly, or where it takes too long.
        """
        from desktop_sync.formats.outlines import OUTLINES

        _, self._options = format_draft(self._table, self._kinds, self._files)
        if self._options is None:
            return (), ()
        outline = OUTLINES[str(self._table["type"])](BytesIO(self._sample.data), self._options, self._sample.cut)
        kind, fields = next(iter(outline.fields.items()), ("", ()))
        found: list[Values] = []
        sound, until = True, time.monotonic() + SECONDS
        try:
            for record in self._every(outline, kind):
                found.append(record.values)
                sound = sound and not record.faults and time.monotonic() < until
                if not sound and len(found) >= LOOKED:
                    break
        except SyncError:
            sound = sound and self._sample.cut
        told_apart(fields, found[:LOOKED])
        return fields, found if sound else ()

    def _mapping(self, table: Table | None) -> tuple[str, Maps] | None:
        from desktop_sync.core.mapping import Mapping as Maps
        from desktop_sync.core.schema import Validator

        if table is None:
            return None
        wrong, found = mapping_draft(table, self._kinds, self._of_mapping)
        self._wrong += wrong
        if found is None:
            return None
        self._judge(found, table)
        profile, schemas = self._target.profile
        model: Any = found.model
        resource = profile.resources.get(model.resource)
        if resource is None:
            self._wrong.append(Wrong("mapping", ("resource",), f"there is no resource {model.resource!r}"))
            return None
        checks = Validator(schemas[model.resource])
        return found.of, Maps(model, resource.key_field, checks, tuple(resource.cancel))

    def _judge(self, found: FlowMapping, table: Table) -> None:
        for one in judge(found, self._options, None):
            self._wrong.append(Wrong("mapping", written(one.at, dict(table)), one.what, warning=one.warning))
        for what in _unmapped(found, self._target):
            self._wrong.append(what)

    def _read(self, kind: str | None, mapping: Maps | None, at: int) -> Row:
        from desktop_sync.formats.outlines import OUTLINES

        type_, options = str(self._table["type"]), self._options
        outline = OUTLINES[type_](BytesIO(self._sample.data), options, self._sample.cut)
        wanted = kind if kind is not None and kind in outline.fields else next(iter(outline.fields), "")
        grouped(outline.fields.get(wanted, ()), self._groups)
        if mapping is not None:
            grouped(outline.fields.get(wanted, ()), mapping.sources())
        values = self._seen(outline, wanted, at)
        told: Row = {
            "kinds": [one for one in outline.fields if one],
            "fields": [one.told() for one in outline.fields.get(wanted, ())],
            "candidates": [{"path": one.path, "count": one.count, "fields": one.fields} for one in outline.candidates],
            "namespaces": dict(outline.namespaces),
            "ended": outline.ended,
        }
        if mapping is None:
            return {**told, **self._counted(wanted, None, at), "record": values}
        counted = self._counted(wanted, mapping, at)
        record = counted.pop("record", None)
        return {**told, **counted, "record": None if values is None else {**values, **(record or {})}}

    def _seen(self, outline: Outline, kind: str, at: int) -> Row | None:
        """What stands in one record, whatever the mapping asks; the first ones tell what tells entries apart."""
        first: list[Values] = []
        record: Record | None = None
        with suppress(SyncError):
            for number, one in enumerate(islice(self._every(outline, kind), max(at + 1, LOOKED))):
                record = one if number == at else record
                first += [one.values] if number < LOOKED else []
        told_apart(outline.fields.get(kind, ()), first)
        if record is None:
            return None
        return {"at": at, "position": str(record.position), "values": record.values, "body": None, "faults": []}

    def _every(self, outline: Outline, kind: str) -> Iterator[Record]:
        from desktop_sync.formats import FORMATS
        from desktop_sync.formats.outlines import seen_whole

        type_ = str(self._table["type"])
        options = seen_whole(type_, self._options, outline)
        asked = {name: everything(branches) for name, branches in outline.fields.items()}
        return (one for one in FORMATS[type_](options, asked).parse(BytesIO(self._sample.data)) if one.kind == kind)

    def _counted(self, kind: str, mapping: Maps | None, at: int) -> Row:
        told: Row = {"read": 0, "fit": 0, "ignored": 0, "wrong": [], "more": self._sample.cut}
        until = time.monotonic() + SECONDS
        try:
            for record in self._records(kind, mapping):
                if told["read"] >= RECORDS or time.monotonic() > until:
                    told["more"] = True
                    break
                self._count(told, record, mapping, at)
                told["read"] += 1
        except SettingsError as error:
            self._wrong += [Wrong("mapping", (), one) for one in error.problems or (str(error),)]
        except SyncError as error:
            if not self._sample.cut:
                told["ended"] = str(error)
        return told

    def _records(self, kind: str, mapping: Maps | None) -> Iterator[Record]:
        from desktop_sync.formats import FORMATS

        asked = {} if mapping is None else {kind: mapping.sources()}
        format_ = FORMATS[str(self._table["type"])](self._options, asked)
        return (one for one in format_.parse(BytesIO(self._sample.data)) if one.kind == kind)

    @staticmethod
    def _count(told: Row, record: Record, mapping: Maps | None, at: int) -> None:
        if mapping is None:
            return
        found = mapping.attempt(record)
        if found.faults:
            if len(told["wrong"]) < WRONG:
                told["wrong"].append({"at": told["read"], "what": found.faults[0].message})
        elif found.operation is None:
            told["ignored"] += 1
        else:
            told["fit"] += 1
        if told["read"] == at:
            told["record"] = {
                "operation": None if found.operation is None else found.operation.value,
                "reference": found.reference,
                "version": found.version,
                "body": found.body,
                "faults": [
                    {
                        "field": one.field,
                        "source": one.source,
                        "value": one.value,
                        "what": one.message,
                        "owner": one.owner.value,
                        "position": str(one.position),
                    }
                    for one in found.faults
                ],
            }


def _unmapped(found: FlowMapping, target: Target) -> Iterator[Wrong]:
    """Fields that the resource does not have, and those that it needs and nothing fills."""
    from desktop_sync.core.mapping_fields import named
    from desktop_sync.core.schema import missing_fields, unknown_fields

    model: Any = found.model
    schema = target.profile[1].get(model.resource)
    if schema is None:
        return
    places = dict(named(model.fields))
    for field, why in unknown_fields(schema, places):
        yield Wrong("mapping", places[field], why)
    if not model.partial:
        for why in missing_fields(schema, places):
            yield Wrong("mapping", ("fields",), why, warning=True)
