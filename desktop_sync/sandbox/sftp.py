"""An SFTP server on this machine that serves one folder, for the demo: one account, a key of its own, made anew.

It listens on a loopback address only, and lets nobody out of its folder. It must not know what is read from it.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519
from paramiko import (
    Channel,
    Ed25519Key,
    ServerInterface,
    SFTPAttributes,
    SFTPHandle,
    SFTPServer,
    SFTPServerInterface,
    SSHException,
    Transport,
)
from paramiko.common import AUTH_FAILED, AUTH_SUCCESSFUL, OPEN_SUCCEEDED
from paramiko.sftp import SFTP_FAILURE, SFTP_NO_SUCH_FILE, SFTP_OK

NAME = "desktop-sync"
LOG = "sandbox.sftp"
logging.getLogger(LOG).addHandler(logging.NullHandler())


class SftpSandbox:
    """``with SftpSandbox(folder) as server``; ``place``, ``fingerprint`` and ``password`` are what a client needs."""

    def __init__(self, folder: Path) -> None:
        key = ed25519.Ed25519PrivateKey.generate()
        spelt = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
        )
        self._file = folder.with_name(f"{folder.name}-host-key")
        self._file.write_bytes(spelt)
        self._key = Ed25519Key(filename=str(self._file))
        self._root = folder
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[Transport] = []
        self.password = secrets.token_urlsafe(12)
        self.port: int = self._listener.getsockname()[1]
        self.place = f"127.0.0.1:{self.port}"
        digest = base64.b64encode(hashlib.sha256(self._key.asbytes()).digest()).decode()
        self.fingerprint = f"SHA256:{digest.rstrip('=')}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, name="sftp-sandbox", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.close()
        for transport in self._open:
            transport.close()
        self._file.unlink(missing_ok=True)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                transport = Transport(client)
                transport.set_log_channel(LOG)
                transport.add_server_key(self._key)
                transport.set_subsystem_handler("sftp", SFTPServer, _Folder, root=self._root)
                self._open.append(transport)
                with contextlib.suppress(SSHException, EOFError):
                    transport.start_server(event=threading.Event(), server=_Door(self.password))


class _Door(ServerInterface):
    def __init__(self, password: str) -> None:
        self._password = password

    def get_allowed_auths(self, username: str) -> str:
        return "password"

    def check_auth_password(self, username: str, password: str) -> int:
        right = username == NAME and secrets.compare_digest(password, self._password)
        return AUTH_SUCCESSFUL if right else AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return OPEN_SUCCEEDED

    def check_channel_subsystem_request(self, channel: Channel, name: str) -> bool:
        return super().check_channel_subsystem_request(channel, name)


class _Folder(SFTPServerInterface):
    """Paths from the top are those below the folder."""

    def __init__(self, server: ServerInterface, *, root: Path) -> None:
        super().__init__(server)
        self._root = root

    def _at(self, path: str) -> Path:
        return self._root.joinpath(
            *(part for part in self.canonicalize(path).split("/") if part not in {"", "..", "."})
        )

    def list_folder(self, path: str) -> list[SFTPAttributes] | int:
        try:
            return [SFTPAttributes.from_stat(one.lstat(), one.name) for one in self._at(path).iterdir()]
        except OSError as error:
            return _code(error)

    def stat(self, path: str) -> SFTPAttributes | int:
        return self.lstat(path)

    def lstat(self, path: str) -> SFTPAttributes | int:
        try:
            return SFTPAttributes.from_stat(self._at(path).lstat())
        except OSError as error:
            return _code(error)

    def open(self, path: str, flags: int, attr: SFTPAttributes) -> SFTPHandle | int:
        try:
            number = os.open(self._at(path), flags | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0), 0o600)
        except OSError as error:
            return _code(error)
        handle = SFTPHandle(flags)
        mode = "wb" if flags & (os.O_WRONLY | os.O_RDWR) else "rb"
        handle.readfile = handle.writefile = os.fdopen(number, mode)  # type: ignore[attr-defined]
        return handle

    def remove(self, path: str) -> int:
        return _done(lambda: self._at(path).unlink())

    def mkdir(self, path: str, attr: SFTPAttributes) -> int:
        return _done(lambda: self._at(path).mkdir())

    def chattr(self, path: str, attr: SFTPAttributes) -> int:
        if attr.st_mtime is None or attr.st_atime is None:
            return SFTP_OK
        times = (attr.st_atime, attr.st_mtime)
        return _done(lambda: os.utime(self._at(path), times))

    def rename(self, oldpath: str, newpath: str) -> int:
        """Never over anything, as the protocol wants it."""
        old, new = self._at(oldpath), self._at(newpath)
        if os.path.lexists(new):
            return SFTP_FAILURE
        return _done(lambda: old.rename(new))


def _done(action: Callable[[], object]) -> int:
    try:
        action()
    except OSError as error:
        return _code(error)
    return SFTP_OK


def _code(error: OSError) -> int:
    if isinstance(error, FileNotFoundError):
        return SFTP_NO_SUCH_FILE
    return int(SFTPServer.convert_errno(error.errno or 0))
