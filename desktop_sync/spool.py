"""The spool: payload bytes under their SHA-256, durable before anything refers to them. Knows no item and no ledger."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import secrets
import shutil
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from desktop_sync.core.errors import Owner, Rejected, RetryLater, SyncError
from desktop_sync.core.model import Payload
from desktop_sync.durable import flush_folder

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

RESERVE = 64 * 2**20  # bytes kept free, so that a full disk stops noticing before it stops delivering
_PART = ".part-"
_BLOCK = 1 << 18
_THREADS = 8  # measured: flushes of eight payloads overlap best
_AHEAD = 4 * _THREADS
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_PATIENCE = (0.05, 0.1, 0.2, 0.4, 0.8)  # seconds; for a virus scanner on Windows


class Spool:
    """Blobs in ``folder``/ab/abcdef…; one engine writes there, with any number of threads."""

    def __init__(self, folder: Path, reserve: int = RESERVE) -> None:
        self._folder = folder
        self._reserve = reserve
        self._lock = threading.Lock()  # between "it is here already" and a sweep's "nobody needs it"

    def add(self, data: BinaryIO) -> Payload:
        """Copies while hashing; durable when it returns. RetryLater when the disk is full."""
        part = self._folder / f"{_PART}{secrets.token_hex(8)}"
        try:
            self._make_room()
            payload = _copy(data, part)
            with self._lock:
                self._keep(part, payload)
            flush_folder(self.path(payload.sha256).parent)
        except OSError as error:
            raise _trouble(error) from error
        finally:
            part.unlink(missing_ok=True)
        return payload

    def add_many(self, openers: Iterable[Callable[[], BinaryIO]]) -> Iterator[Payload | SyncError]:
        """One result each, in their order; flushes overlap. What one of them meets is its result and stops no other."""
        with ThreadPoolExecutor(_THREADS, thread_name_prefix="spool") as pool:
            waiting: deque[Future[Payload | SyncError]] = deque()
            for opener in openers:
                waiting.append(pool.submit(self._add_opened, opener))
                if len(waiting) >= _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _add_opened(self, opener: Callable[[], BinaryIO]) -> Payload | SyncError:
        try:
            with opener() as data:
                return self.add(data)
        except SyncError as error:
            return error

    def _make_room(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(self._folder).free < self._reserve:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self._folder))

    def _keep(self, part: Path, payload: Payload) -> None:
        path = self.path(payload.sha256)
        try:
            if path.stat().st_size == payload.size:
                os.utime(path)  # young again: nobody may refer to it yet
                return
        except FileNotFoundError:
            if not path.parent.exists():
                path.parent.mkdir(exist_ok=True)
                flush_folder(self._folder)
        _replace(part, path)

    def open(self, sha256: str) -> BinaryIO:
        """Raises while the last bytes are read when they are not what they were."""
        try:
            raw = io.FileIO(self.path(sha256), "rb")
        except FileNotFoundError as error:
            raise _lost(sha256) from error
        except OSError as error:
            raise _trouble(error) from error
        return io.BufferedReader(_Verified(raw, sha256), _BLOCK)

    def path(self, sha256: str) -> Path:
        """Where a blob stands or would stand. ValueError for what is no SHA-256 in small hex."""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):  # noqa: PLR2004 - 256 bits in hex
            raise ValueError(f"{sha256!r} is no SHA-256")
        return self._folder / sha256[:2] / sha256

    def remove(self, digests: Iterable[str]) -> None:
        """Those that are gone already are no error."""
        for digest in digests:
            self._unlink(self.path(digest))

    def sweep(self, referenced: Callable[[str], bool], older_than_seconds: float) -> int:
        """Removes blobs that nobody refers to, and what killed processes left; returns how many.

        Ages are by this machine's clock. Whoever refers to a blob anew has added it before, which makes it young: so
        it is enough that the age is looked at last. ``referenced`` may take locks of its own.
        """
        before = time.time() - older_than_seconds
        removed = 0
        for path in self._files():
            if _changed(path) >= before or (_is_blob(path) and referenced(path.name)):
                continue
            with self._lock:
                if _changed(path) < before:
                    removed += self._unlink(path)
        return removed

    def _files(self) -> Iterator[Path]:
        yield from self._folder.glob(f"{_PART}*")
        for path in self._folder.glob("[0-9a-f][0-9a-f]/*"):
            if _is_blob(path):
                yield path

    @staticmethod
    def _unlink(path: Path) -> bool:
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise _trouble(error) from error
        return True


class _Verified(io.RawIOBase):
    """Hashes what is read, and raises before it hands out the last bytes of what is damaged."""

    def __init__(self, raw: io.FileIO, sha256: str) -> None:
        super().__init__()
        self._raw = raw
        self._sha256 = sha256
        self._hashed = hashlib.sha256()
        self._left = os.fstat(raw.fileno()).st_size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        try:
            count = self._raw.readinto(view)
        except OSError as error:
            raise _trouble(error) from error
        self._hashed.update(view[:count])
        self._left -= count
        if (self._left <= 0 or not count) and self._hashed.hexdigest() != self._sha256:
            raise Rejected(
                f"The kept copy {self._sha256[:12]}… of this payload is damaged.",
                "Check the disk of this computer; then let the file be sent again.",
                Owner.IT,
                "damaged",
            )
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


def _copy(data: BinaryIO, part: Path) -> Payload:
    hashed = hashlib.sha256()
    size = 0
    with part.open("xb", buffering=0) as file:
        while block := data.read(_BLOCK):
            hashed.update(block)
            _write_all(file, block)
            size += len(block)
        os.fsync(file.fileno())
    return Payload(hashed.hexdigest(), size)


def _write_all(file: io.FileIO, block: bytes) -> None:
    """A raw write may take less than it is given, above all on a disk that is nearly full."""
    view = memoryview(block)
    while view:
        view = view[file.write(view) :]


def _replace(part: Path, path: Path) -> None:
    for seconds in _PATIENCE:
        try:
            part.replace(path)
            return
        except PermissionError:
            if os.name != "nt":
                raise
        time.sleep(seconds)
    part.replace(path)


def _is_blob(path: Path) -> bool:
    return len(path.name) == 64 and path.name.startswith(path.parent.name)  # noqa: PLR2004 - 256 bits in hex


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


def _lost(sha256: str) -> Rejected:
    return Rejected(
        f"The kept copy {sha256[:12]}… of this payload is not there any more.", "It is fetched again.", Owner.IT, "lost"
    )


def _trouble(error: OSError) -> SyncError:
    if error.errno in _FULL:
        return RetryLater(
            "The disk of the data folder is full.",
            "Free some space on this computer; nothing new is taken in until then.",
            after=60.0,
        )
    why = error.strerror or type(error).__name__
    return RetryLater(
        f"The spool in the data folder cannot be used: {why}.", "Check the disk and the rights on the data folder."
    )
