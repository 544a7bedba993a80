"""Where orders come from in the guide: a server, a database, a place that is set up; nothing is left behind."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from desktop_sync.core.errors import RetryLater
from desktop_sync.ui.link import Link
from desktop_sync.ui.settings.editors import PathEditor
from desktop_sync.ui.settings.guide.arriving import ArrivingPage
from desktop_sync.ui.settings.guide.place import PlacePage
from desktop_sync.ui.settings.guide.plan import Plan
from desktop_sync.ui.settings.guide.sheet import GuideSheet
from desktop_sync.ui.settings.guide.table import TablePage
from desktop_sync.ui.settings.tables_picker import TablesPicker
from tests.fake_engine import FakeEngine
from tests.gallery.database import ORDERS
from tests.gallery.editors import answer_samples
from tests.gallery.guide import ROWS, file_offered, rows_offered
from tests.settings_desk import POLICY, TEXT, Office

Until = Callable[[Callable[[], Any]], None]
SQL = {"host": "sql01", "database": "erp", "username": "sync", "password": "database-of-orders/password"}


@pytest.fixture
def office(engine: FakeEngine, tmp_path: Path) -> Office:
    """An Acme account is set up."""
    made = Office(tmp_path, TEXT.partition("[[flows]]")[0])
    made.serve(engine)
    rows_offered(engine)
    return made


@pytest.fixture
def over(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(1000, 700)
    qtbot.addWidget(made)
    made.show()
    return made


def begun(over: QWidget, link: Link, until: Until) -> tuple[GuideSheet, Plan]:
    """At the page of the place."""
    sheet = GuideSheet(over, link)
    sheet.draft.set_pause(0)
    sheet.show()
    until(lambda: isinstance(sheet.pages.get(sheet.step), PlacePage))
    assert sheet.plan is not None
    return sheet, sheet.plan


@pytest.fixture
def guide(over: QWidget, link: Link, office: Office, until: Until) -> GuideSheet:
    return begun(over, link, until)[0]


@pytest.fixture
def plan(guide: GuideSheet) -> Plan:
    assert guide.plan is not None
    return guide.plan


def press(qtbot: QtBot, button: QAbstractButton) -> None:
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(guide: GuideSheet, kind: str, qtbot: QtBot) -> PlacePage:
    page = guide.page
    assert isinstance(page, PlacePage)
    press(qtbot, page.radios[kind])
    return page


def at_table(guide: GuideSheet, plan: Plan, qtbot: QtBot, until: Until) -> TablesPicker:
    """Past the connection to a database."""
    choose(guide, "mssql", qtbot)
    plan.place.update(SQL)
    plan.draft.keep_secret(SQL["password"], "made up")
    until(guide.on.isEnabled)
    press(qtbot, guide.on)
    page = guide.page
    assert isinstance(page, TablePage)
    until(lambda: page.form is not None and page.form.whole and page.picker is not None and page.picker.there)
    assert page.picker is not None
    return page.picker


def turn(picker: TablesPicker, row: int, until: Until) -> None:
    picker.list.setCurrentRow(row)
    until(lambda: picker.told != {})


def leave(guide: GuideSheet, qtbot: QtBot) -> None:
    qtbot.keyClick(guide, Qt.Key.Key_Escape)
    box = guide.findChildren(QMessageBox)[-1]
    press(qtbot, next(one for one in box.buttons() if one.text() == "Leave"))


def test_a_place_that_is_given_up_leaves_nothing_and_comes_back_as_it_was(
    guide: GuideSheet, plan: Plan, qtbot: QtBot
) -> None:
    before = [one["id"] for one in plan.draft.listed("connections")]
    choose(guide, "sftp", qtbot)
    plan.place.update({"host": "sftp.example", "password": "server-of-orders/password"})
    plan.draft.keep_secret("server-of-orders/password", "made up")
    assert [one["type"] for one in plan.draft.listed("connections")][-1] == "sftp"
    page = choose(guide, "folder", qtbot)
    assert [one["id"] for one in plan.draft.listed("connections")] == before
    assert plan.draft.secrets == {}
    assert page.pattern.isVisible()
    choose(guide, "mssql", qtbot)
    assert not page.pattern.isVisible()
    assert (plan.source["type"], plan.flow["format"]) == ("mssql", {"type": "json"})
    assert len(guide.order) == 6
    choose(guide, "sftp", qtbot)
    assert plan.place["host"] == "sftp.example"
    assert plan.draft.secrets == {"server-of-orders/password": "made up"}
    assert plan.source == {"pattern": "*.xml", "connection": "server-of-orders", "first_run": "ask"}
    assert "format" not in plan.flow
    assert "compare the server's key" in guide.why.text() or not guide.on.isEnabled()


def test_a_database_is_set_up_to_its_save(
    guide: GuideSheet, plan: Plan, office: Office, engine: FakeEngine, qtbot: QtBot, until: Until
) -> None:
    picker = at_table(guide, plan, qtbot, until)
    assert "Choose the table" in guide.why.text()
    turn(picker, 3, until)
    press(qtbot, picker.use)
    assert (plan.source["table"], plan.source["mode"]) == ("dbo.Orders", "rowversion")
    assert "OrderNo" in picker.bar.accessibleName()
    turn(picker, 2, until)
    press(qtbot, picker.lines)
    assert plan.source["lines_table"] == "dbo.OrderLines"
    until(guide.on.isEnabled)
    press(qtbot, guide.on)
    until(guide.on.isEnabled)  # the rows were taken and their fields proposed
    lent = engine.calls("sample")[0]["draft"]
    assert lent["secrets"] == {SQL["password"]: "made up"}
    assert plan.flow["mapping"]["fields"]["external_reference"] == {"from": "OrderNo"}
    guide.show_page("start")
    last = guide.page
    assert isinstance(last, ArrivingPage)
    until(lambda: guide.draft.ready and "5 min" in last.what.text())
    assert "dbo.Orders" in last.what.text()
    assert "when they are 30 s old" in last.what.text()
    plan.source["min_age"] = "1h 30min"
    last.entered()
    assert "when they are 1 h 30 min old" in last.what.text()
    del plan.source["min_age"]
    last.entered()
    until(lambda: guide.draft.ready and "5 min" in last.what.text())
    engine.answers |= {"run": RetryLater("Not now.", "Later."), "snapshot": RetryLater("Not now."), "history": {}}
    press(qtbot, last.go)
    until(lambda: not guide.draft.count)
    flow = office.file.load().flows[-1]
    assert (flow.source.type, flow.source.connections) == ("mssql", ("database-of-orders",))
    assert office.safe.kept[SQL["password"]] == "made up"


def test_while_a_sample_is_being_read_that_is_all_that_is_said(
    guide: GuideSheet, engine: FakeEngine, qtbot: QtBot, until: Until
) -> None:
    answer_samples(engine)
    file_offered(engine)
    answers, come, said = engine.answers["sample"], threading.Event(), list[str]()
    engine.answers["sample"] = lambda given, draft=None: answers(given) if come.wait(20) else None
    choose(guide, "folder", qtbot)
    guide.show_page("sample")
    guide.page.changed.connect(lambda: said.append(guide.why.text()))
    until(lambda: engine.calls("sample"))
    until(lambda: guide.draft.current)
    assert guide.why.text() == "The sample is being read…"
    assert not guide.on.isEnabled()
    come.set()
    until(guide.on.isEnabled)
    assert not [one for one in said if "Choose a sample" in one or "format" in one]


@pytest.mark.parametrize("kind", ["folder", "sftp"])
def test_the_newest_file_that_the_flow_would_take_is_the_sample(
    guide: GuideSheet, plan: Plan, engine: FakeEngine, qtbot: QtBot, until: Until, kind: str
) -> None:
    answer_samples(engine)  # no rows
    file_offered(engine)
    choose(guide, kind, qtbot)
    guide.show_page("sample")
    until(lambda: plan.flow.get("format", {}).get("type") == "xml")
    assert [one["given"]["path"] for one in engine.calls("sample")] == ["ORD_0812.xml"]
    former = guide.page
    guide.show_page("place")
    guide.show_page("sample")
    assert guide.page is former
    plan.source["pattern"] = "*.csv"  # of which there are others, and here none
    other = {**engine.answers["samples"]["files"][0], "wanted": False}
    engine.answers["samples"] = {"files": [other], "former": [], "away": ""}
    guide.show_page("sample")
    assert guide.page is not former
    until(lambda: len(engine.calls("samples")) > 1)
    assert len(engine.calls("sample")) == 1


def test_what_a_table_allows_is_said(
    guide: GuideSheet, plan: Plan, engine: FakeEngine, qtbot: QtBot, until: Until
) -> None:
    picker = at_table(guide, plan, qtbot, until)
    allowed: Sequence[tuple[dict[str, Any], str | None, str]] = (
        ({"proposed": {"mode": "timestamp", "version": "ChangedAt"}}, "timestamp", "ChangedAt"),
        ({"proposed": {"mode": "increasing_key"}}, "increasing_key", "changes of rows are not"),
        ({"proposed": {}, "key": []}, None, "nothing in it tells changes"),
    )
    for row, (changes, mode, says) in enumerate(allowed):
        engine.answers["draft_tables"] = {**ORDERS, **changes}
        turn(picker, row, until)
        press(qtbot, picker.use)
        assert plan.source.get("mode") == mode
        assert says in picker.bar.accessibleName()
        assert ("has no key" in guide.page.missing()) is (mode is None)


def test_another_table_has_other_rows(
    guide: GuideSheet, plan: Plan, engine: FakeEngine, qtbot: QtBot, until: Until
) -> None:
    picker = at_table(guide, plan, qtbot, until)
    turn(picker, 3, until)
    press(qtbot, picker.use)
    until(guide.on.isEnabled)
    press(qtbot, guide.on)
    until(lambda: len(engine.calls("sample")) == 1 and plan.flow["mapping"]["fields"])
    former = guide.page
    press(qtbot, guide.back)
    until(guide.on.isEnabled)
    press(qtbot, guide.on)
    assert guide.page is former
    press(qtbot, guide.back)
    turn(picker, 0, until)
    press(qtbot, picker.use)
    until(guide.on.isEnabled)
    press(qtbot, guide.on)
    assert guide.page is not former
    until(lambda: len(engine.calls("sample")) == 2)


def test_leaving_after_a_save_that_failed_takes_the_secret_back(
    guide: GuideSheet, plan: Plan, office: Office, engine: FakeEngine, qtbot: QtBot, until: Until
) -> None:
    at_table(guide, plan, qtbot, until)
    plan.source["table"] = "dbo.Orders"
    fields = {name: {"from": name} for name in ROWS[0]}
    plan.flow["mapping"] = {"resource": "orders", "fields": {"external_reference": fields["OrderNo"]}}
    guide.show_page("start")
    last = guide.page
    assert isinstance(last, ArrivingPage)
    plan.draft.check()
    until(last.go.isEnabled)
    text, saving = office.file.path.read_text(encoding="utf-8"), engine.answers["save_settings"]
    engine.answers["save_settings"] = RetryLater("The disk is full.", "Free some space.")
    press(qtbot, last.go)
    until(last.bar.isVisible)
    assert SQL["password"] in office.safe.kept
    engine.answers["save_settings"] = saving
    leave(guide, qtbot)
    until(lambda: SQL["password"] not in office.safe.kept)
    assert office.file.path.read_text(encoding="utf-8") == text


def test_a_place_of_the_administrators_is_used_as_it_is(
    over: QWidget, link: Link, engine: FakeEngine, tmp_path: Path, qtbot: QtBot, until: Until
) -> None:
    policy = POLICY + '\n[connection_types.mssql]\nencryption = "strict"\n'
    Office(tmp_path, TEXT.partition("[[flows]]")[0], policy).serve(engine)
    guide, plan = begun(over, link, until)
    page = guide.page
    assert isinstance(page, PlacePage)
    page.there.setCurrentIndex(page.there.findData("central"))
    press(qtbot, page.radios[""])
    assert plan.place["id"] == "central"
    until(lambda: page.detail.form.whole)
    assert page.detail.kind.isVisible()
    editor = page.detail.form.rows["path"].editor
    assert isinstance(editor, PathEditor)
    assert editor.line.isReadOnly()
    until(guide.on.isEnabled)
    choose(guide, "mssql", qtbot)
    until(lambda: page.detail.form.whole)
    row = page.detail.form.rows["encryption"]
    assert row.locked
    assert row.editor.value() == "strict"
    assert [one["id"] for one in plan.draft.own["connections"]] == ["erp", "acme", "mail", "database-of-orders"]
    assert "encryption" not in plan.draft.own["connections"][-1]


def test_what_only_the_settings_can_set_up_is_done_there(guide: GuideSheet, office: Office, qtbot: QtBot) -> None:
    text, wanted = office.file.path.read_text(encoding="utf-8"), list[bool]()
    guide.settings_wanted.connect(lambda: wanted.append(True))
    page = guide.page
    assert isinstance(page, PlacePage)
    press(qtbot, page.other)
    box = guide.findChildren(QMessageBox)[-1]
    press(qtbot, next(one for one in box.buttons() if one.text() == "Leave"))
    assert wanted == [True]
    assert not guide.isVisible()
    assert office.file.path.read_text(encoding="utf-8") == text


def test_what_others_save_meanwhile_moves_nothing_into_another_place(
    guide: GuideSheet, plan: Plan, office: Office, engine: FakeEngine, qtbot: QtBot, until: Until
) -> None:
    choose(guide, "sftp", qtbot)
    plan.place["host"] = "sftp.example"
    theirs = '[[connections]]\nid = "theirs"\ntype = "folder"\npath = "/srv/theirs"\n'
    office.file.path.write_text(office.file.path.read_text(encoding="utf-8") + theirs, encoding="utf-8")
    engine.tell({"event": "settings changed"})
    until(lambda: "theirs" in [one["id"] for one in plan.draft.base["connections"]])
    assert (plan.place["id"], plan.place["host"]) == ("server-of-orders", "sftp.example")
    assert (plan.account["id"], plan.flow["source"]["connection"]) == ("acme", "server-of-orders")
    page = guide.page
    assert isinstance(page, PlacePage)
    assert page.detail.one is plan.place
