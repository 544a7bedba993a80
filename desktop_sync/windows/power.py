"""What Windows tells a program of sleep, resume, the end of the session and of the console. Nothing elsewhere.

A hidden window hears what is broadcast to all top-level windows (WM_POWERBROADCAST, WM_QUERYENDSESSION, WM_ENDSESSION;
learn.microsoft.com, "Power Management Events" and "Shutting Down"); a message-only window would hear none of it. A
process without a console may hear nothing at all when it is ended, so nothing may rely on it.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Any

from desktop_sync.program import product

LAST_WORDS = 4.0  # seconds; Windows ends a process five seconds after the console's close
_WM_POWERBROADCAST, _WM_QUERYENDSESSION, _WM_ENDSESSION, _WM_CLOSE, _WM_DESTROY = 0x0218, 0x0011, 0x0016, 0x0010, 0x0002
WINDOW_CLASS = "DesktopSyncEngine"
_RESUMED = frozenset({0x0007, 0x0012})  # PBT_APMRESUMESUSPEND, PBT_APMRESUMEAUTOMATIC


class PowerEvents:
    """``resumed`` and ``ends`` are called in a thread of their own. After ``ends`` the system waits for ``stop``."""

    def __init__(self, resumed: Callable[[], None], ends: Callable[[], None]) -> None:
        self._resumed = resumed
        self._ends = ends
        self._gone = threading.Event()
        self._handler = self._console  # one object: it is taken away by what it is
        self._window = 0
        self._listens = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="power", daemon=True)

    def start(self) -> None:
        """Listens from now on, in a thread of its own."""
        if sys.platform == "win32":
            import win32api

            win32api.SetConsoleCtrlHandler(self._handler, True)
            self._thread.start()

    def stop(self) -> None:
        """All has ended well: nothing more is heard, another one may listen. Without effect when not started."""
        self._gone.set()  # first: who waits for it holds what is asked for below
        if sys.platform == "win32" and self._thread.is_alive():
            import win32api
            import win32gui

            self._listens.wait(LAST_WORDS)
            win32gui.PostMessage(self._window, _WM_CLOSE, 0, 0)
            self._thread.join(LAST_WORDS)
            win32api.SetConsoleCtrlHandler(self._handler, False)

    def _console(self, event: int) -> bool:
        """Ctrl+C, the console's close, log-off, shutdown: the process ends when this returns."""
        self._ends()
        self._gone.wait(LAST_WORDS)
        return True

    def _listen(self) -> None:
        if sys.platform == "win32":
            import win32api
            import win32gui

            window_class: Any = win32gui.WNDCLASS()
            window_class.hInstance = win32api.GetModuleHandle(None)
            window_class.lpszClassName = WINDOW_CLASS
            window_class.lpfnWndProc = {
                _WM_POWERBROADCAST: self._power,
                _WM_QUERYENDSESSION: self._session,
                _WM_ENDSESSION: self._session,
                _WM_DESTROY: self._ended,
            }
            atom = win32gui.RegisterClass(window_class)
            instance = window_class.hInstance
            self._window = win32gui.CreateWindow(atom, product(), 0, 0, 0, 0, 0, 0, 0, instance, None)
            self._listens.set()
            win32gui.PumpMessages()
            win32gui.UnregisterClass(atom, instance)

    def _ended(self, window: int, message: int, what: int, more: int) -> int:
        if sys.platform == "win32":
            import win32gui

            win32gui.PostQuitMessage(0)
        return 0

    def _power(self, window: int, message: int, what: int, more: int) -> bool:
        if what in _RESUMED:
            threading.Thread(target=self._resumed, name="resumed", daemon=True).start()
        return True

    def _session(self, window: int, message: int, ending: int, more: int) -> bool:
        if message == _WM_ENDSESSION and ending:
            self._ends()
            self._gone.wait(LAST_WORDS)
        return True
