"""XML Schemas (XSD) from files, compiled by libxml2: what XML that is read or written must meet.

Files only, as all XML that somebody names beside a schema: nothing is fetched over the network, no DTD, no entities. It
must not know what is validated.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote, urlsplit

from desktop_sync.core.errors import SettingsError

if TYPE_CHECKING:
    from lxml import etree
    from lxml.etree import ParserTarget

_MOST_FILES = 200
_XS = "{http://www.w3.org/2001/XMLSchema}"
_REFERS = tuple(f"{_XS}{name}" for name in ("include", "import", "redefine", "override"))
_KEYS = tuple(f"{_XS}{name}" for name in ("key", "unique", "keyref"))
_CLARK = re.compile(r"\{[^}]*\}")


class XmlSchema:
    """One compiled schema. Raises SettingsError with what is wrong and where."""

    def __init__(self, path: str) -> None:
        from lxml import etree

        self._file = Path(path)
        self.name = self._file.name
        self.keyed = False
        self._seen: set[Path] = set()
        document = self._read(self._file.resolve())
        try:
            self._schema = etree.XMLSchema(document)
        except etree.XMLSchemaParseError as error:
            raise SettingsError(f"{self._file.name} is no XML Schema that can be used: {first_said(error)}") from None

    def parser(self) -> etree.XMLParser:
        """For one document, to be fed; what it finds wrong stands in its ``feed_error_log``. It builds no tree."""
        from lxml import etree

        return etree.XMLParser(
            target=cast("ParserTarget", _Nothing()),
            schema=self._schema,
            encoding="utf-8",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=True,  # its limits are those of whoever feeds it
        )

    def _read(self, path: Path) -> etree._ElementTree:
        """One file, and all that it refers to: every one must be a file here."""
        self._seen.add(path)
        if len(self._seen) > _MOST_FILES:
            raise SettingsError(f"{self._file.name} refers to more than {_MOST_FILES} files.")
        document = xml_file(path)
        for element in document.iter(*_REFERS, *_KEYS):
            if element.tag in _KEYS:
                self.keyed = True
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


def xml_file(path: Path) -> etree._ElementTree:
    """An XML file that somebody named, without its comments. Raises SettingsError."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        document = etree.parse(str(path), parser)
    except OSError:
        raise SettingsError(f"There is no file {path}.") from None
    except etree.XMLSyntaxError as error:
        raise SettingsError(f"{path.name} is not XML: {error.msg}") from None
    if document.docinfo.internalDTD is not None:
        raise SettingsError(f"{path.name} has a DOCTYPE, which is never read; take it out.")
    return document


def plain(message: str) -> str:
    """What libxml2 says, without the namespaces before names."""
    return _CLARK.sub("", message)


def first_said(error: etree.LxmlError) -> str:
    """The first thing that libxml2 said, with its line in the schema."""
    entries = list(cast("Sequence[Any]", error.error_log))
    if not entries:
        return str(error)
    where = f"line {entries[0].line}: " if entries[0].line else ""
    return where + plain(entries[0].message)
