"""One end of a named pipe of Windows: bytes in order, both ways, by overlapped calls.

Every call waits for its own event or for the end of the connection, whichever comes first: one thread can read while
another writes, both can be woken, and nothing polls.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pywintypes
import win32event
import win32file
import winerror

from desktop_sync.core.callers import Caller
from desktop_sync.windows import accounts

if TYPE_CHECKING:
    from _win32typing import PyOVERLAPPED

HUNG = 30.0  # seconds in which the other side takes nothing, after which it is given up
PIECE = 65_536
GONE = (winerror.ERROR_BROKEN_PIPE, winerror.ERROR_PIPE_NOT_CONNECTED, winerror.ERROR_NO_DATA)


class PipeConnection:
    """One end of one instance of the pipe."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._ended = win32event.CreateEvent(None, True, False, None)
        self._reading = win32event.CreateEvent(None, True, False, None)
        self._writing = win32event.CreateEvent(None, True, False, None)
        self._over = False

    def read(self, timeout: float | None = None) -> bytes:
        if self._over:
            return b""
        buffer = win32file.AllocateReadBuffer(PIECE)
        overlapped = overlapped_on(self._reading)
        with translated():
            try:
                win32file.ReadFile(self._handle, buffer, overlapped)
                size = outcome(self._handle, overlapped, (self._reading, self._ended), timeout)
            except pywintypes.error as error:
                if error.winerror in GONE:
                    return b""
                raise
        return b"" if size is None else bytes(buffer[:size])

    def write(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            if self._over:
                raise _closed()
            piece = bytes(left[:PIECE])
            overlapped = overlapped_on(self._writing)
            with translated():
                win32file.WriteFile(self._handle, piece, overlapped)
                size = outcome(self._handle, overlapped, (self._writing, self._ended), HUNG)
            if size is None:
                raise _closed()
            left = left[size:]

    def shut(self) -> None:
        self._over = True
        win32event.SetEvent(self._ended)

    def close(self) -> None:
        """What was written stays for the other side to read: the pipe is closed, not disconnected."""
        self.shut()
        win32file.CloseHandle(self._handle)

    def caller(self) -> Caller:
        with translated():
            return accounts.pipe_client(self._handle)


def _closed() -> BrokenPipeError:
    return BrokenPipeError("the connection was closed")


def overlapped_on(event: int) -> PyOVERLAPPED:
    win32event.ResetEvent(event)
    overlapped = pywintypes.OVERLAPPED()
    overlapped.hEvent = event
    return overlapped


def outcome(handle: int, overlapped: PyOVERLAPPED, events: tuple[int, int], timeout: float | None) -> int | None:
    """Bytes that were moved; None when the second event, the end, came first. TimeoutError.

    Whatever happens, the system has let go of the buffer then.
    """
    pause = win32event.INFINITE if timeout is None else max(0, int(timeout * 1000))
    found = win32event.WaitForMultipleObjects(list(events), False, pause)
    if found != win32event.WAIT_OBJECT_0:
        win32file.CancelIo(handle)  # of this thread only
    try:
        return win32file.GetOverlappedResult(handle, overlapped, True)
    except pywintypes.error as error:
        if error.winerror != winerror.ERROR_OPERATION_ABORTED:
            raise
    if found == win32event.WAIT_TIMEOUT:
        raise TimeoutError("the other side took nothing, or said nothing")
    return None


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """The errors of pywin32 are no OSErrors; to those above they are."""
    try:
        yield
    except pywintypes.error as error:
        raise OSError(0, error.strerror, None, error.winerror) from error
