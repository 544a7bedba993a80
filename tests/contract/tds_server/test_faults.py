"""What goes wrong by order: cut connections, delays, errors, deadlocks, restarts; and what a client may cancel."""

from __future__ import annotations

import threading
import time
from contextlib import suppress

import pyodbc
import pytest

from tests.mssql_server import MICROSOFT, SqlServer


@pytest.fixture
def marked(mssql: SqlServer) -> SqlServer:
    mssql.sql("CREATE TABLE dbo.marked (id int PRIMARY KEY, done bit NOT NULL DEFAULT 0)")
    mssql.sql("INSERT INTO dbo.marked (id) VALUES (1), (2)")
    return mssql


def done(server: SqlServer) -> list[bool]:
    return [row[0] for row in server.sql("SELECT done FROM dbo.marked ORDER BY id")]


@pytest.mark.parametrize("kind, changed", [("cut_before", False), ("cut_after", True)])
def test_a_connection_is_cut(marked: SqlServer, driver: str, kind: str, changed: bool) -> None:
    one = marked.connect(driver, autocommit=True)
    marked.fault(kind, match="UPDATE dbo.marked")
    with pytest.raises(pyodbc.Error, match=r"08S01|HY000|08|01000"):
        one.execute("UPDATE dbo.marked SET done = 1")
    assert done(marked) == [changed, changed]
    marked.connect(driver, autocommit=True).execute("UPDATE dbo.marked SET done = 1")


def test_a_connection_is_cut_in_the_middle_of_rows(marked: SqlServer, driver: str) -> None:
    one = marked.connect(driver)
    marked.sql("INSERT INTO dbo.marked (id) SELECT a.id * 1000 + b.id + 10 FROM dbo.marked a CROSS JOIN dbo.marked b")
    marked.fault("cut_in_rows", match="SELECT id", rows=2)
    with pytest.raises(pyodbc.Error):
        one.execute("SELECT id, REPLICATE('x', 8000) FROM dbo.marked").fetchall()


def test_a_deadlock_by_order_comes_once(marked: SqlServer, driver: str) -> None:
    one = marked.connect(driver)
    marked.fault("deadlock", match="marked")
    with pytest.raises(pyodbc.Error, match="1205"):
        one.execute("UPDATE dbo.marked SET done = 1")
    with suppress(pyodbc.Error):
        one.rollback()  # FreeTDS says 3903: the server has done it already
    one.execute("UPDATE dbo.marked SET done = 1")
    one.commit()
    assert done(marked) == [True, True]


def test_any_error_by_order_as_often_as_ordered(marked: SqlServer, driver: str) -> None:
    one = marked.connect(driver)
    marked.fault("error", match="marked", number=9002, text="The transaction log is full.", times=2)
    for _ in range(2):
        with pytest.raises(pyodbc.Error, match="9002"):
            one.execute("SELECT id FROM dbo.marked")
    assert one.execute("SELECT COUNT(*) FROM dbo.marked").fetchval() == 2


def test_a_query_has_its_time(marked: SqlServer, driver: str) -> None:
    one = marked.connect(driver)
    marked.fault("delay", match="marked", seconds=20)
    one.timeout = 1
    begin = time.monotonic()
    with pytest.raises(pyodbc.Error, match=r"HYT00|HYT01|HY008|S1T00"):
        one.execute("SELECT id FROM dbo.marked")
    assert time.monotonic() - begin < 10
    one.timeout = 0
    assert one.execute("SELECT COUNT(*) FROM dbo.marked").fetchval() == 2


def test_waiting_for_a_lock_is_cancelled_too(marked: SqlServer) -> None:
    writer, one = marked.connect(MICROSOFT), marked.connect(MICROSOFT)
    writer.execute("UPDATE dbo.marked SET done = 1")
    cursor = one.cursor()
    threading.Timer(0.3, cursor.cancel).start()
    with pytest.raises(pyodbc.Error, match="HY008"):
        cursor.execute("SELECT * FROM dbo.marked")
    writer.rollback()
    assert one.execute("SELECT COUNT(*) FROM dbo.marked").fetchval() == 2


def test_rows_are_cancelled(marked: SqlServer, driver: str) -> None:
    one = marked.connect(driver)
    for _ in range(3):
        cursor = one.execute(
            "SELECT a.id FROM dbo.marked a CROSS JOIN sys.types b CROSS JOIN sys.types c CROSS JOIN sys.types d"
        )
        assert cursor.fetchone() is not None
        cursor.cancel()
        cursor.close()
    assert one.execute("SELECT 5").fetchval() == 5


def test_a_restart_keeps_what_was_committed(marked: SqlServer, driver: str) -> None:
    one = marked.connect(driver)
    one.execute("UPDATE dbo.marked SET done = 1")
    marked.restart()
    with pytest.raises(pyodbc.Error):
        one.execute("SELECT 1")
    assert done(marked) == [False, False]


def test_a_password_that_changes(marked: SqlServer) -> None:
    marked.order("login", name="app", password="first-1", database=marked.database)
    marked.connect(MICROSOFT, UID="app", PWD="first-1").close()
    marked.order("login", name="app", password="second-1", database=marked.database)
    with pytest.raises(pyodbc.Error, match="18456"):
        marked.connect(MICROSOFT, UID="app", PWD="first-1")


def test_a_session_is_killed(marked: SqlServer, driver: str) -> None:
    one = marked.connect(driver)
    one.execute("UPDATE dbo.marked SET done = 1")
    marked.sql(f"KILL {one.execute('SELECT @@SPID').fetchval()}")
    with pytest.raises(pyodbc.Error):
        one.execute("SELECT 1")
    assert done(marked) == [False, False]


UNKNOWN = [
    "SET ROWCOUNT 5",
    "SET FMTONLY ON",
    "SET ANSI_NULLS OFF",
    "SAVE TRANSACTION here",
    "SELECT TOP 5 PERCENT 1",
    "MERGE dbo.marked AS t USING dbo.marked AS s ON t.id = s.id WHEN MATCHED THEN DELETE;",
    "SELECT 1 FROM dbo.marked CROSS APPLY (SELECT 1 AS a) AS q",
    "SELECT id FROM dbo.marked FOR XML PATH",
    "SELECT ROUND(1.55, 1, 1)",
    "SELECT CONVERT(varchar(30), GETDATE(), 103)",
    "SELECT id FROM dbo.marked GROUP BY ROLLUP (id)",
    "SELECT SUM(id) OVER (ORDER BY id ROWS 1 PRECEDING) FROM dbo.marked",
    "SELECT id FROM dbo.marked TABLESAMPLE (10 PERCENT)",
    "SELECT STRING_AGG(id, ',') WITHIN GROUP (ORDER BY id) FROM dbo.marked",
    "DECLARE @t TABLE (a int)",
    "INSERT INTO dbo.marked EXEC sp_databases",
    "CREATE SCHEMA other",
    "SELECT * FROM master.dbo.marked",
    "UPDATE master.dbo.marked SET done = 1",
]


@pytest.mark.parametrize("statement", UNKNOWN)
def test_what_it_does_not_know_it_refuses(marked: SqlServer, statement: str) -> None:
    if not marked.is_bench:
        pytest.skip("a real server knows all of this")
    with pytest.raises(pyodbc.Error, match="49999"):
        marked.sql(statement)


def test_an_order_that_is_none(marked: SqlServer) -> None:
    with pytest.raises(ValueError, match="no such order"):
        marked.order("explode")
