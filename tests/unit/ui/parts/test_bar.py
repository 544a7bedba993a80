"""The bar over a page: nothing moves when it comes, screen readers are told, Escape takes it away."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_sync.ui.parts.bar import Bar


class Page(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.line, self.button, self.bar = QLineEdit(self), QPushButton("Go", self), Bar(self)
        column = QVBoxLayout(self)
        column.addWidget(self.line)
        column.addStretch(1)
        column.addWidget(self.button)
        self.bar.float_over(self)
        self.resize(500, 400)


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    made = Page()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_nothing_moves_when_it_comes_and_it_lies_within_the_page(page: Page, qtbot: QtBot) -> None:
    before = page.line.geometry(), page.button.geometry()
    page.bar.say("attention", "The folder cannot be reached. " * 6, "See that the share is there.")
    qtbot.wait(20)
    assert (page.line.geometry(), page.button.geometry()) == before
    assert page.rect().contains(page.bar.geometry())
    high = page.bar.height()
    assert page.bar._what.height() >= page.bar._what.heightForWidth(page.bar._what.width()), "its last line is cut"
    page.bar.say("well", "Done.")
    assert page.bar.height() < high
    assert page.bar.geometry().bottom() < page.height()
    page.resize(700, 300)
    assert page.rect().contains(page.bar.geometry())
    assert page.bar.width() > 600


def test_escape_closes_it_wherever_the_focus_is(page: Page, qtbot: QtBot) -> None:
    page.bar.say("well", "Done.")
    page.line.setFocus()
    qtbot.keyClick(page.line, Qt.Key.Key_Escape)
    assert not page.bar.isVisible()
