"""A sheet covers what is below it, for the keyboard too, and gives the focus back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_sync.ui.parts.sheet import Sheet


def test_tab_stays_on_the_sheet_and_escape_leads_back(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    below = [QLineEdit(window) for _ in range(2)]
    for one in below:
        column.addWidget(one)
    window.show()
    window.activateWindow()
    below[1].setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is below[1])
    sheet = Sheet(window, "Above")
    buttons = [QPushButton(name, sheet) for name in ("One", "Off", "Two")]
    buttons[1].setEnabled(False)
    for button in buttons:
        sheet.body.addWidget(button)
    sheet.show()
    seen = []
    for _ in range(6):
        qtbot.keyClick(QApplication.focusWidget() or sheet, Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert set(seen) == {buttons[0], buttons[2], seen[0]}
    assert not set(seen) & set(below)
    qtbot.keyClick(QApplication.focusWidget() or sheet, Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is seen[-2]
    qtbot.keyClick(QApplication.focusWidget() or sheet, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is below[1]
