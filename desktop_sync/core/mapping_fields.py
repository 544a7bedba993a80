"""The fields of a mapping as the settings hold them: taken from a record, constant, computed, lists and objects.

Data only; ``core.filling`` runs it. It must not know formats (a path is text here) nor resources' schemas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, StrictBool, StrictInt, StrictStr, Tag, model_validator
from pydantic_core import PydanticCustomError

from desktop_sync.core.conditions import ONE, WHERE, Condition, Path, Texts, chooses, exact, listed
from desktop_sync.core.converters import AnyConverter
from desktop_sync.core.options import Kind, Options

Literals: TypeAlias = StrictStr | StrictBool | StrictInt | datetime | date
Place: TypeAlias = "tuple[str | int, ...]"
_NAME = re.compile(r"[^.\s\[\]*]+(\.[^.\s\[\]*]+)*")
Constant = Annotated[Literals, BeforeValidator(exact)]
Paths = Annotated[
    tuple[Path, ...], BeforeValidator(listed), Field(min_length=1, max_length=50), Kind("path, or several in a list")
]


class Taken(Options):
    """A value taken from a record: path, converters, and what stands for an empty one.

    With ``one`` it is taken from the one element for which ``where`` holds, and ``from`` begins there.
    """

    from_: Path = Field(alias="from", description="path in the record")
    one: Path | None = ONE
    where: Condition | None = WHERE
    convert: tuple[AnyConverter, ...] = Field(default=(), description="converters, applied in this order")
    default: Constant | None = Field(default=None, description="the value where the record has none; not converted")
    raw: bool = Field(default=False, description="keep blanks at both ends; otherwise they are cut off first")

    @model_validator(mode="after")
    def _check(self) -> Taken:
        chooses(self.one, self.where)
        return self


class Value(Options):
    """One field: taken from the record by ``from``, or a ``constant``, or in a list the ``position`` of the entry.

    With ``one`` it is taken from the one element for which ``where`` holds, and ``from`` begins there. A cancel and a
    partial document take no defaults, for these would overwrite what Acme has, and need no field.
    """

    from_: Paths | None = Field(
        default=None,
        alias="from",
        description="path in the record; of several in a list, the first where something stands, or all with join",
    )
    one: Path | None = ONE
    where: Condition | None = WHERE
    join: str | None = Field(
        default=None, description='puts all paths together with this between them, such as " "; empty ones are left out'
    )
    constant: Constant | None = Field(default=None, description="the same value in every document")
    position: bool = Field(
        default=False,
        description="the number of the entry in its list, from 1: for lines to which the source gives no number",
    )
    convert: tuple[AnyConverter, ...] = Field(default=(), description="converters, applied in this order")
    default: Constant | None = Field(default=None, description="the value where the record has none; not converted")
    required: bool = Field(default=False, description="a record that has no value here is refused, whatever Acme says")
    raw: bool = Field(default=False, description="keep blanks at both ends; otherwise they are cut off first")

    @model_validator(mode="after")
    def _check(self) -> Value:
        if (self.from_ is not None) + (self.constant is not None) + self.position != 1:
            raise PydanticCustomError("field", "a field has either from (a path in the record), constant or position")
        given = self.convert or self.default is not None or self.raw or self.required or self.join is not None
        if self.from_ is None and (given or self.one is not None):
            word = "a position" if self.position else "a constant"
            raise PydanticCustomError("field", "{word} has no convert, default, required, join or raw", {"word": word})
        chooses(self.one, self.where)
        if self.required and self.default is not None:
            raise PydanticCustomError("field", "a field with a default is never missing: leave out required")
        if self.join is not None and len(self.from_ or ()) < 2:  # noqa: PLR2004 - one is not put together
            raise PydanticCustomError("field", "join puts several paths together: write them in a list in from")
        return self


class Group(Options):
    """Several fields together: a list with an entry for each element at ``each``, or an object from ``one`` element."""

    each: Path | None = Field(default=None, description="path of the repeated element: the field is a list")
    one: Path | None = Field(
        default=None,
        description="path of the element: the field is an object. Where several are left, the record is refused",
    )
    where: Condition | None = WHERE
    fields: Fields = Field(description="what is taken from each element; paths begin at the element")

    @model_validator(mode="after")
    def _check(self) -> Group:
        if (self.each is None) == (self.one is None):
            raise PydanticCustomError("group", "fields together have either each (a list) or one (an object)")
        return self

    @property
    def path(self) -> str:
        """Where the elements stand."""
        return self.each or self.one or ""


class Computed(Options):
    """A field that is counted from other fields of the document."""

    sum: Texts | None = Field(
        default=None,
        description='fields that are added up, over all entries of a list: "lines.line_total"; '
        '"lines.quantity * lines.unit_price" multiplies in each entry first; "- discounts.amount" subtracts',
    )
    count: Path | None = Field(default=None, description='the list whose entries are counted, such as "lines"')
    places: int | None = Field(
        default=None, ge=0, le=12, description="each amount is rounded to so many decimal places before, half up"
    )

    @model_validator(mode="after")
    def _check_one(self) -> Computed:
        if (self.sum is None) == (self.count is None):
            raise PydanticCustomError("computed", "either sum or count is needed")
        if self.places is not None and self.sum is None:
            raise PydanticCustomError("computed", "places belongs to a sum")
        return self


Field_: TypeAlias = Value | Group | Computed


def _shape(value: object) -> str:
    if isinstance(value, Group) or (isinstance(value, dict) and _groups(value)):
        return "group"
    return "computed" if isinstance(value, Computed) or (isinstance(value, dict) and _sums(value)) else "value"


def _groups(value: dict[str, object]) -> bool:
    """With ``from``, ``one`` is where a single value stands."""
    return "each" in value or ("one" in value and "from" not in value)


def _sums(value: dict[str, object]) -> bool:
    return "sum" in value or "count" in value


def _flat(value: object) -> object:
    """``buyer.number = …`` without quotes is a table in TOML: it means the same as ``"buyer.number" = …``."""
    return dict(_flattened(value)) if isinstance(value, dict) else value


def _flattened(fields: dict[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    for name, value in fields.items():
        if _nested(value):
            yield from _flattened(value, f"{before}{name}.")  # type: ignore[arg-type]
        else:
            yield before + name, value


def _nested(value: object) -> bool:
    """No field has tables only, but a group has, whose ``each`` was forgotten."""
    if not isinstance(value, dict) or not value or {"where", "fields"} & value.keys():
        return False
    return all(isinstance(inner, dict) for inner in value.values())


def names_problems(fields: Mapping[str, Field_]) -> Iterator[str]:
    """Why these cannot be the fields of one object."""
    if not fields:
        yield "at least one field is needed"
    for name in fields:
        if _NAME.fullmatch(name) is None:
            yield f"{name!r} is no name of a field"
        elif inside := [other for other in fields if other.startswith(f"{name}.")]:
            yield f"{name} cannot be a value and also hold {inside[0]}"


def named(fields: Mapping[str, Field_], before: str = "", at: Place = ("fields",)) -> Iterator[tuple[str, Place]]:
    """Every field by its name in a document (``lines[].sku``), with its place in the mapping; inner ones too."""
    for name, value in fields.items():
        yield before + name, (*at, name)
        if isinstance(value, Group):
            entry = "[]" if value.each is not None else ""
            yield from named(value.fields, f"{before}{name}{entry}.", (*at, name, "fields"))


Fields = Annotated[
    dict[
        str,
        Annotated[
            Annotated[Value, Tag("value")] | Annotated[Group, Tag("group")] | Annotated[Computed, Tag("computed")],
            Discriminator(_shape),
        ],
    ],
    BeforeValidator(_flat),
]
