"""What a person chooses from, and samples of what a flow would read: looked at, kept nowhere."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from threading import Event, Thread
from typing import Any

import pytest

from desktop_sync.clock import SystemClock
from desktop_sync.core.errors import Rejected, RetryLater, Stop
from desktop_sync.core.ports import Clock, Spool, Token
from desktop_sync.core.ports import Source as AnySource
from desktop_sync.formats.json_lines import JsonOptions
from desktop_sync.samples.first_rows import first_rows
from desktop_sync.settings.model import Connection, Flow, Format, Source, Target
from desktop_sync.sources.asked import Asking
from desktop_sync.sources.mssql import made, tables
from desktop_sync.sources.mssql.options import MssqlOptions
from tests.mssql_rig import Reads, access, connection, server
from tests.mssql_server import SqlServer

Made = Callable[..., Reads]
NOTHING = Format("json", JsonOptions())


def test_tables_with_the_servers_clock(orders: SqlServer, driver: str) -> None:
    told = tables(access(orders, driver), None, Event())
    assert told["tables"] == [{"name": "dbo.Lines", "view": False}, {"name": "dbo.Orders", "view": False}]
    assert set(told["clock"]) == {"local", "utc"}  # type: ignore[call-overload]


def test_a_table_with_its_columns_its_key_and_rows(orders: SqlServer, driver: str) -> None:
    orders.sql("ALTER TABLE dbo.Orders ADD Odd sql_variant NULL")
    orders.sql("INSERT INTO dbo.Orders (Id, No) VALUES (1, 'A')")
    told: Any = tables(access(orders, driver), "orders", Event())
    found = {one["name"]: one for one in told["columns"]}
    assert (found["No"]["type"], found["RowVer"]["rowversion"], found["ChangedAt"]["time"]) == (
        "varchar(20)",
        True,
        True,
    )
    assert found["Odd"]["refused"]
    assert (told["key"], told["proposed"]) == (["Id"], {"mode": "rowversion"})
    (row,) = told["rows"]
    assert (row["Id"], row["No"]) == (1, "A")
    assert "Odd" not in row


def test_a_look_that_nobody_wants_any_more_ends(orders: SqlServer, driver: str) -> None:
    if not orders.is_bench:
        pytest.skip("needs a slow query to order")
    orders.sql("INSERT INTO dbo.Orders (Id, No) VALUES (1, 'A')")
    server().fault("delay", "TOP (5)", seconds=600)  # only a cancel ends it before this test's own time
    unwanted = Event()

    def end() -> None:
        while server().order("faults"):
            time.sleep(0.02)
        unwanted.set()

    thread = Thread(target=end)
    thread.start()
    with pytest.raises(RetryLater):
        tables(access(orders, driver, query_timeout=900), "orders", unwanted)
    thread.join()


@pytest.mark.parametrize("name, error", [("nowhere", Stop), ("a.b.c", Rejected)])
def test_what_is_no_table_is_told(orders: SqlServer, name: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        tables(access(orders), name, Event())


def test_the_first_rows_are_a_sample_and_nothing_is_noticed(orders: SqlServer, driver: str) -> None:
    for number in range(60):
        orders.sql("INSERT INTO dbo.Orders (Id, No) VALUES (?, 'A')", number)
    options = MssqlOptions(table="dbo.Orders", lines_table="dbo.Lines", lines_link=("OrderId",))
    flow = Flow("erp", "", True, Source("mssql", ("erp",), options), NOTHING, (), Target(connection="acme"))
    place = Connection("erp", "mssql", "", connection(orders, driver))

    def made_of(of: Flow, _: Connection, clock: Clock, spool: Spool, token: Token) -> AnySource:
        assert isinstance(of.source.options, MssqlOptions)
        return made(Asking(access(orders, driver, clock), spool, token, of.id), of.source.options)

    rows = [json.loads(line) for line in first_rows(made_of, SystemClock(), flow, place).splitlines()]
    assert len(rows) == 50
    assert rows[0]["Lines"] == []
