"""The guide beside a real engine that has no settings yet: five pages, and the first orders are in Acme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_sync.ui.settings.guide.page import GuidePage
from desktop_sync.ui.settings.guide.sample import SamplePage
from tests.end2end.conftest import MakesInstallations
from tests.end2end.desk.guided import guided
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


def sampled(page: GuidePage) -> bool:
    """The newest file was taken by itself."""
    return isinstance(page, SamplePage) and page.editor is not None and page.editor.has_sample


def test_five_pages_lead_to_the_first_orders(desk: Installation, qtbot: QtBot, until: Until) -> None:
    with guided(desk, qtbot, until) as made:
        plan = made.sheet.plan
        assert plan is not None
        plan.account.update({"base_url": desk.acme.url, "profile": desk.profile.as_posix(), "api_key": desk.secret})
        plan.draft.keep_secret(desk.secret, desk.acme.api_key)
        plan.draft.touched()
        made.on()
        plan.place["path"] = str(desk.legacy.folder)
        plan.flow["source"]["min_age"] = "1s"
        flow = desk.flow(FLOW).unwrap()
        plan.flow.update({"format": flow["format"], "mapping": flow["mapping"]})
        plan.draft.touched()
        made.on()
        assert isinstance(made.sheet.page, SamplePage)
        until(lambda: sampled(made.sheet.page))
        made.on()
        made.on()
        until(lambda: made.sheet.draft.ready)
        last = made.start()
        until(lambda: last.list.count() == 2)
        assert last.said.text().startswith("2 document")
        assert_promise(desk.acme.writes(), desk.legacy.expected)
