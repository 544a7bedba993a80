"""The trail and the bundle where the desk opens them: from a problem, from the help, and without any engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_sync.bundle.offering import Near
from desktop_sync.data_folder import DataFolder
from desktop_sync.ui.bundle.sheet import BundleSheet
from desktop_sync.ui.desk import Desk
from desktop_sync.ui.editing.sheet import EditSheet
from desktop_sync.ui.help.sheet import HelpSheet
from desktop_sync.ui.link import Link, State
from desktop_sync.ui.problems.page import ProblemsPage
from desktop_sync.ui.trail.sheet import TrailSheet
from tests.fake_engine import FakeEngine
from tests.gallery.bundle import answers as bundle_answers
from tests.gallery.trail import FIRST, REFUSED, answers, lane

Until = Callable[[Callable[[], Any]], None]


@pytest.fixture
def desk(qapp: QApplication, engine: FakeEngine, kept: QSettings, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(qapp, Link(engine.connect), kept, lambda: Near(DataFolder(tmp_path)))
    yield made
    made.window.stays = False
    made.window.close()
    made.link.close()
    made.deleteLater()


def test_a_problem_opens_the_trail_of_its_document_and_from_there_goes_back_to_it(
    qtbot: QtBot, desk: Desk, engine: FakeEngine, until: Until
) -> None:
    answers(engine, lane(FIRST, REFUSED))
    engine.answers["problems"] = {"groups": [], "members": None, "more": False}
    engine.answers["resolved"] = []
    desk.start()
    until(lambda: desk.link.state is State.CONNECTED)
    desk.window.bring("problems")
    [page] = desk.window.findChildren(ProblemsPage)
    page.trail_wanted.emit("4711", "orders")
    [sheet] = desk.window.findChildren(TrailSheet)
    until(lambda: sheet.lanes)
    assert sheet.isVisible()
    assert sheet.size() == desk.window.size()
    qtbot.mouseClick(sheet.edit, Qt.MouseButton.LeftButton)
    [edit] = desk.window.findChildren(EditSheet)
    edit.close()
    assert sheet.isVisible()
    desk.show_help("problems")
    [help_sheet] = desk.window.findChildren(HelpSheet)
    assert help_sheet.page == "trail"


def test_the_help_leads_to_the_bundle(qtbot: QtBot, desk: Desk, engine: FakeEngine, until: Until) -> None:
    bundle_answers(engine)
    desk.start()
    until(lambda: desk.link.state is State.CONNECTED)
    desk.show_help("overview")
    until(lambda: desk.window.findChildren(HelpSheet))
    [help_sheet] = desk.window.findChildren(HelpSheet)
    qtbot.mouseClick(help_sheet.bundle, Qt.MouseButton.LeftButton)
    [sheet] = desk.window.findChildren(BundleSheet)
    until(sheet.save.isEnabled)
    assert engine.calls("bundle") == [{"offline": False}]


def test_without_an_engine_the_bundle_is_made_all_the_same(
    qtbot: QtBot, desk: Desk, engine: FakeEngine, tmp_path: Path, until: Until
) -> None:
    engine.go()
    desk.show_bundle()
    [sheet] = desk.window.findChildren(BundleSheet)
    qtbot.waitUntil(sheet.save.isEnabled, timeout=20_000)
    assert sheet.rows.index(0, 0).data() == "README.txt"
    until(lambda: "Support bundle of Desktop Sync" in sheet.paper.toPlainText())
    path = tmp_path / "out" / "bundle.zip"
    path.parent.mkdir()
    sheet.save_to(str(path))
    until(sheet.bar.isVisible)
    assert path.stat().st_size == sheet.made["size"]
