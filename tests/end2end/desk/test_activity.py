"""The activity page beside an engine at work: what it does comes on top, is found, opens, and is exported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from desktop_sync.data_folder import DataFolder
from desktop_sync.ipc import connect
from desktop_sync.ui.activity.page import ActivityPage
from desktop_sync.ui.link import Link
from desktop_sync.ui.picture import Picture
from tests.end2end.conftest import MakesInstallations
from tests.end2end.engines import ends, working
from tests.end2end.installation import Installation
from tests.end2end.legacy import Order

WAIT = 60_000


@pytest.fixture
def desk(installation: MakesInstallations) -> Installation:
    made = installation()
    made.flow("erp-orders")["schedule"] = {"every": "1h"}
    made.save()
    return made


@pytest.fixture
def page(desk: Installation, qtbot: QtBot, tmp_path: Path) -> Iterator[ActivityPage]:
    link = Link(lambda: connect(DataFolder(desk.data)))
    kept = QSettings(str(tmp_path / "desk.ini"), QSettings.Format.IniFormat)
    made = ActivityPage(link, Picture(link), kept)
    qtbot.addWidget(made)
    made.show()
    link.start()
    yield made
    link.close()


def shown(page: ActivityPage, column: int) -> list[Any]:
    return [page.table.pages.index(row, column).data() for row in range(page.table.pages.total)]


def test_what_it_does_is_seen(desk: Installation, page: ActivityPage, qtbot: QtBot, tmp_path: Path) -> None:
    desk.legacy.drop(Order("10001"), Order("10002"))
    with working(desk) as process:
        qtbot.waitUntil(lambda: shown(page, 1) == ["10002", "10001"], timeout=WAIT)
        qtbot.waitUntil(lambda: shown(page, 3) == ["Created", "Created"], timeout=WAIT)
        desk.legacy.drop(Order("10003"))
        qtbot.waitUntil(lambda: shown(page, 1)[0] == "10003", timeout=WAIT)
        page.filters.text.setText("10001")
        qtbot.waitUntil(lambda: shown(page, 1) == ["10001"], timeout=WAIT)
        page.exporting._wanted = page.kind, page.table.pages.wish, 1
        with qtbot.waitSignal(page.exporting.said, timeout=WAIT) as said:
            page.exporting.export_to(str(tmp_path / "out.csv"))
        assert said.args[1] == "1 row(s) written to out.csv."
        assert "10001" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()[1]
        page.filters.clear()
        page.tabs.setCurrentIndex(2)
        qtbot.waitUntil(lambda: set(shown(page, 2)) == {"Done"}, timeout=WAIT)
        page.opening.open("runs", page.table.pages.at(page.table.pages.total - 1) or {})
        qtbot.waitUntil(lambda: page.kind.show == "files" and page.table.pages.total == 1, timeout=WAIT)
        ends(process)
        qtbot.waitUntil(lambda: not page.head.export.isEnabled(), timeout=WAIT)
        assert page.table.pages.total == 1
