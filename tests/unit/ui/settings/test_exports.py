"""Exports in the settings dialog, by real clicks: added, edited, what is wrong at its field, who uses a connection."""

from __future__ import annotations

import threading
import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QComboBox, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_sync.core.errors import RetryLater
from desktop_sync.ui.editors.schedule import ScheduleEditor
from desktop_sync.ui.settings.connections import Connections
from desktop_sync.ui.settings.destinations import DestinationsEditor
from desktop_sync.ui.settings.dialog import SettingsDialog
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.export import PARTS
from desktop_sync.ui.settings.exports import Exports
from desktop_sync.ui.settings.form import Form
from desktop_sync.ui.settings.query_form import QueryForm
from desktop_sync.ui.settings.tables import TablesEditor
from desktop_sync.ui.settings.tokens import TokensEditor, example
from desktop_sync.ui.settings.typed import TypedForm
from desktop_sync.ui.settings.using import rename
from desktop_sync.ui.theme import colours
from tests.fake_engine import FakeEngine
from tests.settings_desk import EXPORT, TEXT, Office, turn_to
from tests.unit.ui.settings.clicks import LEFT, Until, begun, grown, line, opened, saved, shown, write


@pytest.fixture
def office(tmp_path: Path, engine: FakeEngine) -> Office:
    made = Office(tmp_path, TEXT + EXPORT)
    made.serve(engine)
    return made


@pytest.fixture
def page(dialog: SettingsDialog) -> Exports:
    found = dialog.show_place("exports")
    assert isinstance(found, Exports)
    return found


def form(qtbot: QtBot, page: Exports, part: str) -> Form:
    """All of whose rows are there."""
    turn_to(page.detail, part)
    found = page.detail.parts[part]
    found = found.form if isinstance(found, TypedForm | QueryForm) else found
    assert isinstance(found, Form)
    return grown(qtbot, found)


def choose(row: QWidget, value: str) -> None:
    """As somebody does in the open list."""
    box = row.findChild(QComboBox)
    assert box is not None
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def place(qtbot: QtBot, page: Exports, number: int) -> Form:
    """The form of a destination."""
    turn_to(page.detail, "destinations")
    found = page.detail.parts["destinations"]
    assert isinstance(found, DestinationsEditor)
    typed = found.ones[number].form
    assert isinstance(typed, TypedForm)
    return grown(qtbot, typed.form)


def test_each_part_is_behind_its_tab(qtbot: QtBot, page: Exports, dialog: SettingsDialog) -> None:
    for name in PARTS:
        turn_to(page.detail, name)
        assert [one for one, widget in page.detail.parts.items() if shown(widget)] == [name]
    schedule = page.detail.parts["schedule"]
    assert isinstance(schedule, ScheduleEditor)
    assert schedule.value() == {"at": ["06:30"], "days": ["mon-fri"]}
    assert dialog.draft.count == 0


def test_columns_and_places_are_changed_and_comments_stay(
    qtbot: QtBot, dialog: SettingsDialog, page: Exports, office: Office, until: Until
) -> None:
    former = office.file.text()
    columns = form(qtbot, page, "report").rows["columns"].editor
    assert isinstance(columns, TablesEditor)
    columns.list.setCurrentRow(2)
    assert isinstance(columns.form, Form)
    write(qtbot, line(grown(qtbot, columns.form).rows["name"]), "Amount")
    write(qtbot, line(place(qtbot, page, 0).rows["folder"]), "reports")
    saved(qtbot, dialog, until)
    assert office.file.text() == former.replace('name = "Net"', 'name = "Amount"').replace(
        '"reports/{from:%Y}"', '"reports"'
    )


def test_a_new_one_asks_the_first_account_and_needs_a_destination(
    qtbot: QtBot, dialog: SettingsDialog, page: Exports, office: Office, until: Until
) -> None:
    qtbot.mouseClick(page.listing.add, LEFT)
    assert page.detail.head is not None
    assert begun(grown(qtbot, page.detail.head))
    write(qtbot, line(page.detail.head.rows["title"]), "Late orders")
    until(lambda: dialog.draft.errors)
    places = page.detail
    turn_to(places, "destinations")
    editor = places.parts["destinations"]
    assert isinstance(editor, DestinationsEditor)
    kinds = [action for action in editor._types.actions() if action.data() == "file"]
    editor._added(kinds[0])
    assert begun(place(qtbot, page, 0))
    saved(qtbot, dialog, until)
    made = tomllib.loads(office.file.text())["exports"][1]
    assert made == {
        "id": "late-orders",
        "title": "Late orders",
        "query": {"connection": "acme", "resource": "orders", "window": {"of": "yesterday"}},
        "report": {"type": "pdf", "template": "order_summary"},
        "destinations": [{"id": "file", "type": "file", "connection": "erp"}],
    }
    page.choose(1)
    assert not shown(place(qtbot, page, 0).rows["id"])


def test_fields_are_offered_from_what_acme_has(qtbot: QtBot, page: Exports, until: Until) -> None:
    until(lambda: page.detail._listed.fitting("date"))
    assert {"updated_at", "date"} <= {one["path"] for one in page.detail._listed.fitting("date")}
    assert [one["path"] for one in page.detail._listed.fitting("list")][:1] == ["lines"]
    assert "lines.sku" in {one["path"] for one in page.detail._listed.fitting("several")}
    assert [one["path"] for one in page.detail._listed.fitting("resource")] == ["orders", "invoices", "reconciliation"]
    write(qtbot, line(form(qtbot, page, "query").rows["resource"]), "reconciliation")
    until(lambda: [one["path"] for one in page.detail._listed.fitting("date")] == ["sent_at"])
    write(qtbot, line(form(qtbot, page, "query").rows["resource"]), "nothing")
    until(lambda: page.detail._listed._of == ("acme", "nothing") and page.detail._listed._asked is None)
    assert page.detail._listed.fitting("resource")


def test_another_kind_of_connection_is_asked_something_else(qtbot: QtBot, page: Exports, draft: Draft) -> None:
    draft.listed("connections").append({"id": "shop", "type": "http_api", "base_url": "https://shop.example"})
    page.choose(0)
    assert "path" not in form(qtbot, page, "query").rows
    choose(form(qtbot, page, "query").rows["connection"], "shop")
    assert page.detail.one["query"].keys() == {"connection", "where", "window"}, "what both have is kept"
    write(qtbot, line(form(qtbot, page, "query").rows["path"]), "/sales")
    assert page.detail.one["query"]["path"] == "/sales"
    day, amount = {"name": "day", "convert": [{"date": "%d.%m.%Y"}]}, {"name": "sum", "convert": ["integer"]}
    page.detail.one["query"]["fields"] = [{"name": "at", "kind": "unix"}, day, amount, {"name": ""}]
    page.choose(0)
    assert [one["path"] for one in page.detail._listed.fitting("date")] == ["at", "day"]
    assert [one["path"] for one in page.detail._listed.fitting("one")] == ["at", "day", "sum"]
    choose(form(qtbot, page, "query").rows["connection"], "acme")
    assert "path" not in page.detail.one["query"]
    assert form(qtbot, page, "query").rows["resource"].isVisible()


def test_answers_that_are_files_have_a_format(qtbot: QtBot, page: Exports, draft: Draft) -> None:
    draft.listed("connections").append({"id": "shop", "type": "http_api", "base_url": "https://shop.example"})
    page.detail.one["query"] = {"connection": "shop", "path": "/sales"}
    page.choose(0)
    tab = PARTS.index("format")
    assert not page.detail.tabs.isTabVisible(tab)
    query = form(qtbot, page, "query")
    choose(query.rows["answer"], "file")
    assert page.detail.tabs.isTabVisible(tab)
    assert page.detail.one["format"] == {"type": "delimited"}
    write(qtbot, line(form(qtbot, page, "format").rows["delimiter"]), ";")
    assert page.detail.one["format"]["delimiter"] == ";"
    turn_to(page.detail, "query")
    choose(query.rows["answer"], "json")
    assert not page.detail.tabs.isTabVisible(tab)
    assert "format" not in page.detail.one


def test_what_is_wrong_stands_at_its_field_and_tab(
    qtbot: QtBot, dialog: SettingsDialog, page: Exports, until: Until
) -> None:
    write(qtbot, line(place(qtbot, page, 0).rows["name"]), "{day}")
    until(lambda: place(qtbot, page, 0).rows["name"].is_wrong)
    assert not page.detail.tabs.tabIcon(PARTS.index("destinations")).isNull()
    turn_to(page.detail, "query")
    qtbot.mouseClick(dialog.look, LEFT)
    assert page.detail.part == "destinations"


def test_a_name_shows_what_would_come_of_it(qtbot: QtBot, page: Exports, draft: Draft) -> None:
    name = place(qtbot, page, 0).rows["name"].editor
    assert isinstance(name, TokensEditor)
    assert name.example.text()
    write(qtbot, name.line, "{count")
    assert not name.example.text()
    write(qtbot, name.line, "Orders ")
    menu = name.insert.menu()
    next(action for action in menu.actions() if action.data() == "{count}").trigger()
    assert name.line.text() == "Orders {count}"
    assert draft.listed("exports")[0]["destinations"][0]["name"] == "Orders {count}"
    assert example("a/{count}", "") == "a/12"
    assert example("plain", "") == ""


def test_a_difference_names_the_export_and_its_part(
    qtbot: QtBot, dialog: SettingsDialog, page: Exports, until: Until
) -> None:
    write(qtbot, line(place(qtbot, page, 0).rows["folder"]), "out")
    query = form(qtbot, page, "query").rows["resource"]
    write(qtbot, line(query), "invoices")
    write(qtbot, line(query), "orders")
    sheet = opened(qtbot, dialog, until)
    words = " ".join(one.text() for one in sheet.findChildren(type(page.detail.title)))
    assert "Export “Orders of the day”" in words
    assert "Destinations · file · Folder" in words
    sheet.close()


def test_a_connection_that_an_export_uses_cannot_be_deleted(qtbot: QtBot, dialog: SettingsDialog, draft: Draft) -> None:
    connections = dialog.show_place("connections")
    assert isinstance(connections, Connections)
    del draft.now["flows"]
    connections.choose_id("erp")
    qtbot.mouseClick(connections.listing.delete, LEFT)
    assert "Orders of the day" in connections.bar.accessibleName()
    rename(draft.now, "erp", "share")
    assert draft.listed("exports")[0]["destinations"][0]["connection"] == "share"


def test_a_copy_is_switched_off_and_a_destination_can_go(qtbot: QtBot, page: Exports, draft: Draft) -> None:
    qtbot.mouseClick(page.listing.duplicate, LEFT)
    assert draft.listed("exports")[1]["enabled"] is False
    turn_to(page.detail, "destinations")
    editor = page.detail.parts["destinations"]
    assert isinstance(editor, DestinationsEditor)
    qtbot.keyClick(editor.ones[0].away, Qt.Key.Key_Space)
    assert "destinations" not in draft.listed("exports")[1]
    qtbot.mouseClick(page.listing.delete, LEFT)
    assert [one["id"] for one in draft.listed("exports")] == ["daily-orders"]


def test_who_may_only_look_changes_nothing(qtbot: QtBot, page: Exports) -> None:
    for part in PARTS:
        turn_to(page.detail, part)
    page.set_read_only(on=True, why="")
    assert line(place(qtbot, page, 0).rows["name"]).isReadOnly()
    assert not form(qtbot, page, "query").rows["where"].editor.findChildren(type(page.listing.add))[0].isEnabled()


def test_reports_that_a_deletion_leaves_are_told_with_their_number(
    qtbot: QtBot, page: Exports, draft: Draft, engine: FakeEngine, until: Until
) -> None:
    engine.answers["export_open"] = RetryLater("The ledger is busy.", "Try again.")
    qtbot.mouseClick(page.listing.delete, LEFT)
    until(lambda: page.bar.accessibleName() == "The ledger is busy. Try again.")
    engine.answers["export_open"] = {"deliveries": 3}
    for word in ("Keep it", "Delete the export"):
        assert len(draft.listed("exports")) == 1
        until(page.listing.delete.isEnabled)
        qtbot.mouseClick(page.listing.delete, LEFT)
        until(lambda: page.findChild(QMessageBox) is not None)
        box = page.findChild(QMessageBox)
        assert box is not None
        assert box.text().startswith("3 report")
        qtbot.mouseClick(next(one for one in box.findChildren(QPushButton) if one.text() == word), LEFT)
        until(lambda: page.findChild(QMessageBox) is None)
    until(lambda: draft.listed("exports") == [])
    assert {asked["export"] for asked in engine.calls("export_open")} == {"daily-orders"}


def test_an_export_that_leaves_nothing_goes_at_once(
    qtbot: QtBot, page: Exports, draft: Draft, engine: FakeEngine, until: Until
) -> None:
    engine.answers["export_open"] = {"deliveries": 0}
    qtbot.mouseClick(page.listing.delete, LEFT)
    until(lambda: draft.listed("exports") == [])
    assert page.findChild(QMessageBox) is None


def test_another_that_is_chosen_while_the_engine_is_asked_stays(
    qtbot: QtBot, page: Exports, draft: Draft, engine: FakeEngine, until: Until
) -> None:
    answered, later = threading.Event(), threading.Event()

    def slowly(export: str) -> dict[str, int]:
        later.wait(60)
        answered.set()
        return {"deliveries": 0}

    engine.answers["export_open"] = slowly
    qtbot.mouseClick(page.listing.delete, LEFT)
    until(lambda: engine.calls("export_open"))
    qtbot.mouseClick(page.listing.duplicate, LEFT)
    assert page.current == 1
    later.set()
    until(answered.is_set)
    heard: list[object] = []
    draft.link.ask(page, "export_open", heard.append, export="daily-orders")
    until(lambda: heard)  # and so the answer before it
    assert [one["id"] for one in draft.listed("exports")] == ["daily-orders", "orders-of-the-day-copy"]


def test_what_is_wrong_is_seen_on_the_colour_of_what_is_chosen(page: Exports, draft: Draft, until: Until) -> None:
    export = draft.listed("exports")[0]
    export["query"]["where"] = "nonsense"
    draft.touched()
    until(lambda: draft.problems(("exports", 0)))
    item = page.listing.list.item(0)
    until(lambda: _colours(item.icon(), QIcon.Mode.Normal) >= {QColor(colours().moods["stopped"]).rgb()})
    assert _colours(item.icon(), QIcon.Mode.Selected) >= {QColor(colours().on_accent).rgb()}


def _colours(icon: QIcon, mode: QIcon.Mode) -> set[int]:
    image = icon.pixmap(20, 20, mode).toImage()
    return {image.pixelColor(x, y).rgb() for x in range(image.width()) for y in range(image.height())}
