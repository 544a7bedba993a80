"""Which programs hold a file open, as the Restart Manager of Windows knows it. Elsewhere, and of shares: nobody.

It is asked about a file that cannot be had, to name who has it; what it does not tell is left out. It sees the
programs of this machine only. Source: restartmanager.h (RmStartSession, RmRegisterResources, RmGetList).
"""

from __future__ import annotations

import ntpath
import sys
from dataclasses import dataclass

from desktop_sync.windows.drives import drive_letter

_LONG = "\\\\?\\"


@dataclass(frozen=True, slots=True)
class Holder:
    """``title`` is how the program calls itself (a service: its display name); ``program`` its file, or empty."""

    title: str
    process: int
    program: str = ""

    @property
    def name(self) -> str:
        """``Microsoft Excel (EXCEL.EXE)``."""
        named = self.title or self.program
        return f"{named} ({self.program})" if self.program and self.program != named else named


def askable(path: str) -> str:
    """``path`` as the Restart Manager takes it; empty for a share, whose server alone knows, and for no whole path."""
    return path.removeprefix(_LONG) if drive_letter(path) else ""


if sys.platform == "win32":
    import ctypes
    from collections.abc import Iterator
    from contextlib import contextmanager
    from ctypes import wintypes

    _MORE = 234  # ERROR_MORE_DATA
    _TRIES = 3  # programs come and go between the two questions
    _KEY = 33  # CCH_RM_SESSION_KEY and its end
    _LIMITED = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION
    _LONGEST_PATH = 1024

    class _Info(ctypes.Structure):  # RM_PROCESS_INFO
        _fields_ = (
            ("process", wintypes.DWORD),
            ("started", wintypes.FILETIME),
            ("title", wintypes.WCHAR * 256),
            ("service", wintypes.WCHAR * 64),
            ("kind", wintypes.DWORD),
            ("status", wintypes.ULONG),
            ("session", wintypes.DWORD),
            ("restartable", wintypes.BOOL),
        )

    def holders(path: str) -> tuple[Holder, ...]:
        """Who holds it now; empty when nobody does any more, or nobody can tell."""
        asked = askable(path)
        if not asked:
            return ()
        try:
            manager = ctypes.WinDLL("rstrtmgr")
        except OSError:
            return ()
        with _session(manager) as session:
            files = (wintypes.LPCWSTR * 1)(asked)
            if session is None or manager.RmRegisterResources(session, 1, files, 0, None, 0, None):
                return ()
            return tuple(Holder(one.title, one.process, _program(one.process)) for one in _told(manager, session))

    @contextmanager
    def _session(manager: ctypes.WinDLL) -> Iterator[wintypes.DWORD | None]:
        session, key = wintypes.DWORD(), ctypes.create_unicode_buffer(_KEY)
        if manager.RmStartSession(ctypes.byref(session), 0, key):
            yield None
            return
        try:
            yield session
        finally:
            manager.RmEndSession(session)

    def _told(manager: ctypes.WinDLL, session: wintypes.DWORD) -> list[_Info]:
        needed, many, why = wintypes.UINT(), wintypes.UINT(), wintypes.DWORD()
        found = (_Info * 0)()
        for _ in range(_TRIES):
            code = manager.RmGetList(
                session, ctypes.byref(needed), ctypes.byref(many), found if many.value else None, ctypes.byref(why)
            )
            if code != _MORE:
                return list(found[: many.value]) if code == 0 else []
            found = (_Info * needed.value)()
            many.value = needed.value
        return []

    def _program(process: int) -> str:
        kernel32 = ctypes.WinDLL("kernel32")
        kernel32.OpenProcess.restype = wintypes.HANDLE
        kernel32.QueryFullProcessImageNameW.argtypes = (
            wintypes.HANDLE, wintypes.DWORD, wintypes.LPWSTR, ctypes.POINTER(wintypes.DWORD)
        )  # fmt: skip
        kernel32.CloseHandle.argtypes = (wintypes.HANDLE,)
        handle = kernel32.OpenProcess(_LIMITED, False, process)
        if not handle:
            return ""
        try:
            length = wintypes.DWORD(_LONGEST_PATH)
            text = ctypes.create_unicode_buffer(_LONGEST_PATH)
            told = kernel32.QueryFullProcessImageNameW(handle, 0, text, ctypes.byref(length))
            return ntpath.basename(text.value) if told else ""
        finally:
            kernel32.CloseHandle(handle)

else:

    def holders(path: str) -> tuple[Holder, ...]:
        """Nobody tells here."""
        return ()
