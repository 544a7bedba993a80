"""What every converter is: options that are built once into a function, and how it says that a text does not fit.

It must not know records, fields or schemas.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar, Literal, TypeAlias

from desktop_sync.core.errors import Owner
from desktop_sync.core.options import Options

Value: TypeAlias = str | int | bool | Decimal | date | datetime
Convert: TypeAlias = Callable[[str], Value]
Table: TypeAlias = Mapping[str, str | int | bool]
Tables: TypeAlias = Mapping[str, Table]
Gives: TypeAlias = Literal["text", "number", "date", "time", "boolean", "value"]
"""What comes out; only a text can go into another converter. ``value``: now this, now that."""


class Unfit(ValueError):
    """The text cannot be converted; ``expected`` completes "expected …", ``owner`` can fix it."""

    def __init__(self, expected: str, owner: Owner = Owner.CLERK) -> None:
        super().__init__(expected)
        self.expected = expected
        self.owner = owner


class Converter(Options):
    """Base of all converters. ``shorthand`` is the option that ``{name = value}`` sets."""

    shorthand: ClassVar[str] = ""
    result: ClassVar[Gives] = "text"

    def build(self, tables: Tables) -> Convert:
        """The function that runs; an empty text means that there is nothing. Raises KeyError for an unknown table."""
        raise NotImplementedError

    def gives(self, tables: Tables) -> Gives:
        """What comes out of it."""
        del tables
        return self.result
