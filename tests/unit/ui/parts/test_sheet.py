"""A sheet covers what is below it, for the keyboard too, and gives the focus back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton, QRadioButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_sync.ui.parts.keys import Choice
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


def test_a_sheet_with_one_place_for_the_keyboard_keeps_it(qtbot: QtBot) -> None:
    """Else Tab would lead to what it covers, and Enter press that."""
    window = QWidget()
    qtbot.addWidget(window)
    below = QPushButton("Cancel the run", window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    sheet = Sheet(window, "Above")
    sheet.show()
    seen = set()
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget() or sheet, Qt.Key.Key_Tab)
        seen.add(QApplication.focusWidget())
    assert len(seen) == 1
    assert below not in seen


def test_where_what_had_the_focus_is_gone_the_keyboard_goes_on_below(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    first, second = QPushButton("First", window), QPushButton("Second", window)
    for one in (first, second):
        column.addWidget(one)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    second.setFocus()
    sheet = Sheet(window, "Above")
    sheet.show()
    second.hide()
    sheet.close()
    assert QApplication.focusWidget() is first


def test_enter_presses_the_button_it_is_at_once(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    sheet = Sheet(window, "Above")
    button, box, line = QPushButton("Send", sheet), QCheckBox("Also", sheet), QLineEdit(sheet)
    done: list[bool] = []
    button.clicked.connect(lambda: done.append(True))
    for one in (button, box, line):
        sheet.body.addWidget(one)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    sheet.show()
    for one in (box, line, button):
        one.setFocus()
        qtbot.keyClick(one, Qt.Key.Key_Return)
    assert len(done) == 1
    assert not box.isChecked()
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
    QApplication.sendEvent(button, held)
    assert len(done) == 1


def test_tab_halts_at_the_one_of_several_that_is_chosen(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    before = QLineEdit(window)
    radios = [QRadioButton(name, window) for name in ("One", "Two", "Three")]
    after = QLineEdit(window)
    choice = Choice(window)
    for widget in (before, *radios, after):
        column.addWidget(widget)
    for radio in radios:
        choice.addButton(radio)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    radios[1].setChecked(True)
    before.setFocus()
    qtbot.keyClick(before, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is radios[1]
    qtbot.keyClick(radios[1], Qt.Key.Key_Down)
    assert radios[2].isChecked()
    qtbot.keyClick(radios[2], Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is after
    qtbot.keyClick(after, Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is radios[2]
