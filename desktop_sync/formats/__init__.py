"""Formats: a payload becomes records. One file and one line in this registry for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from pydantic import BaseModel

from desktop_sync.core.ports import Format
from desktop_sync.formats.delimited import Delimited, DelimitedOptions
from desktop_sync.formats.excel import ExcelFormat, ExcelOptions
from desktop_sync.formats.json_lines import JsonFormat, JsonOptions
from desktop_sync.formats.xml import Xml, XmlOptions

Made: TypeAlias = Callable[[Any, Any], Format]
"""From options of the model below and what a mapping asks for."""

FORMATS: Mapping[str, Made] = {
    "xml": Xml,
    "delimited": Delimited,
    "json": JsonFormat,
    "excel": ExcelFormat,
}
"""Type of a format → its class."""

OPTIONS: Mapping[str, type[BaseModel]] = {
    "xml": XmlOptions,
    "delimited": DelimitedOptions,
    "json": JsonOptions,
    "excel": ExcelOptions,
}
"""Type of a format → the model of its options."""

ZIPPED = frozenset({"excel"})
"""Types of formats whose payloads may be a .zip that is no archive of files."""
