"""What a flow asks of a person: the first run's question, and what is held."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_sync.core.errors import RetryLater
from desktop_sync.ui.overview.first import First
from desktop_sync.ui.overview.held import Held
from desktop_sync.ui.overview.look import Look
from tests.gallery.overview import INVOICES, flow, held, last, trouble
from tests.unit.ui.overview.conftest import Shown, pressable

Until = Callable[[Callable[[], Any]], None]
Row = dict[str, Any]
TODAY = date.today()  # noqa: DTZ011 - of this machine, as the date picker
QUESTION = "3 files are already there, of 2019-03-01 to 2026-11-24."


def asking(question: str = QUESTION) -> Row:
    problem = trouble("first run", f"{question} Nobody has said what shall become of them, so nothing is sent.")
    ended = last(1, counts={}, outcome="stopped")
    return flow("orders", "ERP orders", state="stopped", question=question, problem=problem, problems=1, last=ended)


def there(*days: date) -> Row:
    told: dict[str, int] = {}
    for one in days:
        told[one.isoformat()] = told.get(one.isoformat(), 0) + 1
    return {"flow": "orders", "files": len(days), "days": dict(sorted(told.items()))}


OLD, NEW = TODAY - timedelta(days=400), TODAY - timedelta(days=1)


def first(shown: Shown, until: Until) -> First:
    shown.engine.answers.setdefault("there", there(OLD, NEW, NEW))
    shown.engine.answers.setdefault("run", {})
    shown.tell(asking())
    panel = shown.card("orders").asks.first
    assert panel is not None
    until(lambda: panel.all.isEnabled() or panel.again.isVisible())
    return panel


def test_that_it_is_another_place_stays_said(shown: Shown, until: Until) -> None:
    asked = f"The flow reads another place now. {QUESTION}"
    shown.engine.answers["there"] = {**there(OLD, NEW, NEW), "anew": True}
    shown.engine.answers["run"] = {}
    shown.tell(asking(asked))
    panel = shown.card("orders").asks.first
    assert panel is not None
    until(panel.all.isEnabled)
    assert (panel.question.text(), panel.all.text()) == (asked, "Take all 3 file(s)")


def test_nothing_is_chosen_for_a_person(shown: Shown, until: Until) -> None:
    panel = first(shown, until)
    assert panel.question.text().startswith("3 file(s) are already there, changed between")
    assert (panel.all.text(), panel.go.isEnabled()) == ("Take all 3 file(s)", False)
    assert [one.isChecked() for one in (panel.all, panel.now, panel.since)] == [False] * 3


def test_all_of_them_once(shown: Shown, qtbot: QtBot, until: Until) -> None:
    shown.engine.answers["run"] = lambda flow, first_run: time.sleep(0.1)
    panel = first(shown, until)
    qtbot.mouseClick(panel.all, Qt.MouseButton.LeftButton, pos=panel.all.rect().center() / 4)
    assert panel.go.text() == "Take 3 file(s)"
    qtbot.mouseDClick(panel.go, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.go, Qt.MouseButton.LeftButton)
    assert not panel.go.isEnabled()
    until(lambda: pressable(panel.go))
    assert shown.calls("run") == [{"flow": "orders", "first_run": "all"}]


def test_only_what_comes_from_now_on(shown: Shown, qtbot: QtBot, until: Until) -> None:
    panel = first(shown, until)
    panel.now.setFocus()
    qtbot.keyClick(panel.now, Qt.Key.Key_Space)
    assert panel.go.text() == "Leave 3 file(s), begin from now on"
    assert panel.means.text().startswith("3 file(s) stay where they are")
    qtbot.mouseClick(panel.go, Qt.MouseButton.LeftButton)
    until(lambda: shown.calls("run"))
    assert shown.calls("run") == [{"flow": "orders", "first_run": "from_now"}]


def test_since_a_day_says_what_that_takes(shown: Shown, qtbot: QtBot, until: Until) -> None:
    panel = first(shown, until)
    panel.date.setDate(QDate(OLD.year, OLD.month, OLD.day))
    assert panel.since.isChecked()
    assert panel.go.text() == "Take 3 file(s)"
    panel.date.setDate(QDate(NEW.year, NEW.month, NEW.day))
    assert panel.go.text() == "Take 2 file(s)"
    assert panel.means.text().startswith("1 file(s) stay where they are")
    qtbot.mouseClick(panel.go, Qt.MouseButton.LeftButton)
    until(lambda: shown.calls("run"))
    assert shown.calls("run") == [{"flow": "orders", "first_run": NEW.isoformat()}]


@pytest.mark.parametrize("some", [1, 0])
def test_rows_that_nobody_counted_and_that_tell_no_day(shown: Shown, qtbot: QtBot, until: Until, some: int) -> None:
    uncounted = {"flow": "orders", "files": some, "days": {}, "rows": some, "more": True, "dates": False}
    shown.engine.answers["there"] = uncounted
    panel = first(shown, until)
    assert panel.question.text() == QUESTION
    assert [one.isVisible() for one in (panel.all, panel.now, panel.since, panel.date)] == [True, True, False, False]
    panel.all.click()
    assert (panel.all.text(), panel.go.text()) == ("Take all files", "Take all files")
    panel.now.click()
    assert (panel.go.text(), panel.means.text()) == ("Leave them, take only what comes from now on", "")
    qtbot.mouseClick(panel.go, Qt.MouseButton.LeftButton)
    until(lambda: shown.calls("run"))
    assert shown.calls("run") == [{"flow": "orders", "first_run": "from_now"}]


def test_files_that_came_since_they_were_counted_are_told_before_anything_is_done(
    shown: Shown, qtbot: QtBot, until: Until
) -> None:
    panel = first(shown, until)
    panel.now.click()
    shown.engine.answers["there"] = there(OLD, NEW, NEW, TODAY)
    qtbot.mouseClick(panel.go, Qt.MouseButton.LeftButton)
    until(lambda: panel.go.text() == "Leave 4 file(s), begin from now on" and panel.go.isEnabled())
    assert panel.means.text().startswith("Meanwhile other files are there")
    assert shown.calls("run") == []
    qtbot.mouseClick(panel.go, Qt.MouseButton.LeftButton)
    until(lambda: shown.calls("run"))


def test_files_are_counted_anew_when_the_engine_asks_anew(shown: Shown, until: Until) -> None:
    panel = first(shown, until)
    shown.tell(asking())
    assert len(shown.calls("there")) == 1
    shown.engine.answers["there"] = there(OLD)
    shown.tell(asking("1 file is already there, of 2019-03-01."))
    until(lambda: panel.all.text() == "Take all 1 file(s)")
    assert panel.question.text().startswith("1 file(s) are already there, changed on ")
    assert shown.card("orders").brought.text() == "asks you"
    shown.tell(flow("orders", "ERP orders"))
    assert not panel.isVisible()


def test_a_folder_that_is_away_can_be_looked_at_again(shown: Shown, qtbot: QtBot, until: Until) -> None:
    shown.engine.answers["there"] = RetryLater("The folder cannot be reached.", "See that the share is there.")
    panel = first(shown, until)
    assert "cannot be reached" in panel.question.text()
    assert not panel.all.isEnabled()
    shown.engine.answers["there"] = there(OLD)
    qtbot.mouseClick(panel.again, Qt.MouseButton.LeftButton)
    until(panel.all.isEnabled)
    assert not panel.again.isVisible()


def test_who_may_only_look_sees_the_question(shown: Shown) -> None:
    shown.engine.refused = {"there", "run"}
    shown.tell(asking())
    panel = shown.card("orders").asks.first
    assert panel is not None
    assert panel.question.text() == QUESTION
    assert (panel.all.isEnabled(), panel.go.isEnabled()) == (False, False)
    assert "may only look" in panel.go.toolTip()
    assert shown.calls("there") == []


def holding(many: int = 340, **more: Any) -> Row:  # noqa: ANN401 - as the engine's
    problem = trouble("held", f"{many} documents are held: …")
    told = {"state": "attention", "held": many, "problem": problem, "problems": 1, **more}
    return flow("invoices", "SQL invoices", **INVOICES, **told)


def waiting(shown: Shown, until: Until, many: int = 340, **more: Any) -> Held:  # noqa: ANN401 - as the engine's
    shown.engine.answers.setdefault("held", held(many))
    shown.tell(holding(many, **more))
    panel = shown.card("invoices").asks.held
    assert panel is not None
    until(lambda: "without it" in panel.why.text() or "%" in panel.why.text())
    return panel


def test_what_is_held_says_why_and_is_sent_once(shown: Shown, qtbot: QtBot, until: Until) -> None:
    shown.engine.answers["run"] = lambda flow, approve: time.sleep(0.1)
    panel = waiting(shown, until)
    assert panel.why.text() == "340 invoice(s) wait for your word: one run sends at most 100 without it."
    assert panel.send.text() == "Send 340 invoice(s) to Acme"
    qtbot.mouseDClick(panel.send, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.send, Qt.MouseButton.LeftButton)
    assert not panel.send.isEnabled()
    until(panel.send.isEnabled)
    assert shown.calls("run") == [{"flow": "invoices", "approve": True}]
    shown.tell(holding(340, progress={**flow("x", "x"), "step": "deliver", "done": 1, "total": 340}, state="syncing"))
    assert not panel.send.isEnabled()


def test_another_number_than_the_button_says_is_told_and_not_sent(shown: Shown, qtbot: QtBot, until: Until) -> None:
    shown.engine.answers["run"] = {}
    panel = waiting(shown, until)
    panel.see.click()
    look = sheet(shown)
    until(look.send.isEnabled)
    shown.engine.answers["held"] = held(341)
    qtbot.mouseClick(look.send, Qt.MouseButton.LeftButton)
    until(lambda: look.send.text() == "Send 341 invoice(s) to Acme" and look.send.isEnabled())
    look.close()
    until(panel.send.isEnabled)
    qtbot.mouseClick(panel.send, Qt.MouseButton.LeftButton)
    until(lambda: panel.send.text() == "Send 341 invoice(s) to Acme" and panel.send.isEnabled())
    assert shown.calls("run") == []
    qtbot.mouseClick(panel.send, Qt.MouseButton.LeftButton)
    until(lambda: shown.calls("run"))


def test_too_many_updates_are_told_as_that(shown: Shown, until: Until) -> None:
    shown.engine.answers["held"] = {**held(340), "hold_above": None, "hold_above_updates": 30}
    panel = waiting(shown, until)
    assert panel.why.text().endswith("113 of them change what Acme holds, more than 30 %.")


def test_who_may_only_look_sees_what_is_held(shown: Shown, until: Until) -> None:
    shown.engine.refused = {"run"}
    panel = waiting(shown, until)
    assert (panel.see.isEnabled(), panel.send.isEnabled()) == (True, False)
    assert "may only look" in panel.send.toolTip()


def sheets(shown: Shown) -> list[Look]:
    return [one for one in shown.page.findChildren(QWidget) if isinstance(one, Look)]


def sheet(shown: Shown) -> Look:
    [found] = sheets(shown)
    return found


def test_that_nothing_in_acme_changes_is_told_in_a_word(shown: Shown, qtbot: QtBot, until: Until) -> None:
    shown.engine.answers["held"] = {**held(3), "updates": 0, "hold_above": 2}
    panel = waiting(shown, until, 3)
    qtbot.mouseClick(panel.see, Qt.MouseButton.LeftButton)
    look = sheet(shown)
    until(lambda: look.model.rows)
    assert look.about.text() == "3 invoice(s), none of which changes what Acme holds. Nothing was sent."


def test_a_look_at_what_is_held_leads_to_trails_and_sends(shown: Shown, qtbot: QtBot, until: Until) -> None:
    shown.engine.answers["run"] = {}
    panel = waiting(shown, until)
    qtbot.mouseClick(panel.see, Qt.MouseButton.LeftButton)
    look = sheet(shown)
    until(lambda: look.model.rows)
    assert look.about.text() == (
        "340 invoice(s), 113 of them change what Acme holds. Nothing was sent. The first 40 are shown."
    )
    assert [look.model.index(0, number).data() for number in range(4)] == ["R-8000", "updated", "INV_0812.xml", "1"]
    look.table.setCurrentIndex(look.model.index(1, 0))
    with qtbot.waitSignal(shown.page.trail_wanted) as wanted:
        qtbot.keyClick(look.table, Qt.Key.Key_Return)
    assert wanted.args == ["R-8001", "invoices"]
    qtbot.mouseClick(look.send, Qt.MouseButton.LeftButton)
    until(lambda: shown.calls("run"))
    until(lambda: not sheets(shown))
    assert shown.calls("run") == [{"flow": "invoices", "approve": True}]


def test_a_look_goes_with_what_happens(shown: Shown, qtbot: QtBot, until: Until) -> None:
    panel = waiting(shown, until)
    panel.see.click()
    look = sheet(shown)
    until(lambda: look.model.rows)
    shown.engine.answers["held"] = held(0)
    shown.tell(flow("invoices", "SQL invoices"))
    until(lambda: look.about.text() == "Nothing is held any more.")
    assert (look.model.rows, look.send.isEnabled()) == ([], False)
    shown.engine.answers["held"] = RetryLater("The engine has ended.")
    look.refresh()
    until(lambda: "has ended" in look.about.text())
    qtbot.keyClick(look, Qt.Key.Key_Escape)
    assert not look.isVisible()


def test_rows_of_a_source_that_is_asked_have_no_days(shown: Shown, qtbot: QtBot, until: Until) -> None:
    shown.engine.answers["there"] = {"flow": "orders", "files": 12, "days": {}, "rows": 12, "more": False}
    panel = first(shown, until)
    assert panel.question.text().startswith("12 file(s) are already there. What shall")
    panel.all.click()
    assert panel.taken == 12
    panel.now.click()
    assert (panel.taken, panel.go.text()) == (0, "Leave 12 file(s), begin from now on")
    assert panel.date.minimumDate().addYears(9) < QDate.currentDate()
    panel.since.click()
    assert panel.go.text() == "Take what was changed since then"
