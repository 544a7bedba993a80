"""Large payloads: one file each, ``folder``/ab/abcdef…, written under a temporary name, flushed, renamed."""

from __future__ import annotations

import hashlib
import io
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from desktop_sync.core.model import Payload
from desktop_sync.durable import flush_folder
from desktop_sync.spool.trouble import damaged, lost, trouble

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BLOCK = 1 << 18
_PART = ".part-"
_PATIENCE = (0.05, 0.1, 0.2, 0.4, 0.8)  # seconds; for a virus scanner on Windows


class Large:
    """Any number of threads may add."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()  # between "it is here already" and a sweep's "nobody needs it"

    def add(self, begin: bytes, rest: BinaryIO) -> Payload:
        """Copies while hashing; durable when it returns. Raises OSError."""
        part = self._folder / f"{_PART}{secrets.token_hex(8)}"
        try:
            payload = _copy(begin, rest, part)
            with self._lock:
                self._keep(part, payload)
            flush_folder(self._path(payload.sha256).parent)
        finally:
            part.unlink(missing_ok=True)
        return payload

    def _keep(self, part: Path, payload: Payload) -> None:
        path = self._path(payload.sha256)
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
            raw = io.FileIO(self._path(sha256), "rb")
        except FileNotFoundError as error:
            raise lost(sha256) from error
        except OSError as error:
            raise trouble(error) from error
        return io.BufferedReader(_Verified(raw, sha256), BLOCK)

    def part(self, sha256: str, at: int, size: int) -> tuple[bytes, int]:
        """At most ``size`` bytes from ``at``, as they are now, and how many there are in all."""
        try:
            with self._path(sha256).open("rb") as file:
                file.seek(at)
                return file.read(size), os.fstat(file.fileno()).st_size
        except FileNotFoundError as error:
            raise lost(sha256) from error
        except OSError as error:
            raise trouble(error) from error

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def remove(self, digests: Iterable[str]) -> None:
        """Those that are gone already are no error."""
        for digest in digests:
            _unlink(self._path(digest))

    def prune(self, digests: Iterable[str], before: float) -> None:
        """Those that were added before that time (epoch seconds)."""
        for digest in digests:
            path = self._path(digest)
            with self._lock:
                if _changed(path) < before:
                    _unlink(path)

    def size(self) -> int:
        """Bytes of all of them."""
        return sum(_size(path) for path in self._files())

    def sweep(self, referenced: Callable[[str], bool], before: float) -> int:
        """Removes what was added before that time (epoch seconds) and what killed processes left; returns how many."""
        removed = 0
        for path in self._files():
            if _changed(path) >= before or (_is_blob(path) and referenced(path.name)):
                continue
            with self._lock:
                if _changed(path) < before:
                    removed += _unlink(path)
        return removed

    def _files(self) -> Iterator[Path]:
        yield from self._folder.glob(f"{_PART}*")
        for path in self._folder.glob("[0-9a-f][0-9a-f]/*"):
            if _is_blob(path):
                yield path


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
            raise trouble(error) from error
        self._hashed.update(view[:count])
        self._left -= count
        if (self._left <= 0 or not count) and self._hashed.hexdigest() != self._sha256:
            raise damaged(self._sha256)
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


def _copy(begin: bytes, rest: BinaryIO, part: Path) -> Payload:
    hashed = hashlib.sha256()
    size = 0
    with part.open("xb", buffering=0) as file:
        block = begin
        while block:
            hashed.update(block)
            _write_all(file, block)
            size += len(block)
            block = rest.read(BLOCK)
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


def _unlink(path: Path) -> bool:
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise trouble(error) from error
    return True


def _is_blob(path: Path) -> bool:
    return len(path.name) == 64 and path.name.startswith(path.parent.name)  # noqa: PLR2004 - 256 bits in hex


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")
