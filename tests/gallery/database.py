"""A flow over a SQL Server in the settings: its form, and the sheet of tables to choose from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop_sync.core.errors import Stop
from desktop_sync.ui.link import Link
from desktop_sync.ui.settings.connections import Connections
from desktop_sync.ui.settings.database_tables import TablesSheet
from desktop_sync.ui.settings.dialog import SettingsDialog
from desktop_sync.ui.settings.flows import Flows
from tests.fake_engine import FakeEngine
from tests.gallery.settings import in_dialog
from tests.gallery_scenes import later
from tests.settings_desk import TEXT

SQL = """
[[connections]]
id = "sql"
title = "ERP database"
type = "mssql"
host = "sql01"
instance = "ERP"
database = "erp"
username = "desktop_sync"
password = "sql/password"
"""
SOURCE = """
[flows.source]
type = "mssql"
connection = "sql"
table = "dbo.Orders"
lines_table = "dbo.OrderLines"
lines_link = ["OrderNo"]
"""
ALL: dict[str, Any] = {
    "clock": {"local": "2026-11-28 14:02:11", "utc": "2026-11-28 13:02:11"},
    "tables": [
        {"name": "dbo.Customers", "view": False},
        {"name": "dbo.OpenOrders", "view": True},
        {"name": "dbo.OrderLines", "view": False},
        {"name": "dbo.Orders", "view": False},
    ],
}


def _column(name: str, kind: str, *, version: bool = False, refused: str = "") -> dict[str, Any]:
    told = {"name": name, "type": kind, "nullable": False, "rowversion": version, "time": False, "refused": refused}
    return dict(told)


ORDERS: dict[str, Any] = {
    "table": "dbo.Orders",
    "columns": [
        _column("OrderNo", "varchar(20)"),
        _column("Customer", "nvarchar(60)"),
        _column("Total", "decimal(18,2)"),
        _column("ChangedAt", "datetime2(3)"),
        _column("Anything", "sql_variant", refused="sql_variant holds values of any type"),
        _column("RowVer", "rowversion", version=True),
    ],
    "key": ["OrderNo"],
    "change_tracking": False,
    "proposed": {"mode": "rowversion"},
    "rows": [
        {
            "OrderNo": "4711",
            "Customer": "Holzbau Lehmann",
            "Total": "190.40",
            "ChangedAt": "2026-11-28T13:58:02.140",
            "RowVer": "AAAAAAAAB9U=",
        },
        {
            "OrderNo": "4712",
            "Customer": "Baumarkt Süd GmbH",
            "Total": "80.00",
            "ChangedAt": None,
            "RowVer": "AAAAAAAAB9Y=",
        },
    ],
}


def answer(table: str | None = None, **_: object) -> dict[str, Any]:
    """As an engine beside that database."""
    return ALL if table is None else {**ORDERS, "table": table}


def settings(link: Link, engine: FakeEngine) -> tuple[SettingsDialog, Flows]:
    """The dialog, at the source of a flow that reads the database."""
    begin, _, rest = TEXT.partition("[flows.source]")
    text = f"{begin}{SOURCE.lstrip()}\n[flows.format]{rest.partition('[flows.format]')[2]}"
    dialog = in_dialog(link, engine, text.replace("[[flows]]", f"{SQL}\n[[flows]]", 1))
    page = dialog.show_place("flows")
    assert isinstance(page, Flows)
    page.detail.show_part("source")
    engine.answers["draft_tables"] = answer
    return dialog, page


def _flow(link: Link, engine: FakeEngine) -> QWidget:
    return settings(link, engine)[0]


def _connection(link: Link, engine: FakeEngine) -> QWidget:
    dialog = in_dialog(link, engine, TEXT + SQL)
    page = dialog.show_place("connections")
    assert isinstance(page, Connections)
    dialog.draft.checked.connect(lambda: page.choose_id("sql") if page.current == 0 else None)
    return dialog


def _picker(link: Link, engine: FakeEngine) -> QWidget:
    window = QWidget()
    window.resize(1000, 660)
    dialog, _ = settings(link, engine)
    dialog.setParent(window)
    dialog.hide()
    sheet = TablesSheet(window, dialog.draft, "sql")
    later(sheet, lambda: sheet.picker.list.setCurrentRow(3))
    return window


def _trouble(link: Link, engine: FakeEngine) -> QWidget:
    window = QWidget()
    window.resize(1000, 660)
    dialog, _ = settings(link, engine)
    dialog.setParent(window)
    dialog.hide()
    engine.answers["draft_tables"] = Stop(
        "sql01: the server refuses the sign-in.", "Correct the user name or the password of the connection."
    )
    TablesSheet(window, dialog.draft, "sql")
    return window


SCENES: Mapping[str, Callable[[Link, FakeEngine], QWidget]] = {
    "connection": _connection,
    "flow": _flow,
    "picker": _picker,
    "picker-trouble": _trouble,
}
