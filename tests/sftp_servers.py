"""Real SFTP servers to test against: OpenSSH's, and asyncssh's with what other servers are known to do.

OpenSSH takes the key of the account that runs the tests (its password would have to be set on this machine);
asyncssh takes passwords and dialogues as well. Both listen on a free port of 127.0.0.1 and serve whole paths.
"""

from __future__ import annotations

import asyncio
import contextlib
import getpass
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

import asyncssh

from desktop_sync.core.host_key import HostKey
from desktop_sync.stores.sftp import SftpOptions
from desktop_sync.stores.sftp.servers import Approved, HostKeys, Remembered
from desktop_sync.stores.sftp.store import Sftp
from tests.conftest import counterpart_missing

PASSWORD = "right horse"
NAME = "desk"


def make_key(file: Path, kind: str = "ssh-ed25519", passphrase: str | None = None, spelling: str = "openssh") -> Path:
    """A private key, and its public one beside it."""
    key = asyncssh.generate_private_key(kind)
    key.write_private_key(str(file), spelling, passphrase)
    key.write_public_key(f"{file}.pub")
    file.chmod(0o600)
    return file


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return int(sock.getsockname()[1])


class OpenSsh:
    """``with OpenSsh(folder) as server``: sshd with a key of its own; ``key`` signs in."""

    def __init__(self, folder: Path, more: Sequence[str] = (), host_key: Path | None = None) -> None:
        program = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin")
        if program is None:
            counterpart_missing("OpenSSH's sshd is not installed (Debian: openssh-server)")
        self._program = program
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.key = make_key(folder / "key")
        self.port = free_port()
        self.username = getpass.getuser()
        host_key = host_key or make_key(folder / "host-key")
        (folder / "keys").write_bytes((folder / "key.pub").read_bytes())
        (folder / "config").write_text(
            "\n".join(
                (
                    *more,  # of what is said twice, the first holds
                    f"Port {self.port}", "ListenAddress 127.0.0.1", f"HostKey {host_key}", f"PidFile {folder / 'pid'}",
                    f"AuthorizedKeysFile {folder / 'keys'}", "UsePAM no", "StrictModes no", "PasswordAuthentication no",
                    "KbdInteractiveAuthentication no", "PermitRootLogin prohibit-password", "UseDNS no",
                    "Subsystem sftp internal-sftp", "MaxStartups 100",
                )
            )
        )  # fmt: skip
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def authorize(self, public: Path) -> None:
        with (self.folder / "keys").open("ab") as keys:
            keys.write(public.read_bytes())

    def start(self) -> None:
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(exist_ok=True)
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._program, "-D", "-e", "-f", str(self.folder / "config")], stdin=subprocess.DEVNULL, stderr=log
            )
        until = time.monotonic() + 10
        while time.monotonic() < until and self._process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.01)
        raise AssertionError((self.folder / "log").read_text())

    def stop(self) -> None:
        """With everybody who is connected: a session is a child of its own."""
        process, self._process = self._process, None
        if process is None:
            return
        for child in _children(process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, 9)
        process.terminate()
        process.wait(10)

    def options(self, path: Path | str, **more: object) -> SftpOptions:
        return SftpOptions.model_validate(
            {
                "host": "127.0.0.1", "port": self.port, "username": self.username, "key_file": str(self.key),
                "path": str(path), "timeout": 10, **more,
            }
        )  # fmt: skip


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for one in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = one.read_text().rpartition(")")[2].split()
            if int(fields[1]) == pid:
                child = int(one.parent.name)
                found += [child, *_children(child)]
    return found


class Faults:
    """What a server of asyncssh does otherwise than it should: ``refuse`` names requests and how often."""

    def __init__(self) -> None:
        self.overwrites = False
        self.no_rename = False
        self.no_delete = False
        self.full = False
        self.held = b""  # the name of a file that is open in another program, as on Windows
        self.opened = 0
        self.most_open = 1 << 30
        self.tries = 0
        self.connections: list[asyncssh.SSHServerConnection] = []


class _Server(asyncssh.SFTPServer):
    """Whole paths of this machine, with faults."""

    def __init__(self, channel: asyncssh.SSHServerChannel[bytes], faults: Faults) -> None:
        super().__init__(channel)
        self._faults = faults

    def rename(self, oldpath: bytes, newpath: bytes) -> None:
        if self._faults.no_rename:
            raise asyncssh.SFTPOpUnsupported("no rename here")
        if self._faults.overwrites:
            os.replace(oldpath, newpath)  # noqa: PTH105 - bytes
            return
        super().rename(oldpath, newpath)

    def remove(self, path: bytes) -> None:
        if self._faults.held and path.endswith(self._faults.held):
            raise asyncssh.SFTPFailure("it is used by another program")
        if self._faults.no_delete:
            raise asyncssh.SFTPPermissionDenied("no delete here")
        super().remove(path)

    def write(self, file_obj: object, offset: int, data: bytes) -> int:
        if self._faults.full:
            raise OSError(28, "No space left on device")
        return super().write(file_obj, offset, data)  # type: ignore[return-value]

    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> object:
        if self._faults.opened >= self._faults.most_open:
            raise asyncssh.SFTPFailure("too many open files")
        self._faults.opened += 1
        return super().open(path, pflags, attrs)

    async def close(self, file_obj: object) -> None:
        self._faults.opened -= 1
        super().close(file_obj)


class _Door(asyncssh.SSHServer):
    def __init__(self, ways: Sequence[str], faults: Faults) -> None:
        self._ways = ways
        self._faults = faults

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._faults.connections.append(conn)

    def begin_auth(self, username: str) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return "password" in self._ways

    def validate_password(self, username: str, password: str) -> bool:
        self._faults.tries += 1
        return (username, password) == (NAME, PASSWORD)

    def kbdint_auth_supported(self) -> bool:
        return "dialogue" in self._ways or "two questions" in self._ways

    def get_kbdint_challenge(
        self, username: str, lang: str, submethods: str
    ) -> tuple[str, str, str, Sequence[tuple[str, bool]]]:
        code = [("Code: ", False)] if "two questions" in self._ways else []
        return "Sign in", "", "", [("Password: ", False), *code]

    def validate_kbdint_response(self, username: str, responses: Sequence[str]) -> bool:
        self._faults.tries += 1
        return list(responses) == [PASSWORD]


class AsyncSsh:
    """``with AsyncSsh(folder) as server``: in a thread of this process. ``ways``: password, dialogue, two questions."""

    def __init__(
        self, folder: Path, ways: Sequence[str] = ("password",), host_key: Path | None = None, **more: object
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.faults = Faults()
        self.port = free_port()
        self._ways = ways
        self._more = more
        self.further_keys: list[Path] = []
        self.host_key = host_key or make_key(folder / "host-key")
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._server: asyncssh.SSHAcceptor | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        loop = self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=loop.run_forever, daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), loop).result(10)

    async def _listen(self) -> asyncssh.SSHAcceptor:
        return await asyncssh.listen(
            "127.0.0.1",
            self.port,
            reuse_address=True,
            server_host_keys=[str(one) for one in (self.host_key, *self.further_keys)],
            server_factory=lambda: _Door(self._ways, self.faults),
            sftp_factory=lambda channel: _Server(channel, self.faults),
            **self._more,
        )

    def stop(self) -> None:
        loop, thread, server = self._loop, self._thread, self._server
        if loop is None or thread is None or server is None:
            return
        self._loop = None

        async def end() -> None:
            server.close()
            for connection in self.faults.connections:
                connection.abort()
            await asyncio.sleep(0.05)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(server.wait_closed(), 1)
            tasks = [one for one in asyncio.all_tasks() if one is not asyncio.current_task()]
            for one in tasks:
                one.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(end(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()

    def options(self, path: Path | str, **more: object) -> SftpOptions:
        return SftpOptions.model_validate(
            {
                "host": "127.0.0.1", "port": self.port, "username": NAME, "password": "sftp/password",
                "path": str(path), "timeout": 10, **more,
            }
        )  # fmt: skip


class Refused:
    """Refused sign-ins, in memory."""

    def __init__(self) -> None:
        self.noted: list[str] = []

    def note(self, secret: str) -> None:
        self.noted.append(secret)

    def stands(self, secret: str) -> bool:
        return secret in self.noted

    def forget(self) -> None:
        self.noted.clear()


class Trusting(HostKeys):
    """Approves whatever key comes first, as a person would who has compared it."""

    def of(self, place: str) -> Approved | None:
        return super().of(place) or _Any()


class _Any(Approved):
    """Equal to every fingerprint."""

    def __init__(self) -> None:
        super().__init__(_Every())


class _Every(str):
    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False


def store_of(
    options: SftpOptions,
    data: Path,
    *,
    secret: Callable[[str], str] = lambda reference: PASSWORD,
    refusals: Refused | None = None,
    keys: HostKeys | None = None,
    told_to_end: Callable[[], bool] = lambda: False,
) -> Sftp:
    """A store that trusts the server, unless ``keys`` say otherwise; ``data``: where it remembers."""
    return Sftp(
        options,
        secret,
        refusals or Refused(),
        keys or Trusting(data / "host-keys.json"),
        Remembered(data / "servers.json", "server"),
        told_to_end,
    )


def shown_key(public: Path, place: str) -> HostKey:
    """The key of a server as a test expects it to be shown."""
    key = asyncssh.read_public_key(str(public))
    return HostKey(place, key.get_algorithm(), key.get_fingerprint())
