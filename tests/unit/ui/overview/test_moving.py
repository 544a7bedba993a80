"""A data folder of another machine: told, asked about once in plain words, and moved by real clicks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop_sync.core.errors import RetryLater
from desktop_sync.ui.link import Link, State
from desktop_sync.ui.overview.page import Overview
from desktop_sync.ui.picture import Picture
from tests.fake_engine import FakeEngine

STRANGE = (
    "The data folder belongs to another machine. A copy would send things twice. If it was moved here and no longer"
    " runs there: desktop-sync ledger move-here. Else leave it off."
)
LEFT = Qt.MouseButton.LeftButton
Until = Callable[[Callable[[], Any]], None]


class Folder:
    """What is beside the engine: it starts only where the folder is this machine's."""

    def __init__(self, engine: FakeEngine) -> None:
        self.engine, self.moves, self.fault = engine, 0, ""
        engine.go()

    def why(self) -> str:
        return "" if self.moves else STRANGE

    def start(self) -> None:
        if self.moves:
            self.engine.come()

    def move(self) -> None:
        if self.fault:
            raise RetryLater(self.fault)
        self.moves += 1


@pytest.fixture
def folder(engine: FakeEngine) -> Folder:
    return Folder(engine)


@pytest.fixture
def page(
    qtbot: QtBot, folder: Folder, engine: FakeEngine, kept: QSettings, until: Until, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Overview]:
    monkeypatch.setattr("desktop_sync.ui.link.STARTING", 0.0)
    engine.answers |= {"volume": {}, "arrivals": []}
    link = Link(engine.connect, folder.start, folder.why, move=folder.move)
    made = Overview(link, Picture(link, link), kept)
    qtbot.addWidget(made)
    made.show()
    link.start()
    until(lambda: link.strange and made.off.button.text() == "&Go on here…")
    yield made
    link.close()


def chosen(page: Overview, qtbot: QtBot, words: str) -> None:
    qtbot.mouseClick(page.off.button, LEFT)
    box = page.findChildren(QMessageBox)[-1]
    assert box.text() == "This data folder was copied from another machine. Go on here?"
    assert box.defaultButton().text() == "Leave it off"
    qtbot.mouseClick(next(one for one in box.findChildren(QPushButton) if one.text() == words), LEFT)


def test_nothing_is_moved_without_a_yes(page: Overview, folder: Folder, qtbot: QtBot) -> None:
    chosen(page, qtbot, "Leave it off")
    assert folder.moves == 0
    assert page._link.state is State.OFF
    assert page.off.button.isEnabled(), "it can be asked again"
    assert any(one.text().startswith(STRANGE[:-1]) for one in page.off.findChildren(QLabel)), (
        "the reason is there as a whole"
    )


def test_who_says_that_the_other_is_off_goes_on_here(
    page: Overview, folder: Folder, qtbot: QtBot, until: Until
) -> None:
    with qtbot.waitSignal(page.told) as heard:
        chosen(page, qtbot, "The other one is off: go on here")
    assert heard.args[0] == "well"
    until(lambda: page._link.state is State.CONNECTED)
    assert folder.moves == 1


def test_why_it_could_not_be_moved_is_told_and_nothing_starts(
    page: Overview, folder: Folder, qtbot: QtBot, until: Until
) -> None:
    folder.fault = "A data folder is moved here while the engine is off; it runs (4711)."
    with qtbot.waitSignal(page._link.failed) as heard:
        chosen(page, qtbot, "The other one is off: go on here")
    assert heard.args[0].what == folder.fault
    assert page._link.state is not State.CONNECTED
