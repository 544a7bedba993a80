"""The page as a whole: the sentence, all flows at once, charts, empty places, an engine that goes away."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QLocale, QSettings, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_sync.core.errors import RetryLater
from desktop_sync.ui import link as linking
from desktop_sync.ui.link import Link, State
from desktop_sync.ui.overview.page import Overview
from desktop_sync.ui.picture import Picture
from desktop_sync.ui.tokens import INSIDE
from tests.fake_engine import FakeEngine
from tests.gallery.overview import PROGRESS, arrivals, flow, occasion, picture, volume
from tests.unit.ui.overview.conftest import Shown, pressable

Until = Callable[[Callable[[], Any]], None]


def chosen(menu: QMenu, words: str) -> None:
    """As a click on its entry."""
    menu.aboutToShow.emit()
    next(one for one in menu.actions() if one.text().replace("&", "").startswith(words)).trigger()


def test_the_sentence_is_told_in_two_parts_and_whole_to_a_screen_reader(shown: Shown) -> None:
    shown.tell(flow("orders", "ERP orders"), mood="attention", key="held", held=3)
    head = shown.page.head
    assert head.title.text() == "3 documents held until a person approves"
    assert head.rest.text().startswith("Last order delivered")
    assert head.badge.accessibleName().startswith("3 documents held until a person approves. Last order")


@pytest.mark.parametrize("width", [640, 860])
def test_whatever_the_sentence_says_nothing_below_it_moves(shown: Shown, until: Until, width: int) -> None:
    shown.page.resize(width, 640)
    what = "Order 4712 was refused: the customer number 90012 of the branch in the south is not known in Acme"
    common = {"who": "ERP orders", "what": what, "since": "2026-11-12T10:00:00+00:00", "owner": "clerk", "more": 2}
    sentences: list[tuple[str, dict[str, Any]]] = [
        ("well", {}),
        ("problem", {**common, "cause": "x"}),
        ("problems", {**common, "cause": "x", "problems": 3, "owners": {"clerk": 3}}),
        ("no_settings", {"why": "The file settings.toml has an error in line 12. " * 5}),
    ]
    head, places = shown.page.head, set()
    for key, values in sentences:
        shown.tell(flow("orders", "ERP orders"), mood="attention", key=key, **values)
        until(lambda: len(head.title.lines) + len(head.rest.lines) <= 3 and head.rest.height() > 0)
        places.add((head.height(), shown.page.charts.mapTo(shown.page, shown.page.charts.rect().topLeft()).y()))
        for label in (head.title, head.rest):
            assert label.toolTip() or " ".join(label.lines).split() == label.text().split()
            needed = label.fontMetrics().boundingRect(0, 0, 2000, 2000, 0, "\n".join(label.lines))
            assert label.height() >= needed.height(), "its last line is cut"
    assert len(places) == 1
    assert head.title.text() == "Nothing runs: the settings cannot be used"


def test_where_nothing_stands_below_the_title_it_is_as_high_as_its_shape(shown: Shown, until: Until) -> None:
    shown.tell(flow("orders", "ERP orders"), mood="attention", key="no_flows")
    head = shown.page.head
    assert head.rest.text() == ""
    until(lambda: abs(head.title.geometry().center().y() - head.badge.geometry().center().y()) <= INSIDE)


def test_what_several_problems_are_about_stands_below_how_many_there_are(shown: Shown) -> None:
    values = {"who": "ERP orders", "what": "Order 4712 was refused", "since": None, "owner": "clerk", "more": 2}
    owners = {"problems": 3, "owners": {"clerk": 3}, "cause": "x"}
    shown.tell(flow("orders", "ERP orders"), mood="attention", key="problems", **values, **owners)
    head = shown.page.head
    assert head.title.text() == "3 problems to look at (3 for the clerk), the first"
    assert head.rest.text() == "ERP orders: Order 4712 was refused."


def test_the_sentence_is_in_the_language_of_the_desk(shown: Shown) -> None:
    QLocale.setDefault(QLocale("de_DE"))
    shown.tell(flow("orders", "ERP orders"), mood="paused", key="all_off")
    assert "ausgeschaltet" in shown.page.head.title.text()


@pytest.mark.parametrize(
    "words, values",
    [("For 1 hour", {"seconds": 3600.0}), ("Until tomorrow", {"until_tomorrow": True}), ("Until I resume", {})],
)
def test_all_flows_are_paused(shown: Shown, until: Until, words: str, values: dict[str, Any]) -> None:
    shown.engine.answers["pause"] = {"flow": None, "until": None}
    shown.tell(flow("orders", "ERP orders"))
    assert not shown.page.head.resume.isVisible()
    chosen(shown.page.head.pause.menu(), words)
    until(lambda: shown.calls("pause"))
    assert shown.calls("pause") == [values]


def test_all_flows_are_resumed_once(shown: Shown, qtbot: QtBot, until: Until) -> None:
    shown.engine.answers["resume"] = lambda: time.sleep(0.1)
    shown.tell(flow("orders", "ERP orders", paused={"until": None}, state="paused"), mood="paused", key="paused",
               until=None, paused=1)  # fmt: skip
    head = shown.page.head
    assert not head.pause.isVisible()
    qtbot.mouseDClick(head.resume, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(head.resume, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(head.resume, Qt.MouseButton.LeftButton)
    until(lambda: pressable(head.resume))
    assert shown.calls("resume") == [{}]


def test_who_may_only_look_is_told_why(shown: Shown) -> None:
    shown.engine.refused = {"pause", "resume", "run", "cancel"}
    shown.tell(flow("orders", "ERP orders"), flow("other", "Other", paused={"until": None}, state="paused"))
    card = shown.card("orders")
    for button in (shown.page.head.pause, shown.page.head.resume, card.button):
        assert not button.isEnabled()
        assert "may only look" in button.toolTip()


def test_what_is_refused_is_told_and_can_be_tried_again(shown: Shown, qtbot: QtBot, until: Until) -> None:
    told: list[Any] = []
    shown.link.failed.connect(told.append)
    shown.engine.answers["run"] = RetryLater("The flow orders is at work already.")
    shown.tell(flow("orders", "ERP orders"))
    qtbot.mouseClick(shown.card("orders").button, Qt.MouseButton.LeftButton)
    until(lambda: told)
    assert told[0].what == "The flow orders is at work already."
    until(shown.card("orders").button.isEnabled)


def test_charts_tell_days_to_mouse_keyboard_and_screen_reader(shown: Shown, qtbot: QtBot, until: Until) -> None:
    shown.tell(flow("orders", "ERP orders", waiting=3))
    charts = shown.page.charts
    until(lambda: charts.bars.points)
    told = volume()
    assert charts.today.text() == "214"
    assert charts.median.text() == "0.4 s"
    assert charts.total.text() == f"{told['documents']:,}"
    assert charts.bars.accessibleDescription().startswith(f"{told['documents']:,} documents in 30 days; most on")
    assert "nine of ten within 2.1 s" in charts.line.accessibleDescription()
    charts.bars.setFocus()
    qtbot.keyClick(charts.bars, Qt.Key.Key_Left)
    assert charts.bars.chosen == 29
    qtbot.keyClick(charts.bars, Qt.Key.Key_Home)
    assert charts.bars.accessibleDescription() == charts.bars.points[0].words
    qtbot.keyClick(charts.bars, Qt.Key.Key_Left)
    assert charts.bars.chosen == 0
    where = charts.bars.column(29, charts.bars.rect().toRectF()).center().toPoint()
    qtbot.mouseMove(charts.bars, where)
    assert charts.bars.chosen == 29


def test_charts_without_documents_stay_empty(shown: Shown, until: Until) -> None:
    nothing = {**volume({}), "documents": 0, "median": None, "slow": None}
    nothing["days"] = [{**one, "delivered": 0, "unchanged": 0, "refused": 0, "median": None} for one in nothing["days"]]
    shown.engine.answers["volume"] = nothing
    shown.tell(flow("orders", "ERP orders"))
    until(lambda: shown.page.charts.line.points)
    assert (shown.page.charts.today.text(), shown.page.charts.median.text()) == ("0", "—")
    assert shown.page.charts.bars.accessibleDescription() == "No documents in the last 30 days."
    assert not shown.page.grab().isNull()


def test_volume_and_arrivals_are_not_asked_with_every_change_and_once_more_after_the_last(
    shown: Shown, until: Until
) -> None:
    shown.engine.answers["arrivals"] = arrivals(orders=occasion())
    shown.tell(flow("orders", "ERP orders"))
    until(lambda: "✓" in shown.card("orders").facts.text())
    for many in (1, 2, 3):
        shown.tell(flow("orders", "ERP orders", waiting=many))
    assert (len(shown.calls("volume")), len(shown.calls("arrivals"))) == (1, 1)
    shown.page.rest.setInterval(10)
    until(lambda: len(shown.calls("volume")) == 2)


def test_before_anything_is_known_the_layout_is_there(shown: Shown, qtbot: QtBot) -> None:
    shown.page.show()
    assert shown.page.ghosts.isVisible()
    assert shown.page.head.title.text() == "Looking for the engine…"
    assert not shown.page.grab().isNull()


def test_without_an_engine_that_was_ever_there_one_is_started(
    qtbot: QtBot, engine: FakeEngine, kept: QSettings, until: Until
) -> None:
    engine.answers.update(snapshot=picture([flow("orders", "ERP orders")]), volume=volume(), arrivals=[])
    engine.go()
    link = Link(engine.connect)
    page = Overview(link, Picture(link, link), kept)
    qtbot.addWidget(page)
    page.show()
    link.start()
    until(page.off.isVisible)
    assert not page.head.start.isVisible()
    engine.come()
    qtbot.mouseClick(page.off.button, Qt.MouseButton.LeftButton)
    until(lambda: "orders" in page.cards.cards)
    assert page.cards.isVisible()
    link.close()


def test_without_a_flow_it_offers_to_set_one_up(shown: Shown, qtbot: QtBot) -> None:
    shown.tell(mood="attention", key="no_flows")
    assert shown.page.none.isVisible()
    assert not shown.page.charts.isVisible()
    with qtbot.waitSignal(shown.page.guide_wanted):
        qtbot.mouseClick(shown.page.none.button, Qt.MouseButton.LeftButton)


def test_with_all_flows_switched_off_it_leads_to_the_settings(shown: Shown, qtbot: QtBot) -> None:
    shown.tell(flow("orders", "ERP orders", enabled=False, next=None), mood="paused", key="all_off")
    head = shown.page.head
    assert not head.pause.isVisible()
    with qtbot.waitSignal(shown.page.wanted) as wanted:
        qtbot.mouseClick(head.settings, Qt.MouseButton.LeftButton)
    assert wanted.args == ["settings", ""]


def test_an_engine_that_goes_away_leaves_the_cards_and_can_be_started(
    shown: Shown, qtbot: QtBot, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linking, "SOON", 10)
    monkeypatch.setattr(linking, "LATER", 10_000)
    shown.tell(flow("orders", "ERP orders", state="syncing", progress={**PROGRESS, "flow": "orders"}))
    assert shown.card("orders").bar.isVisible()
    shown.engine.go()
    until(lambda: shown.link.state is State.OFF)
    head = shown.page.head
    assert (head.title.text(), head.rest.text()) == ("Nothing runs", "The engine is off.")
    assert not shown.card("orders").button.isEnabled()
    assert shown.card("orders").button.toolTip() == "The engine is off."
    assert shown.card("orders").badge.accessibleName() == "Not known now"
    assert not shown.card("orders").bar.isVisible()
    shown.engine.come()
    qtbot.mouseClick(head.start, Qt.MouseButton.LeftButton)
    assert not head.start.isEnabled()
    until(lambda: pressable(head.pause))
    assert not head.start.isVisible()
    assert shown.card("orders").button.isEnabled()


def test_what_there_is_to_say_of_a_run_that_was_ordered_here_is_said(shown: Shown) -> None:
    shown.tell(flow("orders", "ERP orders"))
    shown.engine.answers["run"] = {"outcome": "done", "note": "Nothing was found up to 14:30."}
    with shown.qtbot.waitSignal(shown.page.told) as heard:
        shown.page.steering.run("orders")
    assert heard.args == ["well", "ERP orders: Nothing was found up to 14:30."]
