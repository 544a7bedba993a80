"""What a person chooses from: the tables of a database; of one its columns, its key, and a few rows to look at.

The rows are shown and kept nowhere. It must not know how it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping

from desktop_sync.core.errors import Rejected
from desktop_sync.core.ports import Token
from desktop_sync.sources.mssql.catalogue import columns, primary_key, tables, tracked
from desktop_sync.sources.mssql.exact import rows_of
from desktop_sync.sources.mssql.names import Table, table
from desktop_sync.sources.mssql.opening import Opening
from desktop_sync.sources.mssql.proposing import proposed
from desktop_sync.sources.mssql.session import Session

ROWS = 5
Told = Mapping[str, object]


def browsed(opening: Opening, name: str | None, token: Token) -> Told:
    """Without a ``name``: ``tables`` and the server's ``clock`` (local, utc); else ``columns``, ``key``,
    ``rows``, and ``proposed``: options of a source, by name."""
    session = Session(opening, token)
    try:
        return session.again(lambda: _all(session) if name is None else _one(session, _named(name)))
    finally:
        session.close()


def _named(name: str) -> Table:
    try:
        return table(name)
    except ValueError:
        raise Rejected(f'"{name}" is no name of a table.', "Write it such as dbo.Orders.") from None


def _all(session: Session) -> Told:
    local, utc = session.rows("SELECT SYSDATETIME(), SYSUTCDATETIME()")[0]
    return {
        "clock": {"local": str(local)[:19], "utc": str(utc)[:19]},
        "tables": [{"name": str(one.table), "view": one.view} for one in tables(session)],
    }


def _one(session: Session, of: Table) -> Told:
    found = columns(session, of)
    shown = [one for one in found if not one.refused]
    listed = ", ".join(one.selected for one in shown)
    fetched = session.rows(f"SELECT TOP ({ROWS}) {listed} FROM {of.quoted}") if shown else []
    key, follows = primary_key(session, of), tracked(session, of)
    return {
        "table": str(of),
        "columns": [
            {
                "name": one.name, "type": one.declared, "nullable": one.nullable, "rowversion": one.is_rowversion,
                "time": one.is_time, "refused": one.refused,
            }
            for one in found
        ],
        "key": key,
        "change_tracking": follows,
        "proposed": proposed(found, key, tracked=follows),
        "rows": rows_of(shown)(fetched),
    }  # fmt: skip
