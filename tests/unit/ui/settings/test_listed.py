"""What is asked of the engine once is asked again when it was away: it may have answered nothing, or knows more now."""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_sync.core.errors import RetryLater
from desktop_sync.ui.link import Link, State
from desktop_sync.ui.settings.listed import Listed
from tests.fake_engine import FakeEngine
from tests.unit.ui.settings.clicks import Until

TOLD: dict[str, Any] = {
    "resources": ["orders"],
    "own_fields": {"id": "text"},
    "fields": [{"path": "date", "kind": "date", "choices": [], "children": []}],
}


@pytest.fixture
def listed(qtbot: QtBot, link: Link) -> Listed:
    return Listed(link, link)


def paths(listed: Listed) -> list[str]:
    return [one["path"] for one in listed.fitting("one")]


def come_back(engine: FakeEngine, link: Link, until: Until) -> None:
    engine.come()
    until(lambda: link.state is State.CONNECTED)


def test_what_the_engine_did_not_answer_is_asked_when_it_is_back(
    listed: Listed, engine: FakeEngine, link: Link, until: Until
) -> None:
    engine.answers["resource"] = RetryLater("The engine has ended.")
    listed.use("acme", "orders")
    until(lambda: len(engine.calls("resource")) > 1)  # also without the name of a resource
    engine.go()
    until(lambda: link.state is not State.CONNECTED)
    assert not paths(listed)
    engine.answers["resource"] = TOLD
    come_back(engine, link, until)
    until(lambda: paths(listed) == ["id", "date"])
    assert engine.calls("resource")[-1] == {"target": "acme", "name": "orders"}


def test_what_is_wanted_while_it_is_away_is_asked_when_it_comes(
    listed: Listed, engine: FakeEngine, link: Link, until: Until
) -> None:
    engine.answers["resource"] = TOLD
    engine.go()
    until(lambda: link.state is not State.CONNECTED)
    listed.use("acme", "orders")
    assert not engine.calls("resource")
    come_back(engine, link, until)
    until(lambda: paths(listed) == ["id", "date"])


def test_what_it_told_stays_until_it_tells_anew_and_is_asked_once(
    listed: Listed, engine: FakeEngine, link: Link, until: Until
) -> None:
    engine.answers["resource"] = TOLD
    listed.use("acme", "orders")
    until(lambda: paths(listed) == ["id", "date"])
    engine.go()
    until(lambda: link.state is not State.CONNECTED)
    assert paths(listed) == ["id", "date"]
    more = {"path": "notes", "kind": "text", "choices": [], "children": []}
    engine.answers["resource"] = {**TOLD, "fields": [*TOLD["fields"], more]}
    come_back(engine, link, until)
    until(lambda: paths(listed) == ["id", "date", "notes"])
    listed.use("acme", "orders")
    link.changed.emit()
    assert len(engine.calls("resource")) == 2
