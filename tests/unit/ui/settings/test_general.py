"""The general settings and the page about the program, by real clicks."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop_sync.core.errors import Stop
from desktop_sync.ui.settings.about import About
from desktop_sync.ui.settings.dialog import SettingsDialog
from desktop_sync.ui.settings.form import Form
from desktop_sync.ui.settings.general import General
from desktop_sync.ui.settings.groups import GroupEditor
from desktop_sync.ui.sign_in_start import Standing, autostart
from tests.fake_engine import FakeEngine
from tests.settings_desk import Office
from tests.unit.ui.settings.clicks import LEFT, Until, grown, line, saved, shown, write


@pytest.fixture(autouse=True)
def _config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def page(dialog: SettingsDialog) -> General:
    found = dialog.show_place("general")
    assert isinstance(found, General)
    return found


def form(qtbot: QtBot, page: General, name: str) -> Form:
    page.show_part(name)
    part = page.parts[name]
    found = part.form if isinstance(part, GroupEditor) else part
    assert isinstance(found, Form)
    return grown(qtbot, found)


def press(qtbot: QtBot, box: QCheckBox) -> None:
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)


def test_options_of_the_installation_are_set_and_left_out_again(
    qtbot: QtBot, dialog: SettingsDialog, page: General, office: Office, until: Until
) -> None:
    former = office.file.text()
    write(qtbot, line(form(qtbot, page, "runs").rows["parallel_runs"]), "2")
    write(qtbot, line(form(qtbot, page, "retention").rows["history"]), "800d")
    saved(qtbot, dialog, until)
    assert office.file.load().general.parallel_runs == 2
    assert office.file.load().general.retention.history == 800 * 86_400
    line(form(qtbot, page, "runs").rows["parallel_runs"]).clear()
    qtbot.keyClicks(line(form(qtbot, page, "runs").rows["parallel_runs"]), "1\b")
    line(form(qtbot, page, "retention").rows["history"]).clear()
    qtbot.keyClick(line(form(qtbot, page, "retention").rows["history"]), Qt.Key.Key_A)
    qtbot.keyClick(line(form(qtbot, page, "retention").rows["history"]), Qt.Key.Key_Backspace)
    saved(qtbot, dialog, until)
    assert office.file.load().general.parallel_runs == 4
    assert office.file.text().startswith(former.rstrip())


def test_mails_are_set_up_as_a_whole(
    qtbot: QtBot, dialog: SettingsDialog, page: General, office: Office, until: Until
) -> None:
    page.show_part("notices")
    part = page.parts["notices"]
    assert isinstance(part, GroupEditor)
    assert not shown(part.form)
    press(qtbot, part.box)
    rows = form(qtbot, page, "notices").rows
    until(lambda: rows["connection"].is_wrong)
    qtbot.mouseClick(dialog.look, LEFT)
    rows["connection"].editor.set_value("mail")
    rows["connection"].editor.changed.emit()
    write_lines(qtbot, rows["to"].editor, "orders@brandt.example")
    saved(qtbot, dialog, until)
    notices = office.file.load().general.notices
    assert notices is not None
    assert (notices.connection, notices.to) == ("mail", ("orders@brandt.example",))
    press(qtbot, part.box)
    saved(qtbot, dialog, until)
    assert office.file.load().general.notices is None


def write_lines(qtbot: QtBot, editor: object, text: str) -> None:
    from desktop_sync.ui.settings.editors import LinesEditor

    assert isinstance(editor, LinesEditor)
    qtbot.keyClicks(editor.text, text)


def test_what_is_wrong_is_seen_at_its_tab_and_gone_to(
    qtbot: QtBot, dialog: SettingsDialog, page: General, until: Until
) -> None:
    rows = form(qtbot, page, "retention").rows
    write(qtbot, line(rows["history"]), "1h")
    until(lambda: rows["history"].is_wrong)
    dialog.show_place("about")
    qtbot.mouseClick(dialog.look, LEFT)
    assert dialog.place == "general"
    assert shown(page.parts["retention"])


def test_the_desks_own_hold_at_once(qtbot: QtBot, dialog: SettingsDialog, page: General, kept: QSettings) -> None:
    personal = page.personal
    press(qtbot, personal.toasts["success"])
    press(qtbot, personal.toasts["problems"])
    assert kept.value("notify/success", False, bool) is True
    assert kept.value("notify/problems", True, bool) is False
    with qtbot.waitSignal(dialog.language_chosen) as told:
        qtbot.keyClick(personal.language, Qt.Key.Key_Down)
    assert told.args == ["de"]
    with qtbot.waitSignal(dialog.scheme_chosen) as told:
        qtbot.keyClick(personal.scheme, Qt.Key.Key_End)
    assert told.args == ["dark"]
    assert dialog.draft.count == 0


def test_start_at_sign_in_is_what_the_system_says(qtbot: QtBot, page: General, until: Until) -> None:
    box = page.personal.sign_in
    until(box.isEnabled)
    assert not box.isChecked()
    press(qtbot, box)
    until(lambda: autostart().exists() and box.isEnabled())
    assert box.isChecked()
    page.personal._known(Standing(on=True, barred="machine"))
    assert (page.personal.sign_in.isChecked(), page.personal.sign_in.isEnabled()) == (True, False)
    page.personal._known(Standing(on=False, barred="policy"))
    assert not box.isEnabled()
    assert not box.isChecked()
    assert "policy" in page.personal._why.text()


def test_who_may_only_look_still_has_a_desk_of_their_own(
    qtbot: QtBot, dialog: SettingsDialog, page: General, engine: FakeEngine
) -> None:
    page.set_read_only(on=True, why="")
    rows = form(qtbot, page, "runs").rows
    assert line(rows["parallel_runs"]).isReadOnly()
    page.show_part("desk")
    assert page.personal.toasts["success"].isEnabled()


def test_about(qtbot: QtBot, dialog: SettingsDialog, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    page = dialog.show_place("about")
    assert isinstance(page, About)
    assert not [one for one in page.findChildren(QPushButton) if "vendor" in one.text()], "nobody ships it"
    assert page._values["folder"].text() == str(office.folder)
    assert page._values["engine"].text() == "version 1.0 (a test)"
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    qtbot.mouseClick(page.logs, LEFT)
    assert [Path(one.toLocalFile()) for one in opened] == [office.folder / "logs"]
    with qtbot.waitSignal(dialog.bundle_wanted):
        qtbot.mouseClick(page.bundle, LEFT)
    with qtbot.waitSignal(dialog.help_wanted) as told:
        qtbot.mouseClick(page.help, LEFT)
    assert told.args == ["support"]


def test_who_ships_it_has_its_links_on_the_page_about_the_program(
    qtbot: QtBot, dialog: SettingsDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, told in (("launcher", "Order Bridge"), ("home", ""), ("support", "https://bridge.example/help?a=b")):
        monkeypatch.setitem(sys._xoptions, name, told)
    page = dialog.show_place("about")
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    links = [one for one in page.findChildren(QPushButton) if one.text().startswith("The vendor's")]
    assert [(one.text(), one.accessibleDescription()) for one in links] == [
        ("The vendor's support", "https://bridge.example/help?a=b"),
    ]  # fmt: skip
    links[0].setFocus()
    qtbot.keyClick(links[0], Qt.Key.Key_Space)
    assert opened == ["https://bridge.example/help?a=b"]


def test_a_test_mail_goes_out_by_what_is_saved(
    qtbot: QtBot, dialog: SettingsDialog, page: General, office: Office, engine: FakeEngine, until: Until
) -> None:
    page.show_part("notices")
    mail = page.mail
    assert not mail.button.isEnabled()
    assert mail.button.toolTip() == "Set this up first."
    notices = '[general.notices]\nconnection = "mail"\nto = ["a@brandt.example"]\n\n'
    office.file.save(office.file.text().replace("[[connections]]", f"{notices}[[connections]]", 1))
    dialog.draft.refresh()
    until(mail.button.isEnabled)
    engine.answers["test_mail"] = [{"to": ["a@brandt.example"], "refused": {}, "problem": "", "hint": ""}]
    qtbot.mouseClick(mail.button, LEFT)
    until(lambda: mail.bar.accessibleName() == "The mail server has taken a test mail to a@brandt.example.")
    engine.answers["test_mail"] = [{"to": [], "refused": {"a@brandt.example": "unknown"}, "problem": "", "hint": ""}]
    qtbot.mouseClick(mail.button, LEFT)
    until(lambda: mail.bar.accessibleName() == "a@brandt.example: unknown")
    engine.answers["test_mail"] = Stop("There is no mail server.", "Set one up.")
    qtbot.mouseClick(mail.button, LEFT)
    until(lambda: mail.bar.accessibleName() == "There is no mail server. Set one up.")
    write(qtbot, line(form(qtbot, page, "runs").rows["parallel_runs"]), "2")
    assert not mail.button.isEnabled()
    assert "Save your changes first" in mail.button.toolTip()
