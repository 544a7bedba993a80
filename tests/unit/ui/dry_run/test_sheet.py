"""The sheet of a dry run, by real clicks: made, cancelled, read page by page, executed, and what became of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QSettings, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_sync.core.errors import Rejected, RetryLater
from desktop_sync.ui.dry_run.sheet import DryRunSheet
from desktop_sync.ui.link import Link
from tests.access import whole
from tests.fake_engine import FakeEngine
from tests.gallery import plan_rows as rows

Until = Callable[[Callable[[], Any]], None]
Make = Callable[[], DryRunSheet]


@pytest.fixture
def make(qtbot: QtBot, link: Link, engine: FakeEngine, kept: QSettings) -> Make:
    """The sheet over a window, for a flow whose dry run ``engine`` answers."""
    engine.answers |= {"dry_run": lambda flow: rows.plan(), "plan_rows": rows.plan_rows}
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1000, 660)
    window.show()

    def made() -> DryRunSheet:
        sheet = DryRunSheet(window, link, kept, "orders", "ERP orders")
        sheet.show()
        return sheet

    return made


def click(qtbot: QtBot, button: QPushButton) -> None:
    assert button.isEnabled(), button.toolTip()
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def shown(sheet: DryRunSheet) -> list[str]:
    model = sheet.view.rows.model
    return [str(model.index(row, 0).data() or model.index(row, 3).data()) for row in range(model.rowCount())]


def read(sheet: DryRunSheet, until: Until, many: int = 18) -> None:
    until(lambda: sheet.view.isVisible() and sheet.view.rows.model.rowCount() == many)


def test_the_plan_is_told_and_nothing_is_sent(make: Make, engine: FakeEngine, until: Until) -> None:
    sheet = make()
    assert sheet.working.isVisible()
    read(sheet, until)
    assert sheet.title.text() == "Dry run: ERP orders"
    assert sheet.view.sum.accessibleName() == "A run would send 12 change(s) to Acme."
    assert "Nothing was sent, nothing was moved. The plan ends tomorrow at " in sheet.view.note.text()
    assert shown(sheet)[:3] == ["ORD_0815.xml", "4801", "4802"]
    assert engine.calls("execute") == []


def test_what_was_read_before_and_waits_is_told(make: Make, engine: FakeEngine, until: Until) -> None:
    """A plan is about what is new: nothing new does not say that Acme has all of it."""
    files = {"files": 0, "ignored": 0, "unreadable": 0, "left_alone": 0, "not_sent": []}
    engine.answers["dry_run"] = lambda flow: rows.plan(counts={}, files=files, rows=[], waiting=268)
    sheet = make()
    until(sheet.nothing.isVisible)
    words = [one.text() for one in sheet.nothing.findChildren(QLabel)]
    assert "268 document(s) that were read before are not in Acme yet" in " ".join(words)
    assert "Acme has all of it" not in " ".join(words)
    engine.answers["dry_run"] = lambda flow: rows.plan(waiting=2)
    sheet.nothing.button.click()
    read(sheet, until)
    assert "2 document(s) that were read before" in sheet.view.note.text()


def test_in_the_window_as_it_comes_names_of_files_and_fields_are_whole(make: Make, until: Until) -> None:
    sheet = make()
    sheet.resize(1040, 680)
    read(sheet, until)
    sheet.view.rows.table.selectRow(1)
    for table, column, text in (
        (sheet.view.rows.table, 3, "ORD_0814.xml, line 12"),
        (sheet.view.detail.table, 0, "lines[2].quantity"),
        (sheet.view.detail.table, 1, "2026-11-30"),
    ):
        assert whole(table, column, text)
    until(lambda: not sheet.view.rows.table.horizontalScrollBar().isVisible())
    until(lambda: not sheet.view.detail.table.horizontalScrollBar().isVisible())


def test_an_update_shows_its_fields_and_a_refusal_why_and_who(make: Make, until: Until) -> None:
    sheet = make()
    read(sheet, until)
    detail, table = sheet.view.detail, sheet.view.rows.table
    table.selectRow(1)
    model = detail.changes
    assert [[model.index(row, column).data() for column in range(3)] for row in range(3)] == [
        ["lines[2].quantity", "3", "4"],
        ["delivery_date", "2026-11-30", "2026-12-02"],
        ["notes", "\u2013", "Lieferung nur vormittags, Tor 3"],
    ]
    table.selectRow(12)
    assert detail.why.text() == rows.UPDATE_ONLY
    assert detail._who.text() == "Someone who keeps the data can fix it."
    assert not detail.table.isVisible()
    table.selectRow(0)
    assert "breaks off" in detail.why.text()
    assert detail._who.text() == "IT can fix it. Let the sending system write the file again, whole."


def test_counts_are_filters(make: Make, engine: FakeEngine, qtbot: QtBot, until: Until) -> None:
    sheet = make()
    read(sheet, until)
    filters = sheet.view.filters
    assert filters.names == ["", "created", "updated", "unchanged", "superseded", "refused"]
    assert filters.button("created").text() == "10 to create"
    click(qtbot, filters.button("updated"))
    read(sheet, until, 2)
    assert shown(sheet) == ["4801", "4813"]
    click(qtbot, filters.button("refused"))
    read(sheet, until, 2)
    assert shown(sheet) == ["ORD_0815.xml", "4812"]
    click(qtbot, filters.button(""))
    read(sheet, until)
    asked = [one.get("would") for one in engine.calls("plan_rows")]
    assert asked == [None, "updated", "refused", None]


def test_exactly_this_is_sent_once_and_what_became_of_it_is_told(
    make: Make, engine: FakeEngine, qtbot: QtBot, until: Until
) -> None:
    goes_on = threading.Event()

    def execute(flow: str, plan: int, tell: Callable[..., None]) -> rows.Row:
        tell({"event": "progress", "flow": flow, "step": "deliver", "done": 3, "total": 12})
        goes_on.wait(5)
        return rows.executed()

    engine.answers |= {"execute": execute}
    sheet = make()
    read(sheet, until)
    assert sheet.send.text().replace("&", "") == "Send 12 change(s) to Acme"
    click(qtbot, sheet.send)
    sheet.send.click()
    until(lambda: sheet.working.words == "Sending: 3 of 12 documents")
    assert sheet.working.progress.maximum() == 12
    engine.answers["plan_rows"] = rows.executed_rows
    goes_on.set()
    read(sheet, until)
    assert engine.calls("execute") == [{"flow": "orders", "plan": 7}]
    assert not sheet.send.isVisible()
    assert sheet.view.sum.accessibleName() == "11 change(s) are in Acme now."
    click(qtbot, sheet.view.filters.button("rejected"))
    read(sheet, until, 2)
    assert shown(sheet) == ["4812", "4813"]
    sheet.view.rows.table.selectRow(1)
    assert sheet.view.detail.why.text() == "It was changed in Acme since the dry run."
    with qtbot.waitSignal(sheet.trail_wanted) as heard:
        click(qtbot, sheet.view.detail._trail)
    assert heard.args == ["4813", "orders"]


def test_it_can_be_cancelled_and_begun_anew(make: Make, engine: FakeEngine, qtbot: QtBot, until: Until) -> None:
    def dry_run(flow: str, tell: Callable[..., None], cancelled: threading.Event) -> rows.Row:
        tell({"event": "progress", "flow": flow, "step": "look up", "done": 1204, "total": None})
        assert cancelled.wait(5)
        raise Rejected("The dry run was cancelled; there is no plan.", "Begin it anew at any time.")

    engine.answers["dry_run"] = dry_run
    sheet = make()
    until(lambda: sheet.working.words == "Asking Acme: 1,204 documents")
    click(qtbot, sheet.working.cancel)
    until(sheet.trouble.isVisible)
    engine.answers["dry_run"] = lambda flow: rows.plan()
    click(qtbot, sheet.trouble.button)
    read(sheet, until)


def test_closing_ends_a_dry_run_and_leaves_what_is_being_sent(
    make: Make, engine: FakeEngine, qtbot: QtBot, until: Until
) -> None:
    ended: list[tuple[str, bool]] = []

    def lasts(name: str) -> Callable[..., Any]:
        def work(cancelled: threading.Event, **_: object) -> rows.Row:
            ended.append((name, cancelled.wait(0.5)))
            return rows.plan()

        return lambda cancelled, flow, plan=None: work(cancelled)

    engine.answers["dry_run"] = lasts("dry run")
    sheet = make()
    until(lambda: engine.calls("dry_run"))
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    until(lambda: ended == [("dry run", True)])
    engine.answers |= {"dry_run": lambda flow: rows.plan(), "execute": lasts("execute")}
    sheet = make()
    read(sheet, until)
    click(qtbot, sheet.send)
    sheet.close()
    until(lambda: ended[1:] == [("execute", False)])


def test_what_cannot_be_done_is_told(make: Make, engine: FakeEngine, until: Until) -> None:
    engine.answers["dry_run"] = RetryLater("ERP orders is at work already.", "Wait until it has ended.")
    sheet = make()
    until(sheet.trouble.isVisible)
    assert sheet.trouble._title.text() == "ERP orders is at work already."
    assert not sheet.send.isVisible()


def test_a_plan_that_is_too_old_is_not_sent(make: Make, engine: FakeEngine, until: Until) -> None:
    engine.answers["dry_run"] = lambda flow: rows.plan(expires_at=1000.0)
    sheet = make()
    read(sheet, until)
    assert not sheet.send.isEnabled()
    assert "older than a day" in sheet.send.toolTip()
    assert sheet.again.isEnabled()


def test_nothing_new(make: Make, engine: FakeEngine, qtbot: QtBot, until: Until) -> None:
    files = {"files": 0, "ignored": 0, "unreadable": 0, "left_alone": 0, "not_sent": []}
    engine.answers["dry_run"] = lambda flow: rows.plan(counts={}, files=files)
    sheet = make()
    until(sheet.nothing.isVisible)
    assert not sheet.send.isVisible()
    engine.answers["dry_run"] = lambda flow: rows.plan(counts={"unchanged": 3})
    click(qtbot, sheet.nothing.button)
    until(sheet.view.isVisible)
    assert "put the files away" in sheet.send.text().replace("&", "")


def test_an_engine_that_goes_away_meanwhile(make: Make, engine: FakeEngine, until: Until) -> None:
    sheet = make()
    read(sheet, until)
    engine.go()
    until(lambda: not sheet.send.isEnabled())
    assert sheet.view.rows.model.rowCount() == 18
    sheet.begin()
    until(sheet.trouble.isVisible)


def test_a_large_plan_comes_page_by_page(make: Make, engine: FakeEngine, until: Until) -> None:
    many = [rows.row(number, "created") for number in range(1, 1201)]
    engine.answers |= {
        "dry_run": lambda flow: rows.plan(counts={"created": 1200}),
        "plan_rows": lambda flow, number, would, after, limit: rows.page(many, would, None, after, limit),
    }
    sheet = make()
    read(sheet, until, 501)
    model, table = sheet.view.rows.model, sheet.view.rows.table
    for more in (1001, 1201):
        table.scrollToBottom()
        read(sheet, until, more)
    assert shown(sheet)[-1] == "6000"
    assert not model.canFetchMore(QModelIndex())
