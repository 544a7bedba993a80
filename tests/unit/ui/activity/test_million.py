"""Scrolled from the newest to the oldest and back, with the ledger itself behind it: no event takes 50 ms.

The watchdog of these tests fails whatever does.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from desktop_sync.core.events import nobody
from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.remembering import Remembering
from desktop_sync.ui.activity.page import ActivityPage
from desktop_sync.ui.activity.pages import State
from desktop_sync.ui.link import Link
from desktop_sync.ui.picture import Picture
from tests.fake_engine import FakeEngine
from tests.unit.ledger.many import many
from tests.unit.ui.activity.history import History

ROW = 36
STEPS = 150


@pytest.fixture
def page(qtbot: QtBot, link: Link, kept: QSettings) -> ActivityPage:
    made = ActivityPage(link, Picture(link), kept)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    return made


def facade(engine: FakeEngine, ledger: Path) -> None:
    """Answers of the real one, after a journey as JSON."""
    real, call = Remembering(ledger), Call("anna", nobody)

    def answered(method: Callable[..., Any]) -> Callable[..., Any]:
        return lambda **values: json.loads(json.dumps(method(call, **values)))

    engine.answers["history"], engine.answers["history_blocks"] = answered(real.history), answered(real.history_blocks)


def scroll(page: ActivityPage, qtbot: QtBot, total: int) -> None:
    """Dragged through all of it, then by the wheel and keys, to both ends."""
    bar = page.table.verticalScrollBar()
    qtbot.waitUntil(lambda: page.table.pages.state is State.ALL, timeout=60_000)
    assert page.table.pages.total == total
    for step in range(STEPS):
        bar.setValue(bar.maximum() * step // STEPS)
        qtbot.wait(2)
    for place in (total // 3, total // 2, total - 30, 0):
        bar.setValue(ROW * place)
        qtbot.waitUntil(lambda: page.table.pages.at(page.table.rowAt(0)) is not None, timeout=20_000)
    page.table.setFocus()
    for key in (Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_Home, Qt.Key.Key_PageDown):
        qtbot.keyClick(page.table, key)
        qtbot.wait(20)
    page.table.selectAll()
    page.table.copy()


@pytest.mark.parametrize("total", [60_000, pytest.param(1_000_000, marks=pytest.mark.long)])
def test_scrolling_the_ledger(page: ActivityPage, engine: FakeEngine, qtbot: QtBot, tmp_path: Path, total: int) -> None:
    facade(engine, many(tmp_path / "ledger.db", total))
    page.show()
    scroll(page, qtbot, total)
    page.filters.outcome.setCurrentIndex(4)
    page.filters.outcome.activated.emit(4)
    qtbot.waitUntil(lambda: page.table.pages.total == total // 5000, timeout=20_000)
    qtbot.waitUntil(lambda: page.table.pages.state is State.ALL, timeout=60_000)
    page.filters.clear()
    page.filters.text.setText("4000123")
    qtbot.waitUntil(lambda: page.table.pages.total == 1, timeout=20_000)


def test_scrolling_a_million_answers(page: ActivityPage, engine: FakeEngine, qtbot: QtBot) -> None:
    history = History(engine, 1_000_000)
    page.show()
    scroll(page, qtbot, 1_000_000)
    for newest in range(1_000_001, 1_000_006):
        history.newest = newest
        page.table.pages.again()
        qtbot.waitUntil(lambda: page.table.pages.total == history.newest)
