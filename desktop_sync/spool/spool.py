"""The front of the spool: small payloads go to one database file, large ones become files of their own."""

from __future__ import annotations

import errno
import io
import os
import re
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from desktop_sync.core.errors import SyncError
from desktop_sync.core.model import Payload
from desktop_sync.spool.large import BLOCK, Large
from desktop_sync.spool.small import Small
from desktop_sync.spool.trouble import trouble

RESERVE = 64 * 2**20  # bytes kept free, so that a full disk stops noticing before it stops delivering
SMALL = 1 << 16  # bytes; what is larger becomes a file
GROUP = 32  # payloads that are made durable together
_SHA256 = re.compile("[0-9a-f]{64}")
_THREADS = 8
_LONG = 0.25  # seconds; whoever adds does nothing else meanwhile, so groups that take longer are made smaller
_SLOW = 0.002  # seconds; a source that takes longer for one payload is read by several threads


class Spool:
    """Everything below ``folder``; one engine works there, with any number of threads."""

    def __init__(self, folder: Path, reserve: int = RESERVE) -> None:
        self._folder = folder
        self._reserve = reserve
        self._small = Small(folder / "small.db")
        self._large = Large(folder)
        self._fresh: dict[str, bytes] = {}  # the small ones of the last group: they are read at once

    def add(self, data: BinaryIO) -> Payload:
        """Durable when it returns. RetryLater when the disk is full."""
        taken = self._take(data)
        return taken if isinstance(taken, Payload) else self._keep([taken])[0]

    def add_many(self, openers: Iterable[Callable[[], BinaryIO]]) -> Iterator[Payload | SyncError]:
        """One result each, in their order. What one of them meets is its result and stops no other."""
        waiting, size = iter(openers), GROUP
        while group := list(islice(waiting, size)):
            begun = time.monotonic()
            kept = self._group(group)
            size = GROUP if time.monotonic() - begun < _LONG else _THREADS
            yield from kept

    def _group(self, openers: Sequence[Callable[[], BinaryIO]]) -> list[Payload | SyncError]:
        taken = self._taken(openers)
        try:
            kept = iter(self._keep([one for one in taken if isinstance(one, bytes)]))
        except SyncError as error:
            return [error if isinstance(one, bytes) else one for one in taken]
        return [next(kept) if isinstance(one, bytes) else one for one in taken]

    def _taken(self, openers: Sequence[Callable[[], BinaryIO]]) -> list[bytes | Payload | SyncError]:
        """How long the first takes says whether several threads would help."""
        begun = time.monotonic()
        first = self._take_opened(openers[0])
        if len(openers) == 1 or time.monotonic() - begun < _SLOW:
            return [first, *map(self._take_opened, openers[1:])]
        with ThreadPoolExecutor(_THREADS, thread_name_prefix="spool") as pool:
            return [first, *pool.map(self._take_opened, openers[1:])]

    def _take_opened(self, opener: Callable[[], BinaryIO]) -> bytes | Payload | SyncError:
        try:
            with opener() as data:
                return self._take(data)
        except SyncError as error:
            return error

    def _take(self, data: BinaryIO) -> bytes | Payload:
        """The bytes of a small one, which are not durable yet; a large one is when this returns."""
        begin = b""
        while len(begin) <= SMALL:
            block = data.read(BLOCK)
            if not block:
                return begin
            begin += block
        self._make_room()
        try:
            return self._large.add(begin, data)
        except OSError as error:
            raise trouble(error) from error

    def _keep(self, contents: Sequence[bytes]) -> list[Payload]:
        if not contents:
            return []
        self._make_room()
        kept = self._small.add(contents)
        self._fresh = {payload.sha256: content for payload, content in zip(kept, contents, strict=True)}
        return kept

    def _make_room(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            free = shutil.disk_usage(self._folder).free
        except OSError as error:
            raise trouble(error) from error
        if free < self._reserve:
            raise trouble(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))

    def open(self, sha256: str) -> BinaryIO:
        """Verified: Rejected, at the latest while the last bytes are read, when they are not what they were or gone."""
        content = self._content(sha256)
        return self._large.open(sha256) if content is None else io.BytesIO(content)

    def part(self, sha256: str, at: int, size: int) -> tuple[bytes, int]:
        """For people to look at: at most ``size`` bytes from ``at``, and how many there are in all. Rejected when lost.

        A large one is not verified: a look at one place must not read all of it.
        """
        content = self._content(sha256)
        return self._large.part(sha256, at, size) if content is None else (content[at : at + size], len(content))

    def _content(self, sha256: str) -> bytes | None:
        """Of a small one."""
        if _SHA256.fullmatch(sha256) is None:
            raise ValueError(f"{sha256!r} is no SHA-256")
        content = self._fresh.get(sha256)
        if content is None and self._folder.is_dir():
            content = self._small.get(sha256)
        return content

    def remove(self, digests: Sequence[str]) -> None:
        """Those that are gone already are no error."""
        self._fresh = {}
        self._small.remove(digests)
        self._large.remove(digests)

    def prune(self, digests: Sequence[str], older_than_seconds: float) -> None:
        """As ``remove``, but for what was added within that time: somebody may be about to refer to it."""
        if not digests or not self._folder.is_dir():
            return
        before = time.time() - older_than_seconds
        self._fresh = {}
        self._small.prune(digests, before)
        self._large.prune(digests, before)

    def size(self) -> int:
        """Bytes of all payloads."""
        return self._small.size() + self._large.size() if self._folder.is_dir() else 0

    def compact(self) -> None:
        """Nothing that was removed is left in any file."""
        if self._folder.is_dir():
            self._small.compact()

    def give_back(self) -> None:
        """One piece of the space that nothing is in any more goes back to the disk."""
        if self._folder.is_dir():
            self._small.give_back()

    def sweep(self, referenced: Callable[[str], bool], older_than_seconds: float) -> int:
        """Removes payloads that nobody refers to, and what killed processes left; returns how many.

        Ages are by this machine's clock. Whoever refers to a payload anew has added it before, which makes it young: so
        it is enough that the age is looked at last. ``referenced`` may take locks of its own.
        """
        if not self._folder.is_dir():
            return 0
        before = time.time() - older_than_seconds
        return self._small.sweep(referenced, before) + self._large.sweep(referenced, before)

    def close(self) -> None:
        self._small.close()
