"""The table of every screen: rows open, are copied, keep their columns; what others wrote is text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from desktop_sync.ui.parts.cells import Cells, tip
from desktop_sync.ui.parts.columns import MOOD_ROLE, Column
from desktop_sync.ui.parts.rows import Rows
from desktop_sync.ui.parts.table import SOON, Table

COLUMNS = (
    Column("number", "Number", lambda row: str(row["number"]), 90, right=True),
    Column("name", "Name", lambda row: row["name"], 0, tip=lambda row: row.get("tip", "")),
    Column("state", "Outcome", lambda row: row["state"], 140, mood=lambda row: "well"),
    Column("note", "Note", lambda _: "", shown=False),
)
ROWS = [{"number": one, "name": f"Order {one}\nsecond line", "state": "sent"} for one in range(20)]


@pytest.fixture
def table(qtbot: QtBot, kept: QSettings) -> Table:
    return made(qtbot, kept)


def made(qtbot: QtBot, kept: QSettings, columns: tuple[Column, ...] = COLUMNS) -> Table:
    table = Table("test", "Orders", columns, kept)
    model = Rows(columns, table)
    model.show(ROWS)
    table.setModel(model)
    qtbot.addWidget(table)
    table.resize(500, 300)
    table.show()
    qtbot.waitExposed(table)
    return table


def test_enter_and_a_double_click_open_the_row(table: Table, qtbot: QtBot) -> None:
    opened: list[Any] = []
    table.opened.connect(opened.append)
    table.selectRow(2)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    where = table.visualRect(table.model().index(3, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert [one["number"] for one in opened] == [2, 3]


def test_what_is_chosen_is_copied_as_it_shows(table: Table, qtbot: QtBot) -> None:
    table.horizontalHeader().moveSection(2, 0)
    table.selectRow(1)
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(table.copied) as told:
        qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "sent\t1\tOrder 1 second line\nsent\t2\tOrder 2 second line"
    assert told.args == [2, 2]
    assert [row["number"] for row in table.chosen()] == [1, 2]


def test_columns_stay_as_they_were_left(table: Table, qtbot: QtBot, kept: QSettings) -> None:
    menu = table.columns_menu()
    assert [(one.text(), one.isChecked()) for one in menu.actions()] == [
        ("Number", True), ("Name", True), ("Outcome", True), ("Note", False),
    ]  # fmt: skip
    menu.actions()[3].trigger()
    menu.actions()[0].trigger()
    table.setColumnWidth(2, 222)
    table.horizontalHeader().moveSection(2, 1)
    qtbot.waitUntil(lambda: kept.value("table/test") is not None)
    again = made(qtbot, kept)
    assert (again.isColumnHidden(0), again.isColumnHidden(3), again.columnWidth(2)) == (True, False, 222)
    assert again.horizontalHeader().visualIndex(2) == 1


def test_a_table_that_goes_keeps_its_columns_at_once(table: Table, kept: QSettings) -> None:
    table.setColumnWidth(2, 222)
    assert kept.value("table/test") is None
    table.hide()
    assert kept.value("table/test") is not None


def test_the_last_column_cannot_be_hidden(table: Table) -> None:
    for action in table.columns_menu().actions():
        if action.isChecked():
            action.trigger()
    assert table.horizontalHeader().hiddenSectionCount() == len(COLUMNS) - 1


@pytest.mark.parametrize(
    "former", ['{"widths": {"gone": 70}, "shown": {"gone": true}, "order": ["gone", "number"]}', b"\0\0", "{", "[]"]
)
def test_what_is_kept_of_other_columns_is_not_used(qtbot: QtBot, kept: QSettings, former: object) -> None:
    kept.setValue("table/test", former)
    other = made(qtbot, kept)
    assert other.columnWidth(0) == 90
    head = other.horizontalHeader()
    assert head.length() == other.viewport().width()  # the wide one takes what the others leave


def test_only_what_a_person_drew_is_kept(table: Table, qtbot: QtBot, kept: QSettings) -> None:
    table.resize(700, 300)
    qtbot.wait(SOON + 100)
    assert kept.value("table/test") is None, "a window was made larger, and no column was touched"
    drag(qtbot, table, 0, 40)
    table.keep()
    wider = tuple(replace(one, width=one.width + 20 if one.width else 0) for one in COLUMNS)
    later = made(qtbot, kept, wider)
    assert (later.columnWidth(0), later.columnWidth(2)) == (130, 160)


def drag(qtbot: QtBot, table: Table, number: int, by: int) -> None:
    """The edge of a column, with the mouse."""
    head = table.horizontalHeader()
    edge = QPoint(head.sectionViewportPosition(number) + head.sectionSize(number) - 1, head.height() // 2)
    qtbot.mouseMove(head.viewport(), edge)
    qtbot.mousePress(head.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    qtbot.mouseMove(head.viewport(), edge + QPoint(by, 0))
    qtbot.mouseRelease(head.viewport(), Qt.MouseButton.LeftButton, pos=edge + QPoint(by, 0))


def test_the_tooltip_has_what_is_cut_and_what_the_model_adds(table: Table) -> None:
    cells, option = table.itemDelegate(), QStyleOptionViewItem()
    assert isinstance(cells, Cells)
    model = table.model()
    assert isinstance(model, Rows)
    model.show([{"number": 1, "name": "short", "tip": "more", "state": "sent"}, {**ROWS[1], "name": "long " * 50}])
    hints = []
    for row in (0, 1):
        option.rect = table.visualRect(model.index(row, 1))
        hints.append(cells.hint(table, option, model.index(row, 1)))
    assert hints == ["more", "long " * 50]
    assert tip("<b>Acme</b>").endswith("&lt;b&gt;Acme&lt;/b&gt;</p>")


def test_rows_tell_alignment_and_shape_and_keep_the_selection(table: Table) -> None:
    model = table.model()
    assert isinstance(model, Rows)
    alignment = model.index(0, 0).data(Qt.ItemDataRole.TextAlignmentRole)
    assert Qt.AlignmentFlag(alignment) & Qt.AlignmentFlag.AlignRight
    assert [model.index(0, column).data(MOOD_ROLE) for column in (0, 2)] == [None, "well"]
    table.selectRow(4)
    model.show([{**row, "state": "refused"} for row in ROWS])
    assert [row["state"] for row in table.chosen()] == ["refused"]
    model.show(ROWS[:3])
    assert table.chosen() == []


def test_a_tab_leaves_the_table(table: Table, qtbot: QtBot) -> None:
    assert not table.tabKeyNavigation()
    assert table.accessibleName() == "Orders"
    assert table.rowHeight(0) == 36


def test_the_wide_column_takes_the_room_that_comes_again(table: Table, qtbot: QtBot) -> None:
    head = table.horizontalHeader()
    for width in (500, 300, 440, 480, 900, 300, 480):
        table.resize(width, 300)
        qtbot.wait(20)
        left = table.viewport().width() - sum(head.sectionSize(one) for one in (0, 2))
        assert head.sectionSize(1) == max(left, 140), width
        assert head.length() == max(table.viewport().width(), 370), width


def test_the_row_that_the_keyboard_comes_to_is_chosen(table: Table, qtbot: QtBot) -> None:
    table.activateWindow()
    qtbot.waitUntil(table.isActiveWindow)
    table.clearFocus()
    table.clearSelection()
    table.setFocus(Qt.FocusReason.TabFocusReason)
    assert [one["number"] for one in table.chosen()] == [0]
