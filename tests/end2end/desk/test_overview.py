"""The overview beside a real engine and Acme: a first run answered, documents held and sent, all by clicks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_sync.ui.link import Link
from desktop_sync.ui.overview.card import FlowCard
from desktop_sync.ui.overview.look import Look
from desktop_sync.ui.overview.page import Overview
from desktop_sync.ui.picture import Picture
from tests.end2end.conftest import MakesInstallations
from tests.end2end.engines import working
from tests.end2end.installation import FLOW, Installation
from tests.end2end.legacy import Order

SLOW = {"kind": "latency", "seconds": 0.2}
Until = Callable[[Callable[[], Any]], None]


@pytest.fixture
def desk(installation: MakesInstallations, qapp: object) -> Iterator[Installation]:
    """Asks at the first run, and sends at most two documents without a word."""
    made = installation(faults=[SLOW])
    made.change_flow(FLOW, "source", first_run="ask")
    made.change_flow(FLOW, "target", hold_above=2)
    made.legacy.drop(Order("1"), Order("2"))
    with working(made):
        yield made


@pytest.fixture
def page(qtbot: QtBot, link: Link, tmp_path: Path) -> Overview:
    made = Overview(link, Picture(link, link), QSettings(str(tmp_path / "desk.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(made)
    made.resize(860, 640)
    made.show()
    return made


def press(qtbot: QtBot, button: QWidget) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_first_run_is_answered_and_what_is_held_is_sent(
    qtbot: QtBot, desk: Installation, page: Overview, until: Until
) -> None:
    until(lambda: FLOW in page.cards.cards)
    card = page.cards.cards[FLOW]
    press(qtbot, card.button)
    until(lambda: card.asks.first is not None and card.asks.first.all.isEnabled())
    assert (card.state.text(), desk.acme.writes()) == ("Stopped", [])
    answered(qtbot, card, until)
    until(lambda: len(desk.acme.writes()) == 2)
    until(lambda: card.state.text() == "All is well")
    until(lambda: page.charts.today.text() == "2" and "2 created" in card.facts.text())
    assert page.charts.median.text() != "—"

    desk.legacy.drop(Order("1").changed(), Order("3"), Order("4"))
    until(card.button.isEnabled)
    press(qtbot, card.button)
    until(lambda: card.asks.held is not None and "at most 2" in card.asks.held.why.text())
    held = card.asks.held
    assert held is not None
    press(qtbot, held.see)
    [look] = [one for one in page.findChildren(QWidget) if isinstance(one, Look)]
    until(lambda: len(look.model.rows) == 3)
    assert [look.model.index(row, 1).data() for row in range(3)] == ["updated", "created", "created"]
    assert len(desk.acme.writes()) == 2
    until(look.send.isEnabled)
    press(qtbot, look.send)
    until(lambda: len(desk.acme.writes()) == 5)
    until(lambda: card.state.text() == "All is well" and not held.isVisible())


def answered(qtbot: QtBot, card: FlowCard, until: Until) -> None:
    first = card.asks.first
    assert first is not None
    assert first.question.text().startswith("1 file(s) are already there")
    first.all.setChecked(True)
    first.all.click()
    until(first.go.isEnabled)
    press(qtbot, first.go)
    assert not first.go.isEnabled()


def test_all_flows_are_paused_and_resumed(qtbot: QtBot, page: Overview, until: Until) -> None:
    until(lambda: FLOW in page.cards.cards)
    card = page.cards.cards[FLOW]
    until(page.head.pause.isEnabled)
    page.head.pause.menu().actions()[2].trigger()
    until(lambda: card.state.text() == "Paused until resumed")
    until(page.head.resume.isEnabled)
    press(qtbot, page.head.resume)
    until(lambda: not card.state.text().startswith("Paused"))


def test_progress_is_seen_and_a_run_cancelled(qtbot: QtBot, desk: Installation, page: Overview, until: Until) -> None:
    desk.change_flow(FLOW, "source", first_run="all")
    desk.change_flow(FLOW, "target", hold_above=1000, batch=False)
    desk.legacy.drop(*[Order(str(number)) for number in range(10, 400)])
    assert desk.call("reload").code == 0
    until(lambda: FLOW in page.cards.cards)
    card = page.cards.cards[FLOW]
    until(card.button.isEnabled)
    press(qtbot, card.button)
    until(lambda: card.bar.value() > 0 and card.bar.maximum() == 392)
    assert "of 392 delivered" in card.far.text()
    until(lambda: card.button.text() == "Cancel" and card.button.isEnabled())
    press(qtbot, card.button)
    until(lambda: card.button.text() == "Run now")
    assert 0 < len(desk.acme.writes()) < 392
    until(lambda: card.brought.text() != "" and card.state.text() == "All is well")
    assert page.head.title.text().startswith(("Work goes on", "All is well"))
