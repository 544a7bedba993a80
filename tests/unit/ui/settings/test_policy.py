"""What an administrator has set: shown with its value, not to be changed, and never written into the settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from desktop_sync.ui.settings.connections import Connections
from desktop_sync.ui.settings.dialog import SettingsDialog
from desktop_sync.ui.settings.form import Form
from desktop_sync.ui.settings.general import General
from desktop_sync.ui.settings.groups import GroupEditor
from tests.fake_engine import FakeEngine
from tests.settings_desk import POLICY, TEXT, Office
from tests.unit.ui.settings.clicks import Until, grown, line, saved, write

WORDS = "Set by your administrator."


@pytest.fixture
def office(tmp_path: Path, engine: FakeEngine) -> Office:
    made = Office(tmp_path, policy=POLICY)
    made.serve(engine)
    return made


def general(qtbot: QtBot, dialog: SettingsDialog, name: str) -> Form:
    page = dialog.show_place("general")
    assert isinstance(page, General)
    page.show_part(name)
    part = page.parts[name]
    found = part.form if isinstance(part, GroupEditor) else part
    assert isinstance(found, Form)
    return grown(qtbot, found)


def test_a_value_that_is_set_shows_cannot_be_changed_and_says_why(qtbot: QtBot, dialog: SettingsDialog) -> None:
    runs = general(qtbot, dialog, "runs")
    row = runs.rows["parallel_runs"]
    assert (line(row).text(), line(row).isReadOnly()) == ("2", True)
    assert line(row).accessibleDescription().startswith(WORDS)
    assert not line(runs.rows["hangs_after"]).isReadOnly()
    network = general(qtbot, dialog, "network")
    choice = network.rows["proxy"].editor.findChild(QComboBox)
    assert choice is not None
    assert not choice.isEnabled()
    assert choice.accessibleDescription().startswith(WORDS)
    assert line(network.rows["proxy_address"]).text() == "http://proxy.example.com:3128"
    assert not network.rows["ca_file"].locked


def test_what_is_set_is_not_written_into_the_settings(
    qtbot: QtBot, dialog: SettingsDialog, office: Office, until: Until
) -> None:
    assert dialog.draft.count == 0
    write(qtbot, line(general(qtbot, dialog, "runs").rows["hangs_after"]), "20min")
    assert [change.path for change in dialog.draft.changes()] == [("general", "hangs_after")]
    saved(qtbot, dialog, until)
    assert office.file.text() == TEXT + '\n[general]\nhangs_after = "20min"\n'
    assert office.file.load().general.parallel_runs == 2


def test_a_whole_connection_can_be_read_and_neither_changed_nor_deleted(qtbot: QtBot, dialog: SettingsDialog) -> None:
    page = dialog.show_place("connections")
    assert isinstance(page, Connections)
    page.choose_id("central")
    form = grown(qtbot, page.detail.form)
    assert line(form.rows["path"]).isReadOnly()
    assert WORDS in page.detail.kind.text()
    assert not page.listing.delete.isEnabled()
    page.choose_id("acme")
    form = grown(qtbot, page.detail.form)
    assert (line(form.rows["base_url"]).text(), line(form.rows["base_url"]).isReadOnly()) == (
        "https://eu.acme.example", True
    )  # fmt: skip
    assert not line(form.rows["timeout"]).isReadOnly()
    assert page.listing.delete.isEnabled()


def test_the_policy_may_change_while_the_dialog_is_open(
    qtbot: QtBot, dialog: SettingsDialog, office: Office, until: Until
) -> None:
    row = general(qtbot, dialog, "runs").rows["parallel_runs"]
    (office.folder / "policy.toml").write_text("version = 1\n", encoding="utf-8")
    dialog.draft.refresh()
    until(lambda: not row.locked)
    assert (line(row).text(), line(row).isReadOnly()) == ("", False)
    assert not line(row).accessibleDescription().startswith(WORDS)
