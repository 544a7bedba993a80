"""A mapping as the settings hold it: which field of a document comes from which path of a record, and how.

Data only; ``core.mapping`` runs it. It must not know formats (a path is text here) nor resources' schemas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field, StrictBool, StrictInt, StrictStr, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from desktop_sync.core.conditions import Condition, exact, problem
from desktop_sync.core.conversion import Converter, Tables
from desktop_sync.core.convert_texts import LookupConverter
from desktop_sync.core.mapping_fields import Computed, Field_, Fields, Group, Place, Taken, Value, names_problems
from desktop_sync.core.options import Kind, NamedFile, Options
from desktop_sync.core.terms import terms_problem

__all__ = ["Check", "Computed", "Group", "MappingModel", "Rule", "TableFile", "Taken", "Value"]

TableValue: TypeAlias = StrictStr | StrictBool | StrictInt
Exact = Annotated[
    Decimal, BeforeValidator(exact), Field(ge=0, max_digits=24, allow_inf_nan=False), Kind("number as text")
]


class Rule(Options):
    """What is done with a record for which ``when`` holds."""

    when: Condition = Field(description="what the record says")
    then: Literal["create", "update", "upsert", "cancel", "ignore"] = Field(
        description="create, update: only that; upsert: whichever fits; cancel; ignore: nothing is made of the record"
    )


class Check(Computed):
    """A sum or count that must be what the record says; a record that says nothing is not checked."""

    equals: str | Taken = Field(
        description='a field of the document, such as "totals.net", or what stands in the record: '
        '{from = "Trailer/Count", convert = ["integer"]}'
    )
    tolerance: Exact = Field(default=Decimal(0), description='how much they may differ, such as "0.05"')


class TableFile(Options):
    """A lookup table in a file: CSV with one line of headings, or TOML with ``key = value`` lines."""

    file: NamedFile = Field(min_length=1, description="its path; a relative one is looked for beside this file")
    key: str = Field(default="", description="CSV: heading of the column with the keys; left out: the first column")
    value: str = Field(default="", description="CSV: heading of the column with the values; left out: the second")
    delimiter: Literal[",", ";", "\t", "|"] = Field(default=",", description="CSV: what stands between the columns")
    encoding: str = Field(default="utf-8", description="such as utf-8 or windows-1252")


class MappingModel(Options):
    """How records become documents of one resource."""

    resource: str = Field(min_length=1, description="such as orders or invoices; the API profile lists them")
    partial: bool = Field(default=False, description="documents hold only what changed: never skipped, sent in order")
    reference: str = Field(default="", description="field that holds the external reference; default: the key field")
    version: Taken | None = Field(default=None, description="what the data itself says about its age")
    rules: tuple[Rule, ...] = Field(default=(), description="the first whose condition holds decides; none: upsert")
    fields: Fields = Field(description="fields of the document; a name with points is an object inside")
    checks: tuple[Check, ...] = Field(default=(), description="sums and counts that must be what the record says")
    tables: dict[str, dict[str, TableValue]] = Field(default_factory=dict, description="lookup tables by name")
    table_files: dict[str, TableFile] = Field(default_factory=dict, description="lookup tables in files, by name")

    @model_validator(mode="after")
    def _check(self) -> MappingModel:
        if problems := list(dict.fromkeys(_problems(self))):
            raise ValidationError.from_exception_data("mapping", [_detail(at, why) for at, why in problems])
        return self

    def described(self) -> dict[str, object]:
        """What it means, as JSON: equal for mappings that do the same. Tables from files are in ``tables``."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"table_files"})


def _detail(at: Place, why: str) -> InitErrorDetails:
    return {"type": PydanticCustomError("mapping", "{why}", {"why": why}), "loc": at, "input": {}}


def _problems(model: MappingModel) -> Iterator[tuple[Place, str]]:
    """What is wrong although every part of it is right, each with its place."""
    for at, converters in _chains(model):
        yield from ((at, why) for why in _chain_problems(converters, model.tables))
    for at, fields in levels(model.fields):
        yield from ((at, why) for why in names_problems(fields))
    yield from _position_problems(model.fields)
    for at, condition in conditions(model):
        if why := problem(condition, model.tables):
            yield at, why
    if model.reference and not isinstance(model.fields.get(model.reference), Value):
        yield ("reference",), f"the fields have no {model.reference}"
    yield from _computed_problems(model)


def _position_problems(
    fields: Mapping[str, Field_], at: Place = ("fields",), *, listed: bool = False
) -> Iterator[tuple[Place, str]]:
    for name, value in fields.items():
        if isinstance(value, Group):
            yield from _position_problems(value.fields, (*at, name, "fields"), listed=value.each is not None)
        elif isinstance(value, Value) and value.position and (not listed or "." in name):
            yield (*at, name), "a position is that of an entry in its list: it belongs into the fields of an each"


def levels(fields: Mapping[str, Field_], at: Place = ("fields",)) -> Iterator[tuple[Place, Mapping[str, Field_]]]:
    """These fields, and those of every group inside, each with its place."""
    yield at, fields
    for name, value in fields.items():
        if isinstance(value, Group):
            yield from levels(value.fields, (*at, name, "fields"))


def conditions(model: MappingModel) -> Iterator[tuple[Place, Condition]]:
    """Every condition, those inside others too."""
    for number, rule in enumerate(model.rules):
        yield from _inside(rule.when, ("rules", number, "when"))
    for at, fields in levels(model.fields):
        for name, value in fields.items():
            if isinstance(value, Group | Value) and value.where is not None:
                yield from _inside(value.where, (*at, name, "where"))
    for place, taken in _takings(model):
        if taken.where is not None:
            yield from _inside(taken.where, (*place, "where"))


def _takings(model: MappingModel) -> Iterator[tuple[Place, Taken]]:
    """What is taken from a record beside the fields."""
    if model.version is not None:
        yield ("version",), model.version
    for number, check in enumerate(model.checks):
        if isinstance(check.equals, Taken):
            yield ("checks", number, "equals"), check.equals


def _inside(condition: Condition, at: Place) -> Iterator[tuple[Place, Condition]]:
    yield at, condition
    for word, several in (("all", condition.all_), ("any", condition.any_)):
        for number, one in enumerate(several or ()):
            yield from _inside(one, (*at, word, number))
    if condition.not_ is not None:
        yield from _inside(condition.not_, (*at, "not"))
    if condition.where is not None:
        yield from _inside(condition.where, (*at, "where"))


def _chains(model: MappingModel) -> Iterator[tuple[Place, tuple[Converter, ...]]]:
    for at, fields in levels(model.fields):
        yield from (((*at, name), value.convert) for name, value in fields.items() if isinstance(value, Value))
    yield from ((at, condition.convert) for at, condition in conditions(model))
    yield from ((at, taken.convert) for at, taken in _takings(model))


def _chain_problems(converters: tuple[Converter, ...], tables: Tables) -> Iterator[str]:
    for converter in converters:
        if isinstance(converter, LookupConverter) and converter.table not in tables:
            yield f"looks up the table {converter.table!r}, which is not there; tables: {', '.join(tables) or 'none'}"
            return
    for converter in converters[:-1]:
        if converter.gives(tables) != "text":
            yield f"{getattr(converter, 'kind', 'it')} must be the last converter, for what it gives is no text"


def place_of(model: MappingModel, path: str) -> Place:
    """Where the mapping first names a path of the record; its top when it does not."""
    for at, fields in levels(model.fields):
        for name, value in fields.items():
            if isinstance(value, Value) and path in (value.from_ or ()):
                return (*at, name, "from")
            if isinstance(value, Value) and path == value.one:
                return (*at, name, "one")
            if isinstance(value, Group) and path == value.path:
                return (*at, name, "each" if value.each is not None else "one")
    taken: list[tuple[Place, Condition | Taken]] = [*conditions(model), *_takings(model)]
    found = ((*at, "from" if path == one.from_ else "one") for at, one in taken if path in (one.from_, one.one))
    return next(found, ())


def _computed_problems(model: MappingModel) -> Iterator[tuple[Place, str]]:
    for at, fields in levels(model.fields):
        for name, value in fields.items():
            if isinstance(value, Computed) and (why := _computed_problem(value, model, at)):
                yield (*at, name), why
    for number, check in enumerate(model.checks):
        if why := terms_problem(check, model.fields, model.tables):
            yield ("checks", number), why
        if why := _given_problem(check, model):
            yield ("checks", number, "equals"), why


def _computed_problem(value: Computed, model: MappingModel, at: Place) -> str:
    if at != ("fields",):
        return "only a field of the document itself is computed, not one inside a group"
    return terms_problem(value, model.fields, model.tables)


def _given_problem(check: Check, model: MappingModel) -> str:
    if isinstance(check.equals, Taken):
        gives = check.equals.convert[-1].gives(model.tables) if check.equals.convert else "text"
        return "" if gives == "number" else 'say how the number is written: convert = [{decimal = "1234.50"}]'
    return terms_problem(Computed(sum=(check.equals,)), model.fields, model.tables)
