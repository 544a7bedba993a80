"""One kept connection speaking HTTP/1.1, one exchange at a time; the protocol itself is h11's.

It counts the bytes of the request that the system has taken, so that "not sent" and "unknown" are told apart
exactly. It must not know what is sent, nor who sends.
"""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import h11

from desktop_sync.core.errors import Rejected
from desktop_sync.web.failures import Cut, NotSent, Stage

Headers = Sequence[tuple[str, str]]
_READ = 64 * 1024
_LONGEST_HEAD = 64 * 1024
_GRACE = 1.0  # seconds to read an answer that came before the request was taken whole
_CANNOT_TELL = "Whether the request was carried out is looked up before anything is sent again."


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer. Header names are in lower case; of a repeated header the last stands."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Limits:
    """Time-outs in seconds (``total``: from the first byte sent to the last read), and bytes of an answer's body."""

    connect: float = 10.0
    write: float = 30.0
    read: float = 30.0
    free: float = 5.0  # until a connection is free, when all are in use
    total: float = 30.0
    idle: float = 4.0  # a kept connection older than this is not used again: servers close theirs after 5 s and more
    answer: int = 64 * 1024 * 1024


class Wire(Protocol):
    """One connection as the pool sees it."""

    def exchange(self, method: str, target: str, headers: Headers, body: bytes) -> Reply:
        """One request, one answer. Raises NotSent, Cut, or Rejected (it cannot be spelt); then the wire is closed."""

    def usable(self) -> bool:
        """Whether another exchange may be tried."""

    def close(self) -> None: ...


class SocketWire:
    """A wire over a connected socket, encrypted or not."""

    def __init__(self, sock: socket.socket, limits: Limits, monotonic: Callable[[], float]) -> None:
        self._sock = sock
        self._limits = limits
        self._monotonic = monotonic
        self._protocol = h11.Connection(h11.CLIENT, max_incomplete_event_size=_LONGEST_HEAD)
        self._idle_since = monotonic()
        self._open = True

    def usable(self) -> bool:
        """Open, used lately, and silent: what can be read between exchanges is the far end's farewell, or worse."""
        if not self._open or self._monotonic() - self._idle_since > self._limits.idle:
            return False
        return not _readable(self._sock)

    def close(self) -> None:
        self._open = False
        with contextlib.suppress(OSError):
            self._sock.close()

    def exchange(self, method: str, target: str, headers: Headers, body: bytes) -> Reply:
        deadline = self._monotonic() + self._limits.total
        try:
            whole = self._send(self._spell(method, target, headers, body), deadline)
            reply = self._receive(deadline if whole else self._monotonic() + _GRACE)
        except BaseException:
            self.close()
            raise
        self._keep_or_close(whole)
        return reply

    def _spell(self, method: str, target: str, headers: Headers, body: bytes) -> bytes:
        try:
            head = self._protocol.send(h11.Request(method=method, target=target, headers=list(headers)))
            content = self._protocol.send(h11.Data(data=body)) if body else b""
            end = self._protocol.send(h11.EndOfMessage())
        except (h11.LocalProtocolError, UnicodeError) as error:
            raise Rejected(f"The request cannot be written as HTTP ({error}).") from error
        return b"".join((head or b"", content or b"", end or b""))

    def _send(self, data: bytes, deadline: float) -> bool:
        """Whether all of it went out. If only a part did, the server may still have answered: it is read."""
        view, sent = memoryview(data), 0
        try:
            while sent < len(view):
                self._sock.settimeout(self._patience(self._limits.write, deadline))
                sent += self._sock.send(view[sent:])
        except OSError as error:
            # Of an encrypted connection it cannot be seen how much of the first record has left: taken as sent.
            if sent == 0 and not isinstance(self._sock, ssl.SSLSocket):
                raise NotSent(
                    Stage.SEND, f"The connection was gone before anything was sent ({_words(error)})."
                ) from error
            return False
        return True

    def _receive(self, deadline: float) -> Reply:
        head: h11.Response | None = None
        chunks: list[bytes] = []
        size = 0
        while True:
            event = self._next_event()
            if event is h11.NEED_DATA:
                self._protocol.receive_data(self._read(deadline))
            elif isinstance(event, h11.Data):
                chunks.append(event.data)
                size += len(event.data)
                if size > self._limits.answer:
                    raise Cut(f"The answer is larger than {self._limits.answer:,} bytes.", _CANNOT_TELL)
            elif isinstance(event, h11.Response):
                head = event
            elif isinstance(event, h11.EndOfMessage) and head is not None:
                return Reply(head.status_code, _headers(head), b"".join(chunks))
            elif not isinstance(event, h11.InformationalResponse):
                raise Cut("The connection was closed before the answer.", _CANNOT_TELL)

    def _next_event(self) -> object:
        try:
            return self._protocol.next_event()
        except h11.RemoteProtocolError as error:
            raise Cut(f"The answer broke off or is not HTTP ({error}).", _CANNOT_TELL) from error

    def _read(self, deadline: float) -> bytes:
        try:
            self._sock.settimeout(self._patience(self._limits.read, deadline))
            return self._sock.recv(_READ)
        except OSError as error:
            raise Cut(f"No whole answer came back ({_words(error)}).", _CANNOT_TELL) from error

    def _patience(self, limit: float, deadline: float) -> float:
        left = min(limit, deadline - self._monotonic())
        if left <= 0:
            raise TimeoutError
        return left

    def _keep_or_close(self, whole: bool) -> None:
        """Kept only when both sides are done and no byte is left that the next exchange would take for its own."""
        protocol = self._protocol
        both_done = protocol.our_state is h11.DONE and protocol.their_state is h11.DONE
        if whole and both_done and protocol.trailing_data == (b"", False):
            protocol.start_next_cycle()
            self._idle_since = self._monotonic()
        else:
            self.close()


def _headers(head: h11.Response) -> dict[str, str]:
    return {name.decode("ascii"): value.decode("latin-1") for name, value in head.headers}


def _readable(sock: socket.socket) -> bool:
    try:
        if hasattr(select, "poll"):  # not on Windows; select() itself fails above 1,024 open files elsewhere
            watch = select.poll()
            watch.register(sock, select.POLLIN)
            return bool(watch.poll(0))
        return bool(select.select([sock], [], [], 0)[0])
    except (OSError, ValueError):
        return True


def _words(error: OSError) -> str:
    return "no answer in time" if isinstance(error, TimeoutError) else error.strerror or str(error) or "cut"
