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

LAST_WORDS = 4.0  # seconds; Windows ends a process five seconds after the console's close
_WM_POWERBROADCAST, _WM_QUERYENDSESSION, _WM_ENDSESSION, _WM_CLOSE = 0x0218, 0x0011, 0x0016, 0x0010
_RESUMED = frozenset({0x0007, 0x0012})  # PBT_APMRESUMESUSPEND, PBT_APMRESUMEAUTOMATIC


class PowerEvents:
    """``resumed`` and ``ends`` are called in a thread of their own; ``gone`` is set when the program has ended well."""

    def __init__(self, resumed: Callable[[], None], ends: Callable[[], None], gone: threading.Event) -> None:
        self._resumed = resumed
        self._ends = ends
        self._gone = gone

    def start(self) -> None:
        """Listens from now on, in a thread of its own."""
        if sys.platform == "win32":
            import win32api

            win32api.SetConsoleCtrlHandler(self._console, True)
            threading.Thread(target=self._listen, name="power", daemon=True).start()

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
            window_class.lpszClassName = "DesktopSyncEngine"
            window_class.lpfnWndProc = {
                _WM_POWERBROADCAST: self._power,
                _WM_QUERYENDSESSION: self._session,
                _WM_ENDSESSION: self._session,
            }
            atom = win32gui.RegisterClass(window_class)
            win32gui.CreateWindow(atom, "Desktop Sync", 0, 0, 0, 0, 0, 0, 0, window_class.hInstance, None)
            win32gui.PumpMessages()

    def _power(self, window: int, message: int, what: int, more: int) -> bool:
        if what in _RESUMED:
            threading.Thread(target=self._resumed, name="resumed", daemon=True).start()
        return True

    def _session(self, window: int, message: int, ending: int, more: int) -> bool:
        if message == _WM_ENDSESSION and ending:
            self._ends()
            self._gone.wait(LAST_WORDS)
        return True
