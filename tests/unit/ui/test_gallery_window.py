"""The pages within the window: keys of a page are none of the navigation's, in both languages; nothing is cut there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_sync.ui.desk import Desk
from desktop_sync.ui.languages import LANGUAGES
from desktop_sync.ui.link import Link
from tests import access
from tests.fake_engine import FakeEngine
from tests.gallery_scenes import Scene

Until = Callable[[Callable[[], Any]], None]
PAGES = {
    "overview": Scene("overview", "well"),
    "activity": Scene("activity", "activity documents"),
    "problems": Scene("problems", "problems"),
}
OTHERWISE = {"overview": ("asking", "held", "nothing", "off")}
"""Scenes of a page that have other buttons."""


@pytest.fixture(params=LANGUAGES)
def desk(
    request: pytest.FixtureRequest, qapp: QApplication, link: Link, kept: QSettings, page: str, engine: FakeEngine
) -> Iterator[Desk]:
    """Beside an engine that answers as in the gallery."""
    of, _, otherwise = page.partition(" ")
    for one in (PAGES[of], Scene(of, otherwise) if otherwise else PAGES["overview"]):  # whose picture all pages share
        one.build(link, engine).deleteLater()
    kept.setValue("language", request.param)
    made = Desk(qapp, link, kept)
    made.picture.refresh()
    made.window.bring()
    yield made
    made.window.stays = False
    made.window.close()
    made.window.deleteLater()
    made.deleteLater()


@pytest.mark.parametrize("page", [*PAGES, *(f"{of} {name}" for of, names in OTHERWISE.items() for name in names)])
def test_a_page_and_the_navigation_want_different_keys(desk: Desk, page: str, until: Until) -> None:
    desk.window.bring(page.partition(" ")[0])
    QTest.qWait(150)
    assert access.same_mnemonics(desk.window) == []
    until(lambda: access.clipped(desk.window) == [])
