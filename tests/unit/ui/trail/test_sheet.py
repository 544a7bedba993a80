"""A document's trail as a person meets it: the proof, the steps and what shows beside them, and what can be done."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_sync.core.errors import Rejected, RetryLater
from desktop_sync.ui.link import Link
from desktop_sync.ui.trail.sheet import TrailSheet
from desktop_sync.ui.trail.story import At
from tests.fake_engine import FakeEngine
from tests.gallery.trail import (
    FILE,
    FIRST,
    GONE,
    NOON,
    POSITION,
    RECORD,
    REFUSED,
    SECOND,
    THIRD,
    UNKNOWN,
    WHOLE,
    answers,
    lane,
)

Until = Callable[[Callable[[], Any]], None]
Row = dict[str, Any]


@pytest.fixture
def over(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(1040, 680)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def sheet(over: QWidget, link: Link, engine: FakeEngine, kept: QSettings, until: Until) -> TrailSheet:
    answers(engine, lane(FIRST, SECOND, THIRD))
    return opened(over, link, kept, until)


def opened(over: QWidget, link: Link, kept: QSettings, until: Until) -> TrailSheet:
    made = TrailSheet(over, link, kept, "4711", "orders")
    made.show()
    until(lambda: made.lanes and (made.story.at is None or marked(made) or made.detail.viewer.paper.isHidden()))
    return made


def marked(sheet: TrailSheet) -> list[str]:
    return [one.cursor.selectedText().replace("\u2029", "\n") for one in sheet.detail.viewer.paper.extraSelections()]


def click(qtbot: QtBot, button: Any) -> None:  # noqa: ANN401 - a button
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_it_opens_at_the_place_of_the_newest_version_with_its_record_marked(
    sheet: TrailSheet, engine: FakeEngine, until: Until
) -> None:
    until(lambda: marked(sheet) == [WHOLE])
    assert engine.calls("trail") == [{"document": "4711", "resource": "orders"}]
    assert sheet.story.at == At(3, "position")
    paper = sheet.detail.viewer.paper
    assert paper.firstVisibleBlock().blockNumber() < POSITION["line"]
    assert paper.toPlainText() == FILE
    assert sheet.title.text() == "Order 4711"
    assert sheet.detail.viewer.about.text() == "ORD_0814.xml · utf-8 · 1.6 kB"


def test_the_proof_says_what_is_in_acme_how_often_it_was_seen_and_why_not_again(sheet: TrailSheet) -> None:
    assert sheet.badge.accessibleName() == "It is in Acme once, as ord_00081244, version 2."
    assert sheet.reason.text() == "Acme already has exactly this content, so nothing was sent."
    said = sheet.sentences.text()
    assert "2 different contents (03bb737f4d40, 2a7d65e97fbb)" in said
    assert "Created in Acme: 1. Changed in Acme: 1." in said
    assert "One was sent 2 times under the same key d81e4bcbbb49" in said
    assert sheet.retry.isHidden()
    assert sheet.question.isHidden()


def test_every_step_of_every_version_shows_what_it_was(qtbot: QtBot, sheet: TrailSheet, until: Until) -> None:
    detail, steps = sheet.detail, sheet.story.steps
    assert [at.kind for at in steps if at.delivery == 3] == ["file", "position", "record", "mapping", "end"]
    assert not [at for at in steps if at.delivery == 2]
    click(qtbot, sheet.story.folds[2])
    assert [at.kind for at in steps if at.delivery == 2][-2:] == ["request", "answer"]
    assert steps[At(2, "request")].isVisible()
    click(qtbot, sheet.story.folds[2])
    assert not steps[At(2, "request")].isVisible()
    click(qtbot, sheet.story.folds[2])
    click(qtbot, steps[At(2, "request")])
    assert detail.shown is detail.said
    assert detail.said.title.text() == "Request 1"
    assert '"quantity": "1250.00"' in detail.said.paper.toPlainText()
    click(qtbot, steps[At(2, "answer")])
    assert '"etag"' in detail.said.paper.toPlainText()
    click(qtbot, steps[At(2, "mapping")])
    until(lambda: detail.shown is detail.mapped)
    assert detail.mapped.about.text() == "By mapping ed8d237acc43, as it was used then.\nRule 2 decided: update."
    click(qtbot, steps[At(3, "record")])
    until(lambda: detail.shown is detail.record)
    assert detail.record.rows.data(detail.record.rows.index(0, 1)) == "4711"


def test_a_field_of_the_mapping_shows_its_place_within_the_record(
    qtbot: QtBot, sheet: TrailSheet, engine: FakeEngine, until: Until
) -> None:
    until(lambda: marked(sheet) == [WHOLE])
    sheet.story.choose(At(3, "mapping"))
    mapped = sheet.detail.mapped
    row = next(number for number, one in enumerate(RECORD["fields"]) if one["field"] == "lines[1].quantity")
    mapped.table.setCurrentIndex(mapped.rows.index(row, 0))
    mapped.table.setFocus()
    qtbot.keyClick(mapped.table, Qt.Key.Key_Return)
    until(lambda: marked(sheet) == [WHOLE, "1.250,00"])
    assert sheet.detail.shown is sheet.detail.viewer
    assert sheet.story.at == At(3, "position")
    assert sheet.story.steps[At(3, "position")].isChecked()
    how = mapped.rows.index(row, 3)
    assert how.data() == 'decimal "1.234,50"'
    assert how.data(Qt.ItemDataRole.ToolTipRole) == 'decimal "1.234,50" → 1250.00'


def test_a_mapping_that_is_not_kept_and_another_content_are_said(
    sheet: TrailSheet, engine: FakeEngine, until: Until
) -> None:
    engine.answers["record"] = lambda delivery: {
        **RECORD,
        "delivery": delivery,
        "then": False,
        "same": False,
        "rule": None,
    }
    sheet.story.choose(At(1, "mapping"))
    about = sheet.detail.mapped.about
    until(lambda: sheet.detail.shown is sheet.detail.mapped and "is not kept any more" in about.text())
    assert "No mapping takes such a record any more." in about.text()
    assert "another content than what was sent" in about.text()


def test_a_place_shows_with_its_line_also_when_its_record_cannot_be_read_again(
    over: QWidget, link: Link, engine: FakeEngine, kept: QSettings, until: Until
) -> None:
    answers(engine, lane(THIRD))
    engine.answers["record"] = Rejected("The record stands so far inside the file that it takes too long.")
    sheet = opened(over, link, kept, until)
    until(lambda: marked(sheet) == ["  <Order>"])
    assert sheet.detail.viewer.paper.firstVisibleBlock().blockNumber() > 0
    assert sheet.bar.isHidden()


def test_a_record_that_cannot_be_read_again_says_why(sheet: TrailSheet, engine: FakeEngine, until: Until) -> None:
    engine.answers["record"] = Rejected("By the present format no record begins at this place.", "It was changed.")
    sheet.story.choose(At(1, "record"))
    until(lambda: sheet.detail.shown is sheet.detail.waiting and "no record begins" in said(sheet.detail.waiting))


def said(widget: QWidget) -> str:
    return " ".join(one.text() for one in widget.findChildren(QLabel))


def test_content_that_retention_removed_says_so_and_is_not_asked_for(
    over: QWidget, link: Link, engine: FakeEngine, kept: QSettings, until: Until
) -> None:
    answers(engine, lane(FIRST, GONE))
    sheet = opened(over, link, kept, until)
    words = said(sheet.detail.viewer)
    assert "removed by retention on" in words
    assert GONE["payload"] in words
    sheet.story.choose(At(3, "mapping"))
    assert sheet.detail.shown is sheet.detail.waiting
    assert engine.calls("payload") == engine.calls("record") == []


def test_erased_data_leave_what_is_known(
    over: QWidget, link: Link, engine: FakeEngine, kept: QSettings, until: Until
) -> None:
    people = [{"at": NOON, "who": "anna", "action": "erase", "delivery": None, "reason": "", "details": "{}"}]
    answers(engine, lane(erased_at=NOON, people=people))
    sheet = opened(over, link, kept, until)
    assert sheet.badge.accessibleName().startswith("Its data were erased on 27/11/2026")
    assert "anna did it." in sheet.sentences.text()
    assert sheet.parts.isHidden()
    assert sheet.left.isVisible()


def test_a_refused_one_can_be_tried_again_once(
    qtbot: QtBot, over: QWidget, link: Link, engine: FakeEngine, kept: QSettings, until: Until
) -> None:
    answers(engine, lane(REFUSED, remote_id=None))
    sheet = opened(over, link, kept, until)
    assert sheet.reason.text() == f"{REFUSED['note']}\n{REFUSED['problems'][0]['hint']}"
    click(qtbot, sheet.retry)
    assert not sheet.retry.isEnabled()
    qtbot.mouseDClick(sheet.retry, Qt.MouseButton.LeftButton)
    until(sheet.bar.isVisible)
    assert engine.calls("retry") == [{"name": "4711", "resource": "orders"}]
    until(lambda: len(engine.calls("trail")) == 2)
    assert sheet.retry.isEnabled()
    with qtbot.waitSignal(sheet.edit_wanted) as wanted:
        click(qtbot, sheet.edit)
    assert wanted.args == ["4711", "orders", REFUSED["note"]]


def test_what_could_not_be_done_is_said_with_why(
    qtbot: QtBot, over: QWidget, link: Link, engine: FakeEngine, kept: QSettings, until: Until
) -> None:
    answers(engine, lane(REFUSED, remote_id=None))
    engine.answers["retry"] = [{"name": "4711", "done": False, "what": "it is older than what Acme has", "flow": "x"}]
    sheet = opened(over, link, kept, until)
    click(qtbot, sheet.retry)
    until(lambda: "older than what Acme has" in sheet.bar.accessibleName())
    engine.answers["retry"] = RetryLater("The ledger is busy.", "Try again.")
    click(qtbot, sheet.retry)
    until(lambda: "The ledger is busy." in sheet.bar.accessibleName())
    assert sheet.retry.isEnabled()


@pytest.mark.parametrize("button, word", [("arrived", "arrived"), ("send_again", "send-again")])
def test_a_person_says_what_became_of_an_unknown_one(
    qtbot: QtBot, over: QWidget, link: Link, engine: FakeEngine, kept: QSettings, until: Until, button: str, word: str
) -> None:
    answers(engine, lane(FIRST, UNKNOWN))
    engine.answers["answer"] = [{"name": "4711", "done": True, "what": "noted as updated", "flow": "erp-orders"}]
    sheet = opened(over, link, kept, until)
    assert sheet.question.isVisible()
    engine.answers["trail"] = [lane(FIRST, SECOND)]
    click(qtbot, getattr(sheet, button))
    until(sheet.question.isHidden)
    assert engine.calls("answer") == [{"name": "4711", "resource": "orders", "said": word}]


def test_who_may_only_look_changes_nothing_and_reads_why(
    qtbot: QtBot, over: QWidget, link: Link, engine: FakeEngine, kept: QSettings, until: Until
) -> None:
    engine.refused = {"retry", "edit", "answer"}
    answers(engine, lane(FIRST, UNKNOWN))
    sheet = opened(over, link, kept, until)
    for button in (sheet.retry, sheet.edit, sheet.arrived, sheet.send_again):
        assert button.isVisible()
        assert not button.isEnabled()
        assert "may only look" in button.toolTip()
    assert sheet.copy.isEnabled()


def test_the_copy_for_support_has_the_numbers_and_neither_contents_nor_secrets(
    qtbot: QtBot, over: QWidget, link: Link, engine: FakeEngine, kept: QSettings, until: Until
) -> None:
    noted = {**REFUSED, "note": "Acme answered 401 to Bearer abcdefghijklmnop"}
    answers(engine, lane(FIRST, noted))
    sheet = opened(over, link, kept, until)
    click(qtbot, sheet.copy)
    text = QGuiApplication.clipboard().text()
    for one in (FIRST["payload"], FIRST["requests"][0]["key"], FIRST["hash"], "line 23, column 3", "/Orders/Order[3]"):
        assert one in text
    assert "Europalette" not in text
    assert "abcdefghijklmnop" not in text
    assert text.index("1. Refused") < text.index("1. Created")


def test_the_folder_of_the_chosen_version_is_opened(
    qtbot: QtBot, sheet: TrailSheet, engine: FakeEngine, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened_: list[QUrl] = []

    def open_url(url: QUrl) -> bool:
        opened_.append(url)
        return False  # nothing on this machine shows folders

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    sheet.story.choose(At(2, "file"))
    click(qtbot, sheet.folder)
    until(sheet.bar.isVisible)
    assert engine.calls("find_file") == [{"item": 2}]
    assert opened_ == [QUrl.fromLocalFile("/erp/archive")]
    engine.answers["find_file"] = Rejected("It does not lie there.", "")
    click(qtbot, sheet.folder)
    until(lambda: "does not lie there" in sheet.bar.accessibleName())


def test_nobody_knows_it_yet(over: QWidget, link: Link, engine: FakeEngine, kept: QSettings, until: Until) -> None:
    engine.answers["trail"] = Rejected('No document "4711" has been seen yet.', "Give its reference.")
    sheet = TrailSheet(over, link, kept, "4711", "orders")
    sheet.show()
    until(lambda: "has been seen yet" in said(sheet.nothing))
    assert not sheet.copy.isEnabled()
    answers(engine, lane(FIRST))
    sheet.nothing.button.click()
    until(lambda: sheet.lanes)


def test_a_new_version_appears_by_itself_and_what_is_chosen_stays(
    sheet: TrailSheet, engine: FakeEngine, until: Until
) -> None:
    sheet.story.choose(At(3, "mapping"))
    engine.answers["trail"] = [lane(FIRST, SECOND, THIRD, {**SECOND, "id": 4, "revision": 4})]
    engine.tell({"event": "run ended", "flow": "erp-orders"})
    until(lambda: At(4, "position") in sheet.story.steps)
    assert sheet.story.at == At(3, "mapping")
    assert sheet.story.steps[At(3, "mapping")].isChecked()
    assert sheet.story.folds[4].isChecked()


def test_an_engine_that_goes_away_leaves_what_was_told(
    qtbot: QtBot, sheet: TrailSheet, link: Link, engine: FakeEngine, until: Until
) -> None:
    engine.go()
    until(lambda: not link.may("trail"))
    sheet.refresh()
    until(sheet.bar.isVisible)
    assert sheet.story.steps
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_two_accounts_have_two_stories(
    over: QWidget, link: Link, engine: FakeEngine, kept: QSettings, until: Until
) -> None:
    answers(engine, lane(FIRST), lane({**REFUSED, "id": 9}, tenant="test", remote_id=None))
    sheet = opened(over, link, kept, until)
    assert {at.delivery for at in sheet.story.steps} == {1, 9}
    assert "Account test at https://api.acme.example" in said(sheet.story)
    assert sheet.retry.isHidden()


def test_what_was_done_by_hand_is_a_step_too(
    over: QWidget, link: Link, engine: FakeEngine, kept: QSettings, until: Until
) -> None:
    edited = {"at": NOON, "who": "anna", "action": "edit", "delivery": 3, "reason": "she called", "details": "notes: x"}
    answers(engine, lane(FIRST, THIRD, people=[edited]))
    sheet = opened(over, link, kept, until)
    step = sheet.story.steps[At(3, "person")]
    assert step.accessibleName() == "anna: edited it. she called"
    sheet.story.choose(At(3, "person"))
    assert sheet.detail.said.paper.toPlainText() == "notes: x"
    sheet.copy.click()
    assert "anna: edited it she called" in QGuiApplication.clipboard().text()


def test_many_versions_are_shown_step_by_step(
    qtbot: QtBot, over: QWidget, link: Link, engine: FakeEngine, kept: QSettings, until: Until
) -> None:
    answers(engine, lane(*({**THIRD, "id": number, "revision": number} for number in range(1, 61))))
    sheet = opened(over, link, kept, until)
    first = dict(sheet.story.folds)
    assert list(first) == list(range(60, 40, -1))
    click(qtbot, sheet.story.findChildren(QPushButton)[-1])
    assert list(sheet.story.folds) == list(range(60, 20, -1))
    assert all(sheet.story.folds[number] is fold for number, fold in first.items())
    [older] = sheet.story.findChildren(QPushButton)
    assert "20" in older.text()
    click(qtbot, older)
    until(lambda: sheet.story.findChildren(QPushButton) == [])
    assert list(sheet.story.folds) == list(range(60, 0, -1))
    tops = [fold.mapTo(sheet.story, QPoint()).y() for fold in sheet.story.folds.values()]
    assert tops == sorted(tops)


def test_an_answer_is_given_once_also_when_its_news_come_before_it(
    qtbot: QtBot, over: QWidget, link: Link, engine: FakeEngine, kept: QSettings, until: Until
) -> None:
    answers(engine, lane(FIRST, UNKNOWN))
    let_go = threading.Event()

    def answer(**_: object) -> list[dict[str, Any]]:
        let_go.wait(5)
        return [{"name": "4711", "done": True, "what": "noted as updated", "flow": "erp-orders"}]

    engine.answers["answer"] = answer
    sheet = opened(over, link, kept, until)
    click(qtbot, sheet.arrived)
    sheet.refresh()
    until(lambda: len(engine.calls("trail")) == 2)
    qtbot.wait(50)
    assert not sheet.arrived.isEnabled()
    assert not sheet.send_again.isEnabled()
    click(qtbot, sheet.send_again)
    let_go.set()
    until(sheet.bar.isVisible)
    assert [one["said"] for one in engine.calls("answer")] == ["arrived"]
