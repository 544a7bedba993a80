"""XML: a payload becomes records, streamed. Options, the format itself, and where something stands.

It must not know sources, documents or Acme. Reading is ``xml_walk``, encodings are ``encoding``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, ClassVar
from xml.parsers.expat import ExpatError

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from desktop_sync.core.errors import Owner, Rejected
from desktop_sync.core.mapping import Sources
from desktop_sync.core.model import Position, Record
from desktop_sync.core.options import Options, Size
from desktop_sync.formats.encoding import Utf8, codec
from desktop_sync.formats.xml_locate import Locate
from desktop_sync.formats.xml_paths import Names, RecordPath, clark, plan
from desktop_sync.formats.xml_walk import Walk
from desktop_sync.formats.xml_words import unreadable

_DECLARATION = re.compile(rb"""<\?xml\s[^>]*?\bencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']""")


class XmlOptions(Options):
    """How an XML payload is read."""

    record: str = Field(
        min_length=1, description='path of the element that is one record: "Orders/Order", "p:Orders/*", "//Order"'
    )
    namespaces: dict[str, str] = Field(
        default_factory=dict, description="prefixes used in paths and their URIs; the payload's own prefixes are free"
    )
    default_namespace: str = Field(
        default="", description="URI for names without prefix; they then match with it and without any namespace"
    )
    encoding: str = Field(default="", description="where the payload does not say it rightly; such as windows-1252")
    max_depth: int = Field(default=100, ge=2, le=10_000, description="elements inside each other")
    max_record: Size = Field(default=20_000_000, description="bytes of one record, its texts included")

    @field_validator("encoding")
    @classmethod
    def _known(cls, value: str) -> str:
        if value and codec(value) is None:
            raise PydanticCustomError("encoding", "there is no encoding of this name; known are utf-8, windows-1252 …")
        return value

    @model_validator(mode="after")
    def _path(self) -> XmlOptions:
        try:
            self.record_path()
        except ValueError as error:
            raise PydanticCustomError("record", "record: {why}", {"why": str(error)}) from None
        return self

    def names(self) -> Names:
        """The namespaces as paths use them."""
        return Names(self.namespaces, self.default_namespace)

    def record_path(self) -> RecordPath:
        """Raises ValueError in words."""
        return RecordPath.parse(self.record, self.names())


class XmlReading(Iterator[Record]):
    """The records of one payload. ``root``: its first element, ``count``: records so far."""

    def __init__(self, options: XmlOptions, walk: Walk, chunks: Utf8) -> None:
        self._options = options
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
        walk, size = self._walk, 0
        try:
            for chunk in self._chunks:
                size += len(chunk)
                walk.feed(chunk)
                yield from self._taken()
            walk.feed(b"", final=True)
        except ExpatError as error:
            yield from self._taken()
            raise unreadable(error, root=walk.root, open_since=walk.open_since, size=size) from error
        except Rejected:
            yield from self._taken()
            raise
        yield from self._taken()
        if not walk.fits:
            raise _another_kind(walk.root, self._options.record)

    def _taken(self) -> list[Record]:
        taken, self._walk.records = self._walk.records, []
        self.count += len(taken)
        return taken


def _another_kind(root: str, record: str) -> Rejected:
    """No record can be in it: archiving it as done would lose what it holds."""
    return Rejected(
        f"It is another kind of file: its first element is {root}, and records are looked for at {record}.",
        "If it is the right file, correct record (and namespaces) in the format of the flow.",
        Owner.VENDOR,
        reason="unreadable",
    )


class Xml:
    """The format. ``asked``: the paths that the mapping wants. Raises SettingsError for paths that cannot be."""

    options_model: ClassVar[type[XmlOptions]] = XmlOptions

    def __init__(self, options: XmlOptions, asked: Sources) -> None:
        self._options = options
        self._names = options.names()
        self._path = options.record_path()
        self._plan = plan(asked, self._names)

    def parse(self, payload: BinaryIO) -> XmlReading:
        """Positions hold line, column, XPath and, where the payload is UTF-8, the byte offset.

        Raises Rejected(reason='unreadable') for a payload that ends badly, after its readable records.
        """
        chunks = self._chunks(payload)
        offset = chunks.encoding.mark if chunks.direct else None
        options = self._options
        walk = Walk(self._path, self._plan, offset=offset, max_depth=options.max_depth, max_record=options.max_record)
        return XmlReading(options, walk, chunks)

    def locate(self, payload: BinaryIO, number: int, source: str = "") -> Position:
        """Where record ``number`` stands, or in it the element at ``source`` (``Lines/Line[2]/Qty``).

        Reads the payload again, so it costs nothing until a fault is shown. What is not there has the
        position of the nearest thing around it.
        """
        chunks = self._chunks(payload)
        offset = chunks.encoding.mark if chunks.direct else None
        return Locate(self._path, self._names, number, source, offset).find(chunks)

    def _chunks(self, payload: BinaryIO) -> Utf8:
        return Utf8(payload, _DECLARATION, self._options.encoding)


__all__ = ["Xml", "XmlOptions", "XmlReading", "clark"]
