"""One database for each test, read with both drivers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_sync.spool import Spool
from tests.mssql_rig import Reads, ensure_driver, server
from tests.mssql_server import FREETDS, MICROSOFT, SqlServer


@pytest.fixture
def database() -> Iterator[SqlServer]:
    ensure_driver(MICROSOFT)
    with server().fresh() as fresh:
        yield fresh


@pytest.fixture(params=[MICROSOFT, FREETDS], ids=["microsoft", "freetds"])
def driver(request: pytest.FixtureRequest) -> str:
    return ensure_driver(request.param)


@pytest.fixture
def reads(database: SqlServer, driver: str, tmp_path: Path) -> Callable[..., Reads]:
    """Makes what reads this database, by the options of a source."""

    def made(**options: object) -> Reads:
        return Reads(database, driver, Spool(tmp_path / "spool"), options)

    return made


@pytest.fixture
def orders(database: SqlServer) -> SqlServer:
    """A database with orders and their lines, each table with its own row version."""
    database.sql(
        "CREATE TABLE dbo.Orders (Id int NOT NULL PRIMARY KEY, No varchar(20) NOT NULL, Status varchar(10) NULL,"
        " LineCount int NULL, ChangedAt datetime NULL, RowVer rowversion)"
    )
    database.sql(
        "CREATE TABLE dbo.Lines (OrderId int NOT NULL, LineNo_ int NOT NULL, Qty decimal(9,3) NOT NULL,"
        " ChangedAt datetime NULL, RowVer rowversion, PRIMARY KEY (OrderId, LineNo_))"
    )
    return database


LINES: dict[str, object] = {"table": "dbo.Orders", "lines_table": "dbo.Lines", "lines_link": ("OrderId",)}
