"""How the desk stays and ends: hidden in a tray, as a window without one; the question whether the engine goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QSettings, Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from desktop_sync.core.errors import RetryLater, Stop, SyncError
from desktop_sync.ui import staying as stays
from desktop_sync.ui.desk import Desk
from desktop_sync.ui.link import Link, State
from desktop_sync.ui.parts.sheet import Sheet
from desktop_sync.ui.toasts import Toast
from desktop_sync.ui.tray import Tray
from tests.fake_engine import FakeEngine
from tests.unit.ui.test_tray import Host

Until = Callable[[Callable[[], Any]], None]


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Host:
    made = Host()
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: made.there))
    return made


@pytest.fixture
def toasts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles of those that were shown."""
    told: list[str] = []

    def tell(_: object, toast: Toast) -> None:
        told.append(toast.title)

    monkeypatch.setattr(Tray, "tell", tell)
    return told


@pytest.fixture
def desk(qapp: QApplication, host: Host, engine: FakeEngine, kept: QSettings, toasts: list[str]) -> Iterator[Desk]:
    made = Desk(qapp, Link(engine.connect), kept)
    made.staying.left.disconnect()  # the tests' application goes on
    yield made
    made.link.close()
    made.deleteLater()


def begun(desk: Desk, until: Until, *, hidden: bool = False) -> None:
    desk.begin(hidden=hidden)
    until(lambda: desk.link.state is State.CONNECTED)


def shown(desk: Desk) -> bool:
    """Without making it."""
    return desk._window is not None and desk._window.isVisible()


def question(desk: Desk) -> QMessageBox:
    assert desk.staying.leaving.box is not None
    return desk.staying.leaving.box


def button(desk: Desk, words: str) -> QPushButton:
    return next(one for one in question(desk).findChildren(QPushButton) if words in one.text().replace("&", ""))


def test_with_a_tray_a_closed_window_is_hidden_and_the_first_time_it_is_told(
    desk: Desk, until: Until, toasts: list[str]
) -> None:
    begun(desk, until)
    until(lambda: shown(desk))
    for _ in range(2):
        desk.window.close()
        assert not desk.window.isVisible()
        desk.show("overview")
        assert desk.window.isVisible()
    assert toasts == ["Desktop Sync stays here"]


def test_hidden_is_only_the_icon(desk: Desk, until: Until) -> None:
    begun(desk, until, hidden=True)
    assert desk._window is None
    assert desk.staying.tray.icon.isVisible()
    desk.staying.tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    until(lambda: shown(desk))


def test_without_a_tray_the_window_says_so_and_closing_it_asks(
    qapp: QApplication, desk: Desk, host: Host, until: Until, qtbot: QtBot
) -> None:
    host.there = False
    for _ in range(3):
        desk.staying.tray.look()
    begun(desk, until, hidden=True)
    until(lambda: shown(desk))
    assert desk.window.bar.accessibleName().startswith("This desktop shows no tray")
    desk.window.close()
    assert desk.window.isVisible()
    qtbot.mouseClick(button(desk, "Cancel"), Qt.MouseButton.LeftButton)
    until(lambda: desk.staying.leaving.box is None)
    assert desk.window.isVisible()
    host.there = True
    desk.staying.tray.look()
    desk.window.close()
    assert not desk.window.isVisible()


def test_at_sign_in_a_tray_may_come_a_little_later(desk: Desk, host: Host, until: Until, qtbot: QtBot) -> None:
    desk.staying.tray.there = host.there = False
    begun(desk, until, hidden=True)
    assert desk._window is None
    host.there = True
    desk.staying.tray.look()
    assert not desk.staying._waiting.isActive()
    assert desk._window is None


def test_at_sign_in_without_a_tray_the_window_comes(
    desk: Desk, host: Host, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stays, "SIGN_IN", 20)
    desk.staying.tray.there = host.there = False
    begun(desk, until, hidden=True)
    until(lambda: shown(desk))


def test_quit_and_the_engine_goes_on(desk: Desk, engine: FakeEngine, until: Until, qtbot: QtBot) -> None:
    begun(desk, until, hidden=True)
    desk.staying.tray.quit_wanted.emit()
    with qtbot.waitSignal(desk.staying.left):
        qtbot.mouseClick(button(desk, "the engine goes on"), Qt.MouseButton.LeftButton)
    assert engine.calls("stop") == []
    assert not desk.staying.tray.icon.isVisible()


def test_quit_by_a_key_of_the_window(desk: Desk, until: Until, qtbot: QtBot) -> None:
    begun(desk, until)
    until(lambda: shown(desk))
    desk.window.activateWindow()
    qtbot.keyClick(desk.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(desk.staying.left):
        qtbot.mouseClick(button(desk, "the engine goes on"), Qt.MouseButton.LeftButton)


def test_quit_and_stop_the_engine(desk: Desk, engine: FakeEngine, until: Until, qtbot: QtBot) -> None:
    engine.answers["stop"] = {"stops": True}
    begun(desk, until)
    until(lambda: shown(desk))
    desk.staying.tray.quit_wanted.emit()
    assert question(desk).parentWidget() is desk.window
    with qtbot.waitSignal(desk.staying.left):
        qtbot.mouseClick(button(desk, "Stop the engine"), Qt.MouseButton.LeftButton)
    assert engine.calls("stop") == [{}]


def test_it_leaves_unasked_when_the_program_is_about_to_be_another(
    desk: Desk, engine: FakeEngine, until: Until, qtbot: QtBot
) -> None:
    begun(desk, until, hidden=True)
    with qtbot.waitSignal(desk.staying.left):
        engine.tell({"event": "leave"})
    assert not desk.staying.tray.icon.isVisible()


def test_an_engine_that_is_not_stopped_keeps_the_desk(
    desk: Desk, engine: FakeEngine, until: Until, qtbot: QtBot, toasts: list[str]
) -> None:
    engine.answers["stop"] = Stop("It belongs to somebody else.", "Ask them.")
    begun(desk, until, hidden=True)
    desk.staying.tray.quit_wanted.emit()
    with qtbot.assertNotEmitted(desk.staying.left):
        qtbot.mouseClick(button(desk, "Stop the engine"), Qt.MouseButton.LeftButton)
        until(lambda: toasts == ["This did not work"])


def test_who_may_not_stop_it_is_told_why(desk: Desk, engine: FakeEngine, until: Until) -> None:
    engine.refused = {"stop"}
    begun(desk, until, hidden=True)
    desk.staying.ask()
    assert not button(desk, "Stop the engine").isEnabled()
    assert "settings" in button(desk, "Stop the engine").toolTip()
    first = question(desk)
    desk.staying.ask()
    assert question(desk) is first
    first.reject()


def test_without_an_engine_nothing_is_asked(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.staying.left):
        desk.staying.ask()


def test_what_fails_is_told_where_it_is_seen(desk: Desk, until: Until, toasts: list[str]) -> None:
    begun(desk, until, hidden=True)
    desk.link.failed.emit(RetryLater("ERP orders is at work already."))
    assert toasts == ["This did not work"]
    desk.show()
    until(lambda: shown(desk))
    desk.link.failed.emit(SyncError("The folder cannot be reached."))
    assert desk.window.bar.accessibleName() == "The folder cannot be reached."
    assert toasts == ["This did not work"]


def test_another_language_takes_nothing_away_that_lies_over_the_window(desk: Desk, until: Until) -> None:
    """A guide that is half filled in, an edit, a run that is being watched."""
    begun(desk, until)
    until(lambda: shown(desk))
    old = desk.window
    sheets = [Sheet(old, name) for name in ("Guide", "Help")]
    for sheet in sheets:
        sheet.show()
    desk.use_language("de")
    desk.use_language("en")
    desk.use_language("de")
    sheets[1].close()
    assert desk.window is old
    assert sheets[0].isVisible()
    sheets[0].close()
    assert desk.window is not old
    assert desk.window.isVisible()
    desk.use_language("en")


def test_another_language_while_one_is_asked_about_quitting(desk: Desk, until: Until) -> None:
    begun(desk, until)
    until(lambda: shown(desk))
    desk.staying.ask()
    desk.use_language("de")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    desk.staying.ask()
    box = desk.staying.leaving.box
    assert box is not None
    assert box.windowTitle() == "Desktop Sync beenden"
    box.close()
    desk.use_language("en")


def test_another_language_keeps_icon_and_page(desk: Desk, until: Until) -> None:
    begun(desk, until)
    until(lambda: shown(desk))
    old = desk.window
    desk.use_language("de")
    assert desk.window is not old
    assert desk.window.isVisible()
    assert desk.staying.tray.icon.isVisible()
    desk.use_language("en")
