"""A condition as the settings hold it: what a record must say. Data only; ``core.deciding`` runs it.

It must not know formats (a path is text here) nor what is decided by it.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field, StrictInt, StrictStr, model_validator
from pydantic_core import PydanticCustomError

from desktop_sync.core.conversion import Gives, Tables
from desktop_sync.core.converters import AnyConverter
from desktop_sync.core.options import Kind, Options
from desktop_sync.core.patterns import compiled

Path = Annotated[str, Field(min_length=1, max_length=500)]
BOUNDS = ("above", "at_least", "at_most", "below")
_OTHERS = ("is_", "is_not", "matches")


def exact(value: object) -> object:
    """A float has lost what was written; pydantic would also take a whole number for a date."""
    if isinstance(value, float):
        raise PydanticCustomError("number", 'write a number with a decimal point as text, such as "12.50"')
    return value


def chooses(one: str | None, where: object) -> None:
    """``where`` needs something to choose from."""
    if where is not None and one is None:
        raise PydanticCustomError("field", "where chooses among elements: name their path in one")


def listed(value: object) -> object:
    """One text is a list of one."""
    return [value] if isinstance(value, str) else value


ONE = Field(
    default=None,
    description="path of the element that the value is taken from. Where several are left, the record is refused",
)
WHERE = Field(default=None, description="only elements for which this holds; its paths begin at the element")
Texts = Annotated[tuple[str, ...], BeforeValidator(listed), Kind("text, or several in a list")]
Bound: TypeAlias = Annotated[
    StrictInt | StrictStr | datetime | date, BeforeValidator(exact), Kind("number, date, or date and time")
]
Comparable: TypeAlias = Decimal | date | datetime


class Condition(Options):
    """Either what stands at ``from``, and then every test that is given holds; or ``all``, ``any``, ``not``.

    With ``one`` it is taken from the one element for which ``where`` holds, and ``from`` begins there.
    Texts are compared exactly, after blanks at both ends are cut off and the converters have run.
    """

    from_: Path | None = Field(default=None, alias="from", description="path in the record")
    one: Path | None = ONE
    where: Condition | None = WHERE
    convert: tuple[AnyConverter, ...] = Field(
        default=(), description="converters, applied in this order; numbers and dates are compared as such"
    )
    is_: Texts | None = Field(default=None, alias="is", description="one of these texts")
    is_not: Texts | None = Field(default=None, description="none of these texts")
    matches: str | None = Field(
        default=None, min_length=1, max_length=1000, description="the whole text has this form (RE2)"
    )
    empty: bool | None = Field(default=None, description="true: nothing stands there; false: something does")
    above: Bound | None = Field(default=None, description='more, or later, than this; such as 100, "12.50", 2024-03-31')
    at_least: Bound | None = Field(default=None, description="this or more")
    at_most: Bound | None = Field(default=None, description="this or less")
    below: Bound | None = Field(default=None, description="less, or earlier, than this")
    all_: tuple[Condition, ...] | None = Field(
        default=None, alias="all", min_length=1, description="holds when all of these conditions hold"
    )
    any_: tuple[Condition, ...] | None = Field(
        default=None, alias="any", min_length=1, description="holds when one of these conditions holds"
    )
    not_: Condition | None = Field(default=None, alias="not", description="holds when this condition does not")

    @model_validator(mode="after")
    def _check(self) -> Condition:
        kinds = [one is not None for one in (self.from_, self.all_, self.any_, self.not_)]
        tests = self.tests()
        if sum(kinds) != 1:
            raise PydanticCustomError("condition", "a condition has one of: from (a path in the record), all, any, not")
        if self.from_ is None and (tests or self.convert or self.one is not None):
            raise PydanticCustomError("condition", "tests, convert and one belong to a condition with from")
        chooses(self.one, self.where)
        if self.from_ is not None and not tests:
            raise PydanticCustomError(
                "condition", "a condition needs is, is_not, matches, empty, above, at_least, at_most or below"
            )
        if self.matches is not None:
            _compiles(self.matches)
        return self

    def tests(self) -> list[str]:
        """Names of the tests that are given."""
        return [name for name in (*_OTHERS, "empty", *BOUNDS) if getattr(self, name) is not None]

    def bounds(self) -> list[str]:
        """Names of the comparisons that are given."""
        return [name for name in BOUNDS if getattr(self, name) is not None]

    def gives(self, tables: Tables) -> Gives:
        """What the value is that is tested."""
        return self.convert[-1].gives(tables) if self.convert else "text"


def comparable(bound: object, gives: Gives) -> Comparable:
    """A bound as what it is compared with. Raises ValueError in words."""
    try:
        if gives == "number" and isinstance(bound, str | int):
            return Decimal(bound)
        if gives == "date" and not isinstance(bound, int):
            day = date.fromisoformat(bound) if isinstance(bound, str) else bound
            if type(day) is date:
                return day
        if gives == "time" and not isinstance(bound, int):
            moment = datetime.fromisoformat(bound) if isinstance(bound, str) else bound
            if isinstance(moment, datetime) and moment.tzinfo is not None:
                return moment
    except (ValueError, InvalidOperation):
        pass
    wanted = {"number": 'a number such as 100 or "12.50"', "date": "a day such as 2024-03-31"}
    raise ValueError(f"expected {wanted.get(gives, 'a time with its zone such as 2024-03-31T14:05:00Z')}")


def problem(condition: Condition, tables: Tables) -> str:
    """Empty, or why its tests cannot be made of what the converters give. Says nothing about conditions inside."""
    if condition.from_ is None:
        return ""
    gives, bounds = condition.gives(tables), condition.bounds()
    if bounds and gives not in {"number", "date", "time"}:
        return f'{bounds[0]} compares numbers and dates: convert says how they are written, as {{decimal = "1234.50"}}'
    if gives != "text" and (texts := [name.strip("_") for name in _OTHERS if getattr(condition, name) is not None]):
        return f"{texts[0]} compares texts, and what the last converter gives is none"
    try:
        for name in bounds:
            comparable(getattr(condition, name), gives)
    except ValueError as error:
        return f"{bounds[0]}: {error}"
    return ""


def _compiles(pattern: str) -> None:
    try:
        compiled(pattern)
    except ValueError as error:
        raise PydanticCustomError("pattern", "{why}", {"why": str(error)}) from None
