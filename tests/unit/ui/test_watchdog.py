"""The watchdog notices what blocks, and nothing else: no quick event, no wait for a core."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.watchdog import LIMIT, Blocked, Watched, told_of

ROOT = Path(__file__).parents[3]


@pytest.fixture
def watched(qapp: Watched) -> Iterator[Watched]:
    """What these tests block on purpose is not told of afterwards."""
    yield qapp
    qapp.blocked.clear()


def work(seconds: float) -> None:
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def run(watched: Watched, qtbot: QtBot, times: int, seconds: float) -> None:
    """So many timers, each of which works for so long."""
    done: list[int] = []

    def once() -> None:
        work(seconds)
        done.append(1)

    for _ in range(times):
        QTimer.singleShot(0, watched, once)
    qtbot.waitUntil(lambda: len(done) == times, timeout=60_000)


@pytest.mark.parametrize("block", [time.sleep, work])
def test_a_click_that_blocks_is_told_with_its_event(
    watched: Watched, qtbot: QtBot, block: Callable[[float], None]
) -> None:
    button = QPushButton("Block")
    qtbot.addWidget(button)
    button.clicked.connect(lambda: block(12 * LIMIT))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert [(one.receiver, one.event) for one in watched.blocked] == [("QPushButton", "MouseButtonRelease")]
    assert watched.blocked[0].took > 3 * LIMIT
    assert "MouseButtonRelease of QPushButton held the GUI thread up for" in str(watched.blocked[0])


def test_a_timer_that_blocks_is_told_once(watched: Watched, qtbot: QtBot) -> None:
    run(watched, qtbot, 1, 12 * LIMIT)
    assert len(watched.blocked) == 1


def test_many_quick_events_are_none_that_blocks(watched: Watched, qtbot: QtBot) -> None:
    run(watched, qtbot, 20, LIMIT / 5)
    assert watched.blocked == []


def test_on_a_busy_machine_nothing_is_told_that_did_not_block(watched: Watched, qtbot: QtBot) -> None:
    """Ten processes and a thread want the cores; events that work for ten milliseconds stay within fifty."""
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(10)]
    stop = threading.Event()
    beside = threading.Thread(target=lambda: [sum(range(2000)) for _ in iter(stop.is_set, True)])
    beside.start()
    try:
        run(watched, qtbot, 30, LIMIT / 5)
    finally:
        stop.set()
        beside.join()
        for one in busy:
            one.kill()
            one.wait()
    assert watched.blocked == []


def test_what_the_watchdog_reads_itself_is_no_part_of_an_event(watched: Watched, qtbot: QtBot) -> None:
    """It reads of every thread how long it waited; each time, a thread that works may take the interpreter."""
    stop = threading.Event()
    beside = [threading.Thread(target=stop.wait) for _ in range(30)]
    beside.append(threading.Thread(target=lambda: [sum(range(2000)) for _ in iter(stop.is_set, True)]))
    for one in beside:
        one.start()
    try:
        for _ in range(10):
            qtbot.wait(20)
            watched.sendEvent(watched, QEvent(QEvent.Type.User))
    finally:
        stop.set()
        for one in beside:
            one.join()
    assert watched.blocked == []


def test_what_an_event_sends_on_is_part_of_it(watched: Watched, qtbot: QtBot) -> None:
    class Slow(QObject):
        def event(self, event: QEvent) -> bool:
            if event.type() is QEvent.Type.User:
                work(12 * LIMIT)
            return super().event(event)

    class Sender(QObject):
        def event(self, event: QEvent) -> bool:
            if event.type() is QEvent.Type.User:
                watched.sendEvent(slow, QEvent(QEvent.Type.User))
            return super().event(event)

    slow, sender = Slow(), Sender()
    watched.sendEvent(sender, QEvent(QEvent.Type.User))
    assert [one.receiver for one in watched.blocked] == ["Sender"]


TRIED: list[bool] = []


def test_what_blocked_once_is_tried_again(qapp: Watched) -> None:
    """This test blocks when it is first run, and passes by being run anew."""
    TRIED.append(True)
    if len(TRIED) == 1:
        qapp.blocked.append(Blocked("Table", "Paint", 0.08, LIMIT))


def test_what_blocks_each_time_fails(tmp_path: Path) -> None:
    names = "_collected_here, _never_blocked, _plain, pytest_runtest_protocol, qapp_args, qapp_cls"
    (tmp_path / "conftest.py").write_text(f"from tests.unit.ui.conftest import {names}\n", encoding="utf-8")
    (tmp_path / "test_it.py").write_text(
        "import time\nfrom PySide6.QtCore import QTimer\n\n\n"
        "def test_blocks(qapp, qtbot):\n"
        "    QTimer.singleShot(0, qapp, lambda: time.sleep(0.6))\n"
        "    qtbot.wait(50)\n\n\n"
        "def test_does_not(qapp, qtbot):\n"
        "    qtbot.wait(50)\n",
        encoding="utf-8",
    )
    config = ("-c", str(ROOT / "pyproject.toml"), "-p", "no:cacheprovider")
    command = [sys.executable, "-m", "pytest", "-q", *config, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert "2 passed, 1 error" in done.stdout, done.stdout
    assert "held the GUI thread up for" in done.stdout


def test_what_is_told_of_it(watched: Watched) -> None:
    assert told_of([]) == ""
    assert told_of([Blocked("Table", "Paint", 0.0801, LIMIT)]) == (
        "Paint of Table held the GUI thread up for 80 ms (allowed: 50 ms)"
    )
