# ruff: noqa: DTZ001 - columns have no zone
"""Every type of a column to its exact value, and what cannot be one is refused with the reason."""

from __future__ import annotations

import struct
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.errors import Stop
from desktop_sync.sources.mssql.columns import REFUSED, Column, readable
from desktop_sync.sources.mssql.exact import (
    Rows,
    named,
    offset_text,
    offset_time,
    parameter,
    reader,
    real,
    rows_of,
    text_of,
)


def read(column: Column, found: object) -> object:
    way = reader(column)
    return found if way is None else way(found)


@pytest.mark.parametrize(
    "column, found, exactly",
    [
        (Column("a", "bigint"), 2**62 + 1, 2**62 + 1),
        (Column("a", "bit"), True, True),
        (Column("a", "decimal", precision=38, digits=10), Decimal("1E+3"), "1000"),
        (Column("a", "money", digits=4), Decimal("12.5000"), "12.5000"),
        (Column("a", "numeric", precision=20, digits=0), Decimal(12345678901234567890), "12345678901234567890"),
        (Column("a", "datetime"), datetime(2026, 11, 28, 18, 0, 0, 3000), "2026-11-28T18:00:00.003"),
        (Column("a", "smalldatetime"), datetime(2026, 11, 28, 18, 0), "2026-11-28T18:00:00"),
        (Column("a", "datetime2", digits=0), datetime(2026, 11, 28, 18, 0), "2026-11-28T18:00:00"),
        (Column("a", "datetime2", digits=7), "2026-11-28 18:00:00.1234567", "2026-11-28T18:00:00.1234567"),
        (Column("a", "time", digits=7), "18:00:00.0000001", "18:00:00.0000001"),
        (Column("a", "time", digits=3), time(18, 0, 0, 5000), "18:00:00.005"),
        (Column("a", "date"), date(2026, 11, 28), "2026-11-28"),
        (Column("a", "datetimeoffset", digits=7), "2026-11-28T18:00:00.1234567+01:00", ...),
        (Column("a", "datetimeoffset", digits=0), "2026-11-28T18:00:00.0000000-05:30", "2026-11-28T18:00:00-05:30"),
        (Column("a", "datetimeoffset", digits=3), "2026-11-28T18:00:00.1230000+00:00", "2026-11-28T18:00:00.123+00:00"),
        (Column("a", "varbinary", size=-1), b"\x00\xff", "0x00FF"),
        (Column("a", "timestamp"), b"\x00\x00\x00\x00\x00\x00\x07\xd1", "0x00000000000007D1"),
        (Column("a", "float"), 0.1, 0.1),
        (Column("a", "float"), 1e300, 1e300),
        (Column("a", "real"), struct.unpack("<f", struct.pack("<f", 0.1))[0], 0.1),
        (Column("a", "nvarchar", size=-1), "Größe €", "Größe €"),
        (Column("a", "uniqueidentifier"), "6F9619FF-8B86-D011-B42D-00C04FC964FF", ...),
        (Column("a", "decimal", precision=9), None, None),
    ],
)  # fmt: skip
def test_values_are_exact(column: Column, found: object, exactly: object) -> None:
    """``...``: as it came."""
    assert read(column, found) == (found if exactly is ... else exactly)


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_a_32_bit_number_is_told_from_all_others(found: float) -> None:
    told = real(found)
    assert isinstance(told, float)
    assert struct.pack("<f", told) == struct.pack("<f", found)


def test_a_time_with_a_zone_comes_whole() -> None:
    raw = struct.pack("<hHHHHHIhh", 2026, 11, 28, 18, 5, 6, 123456700, -3, -30)
    assert offset_text(raw) == "2026-11-28T18:05:06.1234567-03:30"
    assert offset_time(offset_text(raw)).isoformat() == "2026-11-28T18:05:06.123456-03:30"


def test_what_cannot_be_read_exactly_is_left_out_or_refused_with_the_reason() -> None:
    columns = [Column("Id", "int"), *(Column(kind, kind) for kind in REFUSED)]
    assert [one.name for one in readable(columns, (), "dbo.Orders")] == ["Id"]
    with pytest.raises(Stop, match="Each row of it may be of another type"):
        readable(columns, ("Id", "sql_variant"), "dbo.Orders")
    with pytest.raises(Stop) as raised:
        readable(columns, ("Nope",), "dbo.Orders")
    assert "Id" in raised.value.hint


@pytest.mark.parametrize(
    "column, bound",
    [
        (Column("a", "datetime"), "CAST(? AS datetime)"),
        (Column("a", "datetime2", digits=3), "CAST(? AS datetime2(3))"),
        (Column("a", "varchar", size=20), "CAST(? AS varchar(20))"),
        (Column("a", "nvarchar", size=-1), "CAST(? AS nvarchar(max))"),
        (Column("a", "decimal", precision=18, digits=2), "CAST(? AS decimal(18, 2))"),
        (Column("a", "timestamp"), "CAST(? AS binary(8))"),
    ],
)
def test_values_are_bound_as_the_columns_own_type(column: Column, bound: str) -> None:
    assert column.bound == bound


def test_bytes_go_as_bytes_and_all_else_as_text() -> None:
    assert parameter(Column("a", "timestamp"), "0x00000000000007D1") == bytes.fromhex("00000000000007D1")
    assert parameter(Column("a", "int"), text_of(5)) == "5"
    assert parameter(Column("a", "bit"), text_of(True)) == "1"


def test_rows_become_records_by_the_names_of_their_columns() -> None:
    columns = [Column("Id", "int"), Column("Total", "money", digits=4)]
    assert rows_of(columns)([(1, Decimal("2.50"))]) == [{"Id": 1, "Total": "2.50"}]
    assert Rows(["a"], [None])([]) == []


@pytest.mark.parametrize("names", [["a", ""], ["a", "a"]])
def test_columns_of_a_query_need_names_of_their_own(names: list[str]) -> None:
    with pytest.raises(Stop):
        named(names, "the query")
