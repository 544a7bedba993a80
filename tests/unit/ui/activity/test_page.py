"""The activity page as people use it: searched, filtered, opened, exported, live; honest when there is nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDate, QSettings, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop_sync.core.callers import Role
from desktop_sync.core.errors import Rejected, RetryLater
from desktop_sync.ui import link as linking
from desktop_sync.ui.activity import filters
from desktop_sync.ui.activity import page as module
from desktop_sync.ui.activity.page import ActivityPage
from desktop_sync.ui.activity.pages import State
from desktop_sync.ui.activity.words import file_word
from desktop_sync.ui.languages import Language
from desktop_sync.ui.link import Link
from desktop_sync.ui.parts.columns import MOOD_ROLE
from desktop_sync.ui.picture import Picture
from tests.access import whole
from tests.fake_engine import EMPTY, FakeEngine
from tests.unit.ui.activity import rows
from tests.unit.ui.activity.history import History

Until = Callable[[Callable[[], Any]], None]
LEFT = Qt.MouseButton.LeftButton
FLOWS = [{"flow": "orders", "title": "ERP orders"}, {"flow": "invoices", "title": ""}]


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filters, "PAUSE", 20)
    monkeypatch.setattr(module, "SOON", 20)


@pytest.fixture
def history(engine: FakeEngine) -> History:
    engine.answers["snapshot"] = {**EMPTY, "flows": FLOWS}
    return History(engine, 1000)


@pytest.fixture
def page(qtbot: QtBot, link: Link, history: History, kept: QSettings) -> ActivityPage:
    picture = Picture(link)
    picture.refresh()
    made = ActivityPage(link, picture, kept)
    picture.setParent(made)
    qtbot.addWidget(made)
    made.resize(840, 640)
    made.show()
    qtbot.waitUntil(lambda: made.table.pages.state is State.ALL and picture.known)
    return made


def first(page: ActivityPage, column: int = 1) -> Any:  # noqa: ANN401 - what shows
    return page.table.pages.index(0, column).data()


def turn(page: ActivityPage, qtbot: QtBot, number: int) -> None:
    qtbot.mouseClick(page.tabs, LEFT, pos=page.tabs.tabRect(number).center())


def test_documents_show_newest_first_with_shape_and_word(page: ActivityPage) -> None:
    assert page.head.words == "1,000 document(s), newest first"
    texts = [page.table.pages.index(0, column).data() for column in range(6)]
    assert texts[1:] == ["4001000", "Order", "Created", "ERP orders", "ORD_0010.xml"]
    assert page.filters.flow.itemText(2) == "invoices"


def test_in_the_window_as_it_comes_documents_are_not_scrolled_sideways(page: ActivityPage, until: Until) -> None:
    page.resize(816, 600)
    until(lambda: page.table.viewport().width() < 816)
    until(lambda: not page.table.horizontalScrollBar().isVisible())


def test_what_became_of_a_file_is_whole_in_german(page: ActivityPage) -> None:
    language = Language()
    language.use("de")
    try:
        partly = file_word("partial")
    finally:
        language.use("en")
    assert partly == "Teilweise abgelehnt"
    assert page.table.columns[3].name == "state"  # as wide as that of files
    assert page.table.pages.index(0, 3).data(MOOD_ROLE)
    assert whole(page.table, 3, partly)


def test_a_text_is_searched_for_after_a_pause(page: ActivityPage, engine: FakeEngine, qtbot: QtBot) -> None:
    before = len(engine.calls("history_blocks"))
    qtbot.keyClicks(page.filters.text, "777")
    qtbot.waitUntil(lambda: first(page) == "4000777")
    assert len(engine.calls("history_blocks")) == before + 1
    assert page.head.words == "1 document(s), newest first"
    qtbot.keyClick(page.filters.text, Qt.Key.Key_Down)
    assert page.table.hasFocus()
    with qtbot.waitSignal(page.trail_wanted) as told:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert told.args == ["4000777", "orders"]


def test_enter_searches_at_once(page: ActivityPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    page.filters._pause.setInterval(100_000)
    qtbot.keyClicks(page.filters.text, "31")
    qtbot.keyClick(page.filters.text, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: first(page) == "4000931")


def test_the_keyboard_goes_to_the_text_and_empties_it(page: ActivityPage, qtbot: QtBot) -> None:
    page.activateWindow()
    page.table.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(page.filters.text.hasFocus)
    qtbot.keyClicks(page.filters.text, "31")
    qtbot.keyClick(page.filters.text, Qt.Key.Key_Escape)
    assert page.filters.text.text() == ""


def test_of_an_erased_document_nothing_is_shown(page: ActivityPage, history: History, until: Until) -> None:
    history.row = lambda number: {**history.document(number), "reference": "erased:0af3"}
    page.table.pages.look({"flow": "orders"})
    until(lambda: first(page) == "(erased)")


def test_what_could_not_be_counted_is_told(page: ActivityPage, engine: FakeEngine, until: Until) -> None:
    history = History(engine, 120_000)

    def broken(show: str, before: int = 2**62, **wish: Any) -> Any:  # noqa: ANN401
        return history.blocks(show, before, **wish) if before > 100_000 else RetryLater("The engine has ended.")

    def answer(**values: Any) -> Any:  # noqa: ANN401
        told = broken(**values)
        if isinstance(told, RetryLater):
            raise told
        return told

    engine.answers["history_blocks"] = answer
    page.table.pages.look({})
    until(lambda: page.table.pages.state is State.FAILED)
    assert page.head.words == "50,000 document(s), newest first; the older ones could not be counted"


def test_flow_outcome_and_days_are_asked_for(page: ActivityPage, engine: FakeEngine, until: Until) -> None:
    page.filters.flow.setCurrentIndex(1)
    page.filters.outcome.setCurrentIndex(4)
    page.filters.outcome.activated.emit(4)
    page.filters.period.box.setCurrentIndex(5)
    page.filters.period.first.setDate(QDate(2026, 3, 1))
    page.filters.period.last.setDate(QDate(2026, 3, 2))
    page.filters.period.box.activated.emit(5)
    until(lambda: engine.calls("history_blocks")[-1].get("begin"))
    asked = engine.calls("history_blocks")[-1]
    assert (asked["flow"], asked["state"], asked["show"]) == ("orders", ["rejected"], "documents")
    assert asked["end"] - asked["begin"] == 2 * 86_400
    page.filters.period.last.setDate(QDate(2026, 2, 1))
    assert page.filters.period.first.date() == QDate(2026, 2, 1)


@pytest.mark.parametrize("number, days", [(1, 1), (2, 1), (3, 7), (4, 30)])
def test_days_by_name(page: ActivityPage, number: int, days: int) -> None:
    now = page._picture.now.replace(month=6, day=15, hour=13)
    page.filters.period.box.setCurrentIndex(number)
    begin, end = page.filters.period.bounds(now)
    assert begin is not None
    until_when = end if end is not None else now.replace(hour=0, minute=0, second=0, microsecond=0).timestamp() + 86_400
    assert until_when - begin == days * 86_400
    assert (end is None) == (number != 2)


def test_each_list_keeps_its_own_outcome(page: ActivityPage, engine: FakeEngine, qtbot: QtBot, until: Until) -> None:
    History(engine, 50, rows.file, "files")
    page.filters.outcome.setCurrentIndex(1)
    page.filters.outcome.activated.emit(1)
    turn(page, qtbot, 1)
    until(lambda: page.table.pages.state is State.ALL)
    assert "state" not in engine.calls("history_blocks")[-1]
    assert page.filters.outcome.itemText(2) == "Partly refused"
    turn(page, qtbot, 0)
    until(lambda: engine.calls("history_blocks")[-1].get("state") == ["created"])


def test_a_file_opens_its_documents_and_a_run_its_files(
    page: ActivityPage, engine: FakeEngine, qtbot: QtBot, until: Until
) -> None:
    History(engine, 50, rows.run, "runs")
    History(engine, 50, rows.file, "files")
    turn(page, qtbot, 2)
    until(lambda: page.table.pages.total == 50)
    page.filters.flow.setCurrentIndex(1)
    page.table.setCurrentIndex(page.table.pages.index(1, 0))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    until(lambda: page.kind.show == "files" and page.table.pages.total == 50)
    assert (page.filters.only.text(), page.filters.only.isVisible()) == ("Run 49", True)
    asked = engine.calls("history_blocks")[-1]
    assert (asked["run"], asked.get("flow")) == (49, None)
    History(engine, 5200)
    page.table.setCurrentIndex(page.table.pages.index(0, 0))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    until(lambda: page.kind.show == "documents" and page.table.pages.total == 100)
    assert page.filters.only.text() == "ORD_0050.xml"
    turn(page, qtbot, 2)
    assert not page.filters.only.isVisible()
    turn(page, qtbot, 0)
    qtbot.mouseClick(page.filters.only, LEFT)
    until(lambda: page.table.pages.total == 5200)


def test_what_else_can_be_done_with_a_row(
    page: ActivityPage, engine: FakeEngine, qtbot: QtBot, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []

    def open_it(url: QUrl) -> bool:
        opened.append(url)
        return len(opened) < 2

    monkeypatch.setattr(QDesktopServices, "openUrl", open_it)
    engine.answers["find_file"] = lambda item: {"file": f"/erp/{item}.xml", "folder": "/erp"}
    row = page.table.pages.at(0)
    assert row is not None
    menu = page.opening.menu("documents", row, page.table)
    assert [one.text() for one in menu.actions()] == [
        "Show its &trail", "Show all of its &file", "&Open its folder", "&Copy",
    ]  # fmt: skip
    menu.actions()[2].trigger()
    until(lambda: opened)
    assert opened[0].toLocalFile() == "/erp"
    assert engine.calls("find_file") == [{"item": 10}]
    menu.actions()[2].trigger()
    until(page.bar.isVisible)
    engine.answers["find_file"] = Rejected("a.xml does not lie on this machine.")
    with qtbot.waitSignal(page.opening.failed):
        menu.actions()[2].trigger()
    menu.actions()[1].trigger()
    until(lambda: page.filters.only.isVisible() and engine.calls("history_blocks")[-1].get("item") == 10)
    of_run = page.opening.menu("runs", rows.run(7), page.table)
    assert [one.text() for one in of_run.actions()] == ["Show its &files", "Show its &documents", "&Copy"]
    of_run.actions()[1].trigger()
    until(lambda: engine.calls("history_blocks")[-1].get("run") == 7)
    of_missed = page.opening.menu("missed", {**rows.missed(1), "run": None}, page.table)
    assert [one.text() for one in of_missed.actions()] == ["&Copy"]


def test_what_an_export_missed_opens_what_it_made(
    page: ActivityPage, engine: FakeEngine, qtbot: QtBot, until: Until
) -> None:
    exports = [{"flow": "orders", "title": "Orders of the day", "kind": "export"}]
    engine.answers["snapshot"] = {**EMPTY, "flows": exports}
    page._picture.refresh()
    until(lambda: page._picture.exports("orders"))
    with qtbot.waitSignal(page.made_wanted) as wanted:
        page.opening.open("missed", {**rows.missed(1), "flow": "orders"})
    assert wanted.args == ["orders"]


def test_what_happens_comes_on_top(page: ActivityPage, engine: FakeEngine, history: History, until: Until) -> None:
    history.newest = 1002
    history.states[1000] = "rejected"
    engine.tell({"event": "run ended", "flow": "orders"})
    until(lambda: first(page) == "4001002" and page.table.pages.index(2, 3).data() == "Refused")
    assert not page.head.newest.isVisible()
    page.table.verticalScrollBar().setValue(3600)
    history.newest = 1007
    engine.tell({"event": "run ended", "flow": "orders"})
    until(page.head.newest.isVisible)
    assert page.head.newest.text() == "5 new"
    page.head.newest.click()
    assert page.table.at_top
    assert not page.head.newest.isVisible()


def test_while_it_does_not_show_it_asks_for_nothing(
    page: ActivityPage, engine: FakeEngine, history: History, qtbot: QtBot, until: Until
) -> None:
    page.hide()
    before = len(engine.calls("history_blocks"))
    history.newest = 1001
    engine.tell({"event": "run ended", "flow": "orders"})
    qtbot.wait(100)
    assert len(engine.calls("history_blocks")) == before
    page.show()
    until(lambda: first(page) == "4001001")


def test_nothing_found_and_nothing_yet(page: ActivityPage, engine: FakeEngine, qtbot: QtBot, until: Until) -> None:
    qtbot.keyClicks(page.filters.text, "nothing like it")
    until(page._empty.isVisible)
    assert (page._empty.button.text(), page.head.export.isEnabled()) == ("Show everything", False)
    page._empty.button.click()
    until(page.table.isVisible)
    assert page.filters.text.text() == ""
    History(engine, 0, rows.run, "runs")
    turn(page, qtbot, 2)
    until(page._empty.isVisible)
    assert page._empty.button.text() == "To the overview"
    with qtbot.waitSignal(page.overview_wanted):
        page._empty.button.click()


def test_an_engine_that_goes_away_and_comes_back(
    page: ActivityPage,
    engine: FakeEngine,
    history: History,
    qtbot: QtBot,
    until: Until,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(linking, "SOON", 10)
    monkeypatch.setattr(linking, "LATER", 10)
    engine.go()
    until(lambda: not page._here)
    assert first(page) == "4001000"
    assert not page.head.export.isEnabled()
    turn(page, qtbot, 1)
    assert page._empty.isVisible()
    assert not page._empty.button.isVisible()
    turn(page, qtbot, 0)
    history.newest = 1500
    engine.come()
    until(lambda: first(page) == "4001500")


def test_what_cannot_be_read_is_told(page: ActivityPage, engine: FakeEngine, qtbot: QtBot, until: Until) -> None:
    History(engine, 30, rows.file, "files")
    engine.answers["history"] = RetryLater("The ledger is locked by another program.", "It is tried again.")
    turn(page, qtbot, 1)
    until(lambda: page.bar.isVisible() and page._empty.isVisible())
    History(engine, 30, rows.file, "files")
    engine.tell({"event": "problems changed"})
    until(page.table.isVisible)


def test_who_may_only_look_sees_all_of_it(qtbot: QtBot, link: Link, page: ActivityPage, engine: FakeEngine) -> None:
    engine.caller = engine.caller.__class__("viewer", Role.LOOK)
    engine.refused = {"retry", "run", "dismiss"}
    page.refresh()
    assert page.head.export.isEnabled()
    engine.refused |= {"history"}
    page._dress()
    assert not page.head.export.isEnabled()
    assert "does not tell this account" in page.head.export.toolTip()


def test_rows_that_are_too_many_to_copy(page: ActivityPage, qtbot: QtBot) -> None:
    page.table.selectAll()
    qtbot.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert page.bar.isVisible()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert all("Created" in line for line in lines)  # those that were read, and no empty line


def test_columns_are_chosen_from_the_button(page: ActivityPage, qtbot: QtBot) -> None:
    menu = page.table.columns_menu(page)
    note = next(one for one in menu.actions() if one.text() == "What was said")
    note.trigger()
    assert not page.table.isColumnHidden(6)


def test_an_export_is_asked_for_and_told(
    page: ActivityPage, qtbot: QtBot, tmp_path: Path, until: Until, kept: QSettings
) -> None:
    kept.setValue("export/folder", str(tmp_path))
    qtbot.mouseClick(page.head.export, LEFT)
    dialog = page.window().findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "all.csv"))
    dialog.close()
    assert not page.head.export.isEnabled()
    until(page.bar.isVisible)
    assert (tmp_path / "all.csv").read_bytes().count(b"\r\n") == 1001
    assert page.head.export.isEnabled()
    assert not page.foot.isVisible()


def test_a_flow_of_another_page_is_shown_alone(page: ActivityPage, engine: FakeEngine, until: Until) -> None:
    page.filters.text.setText("31")
    page.show_subject("invoices")
    until(lambda: engine.calls("history_blocks")[-1].get("flow") == "invoices")
    assert page.filters.text.text() == ""
    before = len(engine.calls("history_blocks"))
    page.show_subject("")
    assert len(engine.calls("history_blocks")) == before
