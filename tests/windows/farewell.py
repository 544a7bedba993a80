"""Runs inside Windows: brings an event of the console to a process, as the system does.

The system starts a thread in the process, at ``CtrlRoutine`` of its kernelbase.dll, which stands at one address in all
processes of a session. Wine has no tool that closes a console, signs a person out or presses Ctrl+Break.
"""

from __future__ import annotations

import ctypes
import sys
from ctypes import wintypes

ALL_ACCESS = 0x1FFFFF


if sys.platform == "win32":

    def main() -> None:
        process, event = (int(argument) for argument in sys.argv[1:])
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
