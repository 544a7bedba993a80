"""A mapping as the settings hold it: which field of a document comes from which path of a record, and how.

Data only; ``core.mapping`` runs it. It must not know formats (a path is text here) nor resources' schemas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, StrictBool, StrictInt, StrictStr, Tag, model_validator
from pydantic_core import PydanticCustomError

from desktop_sync.core.conversion import Converter, Tables
from desktop_sync.core.convert_texts import LookupConverter
from desktop_sync.core.converters import AnyConverter
from desktop_sync.core.options import Options

Path = Annotated[str, Field(min_length=1, max_length=500)]
Literals: TypeAlias = StrictStr | StrictBool | StrictInt | datetime | date
TableValue: TypeAlias = StrictStr | StrictBool | StrictInt
_NAME = re.compile(r"[^.\s\[\]]+(\.[^.\s\[\]]+)*")
_OWN = frozenset({"from", "constant", "default", "convert", "raw", "each", "fields"})


def _exact(value: object) -> object:
    """A float has lost what was written; pydantic would also take a whole number for a date."""
    if isinstance(value, float):
        raise PydanticCustomError("number", 'write a number with a decimal point as text, such as "12.50"')
    return value


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Constant = Annotated[Literals, BeforeValidator(_exact)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class Taken(Options):
    """A value taken from a record: path, converters, and what stands for an empty one."""

    from_: Path = Field(alias="from", description="path in the record")
    convert: tuple[AnyConverter, ...] = Field(default=(), description="converters, applied in this order")
    default: Constant | None = Field(default=None, description="the value where the record has none; not converted")
    raw: bool = Field(default=False, description="keep blanks at both ends; otherwise they are cut off first")


class Value(Options):
    """One field: taken from the record by ``from``, or a ``constant``.

    A cancel and a partial document take no defaults: they would overwrite what Acme has.
    """

    from_: Path | None = Field(default=None, alias="from", description="path in the record")
    constant: Constant | None = Field(default=None, description="the same value in every document")
    convert: tuple[AnyConverter, ...] = Field(default=(), description="converters, applied in this order")
    default: Constant | None = Field(default=None, description="the value where the record has none; not converted")
    raw: bool = Field(default=False, description="keep blanks at both ends; otherwise they are cut off first")

    @model_validator(mode="after")
    def _check(self) -> Value:
        if (self.from_ is None) == (self.constant is None):
            raise PydanticCustomError("field", "a field has either from (a path in the record) or constant")
        if self.constant is not None and (self.convert or self.default is not None or self.raw):
            raise PydanticCustomError("field", "a constant has no convert, default or raw")
        return self


class Group(Options):
    """A list: one entry for each element at ``each``, with fields taken from that element."""

    each: Path = Field(description="path of the repeated element")
    fields: Fields


def _shape(value: object) -> str:
    return "group" if isinstance(value, Group) or (isinstance(value, dict) and "each" in value) else "value"


def _flat(value: object) -> object:
    """``buyer.number = …`` without quotes is a table in TOML: it means the same as ``"buyer.number" = …``."""
    return dict(_flattened(value)) if isinstance(value, dict) else value


def _flattened(fields: dict[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    for name, value in fields.items():
        nested = isinstance(value, dict) and value and not _OWN & value.keys()
        if nested and all(isinstance(inner, dict) for inner in value.values()):  # type: ignore[attr-defined]
            yield from _flattened(value, f"{before}{name}.")  # type: ignore[arg-type]
        else:
            yield before + name, value


def _names(fields: dict[str, Value | Group]) -> dict[str, Value | Group]:
    for name in fields:
        if _NAME.fullmatch(name) is None:
            raise PydanticCustomError("name", "{name} is no name of a field", {"name": repr(name)})
        if inside := [other for other in fields if other.startswith(f"{name}.")]:
            raise PydanticCustomError(
                "name", "{name} cannot be a value and also hold {inner}", {"name": name, "inner": inside[0]}
            )
    if not fields:
        raise PydanticCustomError("fields", "at least one field is needed")
    return fields


Fields = Annotated[
    dict[str, Annotated[Annotated[Value, Tag("value")] | Annotated[Group, Tag("group")], Discriminator(_shape)]],
    BeforeValidator(_flat),
]


class Condition(Options):
    """Holds when every part that is given holds. Texts are compared exactly, after blanks at both ends are cut off."""

    from_: Path = Field(alias="from", description="path in the record")
    is_: Texts | None = Field(default=None, alias="is", description="one of these texts")
    is_not: Texts | None = Field(default=None, description="none of these texts")
    empty: bool | None = Field(default=None, description="true: nothing stands there; false: something does")

    @model_validator(mode="after")
    def _check(self) -> Condition:
        if self.is_ is None and self.is_not is None and self.empty is None:
            raise PydanticCustomError("condition", "a condition needs is, is_not or empty")
        return self


class Rule(Options):
    """What is done with a record for which ``when`` holds."""

    when: Condition
    then: Literal["create", "update", "upsert", "cancel", "ignore"]


class MappingModel(Options):
    """How records become documents of one resource."""

    resource: str = Field(min_length=1, description="such as orders or invoices; the API profile lists them")
    partial: bool = Field(default=False, description="documents hold only what changed: never skipped, sent in order")
    reference: str = Field(default="", description="field that holds the external reference; default: the key field")
    version: Taken | None = Field(default=None, description="what the data itself says about its age")
    rules: tuple[Rule, ...] = Field(default=(), description="the first whose condition holds decides; none: upsert")
    fields: Fields
    tables: dict[str, dict[str, TableValue]] = Field(default_factory=dict, description="lookup tables by name")

    @model_validator(mode="after")
    def _check(self) -> MappingModel:
        for field, converters in _chains(self):
            _check_chain(field, converters, self.tables)
        for fields in _levels(self.fields):
            _names(fields)
        if self.reference and not isinstance(self.fields.get(self.reference), Value):
            raise PydanticCustomError("reference", "the fields have no {name}", {"name": self.reference})
        return self


def _levels(fields: dict[str, Value | Group]) -> Iterator[dict[str, Value | Group]]:
    yield fields
    for value in fields.values():
        if isinstance(value, Group):
            yield from _levels(value.fields)


def _chains(model: MappingModel) -> Iterator[tuple[str, tuple[Converter, ...]]]:
    if model.version is not None:
        yield "version", model.version.convert
    for fields in _levels(model.fields):
        yield from ((name, value.convert) for name, value in fields.items() if isinstance(value, Value))


def _check_chain(field: str, converters: tuple[Converter, ...], tables: Tables) -> None:
    for converter in converters:
        if isinstance(converter, LookupConverter) and converter.table not in tables:
            raise PydanticCustomError(
                "table",
                "{field} looks up the table {table}, which is not there; tables: {tables}",
                {"field": field, "table": repr(converter.table), "tables": ", ".join(tables) or "none"},
            )
    for converter in converters[:-1]:
        if not converter.gives_text(tables):
            raise PydanticCustomError(
                "convert",
                "{field}: {kind} must be the last converter, for what it gives is no text",
                {"field": field, "kind": next(kind for kind in [getattr(converter, "kind", "it")])},
            )
