"""A connection to an SFTP server: made when it is needed, made again when it was lost, never waited for without an end.

What blocks (finding the name, the first words of SSH, the sign-in) is done beside the run, which looks five times a
second whether it shall end. It must not know files.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_sync.core.errors import Ended, RetryLater, Stop, SyncError
from desktop_sync.core.host_key import HostKey
from desktop_sync.stores.sftp.host_key import fingerprint_of, judge
from desktop_sync.stores.sftp.offers import incompatible, needing_sha1, preferred
from desktop_sync.stores.sftp.options import SftpOptions
from desktop_sync.stores.sftp.remote import Remote
from desktop_sync.stores.sftp.servers import Approved, HostKeys
from desktop_sync.stores.sftp.signing_in import CutOff, SignIn
from desktop_sync.stores.sftp.trouble import AGAIN, Lost, cut
from desktop_sync.stores.sftp.wire import SLICE, Wire

if TYPE_CHECKING:
    from desktop_sync.stores.sftp.transport import Transport

TALK = "store.sftp.ssh"  # the logger of paramiko's own words
CALM = 1.0  # seconds in which a server that has just failed is not asked again; longer, where failing took longer
STEPS = 6  # each may take a time-out: name, reach, greeting, key, sign-in, SFTP
KEEP_ALIVE = 20  # seconds
WINDOW = 16 << 20  # bytes that the server may send ahead: more than is ever asked for at once
log = logging.getLogger("store.sftp")
logging.getLogger(TALK).addHandler(logging.NullHandler())  # where nothing is logged, a terminal is no place for it


@dataclass(frozen=True, slots=True)
class Greeting:
    """What a server shows before anybody signs in."""

    software: str
    key: HostKey


class Opening:
    """One try to connect, in steps. ``close`` ends it from another thread."""

    def __init__(self, options: SftpOptions, keys: HostKeys) -> None:
        self._options = options
        self._keys = keys
        self._socket: socket.socket | None = None
        self._transport: Transport | None = None
        self._closed = False

    def reach(self) -> str:
        """Connects; the address that answered. RetryLater."""
        own = self._options
        try:
            self._socket = socket.create_connection((own.host, own.port), own.timeout)
        except socket.gaierror as error:
            raise RetryLater(
                f"The name {own.host} cannot be found.", f"Check the name, and the network of this computer. {AGAIN}"
            ) from error
        except OSError as error:
            why = error.strerror or (f"no answer within {own.timeout:.0f} s" if not str(error) else str(error))
            raise RetryLater(
                f"{own.place} cannot be reached: {why}.",
                f"Check host and port, and that no firewall is in between. {AGAIN}",
            ) from error
        if self._closed:
            self._socket.close()
        with suppress(OSError):  # a small request must not wait for the answer to the one before
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return str(self._socket.getpeername()[0])

    def greet(self, approved: Approved | None) -> Greeting:
        """Encryption begins; whose key it is, is not judged here. RetryLater, Stop."""
        import paramiko
        from paramiko.ssh_exception import IncompatiblePeer

        from desktop_sync.stores.sftp.transport import Transport

        own = self._options
        if self._socket is None:
            raise Lost("it was never reached")
        disabled = None if own.allow_sha1 else needing_sha1()
        transport = self._transport = Transport(self._socket, default_window_size=WINDOW, disabled_algorithms=disabled)
        transport.daemon = True
        transport.set_log_channel(TALK)
        transport.banner_timeout = transport.handshake_timeout = transport.auth_timeout = own.timeout
        preferred(transport.get_security_options(), approved.kind if approved else "")
        try:
            transport.start_client(timeout=own.timeout)
        except IncompatiblePeer as error:
            raise incompatible(own, transport, error) from error
        except (paramiko.SSHException, OSError, EOFError) as error:
            raise RetryLater(
                f"{own.place} does not begin a conversation of SSH: {str(error) or 'it ended the connection'}.",
                f"Check the port: it is often 22 or 2222, and it must not be one of FTP (21, 990). {AGAIN}",
            ) from error
        key = transport.get_remote_server_key()
        found = HostKey(own.place, key.get_name(), fingerprint_of(key))
        return Greeting(transport.remote_version, found)

    def judge(self, found: HostKey) -> None:
        """HostKeyRefused unless a person has approved it."""
        judge(self._options.place, found, self._keys.of(self._options.place))

    def sign_in(self, signing: SignIn) -> str:
        """How it was done. RetryLater, Stop."""
        import paramiko

        try:
            return signing.sign_in(self._there())
        except (paramiko.SSHException, OSError, EOFError, Lost) as error:
            raise RetryLater(
                f"{self._options.place} does not answer the sign-in: {str(error) or 'it ended the connection'}.", AGAIN
            ) from error

    def again(self) -> None:
        """From the beginning; whatever there was is closed."""
        self.close()
        self._closed, self._socket, self._transport = False, None, None

    def begin(self, told_to_end: Callable[[], bool]) -> Remote:
        """SFTP itself. RetryLater, Stop, Ended."""
        import paramiko

        transport, own = self._there(), self._options
        transport.set_keepalive(KEEP_ALIVE)
        try:
            channel = transport.open_session(timeout=own.timeout)
            channel.settimeout(own.timeout)
            channel.invoke_subsystem("sftp")
            return Remote(Wire(channel, own.timeout, told_to_end))
        except paramiko.ChannelException as error:
            raise Stop(
                f"{own.place} lets {own.username} sign in, and offers no SFTP: {error}.",
                "Ask who runs the server to allow SFTP for this sign-in.",
            ) from error
        except (paramiko.SSHException, OSError, EOFError, Lost) as error:
            raise RetryLater(
                f"{own.place} does not begin SFTP: {str(error) or 'it ended the connection'}.", AGAIN
            ) from error

    def close(self) -> None:
        self._closed = True
        for one in (self._transport, self._socket):
            with suppress(OSError, EOFError):
                if one is not None:
                    one.close()

    def _there(self) -> Transport:
        if self._transport is None:
            raise Lost("there is no connection")
        return self._transport


class Session:
    """Keeps one connection for as long as somebody works; any number of threads."""

    def __init__(self, options: SftpOptions, keys: HostKeys, signing: SignIn, told_to_end: Callable[[], bool]) -> None:
        self._options = options
        self._keys = keys
        self._signing = signing
        self._told_to_end = told_to_end
        self._lock = threading.Lock()
        self._opening: Opening | None = None
        self._remote: Remote | None = None
        self._failed: tuple[float, SyncError] | None = None
        self.software = ""

    def remote(self) -> Remote:
        """The server, connected and signed in. RetryLater, Stop, Ended."""
        with self._lock:
            if self._remote is not None and not self._remote.wire.lost:
                return self._remote
            if self._failed is not None and time.monotonic() < self._failed[0]:
                raise self._failed[1]
            self._drop()
            begun = time.monotonic()
            try:
                self._remote = self._patiently()
            except Ended:
                raise
            except SyncError as error:
                now = time.monotonic()
                self._failed = (now + max(CALM, 2 * (now - begun)), error)
                raise
            self._failed = None
            return self._remote

    @contextmanager
    def translated(self) -> Iterator[Remote]:
        """The server; the end of the connection is RetryLater, and the next one makes it anew."""
        remote = self.remote()
        try:
            yield remote
        except Lost as error:
            self.lose(remote)
            raise cut(error, self._options.place) from error

    def lose(self, remote: Remote) -> None:
        """This connection is not to be used any more."""
        with self._lock:
            if self._remote is remote:
                self._drop()

    def close(self) -> None:
        with self._lock:
            self._drop()

    def _drop(self) -> None:
        remote, opening, self._remote, self._opening = self._remote, self._opening, None, None
        if remote is not None:
            remote.wire.close()
        if opening is not None:
            opening.close()

    def _patiently(self) -> Remote:
        opening = self._opening = Opening(self._options, self._keys)
        found: list[Remote | Exception] = []

        def connect() -> None:
            try:
                found.append(self._connect(opening))
            except Exception as error:  # noqa: BLE001 - it is raised again by whoever waits
                found.append(error)

        worker = threading.Thread(target=connect, name="sftp", daemon=True)
        worker.start()
        until = time.monotonic() + STEPS * self._options.timeout
        while worker.is_alive():
            worker.join(SLICE)
            if self._told_to_end():
                opening.close()
                raise Ended
            if time.monotonic() > until:
                opening.close()
                raise RetryLater(f"{self._options.place} does not answer.", AGAIN)
        result = found[0]
        if isinstance(result, Exception):
            opening.close()
            raise result
        return result

    def _connect(self, opening: Opening) -> Remote:
        try:
            return self._connected(opening)
        except CutOff:  # once more: a second time it is no cable, but a refusal
            opening.again()
            return self._connected(opening)

    def _connected(self, opening: Opening) -> Remote:
        begun = time.monotonic()
        opening.reach()
        greeting = opening.greet(self._keys.of(self._options.place))
        opening.judge(greeting.key)
        self.software = greeting.software
        opening.sign_in(self._signing)
        remote = opening.begin(self._told_to_end)
        log.debug("%s is connected after %.2f s (%s)", self._options.place, time.monotonic() - begun, greeting.software)
        return remote
