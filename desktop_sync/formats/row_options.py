"""What options say of rows that become records, for formats that have rows: each once, with its words.

Which of them a format has, where they stand among its others and what holds by default is told there. It must not know
a format.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from desktop_sync.core.options import Options, form


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Column = Annotated[str, Field(min_length=1, max_length=200)]
Texts = Annotated[tuple[Column, ...], BeforeValidator(_listed)]


class RecordType(Options):
    """Rows of one type, told apart by the column ``record_type``: a header, its lines, their taxes."""

    type: Texts = Field(
        title="Type", default=(), description="what stands in the column record_type; left out: the name itself"
    )
    below: str = Field(
        title="Belongs to", default="", description="name of the type it belongs to; empty: it begins a record"
    )
    columns: tuple[Column, ...] = Field(
        title="Columns", default=(), description="names of its columns; left out: the header row's"
    )
    shared: bool = Field(
        title="Holds for all that follow",
        default=False,
        description='no record: every record after it has its columns, as "NAME/COLUMN"; for file headers',
    )


Optionals = Annotated[
    tuple[Column, ...],
    Field(title="Columns that may be missing", description="columns that may be missing in the header row"),
]
Key = Annotated[
    Texts,
    Field(
        title="Columns of one record",
        json_schema_extra=form(first=True),
        description="columns that rows of one record have in common; the rows are then its lines",
    ),
]
Group = Annotated[
    str,
    Field(title="Name of the lines", min_length=1, description='how the mapping calls these lines: each = "lines"'),
]
KeyReturns = Annotated[
    Literal["refuse", "new_record"],
    Field(
        title="A key that comes again",
        json_schema_extra=form(choices={"refuse": "Refuse the file", "new_record": "Begins a new record"}),
        description="a key that comes again after others: refuse the file, which is not in order, or it begins "
        "a new record",
    ),
]
EmptyKey = Annotated[
    Literal["refuse", "same"],
    Field(
        title="Rows without a key",
        json_schema_extra=form(choices={"refuse": "Refuse", "same": "Belong to the record before"}),
        description="rows without a key: refuse them, or they belong to the record before",
    ),
]
Differing = Annotated[
    Literal["refuse", "first"],
    Field(
        title="Rows that differ",
        json_schema_extra=form(choices={"refuse": "Refuse the record", "first": "The first one counts"}),
        description="rows of one record differ in a column of its header: refuse the record, or the first row counts",
    ),
]
RecordTypes = Annotated[
    dict[str, RecordType], Field(title="Row types", description="types of rows, by names for the mapping")
]
OtherTypes = Annotated[
    Literal["refuse", "skip"],
    Field(
        title="Rows of other types",
        json_schema_extra=form(choices={"refuse": "Refuse", "skip": "Leave out"}),
        description="rows of a type that is not named in records: refuse them, or leave them out",
    ),
]
