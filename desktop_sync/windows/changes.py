"""What changes in a folder, as Windows tells it (ReadDirectoryChangesW); also of a share, as far as its server tells.

One thread for each folder sleeps until something happens. It ends when the folder or its share goes away.
https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-readdirectorychangesw
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

if sys.platform == "win32":
    import contextlib

    import pywintypes
    import win32con
    import win32event
    import win32file

    if TYPE_CHECKING:
        from _win32typing import PyOVERLAPPED, PyOVERLAPPEDReadBuffer

    _LIST_DIRECTORY = 0x0001
    _BUFFER = 64 * 1024  # bytes; more is refused over a network
    _REMOVED, _RENAMED_FROM = 2, 4
    _WANTED = (
        win32con.FILE_NOTIFY_CHANGE_FILE_NAME
        | win32con.FILE_NOTIFY_CHANGE_SIZE
        | win32con.FILE_NOTIFY_CHANGE_LAST_WRITE
    )

    class FolderChanges:
        """``tell`` gets relative paths with '/'; an empty one when so much changed that Windows kept no list.

        OSError when the folder cannot be opened.
        """

        def __init__(self, root: str, recursive: bool, tell: Callable[[str], None]) -> None:
            self._recursive = recursive
            self._tell = tell
            try:
                self._folder = win32file.CreateFile(
                    root,
                    _LIST_DIRECTORY,
                    win32con.FILE_SHARE_READ | win32con.FILE_SHARE_WRITE | win32con.FILE_SHARE_DELETE,
                    None,
                    win32con.OPEN_EXISTING,
                    win32con.FILE_FLAG_BACKUP_SEMANTICS | win32con.FILE_FLAG_OVERLAPPED,
                    None,
                )
            except pywintypes.error as error:
                raise OSError(None, error.strerror, root, error.winerror) from error
            self._handle = int(self._folder)
            self._ending = win32event.CreateEvent(None, True, False, None)
            self._thread = threading.Thread(target=self._read, name="folder changes", daemon=True)
            self._thread.start()

        def alive(self) -> bool:
            return self._thread.is_alive()

        def close(self) -> None:
            win32event.SetEvent(self._ending)
            self._thread.join()

        def _read(self) -> None:
            done = win32event.CreateEvent(None, True, False, None)
            overlapped = pywintypes.OVERLAPPED()
            overlapped.hEvent = done
            buffer = win32file.AllocateReadBuffer(_BUFFER)
            try:
                with contextlib.suppress(pywintypes.error):  # the folder or its share went away: the thread ends
                    while (size := self._waited(buffer, overlapped, done)) is not None:
                        self._tell_all(buffer, size)
            finally:
                self._folder.Close()

        def _waited(self, buffer: PyOVERLAPPEDReadBuffer, overlapped: PyOVERLAPPED, done: int) -> int | None:
            """The size of the next list of changes; None when it is told to end."""
            win32event.ResetEvent(done)
            win32file.ReadDirectoryChangesW(self._handle, buffer, self._recursive, _WANTED, overlapped)
            which = win32event.WaitForMultipleObjects([self._ending, done], False, win32event.INFINITE)
            if which != win32event.WAIT_OBJECT_0:
                return win32file.GetOverlappedResult(self._handle, overlapped, True)
            win32file.CancelIo(self._handle)
            with contextlib.suppress(pywintypes.error):  # "aborted": only now the buffer is ours again
                win32file.GetOverlappedResult(self._handle, overlapped, True)
            return None

        def _tell_all(self, buffer: PyOVERLAPPEDReadBuffer, size: int) -> None:
            if not size:  # more than the buffer holds
                self._tell("")
                return
            for action, name in win32file.FILE_NOTIFY_INFORMATION(cast("str", buffer), size):
                if action not in {_REMOVED, _RENAMED_FROM}:
                    self._tell(str(name).replace("\\", "/"))
