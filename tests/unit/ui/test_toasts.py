"""What is told in a toast: each cause once, together what comes together, nothing to somebody who looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from desktop_sync.ui import toasts as toasting
from desktop_sync.ui.link import Link
from desktop_sync.ui.picture import Picture
from desktop_sync.ui.toasts import Toast, Toasts
from tests.fake_engine import FakeEngine
from tests.unit.ui.snapshots import Row, flow, problem, snapshot

Until = Callable[[Callable[[], Any]], None]
QUIET = 120  # ms in which a toast would have come


class Desk:
    """A desk of which only toasts are there; ``told`` holds them."""

    def __init__(self, link: Link, engine: FakeEngine, kept: QSettings, qtbot: QtBot) -> None:
        self.engine, self.kept, self._link, self._qtbot = engine, kept, link, qtbot
        self.looks = False
        self.begin()

    def begin(self) -> None:
        """Anew, as after a start of the program."""
        self.told: list[Toast] = []
        self.picture = Picture(self._link, self._link)
        self.toasts = Toasts(self._link, self.picture, self.kept, lambda: self.looks, self.picture)
        self.toasts.told.connect(self.told.append)

    def show(self, *problems: Row) -> None:
        """The engine tells these problems."""
        self.engine.answers["snapshot"] = snapshot(flow(), flow("invoices", "Invoices"), problems=problems)
        with self._qtbot.waitSignal(self.picture.changed):
            self.picture.refresh()

    def quiet(self) -> list[Toast]:
        """What has been told after all that was to be told."""
        self._qtbot.wait(QUIET)
        return self.told


@pytest.fixture
def desk(link: Link, engine: FakeEngine, kept: QSettings, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(toasting, "GATHER", 20)
    monkeypatch.setattr(toasting, "APART", 0.02)
    return Desk(link, engine, kept, qtbot)


def test_a_new_problem_is_told_once_and_leads_to_its_group(desk: Desk, until: Until) -> None:
    desk.show()
    desk.show(problem(7))
    until(lambda: desk.told)
    desk.show(problem(7))
    desk.show(problem(7), problem(8))
    [toast] = desk.quiet()
    assert toast == Toast(
        "ERP orders", "Order 4717 was refused: the customer is not known in Acme.", "attention", "problems", "g7"
    )


def test_many_of_one_kind_are_one_and_many_kinds_are_one_too(desk: Desk, until: Until) -> None:
    desk.show()
    desk.show(problem(1), problem(2), problem(3))
    until(lambda: desk.told)
    assert desk.told[0].text.endswith("And 2 more of this kind.")
    kinds = [problem(number, f"cause {number}", what=f"Trouble {number}.") for number in range(10, 15)]
    desk.show(problem(1), *kinds)
    until(lambda: len(desk.told) == 2)
    assert desk.told[1].title.startswith("5 new problem")
    assert desk.told[1].text.startswith("Trouble 10.\nTrouble 11.")
    assert (desk.told[1].page, desk.told[1].subject) == ("problems", "")


def test_what_was_open_at_the_first_start_is_no_news_and_what_came_while_it_was_off_is(
    desk: Desk, until: Until
) -> None:
    desk.show(problem(1, "old"))
    assert desk.quiet() == []
    desk.begin()
    desk.show(problem(1, "old"), problem(2, "new", what="The share is away."))
    until(lambda: desk.told)
    assert [one.text for one in desk.quiet()] == ["The share is away."]
    desk.begin()
    desk.show(problem(1, "old"), problem(2, "new"))
    assert desk.quiet() == []


def test_what_comes_and_goes_is_told_once_an_hour(desk: Desk, until: Until) -> None:
    desk.show()
    for _ in range(3):
        desk.show(problem(1))
        until(lambda: desk.told)
        desk.quiet()
        desk.show()
        desk.quiet()
    assert [one.title for one in desk.told].count("ERP orders") == 1


def test_what_went_before_it_was_told_never_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toasting, "GATHER", 100)
    desk.show()
    desk.show(problem(1))
    desk.show()
    desk._qtbot.wait(150)
    assert desk.told == []


def test_a_recovery_of_what_was_told_is_told(desk: Desk, until: Until) -> None:
    desk.show()
    desk.show(problem(1, what="The share is away."), problem(2, "other"))
    until(lambda: desk.told)
    desk.show(problem(2, "other"))
    until(lambda: len(desk.told) == 2)
    assert desk.told[1].title.startswith("Solved; 1 problem")
    assert desk.told[1].text == "No more: The share is away."
    desk.show()
    until(lambda: len(desk.told) == 3)
    assert (desk.told[2].title, desk.told[2].mood) == ("All is well again", "well")


@pytest.mark.parametrize("wish, cause", [("problems", "missing"), ("arrivals", "arrivals: missing")])
def test_what_is_not_wished_is_not_told(desk: Desk, until: Until, wish: str, cause: str) -> None:
    desk.kept.setValue(f"notify/{wish}", False)
    other = "arrivals: few" if wish == "problems" else "other"
    desk.show()
    desk.show(problem(1, cause, what="Not wished."), problem(2, other, what="Wished."))
    until(lambda: desk.told)
    assert [one.text for one in desk.quiet()] == ["Wished."]


def test_success_only_if_wished(desk: Desk, until: Until) -> None:
    desk.show()
    ended = {"event": "run ended", "flow": "orders", "outcome": "done", "counts": {"created": 11, "updated": 1}}
    desk.engine.tell(ended)
    assert desk.quiet() == []
    desk.kept.setValue("notify/success", True)
    desk.engine.tell({**ended, "counts": {"unchanged": 4}})
    assert desk.quiet() == []
    desk.engine.tell(ended)
    until(lambda: desk.told)
    [toast] = desk.told
    assert toast.text.startswith("12 document")
    assert (toast.title, toast.mood, toast.page, toast.subject) == ("ERP orders", "well", "activity", "orders")


def test_who_looks_at_the_desk_is_told_nothing(desk: Desk) -> None:
    desk.looks = True
    desk.show()
    desk.show(problem(1))
    assert desk.quiet() == []


def test_an_engine_that_goes_is_no_recovery(desk: Desk, engine: FakeEngine, until: Until) -> None:
    desk.show()
    desk.show(problem(1))
    until(lambda: desk.told)
    engine.go()
    assert len(desk.quiet()) == 1
