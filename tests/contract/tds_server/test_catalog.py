"""What drivers and pickers of tables ask about a database, with both drivers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.mssql_server import MICROSOFT, SqlServer


@pytest.fixture
def shop(mssql: SqlServer) -> SqlServer:
    mssql.sql(
        """CREATE TABLE dbo.Orders (Id int IDENTITY NOT NULL, Number varchar(20) NOT NULL, Name nvarchar(max) NULL,
            Total decimal(18, 4) NULL DEFAULT ((0)), At datetime2(3) NULL, Rv rowversion,
            CONSTRAINT PK_Orders PRIMARY KEY (Id));
        CREATE UNIQUE INDEX UX_Number ON dbo.Orders (Number DESC, Id);
        CREATE TABLE dbo.[Order Lines] (OrderId int NOT NULL, Line smallint NOT NULL, PRIMARY KEY (Line, OrderId))"""
    )
    mssql.sql("CREATE VIEW dbo.Big AS SELECT Id, Total FROM dbo.Orders WHERE Total > 100")
    mssql.sql(
        "CREATE PROCEDURE dbo.NewOrders @since datetime2(3), @top int = 10 AS SELECT TOP (@top) Id FROM dbo.Orders"
    )
    return mssql


def test_tables(shop: SqlServer, driver: str) -> None:
    cursor = shop.connect(driver).cursor()
    found = sorted((row.table_name, row.table_type) for row in cursor.tables(schema="dbo"))
    assert found == [("Big", "VIEW"), ("Order Lines", "TABLE"), ("Orders", "TABLE")]
    assert [row.table_name for row in cursor.tables(table="Order%", tableType="TABLE")] == ["Order Lines", "Orders"]


def test_columns(shop: SqlServer, driver: str) -> None:
    cursor = shop.connect(driver).cursor()
    columns = {row.column_name: row for row in cursor.columns(table="Orders")}
    assert list(columns) == ["Id", "Number", "Name", "Total", "At", "Rv"]
    assert [row.type_name for row in columns.values()] == [
        "int identity", "varchar", "nvarchar", "decimal", "datetime2", "timestamp",
    ]  # fmt: skip
    assert (columns["Total"].column_size, columns["Total"].decimal_digits) == (18, 4)
    assert [row.nullable for row in columns.values()] == [0, 0, 1, 1, 1, 0]


def test_keys_and_indexes(shop: SqlServer, driver: str) -> None:
    cursor = shop.connect(driver).cursor()
    assert [(row.column_name, row.key_seq) for row in cursor.primaryKeys(table="Order Lines")] == [
        ("Line", 1),
        ("OrderId", 2),
    ]
    indexes = [
        (row.index_name, row.column_name) for row in cursor.statistics(table="Orders", unique=True) if row.index_name
    ]
    assert indexes == [("PK_Orders", "Id"), ("UX_Number", "Number"), ("UX_Number", "Id")]


PICKERS = [
    (
        "SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE FROM INFORMATION_SCHEMA.TABLES ORDER BY TABLE_NAME",
        [("dbo", "Big", "VIEW"), ("dbo", "Order Lines", "BASE TABLE"), ("dbo", "Orders", "BASE TABLE")],
    ),
    (
        "SELECT s.name, t.name FROM sys.tables t JOIN sys.schemas s ON s.schema_id = t.schema_id ORDER BY t.name",
        [("dbo", "Order Lines"), ("dbo", "Orders")],
    ),
    (
        (
            "SELECT c.name, ty.name, c.max_length, c.precision, c.scale, c.is_nullable, c.is_identity "
            "FROM sys.columns c JOIN sys.types ty ON ty.user_type_id = c.user_type_id "
            "WHERE c.object_id = OBJECT_ID(N'dbo.Orders') "
            "ORDER BY c.column_id"
        ),
        [
            ("Id", "int", 4, 10, 0, False, True),
            ("Number", "varchar", 20, 0, 0, False, False),
            ("Name", "nvarchar", -1, 0, 0, True, False),
            ("Total", "decimal", 9, 18, 4, True, False),
            ("At", "datetime2", 7, 23, 3, True, False),
            ("Rv", "timestamp", 8, 0, 0, False, False),
        ],
    ),
    (
        (
            "SELECT COLUMN_NAME, DATA_TYPE, IS_NULLABLE, CHARACTER_MAXIMUM_LENGTH FROM INFORMATION_SCHEMA.COLUMNS "
            "WHERE TABLE_NAME = 'Orders' AND ORDINAL_POSITION < 4 ORDER BY ORDINAL_POSITION"
        ),
        [("Id", "int", "NO", None), ("Number", "varchar", "NO", 20), ("Name", "nvarchar", "YES", -1)],
    ),
    (
        (
            "SELECT i.name, i.is_unique, i.is_primary_key, COL.name, ic.is_descending_key FROM sys.indexes i "
            "JOIN sys.index_columns ic ON ic.object_id = i.object_id AND ic.index_id = i.index_id "
            "JOIN sys.columns COL ON COL.object_id = ic.object_id AND COL.column_id = ic.column_id "
            "WHERE i.object_id = OBJECT_ID('Orders') ORDER BY i.index_id, ic.key_ordinal"
        ),
        [
            ("PK_Orders", True, True, "Id", False),
            ("UX_Number", True, False, "Number", True),
            ("UX_Number", True, False, "Id", False),
        ],
    ),
    (
        (
            "SELECT name, snapshot_isolation_state, snapshot_isolation_state_desc, is_read_committed_snapshot_on "
            "FROM sys.databases WHERE name = DB_NAME()"
        ),
        [None],
    ),
    (
        (
            "SELECT k.COLUMN_NAME FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS c "
            "JOIN INFORMATION_SCHEMA.KEY_COLUMN_USAGE k ON k.CONSTRAINT_NAME = c.CONSTRAINT_NAME "
            "WHERE c.CONSTRAINT_TYPE = 'PRIMARY KEY' AND c.TABLE_NAME = 'Orders'"
        ),
        [("Id",)],
    ),
    (
        (
            "SELECT p.name, p.parameter_id, TYPE_NAME(p.user_type_id), p.is_output FROM sys.parameters p "
            "WHERE p.object_id = OBJECT_ID('dbo.NewOrders') ORDER BY p.parameter_id"
        ),
        [("@since", 1, "datetime2", False), ("@top", 2, "int", False)],
    ),
    ("SELECT ROUTINE_NAME FROM INFORMATION_SCHEMA.ROUTINES WHERE ROUTINE_TYPE = 'PROCEDURE'", [("NewOrders",)]),
    (
        "SELECT DATABASEPROPERTYEX(DB_NAME(), 'Status'), OBJECT_ID('dbo.nothing')",
        [("ONLINE", None)],
    ),
    (
        "SELECT HAS_PERMS_BY_NAME('dbo.Orders', 'OBJECT', 'SELECT'), HAS_PERMS_BY_NAME('dbo.no', 'OBJECT', 'SELECT')",
        [(1, None)],
    ),
    (
        "SELECT permission_name FROM fn_my_permissions('dbo.Orders', 'OBJECT') WHERE permission_name = 'UPDATE'",
        [("UPDATE",)],
    ),
]


@pytest.mark.parametrize("query, rows", PICKERS, ids=[query[7:50] for query, _ in PICKERS])
def test_what_pickers_ask(shop: SqlServer, query: str, rows: list[tuple[object, ...] | None]) -> None:
    expected = [(shop.database, 0, "OFF", False) if row is None else row for row in rows]
    assert shop.sql(query) == expected


def test_a_null_parameter_has_the_type_of_its_column(shop: SqlServer) -> None:
    """Microsoft's driver asks sp_describe_undeclared_parameters."""
    one = shop.connect(MICROSOFT, autocommit=True)
    one.execute("CREATE TABLE dbo.parts (id int PRIMARY KEY, data varbinary(10), at date, total decimal(9, 2))")
    one.execute("INSERT INTO dbo.parts VALUES (?, ?, ?, ?)", 1, None, None, Decimal("1.5"))
    one.execute("UPDATE dbo.parts SET data = ?, at = ? WHERE id = ?", None, None, 1)
    assert [tuple(row) for row in one.execute("SELECT * FROM dbo.parts WHERE id = ?", 1)] == [
        (1, None, None, Decimal("1.50"))
    ]


def test_rows_that_are_all_there_and_quickly(shop: SqlServer, driver: str) -> None:
    shop.sql("CREATE TABLE dbo.many (id int PRIMARY KEY, name nvarchar(30), total decimal(18, 2))")
    shop.order("fill", database=shop.database, table="dbo.many", rows=30_000)
    one = shop.connect(driver)
    cursor = one.execute("SELECT id, name, total FROM dbo.many ORDER BY id")
    rows = [row for part in iter(lambda: cursor.fetchmany(1000), []) for row in part]
    assert [row[0] for row in rows] == list(range(1, 30_001))
    page = one.execute("SELECT TOP (1000) id, name, total FROM dbo.many WHERE id > ? ORDER BY id", 29_500).fetchall()
    assert [tuple(row) for row in page] == [tuple(row) for row in rows[29_500:]]
