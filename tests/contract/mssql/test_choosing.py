"""What a person chooses from, and samples of what a flow would read: looked at, kept nowhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest

from desktop_sync.core.errors import Rejected, Stop
from desktop_sync.samples.first_rows import Held, first_rows, small
from desktop_sync.sources.asked import Asking
from desktop_sync.sources.mssql import made as made_source
from desktop_sync.sources.mssql import tables
from desktop_sync.sources.mssql.options import MssqlOptions
from tests.mssql_rig import Reads, access
from tests.mssql_server import SqlServer

Made = Callable[..., Reads]


def test_tables_with_the_servers_clock(orders: SqlServer, driver: str) -> None:
    told = tables(access(orders, driver), None)
    assert told["tables"] == [{"name": "dbo.Lines", "view": False}, {"name": "dbo.Orders", "view": False}]
    assert set(told["clock"]) == {"local", "utc"}  # type: ignore[call-overload]


def test_a_table_with_its_columns_its_key_and_rows(orders: SqlServer, driver: str) -> None:
    orders.sql("ALTER TABLE dbo.Orders ADD Odd sql_variant NULL")
    orders.sql("INSERT INTO dbo.Orders (Id, No) VALUES (1, 'A')")
    told: Any = tables(access(orders, driver), "orders")
    found = {one["name"]: one for one in told["columns"]}
    assert (found["No"]["type"], found["RowVer"]["rowversion"], found["ChangedAt"]["time"]) == (
        "varchar(20)",
        True,
        True,
    )
    assert found["Odd"]["refused"]
    assert told["key"] == ["Id"]
    (row,) = told["rows"]
    assert (row["Id"], row["No"]) == (1, "A")
    assert "Odd" not in row


@pytest.mark.parametrize("name, error", [("nowhere", Stop), ("a.b.c", Rejected)])
def test_what_is_no_table_is_told(orders: SqlServer, name: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        tables(access(orders), name)


def test_the_first_rows_are_a_sample_and_nothing_is_noticed(orders: SqlServer, driver: str) -> None:
    for number in range(60):
        orders.sql("INSERT INTO dbo.Orders (Id, No) VALUES (?, 'A')", number)
    options = small(MssqlOptions(table="dbo.Orders", lines_table="dbo.Lines", lines_link=("OrderId",)))
    assert isinstance(options, MssqlOptions)

    def made(held: Held) -> object:
        return made_source(Asking(access(orders, driver), held, Event(), "flow"), options)  # type: ignore[arg-type]

    rows = [json.loads(line) for line in first_rows(made).splitlines()]  # type: ignore[arg-type]
    assert len(rows) == 50
    assert rows[0]["Lines"] == []
