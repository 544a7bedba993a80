"""XML: a payload becomes records, streamed. Options, the format itself, and where something stands.

It must not know sources, documents or Acme. Reading is ``xml_walk``, encodings are ``encoding``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, BinaryIO, ClassVar
from xml.parsers.expat import ExpatError

from pydantic import ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from desktop_sync.core.encodings import codec
from desktop_sync.core.errors import Owner, Rejected, SettingsError
from desktop_sync.core.model import Fault, Position, Record
from desktop_sync.core.options import NamedFile, Options, Size, form
from desktop_sync.core.sources import Asked, Sources
from desktop_sync.formats.encoding import Utf8, detect
from desktop_sync.formats.xml_locate import RecordPlaces
from desktop_sync.formats.xml_paths import Names, RecordPath, clark, overlaps, plan
from desktop_sync.formats.xml_schema import SchemaRun
from desktop_sync.formats.xml_walk import Kind, Walk
from desktop_sync.formats.xml_words import unreadable
from desktop_sync.xml_schemas import XmlSchema

_KIND = r"^[a-z0-9][a-z0-9_-]{0,39}$"
_MOST = 20  # things wrong with one record that are listed
DECLARATION = re.compile(rb"""<\?xml\s[^>]*?\bencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']""")


class XmlOptions(Options):
    """How an XML payload is read."""

    model_config = ConfigDict(title="XML")

    record: str = Field(
        title="Path of a record",
        json_schema_extra=form(first=True),
        default="",
        description='path of the element that is one record: "Orders/Order", "p:Orders/*", "//Order"',
    )
    records: dict[Annotated[str, Field(pattern=_KIND)], str] = Field(
        title="Several kinds of record",
        default_factory=dict,
        description="instead of record, where a payload holds several kinds: the name of each kind and its path; a "
        "mapping says of which kind it is (of)",
    )
    namespaces: dict[str, str] = Field(
        title="Namespaces",
        json_schema_extra=form(first=True),
        default_factory=dict,
        description="prefixes used in paths and their URIs; the payload's own prefixes are free",
    )
    default_namespace: str = Field(
        title="Default namespace",
        default="",
        description="URI for names without prefix; they then match with it and without any namespace",
    )
    encoding: str = Field(
        title="Encoding",
        json_schema_extra=form(first=True),
        default="",
        description="where the payload does not say it rightly; such as windows-1252",
    )
    schema_: NamedFile = Field(
        title="XML Schema",
        json_schema_extra=form(first=True, path="file"),
        default="",
        alias="schema",
        description="XML Schema (XSD) that payloads must meet: a record that does not is refused, the others go on; "
        "what is wrong around the records refuses the file. A relative path is looked for beside the settings",
    )
    max_depth: int = Field(
        title="Most elements inside each other", default=100, ge=2, le=10_000, description="elements inside each other"
    )
    max_record: Size = Field(
        title="Largest record", default=20_000_000, description="bytes of one record, its texts included"
    )

    @field_validator("encoding")
    @classmethod
    def _known(cls, value: str) -> str:
        if value and codec(value) is None:
            raise PydanticCustomError("encoding", "there is no encoding of this name; known are utf-8, windows-1252 …")
        return value

    @field_validator("schema_")
    @classmethod
    def _usable(cls, value: str) -> str:
        if value and Path(value).is_absolute():  # by then it was found
            try:
                XmlSchema(value)
            except SettingsError as error:
                raise PydanticCustomError("schema", "{why}", {"why": str(error)}) from None
        return value

    @model_validator(mode="after")
    def _path(self) -> XmlOptions:
        if bool(self.record) == bool(self.records):
            raise PydanticCustomError("record", "either record (one path) or records (a path for each kind) is needed")
        try:
            problems = list(overlaps(self.record_paths()))
        except ValueError as error:
            raise PydanticCustomError("record", "record: {why}", {"why": str(error)}) from None
        if problems:
            raise PydanticCustomError("record", "records: {why}", {"why": problems[0]})
        return self

    def kinds(self) -> tuple[str, ...]:
        """Names of the kinds of record; one empty name where there is one kind."""
        return tuple(self.records) or ("",)

    def path_problems(self, asked: Sources, kind: str = "") -> list[tuple[str, str]]:
        """Of the paths that a mapping asks for, those that cannot be, each with why; the same for all kinds."""
        del kind
        return plan(asked, self.names())[1]

    def names(self) -> Names:
        """The namespaces as paths use them."""
        return Names(self.namespaces, self.default_namespace)

    def record_paths(self) -> dict[str, RecordPath]:
        """By kind. Raises ValueError in words."""
        return {
            kind: RecordPath.parse(path, self.names()) for kind, path in (self.records or {"": self.record}).items()
        }


class XmlReading(Iterator[Record]):
    """The records of one payload. ``root``: its first element, ``count``: records so far."""

    def __init__(self, options: XmlOptions, walk: Walk, chunks: Utf8, schema: SchemaRun | None) -> None:
        self._options = options
        self._schema = schema
        self._walk = walk
        self._chunks = chunks
        self._records = self._read()
        self.count = 0

    def __next__(self) -> Record:
        return next(self._records)

    @property
    def root(self) -> str:
        """``{uri}Orders``; empty before the first record was asked for."""
        return self._walk.root

    def _read(self) -> Iterator[Record]:
        """Every readable record, also where the payload ends badly; then what is wrong with it is raised."""
        walk = self._walk
        try:
            for chunk in self._chunks:
                walk.feed(chunk)
                yield from self._taken()
            walk.feed(b"", final=True)
        except ExpatError as error:
            yield from self._taken(ended_badly=True)
            raise unreadable(error, root=walk.root, open_since=walk.open_since, size=walk.fed) from error
        except Rejected:
            yield from self._taken(ended_badly=True)
            raise
        finally:
            walk.close()
        yield from self._taken()
        if not walk.fits:
            raise _another_kind(walk.root, self._options)

    def _taken(self, *, ended_badly: bool = False) -> Iterator[Record]:
        taken, self._walk.records = self._walk.records, []
        self.count += len(taken)
        if self._schema is None:
            return iter(taken)
        return self._checked(taken, self._schema, ended_badly=ended_badly)

    def _checked(self, records: Sequence[Record], schema: SchemaRun, *, ended_badly: bool) -> Iterator[Record]:
        for record in records:
            places = record.locate
            if isinstance(places, RecordPlaces):
                wrong = schema.record(places.window, places.start, places.end)
                yield replace(record, faults=tuple(_faults(wrong, record.position))) if wrong else record
        if ended_badly:  # what the walk did not accept, the schema never sees
            return
        open_since = self._walk.open_index
        schema.outside(self._walk.window, self._walk.fed if open_since is None else open_since)


def _faults(wrong: Sequence[tuple[int, str]], position: Position) -> Iterator[Fault]:
    for line, words in wrong[:_MOST]:
        what = f"it is not as the schema says: {words}"
        yield Fault(what, position=Position(line, path=position.path), owner=Owner.VENDOR, reason="schema")
    if len(wrong) > _MOST:
        yield Fault(f"{len(wrong) - _MOST:,} more things are otherwise than the schema says", position=position)


def _another_kind(root: str, options: XmlOptions) -> Rejected:
    """No record can be in it: archiving it as done would lose what it holds."""
    paths = " or ".join(options.records.values() or [options.record])
    return Rejected(
        f"It is another kind of file: its first element is {root}, and records are looked for at {paths}.",
        "If it is the right file, correct record (and namespaces) in the format of the flow.",
        Owner.VENDOR,
        reason="unreadable",
    )


class Xml:
    """The format. ``asked``: the paths that mappings want, by kind. Raises SettingsError for paths that cannot be."""

    options_model: ClassVar[type[XmlOptions]] = XmlOptions

    def __init__(self, options: XmlOptions, asked: Asked) -> None:
        self._options = options
        self._names = options.names()
        self._schema = XmlSchema(options.schema_) if options.schema_ else None
        plans = {kind: plan(asked.get(kind, Sources()), self._names) for kind in options.record_paths()}
        if problems := [f"{path!r}: {why}" for _, found in plans.values() for path, why in found]:
            raise SettingsError("The mapping asks for paths that do not work in XML.", tuple(problems))
        self._kinds = [
            Kind(kind, path, plans[kind][0], plans[kind][0].height) for kind, path in options.record_paths().items()
        ]

    def parse(self, payload: BinaryIO) -> XmlReading:
        """Positions hold line, column, XPath and, where the payload is UTF-8, the byte offset.

        Raises Rejected(reason='unreadable') for a payload that ends badly, after its readable records.
        """
        options = self._options
        chunks = Utf8(payload, DECLARATION, options.encoding)
        walk = Walk(
            self._kinds,
            self._names,
            offset=chunks.encoding.mark if chunks.direct else None,
            max_depth=options.max_depth,
            max_record=options.max_record,
        )
        return XmlReading(options, walk, chunks, None if self._schema is None else SchemaRun(self._schema))

    def encoding(self, head: bytes) -> tuple[str, int]:
        """As ``core.ports.Format``."""
        found = detect(head, DECLARATION, self._options.encoding)
        return found.name, found.mark


__all__ = ["Xml", "XmlOptions", "XmlReading", "clark"]
