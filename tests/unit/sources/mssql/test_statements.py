"""The statements: what is bound, what is quoted, and that a page goes on exactly where the last one ended."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.sources.mssql.columns import Column
from desktop_sync.sources.mssql.names import Table
from desktop_sync.sources.mssql.shape import Lines, Shape
from desktop_sync.sources.mssql.statements import (
    beyond,
    bind_beyond,
    by_keys,
    changed_keys,
    lines_by_keys,
    page,
    selected,
    together,
    versions_by_keys,
    without,
)

ID, NO = Column("Order]Id", "int"), Column("No", "varchar", size=10)
AT = Column("ChangedAt", "datetime")
RV = Column("Ver", "timestamp")
ORDERS = Shape(Table("dbo", "Orders"), (ID, NO), (ID,), RV)
LINES = Lines(Table("dbo", "Lines"), (Column("Qty", "decimal", precision=9),), (Column("OrderId", "bigint"),), (), RV)


def test_a_page_by_row_version() -> None:
    found = page(ORDERS, (RV,), 1000, known=1, below=True)
    assert found.text == (
        "SELECT TOP (1000) [Ver], [Order]]Id], [Order]]Id], [No] FROM [dbo].[Orders]"
        " WHERE [Ver] > CAST(? AS binary(8)) AND [Ver] < CAST(? AS binary(8)) ORDER BY [Ver]"
    )
    assert found.binds == (RV, RV)


def test_a_page_by_time_and_key_reads_up_to_the_bound() -> None:
    shape = Shape(Table("dbo", "Orders"), (NO,), (ID,), AT)
    found = page(shape, (AT, ID), 10, known=2, upto=True)
    assert "[ChangedAt] >= CAST(? AS datetime) AND ([ChangedAt] > CAST(? AS datetime)) OR" not in found.text
    assert found.text.endswith("AND [ChangedAt] <= CAST(? AS datetime) ORDER BY [ChangedAt], [Order]]Id]")
    assert found.binds == (AT, AT, AT, ID, AT)


def test_the_first_page_knows_no_row() -> None:
    assert "WHERE" not in page(ORDERS, (ID,), 10, known=0).text


def test_nolock_is_asked_for_by_name_only() -> None:
    assert "NOLOCK" not in page(ORDERS, (ID,), 10, known=0).text
    dirty = Shape(ORDERS.table, ORDERS.columns, ORDERS.key, RV, LINES, dirty=True)
    texts = [
        page(dirty, (ID,), 10, known=0).text, by_keys(dirty, 2).text, lines_by_keys(dirty, LINES, 2).text,
        changed_keys(dirty, LINES, 5, known=1, upto=False).text,
    ]  # fmt: skip
    assert all("WITH (NOLOCK)" in one for one in texts)


def test_changed_documents_are_asked_of_both_tables_each_by_its_own_column() -> None:
    found = changed_keys(ORDERS, LINES, 50, known=2, upto=False)
    assert "SELECT [Ver] AS [v], [OrderId] AS [k0] FROM [dbo].[Lines]" in found.text
    assert "GROUP BY [k0]" in found.text
    assert found.text.endswith("ORDER BY [v], [k0]")
    assert found.text.count("?") == len(found.binds) == 8


@pytest.mark.parametrize("key", [(ID,), (ID, NO)])
def test_documents_by_key_bind_every_value(key: tuple[Column, ...]) -> None:
    shape = Shape(ORDERS.table, ORDERS.columns, key, RV)
    lines = Lines(LINES.table, LINES.columns, key, (NO,), RV)
    for found in (by_keys(shape, 3), versions_by_keys(shape, 3), lines_by_keys(shape, lines, 3)):
        assert found.text.count("?") == len(found.binds) == 3 * len(key)
    assert together(key) * len(key) <= 2000


def test_seven_digits_of_a_second_come_as_text() -> None:
    exact = Column("At", "datetime2", digits=7)
    shape = Shape(ORDERS.table, (exact,), (ID,))
    assert "CONVERT(varchar(33), [At], 121) FROM" in page(shape, (ID,), 1, known=0).text


def test_rows_without_a_value_can_be_counted() -> None:
    counted = selected(ORDERS.table, ORDERS.hint, "COUNT_BIG(*)", without(AT))
    assert counted.text == "SELECT COUNT_BIG(*) FROM [dbo].[Orders] WHERE [ChangedAt] IS NULL"


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 9)), unique=True), st.data())
def test_beyond_a_row_lies_what_comes_after_it(rows: list[tuple[int, int, int]], data: st.DataObject) -> None:
    """The condition itself, by a database: pages of it give every row once, whatever ties there are."""
    columns = [Column(name, "int") for name in "abc"]
    size = data.draw(st.integers(1, 3))
    with sqlite3.connect(":memory:") as sql:
        sql.execute("CREATE TABLE t (a int, b int, c int)")
        sql.executemany("INSERT INTO t VALUES (?, ?, ?)", rows)
        told = list[tuple[int, ...]]()
        while True:
            where = beyond(columns).text.replace("CAST(? AS int)", "?") if told else "1"
            values = [int(one) for one in bind_beyond(columns, [str(one) for one in told[-1]])] if told else []
            found = sql.execute(f"SELECT * FROM t WHERE {where} ORDER BY a, b, c LIMIT {size}", values).fetchall()
            if not found:
                break
            told += found
    assert told == sorted(rows)
    sql.close()
