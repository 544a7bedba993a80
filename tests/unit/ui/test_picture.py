"""One picture of everything: asked anew when something happens, honest without an engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_sync.ui import link as linking
from desktop_sync.ui.link import Link
from desktop_sync.ui.picture import Picture
from tests.fake_engine import EMPTY, FakeEngine

Until = Callable[[Callable[[], Any]], None]
FLOW = {"flow": "orders", "title": "Orders", "state": "idle", "progress": None}


@pytest.fixture
def picture(qtbot: QtBot, engine: FakeEngine) -> Picture:
    engine.answers["snapshot"] = {**EMPTY, "flows": [dict(FLOW)]}
    link = Link(engine.connect)
    made = Picture(link, link)
    link.start()
    qtbot.waitUntil(lambda: made.known)
    return made


def test_what_happens_at_once_is_asked_for_once(picture: Picture, engine: FakeEngine, qtbot: QtBot) -> None:
    before = len(engine.calls("snapshot"))
    for event in ("run began", "problems changed", "run ended"):
        engine.tell({"event": event})
    qtbot.waitUntil(lambda: len(engine.calls("snapshot")) == before + 1)
    qtbot.wait(600)
    assert len(engine.calls("snapshot")) == before + 1


def test_progress_is_put_in_without_asking(picture: Picture, engine: FakeEngine, qtbot: QtBot) -> None:
    with qtbot.waitSignal(picture.progressed) as heard:
        engine.tell({"event": "progress", "flow": "orders", "step": "deliver", "done": 3, "total": 9})
    assert heard.args == ["orders"]
    assert picture.flows[0]["progress"]["done"] == 3
    assert picture.flows[0]["state"] == "syncing"


def test_without_an_engine_it_says_so_and_keeps_the_flows(
    picture: Picture, engine: FakeEngine, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linking, "SOON", 10)
    engine.go()
    qtbot.waitUntil(lambda: picture.sentence["key"] == "no_engine")
    assert picture.sentence["mood"] == "stopped"
    assert [one["flow"] for one in picture.flows] == ["orders"]
