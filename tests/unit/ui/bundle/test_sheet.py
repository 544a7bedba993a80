"""The support bundle in the desk: read first, then saved by a person's own hand, whole or not at all."""

from __future__ import annotations

import stat
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_sync.core.errors import RetryLater
from desktop_sync.core.events import Publish
from desktop_sync.ui.bundle.sheet import BundleSheet
from desktop_sync.ui.link import Link
from tests.fake_engine import FakeEngine
from tests.gallery.bundle import TEXTS, ZIP, answers, made, pieces

Until = Callable[[Callable[[], Any]], None]


@pytest.fixture
def over(qtbot: QtBot) -> QWidget:
    made_ = QWidget()
    made_.resize(1040, 680)
    qtbot.addWidget(made_)
    made_.show()
    return made_


@pytest.fixture
def sheet(over: QWidget, link: Link, engine: FakeEngine, kept: QSettings, until: Until) -> BundleSheet:
    answers(engine)
    made_ = BundleSheet(over, link, kept)
    made_.show()
    until(made_.paper.toPlainText)
    return made_


def _shows(sheet: BundleSheet, text: str) -> bool:
    return sheet.paper.toPlainText() == text


def click(qtbot: QtBot, button: QWidget) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_everything_that_would_leave_is_listed_and_can_be_read_word_for_word(
    qtbot: QtBot, sheet: BundleSheet, until: Until
) -> None:
    assert [sheet.rows.index(row, 0).data() for row in range(sheet.rows.rowCount())] == list(TEXTS)
    assert "byte" in sheet.rows.index(1, 2).data()
    sheet.table.setFocus()
    for name in list(TEXTS)[1:]:
        qtbot.keyClick(sheet.table, Qt.Key.Key_Down)
        until(partial(_shows, sheet, TEXTS[name][1]))
        assert sheet.name.text() == name


def test_while_it_is_made_it_tells_how_far_it_is(
    over: QWidget, link: Link, engine: FakeEngine, kept: QSettings, until: Until
) -> None:
    answers(engine)
    go = threading.Event()

    def slowly(offline: bool, tell: Publish) -> Any:  # noqa: ANN401 - a JSON value
        tell({"event": "bundle part", "done": 9, "total": 24, "name": "ledger/runs.json"})
        go.wait(5)
        return made(offline)

    engine.answers["bundle"] = slowly
    sheet = BundleSheet(over, link, kept)
    sheet.show()
    until(lambda: sheet.step.text() == "ledger/runs.json")
    assert (sheet.going.value(), sheet.going.maximum(), sheet.save.isEnabled()) == (9, 24, False)
    go.set()
    until(sheet.save.isEnabled)
    assert sheet.going.isHidden()


def test_it_is_saved_whole_for_this_account_only(
    qtbot: QtBot, sheet: BundleSheet, tmp_path: Path, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialogs: list[QFileDialog] = []

    def open_dialog(dialog: QFileDialog) -> None:
        dialogs.append(dialog)

    monkeypatch.setattr(QFileDialog, "open", open_dialog)
    click(qtbot, sheet.save)
    [dialog] = dialogs
    assert Path(dialog.selectedFiles()[0]).name == "desktop-sync-bundle-20261128-143500.zip"
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    path = tmp_path / "for support.zip"
    dialog.fileSelected.emit(str(path))
    until(sheet.bar.isVisible)
    assert path.read_bytes() == ZIP
    assert list(tmp_path.iterdir()) == [path]
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert f"Saved as {path}." in sheet.bar.accessibleName()
    opened: list[QUrl] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    click(qtbot, sheet.open_folder)
    assert opened == [QUrl.fromLocalFile(str(tmp_path))]


def test_a_cancelled_one_leaves_nothing(
    qtbot: QtBot, sheet: BundleSheet, engine: FakeEngine, tmp_path: Path, until: Until
) -> None:
    go = threading.Event()

    def held(bundle: int, at: int = 0) -> Any:  # noqa: ANN401 - a JSON value
        if at:
            go.wait(5)
        return pieces(bundle, at)

    engine.answers["bundle_piece"] = held
    sheet.save_to(str(tmp_path / "bundle.zip"))
    until(lambda: len(engine.calls("bundle_piece")) == 2)
    assert sheet.going.value() == 4096
    assert not sheet.save.isEnabled()
    click(qtbot, sheet.cancel)
    assert "Nothing was saved" in sheet.bar.accessibleName()
    until(lambda: not list(tmp_path.iterdir()))
    go.set()
    assert sheet.save.isEnabled()


@pytest.mark.parametrize("broken", ["place", "engine"])
def test_what_went_wrong_is_said_and_half_a_bundle_does_not_stay(
    sheet: BundleSheet, engine: FakeEngine, tmp_path: Path, until: Until, broken: str
) -> None:
    path = tmp_path / "bundle.zip"
    if broken == "place":
        path = tmp_path / "nowhere" / "bundle.zip"
    else:
        lost = RetryLater("This bundle is not kept any more.", "Make it anew.")
        engine.answers["bundle_piece"] = lambda bundle, at=0: lost if at else pieces(bundle)
    sheet.save_to(str(path))
    until(sheet.bar.isVisible)
    wanted = "cannot be written" if broken == "place" else "not kept any more"
    assert wanted in sheet.bar.accessibleName()
    until(lambda: not list(tmp_path.iterdir()))
    assert sheet.save.isEnabled()


def test_the_network_may_be_left_out(sheet: BundleSheet, engine: FakeEngine, until: Until) -> None:
    sheet.offline.click()
    until(lambda: sheet.rows.rowCount() == len(TEXTS) - 1)
    assert engine.calls("bundle") == [{"offline": False}, {"offline": True}]


def test_who_may_only_look_reads_why(over: QWidget, link: Link, engine: FakeEngine, kept: QSettings) -> None:
    engine.refused = {"bundle"}
    sheet = BundleSheet(over, link, kept)
    sheet.show()
    assert "those who may change settings" in sheet.bar.accessibleName()
    assert not sheet.save.isEnabled()
    assert engine.calls("bundle") == []


def test_an_engine_that_goes_away_is_waited_for(
    over: QWidget, link: Link, engine: FakeEngine, kept: QSettings, until: Until
) -> None:
    answers(engine)
    engine.answers["bundle"] = RetryLater("The engine has ended.", "It is started again.")
    sheet = BundleSheet(over, link, kept)
    sheet.show()
    until(sheet.bar.isVisible)
    answers(engine)
    link.changed.emit()
    until(sheet.save.isEnabled)


def test_one_that_is_closed_while_it_is_made_leaves_the_memory_of_the_engine(
    over: QWidget, link: Link, engine: FakeEngine, kept: QSettings, until: Until
) -> None:
    answers(engine)
    go, begun = threading.Event(), threading.Event()

    def slowly(offline: bool) -> Any:  # noqa: ANN401 - a JSON value
        begun.set()
        go.wait(5)
        return {**made(offline), "bundle": 7}

    engine.answers["bundle"] = slowly
    sheet = BundleSheet(over, link, kept)
    sheet.show()
    until(begun.is_set)
    sheet.close()
    go.set()
    until(lambda: engine.calls("put_bundle_away") == [{"bundle": 7}])


def test_closing_puts_it_away(qtbot: QtBot, sheet: BundleSheet, engine: FakeEngine, until: Until) -> None:
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    until(lambda: engine.calls("put_bundle_away") == [{"bundle": 1}])
