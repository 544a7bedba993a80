"""Rows as XML: elements named by the columns, or a template of one's own; checked against a schema if one is named.

Values are always escaped; characters that XML cannot hold become U+FFFD and are told. UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, cast

from pydantic import ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from desktop_sync.core.errors import Owner, Rejected, SettingsError
from desktop_sync.core.options import NamedFile, form
from desktop_sync.core.reports import About, Rendered, Row, Sink
from desktop_sync.reports.options import ReportOptions
from desktop_sync.reports.table import Table
from desktop_sync.reports.templates import whole
from desktop_sync.reports.xml_elements import Elements, attribute_of, is_name
from desktop_sync.reports.xml_template import Template
from desktop_sync.xml_schemas import XmlSchema, first_said, plain

_CHUNK = 1 << 16
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SIGNS = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class XmlReportOptions(ReportOptions):
    """XML with elements of one's own."""

    model_config = ConfigDict(title="XML")

    root: str = Field(
        default="Report",
        max_length=100,
        title="Root element",
        description="the element around everything",
        json_schema_extra=form(first=True),
    )
    row: str = Field(
        default="Row",
        max_length=100,
        title="Element of a row",
        description="the element of each row",
        json_schema_extra=form(first=True),
    )
    namespace: str = Field(default="", max_length=500, title="Namespace", description="the namespace of all elements")
    empty: bool = Field(
        default=False, title="Empty elements", description="also what is empty gets its element; else it is left out"
    )
    layout_file: NamedFile = Field(
        default="",
        title="Template file",
        description='an XML file instead of root, row and columns: the element with the attribute for-each="rows" is '
        'repeated for every row, one inside it with for-each="lines" for every entry of that list; {Heading} or '
        "{buyer.name} stands for a value, {title}, {flow}, {from}, {to}, {now} outside of rows",
        json_schema_extra=form(path="file"),
    )
    schema_: NamedFile = Field(
        default="",
        alias="schema",
        title="XML Schema",
        description="XSD that the report must meet; one that does not is refused",
        json_schema_extra=form(path="file"),
    )

    @field_validator("layout_file", "schema_")
    @classmethod
    def _usable(cls, value: str, info: Any) -> str:  # noqa: ANN401 - pydantic's
        if value:
            try:
                Template(value) if info.field_name == "layout_file" else XmlSchema(value)
            except SettingsError as error:
                raise PydanticCustomError("file", "{why}", {"why": str(error)}) from None
        return value

    @model_validator(mode="after")
    def _names(self) -> XmlReportOptions:
        for name in (self.root, self.row):
            if not is_name(name):
                raise PydanticCustomError("element", "{name} is no name of an XML element", {"name": repr(name)})
        try:
            Elements([*self.group_by, *self.columns], self.row, empty=False)
        except ValueError as error:
            raise PydanticCustomError("element", "{why}", {"why": str(error)}) from None
        return self


class Xml:
    """The report."""

    ending = "xml"
    media_type = "application/xml"
    options_model = XmlReportOptions

    def __init__(self, options: XmlReportOptions) -> None:
        self._options = whole(options)
        self._schema = XmlSchema(options.schema_) if options.schema_ else None
        self._template = Template(options.layout_file) if options.layout_file else None

    def render(self, rows: Iterable[Row], about: About, sink: Sink) -> Rendered:
        """Rejected(reason='schema') where the report is not as its schema says."""
        options = self._options
        table = Table(options, about.zone)
        if self._template is None:
            pieces = self._pieces(table, rows)
        else:
            pieces = self._template.pieces(options, table, rows, about)
        output = _Output(sink, self._schema)
        for piece in pieces:
            output.write(piece)
        output.close()
        return Rendered(table.rows, notes=(*table.notes(), *output.notes()))

    def _pieces(self, table: Table, rows: Iterable[Row]) -> Iterator[str]:
        options = self._options
        namespace = f' xmlns="{attribute_of(options.namespace)}"' if options.namespace else ""
        yield f"{_DECLARATION}<{options.root}{namespace}>\n"
        spell = Elements([*table.groups, *table.columns], options.row, empty=options.empty)
        yield from spell.rows(table, rows)
        yield f"</{options.root}>\n"


class _Output:
    """Text as UTF-8, row by row past the schema."""

    def __init__(self, sink: Sink, schema: XmlSchema | None) -> None:
        self._sink = sink
        self._parts: list[str] = []
        self._size = 0
        self._replaced = 0
        self._rows = -1
        self._schema = schema
        self._parser = None if schema is None else schema.parser()

    def write(self, text: str) -> None:
        if _SIGNS.search(text) is not None:
            text, count = _SIGNS.subn("\ufffd", text)
            self._replaced += count
        self._rows += 1
        if self._parser is not None:
            self._check(text)
        self._parts.append(text)
        self._size += len(text)
        if self._size > _CHUNK:
            self._flush()

    def _flush(self) -> None:
        self._sink.write("".join(self._parts).encode())
        self._parts, self._size = [], 0

    def close(self) -> None:
        self._flush()
        if self._parser is not None:
            self._ended(cast("Any", self._parser))

    def _ended(self, parser: Any) -> None:  # noqa: ANN401 - lxml's
        from lxml import etree

        try:
            parser.close()
        except etree.XMLSyntaxError as error:
            raise self._refusal(first_said(error)) from None

    def _check(self, text: str) -> None:
        from lxml import etree

        parser = cast("Any", self._parser)
        try:
            parser.feed(text.encode())
        except etree.XMLSyntaxError as error:
            raise self._refusal(first_said(error)) from None
        for entry in parser.feed_error_log:
            raise self._refusal(plain(entry.message))

    def _refusal(self, said: str) -> Rejected:
        name = "" if self._schema is None else self._schema.name
        return Rejected(
            f"The report is not as the schema {name} says, at row {max(self._rows, 1):,}: {said}",
            "Correct the columns of the report, or the schema.",
            Owner.VENDOR,
            "schema",
        )

    def notes(self) -> tuple[str, ...]:
        if not self._replaced:
            return ()
        return (f"{self._replaced:,} characters that XML cannot hold were replaced.",)
