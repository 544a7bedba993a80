"""The engine as the GUI thread sees it: answers and events arrive there; it is found again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop_sync.core.errors import Rejected, RetryLater, Stop, SyncError
from desktop_sync.core.events import LEAVE
from desktop_sync.ui import link as module
from desktop_sync.ui.link import Link, State
from tests.fake_engine import FakeEngine

Until = Callable[[Callable[[], Any]], None]


def test_an_answer_arrives_on_the_gui_thread(link: Link, engine: FakeEngine, until: Until) -> None:
    engine.answers["trail"] = lambda document: [document, threading.current_thread().name]
    got: list[Any] = []
    link.ask(link, "trail", lambda value: got.append((value, threading.current_thread())), document="4711")
    until(lambda: got)
    (document, worked), heard = got[0]
    assert document == "4711"
    assert worked == "desk trail"
    assert heard is threading.main_thread()


def test_an_error_goes_to_whoever_asked_or_to_the_window(link: Link, engine: FakeEngine, until: Until) -> None:
    engine.answers["retry"] = Rejected("There is no such document.", "Look again.")
    own: list[SyncError] = []
    all_of_them: list[SyncError] = []
    link.failed.connect(all_of_them.append)
    link.ask(link, "retry", None, own.append, name="1")
    until(lambda: own)
    assert (own[0].what, own[0].hint, all_of_them) == ("There is no such document.", "Look again.", [])
    link.ask(link, "retry", name="1")
    until(lambda: all_of_them)


def test_a_fault_of_the_program_is_told_as_one(link: Link, engine: FakeEngine, until: Until) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    engine.answers["backup"] = broken
    told: list[SyncError] = []
    link.ask(link, "backup", None, told.append)
    until(lambda: told)
    assert "a fault in the program" in told[0].what


def test_whoever_is_gone_is_not_called(link: Link, engine: FakeEngine, qtbot: QtBot) -> None:
    let_go = threading.Event()
    engine.answers["history"] = lambda: let_go.wait(5)
    gone = QObject()
    forgot: list[Any] = []
    link.ask(gone, "history", forgot.append)
    asked = link.ask(link, "history", forgot.append)
    asked.forget()
    gone.deleteLater()
    qtbot.wait(20)
    let_go.set()
    qtbot.wait(100)
    assert forgot == []


def test_a_call_is_cancelled_and_its_own_events_are_heard(link: Link, engine: FakeEngine, until: Until) -> None:
    def run(tell: Callable[..., None], cancelled: threading.Event) -> str:
        tell({"event": "progress", "done": 1})
        return "cancelled" if cancelled.wait(5) else "not cancelled"

    engine.answers["run"] = run
    heard: list[Any] = []
    ended: list[str] = []
    asked = link.ask(link, "run", ended.append, None, heard.append)
    until(lambda: heard)
    asked.cancel()
    until(lambda: ended)
    assert ended == ["cancelled"]


def test_an_engine_that_goes_and_comes_back_is_found(
    link: Link, engine: FakeEngine, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SOON", 10)
    monkeypatch.setattr(module, "LATER", 10)
    happened: list[Any] = []
    link.happened.connect(happened.append)
    engine.go()
    until(lambda: link.state is State.OFF)
    assert (link.why, link.may("run")) == ("The engine is off.", False)
    refused: list[SyncError] = []
    link.ask(link, "run", None, refused.append)
    until(lambda: refused)
    assert isinstance(refused[0], RetryLater)
    engine.come()
    until(lambda: link.state is State.CONNECTED)
    engine.tell({"event": "problems changed"})
    until(lambda: happened)
    assert happened == [{"event": "problems changed"}]


def test_none_runs_so_one_is_started(qtbot: QtBot, engine: FakeEngine, until: Until) -> None:
    engine.go()
    link = Link(engine.connect, engine.come)
    link.start()
    until(lambda: link.state is State.CONNECTED)
    link.close()


def test_why_none_could_be_started_is_said(engine: FakeEngine, until: Until, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SOON", 5)
    monkeypatch.setattr(module, "STARTING", 0.05)
    engine.gone = True
    said: list[str] = []
    link = Link(engine.connect, lambda: said.append("The data folder belongs to another machine."), lambda: said[-1])
    said.append("")
    link.start()
    until(lambda: link.state is State.OFF)
    assert link.why == "The data folder belongs to another machine."
    link.close()


def test_texts_are_put_into_its_language_beside_the_gui_thread(
    engine: FakeEngine, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first text of a language takes as long as its catalogue is large."""
    monkeypatch.setattr(module, "SOON", 5)
    monkeypatch.setattr(module, "LATER", 5)
    threads: set[str] = set()

    def say(text: str) -> str:
        threads.add(threading.current_thread().name)
        return f"<{text}>" if text else ""

    def start() -> None:
        raise PermissionError(13, "Permission denied")

    def move() -> None:
        raise SyncError("Its disk is full.", "Make room.")

    engine.go()
    link = Link(engine.connect, start, str, None, move)
    link.say = say
    failed: list[SyncError] = []
    link.failed.connect(failed.append)
    link.start()
    until(lambda: link.why == "<The engine could not be started: Permission denied.>")
    link.ask(link, "run")
    until(lambda: len(failed) == 1)
    link.move_here()
    until(lambda: len(failed) == 2)
    engine.come()
    until(lambda: link.state is State.CONNECTED)
    link.close()
    assert [one.what for one in failed] == [
        "<The engine could not be started: Permission denied.>",
        "<Its disk is full.>",
    ]
    assert threads == {"desk connect", "desk start", "desk move"}


def test_a_setup_that_swaps_the_program_has_it_leave_also_where_no_engine_can_start(
    engine: FakeEngine, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SOON", 5)
    monkeypatch.setattr(module, "LATER", 5)
    monkeypatch.setattr(module, "STARTING", 0.05)
    swapped = threading.Event()
    engine.gone = True
    link = Link(engine.connect, lambda: None, lambda: "The settings are broken.", swapped=swapped.is_set)
    happened: list[Any] = []
    link.happened.connect(happened.append)
    link.start()
    until(lambda: link.state is State.OFF)
    assert happened == []
    swapped.set()
    until(lambda: happened)
    link.close()
    assert happened == [{"event": LEAVE}]


def test_it_is_started_beside_the_gui_thread(engine: FakeEngine, until: Until) -> None:
    """A virus scanner may hold a new process up for seconds."""
    threads: list[str] = []

    def start() -> None:
        threads.append(threading.current_thread().name)
        engine.come()

    engine.go()
    link = Link(engine.connect, start)
    link.start()
    until(lambda: link.state is State.CONNECTED)
    link.close()
    assert threads == ["desk start"]


def test_why_something_may_not_be_done(link: Link, engine: FakeEngine, until: Until) -> None:
    assert link.why_not("run") == ""
    engine.refused |= {"run", "save_settings"}
    assert "may only look" in link.why_not("run")
    assert "those who may change settings" in link.why_not("save_settings")
    engine.go()
    until(lambda: link.state is State.CONNECTING)
    assert link.why_not("run") == "The engine is being looked for."
    until(lambda: link.state is State.OFF)
    assert link.why_not("run") == "The engine is off."


def test_it_cannot_be_started(engine: FakeEngine, until: Until) -> None:
    def start() -> None:
        raise PermissionError(13, "Permission denied")

    engine.go()
    link = Link(engine.connect, start)
    link.start()
    until(lambda: link.state is State.OFF)
    assert link.why == "The engine could not be started: Permission denied."
    link.close()


def test_an_engine_that_does_not_want_us_is_told(until: Until) -> None:
    def connect() -> None:
        raise Stop("The engine belongs to another account.", "Ask IT.")

    link = Link(connect)
    link.start()
    until(lambda: link.state is State.REFUSED)
    assert "another account" in link.why
    link.close()


def test_a_connection_that_hangs_holds_nothing_up(qtbot: QtBot) -> None:
    let_go = threading.Event()

    def connect() -> None:
        let_go.wait(5)

    link = Link(connect)
    began = time.monotonic()
    link.start()
    qtbot.wait(20)
    assert time.monotonic() - began < 2
    assert link.state is State.CONNECTING
    link.close()
    let_go.set()


def test_an_engine_that_ends_again_and_again_is_left_alone_until_a_person_wants_it(
    engine: FakeEngine, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SOON", 5)
    monkeypatch.setattr(module, "LATER", 5)
    starts: list[bool] = []

    def start() -> None:
        starts.append(True)
        engine.come()

    engine.gone = True
    link = Link(engine.connect, start)
    link.start()
    for number in range(1, module.OFTEN + 1):
        until(lambda: link.state is State.CONNECTED)
        assert len(starts) == number
        engine.go()
        until(lambda: link.state is not State.CONNECTED)
    until(lambda: link.state is State.OFF)
    assert "again and again" in link.why
    link.start_engine()
    until(lambda: link.state is State.CONNECTED)
    assert len(starts) == module.OFTEN + 1
    link.close()


def test_of_two_looks_the_later_one_counts_and_the_other_connection_is_closed(until: Until) -> None:
    first, second = FakeEngine(), FakeEngine()
    let_go, closed, looks = threading.Event(), threading.Event(), iter((first, second))
    first.close = closed.set  # type: ignore[method-assign]

    def connect() -> FakeEngine:
        engine = next(looks)
        if engine is first:
            let_go.wait(5)
        return engine

    link = Link(connect)
    happened: list[Any] = []
    link.happened.connect(happened.append)
    link.start()
    link.start_engine()
    until(lambda: link.state is State.CONNECTED)
    let_go.set()
    until(closed.is_set)
    first.tell({"event": "problems changed"})
    second.tell({"event": "totals changed"})
    until(lambda: happened)
    assert happened == [{"event": "totals changed"}]
    assert link.state is State.CONNECTED
    link.close()
