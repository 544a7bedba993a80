"""Runs inside Windows: brings an event of the console, or ``session``: the end of the session, to a process.

The system starts a thread in the process, at ``CtrlRoutine`` of its kernelbase.dll, which stands at one address in all
processes of a session. Wine has no tool that closes a console, signs a person out or presses Ctrl+Break.
"""

from __future__ import annotations

import ctypes
import sys
from ctypes import wintypes

ALL_ACCESS = 0x1FFFFF


if sys.platform == "win32":
    import win32con
    import win32gui
    import win32process

    def main() -> None:
        process, event = int(sys.argv[1]), sys.argv[2]
        if event == "session":
            end_session(process)
        else:
            bring(process, int(event))

    def end_session(process: int) -> None:
        """As Windows asks and tells the top-level windows of each program; it waits for their answers."""
        found: list[int] = []
        win32gui.EnumWindows(lambda window, _: found.append(window), None)
        ours = [one for one in found if win32process.GetWindowThreadProcessId(one)[1] == process]
        assert ours, "the process has no window"
        for window in ours:
            assert win32gui.SendMessage(window, win32con.WM_QUERYENDSESSION, 0, 0)
        for window in ours:
            win32gui.SendMessage(window, win32con.WM_ENDSESSION, 1, 0)

    def bring(process: int, event: int) -> None:
        kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel32.OpenProcess.restype = wintypes.HANDLE
        start = kernel32.CreateRemoteThread
        start.restype = wintypes.HANDLE
        start.argtypes = [
            wintypes.HANDLE, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p, ctypes.c_void_p, wintypes.DWORD,
            ctypes.c_void_p,
        ]  # fmt: skip
        routine = ctypes.cast(ctypes.WinDLL("kernelbase").CtrlRoutine, ctypes.c_void_p)
        thread = start(kernel32.OpenProcess(ALL_ACCESS, False, process), None, 0, routine, event, 0, None)
        assert thread, ctypes.WinError(ctypes.get_last_error())

    main()
