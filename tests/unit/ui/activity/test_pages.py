"""A million rows, of which those are here that show; new ones on top, gone ones away, nothing jumps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from desktop_sync.core.errors import RetryLater
from desktop_sync.ui.activity import pages
from desktop_sync.ui.activity.pages import Pages, State
from desktop_sync.ui.activity.view import LongTable
from desktop_sync.ui.link import Link
from desktop_sync.ui.parts.columns import ROW_ROLE, WAIT_ROLE, Column
from tests.fake_engine import FakeEngine
from tests.unit.ui.activity.history import History

Until = Callable[[Callable[[], Any]], None]
COLUMNS = (
    Column("document", "Document", lambda row: row["reference"], 0),
    Column("state", "Outcome", lambda row: row["state"], 120, mood=lambda _: "well"),
)
MILLION = 1_000_000


@pytest.fixture
def table(qtbot: QtBot, link: Link, kept: QSettings) -> LongTable:
    """Nothing is looked for yet."""
    made = LongTable("test", "Documents", COLUMNS, kept)
    made.put(Pages(link, "documents", COLUMNS, made))
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


def shown(table: LongTable) -> list[Any]:
    """The references that show; None: on its way."""
    first, last = table.rowAt(0), table.rowAt(table.viewport().height() - 1)
    end = last + 1 if last >= 0 else table.pages.total
    return [table.pages.index(row, 0).data() for row in range(max(first, 0), end)]


def test_a_million_rows_are_counted_and_those_that_show_are_read(
    table: LongTable, engine: FakeEngine, until: Until
) -> None:
    History(engine, MILLION)
    table.pages.look({})
    until(lambda: table.pages.state is State.ALL)
    assert table.pages.total == MILLION
    assert shown(table)[0] == "5000000"
    table.scrollToBottom()
    until(lambda: shown(table)[-1] == "4000001")
    table.verticalScrollBar().setValue(36 * 500_000)
    until(lambda: shown(table)[0] == "4500000")
    assert len(engine.calls("history_blocks")) == 20
    assert len(engine.calls("history")) < 10


def test_far_rows_are_dropped_and_read_again(
    table: LongTable, engine: FakeEngine, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "KEPT", 3)
    History(engine, 20_000)
    table.pages.look({})
    until(lambda: table.pages.state is State.ALL)
    for row in range(0, 20_000, 2000):
        table.verticalScrollBar().setValue(36 * row)
        until(lambda: None not in shown(table))
    here = sum(not table.pages.index(row, 0).data(WAIT_ROLE) for row in range(0, 20_000, 256))
    assert 1 <= here <= 5
    table.scrollToTop()
    until(lambda: shown(table)[0] == "4020000")


def test_new_rows_come_on_top_and_nothing_moves_under_the_reader(
    table: LongTable, engine: FakeEngine, until: Until, qtbot: QtBot
) -> None:
    history = History(engine, 5000)
    table.pages.look({})
    until(lambda: table.pages.state is State.ALL)
    history.newest = 5003
    table.pages.again()
    until(lambda: shown(table)[0] == "4005003")
    table.verticalScrollBar().setValue(36 * 1000 + 7)
    until(lambda: None not in shown(table))
    before, table_y = shown(table), table.rowViewportPosition(table.rowAt(0))
    table.selectRow(table.rowAt(100))
    [chosen] = table.chosen()
    history.newest = 5100
    history.states[int(chosen["id"])] = "updated"
    with qtbot.waitSignal(table.pages.above) as told:
        table.pages.again()
    assert told.args == [97]
    assert (shown(table), table.rowViewportPosition(table.rowAt(0))) == (before, table_y)
    until(lambda: table.chosen() and table.chosen()[0]["state"] == "updated")
    assert table.chosen()[0]["id"] == chosen["id"]
    assert table.pages.total == 5100


def test_with_a_row_chosen_at_the_top_it_stays_in_its_place(
    table: LongTable, engine: FakeEngine, until: Until, qtbot: QtBot
) -> None:
    history = History(engine, 300)
    table.pages.look({})
    until(lambda: table.pages.state is State.ALL)
    table.setCurrentIndex(table.pages.index(1, 0))
    history.newest = 310
    with qtbot.waitSignal(table.pages.above):
        table.pages.again()
    assert shown(table)[:2] == ["4000300", "4000299"]


def test_rows_that_do_not_fit_any_more_go_one_by_one(table: LongTable, engine: FakeEngine, until: Until) -> None:
    history = History(engine, 2000)
    table.pages.look({"state": ["created"]})
    until(lambda: table.pages.state is State.ALL)
    table.setCurrentIndex(table.pages.index(3, 0))
    history.states[1999] = "rejected"
    table.pages.again()
    until(lambda: table.pages.total == 1999)
    assert (table.currentIndex().row(), table.currentIndex().data()) == (2, "4001997")
    for number in range(1900, 1990):
        history.states[number] = "rejected"
    table.pages.again()
    until(lambda: table.pages.total == 1909)
    assert shown(table)[:9] == [f"400{one}" for one in (2000, 1998, 1997, 1996, 1995, 1994, 1993, 1992, 1991)]


def test_what_was_counted_and_is_gone_is_left_out(table: LongTable, engine: FakeEngine, until: Until) -> None:
    history = History(engine, 3000)
    table.pages.look({})
    until(lambda: table.pages.state is State.ALL)
    history.gone = set(range(1, 1500))
    table.scrollToBottom()
    until(lambda: shown(table)[-1] == "4001500")
    history.gone |= {2998}
    table.scrollToTop()
    table.pages.again()
    until(lambda: shown(table)[:3] == ["4003000", "4002999", "4002997"])


def test_another_wish_replaces_the_rows_when_it_has_some(
    table: LongTable, engine: FakeEngine, until: Until, qtbot: QtBot
) -> None:
    history = History(engine, 120_000)
    table.pages.look({})
    until(lambda: table.pages.state is State.ALL)
    table.selectRow(0)
    history.wait.clear()
    table.pages.look({"text": "12345", "flow": None})
    qtbot.wait(100)
    assert shown(table)[0] == "4120000"
    history.wait.set()
    until(lambda: shown(table) == ["4112345", "4012345"])
    assert engine.calls("history")[-1]["text"] == "12345"
    assert "flow" not in engine.calls("history")[-1]
    table.pages.look({"text": "no such thing"})
    until(lambda: table.pages.total == 0)
    assert table.pages.state is State.ALL
    history.newest += 1
    table.pages.again()
    table.pages.look({})
    until(lambda: table.pages.state is State.ALL and table.pages.total == 120_001)


def test_the_chosen_one_stays_chosen_in_another_wish(table: LongTable, engine: FakeEngine, until: Until) -> None:
    History(engine, 1000)
    table.pages.look({})
    until(lambda: table.pages.state is State.ALL)
    table.setCurrentIndex(table.pages.index(5, 0))
    table.pages.look({"text": "9"})
    until(lambda: shown(table)[0] == "4000999")
    assert table.currentIndex().data() == "4000995"


def test_an_engine_that_goes_leaves_what_is_known(
    table: LongTable, engine: FakeEngine, until: Until, qtbot: QtBot
) -> None:
    History(engine, 1000)
    table.pages.look({})
    until(lambda: table.pages.state is State.ALL)
    engine.answers["history"] = RetryLater("The engine has ended.")
    with qtbot.waitSignal(table.pages.failed):
        table.scrollToBottom()
    assert shown(table)[-1] is None
    table.scrollToTop()
    assert shown(table)[0] == "4001000"
    with qtbot.waitSignal(table.pages.failed):
        table.pages.look({"text": "7"})
    assert table.pages.state is State.FAILED
    History(engine, 1000)
    table.pages.again()
    until(lambda: table.pages.state is State.ALL)
    assert shown(table)[0] == "4000997"


def test_an_empty_history_gets_its_first_row(table: LongTable, engine: FakeEngine, until: Until) -> None:
    history = History(engine, 0)
    table.pages.look({})
    until(lambda: table.pages.state is State.ALL)
    assert table.pages.total == 0
    history.newest = 1
    table.pages.again()
    until(lambda: shown(table) == ["4000001"])
    assert table.pages.index(0, 0).data(ROW_ROLE)["id"] == 1
    assert table.pages.headerData(0, Qt.Orientation.Horizontal) == "Document"
