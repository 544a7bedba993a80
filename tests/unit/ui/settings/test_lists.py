"""Editors for conditions, columns, order and periods: what is not touched stays as it was written, to the letter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_sync.core.querying import QueryOptions
from desktop_sync.reports.options import ReportOptions
from desktop_sync.settings.forms import fields_of
from desktop_sync.ui.editors.kept import Kept
from desktop_sync.ui.settings.chosen_group import ChosenGroupEditor
from desktop_sync.ui.settings.conditions import ConditionsEditor
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.field_choice import FieldEditor
from desktop_sync.ui.settings.form import Around, Form
from desktop_sync.ui.settings.structure_editor import StructureEditor
from desktop_sync.ui.settings.tables import TablesEditor
from tests.unit.ui.settings.clicks import LEFT, grown, line, shown, write

FIELDS: list[dict[str, Any]] = [
    {"path": "status", "kind": "text", "choices": ["open", "shipped"]},
    {"path": "totals.net", "kind": "decimal", "choices": []},
]
QUERY: dict[str, Any] = {
    "resource": "orders",
    "where": [
        {"from": "status", "is": "open"},
        {"any": [{"from": "currency", "is": ["EUR"]}, {"from": "currency", "empty": True}]},
        {"from": "totals.net", "at_least": 100},
        {"from": "buyer.number", "empty": False},
    ],
    "window": {"of": "last_week", "field": "date", "week_starts": "sunday"},
}
REPORT: dict[str, Any] = {
    "columns": [
        {"name": "No.", "from": "number", "convert": ["integer", {"date": "%d.%m.%Y"}]},
        {"name": "Who", "from": ["buyer.name", "bill_to.name"]},
        {"name": "Net", "sum": "totals.net", "kind": "money", "currency": "currency", "total": True},
    ],
    "sort": ["-date", {"from": "number", "kind": "number"}],
}


def known(wanted: str) -> Sequence[dict[str, Any]]:
    return FIELDS if wanted in {"one", "several"} else []


def made(qtbot: QtBot, draft: Draft, model: type[QueryOptions | ReportOptions], value: dict[str, Any]) -> Form:
    """A form that shows a table."""
    form = Form(fields_of(model), Around(draft, lambda _: (), known))
    qtbot.addWidget(form)
    form.resize(700, 900)
    form.show()
    form.set_value(value)
    return grown(qtbot, form)


@pytest.fixture
def query(qtbot: QtBot, draft: Draft) -> Form:
    return made(qtbot, draft, QueryOptions, QUERY)


@pytest.fixture
def report(qtbot: QtBot, draft: Draft) -> Form:
    return made(qtbot, draft, ReportOptions, REPORT)


def whole(qtbot: QtBot, form: Form) -> None:
    """Those inside, too."""
    for inner in form.findChildren(Form):
        grown(qtbot, inner)


def test_what_nobody_touches_stays(qtbot: QtBot, query: Form, report: Form) -> None:
    whole(qtbot, query)
    whole(qtbot, report)
    assert query.value() == QUERY
    assert report.value() == REPORT


def test_a_condition_is_changed_beside_one_that_is_kept(qtbot: QtBot, query: Form) -> None:
    where = query.rows["where"].editor
    assert isinstance(where, ConditionsEditor)
    first, second, last = where.rows
    first.line.setFocus()
    assert [first.line.itemText(n) for n in range(first.line.count())] == ["open", "shipped"]
    assert second.line.currentText() == "100"
    assert not shown(last.line)
    edit = first.line.lineEdit()
    assert edit is not None
    write(qtbot, edit, "open, shipped")
    now = query.value()["where"]
    assert now == [{"from": "status", "is": ["open", "shipped"]}, *QUERY["where"][1:]]


def test_conditions_are_added_and_removed(qtbot: QtBot, query: Form) -> None:
    where = query.rows["where"].editor
    assert isinstance(where, ConditionsEditor)
    qtbot.mouseClick(where.add, LEFT)
    row = where.rows[-1]
    field, value = row.field.lineEdit(), row.line.lineEdit()
    assert field is not None
    assert value is not None
    write(qtbot, field, "date")
    row.test.setFocus()
    row.test.setCurrentIndex(row.test.findData("at_least"))
    write(qtbot, value, "2026-05-01")
    assert query.value()["where"][-1] == {"from": "date", "at_least": "2026-05-01"}
    qtbot.mouseClick(row.away, LEFT)
    where.findChildren(Kept)[0].removed.emit(("where[1]",))
    assert query.value()["where"] == [QUERY["where"][0], *QUERY["where"][2:]]


def test_a_period_or_all_there_are(qtbot: QtBot, query: Form) -> None:
    window = query.rows["window"].editor
    assert isinstance(window, ChosenGroupEditor)
    whole(qtbot, query)
    assert isinstance(window.form, Form)
    assert shown(window.form.rows["week_starts"]) or window.form._more.has(window.form.rows["week_starts"])
    qtbot.keyClick(window.combo, Qt.Key.Key_Home)
    assert "window" not in query.value()
    assert not shown(window.form)
    qtbot.keyClick(window.combo, Qt.Key.Key_Down)
    assert query.value()["window"] == {"of": "yesterday", "field": "date", "week_starts": "sunday"}


def test_columns_are_moved_changed_added_removed(qtbot: QtBot, report: Form) -> None:
    columns = report.rows["columns"].editor
    assert isinstance(columns, TablesEditor)
    assert columns.list.item(0).text().startswith("No. · number")
    assert columns.list.item(2).text() == "Net · Amount of money · Add up"
    columns.list.setCurrentRow(2)
    qtbot.mouseClick(columns.up, LEFT)
    assert [one["name"] for one in report.value()["columns"]] == ["No.", "Net", "Who"]
    assert isinstance(columns.form, Form)
    write(qtbot, line(grown(qtbot, columns.form).rows["name"]), "Amount")
    qtbot.mouseClick(columns.add, LEFT)
    assert columns.form.rows["name"].editor.isAncestorOf(columns.form.focusWidget())
    source = columns.form.rows["from"].editor
    assert isinstance(source, FieldEditor)
    write(qtbot, line(columns.form.rows["from"]), "number, external_reference")
    now = report.value()["columns"]
    assert now[1] == {**REPORT["columns"][2], "name": "Amount"}
    assert now[2] == {"from": ["number", "external_reference"]}
    qtbot.mouseClick(columns.remove, LEFT)
    assert len(report.value()["columns"]) == 3


def test_what_is_offered_is_asked_when_a_field_is_entered(
    qtbot: QtBot, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[dict[str, Any]] = []
    monkeypatch.setitem(globals(), "known", lambda _: told)
    report, query = made(qtbot, draft, ReportOptions, REPORT), made(qtbot, draft, QueryOptions, QUERY)
    columns, where = report.rows["columns"].editor, query.rows["where"].editor
    assert isinstance(columns, TablesEditor)
    assert isinstance(columns.form, Form)
    assert isinstance(where, ConditionsEditor)
    source = grown(qtbot, columns.form).rows["from"].editor
    assert isinstance(source, FieldEditor)
    told += FIELDS  # the engine has answered meanwhile
    for box, wanted in ((source.combo, 2), (where.rows[0].field, 2), (where.rows[0].line, 2)):
        assert box.count() == 0
        box.window().activateWindow()
        box.setFocus()
        qtbot.waitUntil(box.hasFocus, timeout=60_000)
        assert box.count() == wanted
    told.append({"path": "date", "kind": "date", "choices": []})
    where.rows[0].field.showPopup()
    assert where.rows[0].field.count() == 3
    where.rows[0].field.hidePopup()


def test_what_is_chosen_from_the_list_is_added_to_several(qtbot: QtBot, report: Form) -> None:
    columns = report.rows["columns"].editor
    assert isinstance(columns, TablesEditor)
    assert isinstance(columns.form, Form)
    source = grown(qtbot, columns.form).rows["from"].editor
    assert isinstance(source, FieldEditor)
    write(qtbot, line(columns.form.rows["from"]), "number")
    qtbot.keyClick(source.combo, Qt.Key.Key_Down)
    view = source.combo.view()
    qtbot.waitUntil(view.isVisible, timeout=60_000)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert source.combo.currentText() == "number, status"
    assert report.value()["columns"][0]["from"] == ["number", "status"]


def test_what_is_completed_stands_in_place_of_what_was_typed(qtbot: QtBot, report: Form) -> None:
    columns = report.rows["columns"].editor
    assert isinstance(columns, TablesEditor)
    assert isinstance(columns.form, Form)
    source = grown(qtbot, columns.form).rows["from"].editor
    assert isinstance(source, FieldEditor)
    source.combo.setFocus()
    write(qtbot, line(columns.form.rows["from"]), "net")
    completer = source.combo.completer()
    assert completer is not None
    popup = completer.popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible, timeout=60_000)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert source.combo.currentText() == "totals.net"
    assert report.value()["columns"][0]["from"] == "totals.net"


def test_an_order_written_in_short_stays_so_until_it_is_another(qtbot: QtBot, report: Form) -> None:
    sort = report.rows["sort"].editor
    assert isinstance(sort, TablesEditor)
    assert isinstance(sort.form, Form)
    assert sort.list.item(0).text() == "date · Descending"
    rows = grown(qtbot, sort.form).rows
    assert line(rows["from"]).text() == "date"
    write(qtbot, line(rows["from"]), "number")
    assert report.value()["sort"] == [{"from": "number", "descending": True}, REPORT["sort"][1]]


def test_converters_are_edited_as_a_tree(qtbot: QtBot, report: Form) -> None:
    columns = report.rows["columns"].editor
    assert isinstance(columns, TablesEditor)
    assert isinstance(columns.form, Form)
    convert = grown(qtbot, columns.form).rows["convert"].editor
    assert isinstance(convert, StructureEditor)
    convert.tree._put(("convert", 0), None)
    qtbot.waitUntil(lambda: report.value()["columns"][0].get("convert") == [{"date": "%d.%m.%Y"}], timeout=60_000)


def test_what_is_wrong_is_marked_at_its_entry_and_field(qtbot: QtBot, report: Form) -> None:
    columns = report.rows["columns"].editor
    assert isinstance(columns, TablesEditor)
    assert isinstance(columns.form, Form)
    report.show_problems([(("columns", 1, "from"), "Acme has no field bill_to.name", True)])
    assert "has an error" in columns.list.item(1).data(Qt.ItemDataRole.AccessibleTextRole)
    columns.list.setCurrentRow(1)
    assert grown(qtbot, columns.form).rows["from"].is_wrong
    columns.list.setCurrentRow(0)
    assert not columns.form.rows["from"].is_wrong
