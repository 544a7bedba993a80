"""The editors of a flow's schedule and mapping beside a real engine: what it says of them is what it would do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_sync.ui.editors.coming import ComingRuns
from desktop_sync.ui.editors.mapping import MappingEditor
from desktop_sync.ui.editors.sample_bar import SampleBar
from desktop_sync.ui.editors.schedule import ScheduleEditor
from desktop_sync.ui.editors.targets import VALUE, TargetTree
from desktop_sync.ui.link import Link
from tests.end2end.conftest import MakesInstallations
from tests.end2end.engines import working
from tests.end2end.installation import FLOW, Installation
from tests.end2end.legacy import Order

Until = Callable[[Callable[[], Any]], None]


@pytest.fixture
def desk(installation: MakesInstallations, qapp: object) -> Iterator[Installation]:
    """A file lies in the folder, and nobody takes it: the flow is run by hand."""
    made = installation()
    made.legacy.drop(Order("4711"), Order("4712"))
    with working(made):
        yield made


def test_what_the_engine_says_of_a_sample_and_of_a_schedule(
    desk: Installation, link: Link, qtbot: QtBot, until: Until
) -> None:
    until(lambda: link.may("sample"))
    flow = desk.flow(FLOW).unwrap()
    editor = MappingEditor(link)
    qtbot.addWidget(editor)
    editor.set_around(FLOW, flow["format"], "acme")
    editor.set_value(flow["mapping"])
    editor.show()
    bar, fields = editor.findChildren(SampleBar)[0], editor.findChildren(TargetTree)[0]
    bar.menu().aboutToShow.emit()
    until(lambda: [one for one in bar.offered() if one.endswith(".xml")])
    next(one for one in bar.menu().actions() if one.text().endswith(".xml")).trigger()
    until(lambda: (item := fields.item_of("external_reference")) is not None and item.text(VALUE) == "4711")
    assert bar.words() == "All 2 fit"
    assert not desk.acme.documents("orders")

    schedule = ScheduleEditor(link)
    qtbot.addWidget(schedule)
    schedule.set_flow(FLOW)
    schedule.set_value({"at": ["16:00"], "days": ["fri"]})
    schedule.show()
    coming = schedule.findChildren(ComingRuns)[0]
    until(lambda: len(coming.lines()) == 5)
    assert all(one.endswith("16:00") for one in coming.lines())
