"""What the settings say about a workbook: which sheet, which rows, columns, what makes one record, limits.

Data and whether it fits together; nothing is read here. What makes records of rows is that of delimited text, with the
same names. It must not know payloads or mappings.
"""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from desktop_sync.core.cells import COLUMNS, column_of, letters
from desktop_sync.core.options import Options, Size, form
from desktop_sync.core.sources import Sources
from desktop_sync.formats.delimited_options import DelimitedOptions
from desktop_sync.formats.row_options import (
    Column,
    Differing,
    EmptyKey,
    Group,
    Key,
    KeyReturns,
    Optionals,
    OtherTypes,
    RecordTypes,
)

LETTERS = 702  # columns that can be named by their letters: up to ZZ


class ExcelOptions(Options):
    """How a workbook of Excel (.xlsx, .xlsm, .xls) is read."""

    model_config = ConfigDict(title="Excel")

    sheet: str = Field(
        title="Sheet",
        json_schema_extra=form(first=True),
        default="",
        max_length=100,
        description="name of the sheet, or its number among those that show: 1 is the first. A pattern such as "
        "`Orders*` takes all sheets that fit, one after the other. Left out: the first one that shows.",
    )
    skip: int = Field(
        title="Rows left out at the start",
        json_schema_extra=form(first=True),
        default=0,
        ge=0,
        le=10_000,
        description="rows at the start that are left out, such as a title: 3 where the headings stand in row 4",
    )
    header: bool = Field(
        title="First row names the columns",
        json_schema_extra=form(first=True),
        default=True,
        description="the first row with text holds the names of the columns; a column without one is called by its "
        "letter, as all are with false: A, B, C and so on",
    )
    columns: tuple[Column, ...] = Field(
        title="Columns",
        json_schema_extra=form(first=True),
        default=(),
        description="names of the columns from A on, instead of the header row's",
    )
    optional: Optionals = ()
    empty_rows: Literal["skip", "end"] = Field(
        title="Empty rows",
        json_schema_extra=form(choices={"skip": "Leave out", "end": "End the table"}),
        default="skip",
        description="rows without any text below the first record: leave them out, or what is below them is not read, "
        "such as totals",
    )
    hidden_rows: Literal["take", "skip"] = Field(
        title="Hidden rows",
        json_schema_extra=form(choices={"take": "Take", "skip": "Leave out"}),
        default="take",
        description="rows that Excel does not show, by a filter or otherwise: take them like others, or leave them out",
    )
    key: Key = ()
    group: Group = "lines"
    key_returns: KeyReturns = "refuse"
    empty_key: EmptyKey = "refuse"
    differing: Differing = "refuse"
    record_type: str = Field(
        title="Column of the row type", default="", description="column (name or letter) that tells the type of a row"
    )
    records: RecordTypes = Field(default_factory=dict)
    other_types: OtherTypes = "refuse"
    max_record: Size = Field(
        title="Largest record", default=5_000_000, description="letters of one record, all its rows together"
    )
    max_columns: int = Field(title="Most columns", default=1000, ge=1, le=COLUMNS, description="columns of one row")

    @model_validator(mode="after")
    def _check(self) -> ExcelOptions:
        try:
            self.rows()
        except ValidationError as error:
            found = "; ".join(str(one["msg"]) for one in error.errors(include_url=False))
            raise PydanticCustomError("excel", "{problems}", {"problems": found}) from None
        return self

    def rows(self) -> DelimitedOptions:
        """By which rows become records, once cells are texts."""
        same = self.model_dump(exclude={"sheet", "skip", "empty_rows", "hidden_rows"})
        if not self.header:
            same["columns"] = self.columns or tuple(letters(number) for number in range(1, LETTERS + 1))
            same["record_type"] = str(column_of(self.record_type) or self.record_type)
        return DelimitedOptions(**same, delimiter="tab", ragged="fit", line_breaks=False)

    def kinds(self) -> tuple[str, ...]:
        """Names of the kinds of record; one empty name where there is one kind."""
        return self.rows().kinds()

    def path_problems(self, asked: Sources, kind: str = "") -> list[tuple[str, str]]:
        """Of the paths that a mapping asks for records of this kind, those that cannot be, each with why."""
        return self.rows().path_problems(asked, kind)
