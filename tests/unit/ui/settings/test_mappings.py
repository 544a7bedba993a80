"""Several mappings of one flow, and mappings in files that flows share, edited in the settings by real clicks."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from desktop_sync.ui.editors.field_pane import FieldPane
from desktop_sync.ui.editors.sample_bar import SampleBar
from desktop_sync.ui.editors.sources import SourceTree
from desktop_sync.ui.editors.targets import VALUE, TargetTree
from desktop_sync.ui.editors.tree import LINE, Tree
from desktop_sync.ui.editors.two_parts import TwoParts
from desktop_sync.ui.link import State
from desktop_sync.ui.parts.card import Card
from desktop_sync.ui.parts.labels import Elided
from desktop_sync.ui.settings.dialog import SettingsDialog
from desktop_sync.ui.settings.draft import FILES, Draft
from desktop_sync.ui.settings.flows import Flows
from desktop_sync.ui.settings.mapping_part import MappingPart
from desktop_sync.ui.settings.open import settings_dialog
from desktop_sync.ui.settings.saving import SaveSheet
from tests.fake_engine import FakeEngine
from tests.gallery.editors import answer_samples
from tests.settings_desk import TEXT, Office, mapping_beside, turn_to
from tests.unit.ui.settings.clicks import LEFT, Until, shown

SHARED, MAPPING = mapping_beside(TEXT)
MAPPING = f"# as Ms Berger wants it\n{MAPPING}"
SECOND = SHARED[SHARED.index("[[flows]]") :].replace('id = "orders"', 'id = "late"').replace("ERP orders", "Late ones")

ORDERS = b"""<Orders><Order><Number>4711</Number><Date>2026-08-12</Date><CustomerNo>K-1</CustomerNo><Lines>
<Line><Pos>1</Pos><Sku>P-1</Sku><Qty>2</Qty><Price>11,90</Price></Line></Lines></Order></Orders>"""


def opened(dialog: SettingsDialog) -> MappingPart:
    page = dialog.show_place("flows")
    assert isinstance(page, Flows)
    turn_to(page.detail, "mapping")
    part = page.detail.parts["mapping"]
    assert isinstance(part, MappingPart)
    return part


@pytest.fixture
def shared(office: Office, dialog: SettingsDialog, draft: Draft, until: Until) -> MappingPart:
    """Two flows over one file."""
    second = SECOND.replace("ORD_*.xml", "LATE_*.xml")
    (office.folder / "orders.toml").write_text(MAPPING, encoding="utf-8")
    office.file.save(f"{SHARED}\n{second}")
    draft.refresh()
    until(lambda: len(draft.listed("flows")) == 2 and draft._checking is None and not draft._stale)
    return opened(dialog)


@pytest.fixture
def two(office: Office, dialog: SettingsDialog, draft: Draft, until: Until) -> MappingPart:
    """Two flows with the same mapping, each its own."""
    text = TEXT.replace('{ from = "Qty", convert = ["integer"] }', '{ from = "Qty" }')  # nothing is wrong then
    second = text[text.index("[[flows]]") :].replace('id = "orders"', 'id = "late"').replace("ORD_*.xml", "LATE_*.xml")
    office.file.save(f"{text}\n{second}")
    draft.refresh()
    until(lambda: len(draft.listed("flows")) == 2 and draft._checking is None and not draft._stale)
    return opened(dialog)


def take(part: MappingPart, until: Until) -> None:
    part.editor.take_sample({"name": "ORD_1.xml", "content": base64.b64encode(ORDERS).decode()})
    until(lambda: becomes(part, "external_reference") == "4711")


def becomes(part: MappingPart, field: str) -> str:
    item = part.editor.findChildren(TargetTree)[0].item_of(field)
    return "" if item is None else item.text(VALUE)


def whole(part: MappingPart, field: str, source: str) -> None:
    """One field of the mapping that shows is fed by another."""
    table = part.editor.value() or {}
    part.editor._now({**table, "fields": {**table["fields"], field: {"from": source}}})


def test_a_further_mapping_comes_and_goes(qtbot: QtBot, dialog: SettingsDialog, draft: Draft, until: Until) -> None:
    part = opened(dialog)
    flow, first = draft.listed("flows")[0], draft.listed("flows")[0]["mapping"]
    assert not shown(part.which.box)
    assert not shown(part.which.remove)
    qtbot.mouseClick(part.which.add, LEFT)
    assert flow["mappings"] == [first, {"resource": "", "fields": {}}]
    assert "mapping" not in flow
    assert part.which.box.currentText() == "Mapping 2"
    until(lambda: bool(draft.errors))  # it becomes nothing yet
    part.editor._now({"resource": "invoices", "fields": {"external_reference": {"from": "Number"}}})
    assert part.which.box.currentText() == "Mapping 2 → invoices"
    until(lambda: draft.ready)
    qtbot.mouseClick(part.which.remove, LEFT)
    assert flow["mapping"] == first
    assert "mappings" not in flow
    assert draft.count == 0


@pytest.mark.parametrize("size, rows", [((1280, 800), 10), ((1280, 672), 5)])
def test_the_trees_take_the_room_there_is(
    qtbot: QtBot, dialog: SettingsDialog, until: Until, size: tuple[int, int], rows: int
) -> None:
    """Also on a small screen, or one at twice the scale: there, what is below them can be folded."""
    dialog.resize(*size)
    part = opened(dialog)
    parts, pane = part.editor.findChildren(TwoParts)[0], part.editor.findChildren(FieldPane)[0]
    trees: list[Tree] = [*part.editor.findChildren(TargetTree), *part.editor.findChildren(SourceTree)]
    until(lambda: min(one.viewport().height() // LINE for one in trees) >= rows)
    area = dialog.show_place("flows").findChildren(QScrollArea)
    assert [one.verticalScrollBar().maximum() for one in area if one.isVisible() and one.isAncestorOf(part)] == [0]
    qtbot.mouseClick(parts.fold, LEFT)
    until(lambda: trees[0].viewport().height() // LINE >= rows + 4)
    assert not pane.isVisible()
    qtbot.keyClick(parts.fold, Qt.Key.Key_Space)
    until(lambda: pane.isVisible() and rows <= trees[0].viewport().height() // LINE < rows + 4)
    qtbot.mouseClick(parts.fold, LEFT)
    bar = parts.tabs.tabBar()
    qtbot.mouseClick(bar, LEFT, pos=bar.tabRect(1).center())
    until(lambda: parts.tabs.currentWidget().isVisible() and not parts.folded)


def test_two_resources_of_one_file_are_saved(
    qtbot: QtBot, dialog: SettingsDialog, draft: Draft, office: Office, until: Until
) -> None:
    part = opened(dialog)
    qtbot.mouseClick(part.which.add, LEFT)
    part.editor._now({"resource": "invoices", "fields": {"external_reference": {"from": "Number"}}})
    until(lambda: draft.ready)
    qtbot.mouseClick(dialog.save, LEFT)
    sheet = dialog.findChild(SaveSheet)
    assert sheet is not None
    qtbot.mouseClick(sheet.save, LEFT)
    until(lambda: draft.count == 0)
    found = office.file.load().flows[0].mappings
    assert [getattr(one.model, "resource", "") for one in found] == ["orders", "invoices"]
    assert "# it writes slowly" in office.file.text()


def test_a_shared_file_is_edited_for_all_that_share_it(
    qtbot: QtBot, dialog: SettingsDialog, shared: MappingPart, draft: Draft, office: Office, until: Until
) -> None:
    assert shown(shared.editor)
    assert "orders.toml" in shared._file.text()
    assert "ERP orders, Late ones" in shared._file.text()
    whole(shared, "date", "OrderDate")
    assert [one.path for one in draft.changes()] == [(FILES, "orders.toml", "fields", "date", "from")]
    assert draft.listed("flows")[0]["mapping"] == {"mapping_file": "orders.toml"}
    until(lambda: draft.ready)
    qtbot.mouseClick(dialog.save, LEFT)
    sheet = dialog.findChild(SaveSheet)
    assert sheet is not None
    told = [label.text() for card in sheet.findChildren(Card) for label in card.findChildren(QLabel)]
    assert told == ["File “orders.toml”", "Fields · date · From", "Date", "OrderDate", "→"]
    qtbot.mouseClick(sheet.save, LEFT)
    until(lambda: draft.count == 0)
    text = (office.folder / "orders.toml").read_text(encoding="utf-8")
    assert text == MAPPING.replace('"Date"', '"OrderDate"')  # with its comment
    assert office.file.former_files()["orders.toml"].decode() == MAPPING


def test_what_is_wrong_in_the_file_is_told_at_the_flow(shared: MappingPart, draft: Draft, until: Until) -> None:
    whole(shared, "colour", "Date")
    until(lambda: bool(draft.errors))
    assert draft.problems(("flows", 0, "mapping"))
    assert not draft.ready
    draft.discard()
    until(lambda: not draft.errors)


def test_a_file_that_others_changed_is_not_overwritten(
    qtbot: QtBot, dialog: SettingsDialog, shared: MappingPart, draft: Draft, office: Office, until: Until
) -> None:
    whole(shared, "date", "OrderDate")
    until(lambda: draft.ready)
    theirs = MAPPING.replace('"EUR"', '"CHF"')
    (office.folder / "orders.toml").write_text(theirs, encoding="utf-8")
    qtbot.mouseClick(dialog.save, LEFT)
    sheet = dialog.findChild(SaveSheet)
    assert sheet is not None
    qtbot.mouseClick(sheet.save, LEFT)
    until(lambda: draft.base[FILES]["orders.toml"]["fields"]["currency"] == {"constant": "CHF"})
    assert (office.folder / "orders.toml").read_text(encoding="utf-8") == theirs
    assert draft.now[FILES]["orders.toml"]["fields"]["date"] == {"from": "OrderDate"}  # mine, on top of theirs
    assert draft.now[FILES]["orders.toml"]["fields"]["currency"] == {"constant": "CHF"}
    until(lambda: draft.ready)


def test_what_others_change_in_the_file_is_shown(
    shared: MappingPart, draft: Draft, office: Office, engine: FakeEngine, until: Until
) -> None:
    (office.folder / "orders.toml").write_text(MAPPING.replace('"Date"', '"Day"'), encoding="utf-8")
    engine.tell({"event": "settings changed"})
    until(lambda: draft.now[FILES]["orders.toml"]["fields"]["date"] == {"from": "Day"})
    until(lambda: (shared.editor.value() or {})["fields"]["date"] == {"from": "Day"})


def test_a_file_outside_of_the_settings_is_only_named(
    dialog: SettingsDialog, draft: Draft, office: Office, until: Until, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside: Path = tmp_path_factory.mktemp("elsewhere") / "orders.toml"
    outside.write_text(MAPPING, encoding="utf-8")
    office.file.save(SHARED.replace('"orders.toml"', f"'{outside}'"))
    draft.refresh()
    until(lambda: str(outside) in draft.text)
    part = opened(dialog)
    assert not shown(part.editor)
    assert "outside of the settings" in part._file.text()


def test_each_flow_has_its_own_sample(two: MappingPart, dialog: SettingsDialog, until: Until) -> None:
    page, samples = dialog.show_place("flows"), two.editor.findChildren(SampleBar)[0]
    sources = two.editor.findChildren(SourceTree)[0]
    assert isinstance(page, Flows)

    def named() -> list[str]:
        return [one.text() for one in samples.findChildren(Elided) if one.text()]

    take(two, until)
    page.choose(1)
    until(lambda: named() == ["Choose a file as your system writes it."])
    assert list(sources.sources()) == []
    assert becomes(two, "external_reference") == ""
    page.choose(0)
    until(lambda: becomes(two, "external_reference") == "4711")
    assert named() == ["ORD_1.xml"]


def test_what_an_engine_forgot_when_it_ended_is_taken_again(two: MappingPart, engine: FakeEngine, until: Until) -> None:
    take(two, until)
    engine.go()
    until(lambda: two._draft.link.state is not State.CONNECTED)
    answer_samples(engine)  # of an engine that has no sample yet
    engine.come()
    until(lambda: len(engine.calls("sample")) == 2)
    whole(two, "notes", "Date")
    until(lambda: becomes(two, "notes") == "2026-08-12")


def test_branches_stay_as_somebody_left_them_for_each_flow_and_between_visits(
    two: MappingPart, draft: Draft, kept: QSettings, dialog: SettingsDialog, qtbot: QtBot, until: Until
) -> None:
    def branch(part: MappingPart, kind: type[Tree], name: str) -> QTreeWidgetItem:
        tree = part.editor.findChildren(kind)[0]
        return tree.findItems(name, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)[0]

    def state(part: MappingPart, first: int = 0) -> list[bool]:
        return [branch(part, *one).isExpanded() for one in branches[first:]]

    branches = [(SourceTree, "Line"), (TargetTree, "lines *"), (TargetTree, "ship_to")]
    page = dialog.show_place("flows")
    assert isinstance(page, Flows)
    take(two, until)
    assert state(two) == [True, True, False]
    for kind, name in branches:
        tree, item = two.editor.findChildren(kind)[0], branch(two, kind, name)
        tree.setCurrentItem(item)
        qtbot.keyClick(tree, Qt.Key.Key_Left if item.isExpanded() else Qt.Key.Key_Right)
    assert state(two) == [False, False, True]
    whole(two, "notes", "Date")  # its rows are made anew
    until(lambda: becomes(two, "notes") == "2026-08-12")
    assert state(two) == [False, False, True]
    page.choose(1)
    until(lambda: not two.editor.reading and two.editor.value() is draft.listed("flows")[1]["mapping"])
    assert state(two, 1) == [True, False]
    draft.discard()
    again = settings_dialog(draft, kept)
    qtbot.addWidget(again)
    again.show()
    other = opened(again)
    take(other, until)
    assert state(other) == [False, False, True]
