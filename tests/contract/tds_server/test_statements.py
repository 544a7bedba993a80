"""What programs say to a SQL Server, with both drivers: queries, changes, batches, procedures, errors by number."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pyodbc
import pytest

from tests.mssql_server import MICROSOFT, SqlServer


@pytest.fixture
def orders(mssql: SqlServer) -> SqlServer:
    mssql.sql(
        """CREATE TABLE dbo.Orders (Id int IDENTITY(10, 5) CONSTRAINT PK_Orders PRIMARY KEY, Number varchar(20) NOT NULL
            CONSTRAINT UQ_Number UNIQUE, Customer nvarchar(50) NULL, Total decimal(18, 2) NOT NULL DEFAULT (0),
            Placed datetime2(3) NOT NULL DEFAULT SYSUTCDATETIME(), CONSTRAINT CK_Total CHECK (Total >= 0));
        CREATE TABLE dbo.Lines (OrderId int NOT NULL REFERENCES dbo.Orders (Id), Line int NOT NULL, Item nvarchar(30),
            Quantity decimal(9, 3), PRIMARY KEY (OrderId, Line));
        INSERT INTO dbo.Orders (Number, Customer, Total) VALUES ('A-1', N'Müller', 10.50), ('A-2', NULL, 20),
            ('B-1', N'Ödön', 3.33);
        INSERT INTO dbo.Lines VALUES (10, 1, N'nut', 1), (10, 2, N'bolt', 2.5), (15, 1, N'nut', 4)"""
    )
    return mssql


QUERIES: list[tuple[str, list[tuple[object, ...]]]] = [
    ("SELECT Id, Number FROM dbo.Orders ORDER BY Id DESC", [(20, "B-1"), (15, "A-2"), (10, "A-1")]),
    ("SELECT TOP (2) Id FROM Orders ORDER BY Id", [(10,), (15,)]),
    ("SELECT Id FROM [dbo].[Orders] AS [o] ORDER BY [o].[Id] OFFSET 1 ROWS FETCH NEXT 1 ROWS ONLY", [(15,)]),
    (
        "SELECT o.Number, l.Item FROM Orders o JOIN Lines l ON l.OrderId = o.Id WHERE l.Line = 1 ORDER BY 1",
        [("A-1", "nut"), ("A-2", "nut")],
    ),
    (
        "SELECT o.Id, COUNT(l.Line) FROM Orders o LEFT JOIN Lines l ON l.OrderId = o.Id GROUP BY o.Id ORDER BY o.Id",
        [(10, 2), (15, 1), (20, 0)],
    ),
    (
        "SELECT Id FROM Orders o WHERE EXISTS (SELECT 1 FROM Lines l WHERE l.OrderId = o.Id AND l.Item = 'bolt')",
        [(10,)],
    ),
    (
        "SELECT SUM(Total), MIN(Total), AVG(Total) FROM Orders",
        [(Decimal("33.83"), Decimal("3.33"), Decimal("11.276666"))],
    ),
    (
        "SELECT Total * 2, Total / 3, -Total FROM Orders WHERE Number = 'A-1'",
        [(Decimal("21.00"), Decimal("3.500000"), Decimal("-10.50"))],
    ),
    ("SELECT Number FROM Orders WHERE Customer IS NULL OR Customer LIKE N'm%'  ORDER BY Number", [("A-1",), ("A-2",)]),
    ("SELECT ISNULL(Customer, N'-') FROM Orders WHERE Id IN (15, 20) ORDER BY Id", [("-",), ("Ödön",)]),
    (
        "SELECT CASE WHEN Total > 15 THEN 'much' ELSE 'little' END FROM Orders ORDER BY Id",
        [("little",), ("much",), ("little",)],
    ),
    (
        "WITH big AS (SELECT Id FROM Orders WHERE Total > 5) SELECT Id FROM big UNION ALL SELECT 1 ORDER BY Id",
        [(1,), (10,), (15,)],
    ),
    ("SELECT Item FROM Lines WHERE OrderId > (SELECT MIN(Id) FROM Orders)", [("nut",)]),
    ("SELECT DISTINCT Item FROM Lines ORDER BY Item", [("bolt",), ("nut",)]),
    ("SELECT TOP (1) WITH TIES Item FROM Lines ORDER BY Item DESC", [("nut",), ("nut",)]),
    ("SELECT Id, ROW_NUMBER() OVER (ORDER BY Total DESC) FROM Orders ORDER BY 2", [(15, 1), (10, 2), (20, 3)]),
    ("SELECT q.n FROM (SELECT COUNT(*) AS n FROM Orders) AS q", [(3,)]),
    (
        "SELECT DATEDIFF(day, '2024-02-28', '2024-03-01'), DATEADD(month, 1, CAST('2024-01-31' AS date))",
        [(2, datetime.date(2024, 2, 29))],
    ),
    (
        "SELECT LEN('ab '), SUBSTRING('abcdef', 2, 3), UPPER('ä'), CHARINDEX('c', 'abc'), REPLACE('aXa', 'x', '-')",
        [(2, "bcd", "Ä", 3, "a-a")],
    ),
    ("SELECT 7 / 2, 7 % 2, 7 / 2.0, 'a' + 'b', 5 & 4", [(3, 1, Decimal("3.500000"), "ab", 4)]),
    (
        "SELECT ABS(-1.50), ABS(-2), LEN(12.50), DATEPART(wk, '2023-01-01'), DATEDIFF(wk, '2024-01-06', '2024-01-07')",
        [(Decimal("1.50"), 2, 5, 1, 1)],
    ),
    ("SELECT 1 WHERE 'abc' = 'ABC  '", [(1,)]),
    ("SELECT v.a FROM (VALUES (1, N'x'), (2, NULL)) AS v(a, b) WHERE v.b IS NULL", [(2,)]),
    ("IF EXISTS (SELECT 1 FROM Orders WHERE Total > 100) SELECT 'yes' ELSE SELECT 'no'", [("no",)]),
    ("DECLARE @n int = 2, @s varchar(10); SET @s = CAST(@n + 1 AS varchar(10)); SELECT @s, @n", [("3", 2)]),
    ("DECLARE @i int = 0; WHILE @i < 5 SET @i += 1; SELECT @i", [(5,)]),
    (
        "BEGIN TRY SELECT 1 / 0 END TRY BEGIN CATCH SELECT ERROR_NUMBER(), ERROR_MESSAGE() END CATCH",
        [(8134, "Divide by zero error encountered.")],
    ),
]


@pytest.mark.parametrize("query, rows", QUERIES, ids=[query[:60] for query, _ in QUERIES])
def test_a_query(orders: SqlServer, query: str, rows: list[tuple[object, ...]]) -> None:
    connection = orders.connect(MICROSOFT, autocommit=True)
    cursor = connection.execute(query)
    while cursor.description is None or not cursor.description:
        assert cursor.nextset()
    got = cursor.fetchall()
    while not got and cursor.nextset():
        got = cursor.fetchall()
    assert [tuple(row) for row in got] == rows


ERRORS = [
    (208, "SELECT * FROM dbo.Missing"),
    (207, "SELECT Missing FROM dbo.Orders"),
    (102, "SELECT FROM WHERE"),
    (2627, "INSERT INTO dbo.Orders (Number) VALUES ('A-1')"),
    (515, "INSERT INTO dbo.Orders (Number) VALUES (NULL)"),
    (547, "INSERT INTO dbo.Orders (Number, Total) VALUES ('C', -1)"),
    (547, "INSERT INTO dbo.Lines VALUES (99, 1, N'x', 1)"),
    (547, "DELETE FROM dbo.Orders WHERE Id = 10"),
    (2628, "INSERT INTO dbo.Orders (Number) VALUES (REPLICATE('x', 21))"),
    (544, "INSERT INTO dbo.Orders (Id, Number) VALUES (1, 'D')"),
    (8134, "SELECT 1 / 0 FROM dbo.Orders"),
    (245, "SELECT * FROM dbo.Orders WHERE Id = 'x'"),
    (8115, "UPDATE dbo.Orders SET Total = 12345678901234567"),
    (137, "SELECT @missing"),
    (209, "SELECT Id FROM dbo.Orders a JOIN dbo.Orders b ON a.Id = b.Id"),
    (4104, "SELECT x.Id FROM dbo.Orders"),
    (2812, "EXEC dbo.missing"),
    (195, "SELECT MISSING(1)"),
    (2714, "CREATE TABLE dbo.Orders (a int)"),
    (3701, "DROP TABLE dbo.Missing"),
    (50000, "RAISERROR('by hand', 16, 1)"),
    (50123, "THROW 50123, 'by hand', 1"),
    (3902, "COMMIT TRANSACTION"),
    (911, "USE elsewhere"),
]


@pytest.mark.parametrize("number, statement", ERRORS)
def test_an_error_has_its_number(orders: SqlServer, driver: str, number: int, statement: str) -> None:
    connection = orders.connect(driver, autocommit=True)
    with pytest.raises(pyodbc.Error, match=rf"\({number}\)"):
        connection.execute(statement).fetchall()
    assert connection.execute("SELECT COUNT(*) FROM dbo.Orders").fetchval() == 3


def test_parameters_of_every_place(orders: SqlServer, driver: str) -> None:
    connection = orders.connect(driver)
    cursor = connection.cursor()
    cursor.execute(
        "INSERT INTO dbo.Orders (Number, Customer, Total) OUTPUT INSERTED.Id VALUES (?, ?, ?)",
        "C-1",
        "日本",
        Decimal("1.25"),
    )
    assert cursor.fetchval() == 25
    assert (
        cursor.execute(
            "SELECT Customer FROM dbo.Orders WHERE Total = ? AND Number LIKE ?", Decimal("1.25"), "C%"
        ).fetchval()
        == "日本"
    )
    cursor.execute("UPDATE dbo.Orders SET Total = Total + ? WHERE Id = ?", Decimal("0.5"), 25)
    assert cursor.rowcount == 1
    assert [
        tuple(row) for row in cursor.execute("SELECT TOP (?) Id, Total FROM dbo.Orders WHERE Id > ? ORDER BY Id", 1, 20)
    ] == [(25, Decimal("1.75"))]
    cursor.execute("DELETE FROM dbo.Orders WHERE Id = ?", 25)
    assert cursor.rowcount == 1
    cursor.execute("UPDATE dbo.Orders SET Customer = ? WHERE Id = ?", None, 10)
    assert cursor.execute("SELECT COUNT(*) FROM dbo.Orders WHERE Customer IS NULL").fetchval() == 2


def test_the_same_statement_many_times(orders: SqlServer, driver: str) -> None:
    connection = orders.connect(driver)
    connection.cursor().executemany(
        "INSERT INTO dbo.Lines VALUES (20, ?, ?, ?)", [(n, f"item {n}", n) for n in range(50)]
    )
    assert connection.execute("SELECT COUNT(*), SUM(Quantity) FROM dbo.Lines WHERE OrderId = 20").fetchone()[1] == 1225


def test_parameters_in_arrays(orders: SqlServer) -> None:
    """Microsoft's driver sends many calls in one message; FreeTDS is not asked: it crashed by this once."""
    cursor = orders.connect(MICROSOFT).cursor()
    cursor.fast_executemany = True
    rows = [(n, f"item {n}", Decimal(n) / 4 if n % 2 else None) for n in range(200)]
    cursor.executemany("INSERT INTO dbo.Lines VALUES (20, ?, ?, ?)", rows)
    cursor.execute("SELECT COUNT(*), SUM(Quantity), COUNT(Quantity) FROM dbo.Lines WHERE OrderId = 20")
    assert [tuple(row) for row in cursor] == [(200, Decimal(2500), 100)]


@pytest.mark.parametrize("statement, said", [("PRINT N'hello'", "hello"), ("RAISERROR('%d rows', 10, 1, 3)", "3 rows")])
def test_what_is_said_beside_rows(orders: SqlServer, statement: str, said: str) -> None:
    cursor = orders.connect(MICROSOFT, autocommit=True).execute(statement)
    assert [text.rpartition("]")[2] for _, text in cursor.messages] == [said]


def test_several_answers_of_one_batch(orders: SqlServer, driver: str) -> None:
    connection = orders.connect(driver, autocommit=True)
    cursor = connection.execute("SELECT 1; UPDATE dbo.Orders SET Total = 1; SELECT 2, 3")
    found = [[tuple(row) for row in cursor.fetchall()]]
    while cursor.nextset():
        found.append([tuple(row) for row in cursor.fetchall()] if cursor.description else [(cursor.rowcount,)])
    assert found == [[(1,)], [(3,)], [(2, 3)]]


def test_output_of_changes(orders: SqlServer, driver: str) -> None:
    connection = orders.connect(driver, autocommit=True)
    changed = connection.execute(
        "UPDATE TOP (1) dbo.Orders SET Total = 99 OUTPUT deleted.Total, inserted.Total WHERE Id = 10"
    ).fetchall()
    gone = connection.execute("DELETE FROM dbo.Lines OUTPUT deleted.Item WHERE OrderId = 15").fetchall()
    assert [tuple(row) for row in changed + gone] == [(Decimal("10.50"), Decimal(99)), ("nut",)]


def test_a_procedure(orders: SqlServer, driver: str) -> None:
    orders.sql(
        """CREATE PROCEDURE dbo.since @after int, @least decimal(9, 2) = 0, @count int OUTPUT AS
        BEGIN SET NOCOUNT ON; SELECT @count = COUNT(*) FROM dbo.Orders WHERE Id > @after;
        SELECT Id FROM dbo.Orders WHERE Id > @after AND Total >= @least ORDER BY Id; RETURN 7 END"""
    )
    connection = orders.connect(driver, autocommit=True)
    text = "DECLARE @n int, @r int; EXEC @r = dbo.since @after = ?, @count = @n OUTPUT; SELECT @n, @r"
    cursor = connection.execute(text, 10)
    assert [row[0] for row in cursor.fetchall()] == [15, 20]
    assert cursor.nextset()
    assert [tuple(row) for row in cursor.fetchall()] == [(2, 7)]


def test_a_procedure_by_its_escape(orders: SqlServer, driver: str) -> None:
    orders.sql(
        "CREATE PROCEDURE dbo.more @than decimal(9, 2) AS SELECT Id FROM dbo.Orders WHERE Total > @than ORDER BY Id"
    )
    connection = orders.connect(driver, autocommit=True)
    for than, ids in ((5, [10, 15]), (15, [15])):
        assert [row[0] for row in connection.execute("{CALL dbo.more(?)}", Decimal(than))] == ids
    with pytest.raises(pyodbc.Error, match="2812"):
        connection.execute("{CALL dbo.missing(?)}", 1)
    with pytest.raises(pyodbc.Error, match="201"):
        connection.execute("EXEC dbo.more")


def test_statements_in_a_text(orders: SqlServer, driver: str) -> None:
    connection = orders.connect(driver, autocommit=True)
    text = "EXEC sp_executesql N'SELECT Id FROM dbo.Orders WHERE Id > @after', N'@after int', @after = ?"
    assert [row[0] for row in connection.execute(text, 10)] == [15, 20]
    assert connection.execute("EXEC (N'SELECT COUNT(*) FROM dbo.Orders')").fetchval() == 3


def test_keys_may_change_places(orders: SqlServer, driver: str) -> None:
    connection = orders.connect(driver, autocommit=True)
    connection.execute("UPDATE dbo.Lines SET Line = Line + 1 WHERE OrderId = 10")
    assert [row[0] for row in connection.execute("SELECT Line FROM dbo.Lines WHERE OrderId = 10 ORDER BY Line")] == [
        2,
        3,
    ]


def test_a_table_is_changed(orders: SqlServer, driver: str) -> None:
    connection = orders.connect(driver, autocommit=True)
    connection.execute("ALTER TABLE dbo.Lines ADD Note nvarchar(5) NULL")
    connection.execute("ALTER TABLE dbo.Lines ALTER COLUMN Note nvarchar(50) NULL")
    connection.execute("UPDATE dbo.Lines SET Note = REPLICATE('x', 50)")
    connection.execute("ALTER TABLE dbo.Lines DROP COLUMN Item")
    connection.execute("ALTER TABLE dbo.Lines ADD Item int NOT NULL DEFAULT 7, Rv rowversion")
    assert connection.execute("SELECT SUM(Item), COUNT(DISTINCT Rv) FROM dbo.Lines").fetchone()[1] == 3
    columns = [each[0] for each in connection.execute("SELECT * FROM dbo.Lines").description]
    assert columns == ["OrderId", "Line", "Quantity", "Note", "Item", "Rv"]
    connection.execute("INSERT INTO dbo.Lines (OrderId, Line) VALUES (20, 1)")
    connection.execute("TRUNCATE TABLE dbo.Lines")
    assert connection.execute("SELECT COUNT(*) FROM dbo.Lines").fetchval() == 0
    connection.execute("DROP TABLE IF EXISTS dbo.Lines")


def test_temporary_tables_are_the_sessions(orders: SqlServer, driver: str) -> None:
    one, other = orders.connect(driver, autocommit=True), orders.connect(driver, autocommit=True)
    one.execute("SELECT Id, Total INTO #kept FROM dbo.Orders WHERE Total > 5")
    assert one.execute("SELECT COUNT(*) FROM #kept").fetchval() == 2
    with pytest.raises(pyodbc.Error, match="208"):
        other.execute("SELECT * FROM #kept")
