"""What takes long is imported beside the GUI thread; who waits for it goes on there, in turn, also when it failed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

from desktop_sync.ui.loading import Loading

Until = Callable[[Callable[[], Any]], None]


def test_jobs_wait_in_turn_and_later_ones_do_not(qtbot: QtBot, until: Until) -> None:
    go_on, done = threading.Event(), list[str]()
    threads: list[threading.Thread] = []

    def what() -> None:
        threads.append(threading.current_thread())
        go_on.wait(10)

    loading = Loading(what, lambda: done.append("first"))
    loading.then(lambda: done.append("one"))
    loading.then(lambda: done.append("two"))
    qtbot.wait(20)
    assert done == []
    go_on.set()
    until(lambda: len(done) == 3)
    loading.then(lambda: done.append("at once"))
    assert done == ["first", "one", "two", "at once"]
    assert [one is threading.main_thread() for one in threads] == [False]


def test_what_cannot_be_loaded_is_met_by_who_uses_it(qtbot: QtBot, until: Until) -> None:
    def what() -> None:
        raise ImportError("not there")

    done: list[str] = []
    loading = Loading(what)
    loading.then(lambda: done.append("tried"))
    until(lambda: done == ["tried"])
