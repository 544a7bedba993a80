"""An export at the desk, beside a real engine and Acme: seen beforehand, made by a click, looked at afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_sync.ui.link import Link
from desktop_sync.ui.made.sheet import MadeSheet
from desktop_sync.ui.overview.page import Overview
from desktop_sync.ui.picture import Picture
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.exports import Exports
from desktop_sync.ui.settings.open import settings_dialog
from tests.end2end.conftest import MakesInstallations
from tests.end2end.engines import working
from tests.end2end.installation import Installation
from tests.end2end.legacy import Order

LEFT = Qt.MouseButton.LeftButton
Until = Callable[[Callable[[], Any]], None]


@pytest.fixture
def desk(installation: MakesInstallations, qapp: object) -> Iterator[Installation]:
    """Two orders are in Acme."""
    made = installation()
    made.add_export()
    made.legacy.drop(Order("4711"), Order("4712"))
    assert made.run().code == 0
    with working(made):
        yield made


@pytest.fixture
def kept(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "desk.ini"), QSettings.Format.IniFormat)


def test_it_is_previewed_from_the_draft(
    qtbot: QtBot, desk: Installation, link: Link, kept: QSettings, until: Until
) -> None:
    draft = Draft(link)
    dialog = settings_dialog(draft, kept)
    qtbot.addWidget(dialog, before_close_func=lambda _: draft.discard())
    dialog.show()
    page = dialog.show_place("exports")
    assert isinstance(page, Exports)
    table = page.preview.table
    until(lambda: table.model() is not None and table.model().rowCount() == 2)
    shown = {table.model().index(row, 0).data() for row in range(2)}
    assert shown == set(desk.acme.documents("orders"))
    until(page.preview.open_file.isEnabled)
    assert not list((desk.place / "reports").iterdir())


def test_it_is_made_by_a_click_and_what_was_made_is_told(
    qtbot: QtBot, desk: Installation, link: Link, kept: QSettings, until: Until
) -> None:
    page = Overview(link, Picture(link, link), kept)
    qtbot.addWidget(page)
    page.resize(860, 640)
    page.show()
    until(lambda: "daily" in page.cards.cards and page.cards.cards["daily"].button.isEnabled())
    card = page.cards.cards["daily"]
    qtbot.mouseClick(card.button, LEFT)
    until(lambda: card.brought.text() == "1 report(s)")
    assert card.route.text() == "Orders → Reports"
    assert [one.name for one in (desk.place / "reports").iterdir()] == ["Daily orders 1.csv"]

    over = QWidget()
    qtbot.addWidget(over)
    over.resize(900, 600)
    over.show()
    sheet = MadeSheet(over, link, kept, "daily", "Daily orders", "Reports")
    sheet.show()
    until(lambda: [sheet.model.index(row, 3).data() for row in range(sheet.model.rowCount())] == ["Delivered"])
    assert sheet.model.index(0, 4).data() == "Daily orders 1.csv"
    assert sheet.open_file.isEnabled()
