"""What a flow reads of a database: its table, the key, the lines that belong to it, each with its columns.

Resolved once per look from the options and the catalogue; pure.
"""

from __future__ import annotations

from collections.abc import Sequence

from desktop_sync.core.value import value
from desktop_sync.sources.mssql.columns import Column
from desktop_sync.sources.mssql.names import Table


@value
class Lines:
    """The table of the lines. ``link``: its columns that hold the document's key, in the order of that key."""

    table: Table
    columns: tuple[Column, ...]
    link: tuple[Column, ...]
    order: tuple[Column, ...] = ()
    version: Column | None = None
    own_key: tuple[Column, ...] = ()


@value
class Shape:
    """A document: one row, and its lines where they stand in a table of their own.

    ``version``: the column that tells of changes; None: none does.
    """

    table: Table
    columns: tuple[Column, ...]
    key: tuple[Column, ...]
    version: Column | None = None
    lines: Lines | None = None
    lines_name: str = "Lines"
    dirty: bool = False  # read past locks (NOLOCK)

    def source(self, alias: str = "") -> str:
        """The table in a FROM."""
        return f"{self.table.quoted}{f' AS {alias}' if alias else ''}{self.hint}"

    @property
    def told_by(self) -> list[str]:
        """The columns that tell changes, with the table of the lines."""
        lines = self.lines
        told = [] if lines is None else [str(lines.table), *names([lines.version] if lines.version else [])]
        return [*names([self.version] if self.version else []), *told]

    @property
    def hint(self) -> str:
        return " WITH (NOLOCK)" if self.dirty else ""


def names(columns: Sequence[Column]) -> list[str]:
    """For people and records."""
    return [one.name for one in columns]
