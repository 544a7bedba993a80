"""The named pipe of Windows: the same as ipc/unix.py to those above. By construction; see resources/docs/decisions/016.

Remote clients are refused by the pipe itself. A name that somebody else took first is noticed by
FILE_FLAG_FIRST_PIPE_INSTANCE; a client that meets such a one sees by its owner that it is not the engine's.
"""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import cast

import pywintypes
import win32con
import win32event
import win32file
import win32pipe
import winerror

from desktop_sync.core.errors import RetryLater, Stop
from desktop_sync.windows import accounts
from desktop_sync.windows.pipe_end import GONE, PIECE, PipeConnection, outcome, overlapped_on, translated
from desktop_sync.windows.pipe_rights import MARKER, TALK, marker_descriptor, pipe_descriptor, pipe_name

DOOR = 5.0  # seconds to wait at a full door


class PipeListener:
    """The pipe's name, with one instance that always waits for the next client."""

    def __init__(self, name: str, descriptor: str, first: int) -> None:
        self._name = name
        self._descriptor = descriptor
        self._next: int | None = first
        self._closed = win32event.CreateEvent(None, True, False, None)
        self._connecting = win32event.CreateEvent(None, True, False, None)

    def accept(self) -> PipeConnection | None:
        with translated():
            while True:
                waiting = self._next = self._next or _instance(self._name, self._descriptor, first=False)
                try:
                    if not self._connected(waiting):
                        win32file.CloseHandle(waiting)
                        return None
                except pywintypes.error as error:
                    if error.winerror not in GONE:
                        raise
                    win32pipe.DisconnectNamedPipe(waiting)  # that client came and went
                    continue
                self._next = None
                with contextlib.suppress(pywintypes.error):  # made when the next one is waited for
                    self._next = _instance(self._name, self._descriptor, first=False)
                return PipeConnection(waiting)

    def close(self) -> None:
        win32event.SetEvent(self._closed)

    def _connected(self, waiting: int) -> bool:
        """Waits; False when the door was closed."""
        overlapped = overlapped_on(self._connecting)
        if win32pipe.ConnectNamedPipe(waiting, overlapped) == winerror.ERROR_PIPE_CONNECTED:
            return True
        return outcome(waiting, overlapped, (self._connecting, self._closed), None) is not None


def listen(folder: Path) -> PipeListener:
    """Called by the holder of the data folder's lock."""
    try:
        with translated():
            groups = accounts.group_sids().values()
            name, descriptor = pipe_name(str(folder)), pipe_descriptor(accounts.own_sid(), groups)
            _mark(folder / MARKER, marker_descriptor(accounts.own_sid(), groups))  # before anybody can look at it
            first = _first(name, descriptor)
    except OSError as error:
        raise Stop(
            f"The engine cannot be reached by others: its pipe cannot be made ({error.strerror}).",
            "If a program of another account took its name, end that one; else start the engine again.",
        ) from error
    return PipeListener(name, descriptor, first)


def dial(folder: Path) -> PipeConnection | None:
    handle = _opened(folder)
    if handle is None:
        return None
    try:
        _only_from_owner(handle, folder)
    except BaseException:
        win32file.CloseHandle(handle)
        raise
    return PipeConnection(handle)


def _opened(folder: Path) -> int | None:
    name, until = pipe_name(str(folder)), time.monotonic() + DOOR
    # The engine may see who the client is, and cannot act in its name.
    flags = win32con.FILE_FLAG_OVERLAPPED | win32con.SECURITY_SQOS_PRESENT | win32file.SECURITY_IDENTIFICATION
    while True:
        try:
            # A handle object, which pywin32 takes wherever its types say int.
            return cast("int", win32file.CreateFile(name, TALK, 0, None, win32con.OPEN_EXISTING, flags, None))
        except pywintypes.error as error:
            if error.winerror == winerror.ERROR_FILE_NOT_FOUND:
                return None
            if error.winerror != winerror.ERROR_PIPE_BUSY:
                raise Stop(
                    f"The engine of {folder} cannot be reached: {error.strerror}.",
                    "Your administrator can let you in: who may look, steer or change is decided by local groups.",
                ) from error
        left = until - time.monotonic()
        if left <= 0:
            raise RetryLater(
                "The engine runs, but lets nobody in.", "Try again; if it stays so, restart it.", after=5.0
            )
        with contextlib.suppress(pywintypes.error):  # the time is up, or the engine has just ended: both are seen above
            win32pipe.WaitNamedPipe(name, int(left * 1000) + 1)


def _only_from_owner(handle: int, folder: Path) -> None:
    """The pipe's maker, and the process at its other end where that may be asked, are who owns the engine's mark."""
    try:
        owner, maker = accounts.owner_of_file(str(folder / MARKER)), accounts.owner_of_pipe(handle)
        process = accounts.process_sid(win32pipe.GetNamedPipeServerProcessId(handle)) or maker
    except pywintypes.error as error:
        raise Stop(
            f"Whose engine answers cannot be told: {folder / MARKER} cannot be read ({error.strerror}).",
            "Restart the engine, which writes it anew; if it stays so, ask your administrator.",
        ) from error
    if not maker == process == owner:
        raise Stop(
            f"What answers in the engine's place runs as {accounts.account_name(process)}; "
            f"the engine of {folder} is that of {accounts.account_name(owner)}.",
            "Nothing was sent to it. End that process; if you did not start it, tell your administrator.",
        )


def _first(name: str, descriptor: str) -> int:
    """The name is free; or it lives on and is ours, because a client of an engine that is gone still holds its end."""
    try:
        return _instance(name, descriptor, first=True)
    except pywintypes.error as error:
        if error.winerror != winerror.ERROR_ACCESS_DENIED:
            raise
    found = _instance(name, descriptor, first=False)
    owner = accounts.owner_of_pipe(found)
    if owner != accounts.own_sid():
        win32file.CloseHandle(found)
        raise Stop(
            f"The engine cannot be reached by others: {accounts.account_name(owner)} has taken the name of its pipe.",
            "End the program of that account that did it; if you do not know it, tell your administrator.",
        )
    return found


def _instance(name: str, descriptor: str, *, first: bool) -> int:
    mode = win32pipe.PIPE_ACCESS_DUPLEX | win32con.FILE_FLAG_OVERLAPPED
    if first:
        mode |= win32pipe.FILE_FLAG_FIRST_PIPE_INSTANCE
    kind = (
        win32pipe.PIPE_TYPE_BYTE | win32pipe.PIPE_READMODE_BYTE | win32pipe.PIPE_WAIT
        | win32pipe.PIPE_REJECT_REMOTE_CLIENTS
    )  # fmt: skip
    most = win32pipe.PIPE_UNLIMITED_INSTANCES  # the server itself bounds its clients, and tells them
    return win32pipe.CreateNamedPipe(name, mode, kind, most, PIECE, PIECE, 0, accounts.security(descriptor))


def _mark(path: Path, descriptor: str) -> None:
    """Made anew by each engine: a file that was there may belong to another account."""
    path.unlink(missing_ok=True)
    made = win32file.CreateFile(
        str(path), win32con.GENERIC_WRITE, 0, accounts.security(descriptor),
        win32con.CREATE_NEW, win32con.FILE_ATTRIBUTE_NORMAL, None,
    )  # fmt: skip
    made.Close()
