"""The guide at a SQL Server, by clicks and keys alone: from an empty installation to the first orders in Acme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_sync.ui.settings.guide.sample import SamplePage
from desktop_sync.ui.settings.guide.table import TablePage
from desktop_sync.ui.settings.tables_picker import TablesPicker
from tests.end2end.conftest import MakesInstallations
from tests.end2end.desk.guided import guided
from tests.end2end.engines import working
from tests.end2end.installation import Installation
from tests.mssql_rig import ensure_driver, server
from tests.mssql_server import MICROSOFT, SqlServer

Until = Callable[[Callable[[], Any]], None]


@pytest.fixture
def database() -> Iterator[SqlServer]:
    """Two orders with a line each, in words that Acme has for them."""
    ensure_driver(MICROSOFT)
    if not server().is_bench:
        pytest.skip("a real server is not asked for this")
    with server().fresh() as fresh:
        fresh.sql(
            "CREATE TABLE dbo.Orders (OrderNo varchar(20) NOT NULL PRIMARY KEY, OrderDate date NOT NULL,"
            " Currency char(3) NOT NULL, BuyerNumber varchar(20) NOT NULL, BuyerName nvarchar(60) NOT NULL,"
            " RowVer rowversion)"
        )
        fresh.sql(
            "CREATE TABLE dbo.OrderLines (OrderNo varchar(20) NOT NULL, Number int NOT NULL, Sku varchar(9),"
            " Quantity decimal(9,3) NOT NULL, UnitPrice money NOT NULL, RowVer rowversion,"
            " PRIMARY KEY (OrderNo, Number))"
        )
        for number in ("4711", "4712"):
            fresh.sql(
                "INSERT INTO dbo.Orders (OrderNo, OrderDate, Currency, BuyerNumber, BuyerName)"
                " VALUES (?, '2026-08-12', 'EUR', 'K-12', N'Baumarkt Süd')",
                number,
            )
            fresh.sql(
                "INSERT INTO dbo.OrderLines (OrderNo, Number, Sku, Quantity, UnitPrice)"
                " VALUES (?, 1, 'P-1000', 40, 11.90)",
                number,
            )
        yield fresh


@pytest.fixture
def desk(database: SqlServer, installation: MakesInstallations, qapp: object) -> Iterator[Installation]:
    """Nothing is set up."""
    made = installation()
    (made.data / "settings.toml").unlink()
    with working(made):
        yield made


def choose(picker: TablesPicker, name: str, qtbot: QtBot, until: Until) -> None:
    """A click into the list, and what the database tells of it."""
    until(lambda: picker.list.findItems(name, Qt.MatchFlag.MatchExactly))
    item = picker.list.findItems(name, Qt.MatchFlag.MatchExactly)[0]
    at = picker.list.visualItemRect(item).center()
    qtbot.mouseClick(picker.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    until(lambda: picker.told.get("table") == name)


def test_the_first_orders_come_from_a_database(
    desk: Installation, database: SqlServer, qtbot: QtBot, until: Until
) -> None:
    with guided(desk, qtbot, until) as guide:
        guide.account()
        guide.place("mssql")
        form = guide.form()
        guide.type(
            form, host="127.0.0.1", port=str(database.port), database=database.database, username=database.username,
            password=database.password,
        )  # fmt: skip
        guide.down(form, "encryption", 2)  # the bench server's certificate is its own
        states = guide.test()
        assert "failed" not in states, states
        guide.on()

        until(lambda: isinstance(guide.sheet.page, TablePage) and guide.sheet.page.form is not None)
        page = guide.sheet.page
        assert isinstance(page, TablePage)
        picker, options = page.picker, page.form
        assert picker is not None
        assert options is not None
        choose(picker, "dbo.Orders", qtbot, until)
        guide.click(picker.use)
        assert (options.value()["table"], options.value()["mode"]) == ("dbo.Orders", "rowversion")
        assert "OrderNo" in picker.bar.accessibleName()
        choose(picker, "dbo.OrderLines", qtbot, until)
        guide.click(picker.lines)
        guide.type(options, min_age="0s")  # the rows were written a moment ago
        guide.on()

        sample = guide.sheet.page
        assert isinstance(sample, SamplePage)
        guide.on()  # as soon as what was proposed for the rows will do
        fields = guide.sheet.plan.flow["mapping"]["fields"] if guide.sheet.plan is not None else {}
        assert fields["external_reference"] == {"from": "OrderNo"}
        guide.on()
        last = guide.start()
        assert last.said.text().startswith("2 document")
    writes = {write["reference"]: write["body"] for write in desk.acme.writes()}
    assert set(writes) == {"4711", "4712"}
    assert writes["4711"]["lines"][0]["unit_price"] == "11.9000"
    text = (desk.data / "settings.toml").read_text(encoding="utf-8")
    assert 'type = "mssql"' in text
    assert database.password not in text
