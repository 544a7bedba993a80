"""What the settings say about a report in PDF: paper, looks, charts, and what a letter has beside its table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from pydantic import ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from desktop_sync.core.conditions import Path
from desktop_sync.core.options import NamedFile, Options, form
from desktop_sync.reports.options import Column, ReportOptions

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class ChartOptions(Options):
    """One chart above the table."""

    title: str = Field(default="", max_length=200, title="Title", description="its title; left out: what it shows")
    type: Literal["bar", "line"] = Field(
        default="bar",
        title="Type",
        description="bars or a line",
        json_schema_extra=form(choices={"bar": "Bars", "line": "Line"}),
    )
    by: str = Field(
        min_length=1,
        max_length=100,
        title="Along the bottom",
        description="heading of the column or group along the bottom",
    )
    value: str = Field(
        default="",
        max_length=100,
        title="Value",
        description="heading of the column that is added up; left out: rows are counted",
    )


class TitleOptions(Options):
    """Titles of letters by what stands in a field of theirs."""

    from_: Path = Field(alias="from", title="By", description="field of the document that decides, such as type")
    words: dict[str, str] = Field(
        min_length=1,
        max_length=50,
        title="Words",
        description="its values, and the title for each: credit_note = "
        '"Credit note"; with any other value, title counts',
    )


class TaxOptions(Options):
    """Taxes by their rates, among the sums of a letter."""

    each: Path = Field(
        title="For each",
        description="list of the document with rate, base and amount of each tax, such as taxes",
    )
    sum: str = Field(
        min_length=1,
        max_length=100,
        title="Sum",
        description="heading of the sum before which they stand; a single one stands in its place",
    )


class PdfReportOptions(ReportOptions):
    """A PDF, to be read and printed."""

    model_config = ConfigDict(title="PDF")

    paper: Literal["a4", "letter"] = Field(
        default="a4",
        title="Paper",
        description="its size",
        json_schema_extra=form(choices={"a4": "A4", "letter": "Letter"}),
    )
    orientation: Literal["portrait", "landscape"] = Field(
        default="portrait",
        title="Orientation",
        description="how it lies",
        json_schema_extra=form(choices={"portrait": "upright", "landscape": "landscape"}),
    )
    logo: NamedFile = Field(
        default="",
        title="Logo",
        description="a PNG or JPEG for the first page",
        json_schema_extra=form(path="file", first=True),
    )
    accent: str = Field(default="#1F4E79", title="Colour", description="of headings and charts, as #RRGGBB")
    font_size: float = Field(
        default=8.5, ge=6, le=12, title="Size of the text", description="in points; smaller where columns need it"
    )
    layout: Literal["table", "letter"] = Field(
        default="table",
        title="Layout",
        description="table: all rows in one table; letter: every document is a letter with its lines",
        json_schema_extra=form(choices={"table": "one table", "letter": "a letter for each document"}),
    )
    charts: tuple[ChartOptions, ...] = Field(
        default=(), max_length=4, title="Charts", description="charts above the table"
    )
    titles: TitleOptions | None = Field(
        default=None, title="Title by content", description="of a letter: another title, by a field of the document"
    )
    sender: tuple[str, ...] = Field(
        default=(), max_length=8, title="Sender", description="of a letter: name and address, line by line"
    )
    recipient: tuple[Path, ...] = Field(
        default=("bill_to", "buyer"),
        max_length=5,
        title="Recipient",
        description="of a letter: the party whose address it bears; of several the first that is there",
    )
    facts: tuple[Column, ...] = Field(
        default=(), max_length=20, title="Facts", description="of a letter: what stands beside the address"
    )
    sums: tuple[Column, ...] = Field(
        default=(),
        max_length=20,
        title="Sums",
        description="of a letter: what stands below the lines; the last is the total",
    )
    taxes: TaxOptions | None = Field(
        default=None, title="Taxes by rate", description="of a letter: a line among the sums for each rate of tax"
    )
    opening: str = Field(
        default="", max_length=2000, title="Opening", description="of a letter: the text before the lines"
    )
    closing: tuple[Path, ...] = Field(
        default=(), max_length=10, title="Closing", description="of a letter: fields whose text stands at the end"
    )
    foot: tuple[str, ...] = Field(
        default=(), max_length=4, title="Foot", description="of a letter: lines at its end, such as the bank account"
    )

    @field_validator("accent")
    @classmethod
    def _colour(cls, value: str) -> str:
        if _COLOUR.fullmatch(value) is None:
            raise PydanticCustomError("colour", "expected a colour such as #1F4E79")
        return value

    @field_validator("logo")
    @classmethod
    def _picture(cls, value: str) -> str:
        if value and not value.lower().endswith((".png", ".jpg", ".jpeg")):
            raise PydanticCustomError("logo", "expected a file .png, .jpg or .jpeg")
        return value

    @model_validator(mode="after")
    def _charted(self) -> PdfReportOptions:
        if self.template and not self.columns:
            return self  # checked with what the template says
        shown = {column.name: column for column in (*self.group_by, *self.columns)}
        for chart in self.charts:
            if missing := [name for name in (chart.by, chart.value) if name and name not in shown]:
                raise PydanticCustomError("chart", "there is no column {name}", {"name": repr(missing[0])})
            if chart.value and (
                chart.value not in {one.name for one in self.columns} or not shown[chart.value].numeric
            ):
                raise PydanticCustomError("chart", "{name} is no column with numbers", {"name": repr(chart.value)})
        return self

    def rgb(self) -> tuple[float, float, float]:
        """The accent from 0 to 1."""
        red, green, blue = (int(self.accent[at : at + 2], 16) / 255 for at in (1, 3, 5))
        return red, green, blue

    def reads(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """What only letters show counts where it is a letter, or somebody has written it."""
        yield from super().reads()
        if self.titles is not None:
            yield ("titles",), self.titles.from_
        if self.taxes is not None:
            yield ("taxes",), self.taxes.each
        for part in ("facts", "sums"):
            for number, column in enumerate(getattr(self, part)):
                yield from (((part, number), field) for field in column.fields())
        for part in ("recipient", "closing"):
            if self.layout == "letter" or part in self.model_fields_set:
                yield from (((part, number), field) for number, field in enumerate(getattr(self, part)))
