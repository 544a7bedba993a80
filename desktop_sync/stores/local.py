"""A folder of this machine or a share of the network (UNC) as a store. Knows no flow, no item and no schedule."""

from __future__ import annotations

import errno
import io
import os
import secrets
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, BinaryIO

from pydantic import Field, field_validator

from desktop_sync.core.errors import Rejected, RetryLater, SyncError
from desktop_sync.core.model import CheckStep, Entity, StepState
from desktop_sync.core.options import Options
from desktop_sync.stores.moving import move_across, patiently, publish, renamer, sweep
from desktop_sync.stores.names import OWN_PREFIX, parts_of, sayable
from desktop_sync.stores.sharing import open_for_reading
from desktop_sync.stores.trouble import about_file, about_folder, not_there, translated

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_MOST_NOTES = 20
READ_AHEAD = 1 << 18
_CLOCK_OFF = 60.0  # seconds between the place's clock and ours that are worth a word


class LocalOptions(Options):
    """Options of a connection of the type ``folder``."""

    path: str = Field(
        description="The folder, whole: `C:\\ERP\\out`, `\\\\server\\share\\out` or `/srv/out`. "
        "A mapped drive is turned into its share."
    )

    @field_validator("path")
    @classmethod
    def _whole(cls, path: str) -> str:
        if "\0" in path or not (PurePosixPath(path).is_absolute() or PureWindowsPath(path).is_absolute()):
            raise ValueError(r"expected a whole path such as C:\ERP\out, \\server\share\out or /srv/out")
        return path


class Local:
    """Store over ``options.path``.

    ``spell`` turns a mapped drive into its share (windows.drives.unc_of); ``pause`` waits between tries.
    """

    def __init__(
        self,
        options: LocalOptions,
        spell: Callable[[str], str] = str,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._shown = spell(options.path)
        self._root = _long(self._shown)
        self._pause = pause
        self._rename = renamer()
        self._left_out: list[str] = []
        self._swept: set[Path] = set()

    def list(self, recursive: bool = False, without: Sequence[str] = ()) -> Iterator[Entity]:
        """Without file ids: on Windows a listing has none. Stop when the folder is forbidden, RetryLater when away."""
        self._left_out = []
        pruned = {folder.casefold() for folder in without}
        waiting = [""]
        while waiting:
            folder = waiting.pop()
            try:
                yield from self._files_of(folder, waiting if recursive else None, pruned)
            except OSError as error:
                self._folder_failed(folder, error)

    def _files_of(self, folder: str, below: list[str] | None, pruned: set[str]) -> Iterator[Entity]:
        prefix = f"{folder}/" if folder else ""
        with os.scandir(os.path.join(self._root, *folder.split("/"))) as entries:  # noqa: PTH118 - strings: 100,000 files
            for entry in entries:
                name = entry.name
                if name.startswith(OWN_PREFIX) or not self._sayable(prefix, name):
                    continue
                if not entry.is_file(follow_symlinks=False):
                    self._not_a_file(entry, prefix + name, below, pruned)
                    continue
                try:
                    seen = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue
                yield Entity(prefix + name, seen.st_size, seen.st_mtime_ns)

    def _sayable(self, prefix: str, name: str) -> bool:
        if sayable(name):
            return True
        self._note(f"{(prefix + name)!r} is left out: its name is no text.")
        return False

    def _not_a_file(self, entry: os.DirEntry[str], path: str, below: list[str] | None, pruned: set[str]) -> None:
        if entry.is_dir(follow_symlinks=False) and not _is_junction(entry):
            if below is not None and path.casefold() not in pruned:
                below.append(path)
        elif below is not None or not entry.is_dir():
            self._note(f"{path} is left out: it is a link or no ordinary file.")

    def _folder_failed(self, folder: str, error: OSError) -> None:
        """A subfolder that has just gone, or is forbidden, does not hide the others; trouble of the disk does."""
        if not folder:
            raise about_folder(error, self._shown) from error
        self._reach()
        if isinstance(error, PermissionError):
            self._note(f"The folder {folder} is left out: this account may not read it.")
        elif not not_there(error):
            raise about_folder(error, f"{self._shown}/{folder}") from error

    def left_out(self) -> Sequence[str]:
        """What the last listing left out, in words; the first twenty."""
        return tuple(self._left_out)

    def _note(self, words: str) -> None:
        if len(self._left_out) < _MOST_NOTES:
            self._left_out.append(words)

    def stat(self, path: str) -> Entity | None:
        """With the file id. None also for a link or a folder."""
        at = self._at(path)
        try:
            seen = os.lstat(at)
        except OSError as error:
            self._reach()
            if not_there(error):
                return None
            raise about_file(error, "looked at", path) from error
        if not stat.S_ISREG(seen.st_mode):
            return None
        return Entity(path, seen.st_size, seen.st_mtime_ns, f"{seen.st_ino:x}")

    def open(self, path: str) -> BinaryIO:
        """Rejected(reason='gone') when it is not there."""
        with translated("read", path, self._reach):
            raw = open_for_reading(self._at(path))
        return io.BufferedReader(_Reading(raw, path), READ_AHEAD)

    def write(self, path: str, data: BinaryIO) -> Entity:
        at = self._at(path)
        with translated("written", path, self._reach):
            self._make_folder(at)
            self._sweep_once(Path(at).parent)
            publish(data, at, self._rename, self._pause)
        written = self.stat(path)
        if written is None:
            raise RetryLater(f"{path} was written and is gone again.", "Another program takes files away there.")
        return written

    def move(self, source: str, target: str) -> None:
        """Rejected(reason='gone') when the source is not there."""
        old, new = self._at(source), self._at(target)
        with translated("moved", source, self._reach):
            try:
                patiently(lambda: self._rename(old, new), self._pause)
            except FileNotFoundError:
                os.lstat(old)
                self._make_folder(new)
                self._move_into(old, new)
            except OSError as error:
                if error.errno != errno.EXDEV:
                    raise
                self._move_into(old, new)

    def _move_into(self, old: str, new: str) -> None:
        try:
            patiently(lambda: self._rename(old, new), self._pause)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            self._sweep_once(Path(new).parent)
            move_across(old, new, self._rename, self._pause)

    def delete(self, path: str) -> None:
        """What is not there is deleted already."""
        at = Path(self._at(path))
        with translated("deleted", path, self._reach):
            patiently(lambda: at.unlink(missing_ok=True), self._pause)

    def close(self) -> None:
        """Nothing stays open."""

    def _at(self, path: str) -> str:
        """The path on this machine; refused when a link among its folders could lead elsewhere."""
        parts = parts_of(path)
        folder = self._root
        for part in parts[:-1]:
            folder = os.path.join(folder, part)  # noqa: PTH118 - called several times for every file
            try:
                seen = os.lstat(folder)
            except OSError:
                break
            if _is_link(seen):
                raise Rejected(
                    f"The folder {part} of {path} is a link to another place.",
                    "Put an ordinary folder there; Desktop Sync does not follow links.",
                    reason="name",
                )
        return os.path.join(self._root, *parts)  # noqa: PTH118

    def _reach(self) -> None:
        """Raises when the whole place is away, so that nothing in it is taken for gone."""
        try:
            os.scandir(self._root).close()
        except OSError as error:
            raise about_folder(error, self._shown) from error

    def _make_folder(self, at: str) -> None:
        self._reach()  # a share that is away must not be made anew on the local disk
        Path(at).parent.mkdir(parents=True, exist_ok=True)

    def _sweep_once(self, folder: Path) -> None:
        if folder not in self._swept:
            self._swept.add(folder)
            sweep(folder)

    def check(self) -> Iterator[CheckStep]:
        """Reach, read, write and rename, clock. Leaves nothing behind."""
        try:
            self._reach()
            files = sum(1 for _ in self.list())
        except SyncError as error:
            yield CheckStep("reach", StepState.FAILED, error.what, error.hint)
            yield CheckStep("write and rename", StepState.NOT_REACHED)
            yield CheckStep("clock", StepState.NOT_REACHED)
            return
        yield CheckStep("reach", StepState.OK, f"{self._shown}, {files} files")
        yield from self._probe()

    def _probe(self) -> Iterator[CheckStep]:
        name = f"{OWN_PREFIX}check-{secrets.token_hex(4)}"
        try:
            probe = self.write(f"{name}.1", io.BytesIO(b"Desktop Sync was here: a test of the connection.\n"))
            ahead = probe.mtime_ns / 1e9 - time.time()
            self.move(f"{name}.1", f"{name}.2")
            self.delete(f"{name}.2")
        except SyncError as error:
            hint = f"Files can be read, but not moved away or deleted. {error.hint}".strip()
            yield CheckStep("write and rename", StepState.WARNING, error.what, hint)
            yield CheckStep("clock", StepState.NOT_REACHED)
            return
        yield CheckStep("write and rename", StepState.OK)
        yield _clock_step(ahead)


class _Reading(io.RawIOBase):
    """The opened file, with its errors translated."""

    def __init__(self, raw: io.FileIO, path: str) -> None:
        super().__init__()
        self._raw = raw
        self._path = path

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        try:
            return self._raw.readinto(buffer)
        except OSError as error:
            raise about_file(error, "read", self._path) from error

    def close(self) -> None:
        self._raw.close()
        super().close()


def _is_link(seen: os.stat_result) -> bool:
    """A symbolic link, or on Windows a junction (which Python 3.11 takes for a folder)."""
    tag = getattr(seen, "st_reparse_tag", 0)
    return stat.S_ISLNK(seen.st_mode) or tag == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)


def _is_junction(entry: os.DirEntry[str]) -> bool:
    return os.name == "nt" and _is_link(entry.stat(follow_symlinks=False))  # Windows: known from the listing


def _long(path: str) -> str:
    r"""On Windows the spelling without the limit of 260 characters: ``\\?\C:\…``, ``\\?\UNC\server\…``."""
    if os.name != "nt" or path.startswith("\\\\?\\"):
        return path
    whole = os.path.abspath(path)  # noqa: PTH100 - pathlib keeps '..'
    return "\\\\?\\UNC" + whole[1:] if whole.startswith("\\\\") else "\\\\?\\" + whole


def _clock_step(ahead: float) -> CheckStep:
    if abs(ahead) <= _CLOCK_OFF:
        return CheckStep("clock", StepState.OK)
    words = f"The clock of this folder's disk is {abs(ahead):.0f} s {'ahead' if ahead > 0 else 'behind'}."
    return CheckStep("clock", StepState.WARNING, words, "Files are still picked up; set the server's clock right.")
