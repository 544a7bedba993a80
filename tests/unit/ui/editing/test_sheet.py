"""A document is edited by real keys: the faulty field is marked, the difference seen, a reason asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_sync.core.errors import Rejected
from desktop_sync.ui.editing.fields import NAME, VALUE, WRONG
from desktop_sync.ui.editing.nodes import Node
from desktop_sync.ui.editing.sheet import EditSheet
from desktop_sync.ui.link import Link, State
from tests.access import whole
from tests.fake_engine import FakeEngine
from tests.gallery.editing import BODY, DOCUMENT
from tests.gallery.problem_rows import CUSTOMER

Until = Callable[[Callable[[], Any]], None]


def judged(delivery: int, body: Mapping[str, Any]) -> dict[str, Any]:
    """A small Acme: dates are long, and what differs is told."""
    number, date = body["buyer"]["number"], body["date"]
    changes = [
        {"field": field, "old": old, "new": new}
        for field, old, new in (("buyer.number", "90012", number), ("date", BODY["date"], date))
        if old != new
    ]
    faults = [] if len(date) == 10 else [{"field": "date", "message": "expected a date like 2024-03-31"}]
    return {"changes": changes, "faults": faults}


@pytest.fixture
def sheet(qtbot: QtBot, link: Link, engine: FakeEngine, kept: QSettings, until: Until) -> EditSheet:
    engine.answers |= {
        "document": DOCUMENT,
        "edit_faults": judged,
        "edit": [{"name": "4711", "done": True, "what": "the edited one is sent", "flow": "orders", "delivery": 2}],
    }
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1000, 660)
    window.show()
    made = EditSheet(window, link, kept, "4711", "orders", CUSTOMER)
    made.show()
    until(made.fields.rowCount)
    return made


def node(sheet: EditSheet, path: str) -> Node:
    return next(one for one in sheet.fields.root.all() if one.path == path)


def type_into(qtbot: QtBot, sheet: EditSheet, path: str, text: str) -> None:
    """With a click on the value, as a person does."""
    index = sheet.fields.index_of(node(sheet, path), VALUE)
    sheet.tree.scrollTo(index)
    where = sheet.tree.visualRect(index).center()
    qtbot.mouseClick(sheet.tree.viewport(), Qt.MouseButton.LeftButton, pos=where)
    editor = sheet.tree.viewport().findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: node(sheet, path).text == text)


def click(qtbot: QtBot, button: QPushButton) -> None:
    assert button.isEnabled(), button.toolTip()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_faulty_field_is_marked_and_chosen(sheet: EditSheet) -> None:
    assert [one.path for one in sheet.fields.wrong()] == ["buyer.number"]
    index = sheet.fields.index_of(node(sheet, "buyer.number"))
    assert sheet.tree.currentIndex().row() == index.row()
    assert index.siblingAtColumn(WRONG).data() == CUSTOMER
    assert sheet.bar.accessibleName() == CUSTOMER
    assert not sheet.save.isEnabled()
    assert sheet.save.toolTip() == "Nothing is changed yet."


def test_it_is_saved_with_the_difference_seen_and_a_reason(
    sheet: EditSheet, engine: FakeEngine, qtbot: QtBot, until: Until
) -> None:
    type_into(qtbot, sheet, "buyer.number", "90021")
    until(lambda: sheet.changes.rows.rowCount() == 1)
    assert [sheet.changes.rows.index(0, column).data() for column in range(3)] == ["buyer.number", "90012", "90021"]
    assert sheet.fields.wrong() == []
    assert sheet.save.toolTip() == "Say why, in a few words."
    qtbot.keyClicks(sheet.changes.reason, "a typo")
    told: list[str] = []
    sheet.done.connect(told.append)
    click(qtbot, sheet.save)
    sheet.save.click()
    until(lambda: told)
    assert told == ["4711: what you changed is sent by the next run."]
    body = {**BODY, "buyer": {**BODY["buyer"], "number": "90021"}}
    assert engine.calls("edit") == [
        {"name": "4711", "delivery": 1, "body": body, "reason": "a typo", "resource": "orders"}
    ]


def test_what_will_not_do_is_told_at_the_field_and_not_saved(sheet: EditSheet, qtbot: QtBot, until: Until) -> None:
    qtbot.keyClicks(sheet.changes.reason, "a typo")
    type_into(qtbot, sheet, "date", "27.11.")
    assert sheet.save.toolTip() == "Something is still wrong."
    until(lambda: sheet.changes.faults)
    assert sheet.changes.faults == "date: expected a date like 2024-03-31"
    assert [one.path for one in sheet.fields.wrong()] == ["date"]
    assert not sheet.save.isEnabled()
    type_into(qtbot, sheet, "date", "2026-11-28")
    until(sheet.save.isEnabled)


def test_a_refusal_of_the_engine_keeps_what_was_typed(
    sheet: EditSheet, engine: FakeEngine, qtbot: QtBot, until: Until
) -> None:
    newer = "A newer version came while you were editing. Nothing was changed."
    engine.answers["edit"] = Rejected(newer, "Edit that one.")
    type_into(qtbot, sheet, "buyer.number", "90021")
    qtbot.keyClicks(sheet.changes.reason, "a typo")
    until(sheet.save.isEnabled)
    click(qtbot, sheet.save)
    until(lambda: newer in sheet.bar.accessibleName())
    assert node(sheet, "buyer.number").value == "90021"
    until(sheet.save.isEnabled)
    engine.answers["edit"] = [{"name": "4711", "done": False, "what": "nothing was changed", "flow": "", "delivery": 1}]
    click(qtbot, sheet.save)
    until(lambda: sheet.bar.accessibleName() == "nothing was changed")


def test_by_what_it_is_known_stays_and_yes_and_no_are_chosen(sheet: EditSheet, qtbot: QtBot) -> None:
    known = sheet.fields.index_of(node(sheet, "external_reference"), VALUE)
    assert not known.flags() & Qt.ItemFlag.ItemIsEditable
    assert not sheet.fields.setData(known, "4799")
    express = sheet.fields.index_of(node(sheet, "express"), VALUE)
    assert express.data() == "No"
    sheet.tree.setCurrentIndex(express)
    sheet.tree.edit(express)
    box = sheet.tree.viewport().findChild(QComboBox)
    assert box is not None
    box.setCurrentIndex(box.findText("Yes"))
    sheet.tree.commitData(box)
    assert node(sheet, "express").value is True
    assert sheet.fields.index_of(node(sheet, "cancelled"), VALUE).data() == "\u2013"
    assert sheet.fields.index_of(node(sheet, "lines"), NAME).data() == "lines"


def test_plain_json_for_those_who_want_it(sheet: EditSheet, engine: FakeEngine, qtbot: QtBot, until: Until) -> None:
    sheet.plain.fold.click()
    assert '"number": "90012"' in sheet.plain.text.toPlainText()
    sheet.plain.text.setPlainText("{ no")
    click(qtbot, sheet.plain.take)
    assert sheet.plain.fault.text().startswith("This is not JSON")
    assert node(sheet, "buyer.number").value == "90012"
    sheet.plain.text.setPlainText('{"buyer": {"number": "90021"}, "date": "2026-11-27"}')
    click(qtbot, sheet.plain.take)
    assert sheet.plain.fault.text() == ""
    until(lambda: sheet.changes.rows.rowCount() == 1)
    assert engine.calls("edit_faults")[-1]["body"] == {"buyer": {"number": "90021"}, "date": "2026-11-27"}


def test_what_cannot_be_loaded_is_told(
    link: Link, engine: FakeEngine, kept: QSettings, qtbot: QtBot, until: Until
) -> None:
    engine.answers["document"] = Rejected('No document "4799" has been seen yet.', "Look again.")
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    sheet = EditSheet(window, link, kept, "4799", "orders")
    sheet.show()
    until(sheet.trouble.isVisible)
    assert not sheet.save.isVisible()
    engine.answers["document"] = DOCUMENT
    click(qtbot, sheet.trouble.button)
    until(sheet.tree.isVisible)
    assert not sheet.bar.isVisible()


def test_who_may_only_look_cannot_save(sheet: EditSheet, engine: FakeEngine, qtbot: QtBot, until: Until) -> None:
    engine.refused = {"edit"}
    type_into(qtbot, sheet, "buyer.number", "90021")
    until(lambda: sheet.changes.rows.rowCount() == 1)
    qtbot.keyClicks(sheet.changes.reason, "a typo")
    assert not sheet.save.isEnabled()
    assert "may only look" in sheet.save.toolTip()


def test_an_engine_that_goes_away_keeps_what_was_typed(
    sheet: EditSheet, engine: FakeEngine, qtbot: QtBot, until: Until
) -> None:
    type_into(qtbot, sheet, "buyer.number", "90021")
    engine.go()
    until(sheet.bar.isVisible)
    assert node(sheet, "buyer.number").value == "90021"
    assert not sheet.save.isEnabled()
    assert QApplication.activeModalWidget() is None


def test_what_was_typed_while_the_engine_was_away_is_judged_when_it_is_back(
    sheet: EditSheet, engine: FakeEngine, link: Link, qtbot: QtBot, until: Until
) -> None:
    engine.go()
    until(lambda: link.state is not State.CONNECTED)
    type_into(qtbot, sheet, "buyer.number", "90021")
    qtbot.keyClicks(sheet.changes.reason, "a typo")
    until(lambda: sheet.bar.accessibleName().startswith("The engine is off"))
    engine.come()
    until(sheet.save.isEnabled)


def test_leaving_asks_before_what_was_typed_is_lost(sheet: EditSheet, qtbot: QtBot, until: Until) -> None:
    def asked() -> QMessageBox:
        qtbot.keyClick(sheet, Qt.Key.Key_Escape)
        return sheet.findChildren(QMessageBox)[-1]

    type_into(qtbot, sheet, "buyer.number", "90021")
    until(lambda: sheet.changes.rows.rowCount() == 1)
    press(qtbot, asked(), "Go on")
    assert sheet.isVisible()
    assert node(sheet, "buyer.number").text == "90021"
    gone: list[bool] = []
    sheet.closed.connect(lambda: gone.append(True))
    press(qtbot, asked(), "Leave")
    assert gone == [True]


def press(qtbot: QtBot, box: QMessageBox, words: str) -> None:
    qtbot.mouseClick(next(one for one in box.buttons() if one.text() == words), Qt.MouseButton.LeftButton)


def test_in_the_window_as_it_comes_the_changed_fields_are_whole(sheet: EditSheet, qtbot: QtBot, until: Until) -> None:
    sheet.resize(1040, 680)
    type_into(qtbot, sheet, "buyer.number", "90021")
    table = sheet.changes.table
    until(table.isVisible)
    assert whole(table, 0, "buyer.number")
    assert whole(table, 1, "2026-11-27")
    until(lambda: not table.horizontalScrollBar().isVisible())
