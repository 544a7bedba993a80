"""Flows in the settings dialog, by real clicks: their parts, what is wrong in each, what a deletion would leave."""

from __future__ import annotations

from copy import deepcopy

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop_sync.core.errors import RetryLater
from desktop_sync.ui.editors.schedule import ScheduleEditor
from desktop_sync.ui.settings.choosing import ChoiceEditor, ConnectionEditor, SwitchEditor
from desktop_sync.ui.settings.dialog import SettingsDialog
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.expecting import ExpectationsEditor
from desktop_sync.ui.settings.flow import PARTS
from desktop_sync.ui.settings.flows import Flows
from desktop_sync.ui.settings.form import Form
from desktop_sync.ui.settings.mapping_part import MappingPart
from desktop_sync.ui.settings.row import FormRow
from desktop_sync.ui.settings.typed import TypedForm
from tests.fake_engine import EMPTY, FakeEngine
from tests.settings_desk import Office, turn_to
from tests.unit.ui.settings.clicks import LEFT, Until, begun, grown, line, saved, shown, write

FLOW = {"flow": "orders", "waiting": 2, "held": 1}


@pytest.fixture
def page(dialog: SettingsDialog) -> Flows:
    found = dialog.show_place("flows")
    assert isinstance(found, Flows)
    return found


def form(page: Flows, part: str) -> Form:
    """All of whose rows are there."""
    turn_to(page.detail, part)
    found = page.detail.parts[part]
    found = found.form if isinstance(found, TypedForm) else found
    assert isinstance(found, Form)
    while not found.whole:
        found._grow()
    return found


def head(page: Flows, name: str) -> FormRow:
    found = page.detail.head
    assert found is not None
    while not found.whole:
        found._grow()
    return found.rows[name]


def test_each_part_is_behind_its_tab(qtbot: QtBot, page: Flows) -> None:
    for name in PARTS:
        turn_to(page.detail, name)
        assert [one for one, widget in page.detail.parts.items() if shown(widget)] == [name]
    assert line(form(page, "source").rows["pattern"]).text() == "ORD_*.xml"


def test_options_are_changed_and_what_is_left_out_stays_so(
    qtbot: QtBot, dialog: SettingsDialog, page: Flows, office: Office, until: Until
) -> None:
    rows = form(page, "source").rows
    former = office.file.text()
    write(qtbot, line(rows["min_age"]), "1min")
    after = rows["after_success"].editor
    assert isinstance(after, ChoiceEditor)
    qtbot.keyClick(after.combo, Qt.Key.Key_Down)
    saved(qtbot, dialog, until)
    assert office.file.text() == former.replace(
        'min_age = "10s"  # it writes slowly', 'min_age = "1min"  # it writes slowly'
    ).replace('first_run = "from_now"', 'first_run = "from_now"\nafter_success = "delete"')


def test_a_date_instead_of_a_choice(qtbot: QtBot, page: Flows, draft: Draft) -> None:
    first = form(page, "source").rows["first_run"].editor
    assert isinstance(first, ChoiceEditor)
    assert not shown(first.date)
    qtbot.keyClick(first.combo, Qt.Key.Key_End)
    assert shown(first.date)
    assert draft.listed("flows")[0]["source"]["first_run"] == first.date.date().toString(Qt.DateFormat.ISODate)
    first.set_value("2026-11-01")
    assert first.value() == "2026-11-01"


def test_a_flow_from_several_places(qtbot: QtBot, dialog: SettingsDialog, page: Flows, draft: Draft) -> None:
    draft.add("connections", {"id": "south", "title": "South", "type": "folder", "path": "/srv/south"})
    page.choose(0)
    chooser = form(page, "source").rows["connection"].editor
    assert isinstance(chooser, ConnectionEditor)
    assert [chooser.combo.itemText(n) for n in range(chooser.combo.count())] == ["ERP export", "South", "Several…"]
    qtbot.keyClick(chooser.combo, Qt.Key.Key_End)
    assert shown(chooser.boxes)
    box = next(one for one in chooser.findChildren(QCheckBox) if one.text() == "South")
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert draft.listed("flows")[0]["source"]["connection"] == ["erp", "south"]


def test_another_format_has_other_options(
    qtbot: QtBot, dialog: SettingsDialog, page: Flows, draft: Draft, until: Until
) -> None:
    turn_to(page.detail, "format")
    typed = page.detail.parts["format"]
    assert isinstance(typed, TypedForm)
    write(qtbot, line(form(page, "format").rows["encoding"]), "cp1252")
    qtbot.keyClick(typed._choice.combo, Qt.Key.Key_Down)
    assert typed.type == "delimited"
    assert draft.listed("flows")[0]["format"] == {"type": "delimited", "encoding": "cp1252"}
    until(lambda: form(page, "format").rows["delimiter"].is_wrong)
    write(qtbot, line(form(page, "format").rows["delimiter"]), ";")
    until(lambda: not form(page, "format").rows["delimiter"].is_wrong)


def test_what_is_wrong_in_a_part_is_seen_at_its_tab(qtbot: QtBot, page: Flows, until: Until) -> None:
    turn_to(page.detail, "schedule")
    rows = form(page, "target").rows
    write(qtbot, line(rows["hold_above"]), "many")
    until(lambda: rows["hold_above"].is_wrong)
    tab = PARTS.index("target")
    assert not page.detail.tabs.tabIcon(tab).isNull()
    assert "whole number" in page.detail.tabs.tabToolTip(tab)
    write(qtbot, line(rows["hold_above"]), "100")
    until(lambda: page.detail.tabs.tabIcon(tab).isNull())


def test_the_schedule_is_edited_in_words(qtbot: QtBot, page: Flows, draft: Draft) -> None:
    turn_to(page.detail, "schedule")
    editor = page.detail.parts["schedule"]
    assert isinstance(editor, ScheduleEditor)
    editor._radios["hand"].setFocus()
    qtbot.keyClick(editor._radios["hand"], Qt.Key.Key_Space)
    assert "schedule" not in draft.listed("flows")[0]


def _form(editor: ExpectationsEditor, number: int) -> Form:
    found = editor.ones[number].form
    assert isinstance(found, Form)
    return found


def test_expectations_come_and_go_and_are_proposed(
    qtbot: QtBot, page: Flows, draft: Draft, engine: FakeEngine, until: Until
) -> None:
    engine.answers["suggest_arrivals"] = [{"flow": "orders", "missing": "", "proposed": [{"options": {"by": "18:30"}}]}]
    turn_to(page.detail, "arrivals")
    editor = page.detail.parts["arrivals"]
    assert isinstance(editor, ExpectationsEditor)
    qtbot.mouseClick(editor.add, LEFT)
    assert draft.listed("flows")[0]["arrivals"] == {}
    assert begun(grown(qtbot, _form(editor, 0))), "its first field can be typed into"
    qtbot.mouseClick(editor.suggest, LEFT)
    until(lambda: draft.listed("flows")[0]["arrivals"] == [{}, {"by": "18:30"}])
    first, second = grown(qtbot, _form(editor, 0)), grown(qtbot, _form(editor, 1))
    write(qtbot, line(second.rows["at_least"]), "none")
    until(lambda: second.rows["at_least"].is_wrong)
    assert not first.rows["at_least"].is_wrong
    qtbot.mouseClick(editor.ones[1].away, LEFT)
    assert draft.listed("flows")[0]["arrivals"] == {}
    engine.answers["suggest_arrivals"] = [{"flow": "orders", "missing": "Too little has come.", "proposed": []}]
    qtbot.mouseClick(editor.suggest, LEFT)
    until(lambda: editor.words.text() == "Too little has come.")


def test_a_flow_is_switched_off(
    qtbot: QtBot, dialog: SettingsDialog, page: Flows, office: Office, until: Until
) -> None:
    switch = head(page, "enabled").editor
    assert isinstance(switch, SwitchEditor)
    switch.box.setFocus()
    qtbot.keyClick(switch.box, Qt.Key.Key_Space)
    assert page.listing.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole) == "ERP orders, switched off"
    saved(qtbot, dialog, until)
    assert office.file.load().flow_by_id["orders"].enabled is False
    qtbot.keyClick(switch.box, Qt.Key.Key_Space)
    saved(qtbot, dialog, until)
    assert office.file.load().flow_by_id["orders"].enabled is True


def test_a_copy_is_switched_off_and_a_new_one_begins_with_what_there_is(
    qtbot: QtBot, page: Flows, draft: Draft
) -> None:
    qtbot.mouseClick(page.listing.duplicate, LEFT)
    copy = draft.listed("flows")[1]
    assert (copy["id"], copy["enabled"], copy["source"]) == (
        "erp-orders-copy",
        False,
        draft.listed("flows")[0]["source"],
    )
    assert shown(head(page, "id"))
    qtbot.mouseClick(page.listing.add, LEFT)
    new = draft.listed("flows")[2]
    assert (new["id"], new["source"], new["target"]) == ("new-flow", {"connection": "erp"}, {"connection": "acme"})
    write(qtbot, line(head(page, "title")), "Invoices")
    assert draft.listed("flows")[2]["id"] == "invoices"
    qtbot.mouseClick(page.listing.delete, LEFT)
    assert len(draft.listed("flows")) == 2


def test_what_a_deletion_leaves_is_asked(
    qtbot: QtBot, page: Flows, draft: Draft, engine: FakeEngine, until: Until
) -> None:
    engine.answers["snapshot"] = {**deepcopy(EMPTY), "flows": [FLOW]}
    qtbot.mouseClick(page.listing.delete, LEFT)
    until(lambda: page.findChild(QMessageBox) is not None)
    box = page.findChild(QMessageBox)
    assert box is not None
    assert box.text().startswith("3 document")
    qtbot.mouseClick(_button(box, "Keep it"), LEFT)
    assert len(draft.listed("flows")) == 1
    until(lambda: page.findChild(QMessageBox) is None)
    until(page.listing.delete.isEnabled)
    qtbot.mouseClick(page.listing.delete, LEFT)
    until(lambda: page.findChild(QMessageBox) is not None)
    again = page.findChild(QMessageBox)
    assert again is not None
    qtbot.mouseClick(_button(again, "Delete the flow"), LEFT)
    until(lambda: draft.listed("flows") == [])


def test_a_yes_is_about_the_flow_that_was_asked_about(
    qtbot: QtBot, page: Flows, draft: Draft, engine: FakeEngine, office: Office, until: Until
) -> None:
    first = office.file.text()
    other = first[first.index("[[flows]]") :].replace('id = "orders"', 'id = "late"').replace("ORD_*", "LATE_*")
    office.file.save(f"{first}\n{other}")
    draft.refresh()
    until(lambda: len(draft.listed("flows")) == 2)
    engine.answers["snapshot"] = {**deepcopy(EMPTY), "flows": [FLOW]}
    page.choose_id("orders")
    qtbot.mouseClick(page.listing.delete, LEFT)
    until(lambda: page.findChild(QMessageBox) is not None)
    box = page.findChild(QMessageBox)
    assert box is not None
    office.file.save(f"{first[: first.index('[[flows]]')]}\n{other}")  # others delete it meanwhile
    engine.tell({"event": "settings changed"})
    until(lambda: len(draft.listed("flows")) == 1)
    qtbot.mouseClick(_button(box, "Delete the flow"), LEFT)
    assert [one["id"] for one in draft.listed("flows")] == ["late"]


def test_a_flow_with_nothing_open_goes_at_once_and_one_of_which_nothing_is_known_stays(
    qtbot: QtBot, page: Flows, draft: Draft, engine: FakeEngine, until: Until
) -> None:
    engine.answers["snapshot"] = RetryLater("The ledger is busy.", "Try again.")
    qtbot.mouseClick(page.listing.delete, LEFT)
    until(lambda: page.bar.accessibleName() == "The ledger is busy. Try again.")
    assert len(draft.listed("flows")) == 1
    engine.answers["snapshot"] = {**deepcopy(EMPTY), "flows": [{**FLOW, "waiting": 0, "held": 0}]}
    qtbot.mouseClick(page.listing.delete, LEFT)
    until(lambda: draft.listed("flows") == [])


def _button(box: QMessageBox, text: str) -> QPushButton:
    return next(one for one in box.findChildren(QPushButton) if one.text() == text)


def test_the_mapping_is_edited_here(
    qtbot: QtBot, dialog: SettingsDialog, page: Flows, draft: Draft, until: Until
) -> None:
    turn_to(page.detail, "mapping")
    part = page.detail.parts["mapping"]
    assert isinstance(part, MappingPart)
    assert draft.count == 0
    part.editor._now({**draft.listed("flows")[0]["mapping"], "resource": "invoices"})
    assert [one.path for one in draft.changes()] == [("flows", "orders", "mapping", "resource")]
    part.editor.format_wanted.emit({"type": "xml", "record": "Other/Order"})
    assert draft.listed("flows")[0]["format"]["record"] == "Other/Order"
    assert line(form(page, "format").rows["record"]).text() == "Other/Order"


def test_of_several_mappings_one_shows_and_one_in_a_file_is_named(qtbot: QtBot, page: Flows, draft: Draft) -> None:
    flow = draft.listed("flows")[0]
    flow["mappings"] = [{**flow.pop("mapping"), "of": "order"}, {"of": "bill", "mapping_file": "bills.toml"}]
    turn_to(page.detail, "mapping")
    part = page.detail.parts["mapping"]
    assert isinstance(part, MappingPart)
    assert [part.which.box.itemText(number) for number in range(2)] == ["order → orders", "bill"]
    assert shown(part.editor)
    qtbot.keyClick(part.which.box, Qt.Key.Key_Down)
    assert not shown(part.editor)
    assert "bills.toml" in part._file.text()
    qtbot.keyClick(part.which.box, Qt.Key.Key_Up)
    part.editor._now({"resource": "invoices"})
    assert draft.listed("flows")[0]["mappings"] == [
        {"resource": "invoices"},
        {"of": "bill", "mapping_file": "bills.toml"},
    ]


@pytest.mark.parametrize("part, place", [("source", "flows"), ("schedule", "schedule"), ("mapping", "mapping")])
def test_help_speaks_of_the_part_that_shows(
    qtbot: QtBot, dialog: SettingsDialog, page: Flows, part: str, place: str
) -> None:
    turn_to(page.detail, part)
    with qtbot.waitSignal(dialog.help_wanted) as told:
        qtbot.keyClick(dialog, Qt.Key.Key_F1)
    assert told.args == [place]


def test_another_source_has_its_own_form_connections_and_format(
    qtbot: QtBot, dialog: SettingsDialog, page: Flows, draft: Draft
) -> None:
    draft.add("connections", {"id": "web", "title": "Web shop", "type": "http_api", "base_url": "https://a.example"})
    page.choose(0)
    turn_to(page.detail, "source")
    typed = page.detail.parts["source"]
    assert isinstance(typed, TypedForm)
    at = typed._choice.combo.findData("http_api")
    typed._choice.combo.setCurrentIndex(at)
    typed._choice.combo.activated.emit(at)
    rows = form(page, "source").rows
    assert {"path", "query", "paging"} <= set(rows)
    chooser = rows["connection"].editor
    assert isinstance(chooser, ConnectionEditor)
    assert "Web shop" in [chooser.combo.itemText(n) for n in range(chooser.combo.count())]
    assert "South" not in [chooser.combo.itemText(n) for n in range(chooser.combo.count())]
    flow = draft.listed("flows")[0]
    assert (flow["source"]["type"], flow["format"]) == ("http_api", {"type": "json"})
