"""MS SQL Server as a source: rows of tables, of procedures and of queries become items that come with their payload.

It speaks through ODBC (pyodbc), which only ``opening`` and ``drivers`` import. It must not know formats, documents or
Acme, and writes nothing into a database but the marks that its mode names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from desktop_sync.core.model import CheckStep
from desktop_sync.core.ports import Source, Token
from desktop_sync.sources.asked import Access, Asking
from desktop_sync.sources.mssql.options import MssqlOptions


def made(asking: Asking, options: MssqlOptions) -> Source:
    """What a flow reads of a database."""
    from desktop_sync.sources.mssql.source import Mssql

    return Mssql(asking, options)


def tables(access: Access, table: str | None, token: Token) -> Mapping[str, object]:
    """What there is to choose from: see ``browsing``."""
    from desktop_sync.sources.mssql.browsing import browsed
    from desktop_sync.sources.mssql.source import opening

    return browsed(opening(access), table, token)


def check(access: Access) -> Iterator[CheckStep]:
    """The test of a connection."""
    from desktop_sync.sources.mssql.checking import check_steps
    from desktop_sync.sources.mssql.source import opening

    yield from check_steps(opening(access), access.clock)
