"""Names of tables and columns: as people write them, and quoted so that they end nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from desktop_sync.sources.mssql.names import LONGEST, ColumnName, Table, TableName, quoted, table


@pytest.mark.parametrize(
    "written, schema, name",
    [
        ("Orders", "dbo", "Orders"),
        ("sales.Orders", "sales", "Orders"),
        ("[sales].[Order.Lines]", "sales", "Order.Lines"),
        ('"sales"."Order Lines"', "sales", "Order Lines"),
        ("dbo.Order Lines", "dbo", "Order Lines"),
        ("[a]]b]", "dbo", "a]b"),
        ("dbo.Aufträge", "dbo", "Aufträge"),
    ],
)
def test_tables_as_people_write_them(written: str, schema: str, name: str) -> None:
    assert table(written) == Table(schema, name)


@pytest.mark.parametrize(
    "written", ["", ".", "dbo.", "a.b.c", "[open", "dbo.[a]b", "x" * (LONGEST + 1), "a\nb", "Orders; DROP TABLE x"][:-1]
)
def test_what_is_no_name_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"name|between|found"):
        table(written)


def test_what_looks_like_a_statement_is_a_name() -> None:
    assert table("Orders; DROP TABLE x").quoted == "[dbo].[Orders; DROP TABLE x]"


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20))
def test_a_quoted_name_is_read_as_itself(name: str) -> None:
    assert table(quoted(name)) == Table("dbo", name)
    assert table(str(Table("dbo", name))) == Table("dbo", name)


def test_options_refuse_what_is_no_name() -> None:
    assert TypeAdapter(TableName).validate_python(" dbo.Orders ") == "dbo.Orders"
    assert TypeAdapter(ColumnName).validate_python("[Order.No]") == "Order.No"
    assert TypeAdapter(ColumnName).validate_python("Order.No") == "Order.No"
    for adapter, wrong in ((TypeAdapter(TableName), "a.b.c"), (TypeAdapter(ColumnName), "[a].[b]")):
        with pytest.raises(ValidationError):
            adapter.validate_python(wrong)
