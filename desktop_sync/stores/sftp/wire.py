"""Many requests of SFTP in flight over one channel of SSH; any number of threads send and wait.

Whoever waits reads for all, so that no answer waits for the thread that asked. Nothing waits for ever: silence of the
server, the end of the connection and a run that was told to end are exceptions. It must not know files.
"""

from __future__ import annotations

import struct
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Protocol

from desktop_sync.core.errors import Ended
from desktop_sync.stores.sftp.packets import VERSION, Garbled, Kind, Reader, packet
from desktop_sync.stores.sftp.trouble import Lost

SLICE = 0.2  # seconds after which a waiting thread looks whether it shall end
RECEIVED = 1 << 18  # bytes taken from the channel at a time
LONGEST = 1 << 20  # bytes of a packet; beyond, it is no SFTP (OpenSSH: 256 KiB)
_HEAD = struct.Struct(">IBI")  # length, kind, number of the request
_LEAST = 5  # bytes that the length counts at least: kind and number

Reply = tuple[int, bytes]
"""Kind of the packet, and what stands behind its number."""


class Channel(Protocol):
    """As much of paramiko's as is used."""

    def settimeout(self, timeout: float | None) -> None: ...
    def send(self, s: bytes) -> int: ...
    def recv(self, nbytes: int) -> bytes: ...
    def close(self) -> None: ...


class Wire:
    """``silence``: seconds without a byte from the server after which it is lost; ``told_to_end``: by the run."""

    def __init__(self, channel: Channel, silence: float, told_to_end: Callable[[], bool]) -> None:
        self._channel = channel
        self._silence = silence
        self._told_to_end = told_to_end
        self._sending = threading.Lock()
        self._waiting = threading.Condition()
        self._reading = False
        self._buffer = bytearray()
        self._last = 0
        self._replies: dict[int, Reply] = {}
        self._open: set[int] = set()
        self._why = ""
        channel.settimeout(SLICE)
        self.extensions = self._greeted()

    @property
    def lost(self) -> bool:
        """Whether it is not to be used any more."""
        return bool(self._why)

    def send(self, requests: Iterable[tuple[int, bytes]]) -> list[int]:
        """In one piece; the numbers to wait for. Lost, Ended."""
        with self._sending:
            numbers, parts = [], []
            for kind, body in requests:
                self._last += 1
                numbers.append(self._last)
                parts.append(packet(kind, self._last, body))
            with self._waiting:
                self._open.update(numbers)
            self._send(b"".join(parts))
        return numbers

    def reply(self, number: int) -> Reply:
        """Waits for it. Lost, Ended."""
        until = time.monotonic() + self._silence
        while True:
            with self._waiting:
                found = self._replies.pop(number, None)
                if found is not None:
                    self._open.discard(number)
                    return found
                self._usable()
                if self._reading:
                    self._waiting.wait(SLICE)
                    continue
                self._reading = True
            try:
                until = self._patience(until, self._receive())
            finally:
                with self._waiting:
                    self._reading = False
                    self._waiting.notify_all()

    def there(self, number: int) -> bool:
        """Whether ``reply`` would not wait."""
        with self._waiting:
            return number in self._replies

    def ask(self, kind: int, body: bytes) -> Reply:
        """One request and its answer."""
        return self.reply(self.send([(kind, body)])[0])

    def forget(self, numbers: Sequence[int]) -> None:
        """Nobody wants to know these answers any more."""
        with self._waiting:
            self._open.difference_update(numbers)
            for number in numbers:
                self._replies.pop(number, None)

    def close(self) -> None:
        """Whoever waits meets Lost."""
        self._lose("it was closed")
        with suppress(OSError, EOFError):  # a farewell over a connection that was cut
            self._channel.close()

    def _lose(self, why: str) -> None:
        with self._waiting:
            self._why = self._why or why
            self._waiting.notify_all()

    def _usable(self) -> None:
        if self._why:
            raise Lost(self._why)
        if self._told_to_end():
            raise Ended

    def _patience(self, until: float, heard: bool) -> float:
        """Until when the server may be silent from now on."""
        now = time.monotonic()
        if not heard and now > until:
            self._lose(f"the server has said nothing for {self._silence:.0f} s")
        return now + self._silence if heard else until

    def _send(self, data: bytes) -> None:
        """All of it: a packet that was begun and not ended leaves a connection of which nothing can be made."""
        view, until = memoryview(data), time.monotonic() + self._silence
        while view:
            self._usable()
            try:
                sent = self._channel.send(bytes(view[:RECEIVED]))
            except TimeoutError:
                sent = -1
            except (OSError, EOFError) as error:
                self._lose(str(error) or "the connection was cut")
                continue
            if sent == 0:
                self._lose("the server ended the connection")
            view = view[max(sent, 0) :]
            until = self._patience(until, sent > 0)

    def _receive(self) -> bool:
        """Takes what has come, and keeps the answers that somebody waits for; False: nothing came."""
        heard = self._fill()
        try:
            found = list(self._whole())
        except Garbled as error:
            self._lose(f"the server does not speak SFTP: {error}")
            return False
        with self._waiting:
            self._replies.update((number, reply) for number, reply in found if number in self._open)
        return heard

    def _fill(self) -> bool:
        """More bytes into the buffer; False: none came."""
        try:
            data = self._channel.recv(RECEIVED)
        except TimeoutError:
            return False
        except (OSError, EOFError) as error:
            self._lose(str(error) or "the connection was cut")
            return False
        if not data:
            self._lose("the server ended the connection")
        self._buffer += data
        return bool(data)

    def _whole(self) -> Iterable[tuple[int, Reply]]:
        """Whole packets out of the buffer, by the number of their request."""
        buffer, at, end = self._buffer, 0, len(self._buffer)
        while end - at >= _HEAD.size:
            size, kind, number = _HEAD.unpack_from(buffer, at)
            if not _LEAST <= size <= LONGEST:
                raise Garbled(f"a packet of {size} bytes")
            if end - at - 4 < size:
                break
            yield number, (kind, bytes(buffer[at + _HEAD.size : at + 4 + size]))
            at += 4 + size
        del buffer[:at]

    def _greeted(self) -> dict[bytes, bytes]:
        """Versions are exchanged: the extensions that the server offers, by name. Lost, Ended."""
        self._send(_HEAD.pack(_LEAST, Kind.INIT, VERSION))
        until = time.monotonic() + self._silence
        found: list[tuple[int, Reply]] = []
        while not found:
            self._usable()
            until = self._patience(until, self._fill())
            try:
                found = list(self._whole())
            except Garbled as error:
                raise Lost(f"the server does not speak SFTP, but says {bytes(self._buffer[:60])!r}") from error
        version, (kind, rest) = found[0]  # the version stands where others have the number of a request
        if kind != Kind.VERSION or version < VERSION:
            raise Lost(f"the server speaks version {version} of SFTP, and not {VERSION}")
        return dict(_pairs(Reader(rest)))


def _pairs(reader: Reader) -> Iterable[tuple[bytes, bytes]]:
    try:
        while reader.more:
            yield reader.text(), reader.text()
    except Garbled:
        return  # what it offers besides is not needed
