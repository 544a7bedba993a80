"""Formats: a payload becomes records. One file and one line in this registry for each."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_sync.formats.xml import Xml, XmlOptions

FORMATS: Mapping[str, type[Xml]] = {
    "xml": Xml,
}
"""Type of a format → its class, which is made from the options below and the paths that a mapping asks for."""

OPTIONS: Mapping[str, type[XmlOptions]] = {"xml": XmlOptions}
"""Type of a format → the model of its options."""
