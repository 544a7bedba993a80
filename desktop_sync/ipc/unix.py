"""The pipe of Linux: a Unix socket in the data folder. The system, not the client, says who is at its other end.

The folder is closed to other accounts (0700) and so is the socket (0600); besides, both sides ask the kernel for the
other's account (SO_PEERCRED, unix(7)). An address has room for 108 bytes only: a socket with a longer path is reached
through the folder's own entry in /proc/self/fd, so it always stands in the data folder and nothing stands elsewhere.
"""

from __future__ import annotations

import contextlib
import errno
import os
import select
import socket
import stat
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

from desktop_sync.core.callers import Caller, Role
from desktop_sync.core.errors import RetryLater, Stop, SyncError

assert sys.platform != "win32"  # noqa: S101 - for the type checker: the rest is not looked at there

import pwd  # noqa: E402 - Linux has it

NAME = "engine.sock"
LONGEST = 107  # bytes of a path in an address: 108 with the zero at its end
DOOR = 5  # seconds to wait at a full door
HUNG = 30  # seconds in which the other side takes nothing, after which it is given up
_PIECE = 65_536
_WAITING = 64  # clients that may wait at the door
_CREDENTIALS = struct.Struct("3i")  # struct ucred: process, user, group
_ROOT = 0
_NOBODY = (errno.ENOENT, errno.ECONNREFUSED, errno.ENOTDIR)  # no socket, or one that an engine left behind


class UnixConnection:
    """One accepted or dialled socket."""

    def __init__(self, connected: socket.socket, hung: int = HUNG) -> None:
        self._socket = connected
        connected.setblocking(True)
        _give_up_sending(connected, hung)

    def read(self, timeout: float | None = None) -> bytes:
        if timeout is not None:
            waiting = select.poll()
            waiting.register(self._socket, select.POLLIN)
            if not waiting.poll(max(timeout, 0) * 1000):
                raise TimeoutError
        return self._socket.recv(_PIECE)

    def write(self, data: bytes) -> None:
        self._socket.sendall(data)

    def shut(self) -> None:
        with contextlib.suppress(OSError):  # it is over already
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._socket.close()

    def user(self) -> int:
        """The account of the process at the other end, when it connected or began to listen."""
        found = self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        return int(_CREDENTIALS.unpack(found)[1])

    def caller(self) -> Caller:
        user = self.user()
        if user not in (os.geteuid(), _ROOT):
            raise Stop(
                f"This engine belongs to the account {account(os.geteuid())}; {account(user)} may not use it.",
                "Sign in as the account that owns the data folder.",
            )
        return Caller(account(user), Role.CHANGE)


def _give_up_sending(sending: socket.socket, seconds: int) -> None:
    """After this long without any progress; also in connect, at a full door. Receiving waits for ever."""
    sending.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("@ll", seconds, 0))


def account(user: int) -> str:
    """The name of an account, or its number where it has none."""
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"number {user}"


class UnixListener:
    """The socket in the data folder that clients connect to."""

    def __init__(self, listening: socket.socket, path: Path) -> None:
        self._socket = listening
        self._path = path
        self._open = True

    def accept(self) -> UnixConnection | None:
        try:
            connected, _ = self._socket.accept()
        except OSError:
            if self._open:
                raise
            self._socket.close()
            return None
        return UnixConnection(connected)

    def close(self) -> None:
        """The file goes first, so that no client finds a door behind which nobody stands."""
        if self._open:
            self._open = False
            self._path.unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)  # wakes accept


def listen(folder: Path) -> UnixListener:
    """Called by the holder of the data folder's lock, so a socket that stands there is of an engine that is gone."""
    path = folder / NAME
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with _short(folder) as address:
            _only_mine(folder)
            _remove_stale(path)
            os.fchmod(listening.fileno(), 0o600)  # before bind: there is no instant at which others could connect
            listening.bind(address)
        listening.listen(_WAITING)
    except OSError as error:
        listening.close()
        raise Stop(
            f"The engine cannot be reached by others: {path} cannot be made ({error.strerror or error}).",
            "See that the disk has room and its file system allows sockets; else choose another data folder.",
        ) from error
    except BaseException:
        listening.close()
        raise
    return UnixListener(listening, path)


def dial(folder: Path) -> UnixConnection | None:
    connected = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        _give_up_sending(connected, DOOR)
        with _short(folder) as address:
            connected.connect(address)
        found = UnixConnection(connected)
        _only_from_owner(found, folder)
    except OSError as error:
        connected.close()
        if error.errno in _NOBODY:
            return None
        raise _unreachable(error, folder) from error
    except BaseException:
        connected.close()
        raise
    return found


def _only_from_owner(found: UnixConnection, folder: Path) -> None:
    user, owner = found.user(), folder.stat().st_uid
    if user != owner:
        raise Stop(
            f"What answers at {folder / NAME} runs as {account(user)}; the data folder is that of {account(owner)}.",
            "Nothing was sent to it. End that process; if you did not start it, tell your administrator.",
        )


def _unreachable(error: OSError, folder: Path) -> SyncError:
    if error.errno == errno.EAGAIN:
        return RetryLater("The engine runs, but lets nobody in.", "Try again; if it stays so, restart it.", after=5.0)
    return Stop(
        f"The engine of {folder} cannot be reached: {error.strerror or error}.",
        "Use the account that owns this data folder.",
    )


def _only_mine(folder: Path) -> None:
    found = folder.stat()
    if found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) & 0o077:
        raise Stop(
            f"The data folder {folder} is open to other accounts; the engine does not listen there.",
            f"Make it the folder of {account(os.geteuid())} alone (chmod 700).",
        )


def _remove_stale(path: Path) -> None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(mode):
        raise Stop(
            f"{path} is in the way: the engine puts its socket there, and this is something else.",
            "Move it away; Desktop Sync did not make it.",
        )
    path.unlink()


@contextlib.contextmanager
def _short(folder: Path) -> Iterator[str]:
    """An address of the folder's socket that fits."""
    path = str(folder / NAME)
    if len(os.fsencode(path)) <= LONGEST:
        yield path
        return
    handle = os.open(folder, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{handle}/{NAME}"
    finally:
        os.close(handle)
