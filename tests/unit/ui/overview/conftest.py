"""The overview over an engine made of answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_sync.ui.link import Link
from desktop_sync.ui.overview.card import FlowCard
from desktop_sync.ui.overview.page import Overview
from desktop_sync.ui.picture import Picture
from tests.fake_engine import FakeEngine
from tests.gallery.overview import picture, volume

Row = dict[str, Any]
Until = Callable[[Callable[[], Any]], None]


class Shown:
    """The page, its engine, and what a test does with both."""

    def __init__(self, qtbot: QtBot, link: Link, engine: FakeEngine, kept: QSettings) -> None:
        self.qtbot, self.link, self.engine = qtbot, link, engine
        self.seen = Picture(link, link)
        self.page = Overview(link, self.seen, kept)
        qtbot.addWidget(self.page)
        self.page.resize(860, 640)

    def tell(self, *flows: Row, mood: str = "well", key: str = "well", **values: Any) -> None:  # noqa: ANN401 - as told
        """The engine's picture is this from now on, and shows."""
        self.engine.answers["snapshot"] = picture(list(flows), mood, key, **values)
        self.page.show()
        with self.qtbot.waitSignal(self.seen.changed):
            self.seen.refresh()
        names = [flow["flow"] for flow in flows]
        self.qtbot.waitUntil(lambda: [*self.page.cards.cards] == names, timeout=30_000)

    def card(self, flow: str) -> FlowCard:
        return self.page.cards.cards[flow]

    def calls(self, method: str) -> list[Row]:
        return self.engine.calls(method)


@pytest.fixture
def shown(qtbot: QtBot, link: Link, engine: FakeEngine, kept: QSettings) -> Iterator[Shown]:
    engine.answers["volume"] = volume()
    engine.answers["arrivals"] = []
    made = Shown(qtbot, link, engine, kept)
    yield made
    made.page.close()


def pressable(button: QPushButton) -> bool:
    return button.isVisible() and button.isEnabled()
