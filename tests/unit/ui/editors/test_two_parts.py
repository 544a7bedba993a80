"""The trees of a mapping and what lies below them: how somebody left it is there the next time."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_sync.ui.editors.two_parts import TwoParts


def made(qtbot: QtBot, kept: QSettings) -> TwoParts:
    parts = TwoParts(QLabel("above"))
    parts.add(QLabel("below"), "Options")
    parts.remember(kept)
    qtbot.addWidget(parts)
    parts.resize(400, 600)
    parts.show()
    qtbot.waitExposed(parts)
    return parts


def test_the_division_stays_as_it_was_drawn(qtbot: QtBot, kept: QSettings) -> None:
    parts = made(qtbot, kept)
    before = parts.sizes()
    handle, middle = parts.handle(1), parts.handle(1).rect().center()
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(handle, middle - QPoint(0, 120))
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=middle - QPoint(0, 120))
    drawn = parts.sizes()
    assert drawn[0] < before[0] - 80
    assert made(qtbot, kept).sizes() == drawn


def test_what_was_folded_stays_folded_and_unfolds_as_it_was(qtbot: QtBot, kept: QSettings) -> None:
    parts = made(qtbot, kept)
    before = parts.sizes()
    qtbot.mouseClick(parts.fold, Qt.MouseButton.LeftButton)
    again = made(qtbot, kept)
    assert again.folded
    assert again.fold.accessibleName() == "Show the options below"
    assert again.sizes()[1] < before[1] / 2
    qtbot.mouseClick(again.fold, Qt.MouseButton.LeftButton)
    assert again.sizes() == before
    assert not made(qtbot, kept).folded


def test_what_was_never_drawn_is_not_kept(qtbot: QtBot, kept: QSettings) -> None:
    parts = made(qtbot, kept)
    parts.resize(400, 900)
    assert kept.allKeys() == []
    kept.setValue("mapping/parts", "odd 12")
    assert made(qtbot, kept).sizes()[1] > 0
