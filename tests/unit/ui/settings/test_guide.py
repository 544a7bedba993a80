"""The guide: five pages to a first flow, saved at the end, run once, and what arrives shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_sync.core.errors import RetryLater
from desktop_sync.ui.link import Link, State
from desktop_sync.ui.settings.guide import arriving
from desktop_sync.ui.settings.guide.arriving import ArrivingPage, Stage
from desktop_sync.ui.settings.guide.connecting import AccountPage
from desktop_sync.ui.settings.guide.place import PlacePage
from desktop_sync.ui.settings.guide.sample import SamplePage
from desktop_sync.ui.settings.guide.sheet import GuideSheet
from tests.fake_engine import EMPTY, FakeEngine
from tests.settings_desk import TEXT, Office, fires

Until = Callable[[Callable[[], Any]], None]
RAN = {"run": 1, "flow": "orders", "counts": {"created": 2}, "files": [], "problems": [], "question": ""}
ARRIVED = [
    {"id": 2, "reference": "4712", "state": "created", "path": "ORD_2.xml"},
    {"id": 1, "reference": "4711", "state": "rejected", "path": "ORD_1.xml"},
]
MAPPING = {"resource": "orders", "fields": {"external_reference": {"from": "No", "required": True}}}


@pytest.fixture
def over(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(1000, 700)
    qtbot.addWidget(made)
    made.show()
    return made


def served(engine: FakeEngine, folder: Path, text: str = "") -> Office:
    office = Office(folder, text)
    office.safe.kept.clear()
    office.serve(engine)
    engine.answers |= {
        "run": RAN,
        "history": {"documents": ARRIVED},
        "fires": fires,
        "mapping_forms": {"properties": {}},
        "resource": {"resources": ["orders"], "resource": "orders", "fields": []},
        "samples": {"files": [], "former": [], "away": ""},
    }
    return office


@pytest.fixture
def office(engine: FakeEngine, tmp_path: Path) -> Office:
    return served(engine, tmp_path)


@pytest.fixture
def guide(over: QWidget, link: Link, office: Office, until: Until) -> GuideSheet:
    sheet = GuideSheet(over, link)
    sheet.show()
    until(lambda: sheet.plan is not None)
    return sheet


def fill_in_account(guide: GuideSheet, until: Until) -> None:
    assert guide.plan is not None
    guide.plan.account["base_url"] = "https://api.acme.example"
    guide.plan.account["api_key"] = "acme/api-key"
    guide.plan.draft.keep_secret("acme/api-key", "made up")
    until(guide.on.isEnabled)


def fill_in_folder(guide: GuideSheet, folder: Path, until: Until) -> None:
    assert guide.plan is not None
    guide.plan.place["path"] = str(folder)
    guide.plan.draft.touched()
    until(guide.on.isEnabled)


def fill_in_mapping(guide: GuideSheet, until: Until) -> None:
    assert guide.plan is not None
    guide.plan.flow.update({"format": {"type": "xml", "record": "Order"}, "mapping": MAPPING})
    guide.plan.draft.touched()
    until(guide.on.isEnabled)


def press(qtbot: QtBot, button: QPushButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def walk(guide: GuideSheet, folder: Path, qtbot: QtBot, until: Until) -> ArrivingPage:
    """To the last page."""
    fill_in_account(guide, until)
    press(qtbot, guide.on)
    fill_in_folder(guide, folder, until)
    press(qtbot, guide.on)
    fill_in_mapping(guide, until)
    press(qtbot, guide.on)
    until(guide.on.isEnabled)
    press(qtbot, guide.on)
    page = guide.page
    assert isinstance(page, ArrivingPage)
    return page


def test_five_pages_lead_to_orders_in_acme(
    guide: GuideSheet, engine: FakeEngine, office: Office, tmp_path: Path, qtbot: QtBot, until: Until
) -> None:
    page = walk(guide, tmp_path / "drop", qtbot, until)
    until(lambda: guide.draft.ready)
    assert not office.file.path.exists()
    finished: list[str] = []
    guide.finished.connect(finished.append)
    press(qtbot, page.go)
    until(lambda: page.stage is Stage.DONE and page.list.count() == 2)
    assert office.safe.kept == {"acme/api-key": "made up"}
    settings = office.file.load()
    flow = settings.flows[0]
    assert (flow.source.connections, flow.target.connection) == (("folder-of-orders",), "acme")
    assert flow.schedule is not None
    assert engine.calls("run") == [{"flow": flow.id}]
    assert page.said.text().startswith("2 document")
    assert [page.list.item(row).text() for row in range(2)] == ["4712: created in Acme", "4711: refused"]
    assert not guide.back.isEnabled()
    press(qtbot, guide.on)
    assert finished == [flow.id]
    assert not guide.isVisible()


def test_what_a_version_leaves_out_is_told_before_it_starts(
    guide: GuideSheet, tmp_path: Path, qtbot: QtBot, until: Until
) -> None:
    page = walk(guide, tmp_path / "drop", qtbot, until)
    assert guide.plan is not None
    assert "newer" not in page.what.text()
    for odd in ({}, {"convert": ["integer"]}, "Rev"):
        guide.plan.flow["mapping"] = {**MAPPING, "version": odd}
        page.entered()
        assert "newer" not in page.what.text()
    guide.plan.flow["mapping"] = {**MAPPING, "version": {"from": "Header/Rev", "convert": ["integer"]}}
    page.entered()
    told = page.what.text().splitlines()[-1]
    assert told == "Header/Rev says what is newer: what is older and comes late never overwrites newer data in Acme."


def test_at_twice_the_size_a_mapping_is_scrolled_and_not_squeezed(
    over: QWidget, guide: GuideSheet, tmp_path: Path, qtbot: QtBot, until: Until
) -> None:
    over.resize(944, 444)
    fill_in_account(guide, until)
    press(qtbot, guide.on)
    fill_in_folder(guide, tmp_path / "drop", until)
    press(qtbot, guide.on)
    page = guide.page
    assert isinstance(page, SamplePage)
    until(lambda: page.editor is not None and page.editor.isVisible())
    assert page.editor is not None
    assert page.editor.height() >= page.editor.minimumSizeHint().height()
    assert guide.on.geometry().bottom() < guide.height()


def test_one_cannot_go_on_while_something_is_missing(guide: GuideSheet, qtbot: QtBot, until: Until) -> None:
    assert isinstance(guide.page, AccountPage)
    assert not guide.on.isEnabled()
    assert "key" in guide.why.text()
    fill_in_account(guide, until)
    press(qtbot, guide.on)
    page = guide.page
    assert isinstance(page, PlacePage)
    assert not guide.on.isEnabled()
    press(qtbot, guide.back)
    assert guide.number == 0


def test_files_that_are_there_already_are_asked_about(
    guide: GuideSheet, engine: FakeEngine, tmp_path: Path, qtbot: QtBot, until: Until
) -> None:
    engine.answers["run"] = lambda flow, first_run="": RAN if first_run else {**RAN, "question": "7 files are there."}
    page = walk(guide, tmp_path, qtbot, until)
    until(lambda: guide.draft.ready)
    press(qtbot, page.go)
    until(lambda: page.stage is Stage.ASKS)
    assert page.question.text() == "7 files are there."
    assert not guide.on.isEnabled()
    press(qtbot, page.now)
    until(lambda: page.stage is Stage.DONE)
    assert [one.get("first_run") for one in engine.calls("run")] == [None, "from_now"]


def test_a_flow_that_runs_by_its_schedule_already_is_waited_for(
    guide: GuideSheet, engine: FakeEngine, tmp_path: Path, qtbot: QtBot, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arriving, "LOOKS", 20)
    page = walk(guide, tmp_path, qtbot, until)
    until(lambda: guide.draft.ready)
    busy = RetryLater("The flow orders is at work already.", "Wait until its run has ended.")
    flow = {"flow": page.flow, "progress": {"step": "deliver"}}
    engine.answers |= {"run": busy, "snapshot": {**EMPTY, "flows": [flow]}}
    press(qtbot, page.go)
    until(lambda: len(engine.calls("run")) > 2)
    assert page.stage is Stage.RUNNING
    assert not page.bar.isVisible()
    engine.answers["run"] = RAN
    until(lambda: page.stage is Stage.DONE)
    assert page.said.text().startswith("2 document")


def test_a_save_or_a_run_that_fails_is_told(
    guide: GuideSheet, engine: FakeEngine, tmp_path: Path, qtbot: QtBot, until: Until
) -> None:
    page = walk(guide, tmp_path, qtbot, until)
    until(lambda: guide.draft.ready)
    saving = engine.answers["save_settings"]
    engine.answers["save_settings"] = RetryLater("The disk is full.", "Free some space.")
    press(qtbot, page.go)
    until(page.bar.isVisible)
    assert page.stage is Stage.READY
    engine.answers |= {"save_settings": saving, "run": RetryLater("The folder cannot be reached.", "See the share.")}
    press(qtbot, page.go)
    until(lambda: page.stage is Stage.DONE)
    assert "tried again by itself" in page.said.text()
    assert guide.on.isEnabled()


def test_an_account_that_is_there_is_used(
    over: QWidget, link: Link, engine: FakeEngine, tmp_path: Path, until: Until
) -> None:
    served(engine, tmp_path, TEXT)
    sheet = GuideSheet(over, link)
    sheet.show()
    until(lambda: sheet.number == 1)
    assert sheet.plan is not None
    assert sheet.plan.account["id"] == "acme"
    assert sheet.plan.flow["id"] == "orders-2"


def test_leaving_asks_before_anything_is_lost(guide: GuideSheet, office: Office, qtbot: QtBot, until: Until) -> None:
    fill_in_account(guide, until)
    press(qtbot, guide.on)
    qtbot.keyClick(guide, Qt.Key.Key_Escape)
    box = guide.findChild(QMessageBox)
    assert box is not None
    leave = next(one for one in box.buttons() if one.text() == "Leave")
    qtbot.mouseClick(leave, Qt.MouseButton.LeftButton)
    assert not guide.isVisible()
    assert not office.file.path.exists()


def test_an_engine_that_is_away_is_told_and_goes_on_with_what_was_typed(
    guide: GuideSheet, engine: FakeEngine, until: Until
) -> None:
    engine.go()
    until(lambda: guide.draft.link.state is State.OFF)
    assert guide.why.text() == "The engine is off."
    assert guide.plan is not None
    guide.plan.account["base_url"] = "https://api.acme.example"
    guide.plan.account["api_key"] = "acme/api-key"
    guide.plan.draft.keep_secret("acme/api-key", "made up")
    until(lambda: not guide.on.isEnabled())
    engine.come()
    guide.draft.link.start_engine()
    until(guide.on.isEnabled)
    assert guide.why.text() != "The engine is off."


def test_who_may_not_change_settings_is_told(
    over: QWidget, link: Link, engine: FakeEngine, office: Office, until: Until
) -> None:
    engine.refused |= {"save_settings"}
    sheet = GuideSheet(over, link)
    sheet.show()
    until(sheet.bar.isVisible)
    assert sheet.plan is None


def test_the_keyboard_begins_at_what_is_asked_and_goes_down_the_page(
    over: QWidget, guide: GuideSheet, qtbot: QtBot, until: Until
) -> None:
    over.activateWindow()
    page = guide.page
    assert isinstance(page, AccountPage)
    until(lambda: page.detail.form.whole)
    fields = [page.detail.form.rows[name].editor.focusProxy() for name in ("title", "base_url", "sign_in", "api_key")]
    assert QApplication.focusWidget() is fields[0]
    seen = []
    for _ in range(6):
        seen.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget() or guide, Qt.Key.Key_Tab)
    assert seen[:4] == fields
    assert seen[5] is page.detail.test.button
