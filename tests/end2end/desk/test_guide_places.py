"""The guide at a SQL Server, then at an SFTP server, by clicks and keys alone: from nothing to orders in Acme."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_sync.ui.settings.guide.arriving import ArrivingPage
from desktop_sync.ui.settings.guide.sample import SamplePage
from desktop_sync.ui.settings.guide.table import TablePage
from desktop_sync.ui.settings.tables_picker import TablesPicker
from tests.end2end.conftest import MakesInstallations
from tests.end2end.desk.guided import Guided, guided
from tests.end2end.engines import working
from tests.end2end.installation import Installation
from tests.gallery.guide import ROWS
from tests.mssql_rig import ensure_driver, server
from tests.mssql_server import MICROSOFT, SqlServer
from tests.sftp_servers import NAME, PASSWORD, AsyncSsh

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
            "CREATE TABLE dbo.OrderLines (OrderNo varchar(20) NOT NULL, LineNumber int NOT NULL, Sku varchar(9),"
            " Quantity decimal(9,3) NOT NULL, UnitPrice money NOT NULL, RowVer rowversion,"
            " PRIMARY KEY (OrderNo, LineNumber))"
        )
        for number in ("4711", "4712"):
            fresh.sql(
                "INSERT INTO dbo.Orders (OrderNo, OrderDate, Currency, BuyerNumber, BuyerName)"
                " VALUES (?, '2026-08-12', 'EUR', 'K-12', N'Baumarkt Süd')",
                number,
            )
            fresh.sql(
                "INSERT INTO dbo.OrderLines (OrderNo, LineNumber, Sku, Quantity, UnitPrice)"
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


def from_database(guide: Guided, database: SqlServer, qtbot: QtBot) -> ArrivingPage:
    """All its pages but that of the account."""
    guide.place("mssql")
    form = guide.form()
    guide.type(
        form, host="127.0.0.1", port=str(database.port), database=database.database, username=database.username,
        password=database.password,
    )  # fmt: skip
    guide.down(form, "encryption", 2)  # the bench server's certificate is its own
    guide.test()
    guide.on()

    guide.until(lambda: isinstance(guide.sheet.page, TablePage) and guide.sheet.page.form is not None)
    page = guide.sheet.page
    assert isinstance(page, TablePage)
    picker, options = page.picker, page.form
    assert picker is not None
    assert options is not None
    choose(picker, "dbo.Orders", qtbot, guide.until)
    guide.click(picker.use)
    assert (options.value()["table"], options.value()["mode"]) == ("dbo.Orders", "rowversion")
    assert "OrderNo" in picker.bar.accessibleName()
    choose(picker, "dbo.OrderLines", qtbot, guide.until)
    guide.click(picker.lines)
    guide.type(options, min_age="0s")  # the rows were written a moment ago
    guide.on()

    assert isinstance(guide.sheet.page, SamplePage)
    guide.on()  # as soon as what was proposed for the rows will do
    guide.on()
    return guide.start()


def file_in(folder: Path) -> Path:
    """With a file of one order, which was finished an hour ago."""
    folder.mkdir()
    file = folder / "ORD_1.jsonl"
    file.write_text(json.dumps({**ROWS[0], "OrderNo": "4713"}) + "\n", encoding="utf-8")
    hour_ago = time.time() - 3600
    os.utime(file, (hour_ago, hour_ago))
    return folder


def from_server(guide: Guided, server: AsyncSsh, folder: Path) -> ArrivingPage:
    """The account is known by now."""
    page = guide.place("sftp")
    guide.write(page.pattern, "*.jsonl")
    guide.type(
        guide.form(), host="127.0.0.1", port=str(server.port), username=NAME, password=PASSWORD, path=folder.as_posix()
    )
    guide.test()
    guide.on()

    assert isinstance(guide.sheet.page, SamplePage)
    guide.on()  # as soon as the file was taken as a sample, and what was proposed for it will do
    guide.on()
    return guide.start()


@pytest.mark.parametrize("then_server", [False, pytest.param(True, marks=pytest.mark.long)], ids=["", "then-server"])
def test_the_first_orders_come_from_a_database_and_from_a_server(
    desk: Installation, database: SqlServer, tmp_path: Path, qtbot: QtBot, until: Until, *, then_server: bool
) -> None:
    with guided(desk, qtbot, until) as guide:
        guide.account()
        last = from_database(guide, database, qtbot)
        assert last.said.text().startswith("2 document")
        guide.on()
        if then_server:
            guide.begin()
            with AsyncSsh(tmp_path / "sftp") as sftp:
                last = from_server(guide, sftp, file_in(tmp_path / "out"))
                assert last.said.text().startswith("1 document")
    writes = {write["reference"]: write["body"] for write in desk.acme.writes()}
    assert sorted(writes) == (["4711", "4712", "4713"] if then_server else ["4711", "4712"])
    assert len(desk.acme.writes()) == len(writes)
    line = writes["4711"]["lines"][0]
    assert (line["number"], line["unit_price"]) == (1, "11.9000")
    text = (desk.data / "settings.toml").read_text(encoding="utf-8")
    assert database.password not in text
    assert PASSWORD not in text
