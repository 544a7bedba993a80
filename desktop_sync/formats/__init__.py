"""Formats: a payload becomes records. One file and one line in this registry for each."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_sync.formats.xml import Xml

FORMATS: Mapping[str, type[Xml]] = {
    "xml": Xml,
}
