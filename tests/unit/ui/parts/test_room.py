"""Windows fit the screen, also at twice the size: where there is little room, the navigation has pictures alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings, QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_sync.ui import window as main
from desktop_sync.ui.parts.entry import Entry
from desktop_sync.ui.parts.room import FRAME, first_size
from desktop_sync.ui.settings import dialog as settings
from desktop_sync.ui.window import Page, Window

SCREENS = {"full HD at twice the size": QSize(960, 492), "a notebook at twice the size": QSize(683, 336)}


@pytest.mark.parametrize(
    "wished, least", [(main.SIZE, main.SMALLEST), (settings.SIZE, settings.SMALLEST)], ids=["window", "settings"]
)
def test_a_window_that_nobody_has_sized_fits_its_screen(wished: QSize, least: QSize) -> None:
    assert first_size(wished, least, QSize(3840, 2080)) == wished
    for room in SCREENS.values():
        found = first_size(wished, least, room) + FRAME
        assert found.boundedTo(room) == found


def test_a_narrow_window_has_pictures_for_words(qtbot: QtBot, kept: QSettings) -> None:
    pages = [Page(name, f"&{name}", "inbox-outline", QWidget) for name in ("One", "Two")]
    window = Window(pages, kept)
    qtbot.addWidget(window)
    window.resize(main.SIZE)
    window.show()
    one = window.findChildren(Entry)[0]
    wide = window.stack.width()
    assert (one.narrow, one.toolTip()) == (False, "")
    window.resize(main.SMALLEST)
    qtbot.waitUntil(lambda: window.stack.width() > wide - (main.SIZE - main.SMALLEST).width())
    assert (one.narrow, one.toolTip(), one.accessibleName()) == (True, "One", "One")
    window.count("One", 3)
    assert one.accessibleName() == "One, 3"
    window.resize(main.SIZE)
    qtbot.waitUntil(lambda: not one.narrow)
