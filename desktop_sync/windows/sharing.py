"""Opens a file for reading so that nobody is hindered and no half-written file is read.

Windows: sharing READ | DELETE but not WRITE, so the open fails while somebody writes, and never breaks a reader or a
mover (an exclusive open would break the writer). Elsewhere there is no such lock. Links, pipes and devices are refused.
"""

from __future__ import annotations

import errno
import io
import os
import stat
import sys

from desktop_sync.windows.links import is_link


def open_for_reading(path: str) -> io.FileIO:
    """Raises OSError; a sharing violation when somebody writes (Windows)."""
    if sys.platform == "win32":
        return _open_on_windows(path)
    else:  # noqa: RET505 - both branches stand apart for the type checker
        return _open_on_posix(path)


if sys.platform == "win32":
    # Of fileapi.h and winnt.h, for CreateFileW:
    _GENERIC_READ = 0x80000000
    _SHARE_READ_DELETE = 0x1 | 0x4
    _OPEN_EXISTING = 3
    _SEQUENTIAL_SCAN = 0x08000000
    _OPEN_REPARSE_POINT = 0x00200000  # what leads elsewhere is opened as itself, never followed

    def _open_on_windows(path: str) -> io.FileIO:
        itself = _opened(path, _SEQUENTIAL_SCAN | _OPEN_REPARSE_POINT)
        if not os.fstat(itself.fileno()).st_file_attributes & stat.FILE_ATTRIBUTE_REPARSE_POINT:
            return itself
        with itself:  # deduplicated, or in a cloud: the bytes come only to who does not ask for the mark in their place
            if is_link(os.lstat(path)):
                raise OSError(errno.ELOOP, "not a regular file", path)
            whole = _opened(path, _SEQUENTIAL_SCAN)
            if os.path.sameopenfile(itself.fileno(), whole.fileno()):
                return whole
            whole.close()
            raise OSError(errno.ELOOP, "it was replaced by a link", path)

    def _opened(path: str, flags: int) -> io.FileIO:
        import ctypes
        import msvcrt
        from ctypes import wintypes

        create = ctypes.WinDLL("kernel32", use_last_error=True).CreateFileW
        create.argtypes = [
            wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, wintypes.LPVOID, wintypes.DWORD, wintypes.DWORD,
            wintypes.HANDLE,
        ]  # fmt: skip
        create.restype = wintypes.HANDLE
        handle = create(path, _GENERIC_READ, _SHARE_READ_DELETE, None, _OPEN_EXISTING, flags, None)
        if handle is None or handle == wintypes.HANDLE(-1).value:
            told = ctypes.get_last_error()
            raise OSError(None, ctypes.FormatError(told).strip(), path, told)
        return io.FileIO(msvcrt.open_osfhandle(handle, os.O_RDONLY | os.O_NOINHERIT), "rb")

else:

    def _open_on_posix(path: str) -> io.FileIO:
        # O_NONBLOCK: a pipe that took the file's name must not hang the run.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise OSError(errno.ELOOP, "not a regular file", path)
        return io.FileIO(handle, "rb")
