"""In high contrast, which has no grounds to raise a thing by, what is chosen has a line around."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_sync.ui import theme
from desktop_sync.ui.parts.columns import Column
from desktop_sync.ui.parts.entry import Entry
from desktop_sync.ui.parts.rows import Rows
from desktop_sync.ui.parts.table import Table
from tests.contrast import night


@pytest.fixture(autouse=True)
def _in_high_contrast(qapp: QApplication) -> Iterator[None]:
    theme.apply(qapp, theme.Scheme.LIGHT, night())
    yield
    theme.apply(qapp, theme.Scheme.LIGHT)


def lines(image: QImage) -> int:
    """Rows of pixels that have the system's colour of what is chosen in most of their length."""
    accent = QColor(theme.colours().accent)
    wide = range(0, image.width(), 4)
    return sum(sum(image.pixelColor(x, y) == accent for x in wide) > len(wide) / 2 for y in range(image.height()))


def test_an_entry_of_the_navigation(qtbot: QtBot) -> None:
    entry = Entry("Overview", "inbox-outline")
    qtbot.addWidget(entry)
    entry.resize(200, 36)
    assert lines(entry.grab().toImage()) == 0
    entry.setChecked(True)
    assert lines(entry.grab().toImage()) >= 1


def test_a_row_of_a_table_that_has_not_the_keyboard(qtbot: QtBot, kept: QSettings) -> None:
    columns = [Column("name", "Name", lambda row: str(row["name"]), 0)]
    table = Table("test", "Test", columns, kept)
    qtbot.addWidget(table)
    model = Rows(columns, table)
    table.setModel(model)
    model.show([{"name": "one"}, {"name": "two"}])
    table.resize(300, 160)
    assert lines(table.viewport().grab().toImage()) == 0
    table.selectRow(0)
    assert lines(table.viewport().grab().toImage()) == 2
