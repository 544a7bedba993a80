"""What every report has: columns, computed columns, groups with sub-totals, order, language.

Data and whether it fits together. It must not know how anything is drawn or written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from desktop_sync.core.conditions import Path, Texts
from desktop_sync.core.converters import AnyConverter
from desktop_sync.core.mapping_fields import Paths
from desktop_sync.core.options import Kind, Options, form
from desktop_sync.core.terms import named_in

CellKind: TypeAlias = Literal["text", "number", "money", "percent", "date", "time", "yes_no"]
_FIELD = re.compile(r"[^.\s\[\]*]+(\.[^.\s\[\]*]+)*")
_KINDS = {
    "text": "Text",
    "number": "Number",
    "money": "Amount of money",
    "percent": "Percent",
    "date": "Date",
    "time": "Date and time",
    "yes_no": "Yes or no",
}
_NUMBERS = frozenset({"number", "money", "percent"})
LOCALES = {
    "en": "English, days as 2026-05-03",
    "en-GB": "English (United Kingdom)",
    "en-US": "English (United States)",
    "de": "German",
    "de-AT": "German (Austria)",
    "de-CH": "German (Switzerland)",
}
Locale: TypeAlias = Literal["en", "en-GB", "en-US", "de", "de-AT", "de-CH"]


class Column(Options):
    """One column: taken ``from`` a field, or counted (``sum``, ``count``). Fields of a list's entry: ``lines.sku``."""

    name: str = Field(min_length=1, max_length=100, title="Heading", description="its heading")
    from_: Paths | None = Field(
        default=None,
        alias="from",
        title="Field",
        description="field of the document, such as buyer.name; of several in a list, the first where something "
        "stands, or all with join",
        json_schema_extra=form(first=True, fields="several"),
    )
    join: str | None = Field(
        default=None, title="Between", description="puts all fields together with this between them"
    )
    sum: Texts | None = Field(
        default=None,
        title="Sum of",
        description='fields that are added up, over all entries of a list: "lines.quantity * lines.unit_price"; '
        '"- totals.tax" subtracts',
    )
    count: Path | None = Field(
        default=None,
        title="Number of",
        description="the list whose entries are counted",
        json_schema_extra=form(fields="list"),
    )
    kind: CellKind = Field(
        default="text",
        title="Kind",
        description="what stands there; a value that is something else stands as it is, and is told",
        json_schema_extra=form(first=True, choices=_KINDS),
    )
    convert: tuple[AnyConverter, ...] = Field(
        default=(), title="Converters", description="converters, applied in this order to the text"
    )
    words: dict[str, str] = Field(
        default_factory=dict, title="Words", description="what is written instead of a value: open = offen"
    )
    default: str = Field(default="", max_length=1000, title="Otherwise", description="where nothing stands")
    places: int | None = Field(
        default=None,
        ge=0,
        le=12,
        title="Decimal places",
        description="decimal places that are shown, half up; each amount of a sum is rounded so before. Left out: 2 "
        "of money, up to 6 where an amount of a document has more; else as they are",
    )
    currency: Path | None = Field(
        default=None,
        title="Currency",
        description="the field with the currency of an amount; totals are then kept apart by it",
        json_schema_extra=form(fields="one", when=("kind", "money")),
    )
    total: bool = Field(
        default=False,
        title="Add up",
        description="sub-totals and totals of this column",
        json_schema_extra=form(first=True),
    )
    width: int = Field(
        default=0,
        ge=0,
        le=500,
        title="Width",
        description="in characters, on paper and in Excel; 0: as its content needs",
    )
    element: str = Field(
        default="",
        max_length=100,
        title="Element",
        description="in XML, the element it stands in, such as Buyer/Name, or @id for an attribute; left out: the "
        "heading, as far as it is a name",
    )

    @model_validator(mode="after")
    def _check(self) -> Column:
        sources = [self.from_ is not None, self.sum is not None, self.count is not None]
        if sum(sources) != 1:
            raise PydanticCustomError("column", "a column has one of: from (a field), sum, count")
        if self.from_ is None and (self.convert or self.join is not None or self.words):
            raise PydanticCustomError("column", "join, convert and words belong to a column with from")
        if self.join is not None and len(self.from_ or ()) <= 1:
            raise PydanticCustomError("column", "join puts several fields together: write them in a list in from")
        if self.total and not self.numeric:
            raise PydanticCustomError("column", "only numbers and money are added up: say so with kind")
        if self.currency is not None and self.kind != "money":
            raise PydanticCustomError("column", 'a currency belongs to a column of kind "money"')
        for text in self.sum or ():
            try:
                named_in(text)
            except ValueError as error:
                raise PydanticCustomError("column", "{why}", {"why": str(error)}) from None
        for name in self.fields():
            if _FIELD.fullmatch(name) is None:
                raise PydanticCustomError("column", "{name} is no name of a field", {"name": repr(name)})
        return self

    @property
    def numeric(self) -> bool:
        """Whether numbers stand there; what is counted is one by itself."""
        return self.kind in _NUMBERS or self.from_ is None

    def fields(self) -> Iterator[str]:
        """Every field that it reads."""
        yield from self.from_ or ()
        for text in self.sum or ():
            yield from named_in(text)[1]
        yield from (name for name in (self.count, self.currency) if name is not None)


def _sort(value: object) -> object:
    """``"-date"`` as the table of options it means."""
    if isinstance(value, str):
        return {"from": value.removeprefix("-"), "descending": value.startswith("-")}
    return value


class SortOptions(Options):
    """One thing that decides the order of rows. In short: ``"date"``, or ``"-date"`` for the newest first."""

    from_: Path = Field(
        alias="from", title="Field", description="field of the document", json_schema_extra=form(fields="one")
    )
    kind: CellKind | None = Field(
        default=None,
        title="Kind",
        description="what it is compared as; left out: as the column that shows it, else as text",
        json_schema_extra=form(choices=_KINDS),
    )
    descending: bool = Field(
        default=False,
        title="Descending",
        description="largest, or newest, first",
        json_schema_extra=form(first=True),
    )


Sort = Annotated[SortOptions, BeforeValidator(_sort), Kind("field, or -field for the largest first")]


class ReportOptions(Options):
    """What every kind of report has."""

    template: str = Field(
        default="",
        max_length=100,
        title="Template",
        description="a built-in report to begin with; what stands beside it here counts instead",
        json_schema_extra=form(
            first=True,
            choices={
                "": "none, own columns",
                "order_summary": "order summary",
                "order_confirmation": "order confirmation",
                "invoice_list": "invoice list",
                "invoice": "invoice",
                "reconciliation": "daily reconciliation",
            },
        ),
    )
    title: str = Field(default="", max_length=200, title="Title", description="its title; left out: the template's")
    locale: Locale = Field(
        default="en",
        title="Language and country",
        description="the language of fixed words, and how numbers, days and times are written for people",
        json_schema_extra=form(first=True, choices=LOCALES),
    )
    each: str = Field(
        default="",
        max_length=100,
        title="A row for each",
        description='a list of the document, such as "lines": every entry is a row; left out: every document is one',
        json_schema_extra=form(fields="list"),
    )
    files: Literal["", "one", "each"] = Field(
        default="",
        title="Files",
        description="one file with all documents, or a file for each document: it is delivered by itself, a mail has "
        "one of them, and {reference} in its name stands for the document. Left out: as the template, else one",
        json_schema_extra=form(
            first=True,
            choices={"": "as the template", "one": "one with all documents", "each": "one for each document"},
        ),
    )
    most_files: int = Field(
        default=1000,
        ge=1,
        le=10_000,
        title="Most files",
        description="where every document has a file of its own: a period with more documents is not made, which is a "
        "problem, so that a wrong filter floods no folder and no mailbox",
    )
    columns: tuple[Column, ...] = Field(
        default=(),
        max_length=200,
        title="Columns",
        description="the columns, from left to right",
        json_schema_extra=form(first=True),
    )
    group_by: tuple[Column, ...] = Field(
        default=(),
        max_length=5,
        title="Groups",
        description="rows with the same values stand together, with sub-totals; the first is the outermost",
        json_schema_extra=form(first=True),
    )
    sort: tuple[Sort, ...] = Field(
        default=(),
        max_length=10,
        title="Order",
        description="the order of rows; left out: as Acme lists them",
        json_schema_extra=form(first=True),
    )

    @model_validator(mode="after")
    def _check_columns(self) -> ReportOptions:
        names = [column.name for column in (*self.group_by, *self.columns)]
        if twice := [name for name in names if names.count(name) > 1]:
            raise PydanticCustomError("columns", "two columns are called {name}", {"name": repr(twice[0])})
        return self

    def reads(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every field that it reads, with its place in the options."""
        for part in ("group_by", "columns"):
            for number, column in enumerate(getattr(self, part)):
                yield from (((part, number), field) for field in column.fields())
        yield from ((("sort", number), one.from_) for number, one in enumerate(self.sort))
        if self.each:
            yield ("each",), self.each
