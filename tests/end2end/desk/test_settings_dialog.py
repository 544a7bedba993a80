"""The settings dialog beside a real engine: a draft is tested, saved, in force; the file keeps what a person wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop_sync.data_folder import data_folder
from desktop_sync.ipc import connect
from desktop_sync.ui.link import Link
from desktop_sync.ui.settings.connections import Connections
from desktop_sync.ui.settings.opening import Opening
from desktop_sync.ui.settings.saving import SaveSheet
from desktop_sync.ui.settings.secret import SecretEditor
from tests.end2end.conftest import MakesInstallations
from tests.end2end.engines import working
from tests.end2end.installation import Installation

Until = Callable[[Callable[[], Any]], None]
LEFT = Qt.MouseButton.LeftButton
SLOW = {"kind": "latency", "seconds": 0.5, "on": "all"}


@pytest.fixture
def desk(installation: MakesInstallations, qapp: object) -> Iterator[Installation]:
    """Somebody has written into its file by hand, and nobody has stored a key."""
    made = installation(faults=[SLOW])
    assert made.call("secret", "delete", made.secret).code == 0
    file = made.data / "settings.toml"
    file.write_text("# ask Ms Berger first\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    with working(made):
        yield made


@pytest.fixture
def opening(desk: Installation, tmp_path: Path) -> Iterator[Opening]:
    folder = data_folder(str(desk.data))
    link = Link(lambda: connect(folder))
    link.start()
    made = Opening(link, QSettings(str(tmp_path / "desk.ini"), QSettings.Format.IniFormat))
    yield made
    if made.dialog is not None:
        made.dialog.draft.discard()
        made.dialog.close()
    link.close()


def test_a_key_is_tested_before_it_is_stored_and_a_save_is_in_force(
    desk: Installation, opening: Opening, qtbot: QtBot, until: Until
) -> None:
    opening.show("connections")
    dialog = opening.dialog
    assert dialog is not None
    until(lambda: dialog.draft.known)
    page = dialog.show_place("connections")
    assert isinstance(page, Connections)
    page.choose_id("acme")
    form, panel = page.detail.form, page.detail.test
    until(lambda: form.whole)
    secret = form.rows["api_key"].editor
    assert isinstance(secret, SecretEditor)

    def tested(key: str) -> dict[str, str]:
        secret.line.clear()
        qtbot.mouseClick(secret.set, LEFT)
        qtbot.keyClicks(secret.line, key)
        qtbot.mouseClick(panel.button, LEFT)
        until(panel.steps)
        assert panel.going  # the first step shows while Acme has not answered yet
        assert "sign-in" not in {step["name"] for step in panel.steps()}
        until(lambda: not panel.going)
        assert "sign-in" in {step["name"] for step in panel.steps()}
        return {step["name"]: step["state"] for step in panel.steps()}

    assert tested("wrong-key")["sign-in"] == "failed"
    assert set(tested(desk.acme.api_key).values()) <= {"ok", "warning"}
    assert desk.secret not in desk.call("secret", "list").out.split()  # a test stores nothing

    title = form.rows["title"].editor.findChild(QLineEdit)
    assert title is not None
    title.clear()
    qtbot.keyClicks(title, "Acme of the north")
    until(dialog.save.isEnabled)
    qtbot.mouseClick(dialog.save, LEFT)
    sheet = dialog.findChild(SaveSheet)
    assert sheet is not None
    qtbot.mouseClick(sheet.save, LEFT)
    until(lambda: dialog.draft.count == 0)
    text = (desk.data / "settings.toml").read_text(encoding="utf-8")
    assert text.startswith("# ask Ms Berger first\n")
    assert 'title = "Acme of the north"' in text
    assert desk.acme.api_key not in text
    assert desk.secret in desk.call("secret", "list").out.split()
    checked = desk.call("check", "acme", "--json").json
    assert "failed" not in {step["state"] for step in checked}
