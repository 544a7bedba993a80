"""The settings as a whole: former versions and the way back, an export, an import; by real clicks."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from desktop_sync.core.errors import Stop
from desktop_sync.ui.parts.card import Card
from desktop_sync.ui.parts.empty import EmptyPlace
from desktop_sync.ui.parts.entry import Entry
from desktop_sync.ui.parts.sheet import Sheet
from desktop_sync.ui.settings.connections import Connections
from desktop_sync.ui.settings.dialog import SettingsDialog
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.history import HistorySheet
from desktop_sync.ui.settings.importing import ImportSheet
from desktop_sync.ui.settings.open import settings_dialog
from desktop_sync.ui.settings.saving import SaveSheet
from tests.fake_engine import FakeEngine
from tests.settings_desk import TEXT, Office, mapping_beside
from tests.unit.ui.settings.clicks import LEFT, Until

OLD = TEXT.replace('"5min"', '"15min"')


def texts(sheet: Sheet) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [label.text() for card in sheet.findChildren(Card) for label in card.findChildren(QLabel)]


@pytest.fixture
def history(office: Office, dialog: SettingsDialog, engine: FakeEngine, until: Until) -> HistorySheet:
    """Of two versions: another schedule, then another title too."""
    office.file.save(OLD)
    office.file.save(OLD.replace("ERP orders", "Orders of the ERP"))
    engine.tell({"event": "settings changed"})
    until(lambda: "Orders of the ERP" in dialog.draft.text)
    dialog.more.history.trigger()
    sheet = dialog.findChild(HistorySheet)
    assert sheet is not None
    until(sheet.back.isEnabled)
    return sheet


def test_a_former_version_shows_what_going_back_would_change(history: HistorySheet, until: Until) -> None:
    assert history.list.count() == 2
    assert texts(history) == ["Flow “ERP orders”", "Title", "Orders of the ERP", "ERP orders", "→"]
    history.list.setCurrentRow(1)
    until(lambda: "5 minute(s)" in texts(history))
    assert "15 minute(s)" in texts(history)


def test_going_back(qtbot: QtBot, history: HistorySheet, dialog: SettingsDialog, office: Office, until: Until) -> None:
    history.list.setCurrentRow(1)
    until(lambda: "5 minute(s)" in texts(history) and history.back.isEnabled())
    qtbot.mouseClick(history.back, LEFT)
    until(lambda: dialog.draft.text == TEXT)
    assert office.file.text() == TEXT
    assert dialog.draft.count == 0
    assert len(office.file.history()) == 3


def test_going_back_that_fails_says_why(qtbot: QtBot, history: HistorySheet, engine: FakeEngine, until: Until) -> None:
    engine.answers["roll_back"] = Stop("The disk is full.", "Make room.")
    qtbot.mouseClick(history.back, LEFT)
    until(lambda: history.bar.accessibleName() == "The disk is full. Make room.")
    assert history.back.isEnabled()


def test_who_may_only_look_sees_versions_and_cannot_go_back(
    dialog: SettingsDialog, office: Office, engine: FakeEngine, until: Until
) -> None:
    office.file.save(OLD)
    engine.refused.add("roll_back")
    dialog.more.history.trigger()
    sheet = dialog.findChild(HistorySheet)
    assert sheet is not None
    until(sheet.back.toolTip)
    assert not sheet.back.isEnabled()


def test_without_a_former_version_it_says_so(dialog: SettingsDialog, until: Until) -> None:
    dialog.more.history.trigger()
    sheet = dialog.findChild(HistorySheet)
    assert sheet is not None
    until(lambda: sheet.words.text().startswith("There is no former version"))


def test_an_export_and_its_import(
    qtbot: QtBot, dialog: SettingsDialog, office: Office, tmp_path: Path, until: Until
) -> None:
    file = tmp_path / "configuration.zip"
    dialog.more.exchange.save(str(file))
    until(dialog.bar.isVisible)
    assert str(file) in dialog.bar.accessibleName()
    assert "No secret" in dialog.bar.accessibleName()
    office.file.save(OLD)
    office.safe.kept.clear()
    dialog.draft.refresh()
    until(lambda: dialog.draft.text == OLD)
    dialog.more.exchange.load(str(file))
    until(lambda: dialog.findChild(ImportSheet) is not None)
    sheet = dialog.findChild(ImportSheet)
    assert sheet is not None
    assert "acme/api_key, mail/password" in sheet.words.text()
    assert texts(sheet) == ["Flow “ERP orders”", "Schedule · Every", "15 minute(s)", "5 minute(s)", "→"]
    qtbot.mouseClick(sheet.take, LEFT)
    until(lambda: dialog.draft.text == TEXT)
    assert office.file.text() == TEXT


def test_what_others_save_while_an_import_is_read_is_not_overwritten_unseen(
    qtbot: QtBot, dialog: SettingsDialog, office: Office, engine: FakeEngine, until: Until
) -> None:
    dialog.more.exchange.read.emit(office.answers()["export_settings"]()["content"])
    until(lambda: dialog.findChild(ImportSheet) is not None)
    sheet = dialog.findChild(ImportSheet)
    assert sheet is not None
    assert not sheet.take.isEnabled()  # it says the same
    office.file.save(OLD)
    engine.tell({"event": "settings changed"})
    until(sheet.take.isEnabled)
    assert texts(sheet) == ["Flow “ERP orders”", "Schedule · Every", "15 minute(s)", "5 minute(s)", "→"]
    office.file.save(OLD.replace("ERP orders", "Orders of the ERP"))  # nobody has noticed yet
    qtbot.mouseClick(sheet.take, LEFT)
    until(lambda: "Orders of the ERP" in texts(sheet))
    assert sheet.bar.accessibleName().startswith("Somebody else has changed the settings meanwhile.")
    assert "Orders of the ERP" in office.file.text()
    qtbot.mouseClick(sheet.take, LEFT)
    until(lambda: office.file.text() == TEXT)


def test_a_version_that_others_make_while_one_reads_is_listed_and_the_chosen_one_stays(
    history: HistorySheet, dialog: SettingsDialog, office: Office, engine: FakeEngine, until: Until
) -> None:
    history.list.setCurrentRow(1)
    until(lambda: "5 minute(s)" in texts(history))
    office.file.save(OLD.replace('"15min"', '"1h"'))
    engine.tell({"event": "settings changed"})
    until(lambda: history.list.count() == 3)
    until(lambda: "1 hour(s)" in texts(history))
    assert history.list.currentRow() == 2
    assert "Orders of the ERP" not in texts(history)


def test_an_import_shows_what_becomes_of_its_files(
    qtbot: QtBot, dialog: SettingsDialog, office: Office, tmp_path: Path, until: Until
) -> None:
    with_file, mapping = mapping_beside(TEXT)
    (tmp_path / "other").mkdir()
    other = Office(tmp_path / "other", with_file)
    for folder, text in ((office.folder, mapping), (other.folder, mapping.replace('"Date"', '"OrderDate"'))):
        (folder / "orders.toml").write_text(text, encoding="utf-8")
    office.file.save(with_file)
    dialog.draft.refresh()
    until(lambda: dialog.draft.text == with_file)
    dialog.more.exchange.read.emit(other.answers()["export_settings"]()["content"])
    until(lambda: dialog.findChild(ImportSheet) is not None)
    sheet = dialog.findChild(ImportSheet)
    assert sheet is not None
    assert texts(sheet) == ["File “orders.toml”", "Fields · date · From", "Date", "OrderDate", "→"]
    qtbot.mouseClick(sheet.take, LEFT)
    until(lambda: "OrderDate" in (office.folder / "orders.toml").read_text(encoding="utf-8"))
    dialog.more.history.trigger()
    history = dialog.findChild(HistorySheet)
    assert history is not None
    until(lambda: texts(history) == ["File “orders.toml”", "Fields · date · From", "OrderDate", "Date", "→"])
    until(history.back.isEnabled)
    qtbot.mouseClick(history.back, LEFT)
    until(lambda: (office.folder / "orders.toml").read_text(encoding="utf-8") == mapping)


def test_a_file_that_is_none_is_refused(dialog: SettingsDialog, tmp_path: Path, until: Until) -> None:
    file = tmp_path / "x.zip"
    dialog.more.exchange.load(str(file))
    until(dialog.bar.isVisible)
    assert "cannot be used" in dialog.bar.accessibleName()
    file.write_bytes(b"no zip")
    dialog.more.exchange.load(str(file))
    until(lambda: "no configuration" in dialog.bar.accessibleName())


def test_what_cannot_be_imported_says_why(qtbot: QtBot, dialog: SettingsDialog, tmp_path: Path, until: Until) -> None:
    (tmp_path / "other").mkdir()
    broken = Office(tmp_path / "other", TEXT.replace("\\\\erp\\export", "export"))
    content = broken.answers()["export_settings"]()["content"]
    dialog.more.exchange.read.emit(content)
    until(lambda: dialog.findChild(ImportSheet) is not None)
    sheet = dialog.findChild(ImportSheet)
    assert sheet is not None
    assert not sheet.take.isEnabled()
    assert "expected a whole path" in sheet.bar.accessibleName()


def test_the_menu_offers_what_may_be_done(dialog: SettingsDialog, engine: FakeEngine) -> None:
    dialog.more._may()
    assert dialog.more.take.isEnabled()
    dialog.draft.now["connections"][0]["title"] = "ERP"
    dialog.draft.touched()
    dialog.more._may()
    assert not dialog.more.take.isEnabled()
    assert dialog.more.take.toolTip()
    engine.refused |= {"export_settings", "settings_history"}
    dialog.more._may()
    assert not dialog.more.export.isEnabled()
    assert not dialog.more.history.isEnabled()


def test_files_are_chosen_in_the_systems_dialogs(dialog: SettingsDialog) -> None:
    dialog.more.export.trigger()
    dialog.more.take.trigger()
    modes = {one.acceptMode() for one in dialog.more.findChildren(QFileDialog)}
    assert modes == {QFileDialog.AcceptMode.AcceptSave, QFileDialog.AcceptMode.AcceptOpen}
    for one in dialog.more.findChildren(QFileDialog):
        one.close()


def test_a_save_by_its_key_waits_until_what_was_typed_is_checked(
    dialog: SettingsDialog, qtbot: QtBot, until: Until
) -> None:
    dialog.draft.set_pause(200)
    page = dialog.show_place("connections")
    assert isinstance(page, Connections)
    until(lambda: page.detail.form.whole)
    line = page.detail.form.rows["title"].editor.focusProxy()
    assert line is not None
    line.setFocus()
    qtbot.keyClicks(line, "!")
    assert not dialog.save.isEnabled()
    qtbot.keyClick(line, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    until(lambda: dialog.findChild(SaveSheet) is not None)


def test_tab_goes_round_all_of_the_dialog(dialog: SettingsDialog, qtbot: QtBot, until: Until) -> None:
    page = dialog.show_place("connections")
    assert isinstance(page, Connections)
    until(lambda: page.detail.form.whole)
    dialog.activateWindow()
    dialog.leave.setFocus()
    qtbot.keyClick(dialog.leave, Qt.Key.Key_Tab)
    assert isinstance(QApplication.focusWidget(), Entry)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.listing.list


def test_nothing_is_called_empty_before_it_is_known(
    qtbot: QtBot, draft: Draft, kept: QSettings, engine: FakeEngine, until: Until
) -> None:
    asked, go = threading.Event(), threading.Event()
    real = engine.answers["settings"]

    def slowly(**given: object) -> object:
        asked.set()
        go.wait(30)
        return real(**given) if callable(real) else real

    engine.answers["settings"] = slowly
    dialog = settings_dialog(draft, kept)
    qtbot.addWidget(dialog)
    dialog.show()
    page = dialog.show_place("connections")
    assert isinstance(page, Connections)
    until(asked.is_set)
    qtbot.wait(50)
    assert not page.findChildren(EmptyPlace)[0].isVisible()
    go.set()
    until(lambda: draft.known)
    until(lambda: page.current >= 0 or page.findChildren(EmptyPlace)[0].isVisible())
