"""Writes, moves and copies on a server, never over anything, by what the server can do. Names are bytes here.

Raises Status and Lost, and FileExistsError where a name is taken. It knows no store.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import secrets
from collections import deque
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from desktop_sync.core.errors import Ended, RetryLater
from desktop_sync.stores.names import OWN_PREFIX, no_folder
from desktop_sync.stores.sftp.packets import Access, Attributes, Code, Kind, long, text
from desktop_sync.stores.sftp.probing import NEW
from desktop_sync.stores.sftp.reading import Reading
from desktop_sync.stores.sftp.remote import Remote, status
from desktop_sync.stores.sftp.servers import Abilities
from desktop_sync.stores.sftp.trouble import Lost, Status, about_file, cut

AHEAD = 1 << 20  # bytes written and not confirmed yet, at most
_LITTER_AGE = 24 * 3600  # seconds
_PART = b".part"
_COPY = b".copy"  # an empty file beside one that is not whole yet
_OURS = OWN_PREFIX.encode()


class Moving:
    """On one connection. ``can``: what its server can do; ``root`` is not made, what is below is."""

    def __init__(self, remote: Remote, can: Abilities, root: bytes) -> None:
        self._remote = remote
        self._can = can
        self._root = root

    def move(self, old: bytes, new: bytes) -> None:
        """By a rename; where the server has none, or cannot do it between two disks, by a copy that is verified."""
        if self._can.rename is False:
            return self._copy_away(old, new)
        try:
            self._rename(old, new)
        except Status as error:
            return self._otherwise(error, old, new)
        return None

    def write(self, path: bytes, data: BinaryIO) -> None:
        """Under a name of our own first, where the server can rename."""
        if self._can.rename is False:
            self._write_in_place(path, data)
            return
        with self._temporary(path) as temporary:
            self._fill(temporary, data)
            self._rename(temporary, path)

    def _write_in_place(self, path: bytes, data: BinaryIO) -> None:
        """What a former try has left half is written anew, where ``data`` can be read twice."""
        if data.seekable() and self._remote.look(path) is not None and self._remote.look(_mark(path)) is not None:
            begin = data.tell()
            self._taken_away(path, data)
            data.seek(begin)
        with self._marked(path):
            self._fill(path, data)

    def make_folders(self, path: bytes) -> None:
        """Those that lead to ``path``, below the root. RetryLater where a file stands in the place of one."""
        folder = posixpath.dirname(path)
        if len(folder) <= len(self._root):
            return
        told = self._remote.look(folder)
        if _is_file(told):
            raise no_folder(folder[len(self._root) + 1 :].decode(errors="replace"))
        if told is not None:
            return
        self.make_folders(folder)
        try:
            self._remote.make_folder(folder)
        except Status:
            if self._remote.look(folder) is None:  # else somebody else was quicker
                raise

    def sweep(self, folder: bytes) -> None:
        """Takes away what a killed process left here a day ago or longer, by the clock of the server.

        Not a mark beside its file: by it whoever writes or copies that file again knows what it is.
        """
        with suppress(Status):
            found = self._remote.names(folder)
            newest = max((told.mtime or 0 for _, told in found), default=0)
            there = {name for name, _ in found}
            for name, told in found:
                if _litter(name, there) and newest - (told.mtime or newest) > _LITTER_AGE:
                    self._remote.remove(folder + b"/" + name)

    def _rename(self, old: bytes, new: bytes) -> None:
        """FileExistsError rather than over anything."""
        if self._can.overwrites is False:  # the server itself refuses
            self._remote.rename(old, new)
            return
        if self._remote.look(new) is not None:
            raise FileExistsError(new)
        if self._remote.look(old) is None:
            raise Status(Code.NO_SUCH_FILE, "it is not there")
        if self._can.overwrites:  # so it shall overwrite an empty file of ours, and nothing else
            self._remote.close(self._remote.open(new, NEW))
            try:
                self._remote.rename(old, new)
            except Status:
                self._remote.remove(new)
                raise
        else:
            self._remote.rename(old, new)

    def _otherwise(self, error: Status, old: bytes, new: bytes) -> None:
        """A rename was refused; servers hardly ever say why."""
        if self._remote.look(new) is not None:
            raise FileExistsError(new) from error
        if self._remote.look(old) is None:
            raise Status(Code.NO_SUCH_FILE, "it is not there") from error
        there = self._remote.look(posixpath.dirname(new))
        if there is None or _is_file(there):
            self.make_folders(new)
            return self.move(old, new)
        if error.refused:
            raise error
        return self._copy_away(old, new)

    def _copy_away(self, old: bytes, new: bytes) -> None:
        """Copied, verified, only then deleted. A copy that cannot be followed by the deletion is taken back."""
        in_place = self._can.rename is False
        if self._remote.look(new) is not None and not (in_place and self._half_copy(old, new)):
            raise FileExistsError(new)
        self.make_folders(new)
        before = self._look(old)
        if in_place:
            with self._marked(new):
                self._copy(old, new, before)
        else:
            with self._temporary(new) as temporary:
                self._copy(old, temporary, before)
                self._rename(temporary, new)
        try:
            self._remote.remove(old)
        except Status:
            with suppress(Status, Lost, Ended):
                self._remote.remove(new)
            raise

    def _copy(self, old: bytes, new: bytes, before: Attributes) -> None:
        """With its time, or not at all."""
        hashed = _Hashed(self._reading(old))
        with io.BufferedReader(hashed, AHEAD) as data:
            self._fill(new, data)
        try:
            self._ensure(hashed.digest() == self._digest(new) and self._look(old) == before)
            if before.mtime is not None:
                with suppress(Status):
                    self._remote.set_time(new, before.mtime)
        except (Status, RetryLater):
            with suppress(Status, Lost, Ended):
                self._remote.remove(new)
            raise

    @contextmanager
    def _marked(self, path: bytes) -> Iterator[None]:
        """Within it, what is at ``path`` may be half of what it shall be; without a rename it has no other name.

        The mark stays when the connection breaks off, this program ends, or the half cannot be taken away: by it the
        half is known for what it is.
        """
        mark = _mark(path)
        with suppress(FileExistsError):
            self._remote.close(self._create(mark))
        try:
            yield
        except Lost:
            raise
        except FileExistsError:
            self._unmark(mark)
            raise
        except (Status, RetryLater):
            if self._remote.look(path) is None:
                self._unmark(mark)
            raise
        self._unmark(mark)

    def _unmark(self, mark: bytes) -> None:
        with suppress(Status, Ended):  # a server without deleting; it is empty and no listing shows it
            self._remote.remove(mark)

    def _half_copy(self, old: bytes, new: bytes) -> bool:
        """Whether ``new`` is what a copy left that was cut off: then it is taken away, and is copied anew."""
        if self._remote.look(_mark(new)) is None or self._remote.look(old) is None:
            return False
        with io.BufferedReader(self._reading(old), AHEAD) as whole:
            return self._taken_away(new, whole)

    def _taken_away(self, path: bytes, whole: BinaryIO) -> bool:
        """Deletes it when it is the beginning of ``whole``, and nothing else: nothing is lost then."""
        with io.BufferedReader(self._reading(path), AHEAD) as half:
            while block := half.read(AHEAD):
                if whole.read(len(block)) != block:
                    return False
        self._remote.remove(path)
        return True

    def _digest(self, path: bytes) -> bytes:
        hashed = _Hashed(self._reading(path))
        with io.BufferedReader(hashed, AHEAD) as data:
            while data.read(AHEAD):
                pass
        return hashed.digest()

    def _reading(self, path: bytes) -> Reading:
        told = self._look(path)
        handle = self._remote.open(path, Access.READ)
        return Reading(self._remote, handle, told.size or 0, _passed_on)

    def _look(self, path: bytes) -> Attributes:
        told = self._remote.look(path)
        if told is None:
            raise Status(Code.NO_SUCH_FILE, "it is not there")
        return told

    @staticmethod
    def _ensure(same: bool) -> None:
        if not same:
            raise RetryLater("A file was changed while it was copied.", "It is tried again by itself.", after=10.0)

    def _fill(self, path: bytes, data: BinaryIO) -> None:
        """A new file, whole and flushed, or none."""
        handle = self._create(path)
        try:
            self._pour(handle, data)
            self._remote.flush(handle)
            self._remote.close(handle)
        except BaseException:
            with suppress(Status, Lost, Ended):
                self._remote.drop(handle)
                self._remote.remove(path)
            raise

    def _create(self, path: bytes) -> bytes:
        try:
            return self._remote.open(path, NEW)
        except Status as error:
            if self._remote.look(path) is not None:
                raise FileExistsError(path) from error
            if not error.not_there:
                raise
        self.make_folders(path)
        return self._remote.open(path, NEW)

    def _pour(self, handle: bytes, data: BinaryIO) -> None:
        """Writes with requests ahead, within a bound."""
        asked: deque[int] = deque()
        at, piece, wire = 0, self._remote.limits.write, self._remote.wire
        try:
            while block := data.read(piece):
                asked.extend(wire.send([(Kind.WRITE, text(handle) + long(at) + text(block))]))
                at += len(block)
                if len(asked) * piece > AHEAD:
                    status(wire.reply(asked.popleft()))
            while asked:
                status(wire.reply(asked.popleft()))
        finally:
            wire.forget(list(asked))

    @contextmanager
    def _temporary(self, target: bytes) -> Iterator[bytes]:
        folder = posixpath.dirname(target)
        temporary = folder + b"/" + _OURS + secrets.token_hex(8).encode() + _PART
        try:
            yield temporary
        except BaseException:
            with suppress(Status, Lost, Ended):
                self._remote.remove(temporary)
            raise


class _Hashed(io.RawIOBase):
    """Reads, and knows the SHA-256 of what was read."""

    def __init__(self, data: Reading) -> None:
        super().__init__()
        self._data = data
        self._hash = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        count = self._data.readinto(buffer)
        self._hash.update(memoryview(buffer)[:count])
        return count

    def digest(self) -> bytes:
        return self._hash.digest()

    def close(self) -> None:
        self._data.close()
        super().close()


def _is_file(told: Attributes | None) -> bool:
    """Surely: of a server that tells no modes nobody knows."""
    return told is not None and told.mode is not None and told.regular


def _mark(path: bytes) -> bytes:
    folder, name = posixpath.split(path)
    return folder + b"/" + _OURS + name + _COPY


def _litter(name: bytes, there: Container[bytes]) -> bool:
    """A temporary file, or a mark whose file is not there."""
    if not name.startswith(_OURS):
        return False
    return name.endswith(_PART) or (name.endswith(_COPY) and name[len(_OURS) : -len(_COPY)] not in there)


def _passed_on(error: Lost | Status) -> RetryLater:
    if isinstance(error, Lost):
        return cut(error, "the server")
    told = about_file(error, "copied", "The file")
    return told if isinstance(told, RetryLater) else RetryLater(told.what, told.hint)
