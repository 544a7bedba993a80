"""A document's trail and the support bundle in a desk beside an engine at work, down to the bytes on the disk."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_sync.data_folder import DataFolder
from desktop_sync.ipc import connect
from desktop_sync.ui.bundle.sheet import BundleSheet
from desktop_sync.ui.link import Link, State
from desktop_sync.ui.trail.sheet import TrailSheet
from desktop_sync.ui.trail.story import At
from tests.end2end.conftest import MakesInstallations
from tests.end2end.engines import ends, working
from tests.end2end.installation import Installation
from tests.end2end.legacy import Order

WAIT = 60_000
FIRST = Order("10001")


@pytest.fixture
def desk(installation: MakesInstallations) -> Installation:
    made = installation()
    made.legacy.drop(Order("10000"), FIRST, Order("10002"), name="ORD_0812.xml")
    assert made.run().code == 0
    made.legacy.drop(FIRST.changed(quantity="1250"), name="ORD_0813.xml")
    assert made.run().code == 0
    return made


@pytest.fixture
def link(desk: Installation, qtbot: QtBot) -> Iterator[Link]:
    made = Link(lambda: connect(DataFolder(desk.data)))
    with working(desk) as process:
        made.start()
        qtbot.waitUntil(lambda: made.state is State.CONNECTED, timeout=WAIT)
        yield made
        made.close()
        ends(process)


def marked(sheet: TrailSheet) -> list[str]:
    selections = sheet.detail.viewer.paper.extraSelections()
    return [one.cursor.selectedText().replace("\u2029", "\n") for one in selections]


def test_from_the_byte_in_the_file_to_the_answer_of_acme(link: Link, qtbot: QtBot, tmp_path: Path) -> None:
    over = QWidget()
    over.resize(1040, 680)
    qtbot.addWidget(over)
    sheet = TrailSheet(over, link, QSettings(str(tmp_path / "desk.ini"), QSettings.Format.IniFormat), "10001", "orders")
    over.show()
    sheet.show()
    newest = FIRST.changed(quantity="1250").xml().strip()
    qtbot.waitUntil(lambda: marked(sheet) == [newest], timeout=WAIT)
    assert sheet.badge.accessibleName().startswith("It is in Acme once, as ")
    created, updated = (one["id"] for one in sheet.lanes[0]["deliveries"])
    sheet.story.choose(At(created, "position"))
    qtbot.waitUntil(lambda: marked(sheet) == [FIRST.xml().strip()], timeout=WAIT)
    sheet.story.choose(At(updated, "mapping"))
    mapped = sheet.detail.mapped
    qtbot.waitUntil(lambda: sheet.detail.shown is mapped, timeout=WAIT)
    assert "as it was used then" in mapped.about.text()
    [row] = [one for one in mapped.rows.rows if one["field"] == "lines[1].quantity"]
    mapped.place_wanted.emit(row)
    qtbot.waitUntil(lambda: marked(sheet) == [newest, "1250"], timeout=WAIT)
    sheet.story.choose(At(updated, "answer"))
    assert sheet.detail.said.title.text() == "Answer to request 1"
    sheet.copy.click()
    text = QGuiApplication.clipboard().text()
    assert sheet.lanes[0]["deliveries"][0]["requests"][0]["key"] in text
    assert "Baumarkt" not in text


def test_the_bundle_is_read_and_saved(link: Link, desk: Installation, qtbot: QtBot, tmp_path: Path) -> None:
    over = QWidget()
    over.resize(1040, 680)
    qtbot.addWidget(over)
    sheet = BundleSheet(over, link, QSettings(str(tmp_path / "desk.ini"), QSettings.Format.IniFormat))
    over.show()
    sheet.show()
    qtbot.waitUntil(sheet.save.isEnabled, timeout=2 * WAIT)
    path = tmp_path / "for support.zip"
    sheet.save_to(str(path))
    qtbot.waitUntil(path.exists, timeout=WAIT)
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == [one["name"] for one in sheet.made["files"]]
        text = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "Baumarkt" not in text
    assert "ORD_0812" not in text
    assert desk.acme.api_key not in text
