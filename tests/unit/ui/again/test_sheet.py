"""*Read again*, by real clicks: looked at first, then exactly that is done; keys, trouble, and what does not go."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from PySide6.QtCore import QDateTime, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_sync.core.errors import Rejected
from desktop_sync.ui.again.sheet import AgainSheet
from desktop_sync.ui.link import Link
from tests.fake_engine import FakeEngine
from tests.gallery.again import ASKED, KEPT, sheet

Until = Callable[[Callable[[], Any]], None]


@pytest.fixture
def made(qtbot: QtBot, link: Link, engine: FakeEngine) -> AgainSheet:
    engine.answers |= {"read_again": KEPT, "ask_again": ASKED}
    window, found = sheet(link)
    qtbot.addWidget(window)
    window.show()
    found.show()
    return found


def click(qtbot: QtBot, button: QPushButton) -> None:
    assert button.isEnabled(), button.toolTip()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def moments(sheet: AgainSheet) -> tuple[float, float]:
    return tuple(float(one.dateTime().toSecsSinceEpoch()) for one in (sheet.span.begin, sheet.span.end))  # type: ignore[return-value]


def test_what_was_kept_is_looked_at_first_and_then_sent(
    qtbot: QtBot, made: AgainSheet, engine: FakeEngine, until: Until
) -> None:
    assert not made.go.isEnabled()
    click(qtbot, made.look)
    until(made.go.isEnabled)
    begin, end = moments(made)
    assert engine.calls("read_again") == [{"flow": "orders", "only_look": True, "begin": begin, "end": end}]
    assert "2 change" in made.go.text()
    assert "4711" in made.meaning.more.text()
    click(qtbot, made.go)
    until(made.bar.isVisible)
    assert engine.calls("read_again")[1]["only_look"] is False
    assert not made.go.isEnabled(), "what was done is not done twice"
    assert "2 differ and are sent" in made.meaning.what.text()
    assert "4711" in made.meaning.more.text()


def test_how_many_is_not_told_before_it_was_looked(qtbot: QtBot, made: AgainSheet, until: Until) -> None:
    assert made.go.text().replace("&", "") == "Let the next run send what differs"
    click(qtbot, made.look)
    until(made.go.isEnabled)
    assert made.go.text().replace("&", "") == "Let the next run send 2 change(s)"


def test_another_range_wants_another_look(qtbot: QtBot, made: AgainSheet, until: Until) -> None:
    click(qtbot, made.look)
    until(made.go.isEnabled)
    made.span.ends.setChecked(False)
    assert not made.go.isEnabled()
    assert made.meaning.what.text() == ""


def test_a_source_is_asked_again_from_key_to_key_and_back(
    qtbot: QtBot, made: AgainSheet, engine: FakeEngine, until: Until
) -> None:
    made.source.setChecked(True)
    qtbot.keyClicks(made.span.first, "10")
    assert not made.look.isEnabled()
    qtbot.keyClicks(made.span.last, "20")
    click(qtbot, made.look)
    until(made.go.isEnabled)
    assert engine.calls("ask_again") == [{"flow": "orders", "only_look": True, "keys": ["10", "20"]}]
    click(qtbot, made.go)
    until(made.bar.isVisible)
    click(qtbot, made.undo)
    until(lambda: len(engine.calls("ask_again")) == 3)
    assert engine.calls("ask_again")[2] == {"flow": "orders", "only_look": False, "undo": True}


def test_what_cannot_be_is_said_and_nothing_can_be_done(
    qtbot: QtBot, made: AgainSheet, engine: FakeEngine, until: Until
) -> None:
    engine.answers["ask_again"] = Rejected("This source is listed, not asked.", "Put a file there once more.")
    made.source.setChecked(True)
    click(qtbot, made.look)
    until(made.bar.isVisible)
    assert "listed" in made.bar.accessibleName()
    assert not made.go.isEnabled()


def test_an_end_before_its_beginning_is_told(made: AgainSheet) -> None:
    made.span.end.setDateTime(QDateTime(2026, 10, 1, 0, 0, 0))
    assert not made.look.isEnabled()
    assert made.look.toolTip() == "The end must lie behind the beginning."


def test_a_look_can_be_cancelled(qtbot: QtBot, made: AgainSheet, engine: FakeEngine, until: Until) -> None:
    wanted = threading.Event()

    def slow(cancelled: threading.Event, **values: object) -> Mapping[str, Any]:
        assert cancelled.wait(60)
        wanted.set()
        return KEPT

    engine.answers["read_again"] = slow
    click(qtbot, made.look)
    until(lambda: engine.calls("read_again"))
    click(qtbot, made.look)  # that of a double click
    assert made.look.text() == "&Cancel"
    QTest.qWait(QApplication.doubleClickInterval() + 50)
    click(qtbot, made.look)
    until(wanted.is_set)
    assert made.look.isEnabled()
    assert not made.go.isEnabled()


def test_what_is_being_done_is_not_cancelled_by_closing(
    qtbot: QtBot, made: AgainSheet, engine: FakeEngine, until: Until
) -> None:
    told, ends = threading.Event(), threading.Event()
    found: list[bool] = []

    def slow(cancelled: threading.Event, only_look: bool, **values: object) -> Mapping[str, Any]:
        if not only_look:
            told.set()
            assert ends.wait(60)
            found.append(cancelled.is_set())
        return KEPT

    engine.answers["read_again"] = slow
    click(qtbot, made.look)
    until(made.go.isEnabled)
    click(qtbot, made.go)
    until(told.is_set)
    assert made.meaning.title.text() == "It is being done…", "it does more than look"
    qtbot.keyClick(made, Qt.Key.Key_Escape)
    ends.set()
    until(made.bar.isVisible)
    assert found == [False]


def test_who_may_not_is_told_why(qtbot: QtBot, made: AgainSheet, engine: FakeEngine, link: Link) -> None:
    engine.refused = {"read_again"}
    link.changed.emit()
    assert (made.look.isEnabled(), "may only look" in made.look.toolTip()) == (False, True)
    window = made.parent()
    assert isinstance(window, QWidget)
