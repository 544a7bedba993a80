"""One kept connection speaking HTTP/1.1, one exchange at a time.

An exchange is a row of steps that never wait, so that one thread can have many under way. It counts the bytes of the
request that the system has taken, so that "not sent" and "unknown" are told apart exactly. It must not know what is
sent, nor who sends.
"""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from desktop_sync.core.ending import GLANCE, ensure_wanted
from desktop_sync.web.failures import Cut, NotSent, Stage
from desktop_sync.web.reply import CANNOT_TELL, Headers, Reply, ReplyReader, spell

_READ = 64 * 1024
_GRACE = 1.0  # seconds to read an answer that came before the request was taken whole
_LATER = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


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

    def begin(self, method: str, target: str, headers: Headers, body: bytes) -> bool:
        """Sends what goes out without waiting; raises like ``exchange``. False: this wire can only ``exchange``."""

    def proceed(self) -> Reply | None:
        """Goes on with what was begun, when ``awaited`` has come true or ``until`` is over; None: not at its end."""

    @property
    def awaited(self) -> tuple[int, bool]:
        """File number, and whether it is to take more of the request (else: to be read)."""

    @property
    def until(self) -> float:
        """Monotonic seconds at which waiting any longer is no use."""

    def exchange(self, method: str, target: str, headers: Headers, body: bytes) -> Reply:
        """One request, one answer. Raises NotSent, Cut, Rejected (it cannot be spelt), or Ended (``ending_with``); then
        the wire is closed.
        """

    def usable(self) -> bool:
        """Whether another exchange may be tried."""

    def close(self) -> None: ...


class SocketWire:
    """A wire over a connected socket, encrypted or not."""

    def __init__(self, sock: socket.socket, limits: Limits, monotonic: Callable[[], float]) -> None:
        sock.setblocking(False)
        self._sock = sock
        self._limits = limits
        self._monotonic = monotonic
        self._reader = ReplyReader(limits.answer)
        self._idle_since = monotonic()
        self._open = True
        self._unsent = memoryview(b"")
        self._sent = 0
        self._whole = True  # the request went out whole
        self._writes = False  # the socket is to take more, else to be read
        self._deadline = self._until = 0.0

    @property
    def awaited(self) -> tuple[int, bool]:
        return self._sock.fileno(), self._writes

    @property
    def until(self) -> float:
        return self._until

    def usable(self) -> bool:
        """Open, used lately, and silent: what can be read between exchanges is the far end's farewell, or worse."""
        if not self._open or self._monotonic() - self._idle_since > self._limits.idle:
            return False
        return not wait_for(self._sock.fileno(), writes=False, seconds=0.0)

    def close(self) -> None:
        self._open = False
        with contextlib.suppress(OSError):
            self._sock.close()

    def exchange(self, method: str, target: str, headers: Headers, body: bytes) -> Reply:
        self.begin(method, target, headers, body)
        while (reply := self.proceed()) is None:
            with self._or_closed():
                ensure_wanted()
            wait_for(*self.awaited, min(self._until - self._monotonic(), GLANCE))
        return reply

    def begin(self, method: str, target: str, headers: Headers, body: bytes) -> bool:
        self._deadline = self._monotonic() + self._limits.total
        self._reader = ReplyReader(self._limits.answer)
        self._sent, self._whole = 0, True
        with self._or_closed():
            self._unsent = memoryview(spell(method, target, headers, body))
            self._patience(self._limits.write)
            self._send()
        return True

    def proceed(self) -> Reply | None:
        with self._or_closed():
            if self._unsent:
                self._send()
                return None
            reply = self._receive()
        if reply is not None:
            self._keep_or_close()
        return reply

    @contextlib.contextmanager
    def _or_closed(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.close()
            raise

    def _send(self) -> None:
        """As much as goes out now. If only a part ever does, the server may still have answered: it is read."""
        try:
            while self._unsent:
                count = self._sock.send(self._unsent)
                self._unsent = self._unsent[count:]
                self._sent += count
        except _LATER as later:
            self._writes = not isinstance(later, ssl.SSLWantReadError)
            if self._monotonic() < self._until:
                return
            self._not_whole(TimeoutError())
        except OSError as error:
            self._not_whole(error)
        self._writes = False
        if self._whole:
            self._patience(self._limits.read)

    def _not_whole(self, error: OSError) -> None:
        # Of an encrypted connection it cannot be seen how much of the first record has left: taken as sent.
        if self._sent == 0 and not isinstance(self._sock, ssl.SSLSocket):
            raise NotSent(Stage.SEND, f"The connection was gone before anything was sent ({_words(error)}).") from error
        self._unsent, self._whole = memoryview(b""), False
        self._deadline = self._until = self._monotonic() + _GRACE

    def _receive(self) -> Reply | None:
        while (data := self._read()) is not None:
            reply = self._reader.feed(data)
            if reply is not None:
                return reply
        return None

    def _read(self) -> bytes | None:
        try:
            data = self._sock.recv(_READ)
        except _LATER as later:
            self._writes = isinstance(later, ssl.SSLWantWriteError)
            if self._monotonic() < self._until:
                return None
            raise Cut("No whole answer came back (no answer in time).", CANNOT_TELL) from later
        except OSError as error:
            raise Cut(f"No whole answer came back ({_words(error)}).", CANNOT_TELL) from error
        self._patience(self._limits.read)
        return data

    def _patience(self, limit: float) -> None:
        self._until = min(self._monotonic() + limit, self._deadline)

    def _keep_or_close(self) -> None:
        """Kept only when both sides are done and no byte is left that the next exchange would take for its own."""
        if self._whole and self._reader.over:
            self._idle_since = self._monotonic()
        else:
            self.close()


_READABLE, _WRITABLE = getattr(select, "POLLIN", 0), getattr(select, "POLLOUT", 0)


def wait_for(file: int, writes: bool, seconds: float) -> bool:
    """Until the file can be written (else read), or is broken, or the seconds are over; whether it can be now."""
    try:
        poll = getattr(select, "poll", None)
        if poll is not None:  # not on Windows; select() itself fails above 1,024 open files elsewhere
            watch = poll()
            watch.register(file, _WRITABLE if writes else _READABLE)
            return bool(watch.poll(max(seconds, 0.0) * 1000))
        ready = select.select([] if writes else [file], [file] if writes else [], [file], max(seconds, 0.0))
        return any(ready)
    except (OSError, ValueError):
        return True


def _words(error: OSError) -> str:
    return "no answer in time" if isinstance(error, TimeoutError) else error.strerror or str(error) or "cut"
