"""The mapping edited beside a sample: by mouse and keys, tried by the program's own formats and mapping."""

from __future__ import annotations

import base64
import threading
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent, QIcon
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QTabWidget, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_sync.core.callers import Role
from desktop_sync.core.errors import Rejected
from desktop_sync.resources import resources
from desktop_sync.ui import theme
from desktop_sync.ui.editors.between import Between
from desktop_sync.ui.editors.field_pane import FieldPane
from desktop_sync.ui.editors.finding import Finder
from desktop_sync.ui.editors.mapping import MappingEditor
from desktop_sync.ui.editors.sample_bar import SampleBar
from desktop_sync.ui.editors.source import Source
from desktop_sync.ui.editors.sources import MIME, SourceTree
from desktop_sync.ui.editors.structured import Structured
from desktop_sync.ui.editors.targets import FROM, VALUE, TargetTree
from desktop_sync.ui.link import Link
from desktop_sync.ui.parts.bar import Bar
from desktop_sync.ui.parts.labels import Elided
from tests.fake_engine import FakeEngine
from tests.gallery.editors import MARKED, answer_samples

Until = Callable[[Callable[[], Any]], None]
ORDERS = resources() / "samples" / "erp-orders"
FLOW: dict[str, Any] = tomllib.loads((ORDERS / "settings.toml").read_text(encoding="utf-8"))["flows"][0]


class Rig:
    """The editor, and its parts by name."""

    def __init__(self, editor: MappingEditor, qtbot: QtBot) -> None:
        self.editor, self._qtbot = editor, qtbot
        self.sources = editor.findChildren(SourceTree)[0]
        self.targets = editor.findChildren(TargetTree)[0]
        self.samples = editor.findChildren(SampleBar)[0]
        self.pane = editor.findChildren(FieldPane)[0]
        self.bar = editor.findChildren(Bar)[0]
        self.finder = editor.findChildren(Finder)[0]
        self.tabs = editor.findChildren(QTabWidget)[0]
        self.between = editor.findChildren(Between)[0]
        self.rest = next(one for one in editor.findChildren(Structured) if one is not self.pane.options())

    def take(self, file: str = "ORD_0812.xml") -> None:
        content = base64.b64encode((ORDERS / file).read_bytes()).decode()
        self.editor.take_sample({"name": file, "content": content})

    def cell(self, field: str, column: int) -> str:
        item = self.targets.item_of(field)
        return "" if item is None else item.text(column)

    def search(self, letters: str) -> None:
        """Enter on the chosen field, letters, Enter."""
        self._qtbot.keyClick(self.targets, Qt.Key.Key_Return)
        line = self.finder.findChildren(QLineEdit)[0]
        self._qtbot.keyClicks(line, letters)
        self._qtbot.keyClick(line, Qt.Key.Key_Return)

    def button(self, word: str) -> QPushButton:
        found = [one for one in self.editor.findChildren(QPushButton) if one.text().replace("&", "").startswith(word)]
        return found[0]

    def tool(self, name: str) -> QWidget:
        return next(one for one in self.editor.findChildren(QToolButton) if one.accessibleName() == name)


@pytest.fixture
def rig(qtbot: QtBot, link: Link, engine: FakeEngine, until: Until) -> Rig:
    """Shown, with the mapping of the sample flow."""
    answer_samples(engine)
    editor = MappingEditor(link)
    qtbot.addWidget(editor)
    editor.set_around("orders", FLOW["format"], "acme")
    editor.set_value(FLOW["mapping"])
    editor.resize(1000, 800)
    editor.show()
    made = Rig(editor, qtbot)
    until(lambda: made.cell("lines[].quantity", FROM))
    until(lambda: made.targets.row("date").get("needed"))
    return made


def test_every_field_shows_what_feeds_it_and_what_becomes_of_it(rig: Rig, until: Until) -> None:
    assert rig.cell("external_reference", FROM) == "@no"
    assert rig.cell("source", FROM) == 'always "ERP"'
    rig.take()
    until(lambda: rig.cell("external_reference", VALUE) == "4711")
    assert rig.cell("date", VALUE) == "2026-08-12"
    assert rig.cell("lines", VALUE).startswith("2")
    assert rig.cell("lines[].unit_price", VALUE) == "11.90"
    assert "3 of 4" in rig.samples.words()
    assert next(one.example for one in rig.sources.sources()) == "4711"
    assert rig.editor.value() is FLOW["mapping"]


def test_the_records_one_by_one(rig: Rig, until: Until, qtbot: QtBot, engine: FakeEngine) -> None:
    rig.take()
    until(lambda: rig.cell("external_reference", VALUE) == "4711")
    qtbot.mouseClick(rig.tool("The next record"), Qt.MouseButton.LeftButton)
    until(lambda: rig.cell("external_reference", VALUE) == "4712")
    qtbot.mouseClick(rig.tool("The record before"), Qt.MouseButton.LeftButton)
    until(lambda: rig.cell("external_reference", VALUE) == "4711")
    asked = [one["at"] for one in engine.calls("try_mapping")]
    assert asked[-1] == 0
    assert 1 in asked


def test_a_source_is_chosen_by_the_keyboard(rig: Rig, until: Until) -> None:
    rig.take()
    until(lambda: rig.cell("external_reference", VALUE))
    rig.editor.choose_field("notes")
    rig.search("street")
    value = rig.editor.value() or {}
    assert value["fields"]["notes"] == {"from": "erp:Customer/erp:Street"}
    until(lambda: rig.cell("notes", VALUE) == "Am Kanal 14")


def test_the_search_shows_first_what_stands_beside(rig: Rig, until: Until, qtbot: QtBot) -> None:
    rig.take()
    until(lambda: rig.cell("external_reference", VALUE))
    rig.editor.choose_field("lines[].notes")
    qtbot.keyClick(rig.targets, Qt.Key.Key_Return)
    assert rig.finder.shown()[0] == "erp:Lines/erp:Line › @pos   1"
    qtbot.keyClicks(rig.finder.findChildren(QLineEdit)[0], "pallet")
    assert rig.finder.shown() == ["erp:Lines/erp:Line › erp:Text   Euro pallet, heat treated"]
    qtbot.keyClick(rig.finder.findChildren(QLineEdit)[0], Qt.Key.Key_Escape)
    assert rig.finder.isHidden()


def test_a_source_is_dragged_onto_a_field(rig: Rig, until: Until) -> None:
    rig.take()
    until(lambda: rig.cell("external_reference", VALUE))
    city = next(one for one in rig.sources.sources() if one.path == "erp:Customer/erp:City")
    item = rig.sources.item_of(city)
    assert item is not None
    rig.sources.setCurrentItem(item)
    assert rig.sources.mimeData([item]).hasFormat(MIME)
    drop(rig, "delivery_terms")
    until(lambda: rig.cell("delivery_terms", VALUE) == "München")
    drop(rig, "lines[].unit")  # the city stands outside of the lines
    assert "lines" in rig.bar.accessibleName()
    assert rig.cell("lines[].unit", FROM) == "erp:Unit"


def drop(rig: Rig, field: str) -> None:
    rig.targets.choose(field)
    data = QMimeData()
    data.setData(MIME, b"1")
    at = QPointF(rig.targets.visualItemRect(rig.targets.item_of(field)).center())  # type: ignore[arg-type] # it is there
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    rig.targets.dropEvent(QDropEvent(at, Qt.DropAction.CopyAction, data, buttons, keys))


def test_what_stands_once_in_a_sample_may_feed_a_list(rig: Rig, until: Until) -> None:
    rig.editor.set_value({"resource": "orders", "fields": {"external_reference": {"from": "@no"}}})
    rig.take()
    until(lambda: rig.cell("external_reference", VALUE))
    rig.editor.choose_field("taxes")
    rig.search("header")
    assert (rig.editor.value() or {})["fields"]["taxes"] == {"each": "erp:Header", "fields": {}}
    until(lambda: [one.path for one in rig.sources.sources() if one.groups == ("erp:Header",)])
    rig.editor.choose_field("taxes[].rate")
    rig.search("revision")
    until(lambda: rig.cell("taxes[].rate", VALUE) == "1")


def test_lines_are_marked_from_both_sides(rig: Rig, until: Until) -> None:
    rig.take()
    until(lambda: rig.cell("external_reference", VALUE))
    rig.targets.choose("external_reference")
    assert rig.between.marked() == 1
    number = next(one for one in rig.sources.sources() if one.path == "@no")
    item = rig.sources.item_of(number)
    assert item is not None
    rig.sources.setCurrentItem(item)
    assert rig.between.marked() == 2  # it feeds two fields
    rig.targets.choose("shipping")
    rig.targets.choose("notes")
    assert rig.between.marked() == 0


def test_what_is_wrong_stands_at_its_field(rig: Rig, until: Until) -> None:
    rig.take()
    until(lambda: rig.cell("external_reference", VALUE))
    fields = FLOW["mapping"]["fields"]
    lines = {
        **fields["lines"],
        "fields": {**fields["lines"]["fields"], "quantity": {"from": "erp:Text", "convert": ["x"]}},
    }
    price = {"from": "erp:Price", "convert": [{"decimal": "1234.50"}]}
    lines["fields"]["unit_price"] = price
    rig.editor.set_value({**FLOW["mapping"], "fields": {**fields, "lines": lines, "colour": {"from": "@no"}}})
    until(lambda: "no converter" in rig.cell("lines[].quantity", VALUE))
    assert "decimal number" in rig.cell("lines[].unit_price", VALUE)
    assert "no field colour" in rig.cell("colour", VALUE)
    assert rig.cell("external_reference", VALUE) == "4711"
    rig.editor.choose_field("lines[].unit_price")
    assert rig.pane.wrong().count("\n") == 1  # both lines
    assert "line 24" in rig.pane.wrong()
    assert "0 of 4" in rig.samples.words()
    assert _colours(rig, "lines[].unit_price") == {theme.colours().on_accent.lower()}, "it is seen in a chosen row"


def _colours(rig: Rig, field: str) -> set[str]:
    """Of the shape in the row, when the row is chosen."""
    item = rig.targets.item_of(field)
    assert item is not None
    image = item.icon(VALUE).pixmap(16, 16, QIcon.Mode.Selected).toImage()
    seen = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return {one.name(one.NameFormat.HexRgb) for one in seen if one.alpha() == 255}


def test_options_of_a_field_are_edited_in_the_tree(rig: Rig, until: Until, qtbot: QtBot) -> None:
    rig.take()
    until(lambda: rig.cell("external_reference", VALUE))
    rig.editor.choose_field("currency")
    type_into(rig.pane.options(), ("default",), "CHF", qtbot)
    until(lambda: (rig.editor.value() or {})["fields"]["currency"]["default"] == "CHF")
    rig.pane.options().edit_row(("default",))
    close_editor(rig.pane.options(), qtbot)
    qtbot.keyClick(rig.pane.options(), Qt.Key.Key_Delete)
    until(lambda: "default" not in (rig.editor.value() or {})["fields"]["currency"])
    assert rig.editor.value() != FLOW["mapping"] or rig.editor.value() is FLOW["mapping"]


def test_a_converter_is_added_with_its_options(rig: Rig, until: Until, qtbot: QtBot) -> None:
    rig.take()
    until(lambda: rig.cell("external_reference", VALUE))
    rig.editor.choose_field("customer_reference")
    menu = rig.button("Convert").menu()
    next(one for one in menu.actions() if one.data() == "text").trigger()
    until(lambda: (rig.editor.value() or {})["fields"]["customer_reference"]["convert"] == ["text"])
    choose_from(rig.pane.options(), ("convert", 0, "case"), "lower", qtbot)
    until(lambda: rig.cell("customer_reference", VALUE) == "po-88121")
    fields = (rig.editor.value() or {})["fields"]
    assert fields["customer_reference"]["convert"] == [{"text": {"case": "lower"}}]


def test_a_fixed_value_and_nothing_at_all(rig: Rig, until: Until, qtbot: QtBot) -> None:
    rig.take()
    until(lambda: rig.cell("external_reference", VALUE))
    rig.editor.choose_field("notes")
    next(one for one in rig.button("Fill").menu().actions() if one.data() == "constant").trigger()
    type_into(rig.pane.options(), ("constant",), "hello", qtbot)
    until(lambda: rig.cell("notes", VALUE) == "hello")
    rig.targets.setFocus()
    qtbot.keyClick(rig.targets, Qt.Key.Key_Delete)
    assert "notes" not in (rig.editor.value() or {})["fields"]
    rig.editor.choose_field("source")
    qtbot.mouseClick(rig.button("Empty"), Qt.MouseButton.LeftButton)
    until(lambda: "source" not in (rig.editor.value() or {})["fields"])


def test_rules_are_reached_and_edited(rig: Rig, until: Until, qtbot: QtBot) -> None:
    rig.tabs.setCurrentIndex(1)
    choose_from(rig.rest, ("rules", 0, "then"), "ignore", qtbot)
    until(lambda: (rig.editor.value() or {})["rules"][0]["then"] == "ignore")
    rules = (rig.editor.value() or {})["rules"]
    assert rules[1:] == FLOW["mapping"]["rules"][1:]
    select(rig.rest, ("rules", 0))
    rig.rest.setFocus()
    qtbot.keyClick(rig.rest, Qt.Key.Key_Delete)
    until(lambda: (rig.editor.value() or {}).get("rules", []) == rules[1:])


def test_another_resource(rig: Rig, until: Until, engine: FakeEngine) -> None:
    box = rig.editor.findChildren(QComboBox)[0]
    box.setCurrentText("invoices")
    until(lambda: rig.targets.row("due_date"))
    assert (rig.editor.value() or {})["resource"] == "invoices"
    assert (rig.editor.value() or {})["fields"] == FLOW["mapping"]["fields"]


def test_the_samples_that_are_offered(rig: Rig, until: Until, engine: FakeEngine, tmp_path: Path) -> None:
    rig.samples.menu().aboutToShow.emit()
    until(lambda: "ORD_0812.xml" in rig.samples.offered())
    assert "ORD_0811.xml" in rig.samples.offered()
    next(one for one in rig.samples.menu().actions() if one.text() == "ORD_0811.xml").trigger()
    until(lambda: engine.calls("sample"))
    assert engine.calls("sample")[-1]["given"] == {"payload": "0" * 64, "name": "ORD_0811.xml"}
    file = tmp_path / "mine.xml"
    file.write_bytes((ORDERS / "ORD_0812.xml").read_bytes())
    rig.samples.take_file(str(file))
    until(lambda: rig.cell("external_reference", VALUE) == "4711")
    rig.samples.take_file(str(tmp_path / "none.xml"))
    until(lambda: "none.xml cannot be read" in rig.bar.accessibleName())


def test_an_open_menu_of_samples_stays_as_it_is_and_is_clicked(
    rig: Rig, until: Until, engine: FakeEngine, qtbot: QtBot
) -> None:
    menu = rig.samples.menu()
    qtbot.mouseClick(rig.button("Sample"), Qt.MouseButton.LeftButton)
    until(lambda: menu.isVisible() and "ORD_0811.xml" in rig.samples.offered())
    chosen = next(one for one in menu.actions() if one.text() == "ORD_0811.xml")
    rig.take()
    until(lambda: rig.cell("external_reference", VALUE) == "4711")
    assert len(engine.calls("samples")) == 1, "it is not asked for again while it is open"
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(chosen).center())
    until(lambda: engine.calls("sample")[-1]["given"] == {"payload": "0" * 64, "name": "ORD_0811.xml"})


def test_what_keeps_all_records_from_fitting_is_shown_by_itself(rig: Rig, until: Until, qtbot: QtBot) -> None:
    fields = {name: entry for name, entry in FLOW["mapping"]["fields"].items() if name != "currency"}
    rig.editor.set_value({**FLOW["mapping"], "fields": fields})
    until(lambda: rig.targets.row("currency"))
    with qtbot.waitSignal(rig.editor.judged):
        rig.take()
    until(lambda: rig.pane.field == "currency")
    assert rig.pane.wrong()
    assert rig.editor.unfit().startswith("currency: ")
    rig.targets.choose("date")
    qtbot.mouseClick(rig.button("Next that does not"), Qt.MouseButton.LeftButton)
    until(lambda: rig.pane.field == "currency")
    rig.editor.set_value(FLOW["mapping"])
    until(lambda: not rig.editor.unfit())


def test_a_format_that_does_not_read_the_sample_is_offered_its_own(rig: Rig, until: Until, qtbot: QtBot) -> None:
    rig.editor.set_around("orders", {"type": "delimited", "delimiter": ";"}, "acme")
    rig.take()
    until(lambda: rig.button("Use the format").isVisible())
    name = next(one for one in rig.samples.findChildren(Elided) if one.text() == "ORD_0812.xml")
    for one in (rig.button("Use the format"), name):  # with the reasons that there are
        assert "Export/Order stands there 4 times" in one.toolTip()
        assert "default_namespace" in one.toolTip()
    with qtbot.waitSignal(rig.editor.format_wanted) as wanted:
        qtbot.mouseClick(rig.button("Use the format"), Qt.MouseButton.LeftButton)
    assert wanted.args == [{"type": "xml", "record": "Export/Order", "default_namespace": "urn:example:erp:orders:2"}]
    until(lambda: not rig.button("Use the format").isVisible())


def test_of_two_samples_the_one_that_was_chosen_last_counts_however_late_the_other_comes(
    rig: Rig, until: Until, engine: FakeEngine
) -> None:
    answers, come, late = engine.answers["sample"], threading.Event(), threading.Event()

    def sample(given: dict[str, Any], draft: object = None) -> Any:  # noqa: ANN401 - an answer
        if given["name"] == "ORD_0813.xml":
            come.wait(20)
            late.set()
        return answers(given)

    engine.answers["sample"] = sample
    taken: list[str] = []
    rig.samples.taken.connect(lambda told: taken.append(told["name"]))
    rig.take("ORD_0813.xml")
    rig.take("ORD_0812.xml")
    assert rig.samples.reading
    until(lambda: rig.cell("external_reference", VALUE) == "4711")
    until(lambda: not rig.editor.reading)
    come.set()
    until(late.is_set)
    QTest.qWait(100)
    assert taken == ["ORD_0812.xml"]


def test_a_sample_that_cannot_be_read_leaves_the_one_before(rig: Rig, until: Until, engine: FakeEngine) -> None:
    rig.take()
    until(lambda: rig.cell("external_reference", VALUE) == "4711")
    engine.answers["sample"] = Rejected("It is a picture.", "Take a file with orders.")
    rig.editor.take_sample({"name": "photo.jpg", "content": ""})
    until(lambda: "It is a picture." in rig.bar.accessibleName())
    assert "ORD_0812.xml" in [one.text() for one in rig.samples.findChildren(Elided)]
    assert not rig.editor.reading


def test_what_goes_wrong_is_said_and_nothing_is_lost(rig: Rig, until: Until, engine: FakeEngine) -> None:
    rig.take()
    until(lambda: rig.cell("external_reference", VALUE))
    engine.answers["try_mapping"] = Rejected("This sample is not kept any more.", "Choose it again.")
    rig.editor.choose_field("notes")
    rig.search("street")
    until(lambda: "not kept" in rig.bar.accessibleName())
    engine.go()
    rig.search("city")
    assert (rig.editor.value() or {})["fields"]["notes"] == {"from": "erp:Customer/erp:City"}


def test_who_may_only_look_sees_the_mapping_and_tries_nothing(
    qtbot: QtBot, until: Until, engine: FakeEngine, link: Link
) -> None:
    answer_samples(engine)
    engine.refused = {"try_mapping", "samples", "sample"}
    assert Role.LOOK
    editor = MappingEditor(link)
    qtbot.addWidget(editor)
    editor.set_around("orders", FLOW["format"], "acme")
    editor.set_value(FLOW["mapping"])
    editor.show()
    rig = Rig(editor, qtbot)
    until(lambda: rig.targets.row("date").get("needed"))
    assert not rig.button("Sample").isEnabled()
    assert rig.button("Sample").toolTip()
    assert editor.value() is FLOW["mapping"]


def test_a_mapping_in_a_file_of_its_own_comes_back_as_it_was(rig: Rig) -> None:
    table = {"of": "order", "mapping_file": "mappings/orders.toml"}
    rig.editor.set_value(table)
    assert rig.editor.value() is table
    assert rig.rest.value() == table
    rig.editor.connect_field("notes", Source((), "@no"))
    assert "mappings/orders.toml" in rig.bar.accessibleName()
    assert rig.editor.value() is table
    rig.editor.set_value(None)
    assert rig.editor.value() is None


def select(tree: Structured, path: tuple[Any, ...]) -> None:
    tree.edit_row(path)
    for editor in tree.findChildren(QLineEdit) + tree.findChildren(QComboBox):
        tree.closeEditor(editor, tree.itemDelegate().EndEditHint.RevertModelCache)


def close_editor(tree: Structured, qtbot: QtBot) -> None:
    for editor in tree.findChildren(QLineEdit):
        qtbot.keyClick(editor, Qt.Key.Key_Escape)
    tree.setFocus()


def type_into(tree: Structured, path: tuple[Any, ...], letters: str, qtbot: QtBot) -> None:
    tree.edit_row(path)
    line = tree.findChildren(QLineEdit)[-1]
    line.selectAll()
    qtbot.keyClicks(line, letters)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def choose_from(tree: Structured, path: tuple[Any, ...], word: str, qtbot: QtBot) -> None:
    tree.edit_row(path)
    box = tree.findChildren(QComboBox)[-1]
    box.setCurrentText(word)
    qtbot.keyClick(box, Qt.Key.Key_Return)


def test_proposals_fill_what_is_empty_and_say_why(rig: Rig, until: Until, qtbot: QtBot) -> None:
    rig.editor.set_value({"resource": "orders", "fields": {"currency": {"constant": "CHF"}}})
    rig.take()
    until(lambda: rig.button("Propose").isEnabled())
    qtbot.mouseClick(rig.button("Propose"), Qt.MouseButton.LeftButton)
    until(lambda: rig.cell("lines[].sku", VALUE) == "P-1000")
    fields = (rig.editor.value() or {})["fields"]
    assert fields["currency"] == {"constant": "CHF"}
    assert fields["date"] == {"from": "erp:Header/erp:Date", "convert": [{"date": "%d.%m.%Y"}]}
    assert fields["lines"]["each"] == "erp:Lines/erp:Line"
    rig.editor.choose_field("buyer.name")
    assert "erp:Customer/erp:Name has the same name" in rig.pane.wrong()
    assert "filled" in rig.bar.accessibleName()
    qtbot.mouseClick(rig.button("Propose"), Qt.MouseButton.LeftButton)
    until(lambda: "nothing to propose" in rig.bar.accessibleName())


@pytest.fixture
def marked(rig: Rig, until: Until) -> Rig:
    """A sample in which dates and parties come several times; nothing is mapped."""
    rig.editor.set_around("orders", {"type": "xml", "record": "Orders/Order"}, "acme")
    rig.editor.set_value({"resource": "orders", "fields": {"external_reference": {"from": "Number"}}})
    rig.editor.take_sample({"name": "orders.xml", "content": base64.b64encode(MARKED).decode()})
    until(lambda: rig.cell("external_reference", VALUE) == "4711")
    return rig


def source(rig: Rig, words: str) -> Source:
    [found] = [one for one in rig.sources.sources() if " › ".join([*one.groups, one.words]) == words]
    return found


def drag(rig: Rig, words: str, field: str) -> None:
    item = rig.sources.item_of(source(rig, words))
    assert item is not None
    rig.sources.setCurrentItem(item)
    drop(rig, field)


DUE = {"one": "Dates/Date", "where": {"from": "@type", "is": "DELIVERY"}, "from": ".", "convert": ["date"]}


def test_elements_that_come_several_times_are_told_apart(marked: Rig) -> None:
    assert marked.sources.value_of(source(marked, "Dates/Date (@type DELIVERY)")) == "2026-12-05"
    assert marked.sources.value_of(source(marked, "Party (@role seller)/Address/City")) == "Kiel"
    marked.editor.choose_field("notes")
    marked.search("seller city")
    assert (marked.editor.value() or {})["fields"]["notes"] == {
        "one": "Party", "where": {"from": "@role", "is": "seller"}, "from": "Address/City",
    }  # fmt: skip


def test_the_element_that_was_taken_is_proposed_seen_and_undone(marked: Rig, until: Until, qtbot: QtBot) -> None:
    before = marked.editor.value()
    drag(marked, "Dates/Date (@type DELIVERY)", "requested_delivery_date")
    assert (marked.editor.value() or {})["fields"]["requested_delivery_date"] == DUE
    assert marked.cell("requested_delivery_date", FROM) == "Dates/Date (@type DELIVERY)"
    assert "whose @type is DELIVERY is taken" in marked.bar.accessibleName()
    assert "whose @type is DELIVERY" in marked.pane.wrong()
    until(lambda: marked.cell("requested_delivery_date", VALUE) == "2026-12-05")
    assert marked.between.marked() == 1
    qtbot.mouseClick(marked.button("Undo"), Qt.MouseButton.LeftButton)
    assert marked.editor.value() == before
    assert marked.bar.isHidden()


def test_what_stands_in_the_element_that_is_shown_is_taken_of_that(marked: Rig) -> None:
    drag(marked, "Dates/Date › .", "requested_delivery_date")
    assert (marked.editor.value() or {})["fields"]["requested_delivery_date"]["where"] == {
        "from": "@type", "is": "ORDER",
    }  # fmt: skip
    drag(marked, "Lines/Line › Sku", "notes")
    assert "notes" not in (marked.editor.value() or {})["fields"], "nothing tells lines apart"
    assert "repeats" in marked.bar.accessibleName()


def test_one_and_where_can_be_changed_and_then_nothing_older_is_undone(marked: Rig, until: Until, qtbot: QtBot) -> None:
    drag(marked, "Dates/Date (@type DELIVERY)", "date")
    assert marked.button("Undo").isVisible()
    type_into(marked.pane.options(), ("where", "is"), "ORDER", qtbot)
    until(lambda: (marked.editor.value() or {})["fields"]["date"]["where"]["is"] == "ORDER")
    assert not marked.button("Undo").isVisible()
    assert "whose" not in marked.pane.wrong(), "it is not as it was proposed"
    until(lambda: marked.cell("date", VALUE) == "2026-11-28")


def test_a_party_is_an_object_of_its_own(marked: Rig) -> None:
    drag(marked, "Party (@role seller)", "ship_to")
    assert (marked.editor.value() or {})["fields"]["ship_to"] == {
        "one": "Party", "where": {"from": "@role", "is": "seller"}, "fields": {},
    }  # fmt: skip
    drag(marked, "Party (@role seller)/Name", "ship_to.name")
    assert (marked.editor.value() or {})["fields"]["ship_to"]["fields"] == {"name": {"from": "Name"}}
    drag(marked, "Party (@role buyer)/Id", "ship_to.number")
    assert "another element" in marked.bar.accessibleName()


def test_proposals_take_the_element_whose_kind_is_the_name_of_the_field(
    marked: Rig, until: Until, qtbot: QtBot
) -> None:
    before = marked.editor.value()
    qtbot.mouseClick(marked.button("Propose"), Qt.MouseButton.LeftButton)
    until(lambda: marked.cell("buyer.name", VALUE) == "Baumarkt Süd")
    fields = (marked.editor.value() or {})["fields"]
    assert fields["date"]["where"] == {"from": "@type", "is": "ORDER"}
    assert fields["seller.name"] == {"one": "Party", "where": {"from": "@role", "is": "seller"}, "from": "Name"}
    marked.editor.choose_field("buyer.name")
    assert "Of several Party, the one whose @role is buyer" in marked.pane.wrong()
    qtbot.mouseClick(marked.button("Undo"), Qt.MouseButton.LeftButton)
    assert marked.editor.value() == before


VERSIONED = b"""<Orders><Order><Number>1</Number><Head><Revision>1</Revision></Head></Order>
<Order><Number>2</Number><Head><Revision>3</Revision></Head></Order></Orders>"""


def test_a_version_is_proposed_told_and_undone(rig: Rig, until: Until, qtbot: QtBot) -> None:
    rig.editor.set_around("orders", {"type": "xml", "record": "Orders/Order"}, "acme")
    rig.editor.set_value({"resource": "orders", "fields": {"external_reference": {"from": "Number"}}})
    rig.editor.take_sample({"name": "orders.xml", "content": base64.b64encode(VERSIONED).decode()})
    until(lambda: rig.cell("external_reference", VALUE) == "1")
    before = rig.editor.value()
    qtbot.mouseClick(rig.button("Propose"), Qt.MouseButton.LeftButton)
    until(lambda: "version" in (rig.editor.value() or {}))
    table = rig.editor.value() or {}
    assert table["version"] == {"from": "Head/Revision", "convert": ["integer"]}
    assert "By Head/Revision an older file never overwrites newer data" in rig.bar.accessibleName()
    rig.tabs.setCurrentIndex(1)
    assert [one.text() for one in rig.tabs.findChildren(Elided) if "as version" in one.text() and one.isVisible()] == [
        "Proposed as version: Head/Revision is a number. Look whether every change raises it."
    ]
    qtbot.mouseClick(rig.button("Undo"), Qt.MouseButton.LeftButton)
    assert rig.editor.value() == before
    assert not [one for one in rig.tabs.findChildren(Elided) if "as version" in one.text() and one.isVisible()]


def test_a_version_that_a_person_said_stays(rig: Rig, until: Until, qtbot: QtBot) -> None:
    said = {"from": "Number"}
    fields = {"external_reference": {"from": "Number"}}
    rig.editor.set_around("orders", {"type": "xml", "record": "Orders/Order"}, "acme")
    rig.editor.set_value({"resource": "orders", "version": said, "fields": fields})
    rig.editor.take_sample({"name": "orders.xml", "content": base64.b64encode(VERSIONED).decode()})
    until(lambda: rig.cell("external_reference", VALUE) == "1")
    qtbot.mouseClick(rig.button("Propose"), Qt.MouseButton.LeftButton)
    until(rig.bar.isVisible)
    assert (rig.editor.value() or {})["version"] == said
    assert "overwrites" not in rig.bar.accessibleName()
