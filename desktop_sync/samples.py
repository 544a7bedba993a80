"""Samples on which a mapping is tried: taken, kept for a while, read by the program's own formats, mapped by its own
mapping. Bounded in bytes, records and time; nothing is sent, moved or remembered beyond this process.
"""

from __future__ import annotations

import base64
import binascii
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from uuid import uuid4

from pydantic import BaseModel

from desktop_sync.core.errors import Rejected, SettingsError, SyncError
from desktop_sync.core.outline import Outline, everything, grouped
from desktop_sync.core.ports import Spool
from desktop_sync.core.resource_fields import resource_fields
from desktop_sync.kinds import kinds, load_profile, profile_of
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.reading import kept_payloads
from desktop_sync.parts import Parts
from desktop_sync.resources import resources
from desktop_sync.settings.drafts import Wrong, format_draft, mapping_draft
from desktop_sync.settings.model import Connection, FlowMapping, Settings
from desktop_sync.settings.named_files import NamedFiles

if TYPE_CHECKING:
    from desktop_sync.acme.profile import Profile
    from desktop_sync.core.mapping import Mapping as Maps
    from desktop_sync.core.model import Record
    from desktop_sync.kinds import Schemas

LARGEST = 4_000_000  # bytes of a sample; of a larger payload its beginning is taken
PACKED = 16_000_000  # bytes of an archive, which has to be whole
KEPT = 4  # samples
OFFERED = 50  # files, and payloads
RECORDS = 2000  # that are tried
SECONDS = 3.0  # for trying
WRONG = 100  # records that do not fit, which are named
LISTED = 20_000  # files of a place that are looked at
_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b")
Row = dict[str, Any]
Table = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Sample:
    """``cut``: this is only its beginning."""

    name: str
    data: bytes
    cut: bool


class Samples:
    """Several threads may ask. ``settings``: those that hold."""

    def __init__(self, parts: Parts, ledger: Path, spool: Spool, settings: Callable[[], Settings]) -> None:
        self._parts = parts
        self._ledger = ledger
        self._spool = spool
        self._settings = settings
        self._kept: OrderedDict[str, Sample] = OrderedDict()
        self._lock = threading.Lock()

    def offered(self, flow: str | None) -> Row:
        settings = self._settings()
        found = None if flow is None else settings.flow_by_id.get(flow)
        if found is None:
            return {"files": [], "former": [], "away": ""}
        files, away = [], ""
        for name in found.source.connections:
            try:
                files += self._files(settings.connection_by_id[name])
            except SyncError as error:
                away = away or str(error)
        files.sort(key=lambda one: one["changed_at"], reverse=True)
        former: list[Row] = []
        if self._ledger.exists():
            with read_only(self._ledger) as sql:
                former = kept_payloads(sql, found.id, OFFERED)
        return {"files": files[:OFFERED], "former": former, "away": away}

    def taken(self, given: Table) -> Row:
        sample = self._opened(self._read(given))
        name = uuid4().hex[:12]
        with self._lock:
            self._kept[name] = sample
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        from desktop_sync.formats.detecting import detected

        found = detected(sample.data, cut=sample.cut)
        return {
            "sample": name,
            "name": sample.name,
            "size": len(sample.data),
            "cut": sample.cut,
            "detected": {"table": found.table, "why": found.why},
        }

    def tried(self, sample: str, format_: Table | None, mapping: Table | None, target: str, at: int) -> Row:
        with self._lock:
            found = self._kept.get(sample)
            if found is None:
                raise Rejected("This sample is not kept any more.", "Choose it again.")
            self._kept.move_to_end(sample)
        from desktop_sync.formats.detecting import detected

        table = dict(format_ or detected(found.data, cut=found.cut).table)
        return _Trial(found, table, self._target(target), NamedFiles(self._parts.folder.path)).told(mapping, at)

    def resource(self, target: str, name: str | None) -> Row:
        profile, schemas = self._target(target).profile
        if name is None:
            return {"resources": list(profile.resources), "fields": [], "key": "", "description": ""}
        if name not in schemas:
            raise Rejected(f"There is no resource {name}.", f"There are: {', '.join(schemas)}.")
        schema = schemas[name]
        return {
            "resources": list(profile.resources),
            "key": profile.resources[name].key_field,
            "description": str(schema.get("description", "")),
            "fields": resource_fields(schema),
        }

    def forms(self) -> Row:
        from desktop_sync.core.mapping_model import MappingModel

        return MappingModel.model_json_schema(by_alias=True)

    def _target(self, connection: str) -> Target:
        found = self._settings().connection_by_id.get(connection)
        options = found.options if found is not None and found.type == "acme" else None
        profile = load_profile(resources() / "acme" / "profile.json") if options is None else profile_of(options)
        return Target(options, profile)

    def _files(self, connection: Connection) -> list[Row]:
        with closing(self._parts.store(connection)) as store:
            found = list(islice(store.list(), LISTED))
        found.sort(key=lambda one: one.mtime_ns, reverse=True)
        return [
            {"connection": connection.id, "path": one.path, "size": one.size, "changed_at": one.mtime_ns / 1e9}
            for one in found[:OFFERED]
        ]

    def _read(self, given: Table) -> Sample:
        match dict(given):
            case {"connection": str(name), "path": str(path)}:
                connection = self._settings().connection_by_id.get(name)
                if connection is None:
                    raise Rejected(f"There is no connection {name}.", "Save it first.")
                with closing(self._parts.store(connection)) as store, store.open(path) as stream:
                    return _begun(path.rpartition("/")[2], stream)
            case {"payload": str(sha256), "name": str(name)}:
                with self._spool.open(sha256) as stream:
                    return _begun(name.rpartition("/")[2], stream)
            case {"content": str(content), "name": str(name)}:
                try:
                    return _begun(name, BytesIO(base64.b64decode(content, validate=True)))
                except (binascii.Error, ValueError):
                    raise Rejected("What was given is no content in base64.") from None
        raise Rejected("Nothing was given that could be a sample.", "Name a file, a payload, or give a content.")

    @staticmethod
    def _opened(sample: Sample) -> Sample:
        """Of an archive its first member."""
        if not sample.data.startswith(_ARCHIVES):
            return sample if len(sample.data) <= LARGEST else Sample(sample.name, sample.data[:LARGEST], cut=True)
        if sample.cut:
            raise Rejected(f"{sample.name} is an archive of more than {PACKED:,} bytes.", "Take a smaller one.")
        from desktop_sync.formats.archive import Archives, Limits

        for member in Archives(lambda _: True, Limits(PACKED * 64, 10_000)).members(BytesIO(sample.data)):
            with closing(member.open()) as stream:
                data = _bytes(stream, LARGEST + 1)
            return Sample(member.name or sample.name, data[:LARGEST], cut=len(data) > LARGEST)
        raise Rejected(f"There is nothing in the archive {sample.name}.")


@dataclass(frozen=True, slots=True)
class Target:
    """Where documents would go. ``options``: None for the built-in profile."""

    options: BaseModel | None
    profile: tuple[Profile, Schemas]


class _Trial:
    """One sample, read and mapped once."""

    def __init__(self, sample: Sample, table: Table, target: Target, files: NamedFiles) -> None:
        self._sample = sample
        self._table = table
        self._target = target
        self._files = files
        self._kinds = kinds()
        self._wrong: list[Wrong] = []

    def told(self, mapping: Table | None, at: int) -> Row:
        self._wrong, self._options = format_draft(self._table, self._kinds, self._files)
        told: Row = {"format": self._table, "errors": [], "fields": [], "candidates": [], "namespaces": {}, "kinds": []}
        told |= {"read": 0, "fit": 0, "ignored": 0, "wrong": [], "more": False, "ended": "", "record": None}
        made = self._mapping(mapping)
        if self._options is not None:
            told |= self._read(None if made is None else made[0], None if made is None else made[1], at)
        told["errors"] = [one.told() for one in self._wrong]
        return told

    def _mapping(self, table: Table | None) -> tuple[str, Maps] | None:
        from desktop_sync.core.mapping import Mapping as Maps
        from desktop_sync.core.schema import Validator

        if table is None:
            return None
        wrong, found = mapping_draft(table, self._kinds, self._files)
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
        from desktop_sync.kinds import judge
        from desktop_sync.settings.wording import written

        for one in judge(found, self._options, None):
            self._wrong.append(Wrong("mapping", written(one.at, dict(table)), one.what, warning=one.warning))
        for what in _unmapped(found, self._target):
            self._wrong.append(what)

    def _read(self, kind: str | None, mapping: Maps | None, at: int) -> Row:
        from desktop_sync.formats import OUTLINES

        type_, options = str(self._table["type"]), self._options
        outline = OUTLINES[type_](BytesIO(self._sample.data), options, self._sample.cut)
        wanted = kind if kind is not None and kind in outline.fields else next(iter(outline.fields), "")
        if mapping is not None:
            grouped(outline.fields.get(wanted, ()), mapping.sources())
        told: Row = {
            "kinds": [one for one in outline.fields if one],
            "fields": [one.told() for one in outline.fields.get(wanted, ())],
            "candidates": [{"path": one.path, "count": one.count, "fields": one.fields} for one in outline.candidates],
            "namespaces": dict(outline.namespaces),
            "ended": outline.ended,
        }
        values = self._values(outline, wanted, at)
        if mapping is None:
            return {**told, **self._counted(wanted, None, at), "record": values}
        counted = self._counted(wanted, mapping, at)
        record = counted.pop("record", None)
        return {**told, **counted, "record": None if values is None else {**values, **(record or {})}}

    def _values(self, outline: Outline, kind: str, at: int) -> Row | None:
        """What stands in one record, whatever the mapping asks."""
        from desktop_sync.formats import FORMATS, seen_whole

        type_ = str(self._table["type"])
        options = seen_whole(type_, self._options, outline)
        asked = {name: everything(branches) for name, branches in outline.fields.items()}
        try:
            records = FORMATS[type_](options, asked).parse(BytesIO(self._sample.data))
            record = next(islice((one for one in records if one.kind == kind), at, None), None)
        except SyncError:
            return None
        if record is None:
            return None
        return {"at": at, "position": str(record.position), "values": record.values, "body": None, "faults": []}

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


def _begun(name: str, stream: BinaryIO) -> Sample:
    data = _bytes(stream, PACKED + 1)
    return Sample(name, data[:PACKED], cut=len(data) > PACKED)


def _bytes(stream: BinaryIO, most: int) -> bytes:
    found = bytearray()
    while len(found) < most and (more := stream.read(min(1 << 18, most - len(found)))):
        found += more
    return bytes(found)
