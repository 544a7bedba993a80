"""What a person does to the settings dialog, for its tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_sync.ui.settings.dialog import SettingsDialog
from desktop_sync.ui.settings.form import Form
from desktop_sync.ui.settings.row import FormRow
from desktop_sync.ui.settings.saving import SaveSheet

Until = Callable[[Callable[[], Any]], None]
LEFT = Qt.MouseButton.LeftButton


def grown(qtbot: QtBot, form: Form) -> Form:
    """When all its rows are there."""
    qtbot.waitUntil(lambda: form.whole, timeout=60_000)
    return form


def line(row: FormRow) -> QLineEdit:
    """Where its value is typed."""
    found = row.editor.findChild(QLineEdit)
    assert found is not None
    return found


def begun(form: Form) -> bool:
    """Whether its first field has the focus."""
    first = next(row for row in form.rows.values() if row.isVisibleTo(form))
    return first.isAncestorOf(form.window().focusWidget())


def write(qtbot: QtBot, where: QLineEdit, text: str) -> None:
    """In place of what is there."""
    where.clear()
    qtbot.keyClicks(where, text)


def opened(qtbot: QtBot, dialog: SettingsDialog, until: Until) -> SaveSheet:
    """The sheet before a save."""
    until(dialog.save.isEnabled)
    qtbot.mouseClick(dialog.save, LEFT)
    sheet = dialog.findChild(SaveSheet)
    assert sheet is not None
    return sheet


def saved(qtbot: QtBot, dialog: SettingsDialog, until: Until) -> None:
    """All that was changed."""
    qtbot.mouseClick(opened(qtbot, dialog, until).save, LEFT)
    until(lambda: dialog.draft.count == 0)


def shown(widget: QWidget) -> bool:
    """Whether a person sees it."""
    return widget.isVisible()
