"""The event log of Windows, where administrators look first: one entry, under the source that the setup registers.

Without that source nothing is written, for the viewer would show a text that nobody has described. Elsewhere there is
the system's journal, which takes what a program prints. Source: winbase.h (RegisterEventSourceW, ReportEventW).
"""

from __future__ import annotations

import re
import sys

from desktop_sync.program import named, product

SOURCE = product()  # as the setup registers it
REGISTERED = rf"SYSTEM\CurrentControlSet\Services\EventLog\Application\{SOURCE}"
LONGEST = 8_000  # characters; Windows takes 31,839
_PLACE = re.compile(r"%(?=\d)")

LEVELS = {"error": 1, "warning": 2, "information": 4}  # EVENTLOG_ERROR_TYPE and so on


def shown(text: str) -> str:
    """As the viewer shows it: it would put values of its own in the place of ``%1``, and endlessly."""
    return _PLACE.sub("% ", text[:LONGEST])


if sys.platform == "win32":
    import ctypes
    import winreg
    from ctypes import wintypes

    def note(number: int, level: str, text: str) -> bool:
        """Whether it was written. ``number``: 1 to 1000, for which the source has texts; ``level``: of ``LEVELS``."""
        try:
            winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, REGISTERED, 0, winreg.KEY_READ).Close()
        except OSError:
            return False
        system = ctypes.WinDLL("advapi32")
        system.RegisterEventSourceW.argtypes = (wintypes.LPCWSTR, wintypes.LPCWSTR)
        system.RegisterEventSourceW.restype = wintypes.HANDLE
        system.ReportEventW.argtypes = (
            wintypes.HANDLE, wintypes.WORD, wintypes.WORD, wintypes.DWORD, ctypes.c_void_p, wintypes.WORD,
            wintypes.DWORD, ctypes.POINTER(wintypes.LPCWSTR), ctypes.c_void_p,
        )  # fmt: skip
        system.DeregisterEventSource.argtypes = (wintypes.HANDLE,)
        source = system.RegisterEventSourceW(None, SOURCE)
        if not source:
            return False
        try:
            texts = (wintypes.LPCWSTR * 1)(shown(named(text)))
            return bool(system.ReportEventW(source, LEVELS[level], 0, number, None, 1, 0, texts, None))
        finally:
            system.DeregisterEventSource(source)

else:

    def note(number: int, level: str, text: str) -> bool:
        """There is none here."""
        return False
