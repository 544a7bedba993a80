"""Under Wine: sleep, resume and the end of the session reach the program through its hidden window."""

from __future__ import annotations

import threading
import time

import pytest
import win32con
import win32gui

from desktop_sync.windows import power
from desktop_sync.windows.power import WINDOW_CLASS, PowerEvents

SUSPEND, RESUME_SUSPEND, RESUME_AUTOMATIC = 0x0004, 0x0007, 0x0012  # PBT_… of winuser.h
SOON = 60.0  # seconds


class Listening:
    """What was heard."""

    def __init__(self) -> None:
        self.resumed = threading.Event()
        self.ended = threading.Event()
        self.events = PowerEvents(self.resumed.set, self.ended.set)
        self.events.start()
        self.window = window()


def window() -> int:
    until = time.monotonic() + SOON
    while not (found := win32gui.FindWindow(WINDOW_CLASS, None)):
        assert time.monotonic() < until
        time.sleep(0.02)
    return found


@pytest.mark.parametrize("what", [RESUME_SUSPEND, RESUME_AUTOMATIC])
def test_a_resume_is_heard(what: int) -> None:
    heard = Listening()
    try:
        win32gui.SendMessage(heard.window, win32con.WM_POWERBROADCAST, SUSPEND, 0)
        assert not heard.resumed.is_set()
        assert win32gui.SendMessage(heard.window, win32con.WM_POWERBROADCAST, what, 0)
        assert heard.resumed.wait(SOON)
        assert not heard.ended.is_set()
    finally:
        heard.events.stop()


def test_the_end_of_the_session_waits_for_the_program() -> None:
    heard = Listening()
    assert win32gui.SendMessage(heard.window, win32con.WM_QUERYENDSESSION, 0, 0)
    assert win32gui.SendMessage(heard.window, win32con.WM_ENDSESSION, 0, 0)  # somebody else said no: nothing ends
    assert not heard.ended.is_set()
    answered = threading.Event()

    def end() -> None:
        win32gui.SendMessage(heard.window, win32con.WM_ENDSESSION, 1, 0)
        answered.set()

    threading.Thread(target=end, daemon=True).start()
    assert heard.ended.wait(SOON)
    assert not answered.wait(0.5)
    begun = time.monotonic()
    heard.events.stop()
    assert answered.wait(SOON)
    assert time.monotonic() - begun < power.LAST_WORDS - 1


def test_another_one_listens_after_the_first_and_alone() -> None:
    former = Listening()
    former.events.stop()
    assert not win32gui.FindWindow(WINDOW_CLASS, None)
    heard = Listening()
    win32gui.SendMessage(heard.window, win32con.WM_POWERBROADCAST, RESUME_AUTOMATIC, 0)
    assert heard.resumed.wait(SOON)
    assert not former.resumed.is_set()
    heard.events.stop()


def test_one_that_never_began_is_stopped() -> None:
    PowerEvents(lambda: None, lambda: None).stop()
