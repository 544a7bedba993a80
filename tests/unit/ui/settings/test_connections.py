"""Connections in the settings dialog, by real clicks and keys; what is wrong is checked by the engine's own rules."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop_sync.core.errors import SettingsError, Stop
from desktop_sync.ui.link import Link, State
from desktop_sync.ui.settings.choosing import ChoiceEditor
from desktop_sync.ui.settings.connections import Connections
from desktop_sync.ui.settings.dialog import SettingsDialog
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.editors import PathEditor
from desktop_sync.ui.settings.flows import Flows
from desktop_sync.ui.settings.open import settings_dialog
from desktop_sync.ui.settings.row import FormRow
from desktop_sync.ui.settings.saving import SaveSheet
from desktop_sync.ui.settings.secret import SecretEditor
from tests.fake_engine import FakeEngine
from tests.settings_desk import TEXT, Office
from tests.unit.ui.settings import clicks
from tests.unit.ui.settings.clicks import LEFT, Until, opened, write


@pytest.fixture
def page(dialog: SettingsDialog) -> Connections:
    found = dialog.show_place("connections")
    assert isinstance(found, Connections)
    return found


def row(page: Connections, name: str) -> FormRow:
    form = page.detail.form
    while not form.whole:
        form._grow()
    return form.rows[name]


def line(page: Connections, name: str) -> QLineEdit:
    return clicks.line(row(page, name))


def test_a_folder_is_changed_and_the_persons_comments_stay(
    qtbot: QtBot, dialog: SettingsDialog, page: Connections, office: Office, until: Until
) -> None:
    page.choose_id("erp")
    assert line(page, "path").text() == "\\\\erp\\export"
    write(qtbot, line(page, "path"), "D:\\out")
    assert dialog.draft.count == 1
    sheet = opened(qtbot, dialog, until)
    assert sheet.save.text().replace("&", "").startswith("Save 1 change")
    former = office.file.text()
    qtbot.mouseClick(sheet.save, LEFT)
    until(lambda: dialog.draft.count == 0)
    assert office.file.text() == former.replace("\\\\erp\\export", "D:\\out")
    assert [one.number for one in office.file.history()] == [1]
    until(lambda: dialog.state.accessibleName() == "Everything is saved")


def test_what_is_wrong_is_told_at_its_field_and_cannot_be_saved(
    qtbot: QtBot, dialog: SettingsDialog, page: Connections, until: Until
) -> None:
    page.choose_id("erp")
    write(qtbot, line(page, "path"), "out")
    until(lambda: row(page, "path").is_wrong)
    assert "expected a whole path" in row(page, "path").wrong
    assert page.listing.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole) == "ERP export, has an error"
    assert not dialog.save.isEnabled()
    page.choose_id("mail")
    qtbot.mouseClick(dialog.look, LEFT)
    assert page.chosen_one is not None
    assert page.chosen_one["id"] == "erp"
    assert line(page, "path").text() == "out"  # nothing is lost
    qtbot.mouseClick(dialog.discard, LEFT)
    assert line(page, "path").text() == "\\\\erp\\export"
    until(lambda: not row(page, "path").is_wrong)


@pytest.mark.parametrize("text", ["9" * 400, "nan", "1e400", "1_000"])
def test_what_is_no_number_is_told_at_its_field(
    qtbot: QtBot, page: Connections, draft: Draft, until: Until, text: str
) -> None:
    page.choose_id("acme")
    write(qtbot, line(page, "requests_per_second"), text)
    until(lambda: draft.errors)
    assert row(page, "requests_per_second").is_wrong
    assert "number" in draft.errors[0]["message"]


def test_what_is_wrong_below_the_fold_opens_it(qtbot: QtBot, page: Connections, until: Until) -> None:
    page.choose_id("acme")
    timeout = row(page, "timeout")
    assert not timeout.isVisible()
    write(qtbot, line(page, "timeout"), "soon")
    until(timeout.isVisible)
    assert timeout.is_wrong


def test_options_that_matter_only_beside_another(qtbot: QtBot, page: Connections) -> None:
    page.choose_id("acme")
    assert row(page, "api_key").isVisible()
    assert not row(page, "client_id").isVisible()
    chooser = row(page, "sign_in").editor
    assert isinstance(chooser, ChoiceEditor)
    chooser.combo.setFocus()
    qtbot.keyClick(chooser.combo, Qt.Key.Key_Down)
    assert row(page, "client_id").isVisible()
    assert row(page, "api_key").isVisible()  # it has a value


def test_a_new_connection_has_an_id_from_its_title_until_it_is_saved(
    qtbot: QtBot, dialog: SettingsDialog, page: Connections, office: Office, until: Until
) -> None:
    action = next(one for one in page.listing.add.menu().actions() if one.data() == "folder")
    action.trigger()
    write(qtbot, line(page, "title"), "Orders South")
    write(qtbot, line(page, "path"), "/srv/south")
    assert line(page, "id").text() == "orders-south"
    qtbot.mouseClick(opened(qtbot, dialog, until).save, LEFT)
    until(lambda: dialog.draft.count == 0)
    assert office.file.load().connection_by_id["orders-south"].title == "Orders South"
    page.choose_id("orders-south")
    write(qtbot, line(page, "title"), "South")
    assert line(page, "id").text() == "orders-south"
    assert not row(page, "id").isVisible()


def test_a_copy_has_no_secret_of_the_other(qtbot: QtBot, page: Connections) -> None:
    page.choose_id("acme")
    qtbot.mouseClick(page.listing.duplicate, LEFT)
    assert page.chosen_one is not None
    assert page.chosen_one["id"] == "acme-copy"
    assert page.chosen_one["title"] == "Acme (copy)"
    assert "api_key" not in page.chosen_one


def test_what_is_used_is_not_deleted_and_what_is_not_is(qtbot: QtBot, page: Connections, draft: Draft) -> None:
    page.choose_id("erp")
    qtbot.mouseClick(page.listing.delete, LEFT)
    assert "is used by ERP orders" in page.bar.accessibleName()
    page.choose_id("mail")
    qtbot.mouseClick(page.listing.delete, LEFT)
    assert [one["id"] for one in draft.listed("connections")] == ["erp", "acme"]
    assert [(one.path, one.now) for one in draft.changes()] == [(("connections", "mail"), None)]


def test_a_secret_is_stored_with_the_save_and_never_shown(
    qtbot: QtBot, dialog: SettingsDialog, page: Connections, office: Office, engine: FakeEngine, until: Until
) -> None:
    page.choose_id("mail")
    editor = row(page, "password").editor
    assert isinstance(editor, SecretEditor)
    assert editor.state.accessibleName() == "not stored yet"
    qtbot.mouseClick(editor.set, LEFT)
    qtbot.keyClicks(editor.line, "hunter2")
    assert editor.line.echoMode() is QLineEdit.EchoMode.Password
    assert engine.calls("put_secret") == []
    sheet = opened(qtbot, dialog, until)
    assert "hunter2" not in repr(dialog.draft.changes())
    qtbot.mouseClick(sheet.save, LEFT)
    until(lambda: dialog.draft.count == 0)
    assert office.safe.kept["mail/password"] == "hunter2"
    assert engine.calls("save_settings") == []  # the text is as it was
    until(lambda: editor.state.accessibleName() == "stored")
    page.choose_id("erp")
    page.choose_id("mail")
    assert editor.line.text() == ""


def test_a_secret_of_its_own_gets_a_name_and_one_that_is_deleted_goes_with_the_save(
    qtbot: QtBot, dialog: SettingsDialog, page: Connections, office: Office, until: Until
) -> None:
    page.choose_id("acme")
    editor = row(page, "api_key").editor
    assert isinstance(editor, SecretEditor)
    qtbot.mouseClick(editor.delete, LEFT)
    assert dialog.draft.secrets == {"acme/api_key": None}
    until(lambda: dialog.draft.errors)  # an Acme account needs one
    qtbot.mouseClick(editor.set, LEFT)
    qtbot.keyClicks(editor.line, "k")
    assert dialog.draft.secrets in ({"acme/api-key": "k"}, {"acme/api_key": None, "acme/api-key": "k"})
    qtbot.mouseClick(opened(qtbot, dialog, until).save, LEFT)
    until(lambda: dialog.draft.count == 0)
    assert office.safe.kept == {"acme/api-key": "k"}


def test_a_test_shows_its_steps_as_they_come(qtbot: QtBot, page: Connections, engine: FakeEngine, until: Until) -> None:
    go = threading.Event()
    step = {"name": "name", "state": "ok", "detail": "found", "hint": ""}
    bad = {"name": "sign-in", "state": "failed", "detail": "refused", "hint": "Make a new key."}

    def check(connection: str, tell: Callable[[Any], None], **_: object) -> list[Any]:
        tell({"event": "check step", "connection": connection, "step": step})
        go.wait(5)
        return [step, bad]

    engine.answers["check_draft"] = check
    page.choose_id("acme")
    write(qtbot, line(page, "base_url"), "https://other.example")
    panel = page.detail.test
    qtbot.mouseClick(panel.button, LEFT)
    until(lambda: panel.steps() == [step])
    assert panel.button.text() == "Cancel"
    go.set()
    until(lambda: panel.steps() == [step, bad])
    assert panel.said.text() == "It does not work yet."
    [asked] = engine.calls("check_draft")
    assert asked["connection"] == "acme"
    assert asked["tables"]["connections"][1]["base_url"] == "https://other.example"
    page.choose_id("erp")
    assert panel.steps() == []


def test_a_test_is_given_what_was_typed_and_can_be_cancelled(
    qtbot: QtBot, page: Connections, engine: FakeEngine, until: Until
) -> None:
    heard = threading.Event()

    def check(cancelled: threading.Event, **_: object) -> list[Any]:
        assert cancelled.wait(5)
        heard.set()
        return []

    engine.answers["check_draft"] = check
    page.choose_id("mail")
    editor = row(page, "password").editor
    assert isinstance(editor, SecretEditor)
    qtbot.mouseClick(editor.set, LEFT)
    qtbot.keyClicks(editor.line, "hunter2")
    panel = page.detail.test
    qtbot.mouseClick(panel.button, LEFT)
    until(lambda: engine.calls("check_draft"))
    assert engine.calls("check_draft")[0]["secrets"] == {"mail/password": "hunter2"}
    qtbot.mouseClick(panel.button, LEFT)  # that of a double click
    assert panel.button.text() == "Cancel"
    QTest.qWait(QApplication.doubleClickInterval() + 50)
    qtbot.mouseClick(panel.button, LEFT)
    until(heard.is_set)
    assert panel.said.text() == "Cancelled."
    assert not panel.going


def test_a_test_that_cannot_begin_says_why(qtbot: QtBot, page: Connections, engine: FakeEngine, until: Until) -> None:
    engine.answers["check_draft"] = SettingsError("The settings have a problem.", ("path: is missing",), "Correct it.")
    page.choose_id("erp")
    qtbot.mouseClick(page.detail.test.button, LEFT)
    until(page.detail.test.steps)
    assert page.detail.test.steps()[0]["detail"] == "The settings have a problem. path: is missing"


def test_a_save_that_fails_loses_nothing(
    qtbot: QtBot, dialog: SettingsDialog, page: Connections, engine: FakeEngine, until: Until
) -> None:
    engine.answers["save_settings"] = Stop("The disk is full.", "Make room.")
    page.choose_id("erp")
    write(qtbot, line(page, "title"), "ERP")
    sheet = opened(qtbot, dialog, until)
    qtbot.mouseClick(sheet.save, LEFT)
    until(lambda: sheet.bar.accessibleName() == "The disk is full. Make room.")
    assert dialog.draft.count == 1
    assert sheet.save.isEnabled()


def test_closing_with_changes_asks(qtbot: QtBot, dialog: SettingsDialog, page: Connections, until: Until) -> None:
    page.choose_id("erp")
    write(qtbot, line(page, "title"), "ERP")
    dialog.close()
    box = dialog.findChild(QMessageBox)
    assert box is not None
    assert dialog.isVisible()
    leave = next(one for one in box.findChildren(QPushButton) if one.text() == "Close without saving")
    qtbot.mouseClick(leave, LEFT)
    until(lambda: not dialog.isVisible())
    assert dialog.draft.count == 0


def test_others_save_meanwhile(
    qtbot: QtBot, dialog: SettingsDialog, page: Connections, office: Office, engine: FakeEngine, until: Until
) -> None:
    page.choose_id("erp")
    office.file.save(office.file.text().replace("Mail server", "Mails"))
    engine.tell({"event": "settings changed"})
    until(lambda: "Mails" in dialog.draft.text)
    assert dialog.draft.count == 0
    write(qtbot, line(page, "title"), "ERP")
    office.file.save(office.file.text().replace("Mails", "Post"))
    engine.tell({"event": "settings changed"})
    until(lambda: "Post" in dialog.draft.text)
    assert dialog.draft.count == 1
    assert dialog.bar.accessibleName().startswith("Somebody else saved settings")
    assert line(page, "title").text() == "ERP"


def test_a_save_over_an_edit_by_hand_that_nobody_has_noticed_yet(
    qtbot: QtBot, dialog: SettingsDialog, page: Connections, office: Office, until: Until
) -> None:
    page.choose_id("erp")
    write(qtbot, line(page, "title"), "Mine")
    sheet = opened(qtbot, dialog, until)
    by_hand = office.file.text().replace("Mail server", "By hand")
    office.file.path.write_text(by_hand, encoding="utf-8")
    qtbot.mouseClick(sheet.save, LEFT)
    until(lambda: "By hand" in dialog.draft.text)
    assert office.file.text() == by_hand
    assert dialog.draft.count == 1
    until(lambda: dialog.findChild(SaveSheet) is None or not sheet.isVisible())
    qtbot.mouseClick(opened(qtbot, dialog, until).save, LEFT)
    until(lambda: dialog.draft.count == 0)
    assert office.file.text() == by_hand.replace("ERP export", "Mine")


@pytest.mark.parametrize("button, title", [("Keep mine", "Mine"), ("Take theirs", "Theirs")])
def test_others_change_the_same(
    qtbot: QtBot, dialog: SettingsDialog, page: Connections, office: Office, engine: FakeEngine, until: Until,
    button: str, title: str,
) -> None:  # fmt: skip
    page.choose_id("erp")
    write(qtbot, line(page, "title"), "Mine")
    office.file.save(office.file.text().replace("ERP export", "Theirs"))
    engine.tell({"event": "settings changed"})
    until(lambda: dialog.findChild(QMessageBox) is not None)
    box = dialog.findChild(QMessageBox)
    assert box is not None
    assert "they say Theirs, you say Mine" in box.informativeText()
    qtbot.mouseClick(next(one for one in box.findChildren(QPushButton) if one.text() == button), LEFT)
    until(lambda: line(page, "title").text() == title)


def test_who_may_only_look_can_read_everything_and_change_nothing(
    qtbot: QtBot, dialog: SettingsDialog, page: Connections, engine: FakeEngine, until: Until
) -> None:
    engine.refused |= {"save_settings", "check_settings", "put_secret", "check_draft", "list_secrets"}
    engine.go()
    until(lambda: dialog.draft.link.state is not State.CONNECTED)
    assert dialog.role.text() == ""
    engine.come()
    dialog.draft.link.start_engine()
    until(dialog.role.isVisible)
    assert dialog.role.text().startswith("This is for those who may change settings.")
    page.choose_id("erp")
    editor = row(page, "path").editor
    assert isinstance(editor, PathEditor)
    qtbot.keyClicks(editor.line, "x")
    assert editor.line.text() == "\\\\erp\\export"
    assert not editor.browse.isEnabled()
    assert not page.detail.test.button.isEnabled()
    page.choose_id("acme")
    secret = row(page, "api_key").editor
    assert isinstance(secret, SecretEditor)
    assert secret.state.accessibleName() == "seen by those who may change settings"
    assert not secret.set.isEnabled()
    assert page.detail.test.button.toolTip()


def test_an_engine_that_is_away_keeps_nobody_from_typing_and_checks_when_it_is_back(
    qtbot: QtBot, dialog: SettingsDialog, page: Connections, office: Office, engine: FakeEngine, until: Until
) -> None:
    page.choose_id("erp")
    write(qtbot, line(page, "title"), "ERP")
    until(dialog.save.isEnabled)
    engine.go()
    until(lambda: dialog.draft.link.state is State.OFF)
    assert dialog.state.accessibleName() == "There is no engine"
    assert dialog.role.text() == "The engine is off."
    page.choose_id("acme")
    assert not page.detail.test.button.isEnabled()
    page.choose_id("erp")
    write(qtbot, line(page, "title"), "Export of the ERP")
    QTest.qWait(50)
    assert not dialog.save.isEnabled()
    office.file.save(office.file.text().replace("Mail server", "Mails"))  # nobody is told
    engine.come()
    dialog.draft.link.start_engine()
    until(dialog.save.isEnabled)
    until(lambda: "Mails" in dialog.draft.text)
    assert line(page, "title").text() == "Export of the ERP"
    assert dialog.state.accessibleName().startswith("1 change")
    assert page.detail.test.button.isEnabled()


def test_what_was_typed_while_an_engine_was_away_is_checked_although_nobody_else_has_saved(
    qtbot: QtBot, dialog: SettingsDialog, page: Connections, engine: FakeEngine, until: Until
) -> None:
    page.choose_id("erp")
    engine.go()
    until(lambda: dialog.draft.link.state is not State.CONNECTED)
    write(qtbot, line(page, "title"), "ERP")
    QTest.qWait(50)
    engine.come()
    until(dialog.save.isEnabled)


def test_settings_without_an_engine_say_why_there_is_nothing(
    qtbot: QtBot, engine: FakeEngine, kept: QSettings, office: Office, until: Until
) -> None:
    engine.go()
    link = Link(engine.connect, why=lambda: "The data folder comes from another machine.")
    dialog = settings_dialog(Draft(link), kept)
    qtbot.addWidget(dialog)
    dialog.show()
    link.start()
    until(lambda: link.state is State.OFF)
    page = dialog.show_place("connections")
    assert isinstance(page, Connections)
    assert dialog.role.text() == "The data folder comes from another machine."
    assert not page.listing.add.isEnabled()
    engine.come()
    link.start_engine()
    until(page.listing.add.isEnabled)
    assert page.listing.delete.toolTip() == "Delete"
    assert not dialog.role.isVisible()
    link.close()


def test_nothing_is_added_before_it_is_known_what_there_can_be(
    qtbot: QtBot, engine: FakeEngine, kept: QSettings, office: Office, until: Until
) -> None:
    asked, come = engine.answers["forms"], threading.Event()
    engine.answers["forms"] = lambda: asked() if come.wait(20) else None
    link = Link(engine.connect)
    dialog = settings_dialog(Draft(link), kept)
    qtbot.addWidget(dialog)
    dialog.show()
    link.start()
    page = dialog.show_place("flows")
    assert isinstance(page, Flows)
    until(lambda: engine.calls("forms"))
    assert not page.listing.add.isEnabled()
    come.set()
    until(page.listing.add.isEnabled)
    link.close()


def test_a_file_that_is_no_toml_is_told(
    qtbot: QtBot, dialog: SettingsDialog, office: Office, engine: FakeEngine, until: Until
) -> None:
    office.file.path.write_text("version = ", encoding="utf-8")
    engine.tell({"event": "settings changed"})
    until(dialog.bar.isVisible)
    assert "not TOML" in dialog.bar.accessibleName()
    assert dialog.state.accessibleName() == "The file must be corrected first"
    dialog.draft.now["connections"][0]["title"] = "ERP"
    dialog.draft.touched()
    until(lambda: dialog.draft._checking is None and not dialog.draft._stale)
    assert not dialog.save.isEnabled()  # what is there is not replaced by what was known before
    office.file.path.write_text(TEXT, encoding="utf-8")
    engine.tell({"event": "settings changed"})
    until(dialog.save.isEnabled)


def test_a_save_is_offered_once_and_nothing_closes_while_it_goes_on(
    qtbot: QtBot, dialog: SettingsDialog, page: Connections, office: Office, engine: FakeEngine, until: Until
) -> None:
    saves, let_go = engine.answers["save_settings"], threading.Event()

    def slow(text: str, over: str | None = None) -> object:
        let_go.wait(5)
        return saves(text=text, over=over)

    engine.answers["save_settings"] = slow
    page.choose_id("erp")
    write(qtbot, line(page, "title"), "ERP")
    sheet = opened(qtbot, dialog, until)
    dialog._save()
    assert dialog.findChildren(SaveSheet) == [sheet]
    qtbot.mouseClick(sheet.save, LEFT)
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    dialog.close()
    assert sheet.isVisible()
    assert dialog.isVisible()
    let_go.set()
    until(lambda: dialog.draft.count == 0)
    assert len(engine.calls("save_settings")) == 1
    until(lambda: dialog.findChild(SaveSheet) is None or not sheet.isVisible())
    dialog.close()
    until(lambda: not dialog.isVisible())


def test_a_key_is_trusted_where_it_is_shown_and_the_test_goes_on(
    qtbot: QtBot, page: Connections, engine: FakeEngine, until: Until
) -> None:
    key = {"place": "sftp.example.com", "kind": "ssh-ed25519", "fingerprint": "SHA256:abc"}
    new = {"name": "host key", "state": "failed", "detail": "new", "hint": "Compare it.", "key": key}
    known = {"name": "host key", "state": "ok", "detail": "SHA256:abc", "hint": "", "key": None}
    engine.answers["check_draft"] = lambda **_: [known] if engine.calls("trust") else [new]
    engine.answers["trust"] = {**key, "former": ""}
    page.choose_id("acme")
    panel = page.detail.test
    qtbot.mouseClick(panel.button, LEFT)
    until(lambda: panel.steps() == [new])
    (button,) = [one for one in panel.findChildren(QPushButton) if one is not panel.button]
    qtbot.mouseClick(button, LEFT)
    until(lambda: panel.steps() == [known])
    assert engine.calls("trust") == [key]


def test_a_fingerprint_is_whole_beside_its_step(
    qtbot: QtBot, page: Connections, engine: FakeEngine, until: Until
) -> None:
    shown = "SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDTw6NgVH7dVYe5kAw (ssh-ed25519)"
    known = {"name": "host key", "state": "ok", "detail": shown, "hint": "", "key": None}
    engine.answers["check_draft"] = lambda **_: [known]
    page.choose_id("acme")
    panel = page.detail.test
    qtbot.mouseClick(panel.button, LEFT)
    until(lambda: panel.steps() == [known])
    assert panel.minimumSizeHint().width() < panel.fontMetrics().horizontalAdvance(shown)
