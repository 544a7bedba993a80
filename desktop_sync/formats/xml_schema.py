"""An XML Schema (XSD) that payloads must meet: validated by libxml2 while they are read, without a tree.

What is wrong inside a record is a fault of that record; what is wrong around the records refuses the payload. Files
only: nothing is fetched over the network. It must not know records' values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote, urlsplit

from desktop_sync.core.errors import Owner, Rejected, SettingsError
from desktop_sync.formats.xml_locate import Window

if TYPE_CHECKING:
    from lxml import etree
    from lxml.etree import ParserTarget

MOST = 1000  # things wrong with one payload, then it is given up
KEYED = 100_000  # records that are read where the schema has keys, which libxml2 remembers all
_MOST_FILES = 200
_XS = "{http://www.w3.org/2001/XMLSchema}"
_REFERS = tuple(f"{_XS}{name}" for name in ("include", "import", "redefine", "override"))
_KEYS = tuple(f"{_XS}{name}" for name in ("key", "unique", "keyref"))
_EMPTY = re.compile(rb"""<(?:[^<>"']|"[^"]*"|'[^']*')*/>""")
_CLARK = re.compile(r"\{[^}]*\}")


class XmlSchema:
    """One compiled schema. Raises SettingsError with what is wrong and where."""

    def __init__(self, path: str) -> None:
        from lxml import etree

        self._file = Path(path)
        self._keyed = False
        self._seen: set[Path] = set()
        document = self._read(self._file.resolve())
        try:
            self._schema = etree.XMLSchema(document)
        except etree.XMLSchemaParseError as error:
            raise SettingsError(f"{self._file.name} is no XML Schema that can be used: {_first(error)}") from None

    def start(self) -> SchemaRun:
        """For one payload."""
        return SchemaRun(self._schema, self._file.name, keyed=self._keyed)

    def _read(self, path: Path) -> etree._ElementTree:
        """One file, and all that it refers to: every one must be a file here."""
        from lxml import etree

        self._seen.add(path)
        if len(self._seen) > _MOST_FILES:
            raise SettingsError(f"{self._file.name} refers to more than {_MOST_FILES} files.")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            document = etree.parse(str(path), parser)
        except OSError:
            raise SettingsError(f"There is no file {path}.") from None
        except etree.XMLSyntaxError as error:
            raise SettingsError(f"{path.name} is not XML: {error.msg}") from None
        if document.docinfo.internalDTD is not None:
            raise SettingsError(f"{path.name} has a DOCTYPE, which is never read; take it out.")
        for element in document.iter(*_REFERS, *_KEYS):
            if element.tag in _KEYS:
                self._keyed = True
            elif (location := element.get("schemaLocation")) is not None:
                self._follow(path, location)
        return document

    def _follow(self, path: Path, location: str) -> None:
        if urlsplit(location).scheme not in {"", "file"} or location.startswith("//"):
            raise SettingsError(
                f"{path.name} refers to {location}, and nothing is fetched over the network: put that file beside it."
            )
        target = (path.parent / unquote(location)).resolve()
        if target not in self._seen:
            self._read(target)


class _Nothing:
    """Takes no events, so that libxml2 builds no tree; an event that is not taken costs nothing."""

    def close(self) -> None: ...


class SchemaRun:
    """One payload. It is given the bytes piece by piece and tells what was found wrong in each piece, with its line."""

    def __init__(self, schema: etree.XMLSchema, name: str, *, keyed: bool) -> None:
        from lxml import etree

        self._parser = etree.XMLParser(
            target=cast("ParserTarget", _Nothing()),
            schema=schema,
            encoding="utf-8",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=True,  # its limits are those of the walk, which reads first
        )
        self._name = name
        self._keyed = keyed
        self._records = 0
        self._at = 0
        self._line = 1
        self._found = 0

    def record(self, window: Window, start: int, end: int) -> list[tuple[int, str]]:
        """What is wrong with the record from ``start`` to its end tag. Raises Rejected for what is wrong before it."""
        self.outside(window, start)
        self._records += 1
        if self._keyed and self._records > KEYED:
            raise _rejected(
                f"It has more than {KEYED:,} records, and the schema {self._name} has keys (xs:key, xs:unique), for "
                "which all of them would have to be kept in memory.",
                "Let the sending system write smaller files, or use a schema without keys.",
            )
        if _EMPTY.fullmatch(b"".join(window.between(start, end))) is None:
            end = window.after(b">", end)
        return list(self._until(window, end))

    def outside(self, window: Window, end: int) -> None:
        """Everything up to here stands outside of records. Raises Rejected when something is wrong with it."""
        if found := list(self._until(window, end)):
            line, words = found[0]
            raise self._not_as_it_says(f"At line {line}, outside of the records: {words}")

    def _until(self, window: Window, end: int) -> Iterator[tuple[int, str]]:
        """Line by line: libxml2 does not tell lines while it is fed."""
        from lxml import etree

        for data in window.between(self._at, end):
            for line in data.splitlines(keepends=True):
                try:
                    self._parser.feed(line)
                except etree.XMLSyntaxError as error:
                    raise self._not_as_it_says(f"At line {self._line} it could not go on: {_first(error)}") from None
                yield from self._new()
                self._line += line.endswith(b"\n")
        self._at = max(self._at, end)

    def _new(self) -> Iterator[tuple[int, str]]:
        log = cast("Sequence[Any]", self._parser.feed_error_log)
        if len(log) == self._found:
            return
        new = list(log)[self._found :]
        self._found = len(log)
        for entry in new:
            yield self._line, _CLARK.sub("", entry.message)
        if self._found > MOST:
            raise self._not_as_it_says(f"More than {MOST:,} things are otherwise, the last at line {self._line}.")

    def _not_as_it_says(self, what: str) -> Rejected:
        return _rejected(
            f"It is not as the schema {self._name} says. {what}",
            "Let the sending system write it so, or correct the schema in the format of the flow.",
        )


def _rejected(what: str, hint: str) -> Rejected:
    return Rejected(what, hint, Owner.VENDOR, reason="unreadable")


def _first(error: etree.LxmlError) -> str:
    """The first thing that libxml2 said, with its line in the schema."""
    entries = list(cast("Sequence[Any]", error.error_log))
    if not entries:
        return str(error)
    where = f"line {entries[0].line}: " if entries[0].line else ""
    return where + _CLARK.sub("", entries[0].message)
