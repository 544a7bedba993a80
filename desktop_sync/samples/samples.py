"""Samples on which a mapping is tried: taken from a place, from what came before or from a person; kept for a while.

Bounded in bytes; nothing is sent, moved or remembered beyond this process.
"""

from __future__ import annotations

import base64
import binascii
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from uuid import uuid4

from desktop_sync.core.errors import Rejected, SyncError
from desktop_sync.core.ports import Spool
from desktop_sync.core.reconciling import LISTING, RECONCILIATION
from desktop_sync.core.resource_fields import resource_fields
from desktop_sync.engine.facade.drafted import Drafted
from desktop_sync.kinds import load_profile, profile_of
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.reading import kept_payloads
from desktop_sync.resources import resources
from desktop_sync.samples.reach import Reach, Reaches
from desktop_sync.samples.sample import Row, Sample, Table, Target
from desktop_sync.settings.model import Connection, Flow
from desktop_sync.settings.named_files import NamedFiles

if TYPE_CHECKING:
    from desktop_sync.samples.trial import Trial

LARGEST = 4_000_000  # bytes of a sample; of a larger payload its beginning is taken
PACKED = 16_000_000  # bytes of an archive or a workbook, which have to be whole
KEPT = 2  # samples; each is in memory as long as this process lives
OFFERED = 50  # files, and payloads
LISTED = 20_000  # files of a place that are looked at
_ANSWER = ".answer.jsonl"  # ends the name of what an asked source would answer
_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b")


class Samples:
    """Several threads may ask. ``folder``: beside whose settings files are named."""

    def __init__(self, folder: Path, ledger: Path, spool: Spool, reach: Reaches) -> None:
        self._folder = folder
        self._ledger = ledger
        self._spool = spool
        self._reach = reach
        self._kept: OrderedDict[str, Sample] = OrderedDict()
        self._lock = threading.Lock()

    def offered(self, flow: str | None, draft: Drafted | None = None) -> Row:
        reach = self._reach(draft)
        found = None if flow is None else reach.settings.flow_by_id.get(flow)
        if found is None:
            return {"files": [], "former": [], "away": ""}
        files, away = [], ""
        asked = draft is not None or not _is_asked(found)  # else what has come is offered: asking is for a run
        for name in found.source.connections if asked else ():
            try:
                files += self._there(reach, found, reach.settings.connection_by_id.get(name))
            except SyncError as error:
                away = away or str(error)
        files.sort(key=_offer, reverse=True)
        former: list[Row] = []
        if draft is None and self._ledger.exists():
            with read_only(self._ledger) as sql:
                former = kept_payloads(sql, found.id, OFFERED)
        return {"files": files[:OFFERED], "former": former, "away": away}

    def taken(self, given: Table, draft: Drafted | None = None) -> Row:
        sample = self._opened(self._read(given, self._reach(draft)))
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

    def tried(
        self, sample: str, format_: Table | None, mapping: Table | None, target: str, at: int, file: str = ""
    ) -> Row:
        return self._trial(sample, format_, target, file).told(mapping, at)

    def proposed(self, sample: str, format_: Table | None, target: str, name: str) -> list[Row]:
        schema = self._target(target).profile[1].get(name)
        if schema is None:
            raise Rejected(f"There is no resource {name}.", "Choose one that Acme has.")
        from desktop_sync.core.proposing import Fed, Proposal, proposals
        from desktop_sync.core.versions import version_of

        fields, records = self._trial(sample, format_, target).whole()
        found = proposals(resource_fields(schema), fields, name)
        if (version := version_of(fields, records)) is not None:
            found.append(Proposal("", "version", Fed((), version[0]), version[1]))
        return [one.told() for one in found]

    def _trial(self, sample: str, format_: Table | None, target: str, file: str = "") -> Trial:
        with self._lock:
            found = self._kept.get(sample)
            if found is None:
                raise Rejected("This sample is not kept any more.", "Choose it again.")
            self._kept.move_to_end(sample)
        from desktop_sync.formats.detecting import detected
        from desktop_sync.samples.trial import Trial

        table = dict(format_ or detected(found.data, cut=found.cut).table)
        files = NamedFiles(self._folder)
        beside = NamedFiles((self._folder / file).parent) if file else files
        return Trial(found, table, self._target(target), files, beside)

    def resource(self, target: str, name: str | None) -> Row:
        profile, schemas = self._target(target).profile
        if name is None:
            none: Row = {"fields": [], "own_fields": {}, "key": "", "description": ""}
            return {"resources": list(profile.resources), **none}
        if name == RECONCILIATION:  # for exports only: nothing is brought there
            rows = {"fields": resource_fields(LISTING.schema), "own_fields": {}, "key": "", "description": ""}
            return {"resources": list(profile.resources), **rows}
        if name not in schemas:
            raise Rejected(f"There is no resource {name}.", f"There are: {', '.join(schemas)}.")
        schema = schemas[name]
        return {
            "resources": list(profile.resources),
            "key": profile.resources[name].key_field,
            "description": str(schema.get("description", "")),
            "fields": resource_fields(schema),
            "own_fields": dict(profile.resources[name].own_fields),
        }

    def forms(self) -> Row:
        from desktop_sync.core.mapping_model import MappingModel

        return MappingModel.model_json_schema(by_alias=True)

    def _target(self, connection: str) -> Target:
        found = self._reach(None).settings.connection_by_id.get(connection)
        options = found.options if found is not None and found.type == "acme" else None
        profile = load_profile(resources() / "acme" / "profile.json") if options is None else profile_of(options)
        return Target(options, profile)

    def _there(self, reach: Reach, flow: Flow, connection: Connection | None) -> list[Row]:
        """The files of a place; of a source that is asked what it would answer now, which is not asked yet."""
        if connection is None:  # of a draft
            return []
        if not _is_asked(flow):
            return self._files(reach, flow, connection)
        told: Row = {"connection": connection.id, "path": f"{flow.id}{_ANSWER}", "size": 0, "changed_at": time.time()}
        return [{**told, "rows": True, "wanted": True}]

    @staticmethod
    def _asked(path: str, reach: Reach, connection: Connection) -> bytes | None:
        """The first rows of the flow that a name of ``_there`` tells; None: it tells none."""
        flow = reach.settings.flow_by_id.get(path.removesuffix(_ANSWER)) if path.endswith(_ANSWER) else None
        if flow is None or not _is_asked(flow):
            return None
        content = reach.rows(flow, connection)
        if not content:
            raise Rejected("The source has no rows now that could be a sample.", "Take another sample, or try later.")
        return content

    @staticmethod
    def _files(reach: Reach, flow: Flow, connection: Connection) -> list[Row]:
        wants = _wants(flow)
        with closing(reach.store(connection)) as store:
            found = list(islice(store.list(), LISTED))
        rows: list[Row] = [
            {"connection": connection.id, "path": one.path, "size": one.size, "changed_at": one.mtime_ns / 1e9,
             "wanted": wants(one.path)}
            for one in found
        ]  # fmt: skip
        return sorted(rows, key=_offer, reverse=True)[:OFFERED]

    def _read(self, given: Table, reach: Reach) -> Sample:
        match dict(given):
            case {"connection": str(name), "path": str(path)}:
                connection = reach.settings.connection_by_id.get(name)
                if connection is None:
                    raise Rejected(f"There is no connection {name}.", "Save it first.")
                if (content := self._asked(path, reach, connection)) is not None:
                    return _begun(path, BytesIO(content))
                with closing(reach.store(connection)) as store, store.open(path) as stream:
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
        """Of an archive its first member; a workbook has to be whole, too."""
        from desktop_sync.formats.excel_kinds import looks_like_one

        if looks_like_one(sample.data):
            if sample.cut:
                raise Rejected(f"{sample.name} is a workbook of more than {PACKED:,} bytes.", "Take a smaller one.")
            return sample
        if not sample.data.startswith(_ARCHIVES):
            return sample if len(sample.data) <= LARGEST else Sample(sample.name, sample.data[:LARGEST], cut=True)
        if sample.cut:
            raise Rejected(f"{sample.name} is an archive of more than {PACKED:,} bytes.", "Take a smaller one.")
        from desktop_sync.formats.archive import Archives, Limits

        limits = Limits(PACKED * 64, 10_000)
        for member in Archives(lambda _: True, limits, zipped=True).members(BytesIO(sample.data)):
            with closing(member.open()) as stream:
                data = _bytes(stream, PACKED + 1)
            most = PACKED if looks_like_one(data) else LARGEST
            return Sample(member.name or sample.name, data[:most], cut=len(data) > most)
        raise Rejected(f"There is nothing in the archive {sample.name}.")


def _is_asked(flow: Flow) -> bool:
    from desktop_sync.sources import ASKED

    return flow.source.type in ASKED


def _offer(one: Row) -> tuple[bool, float]:
    """What the flow would take comes first, of that the newest."""
    return one["wanted"], one["changed_at"]


def _wants(flow: Flow) -> Callable[[str], bool]:
    """Which files of its place a flow takes."""
    from desktop_sync.sources.files import FilesOptions, wanted_by

    options = flow.source.options
    return wanted_by(options) if isinstance(options, FilesOptions) else lambda _: True


def _begun(name: str, stream: BinaryIO) -> Sample:
    data = _bytes(stream, PACKED + 1)
    return Sample(name, data[:PACKED], cut=len(data) > PACKED)


def _bytes(stream: BinaryIO, most: int) -> bytes:
    found = bytearray()
    while len(found) < most and (more := stream.read(min(1 << 18, most - len(found)))):
        found += more
    return bytes(found)
