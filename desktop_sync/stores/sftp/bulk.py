"""Small files, many in flight on one channel: each is looked at, opened, read, closed and looked at again.

While one answer is on its way, so are the requests for others.

What does not go smoothly is left to whoever fetches one file after the other. It must not know items or spools.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from desktop_sync.core.errors import Ended
from desktop_sync.core.model import Entity
from desktop_sync.stores.sftp.packets import NO_ATTRIBUTES, Access, Attributes, Kind, long, number, text
from desktop_sync.stores.sftp.remote import attributes, expect
from desktop_sync.stores.sftp.servers import FIRST_WINDOW, LAST_WINDOW
from desktop_sync.stores.sftp.trouble import Lost, Status
from desktop_sync.stores.sftp.wire import Reply, Wire

Requests = list[tuple[int, bytes]]


@dataclass(frozen=True, slots=True)
class Whole:
    """A small file, and how it was before and after it was read; None: it was not there."""

    before: Attributes
    content: bytes
    after: Attributes | None


class _File:
    """One file on its way. ``step`` takes the answers that have come and says what to ask next; none: it has ended."""

    def __init__(self, path: bytes, size: int) -> None:
        self._path = path
        self._size = size
        self._before = Attributes()
        self._handle = b""
        self._content = b""
        self._next: Callable[..., Requests] = self._looked
        self.asked: list[int] = []
        self.ended = False
        self.refused = False
        self.whole: Whole | None = None

    def begin(self) -> Requests:
        return [(Kind.LSTAT, text(self._path))]

    def step(self, replies: Sequence[Reply]) -> Requests:
        try:
            return self._next(*replies)
        except Status as error:
            self.refused = not (error.not_there or error.refused)
            return self._end()

    def _looked(self, reply: Reply) -> Requests:
        self._before = attributes(reply)
        if not self._before.regular or self._before.size != self._size:
            return self._end()
        self._next = self._opened
        return [(Kind.OPEN, text(self._path) + number(Access.READ) + NO_ATTRIBUTES)]

    def _opened(self, reply: Reply) -> Requests:
        self._handle = expect(reply, Kind.HANDLE).text()
        self._next = self._read
        return [(Kind.READ, text(self._handle) + long(0) + number(self._size + 1))]

    def _read(self, reply: Reply) -> Requests:
        if self._size:
            self._content = expect(reply, Kind.DATA).text()
        self._next = self._closed
        return [(Kind.CLOSE, text(self._handle)), (Kind.LSTAT, text(self._path))]

    def _closed(self, _: Reply, looked: Reply) -> Requests:
        self._handle = b""
        if len(self._content) == self._size:
            try:
                after = attributes(looked)
            except Status as error:
                if not error.not_there:
                    raise
                after = None
            self.whole = Whole(self._before, self._content, after)
        return self._end()

    def _end(self) -> Requests:
        """A handle that is still open is closed; nobody waits for that."""
        self.ended = True
        return []

    @property
    def left_open(self) -> bytes:
        return self._handle


class Bulk:
    """``window``: files in flight to begin with; afterwards, how many the server took (1: it refused)."""

    def __init__(self, wire: Wire, window: int) -> None:
        self._wire = wire
        self._smooth = 0
        self.window = window

    def fetch(self, paths: Sequence[tuple[bytes, int]], wanted: Callable[[int], bool]) -> Iterator[Whole | None]:
        """Of each path with its size, in their order; None: to be fetched by itself. Lost, Ended.

        ``wanted``: whether a file of that size may come this way.
        """
        waiting = iter(paths)
        files: deque[_File | None] = deque()
        try:
            while True:
                self._fill(files, waiting, wanted)
                if not files:
                    return
                done = self._done(files)
                if not done:
                    self._advance(files)
                    continue
                self._fill(files, waiting, wanted)  # so that the way is not empty while these are being used
                yield from done
        finally:
            self._give_up(files)

    def _done(self, files: deque[_File | None]) -> list[Whole | None]:
        """The first ones, as far as they have ended."""
        done = []
        while files and ((head := files[0]) is None or head.ended):
            files.popleft()
            self._learn(head)
            done.append(None if head is None else head.whole)
        return done

    def _give_up(self, files: deque[_File | None]) -> None:
        left = [one for one in files if one is not None and not one.ended]
        self._wire.forget([asked for one in left for asked in one.asked])
        with suppress(Lost, Ended):
            closing = [(Kind.CLOSE, text(one.left_open)) for one in left if one.left_open]
            self._wire.forget(self._wire.send(closing) if closing else [])

    def _fill(
        self, files: deque[_File | None], waiting: Iterator[tuple[bytes, int]], wanted: Callable[[int], bool]
    ) -> None:
        begun: list[_File] = []
        while len(files) < max(self.window, 1) and (one := next(waiting, None)) is not None:
            path, size = one
            file = _File(path, size) if self.window > 1 and wanted(size) else None
            files.append(file)
            if file is not None:
                begun.append(file)
        self._send([(file, file.begin()) for file in begun])

    def _advance(self, files: deque[_File | None]) -> None:
        """Waits for the first file, then takes along all whose answers have come."""
        going = [one for one in files if one is not None and not one.ended]
        if not going:
            return
        ready = [going[0], *(one for one in going[1:] if all(map(self._wire.there, one.asked)))]
        sent = []
        for file in ready:
            requests = file.step([self._wire.reply(asked) for asked in file.asked])
            file.asked = []
            if file.ended and file.left_open:
                requests = [(Kind.CLOSE, text(file.left_open))]
            sent.append((file, requests))
        self._send(sent)

    def _send(self, files: Sequence[tuple[_File, Requests]]) -> None:
        numbers = iter(self._wire.send([one for _, requests in files for one in requests]) if files else ())
        for file, requests in files:
            asked = [next(numbers) for _ in requests]
            if file.ended:
                self._wire.forget(asked)
            else:
                file.asked = asked

    def _learn(self, file: _File | None) -> None:
        """Twice as many in flight after each window that went smoothly; one after the other after a refusal."""
        if file is None or self.window == 1:
            return
        if file.refused:
            self.window = 1
            return
        self._smooth += 1
        if self._smooth >= self.window:
            self.window, self._smooth = min(self.window * 2, LAST_WINDOW), 0


def slower(window: int) -> int:
    """What is in flight the next time, after the connection was lost in the middle."""
    return max(window // 2, 1) if window > FIRST_WINDOW else window


def listed(path: str, told: Attributes | None) -> Entity | None:
    """As the rest of the program knows files; None: no ordinary file is there."""
    if told is None or not told.regular:
        return None
    return Entity(path, told.size or 0, (told.mtime or 0) * 10**9)
