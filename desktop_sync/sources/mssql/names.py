"""Names of things in a database: how people write them, and how they stand in a statement, always quoted.

Pure. What cannot be the name of anything is refused before it comes near a statement.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from desktop_sync.core.options import Kind
from desktop_sync.core.value import value

LONGEST = 128  # characters of an identifier (Microsoft: "Database identifiers")
_PART = re.compile(r"\[((?:[^\]]|\]\])+)\]|\"((?:[^\"]|\"\")+)\"|([^\[\]\".\s][^\[\]\".]*)")


def quoted(name: str) -> str:
    """``[name]``, whatever stands in it."""
    return f"[{name.replace(']', ']]')}]"


@value
class Table:
    """A table or view (or a procedure) of one database."""

    schema: str
    name: str

    @property
    def quoted(self) -> str:
        return f"{quoted(self.schema)}.{quoted(self.name)}"

    def __str__(self) -> str:
        return f"{_plain(self.schema)}.{_plain(self.name)}"


def table(text: str) -> Table:
    """``Orders``, ``dbo.Orders``, ``[sales].[Order.Lines]``. ValueError when it is neither one nor two names."""
    parts = _parts(text)
    if len(parts) == 1:
        return Table("dbo", parts[0])
    if len(parts) == 2:  # noqa: PLR2004 - schema and name
        return Table(parts[0], parts[1])
    raise ValueError(f"found {len(parts)} names")


def _parts(text: str) -> list[str]:
    parts, at, text = list[str](), 0, text.strip()
    while True:
        found = _PART.match(text, at)
        if found is None:
            raise ValueError("a name is missing or not closed")
        parts.append(_fit(_name_of(found)))
        at = found.end()
        if at == len(text):
            return parts
        if text[at] != ".":
            raise ValueError("something stands between the names")
        at += 1


def _name_of(found: re.Match[str]) -> str:
    if found[1] is not None:
        return found[1].replace("]]", "]")
    return found[2].replace('""', '"') if found[2] is not None else found[3].strip()


def _fit(name: str) -> str:
    if not name.strip() or len(name) > LONGEST or not name.isprintable():
        raise ValueError("a name is empty, too long, or holds what cannot be seen")
    return name


def _plain(name: str) -> str:
    """As a person writes it: brackets only where they are needed."""
    return name if re.fullmatch(r"[\w$#@-]+(?: [\w$#@-]+)*", name) else quoted(name)


def table_name(text: str) -> str:
    """As it is written, when it is the name of a table."""
    if not text:
        return text
    try:
        table(text)
    except ValueError:
        raise PydanticCustomError(
            "table", 'expected the name of a table or view such as "dbo.Orders" or "[sales].[Order lines]"'
        ) from None
    return text.strip()


def column_name(text: str) -> str:
    """As it is written, without brackets around it."""
    if not text:
        return text
    try:
        (only,) = _parts(text) if text.lstrip().startswith(("[", '"')) else (_fit(text.strip()),)
    except ValueError:
        raise PydanticCustomError("column", 'expected the name of one column such as "OrderId"') from None
    return only


TableName = Annotated[str, AfterValidator(table_name), Kind('table or view such as "dbo.Orders"')]
ColumnName = Annotated[str, AfterValidator(column_name), Kind('name of a column such as "OrderId"')]
