"""The options of a source of the type ``mssql``: which table, how changes are told, what a document is.

Pure: nothing here asks a database.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import ConfigDict, Field, field_validator, model_validator

from desktop_sync.core.first_run import ASK, FirstRun, is_day
from desktop_sync.core.options import Duration, Options, form
from desktop_sync.sources.mssql.names import ColumnName, TableName

Mode = Literal["rowversion", "change_tracking", "timestamp", "increasing_key", "marked", "procedure", "query"]
OF_TABLES = frozenset({"rowversion", "change_tracking", "timestamp", "increasing_key", "marked"})


class MssqlOptions(Options):
    """Options of a source of the type ``mssql``."""

    model_config = ConfigDict(title="MS SQL Server")

    mode: Mode = Field(
        title="How changes are told",
        json_schema_extra=form(
            first=True,
            choices={
                "rowversion": "By a rowversion column (recommended)",
                "change_tracking": "By the server's change tracking",
                "timestamp": "By a time of change",
                "increasing_key": "By a key that only grows (new rows only)",
                "marked": "By a status that is marked after delivery (outbox)",
                "procedure": "A stored procedure says it",
                "query": "A query says it",
            },
        ),
        default="rowversion",
        description="`rowversion`: the server counts every change; nothing is missed. `change_tracking`: the same, "
        "with deletions, where the database keeps track. `timestamp`: a column says when a row was changed; a change "
        "of a transaction that lasts longer than `overlap` is missed, so rowversion is better. `increasing_key`: new "
        "rows by a growing number; changes are not seen. `marked`: rows of one status, which is changed after "
        "delivery. `procedure`, `query`: everything that comes is compared with what came before.",
    )
    table: TableName = Field(
        title="Table",
        json_schema_extra=form(first=True),
        default="",
        description="The table or view with one row for each document, such as `dbo.Orders`.",
    )
    key: tuple[ColumnName, ...] = Field(
        title="Key", default=(), max_length=8, description="The columns that name a row. Left out: the primary key."
    )
    columns: tuple[ColumnName, ...] = Field(
        title="Columns", default=(), description="The columns that are read. Left out: all of them."
    )
    version: ColumnName = Field(
        title="Column that tells changes",
        json_schema_extra=form(first=True),
        default="",
        description="For `timestamp` the column with the time of the last change; for `rowversion` left out: the "
        "table's rowversion column.",
    )
    lines_table: TableName = Field(
        title="Table of the lines",
        json_schema_extra=form(first=True),
        default="",
        description="The table with the lines of the documents, such as `dbo.OrderLines`. A document is read again "
        "when any of its lines was changed.",
    )
    lines_link: tuple[ColumnName, ...] = Field(
        title="Columns of the lines that name the document",
        default=(),
        max_length=8,
        description="In the order of `key`. Left out: the columns of the same names.",
    )
    lines_columns: tuple[ColumnName, ...] = Field(
        title="Columns of the lines", default=(), description="The columns that are read. Left out: all of them."
    )
    lines_order: tuple[ColumnName, ...] = Field(
        title="Order of the lines", default=(), description="Left out: by the primary key of their table."
    )
    lines_version: ColumnName = Field(
        title="Column of the lines that tells changes",
        default="",
        description="As `version`, for the lines. Left out: their rowversion column; for `timestamp` none, so that "
        "only changes of the document's own row are seen.",
    )
    lines_name: ColumnName = Field(
        title="Name of the lines", default="Lines", min_length=1, description="What the lines are called in a record."
    )
    complete_when: Literal["always", "status", "lines"] = Field(
        title="A document is complete",
        json_schema_extra=form(
            choices={
                "always": "Always",
                "status": "When a column has a certain value",
                "lines": "When as many lines are there as a column says",
            }
        ),
        default="always",
        description="One that is not complete is left out until it is: it comes with its next change.",
    )
    complete_column: ColumnName = Field(
        title="The column that says it",
        default="",
        description="For `status` and `lines`: the column of the table.",
    )
    complete_values: tuple[str, ...] = Field(
        title="Its values",
        json_schema_extra=form(when=("complete_when", "status")),
        default=(),
        description="For `status`: the values that mean complete.",
    )
    min_age: Duration = Field(
        title="Minimum age",
        default=30.0,
        le=3600,
        description="Rows that were changed within this time are left for the next look, by the database's clock: "
        "document and lines may be written one after the other.",
    )
    overlap: Duration = Field(
        title="Overlap",
        json_schema_extra=form(when=("mode", "timestamp")),
        default=600.0,
        le=7 * 86400,
        description="For `timestamp`: so far back every look begins, because a transaction shows its rows only when it "
        "ends; what was read before is not taken again. A transaction that lasts longer is missed.",
    )
    clock: Literal["local", "utc"] = Field(
        title="Times are",
        json_schema_extra=form(
            choices={"local": "In the server's own time zone", "utc": "In UTC"}, when=("mode", "timestamp")
        ),
        default="local",
        description="For `timestamp`: in which time the column is written. The test shows the server's clock.",
    )
    mark_column: ColumnName = Field(
        title="Status column",
        json_schema_extra=form(first=True, when=("mode", "marked")),
        default="",
        description="For `marked`: the column that is changed after delivery; the only thing that is ever written.",
    )
    mark_new: str = Field(
        title="Its value for new rows",
        json_schema_extra=form(first=True, when=("mode", "marked")),
        default="",
        max_length=200,
        description="For `marked`. Left out: rows without a value.",
    )
    mark_done: str = Field(
        title="Its value for delivered rows",
        json_schema_extra=form(first=True, when=("mode", "marked")),
        default="",
        max_length=200,
        description="For `marked`: what is written when everything of a row has arrived.",
    )
    mark_failed: str = Field(
        title="Its value for refused rows",
        json_schema_extra=form(when=("mode", "marked")),
        default="",
        max_length=200,
        description="For `marked`. Left out: a row that was refused keeps its status.",
    )
    procedure: TableName = Field(
        title="Stored procedure",
        json_schema_extra=form(first=True, when=("mode", "procedure")),
        default="",
        description="For `procedure`: its name, such as `dbo.NewOrders`.",
    )
    parameters: tuple[str, ...] = Field(
        title="Parameters",
        json_schema_extra=form(when=("mode", "procedure")),
        default=(),
        max_length=50,
        description="For `procedure`: `name=value` each; they are bound, never written into the statement.",
    )
    query: str = Field(
        title="Query",
        json_schema_extra=form(first=True, when=("mode", "query")),
        default="",
        max_length=100_000,
        description="For `query`: one SELECT. It is sent as it stands here; a login that may only read keeps it from "
        "doing anything else. Of a second six digits are read: convert finer times to text.",
    )
    batch_size: int = Field(
        title="Rows at a time",
        default=5000,
        ge=1,
        le=50_000,
        description="So many rows are read in one page, and become one item.",
    )
    nolock: bool = Field(
        title="Read past locks (NOLOCK)",
        default=False,
        description="Reads what others have not committed: rows may be wrong, doubled or left out. Only where a "
        "database administrator asks for it.",
    )
    first_run: FirstRun = Field(
        title="Rows that are there already",
        default=ASK,
        description="What becomes of the rows that are there when the flow looks for the first time: `all` are sent, "
        "`from_now` none of them, a date: those of that day and later, by `first_run_column` (for `timestamp` by the "
        "time of the change). `ask`: a person is asked, with their number, and until then nothing is sent.",
    )
    first_run_column: ColumnName = Field(
        title="Column with the day of a row",
        default="",
        description="A column with a date or a time, which says of which day a row is, so that a first run can begin "
        "with a date. Rows without a value are sent. Not for `timestamp`, where the time of the change says it.",
    )

    @property
    def takes_days(self) -> bool:
        """Whether a first run can begin with a date."""
        return self.mode == "timestamp" or bool(self.first_run_column)

    @field_validator("query")
    @classmethod
    def _query(cls, value: str) -> str:
        if "\0" in value:
            raise ValueError("expected text")
        return value.strip()

    @field_validator("parameters")
    @classmethod
    def _parameters(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for one in value:
            if not one.partition("=")[1] or not one.partition("=")[0].strip().removeprefix("@"):
                raise ValueError('expected "name=value" for each parameter')
        return value

    @model_validator(mode="after")
    def _together(self) -> Self:
        for fault in self._faults():
            raise ValueError(fault)
        return self

    def _faults(self) -> Iterator[str]:
        if self.mode in OF_TABLES and not self.table:
            yield f"mode = {self.mode} needs a table"
        if self.mode == "timestamp" and not self.version:
            yield "mode = timestamp needs version: the column with the time of the last change"
        if self.mode == "marked" and not (self.mark_column and self.mark_done):
            yield "mode = marked needs mark_column and mark_done"
        if self.mode == "marked" and self.mark_new in {self.mark_done, self.mark_failed or self.mark_done + " "}:
            yield "mark_new must be another value than mark_done and mark_failed, or a row would come again and again"
        if self.mode == "procedure" and not self.procedure:
            yield "mode = procedure needs the name of the procedure"
        if self.mode == "query" and not self.query:
            yield "mode = query needs a query"
        if self.complete_when != "always" and not self.complete_column:
            yield f"complete_when = {self.complete_when} needs complete_column"
        if self.complete_when == "status" and not self.complete_values:
            yield "complete_when = status needs complete_values"
        if self.complete_when == "lines" and not self.lines_table:
            yield "complete_when = lines needs lines_table"
        if self.lines_table and self.mode not in OF_TABLES:
            yield f"mode = {self.mode} takes no lines_table: let the query bring one row for each document"
        if is_day(self.first_run) and not self.takes_days:
            yield "first_run takes a date only with first_run_column: nothing else tells of which day a row is"
        if self.first_run_column and self.mode == "timestamp":
            yield "mode = timestamp takes no first_run_column: version says when a row was changed"

    def warnings(self) -> Iterator[tuple[str, str]]:
        """What is sound and still unwise: the option, and why."""
        if self.mode == "timestamp":
            yield (
                "mode",
                (
                    "a change of a transaction that lasts longer than overlap is missed; "
                    "a rowversion column misses nothing"
                ),
            )
        if self.nolock:
            yield "nolock", "rows are read that others have not committed: they may be wrong, doubled or left out"
