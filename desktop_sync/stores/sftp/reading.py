"""Reads one open file of a server, with requests ahead within a bound: memory is the same for every size.

It must not know why it is read.
"""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_sync.core.errors import SyncError
from desktop_sync.stores.sftp.packets import Code, Kind, long, number, text
from desktop_sync.stores.sftp.remote import Remote, expect
from desktop_sync.stores.sftp.trouble import Lost, Status

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

AHEAD = 4 << 20  # bytes asked for and not read yet, at most


class Reading(io.RawIOBase):
    """``handle`` is open; ``size``: as the server told it. ``translate`` makes a SyncError of what is met."""

    def __init__(
        self, remote: Remote, handle: bytes, size: int, translate: Callable[[Lost | Status], SyncError]
    ) -> None:
        super().__init__()
        self._remote = remote
        self._handle = handle
        self._size = size
        self._translate = translate
        self._piece = remote.limits.read
        self._asked: deque[tuple[int, int, int]] = deque()  # from where, how many bytes, number of the request
        self._next = 0  # from where nothing is asked for yet
        self._rest = memoryview(b"")
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        try:
            while not self._rest and not self._ended:
                self._go_on()
        except (Lost, Status) as error:
            raise self._translate(error) from error
        count = min(len(view), len(self._rest))
        view[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    def close(self) -> None:
        if not self.closed:
            wire = self._remote.wire
            wire.forget([request for _, _, request in self._asked])
            self._remote.drop(self._handle)
        super().close()

    def _go_on(self) -> None:
        """Takes the next piece. A server may give less than was asked for: the rest is asked for at once."""
        self._ask()
        begin, wanted, request = self._asked.popleft()
        try:
            data = expect(self._remote.wire.reply(request), Kind.DATA).text()
        except Status as error:
            if error.code != Code.EOF:
                raise
            self._ended = True
            return
        self._rest = memoryview(data)
        if len(data) < wanted:
            end = begin + len(data)
            if self._asked:  # the pieces behind it were asked for from where it should have ended
                self._piece = max(min(self._piece, len(data)), 1024)
            self._asked.appendleft((end, wanted - len(data), self._request(end, wanted - len(data))))

    def _ask(self) -> None:
        """One piece beyond the end that the server told: it may have grown, and its end is to be seen."""
        while not self._asked or (self._next < self._size and self._ahead < AHEAD):
            self._asked.append((self._next, self._piece, self._request(self._next, self._piece)))
            self._next += self._piece

    @property
    def _ahead(self) -> int:
        return self._next - self._asked[0][0] if self._asked else 0

    def _request(self, begin: int, size: int) -> int:
        return self._remote.wire.send([(Kind.READ, text(self._handle) + long(begin) + number(size))])[0]
