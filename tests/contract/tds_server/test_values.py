"""Every type of SQL Server, exactly, in both directions, with both drivers; NULL of each."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal

import pyodbc
import pytest

from tests.mssql_server import MICROSOFT, SqlServer

LONG = "äöü€x" * 5000
MOMENT = datetime.datetime(2024, 2, 29, 23, 59, 58, 123456)  # noqa: DTZ001 - what has no zone has none
GUID = uuid.UUID("6F9619FF-8B86-D011-B42D-00C04FC964FF")
VALUES: list[tuple[str, object]] = [
    ("bit", True), ("bit", False), ("tinyint", 255), ("smallint", -32768), ("int", -(2**31)), ("bigint", 2**63 - 1),
    ("bigint", -(2**63)), ("decimal(38,0)", Decimal("9" * 37)),
    ("decimal(38,10)", Decimal("-1234567890123456789.0123456789")),
    ("numeric(5,2)", Decimal("-999.99")), ("decimal(18,4)", Decimal("0.0001")),
    ("money", Decimal("922337203685477.5807")),
    ("money", Decimal("-0.0001")), ("smallmoney", Decimal("-214748.3648")), ("real", 0.5),
    ("float", 1.7976931348623157e308),
    ("float", 0.1), ("date", datetime.date(1753, 1, 1)), ("date", datetime.date(9999, 12, 31)),
    ("time(0)", datetime.time(23, 59, 59)), ("datetime", MOMENT.replace(microsecond=123000)),
    ("datetime", MOMENT.replace(microsecond=997000)), ("smalldatetime", MOMENT.replace(second=0, microsecond=0)),
    ("datetime2(0)", MOMENT.replace(microsecond=0)), ("datetime2(3)", MOMENT.replace(microsecond=123000)),
    ("datetime2(7)", MOMENT), ("char(5)", "abc  "), ("varchar(20)", "Müller €"), ("nchar(3)", "日本 "),
    ("nvarchar(20)", "日本語 😀"), ("varchar(max)", LONG), ("nvarchar(max)", LONG + "日"), ("varchar(10)", ""),
    ("binary(4)", b"\0\1\2\xff"), ("varbinary(10)", b"\0"), ("varbinary(max)", bytes(range(256)) * 100),
    ("uniqueidentifier", str(GUID).upper()), ("xml", "<a>ä</a>"), ("text", "old"), ("ntext", "日本"),
    ("image", b"\1\2"),
]  # fmt: skip


def kept(kind: str, value: object) -> str:
    return f"{kind}={str(value)[:12]}"


@pytest.mark.parametrize("kind, value", VALUES, ids=[kept(*each) for each in VALUES])
def test_a_value_comes_back_as_it_went(mssql: SqlServer, driver: str, kind: str, value: object) -> None:
    with mssql.connect(driver) as connection:
        connection.execute(f"CREATE TABLE dbo.kept (id int PRIMARY KEY, one {kind} NULL)")
        connection.execute("INSERT INTO dbo.kept (id, one) VALUES (?, ?)", 1, value)
        connection.execute("INSERT INTO dbo.kept (id) VALUES (2)")
        assert [row[0] for row in connection.execute("SELECT one FROM dbo.kept ORDER BY id")] == [value, None]


@pytest.mark.parametrize("kind, literal, value", [
    ("datetimeoffset(7)", "2024-02-29 23:59:58.1234567 +05:30", "2024-02-29 23:59:58.1234567 +05:30"),
    ("datetimeoffset(0)", "2024-01-01T00:00:00-08:00", "2024-01-01 00:00:00 -08:00"),
    ("datetime2(7)", "2024-02-29 23:59:58.1234567", "2024-02-29 23:59:58.1234567"),
    ("datetime2(3)", "2024-02-29 23:59:59.9996", "2024-03-01 00:00:00.000"),
    ("datetime", "2024-01-01 00:00:00.005", "2024-01-01 00:00:00.007"),
    ("time(7)", "23:59:59.1234567", "23:59:59.1234567"),
    ("decimal(5,1)", "1.25", "1.3"), ("money", "1.23456", "1.2346"),
])  # fmt: skip
def test_a_text_becomes_the_type(mssql: SqlServer, driver: str, kind: str, literal: str, value: str) -> None:
    sql = f"SELECT CONVERT(varchar(40), CAST('{literal}' AS {kind}), 121)"
    with mssql.connect(driver) as connection:
        shown = connection.execute(sql).fetchval()
    assert shown == value


def test_a_datetimeoffset_arrives_whole(mssql: SqlServer) -> None:
    with mssql.connect(MICROSOFT) as connection:
        connection.add_output_converter(-155, bytes)
        raw = connection.execute("SELECT CAST('2024-02-29 23:59:58.1234567 +05:30' AS datetimeoffset(7))").fetchval()
    assert (
        raw.hex()
        == "e8070200" + "1d00" + "1700" + "3b00" + "3a00" + (123456700).to_bytes(4, "little").hex() + "0500" + "1e00"
    )


def test_columns_say_their_type(mssql: SqlServer, driver: str) -> None:
    with mssql.connect(driver) as connection:
        cursor = connection.execute(
            "SELECT CAST(1 AS decimal(12,3)) AS a, N'x' AS b, COUNT(*) AS c, CAST(NULL AS date) AS d"
        )
        named = [(each[0], each[1]) for each in cursor.description]
        assert cursor.description[0][4:6] == (12, 3)
    assert named == [("a", Decimal), ("b", str), ("c", int), ("d", datetime.date)]


def test_code_page_1252(mssql: SqlServer, driver: str) -> None:
    with mssql.connect(driver) as connection:
        row = connection.execute(
            "SELECT CAST(N'ä€日' AS varchar(10)), DATALENGTH(CAST(N'ä€日' AS varchar(10)))"
        ).fetchone()
    assert row is not None
    assert tuple(row) == ("ä€?", 3)


def test_case_does_not_count_where_the_collation_says_so(mssql: SqlServer, driver: str) -> None:
    with mssql.connect(driver) as connection:
        connection.execute("CREATE TABLE dbo.names (one varchar(10), two varchar(10) COLLATE Latin1_General_CS_AS)")
        connection.execute("INSERT INTO dbo.names VALUES ('Ab', 'Ab')")
        counts = [
            connection.execute(f"SELECT COUNT(*) FROM dbo.names WHERE {column} = ?", "aB").fetchval()
            for column in ("one", "two")
        ]
    assert counts == [1, 0]


def test_a_variant_says_what_it_holds(mssql: SqlServer) -> None:
    with mssql.connect(MICROSOFT) as connection:
        connection.execute("CREATE TABLE dbo.any_of (id int, one sql_variant)")
        connection.execute("INSERT INTO dbo.any_of VALUES (1, 5), (2, N'x'), (3, NULL)")
        connection.add_output_converter(-150, lambda data: data)
        rows = connection.execute("SELECT id, CAST(one AS nvarchar(10)) FROM dbo.any_of ORDER BY id").fetchall()
    assert [tuple(row) for row in rows] == [(1, "5"), (2, "x"), (3, None)]


@pytest.mark.parametrize("number, statement", [
    (8115, "SELECT CAST(300 AS tinyint)"), (8115, "SELECT CAST(1000 AS decimal(3,1))"),
    (245, "SELECT CAST('x' AS int)"),
    (8114, "SELECT CAST('x' AS decimal(5,1))"), (241, "SELECT CAST('2024-13-01' AS date)"), (8134, "SELECT 1/0"),
    (8169, "SELECT CAST('x' AS uniqueidentifier)"), (8115, "SELECT 2147483647 + 1"),
    (8114, "SELECT CAST('a' AS float)"),
])  # fmt: skip
def test_what_does_not_fit_is_refused(mssql: SqlServer, driver: str, number: int, statement: str) -> None:
    with mssql.connect(driver) as connection, pytest.raises(pyodbc.Error, match=f"[(]{number}[)]"):
        connection.execute(statement).fetchall()


def test_a_parameter_keeps_its_type_beside_a_column(mssql: SqlServer) -> None:
    """Since SQL Server 2016 a datetime is more exact beside a datetime2 than it shows."""
    with mssql.connect(MICROSOFT) as connection:
        connection.execute("CREATE TABLE dbo.moments (one datetime)")
        connection.execute("INSERT INTO dbo.moments VALUES ('2024-01-01 00:00:00.003')")
        shown = connection.execute("SELECT one FROM dbo.moments").fetchval()
        found = [
            connection.execute(f"SELECT COUNT(*) FROM dbo.moments WHERE one = {right}", shown).fetchval()
            for right in ("?", "CAST(? AS datetime)")
        ]
    assert found == [0, 1]
