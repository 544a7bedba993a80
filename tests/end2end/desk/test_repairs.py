"""Problems and a dry run beside a real engine and Acme: edited and sent, exactly a plan sent, by clicks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_sync.ui.dry_run.sheet import DryRunSheet
from desktop_sync.ui.editing.fields import VALUE
from desktop_sync.ui.editing.sheet import EditSheet
from desktop_sync.ui.link import Link
from desktop_sync.ui.picture import Picture
from desktop_sync.ui.problems.page import ProblemsPage
from tests.end2end.conftest import MakesInstallations
from tests.end2end.engines import working
from tests.end2end.installation import FLOW, Installation
from tests.end2end.legacy import Order

Until = Callable[[Callable[[], Any]], None]


@pytest.fixture
def desk(installation: MakesInstallations, qapp: object) -> Iterator[Installation]:
    """One order is in Acme; two were refused, of which one can be mended here."""
    made = installation()
    made.legacy.drop(Order("4711"), Order("4712", customer="UNKNOWN-1"), Order("4713", quantity="many"))
    assert made.run().code == 4
    with working(made):
        yield made


def press(qtbot: QtBot, button: QPushButton) -> None:
    qtbot.waitUntil(lambda: button.isEnabled() and button.isVisible(), timeout=30_000)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def run(link: Link, until: Until) -> None:
    """As its card in the overview runs it."""
    ended: list[Any] = []
    link.ask(link, "run", ended.append, None, None, flow=FLOW)
    until(lambda: ended)


def test_a_refused_order_is_edited_here_and_arrives_once(
    qtbot: QtBot, desk: Installation, link: Link, kept: QSettings, until: Until
) -> None:
    page = ProblemsPage(link, Picture(link, link), kept)
    qtbot.addWidget(page)
    page.resize(900, 640)
    page.show()
    until(lambda: len(page.model.rows) == 2)
    page.show_subject("4712")
    until(lambda: "UNKNOWN-1" in page.detail.facts.title.text())

    wanted: list[tuple[str, str, str]] = []
    page.edit_wanted.connect(lambda *what: wanted.append(what))
    press(qtbot, page.detail.buttons.button("edit"))
    sheet = EditSheet(page, link, kept, *wanted[0])
    sheet.show()
    until(sheet.fields.wrong)
    [faulty] = sheet.fields.wrong()
    assert (faulty.path, faulty.value) == ("buyer.number", "UNKNOWN-1")
    sheet.fields.setData(sheet.fields.index_of(faulty, VALUE), "K-1204")
    qtbot.keyClicks(sheet.changes.reason, "wrong number on the phone")
    until(lambda: sheet.changes.rows.rowCount() == 1)
    press(qtbot, sheet.save)
    until(lambda: len(page.model.rows) == 1)
    run(link, until)
    assert [one["reference"] for one in desk.acme.writes()] == ["4711", "4712"]
    until(page.resolved.isVisible)
    assert "edited by" in page.resolved.model.rows[0]["closed_by"]
    people = desk.call("trail", "4712", "--json").json[0]["people"]
    assert [(one["action"], one["reason"]) for one in people] == [("edit", "wrong number on the phone")]


def test_exactly_what_a_dry_run_told_is_sent(
    qtbot: QtBot, desk: Installation, link: Link, kept: QSettings, until: Until
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1000, 640)
    window.show()
    desk.legacy.drop(Order("4711").changed(quantity="41"), Order("4720"))
    until(lambda: link.may("dry_run"))
    sheet = DryRunSheet(window, link, kept, FLOW, "ERP orders")
    sheet.show()
    until(lambda: sheet.view.isVisible() and sheet.view.rows.model.rowCount() == 2)
    assert sheet.view.filters.names == ["", "created", "updated"]
    sheet.view.rows.table.selectRow(0)
    assert ["lines[1].quantity", "40", "41"] in [
        [sheet.view.detail.changes.index(row, column).data() for column in range(3)]
        for row in range(sheet.view.detail.changes.rowCount())
    ]
    later = desk.legacy.drop(Order("4721"))
    assert len(desk.acme.writes()) == 1
    press(qtbot, sheet.send)
    until(lambda: sheet.view.isVisible() and sheet.view.rows.executed)
    assert sheet.view.sum.accessibleName().startswith("2 change")
    assert [one["reference"] for one in desk.acme.writes()[1:]] == ["4711", "4720"]
    assert later.exists()
