"""Asking where Tab leads changes nothing: what goes takes nobody along that only stood beside it."""

from __future__ import annotations

import gc

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_sync.ui.parts.focus_chain import following, is_stop
from desktop_sync.ui.parts.sheet import Sheet
from desktop_sync.ui.settings.tabbing import after, before


class Window(QWidget):
    """With a menu whose entries Qt has made, and a label that nobody but Qt holds."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowFlag(Qt.WindowType.Window)
        self.first, self.last = QPushButton("first", self), QPushButton("last", self)
        self.entries = QMenu(self.first)
        self.entry: QAction = self.entries.addAction("an entry")
        self.first.setMenu(self.entries)
        column = QVBoxLayout(self)
        for one in (self.first, self.last, QLabel("only Qt's", self)):
            column.addWidget(one)

    @property
    def whole(self) -> bool:
        """Whether all of it is there, and known to be."""
        labels = [one.text() for one in self.findChildren(QLabel)]
        ours = (self, self.first, self.last, self.entries, self.entry)
        return "only Qt's" in labels and all(shiboken6.isValid(one) for one in ours)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    made = Window()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def gone(one: QWidget) -> None:
    one.deleteLater()
    QApplication.sendPostedEvents(one, QEvent.Type.DeferredDelete)
    assert not shiboken6.isValid(one)
    gc.collect()


def test_a_sheet_that_was_walked_through_by_tab_takes_nothing_along(window: Window) -> None:
    sheet = Sheet(window, "A sheet")
    sheet.body.addWidget(QLineEdit(sheet))
    sheet.show()
    for _ in range(4):
        QTest.keyClick(QApplication.focusWidget() or sheet, Qt.Key.Key_Tab)
        QTest.keyClick(QApplication.focusWidget() or sheet, Qt.Key.Key_Backtab)
    sheet.close()
    gone(sheet)
    assert window.whole


def test_a_page_that_was_put_into_the_order_takes_nothing_along(window: Window) -> None:
    page = QWidget(window)
    inside = QLineEdit(page)
    page.show()
    before(window.last, page)
    assert following(window.first) in {inside, page}
    after(window.last, page)
    gone(page)
    assert window.whole


def test_whoever_is_asked_may_go_and_the_window_stays_as_it_is(window: Window) -> None:
    where, flags = window.pos() + QPoint(0, 0), window.windowFlags()
    asked = QLineEdit(window)
    asked.setFocusProxy(window.first)
    assert not is_stop(asked)
    one: QWidget | None = asked
    for forward in (True, False):
        for _ in range(12):
            assert one is not None
            one = following(one, forward=forward)
    gone(asked)
    assert window.whole
    assert (window.pos(), window.windowFlags(), window.isVisible()) == (where, flags, True)
