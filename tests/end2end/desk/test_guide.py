"""The guide beside a real engine that has no settings yet: five pages, and the first orders are in Acme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_sync.data_folder import data_folder
from desktop_sync.ipc import connect
from desktop_sync.ui.link import Link
from desktop_sync.ui.settings.guide.arriving import ArrivingPage, Stage
from desktop_sync.ui.settings.guide.sample import SamplePage
from desktop_sync.ui.settings.guide.sheet import GuideSheet
from tests.end2end.conftest import MakesInstallations
from tests.end2end.engines import working
from tests.end2end.installation import FLOW, Installation
from tests.end2end.judge import assert_promise
from tests.end2end.legacy import Order

Until = Callable[[Callable[[], Any]], None]


@pytest.fixture
def desk(installation: MakesInstallations, qapp: object) -> Iterator[Installation]:
    """Two files lie in the folder; nothing is set up."""
    made = installation()
    made.legacy.drop(Order("4711"), Order("4712"))
    (made.data / "settings.toml").unlink()
    with working(made):
        yield made


def test_five_pages_lead_to_the_first_orders(desk: Installation, qtbot: QtBot, until: Until) -> None:
    folder = data_folder(str(desk.data))
    link = Link(lambda: connect(folder))
    link.start()
    over = QWidget()
    over.resize(1000, 700)
    qtbot.addWidget(over)
    over.show()
    guide = GuideSheet(over, link)
    guide.show()
    until(lambda: guide.plan is not None)
    plan = guide.plan
    assert plan is not None

    def on() -> None:
        plan.draft.touched()
        until(guide.on.isEnabled)
        qtbot.mouseClick(guide.on, Qt.MouseButton.LeftButton)

    plan.account.update({"base_url": desk.acme.url, "profile": desk.profile.as_posix(), "api_key": desk.secret})
    plan.draft.keep_secret(desk.secret, desk.acme.api_key)
    on()
    plan.place["path"] = str(desk.legacy.folder)
    plan.flow["source"]["min_age"] = "1s"
    on()
    page = guide.page
    assert isinstance(page, SamplePage)
    flow = desk.flow(FLOW).unwrap()
    plan.flow.update({"format": flow["format"], "mapping": flow["mapping"]})
    on()
    on()
    last = guide.page
    assert isinstance(last, ArrivingPage)
    until(lambda: guide.draft.ready)
    qtbot.mouseClick(last.go, Qt.MouseButton.LeftButton)
    until(lambda: last.stage is Stage.ASKS)  # nothing old is sent without a word
    assert not desk.acme.writes()
    qtbot.mouseClick(last.all, Qt.MouseButton.LeftButton)
    until(lambda: last.stage is Stage.DONE)
    until(lambda: last.list.count() == 2)
    assert last.said.text().startswith("2 document")
    assert_promise(desk.acme.writes(), desk.legacy.expected)
    link.close()
