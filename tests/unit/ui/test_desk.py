"""The desk put together: no window until one is wanted, and the same page again in another language or theme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from desktop_sync.core.errors import SyncError
from desktop_sync.ui.activity.page import ActivityPage
from desktop_sync.ui.activity.pages import State
from desktop_sync.ui.desk import Desk
from desktop_sync.ui.dry_run.sheet import DryRunSheet
from desktop_sync.ui.link import Link
from desktop_sync.ui.made.sheet import MadeSheet
from desktop_sync.ui.overview.page import Overview
from desktop_sync.ui.problems.page import ProblemsPage
from desktop_sync.ui.theme import Scheme
from desktop_sync.ui.trail.sheet import TrailSheet
from tests.fake_engine import EMPTY, FakeEngine
from tests.unit.ui.activity.history import History
from tests.unit.ui.snapshots import flow, snapshot

PROBLEM = {"id": 1, "cause": "missing", "what": "Customer 90012 is not known.", "flow": "orders", "opened_at": 1.0}
Until = Callable[[Callable[[], Any]], None]


@pytest.fixture
def desk(qapp: QApplication, engine: FakeEngine, kept: QSettings) -> Iterator[Desk]:
    made = Desk(qapp, Link(engine.connect), kept)
    yield made
    made.link.close()
    if made._window is not None:  # before its models are collected
        made._window.stays = False
        made._window.close()
        made._window.deleteLater()
    made.deleteLater()


def _windows() -> list[str]:
    return [one.windowTitle() for one in QApplication.topLevelWidgets() if one.windowTitle() == "Desktop Sync"]


def test_there_is_no_window_until_it_is_wanted(desk: Desk, engine: FakeEngine, until: Until) -> None:
    before = len(_windows())
    engine.answers["snapshot"] = {**EMPTY, "problems": [PROBLEM]}
    desk.start()
    until(lambda: desk.picture.known)
    desk.use_scheme(Scheme.DARK)
    assert len(_windows()) == before
    assert desk.window is desk.window
    assert len(_windows()) == before + 1


def test_a_window_in_another_theme_is_a_new_one_that_shows(desk: Desk) -> None:
    desk.window.bring()
    old = desk.window
    desk.use_scheme(Scheme.DARK)
    assert desk.window is not old
    assert desk.window.isVisible()


def test_a_dry_run_is_a_sheet_over_the_window(desk: Desk, engine: FakeEngine, until: Until) -> None:
    engine.answers |= {
        "problems": {"groups": [], "members": None},
        "resolved": [],
        "dry_run": SyncError("The folder cannot be reached.", "See that the share is there."),
    }
    desk.start()
    until(lambda: desk.picture.known)
    desk.show_dry_run("orders")
    [sheet] = desk.window.findChildren(DryRunSheet)
    until(sheet.trouble.isVisible)
    assert sheet.title.text() == "Dry run: orders"


def test_what_nobody_handles_stands_in_its_bar(desk: Desk) -> None:
    desk.window.bring()
    desk.link.failed.emit(SyncError("The folder cannot be reached.", "See that the share is there."))
    assert desk.window.bar.accessibleName() == "The folder cannot be reached. See that the share is there."


def test_what_was_done_is_told_until_the_person_goes_elsewhere_and_trouble_stays(desk: Desk) -> None:
    window = desk.window
    window.bring("problems")
    window.bar.say("well", "4713: what you changed is sent by the next run.")
    window.show_page("problems")
    assert window.bar.isVisible()
    window.show_page("overview")
    assert not window.bar.isVisible()
    window.bar.say("attention", "The engine cannot be reached.")
    window.show_page("problems")
    assert window.bar.isVisible()


def test_what_the_overview_speaks_of_is_shown_at_its_page(desk: Desk, engine: FakeEngine, until: Until) -> None:
    engine.answers.update(
        snapshot=snapshot(flow("orders"), flow("invoices")),
        problems={"groups": []},
        resolved=[],
        volume=SyncError("The ledger is being read."),
        arrivals=[],
    )
    desk.start()
    until(lambda: desk.picture.known)
    overview = desk.window.show_page("overview")
    assert isinstance(overview, Overview)
    overview.wanted.emit("problems", "invoices")
    assert desk.window.page == "problems"
    until(lambda: engine.calls("problems")[-1]["flow"] == "invoices")
    problems = desk.window.show_page("problems")
    assert isinstance(problems, ProblemsPage)
    problems.overview_wanted.emit()
    assert desk.window.page == "overview"
    overview.wanted.emit("settings", "invoices")
    assert desk.settings.dialog is not None
    desk.settings.dialog.close()


def test_what_is_told_of_an_export_leads_to_its_pages(desk: Desk, engine: FakeEngine, until: Until) -> None:
    told = snapshot(flow("daily", "Daily", kind="export", writes="ERP share"))
    engine.answers.update(snapshot=told, exports=[], volume=SyncError("Later."), arrivals=[])
    History(engine, 0)
    desk.start()
    until(lambda: desk.picture.known)
    desk.show("made", "daily")
    until(lambda: desk.window.findChildren(MadeSheet))
    [sheet] = desk.window.findChildren(MadeSheet)
    assert sheet.title.text() == "Made by Daily"
    desk.show("settings", "daily")
    until(lambda: desk.settings.dialog is not None)
    assert desk.settings.dialog is not None
    assert desk.settings.dialog.place == "exports"
    desk.settings.dialog.close()
    activity = desk.window.show_page("activity")
    assert isinstance(activity, ActivityPage)
    activity.opening.open("runs", {"id": 3, "flow": "daily"})
    until(lambda: len(desk.window.findChildren(MadeSheet)) == 2)


def test_a_document_of_the_activity_opens_its_trail(desk: Desk, engine: FakeEngine, until: Until) -> None:
    engine.answers.update(
        snapshot=snapshot(flow("orders"), flow("invoices")), trail=SyncError("The ledger is being read.")
    )
    History(engine, 300)
    desk.start()
    until(lambda: desk.picture.known)
    desk.show("activity", "orders")
    page = desk.window.show_page("activity")
    assert isinstance(page, ActivityPage)
    until(lambda: page.table.pages.state is State.ALL)
    assert engine.calls("history_blocks")[-1]["flow"] == "orders"
    page.table.activated.emit(page.table.pages.index(2, 0))
    until(lambda: engine.calls("trail"))
    assert engine.calls("trail")[0]["document"] == "4000298"
    assert len(desk.window.findChildren(TrailSheet)) == 1
