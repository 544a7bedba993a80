"""The tables of a database, by real clicks: looked at, chosen, told what is wrong, and ended when nobody wants it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_sync.core.errors import Stop
from desktop_sync.ui.link import Link
from desktop_sync.ui.settings.database_tables import TablesSheet
from desktop_sync.ui.settings.source_form import SourceForm
from tests.fake_engine import FakeEngine
from tests.gallery.database import ALL, answer, settings

Until = Callable[[Callable[[], Any]], None]


@pytest.fixture
def source(qtbot: QtBot, link: Link, engine: FakeEngine, until: Until) -> SourceForm:
    """Shown, with all its rows."""
    dialog, page = settings(link, engine)
    qtbot.addWidget(dialog, before_close_func=lambda _: dialog.draft.discard())
    dialog.draft.set_pause(0)
    dialog.show()
    until(lambda: isinstance(page.detail.parts.get("source"), SourceForm))
    found = page.detail.parts["source"]
    assert isinstance(found, SourceForm)
    until(lambda: found.form.whole and found.look.isVisible() and found.look.isEnabled())
    return found


def click(qtbot: QtBot, button: QPushButton) -> None:
    assert button.isEnabled(), button.toolTip()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def opened(qtbot: QtBot, source: SourceForm) -> TablesSheet:
    click(qtbot, source.look)
    return source.window().findChildren(TablesSheet)[-1]


def turn(sheet: TablesSheet, name: str, until: Until) -> None:
    until(lambda: sheet.picker.list.count() == len(ALL["tables"]))
    sheet.picker.list.setCurrentItem(sheet.picker.list.findItems(name, Qt.MatchFlag.MatchExactly)[0])
    until(lambda: sheet.picker.columns.rowCount() > 0)


def test_a_table_is_chosen_with_its_columns(qtbot: QtBot, source: SourceForm, engine: FakeEngine, until: Until) -> None:
    sheet = opened(qtbot, source)
    turn(sheet, "dbo.Customers", until)
    assert engine.calls("draft_tables")[0]["connection"] == "sql"
    assert "clock: 28/11/2026 14:02:11, 28/11/2026 13:02:11 in UTC. Here it is" in sheet.picker.clock.text()
    assert sheet.picker.key.text() == "Key: OrderNo; no change tracking"
    value, tick = sheet.picker.columns.item(0, 3), sheet.picker.columns.item(1, 0)
    assert value is not None
    assert tick is not None
    assert value.text() == "4711"
    tick.setCheckState(Qt.CheckState.Unchecked)
    click(qtbot, sheet.picker.use)
    told = source.value()
    assert told["table"] == "dbo.Customers"
    assert told["columns"] == ["OrderNo", "Total", "ChangedAt", "RowVer"], "what cannot be read is left out"
    sheet.close()


def test_lines_and_the_column_that_tells_changes_are_chosen(qtbot: QtBot, source: SourceForm, until: Until) -> None:
    sheet = opened(qtbot, source)
    turn(sheet, "dbo.OrderLines", until)
    click(qtbot, sheet.picker.lines)
    assert not sheet.picker.version.isEnabled()
    sheet.picker.columns.selectRow(3)
    click(qtbot, sheet.picker.version)
    assert (source.value()["lines_table"], source.value()["version"]) == ("dbo.OrderLines", "ChangedAt")
    sheet.close()


def test_tables_are_found_by_a_part_of_their_name(qtbot: QtBot, source: SourceForm, until: Until) -> None:
    sheet = opened(qtbot, source)
    until(lambda: sheet.picker.list.count() == len(ALL["tables"]))
    qtbot.keyClicks(sheet.picker.search, "order")
    assert [sheet.picker.list.item(at).isHidden() for at in range(sheet.picker.list.count())] == [
        True,
        False,
        False,
        False,
    ]
    sheet.close()


def test_what_is_wrong_is_told_and_it_can_be_tried_again(
    qtbot: QtBot, source: SourceForm, engine: FakeEngine, until: Until
) -> None:
    engine.answers["draft_tables"] = Stop("The server refuses the sign-in.", "Correct the password.")
    sheet = opened(qtbot, source)
    until(sheet.picker.bar.isVisible)
    assert "refuses the sign-in" in sheet.picker.bar.accessibleName()
    sheet.close()
    engine.answers["draft_tables"] = answer
    again = opened(qtbot, source)
    until(lambda: again.picker.list.count() == len(ALL["tables"]))
    again.close()


@pytest.mark.parametrize("by", ["cancel", "close"])
def test_a_look_that_is_not_wanted_any_more_is_ended(
    qtbot: QtBot, source: SourceForm, engine: FakeEngine, until: Until, by: str
) -> None:
    ended = threading.Event()

    def slow(cancelled: threading.Event, **values: object) -> dict[str, Any]:
        assert cancelled.wait(60)
        ended.set()
        return ALL

    engine.answers["draft_tables"] = slow
    sheet = opened(qtbot, source)
    until(lambda: engine.calls("draft_tables"))
    if by == "cancel":
        click(qtbot, sheet.picker.cancel)
        assert not sheet.picker.cancel.isEnabled()
    else:
        sheet.close()
    until(ended.is_set)


def test_files_have_no_tables(source: SourceForm) -> None:
    assert source.look.isVisible()
    source.set_value({"type": "files", "connection": "erp", "pattern": "*.xml"})
    assert not source.look.isVisible()
