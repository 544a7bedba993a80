# ruff: noqa: DTZ001 - columns have no zone
"""Lines that are made column by column are, byte for byte, those that ``core.rows`` makes of the same records."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_sync.core.rows import line
from desktop_sync.sources.mssql.columns import Column
from desktop_sync.sources.mssql.exact import Rows, exact, rows_of
from desktop_sync.sources.mssql.written import Lines, lines_of

COLUMNS = [
    Column("Id", "int"),
    Column("Paid", "bit"),
    Column('O"dd\n100%', "varchar", size=20),
    Column("Größe", "nvarchar", size=-1),
    Column("Guid", "uniqueidentifier"),
    Column("Total", "decimal", precision=18, digits=2),
    Column("Money", "money", digits=4),
    Column("Float", "float"),
    Column("Real", "real"),
    Column("Day", "date"),
    Column("Old", "datetime"),
    Column("Short", "smalldatetime"),
    Column("New", "datetime2", digits=3),
    Column("Fine", "datetime2", digits=7),
    Column("Clock", "time", digits=0),
    Column("Zone", "datetimeoffset", digits=3),
    Column("Bytes", "varbinary", size=-1),
    Column("Version", "timestamp"),
]
MOMENTS = st.datetimes(datetime(1753, 1, 1), datetime(9999, 12, 31))
VALUES: Sequence[st.SearchStrategy[object]] = [
    st.integers(-(2**63), 2**63 - 1),
    st.booleans(),
    st.text(),
    st.text(),
    st.uuids().map(str),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.decimals(places=4, allow_nan=False, allow_infinity=False),
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(width=32, allow_nan=False, allow_infinity=False),
    st.dates(),
    MOMENTS,
    MOMENTS,
    MOMENTS,
    MOMENTS.map(lambda at: f"{at:%Y-%m-%d %H:%M:%S.%f}7"),
    st.times(),
    st.just("2026-11-28T18:00:00.1230000+00:00"),
    st.binary(),
    st.binary(min_size=8, max_size=8),
]
ROWS = st.lists(st.tuples(*(one | st.none() for one in VALUES)), max_size=4)


def test_a_payload_of_every_type_is_pinned() -> None:
    row = (
        1, True, "a\x01/", "ß€😀", "6F9619FF-8B86-D011-B42D-00C04FC964FF", Decimal("1E+3"), Decimal("12.5000"), 0.1,
        struct.unpack("<f", struct.pack("<f", 0.1))[0], date(2026, 11, 28), datetime(2026, 11, 28, 18, 0, 0, 3000),
        datetime(2026, 11, 28, 18), datetime(2026, 11, 28, 18), "2026-11-28 18:00:00.1234567", time(18),
        "2026-11-28T18:00:00.1230000+00:00", b"\0\xff", b"\0\0\0\0\0\0\x07\xd1",
    )  # fmt: skip
    assert lines_of(COLUMNS)([row, (None,) * len(COLUMNS)]) == [
        (
            '{"Bytes":"0x00FF","Clock":"18:00:00","Day":"2026-11-28","Fine":"2026-11-28T18:00:00.1234567","Float":0.1,'
            '"Größe":"ß€😀","Guid":"6F9619FF-8B86-D011-B42D-00C04FC964FF","Id":1,"Money":"12.5000",'
            '"New":"2026-11-28T18:00:00.000","O\\"dd\\n100%":"a\\u0001/","Old":"2026-11-28T18:00:00.003","Paid":true,'
            '"Real":0.1,"Short":"2026-11-28T18:00:00","Total":"1000","Version":"0x00000000000007D1",'
            '"Zone":"2026-11-28T18:00:00.123+00:00"}\n'
        ).encode(),
        json.dumps(dict.fromkeys(sorted(one.name for one in COLUMNS)), ensure_ascii=False).replace(" ", "").encode()
        + b"\n",
    ]


@settings(max_examples=20)
@given(ROWS)
def test_lines_are_those_of_the_records(rows: list[tuple[object, ...]]) -> None:
    assert lines_of(COLUMNS)([(b"head", *row) for row in rows], 1) == [line(row) for row in rows_of(COLUMNS)(rows)]


@settings(max_examples=20)
@given(ROWS)
def test_lines_of_a_query_are_those_of_the_records(rows: list[tuple[object, ...]]) -> None:
    names, readers = [one.name for one in COLUMNS], [exact] * len(COLUMNS)
    assert Lines(names, readers)(rows) == [line(row) for row in Rows(names, readers)(rows)]


@settings(max_examples=20)
@given(ROWS)
def test_what_no_driver_gives_takes_the_long_way(rows: list[tuple[object, ...]]) -> None:
    """Each value in the column of another type."""
    turned = [row[5:] + row[:5] for row in rows]
    assert lines_of(COLUMNS)(turned) == [line(row) for row in rows_of(COLUMNS)(turned)]


@pytest.mark.parametrize("found", [UUID(int=1), bytearray(b"\xff"), 2**70])
@pytest.mark.parametrize("column", [Column("a", "int"), Column("a", "decimal"), Column("a", "datetime")])
def test_foreign_types_are_told_as_ever(column: Column, found: object) -> None:
    assert lines_of([column])([(found,)]) == [line(row) for row in rows_of([column])([(found,)])]


@pytest.mark.parametrize("column", [Column("a", "float"), Column("a", "int"), Column("a", "real")])
def test_what_is_no_number_is_no_json(column: Column) -> None:
    with pytest.raises(ValueError, match="JSON"):
        lines_of([column])([(float("nan"),)])


def test_of_two_columns_of_one_name_the_last_one_counts() -> None:
    assert Lines(["a", "a"], [None, None])([(1, 2)]) == [b'{"a":2}\n']
    assert Lines(["a"], [None])([]) == []
    assert Lines([], [])([(b"head",)] * 2, 1) == [b"{}\n"] * 2
