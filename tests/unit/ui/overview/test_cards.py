"""Cards: what each says, that they change in place, and that two hundred of them hold nothing up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_sync.ui.overview.menus import FlowMenu
from tests.gallery.overview import EXPORT, PROGRESS, arrivals, flow, last, occasion, picture, trouble
from tests.unit.ui.overview.conftest import Shown, pressable
from tests.unit.ui.overview.test_page import chosen

Until = Callable[[Callable[[], Any]], None]


def test_a_card_says_how_its_flow_stands(shown: Shown, until: Until) -> None:
    shown.engine.answers["arrivals"] = arrivals(orders=occasion())
    shown.tell(flow("orders", "ERP orders", waiting=4))
    card = shown.card("orders")
    until(lambda: "today" in card.facts.text())
    assert (card.title.text(), card.state.text()) == ("ERP orders", "All is well")
    assert card.accessibleName() == "ERP orders: All is well"
    assert card.route.text() == r"\\erp\export: ORD_*.xml → Orders"
    assert (card.brought.text(), card.when.text()) == ("12 order(s)", "2 min ago")
    assert card.facts.text() == ("next run in 3 min · expected by 18:30 ✓ · today 200 created, 14 updated · 4 waiting")
    shown.page.resize(900, 640)
    around = card.when.parentWidget()
    assert around is not None
    assert "9 created, 3 updated" in around.toolTip()


def test_a_new_flow_over_a_database_says_why_it_finds_nothing_yet(shown: Shown) -> None:
    shown.tell(flow("orders", "ERP orders", last_item_at=None, rests=30.0))
    assert "rows are taken when they are 30 s old" in shown.card("orders").facts.text()
    shown.tell(flow("orders", "ERP orders", rests=30.0))
    assert "old" not in shown.card("orders").facts.text()


@pytest.mark.parametrize(
    "more, state",
    [
        ({"last": None}, "Has not run yet"),
        ({"state": "attention"}, "Needs you"),
        ({"state": "stopped"}, "Stopped"),
        ({"paused": {"until": None}}, "Paused until resumed"),
        ({"paused": {"until": "2026-11-27T08:00:00+00:00"}}, "Paused until 27/11/2026"),
        ({"enabled": False}, "Switched off"),
        ({"progress": PROGRESS}, "Working"),
        ({"progress": {**PROGRESS, "step": "wait"}}, "Waits its turn"),
        ({"progress": {**PROGRESS, "cancelling": True}}, "Being cancelled"),
        ({"progress": {**PROGRESS, "cancelling": True, "hangs": True}}, "Does not end"),
    ],
)
def test_states(shown: Shown, more: dict[str, Any], state: str) -> None:
    shown.tell(flow("orders", "ERP orders", **more))
    assert shown.card("orders").state.text().startswith(state)
    assert shown.card("orders").badge.accessibleName() == shown.card("orders").state.text()


@pytest.mark.parametrize(
    "more, words",
    [
        ({"counts": {}}, "nothing new"),
        ({"counts": {}, "outcome": "failed"}, "broke off"),
        ({"counts": {}, "outcome": "cancelled"}, "cancelled"),
        ({"counts": {}, "outcome": None, "ended_at": None}, "under way"),
        ({"counts": {"rejected": 2}, "outcome": "problems"}, "2 order(s)"),
        ({"counts": {"held": 3}, "outcome": "problems"}, "3 held"),
    ],
)
def test_last_runs(shown: Shown, more: dict[str, Any], words: str) -> None:
    shown.tell(flow("orders", "ERP orders", last=last(2, **more)))
    assert shown.card("orders").brought.text() == words


@pytest.mark.parametrize(
    "state, faults, words",
    [
        ("awaited", (), "expected by 18:30"),
        ("not looked yet", (), "expected by 18:30, not looked since"),
        ("failed", ("missing",), "expected by 18:30, not come"),
        ("failed", ("too many",), "expected by 18:30: more than usual"),
        ("failed", ("too small",), "expected by 18:30: not as usual"),
    ],
)
def test_expectations(shown: Shown, until: Until, state: str, faults: tuple[str, ...], words: str) -> None:
    shown.engine.answers["arrivals"] = arrivals(orders=occasion(state, faults))
    shown.tell(flow("orders", "ERP orders", next=None, schedule=""))
    until(lambda: f"runs when you say so · {words} · today" in shown.card("orders").facts.text())


def test_run_now_runs_once_and_becomes_cancel(shown: Shown, qtbot: QtBot, until: Until) -> None:
    let_go = threading.Event()
    shown.engine.answers["run"] = lambda flow: let_go.wait(5)
    shown.engine.answers["cancel"] = {"flow": "orders", "cancelled": True}
    shown.tell(flow("orders", "ERP orders"))
    card = shown.card("orders")
    assert card.button.accessibleName() == "Run ERP orders now"
    qtbot.mouseDClick(card.button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(card.button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(card.button, Qt.MouseButton.LeftButton)
    until(lambda: shown.calls("run"))
    shown.tell(flow("orders", "ERP orders", progress={**PROGRESS, "flow": "orders"}, state="syncing"))
    assert card.button.text() == "Cancel"
    assert not card.button.isEnabled(), "the second click of a double click"
    until(lambda: pressable(card.button))
    qtbot.mouseClick(card.button, Qt.MouseButton.LeftButton)
    until(lambda: shown.calls("cancel"))
    let_go.set()
    assert (shown.calls("run"), shown.calls("cancel")) == ([{"flow": "orders"}], [{"flow": "orders"}])
    ending = {**PROGRESS, "flow": "orders", "cancelling": True}
    shown.tell(flow("orders", "ERP orders", progress=ending, state="syncing"))
    assert not card.button.isEnabled()
    shown.tell(flow("orders", "ERP orders"))
    until(lambda: card.button.text() == "Run now" and card.button.isEnabled())


def test_progress_shows_in_place_and_not_more_often_than_ten_times_a_second(
    shown: Shown, qtbot: QtBot, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown.tell(flow("invoices", "SQL invoices"))
    card = shown.card("invoices")
    times: list[Any] = []
    real = card.show_flow

    def seen(*given: Any) -> None:  # noqa: ANN401 - as it is given
        times.append(given)
        real(*given)

    monkeypatch.setattr(card, "show_flow", seen)
    for done in range(1, 101):
        shown.engine.tell({**PROGRESS, "done": done * 20})
    until(lambda: card.bar.value() == 2000)
    assert card.far.text() == "2,000 of 2,000 delivered · 340 a second · 3 s left"
    assert card.state.text() == "Working"
    assert len(times) < 10
    assert shown.card("invoices") is card


@pytest.mark.parametrize(
    "progress, words",
    [
        ({"step": "begin", "total": None, "rate": None, "left": None}, "begins"),
        ({"step": "notice", "total": None, "rate": None, "left": None}, "looking for what is new: 1,204 found"),
        ({"step": "stage", "total": None, "rate": None, "left": None}, "1,204 files read"),
        ({"step": "something new", "total": None, "rate": None, "left": None}, "1,204 done"),
        ({"step": "something new", "left": 90.0}, "1,204 of 2,000 · 340 a second · 2 min left"),
    ],
)
def test_steps(shown: Shown, progress: dict[str, Any], words: str) -> None:
    shown.tell(flow("invoices", "SQL invoices", progress={**PROGRESS, **progress}))
    assert shown.card("invoices").far.text() == words


def test_the_menu_leads_elsewhere_and_pauses_one_flow(shown: Shown, qtbot: QtBot, until: Until) -> None:
    shown.engine.answers.update(pause={"flow": "orders", "until": None}, resume={"flow": "orders"})
    shown.tell(flow("orders", "ERP orders", problems=2))
    menu = shown.card("orders").more.menu()
    assert isinstance(menu, FlowMenu)
    for words, page in (
        ("Dry run", "dry_run"), ("Read again", "again"), ("Activity", "activity"),
        ("Problems of this flow (2)", "problems"), ("Settings", "settings"),
    ):  # fmt: skip
        with qtbot.waitSignal(shown.page.wanted) as wanted:
            chosen(menu, words)
        assert wanted.args == [page, "orders"]
    pauses = next(one.menu() for one in menu.actions() if one.text() == "Pause this flow")
    chosen(pauses, "For 1 hour")  # type: ignore[arg-type]  # QObject, as PySide has it
    until(lambda: shown.calls("pause"))
    assert shown.calls("pause") == [{"flow": "orders", "seconds": 3600.0}]
    shown.tell(flow("orders", "ERP orders", paused={"until": None}, state="paused"))
    chosen(menu, "Resume this flow")
    until(lambda: shown.calls("resume"))
    assert shown.calls("resume") == [{"flow": "orders"}]


@pytest.mark.parametrize(
    "counts, words",
    [
        ({"exports": 1, "rows": 12, "delivered": 2}, "2 report(s)"),
        ({"exports": 1, "delivered": 1, "waiting": 1}, "1 waiting"),
        ({"exports": 1, "rejected": 1}, "1 refused"),
        ({"exports": 1, "rows": 0}, "1 report(s) made"),
        ({}, "nothing was due"),
    ],
)
def test_an_export_says_what_it_made(shown: Shown, counts: dict[str, int], words: str) -> None:
    shown.tell(flow("daily", "Orders of the day", **EXPORT, last=last(2, counts=counts)))
    card = shown.card("daily")
    assert card.brought.text() == words
    assert card.route.text() == "Orders → ERP share, mail server"
    assert card.button.text() == "Make now"


def test_the_menu_of_an_export_leads_to_what_it_made(shown: Shown, qtbot: QtBot) -> None:
    shown.tell(flow("daily", "Orders of the day", **EXPORT))
    menu = shown.card("daily").more.menu()
    assert isinstance(menu, FlowMenu)
    with qtbot.waitSignal(shown.page.wanted) as wanted:
        chosen(menu, "What was made")
    assert wanted.args == ["made", "daily"]
    assert not [one for one in menu.actions() if one.text().startswith(("Dry run", "Read again"))]


def test_the_menu_says_why_somebody_may_not(shown: Shown) -> None:
    shown.engine.refused = {"dry_run", "pause"}
    shown.tell(flow("orders", "ERP orders"))
    menu = shown.card("orders").more.menu()
    menu.aboutToShow.emit()
    dry = menu.actions()[0]
    assert (dry.isEnabled(), "may only look" in dry.toolTip()) == (False, True)
    assert [one.isEnabled() for one in menu.actions() if one.text().startswith("Activity")] == [True]


def test_a_problem_stands_in_one_line_and_leads_to_what_can_be_done(shown: Shown, qtbot: QtBot) -> None:
    what = "ERP orders: The folder <b>X</b> cannot be reached. It was tried twice."
    shown.tell(flow("orders", "ERP orders", state="attention", problems=1, problem=trouble("source", what)))
    line = shown.card("orders").asks.trouble
    assert line is not None
    assert line.what.text() == "The folder <b>X</b> cannot be reached"
    assert line.since.text().endswith(" · IT can fix it")
    with qtbot.waitSignal(shown.page.wanted) as wanted:
        qtbot.mouseClick(line.button, Qt.MouseButton.LeftButton)
    assert wanted.args == ["problems", "orders"]
    shown.tell(flow("orders", "ERP orders"))
    assert not line.isVisible()
    assert shown.card("orders").asks.isHidden()


def test_flows_come_go_and_change_their_order(shown: Shown, qtbot: QtBot) -> None:
    one, two, three = (flow(name, name.upper()) for name in ("a", "b", "c"))
    shown.tell(one, two)
    kept = shown.card("b")
    shown.tell(three, two)
    assert shown.card("b") is kept
    qtbot.waitUntil(lambda: shown.card("c").y() < kept.y())
    shown.tell(two, three)
    qtbot.waitUntil(lambda: kept.y() < shown.card("c").y())


def test_two_hundred_flows_hold_nothing_up_and_keep_the_place(shown: Shown, qtbot: QtBot) -> None:
    flows = [flow(f"f{number}", f"Flow {number}") for number in range(200)]
    shown.tell(*flows)  # a watchdog looks at every event of a test
    bar = shown.page.cards.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 5000)
    bar.setValue(4000)
    shown.tell(*[{**one, "waiting": 3} for one in flows])
    qtbot.waitUntil(lambda: shown.card("f199").facts.text().endswith("3 waiting"))
    assert bar.value() == 4000


def problem(number: int) -> dict[str, Any]:
    return {"problem": trouble("source", "The folder is away.")} if number == 3 else {}


def in_the_chain(window: QWidget, stops: list[QWidget]) -> list[QWidget]:
    """In the order in which the keyboard comes to them."""
    found: list[QWidget] = []
    at = window.nextInFocusChain()
    while at is not None and at is not window:
        found.extend([at] if at in stops else [])
        at = at.nextInFocusChain()
    return found


def test_the_keyboard_reaches_every_button_and_the_place_follows(shown: Shown, qtbot: QtBot) -> None:
    shown.tell(*[flow(f"f{number}", f"Flow {number}") for number in range(12)])
    shown.tell(flow("new", "New"), *[flow(f"f{number}", f"Flow {number}", **problem(number)) for number in range(12)])
    shown.page.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is shown.page)
    stops = [one for card in shown.page.cards.cards.values() for one in card.stops]
    qtbot.waitUntil(lambda: in_the_chain(shown.page, stops) == stops and stops[0].isVisible())
    stops[0].setFocus()
    for one in stops:
        assert QApplication.focusWidget() is one
        assert not one.visibleRegion().isEmpty()
        qtbot.keyClick(one, Qt.Key.Key_Tab)


def test_what_nobody_sees_waits_until_it_is_seen(shown: Shown, qtbot: QtBot) -> None:
    shown.tell(flow("orders", "ERP orders"))
    shown.page.hide()
    shown.engine.answers["snapshot"] = picture([flow("orders", "ERP orders", waiting=7)])
    with qtbot.waitSignal(shown.seen.changed):
        shown.seen.refresh()
    shown.engine.tell({**PROGRESS, "flow": "orders", "done": 5})
    assert "7 waiting" not in shown.card("orders").facts.text()
    shown.engine.answers["snapshot"] = picture([flow("orders", "ERP orders", waiting=8)])
    with qtbot.waitSignal(shown.seen.changed):
        shown.seen.refresh()
    shown.page.show()
    qtbot.waitUntil(lambda: "8 waiting" in shown.card("orders").facts.text())
