"""The editor of paths: a mapped drive becomes its share when a person has entered it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_sync.ui.settings.editors import PathEditor

FIELD = {"kind": "path", "path": "folder", "title": "Folder", "name": "path", "default": None}


def share_of(path: str) -> str:
    return path.replace("Z:", r"\\erp\data") if path.startswith("Z:") else path


@pytest.fixture
def editor(qtbot: QtBot) -> PathEditor:
    made = PathEditor(FIELD, spell=share_of)
    qtbot.addWidget(made)
    return made


def told(editor: PathEditor) -> list[str]:
    values: list[str] = []
    editor.changed.connect(lambda: values.append(editor.value()))
    return values


def test_a_mapped_drive_becomes_its_share_when_it_is_typed_whole(qtbot: QtBot, editor: PathEditor) -> None:
    values = told(editor)
    qtbot.keyClicks(editor.line, r"Z:\out")
    assert editor.value() == r"Z:\out"
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert editor.value() == r"\\erp\data\out"
    assert values[-1] == r"\\erp\data\out"


def test_and_when_it_is_looked_for(editor: PathEditor) -> None:
    values = told(editor)
    editor._found(r"Z:\out")
    assert values == [r"\\erp\data\out"]


def test_everything_else_stays_and_is_no_change(qtbot: QtBot, editor: PathEditor) -> None:
    editor.set_value(r"C:\ERP\out")
    values = told(editor)
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert (editor.value(), values) == (r"C:\ERP\out", [])


def test_what_may_not_be_changed_is_not(qtbot: QtBot, editor: PathEditor) -> None:
    editor.set_value(r"Z:\out")
    editor.set_read_only(on=True)
    values = told(editor)
    editor.line.editingFinished.emit()
    assert (editor.value(), values) == (r"Z:\out", [])
