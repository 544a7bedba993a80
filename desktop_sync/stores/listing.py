"""Lists the files of a local folder: fast, without following links, and saying what it leaves out. Opens nothing."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence

from desktop_sync.core.model import Entity, LeftOut
from desktop_sync.stores.names import OWN_PREFIX, sayable
from desktop_sync.stores.trouble import about_folder, not_there
from desktop_sync.windows.links import is_link

_MOST = 1000  # that are told


class Listing:
    """One look at everything below ``root``. ``reach`` raises when the whole place is away."""

    def __init__(self, root: str, shown: str, reach: Callable[[], None]) -> None:
        self._root = root
        self._shown = shown
        self._reach = reach
        self.left_out: list[LeftOut] = []

    def files(self, recursive: bool, without: Sequence[str]) -> Iterator[Entity]:
        """Regular files only; files of our own are not shown."""
        pruned = {folder.casefold() for folder in without}
        waiting = [""]
        while waiting:
            folder = waiting.pop()
            try:
                yield from self._files_of(folder, waiting if recursive else None, pruned)
            except OSError as error:
                self._failed(folder, error)

    def _files_of(self, folder: str, below: list[str] | None, pruned: set[str]) -> Iterator[Entity]:
        prefix = f"{folder}/" if folder else ""
        with _opened(os.path.join(self._root, *folder.split("/"))) as at, os.scandir(at) as entries:  # noqa: PTH118
            for entry in entries:
                name = entry.name
                if name.startswith(OWN_PREFIX) or not (name.isascii() or self._sayable(prefix, name)):
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
        self._leave("", f"{(prefix + name)!r} is left out: its name is no text. Rename it.")
        return False

    def _not_a_file(self, entry: os.DirEntry[str], path: str, below: list[str] | None, pruned: set[str]) -> None:
        if entry.is_dir(follow_symlinks=False) and not _is_junction(entry):
            if below is not None and path.casefold() not in pruned:
                below.append(path)
        elif below is not None or not entry.is_dir():
            words = f"{path} is left out: it is a link or no ordinary file. Put the file itself there."
            self._leave("" if entry.is_dir() else path, words)

    def _failed(self, folder: str, error: OSError) -> None:
        """A subfolder that has just gone, or is forbidden, does not hide the others; trouble of the disk does."""
        if not folder:
            raise about_folder(error, self._shown) from error
        self._reach()
        if isinstance(error, PermissionError):
            self._leave("", f"The folder {folder} is left out: this account may not read it. Let it read there.")
        elif not not_there(error):
            raise about_folder(error, f"{self._shown}/{folder}") from error

    def _leave(self, path: str, words: str) -> None:
        if len(self.left_out) < _MOST:
            self.left_out.append(LeftOut(path, words))


@contextlib.contextmanager
def _opened(folder: str) -> Iterator[str | int]:
    """The folder by its handle, where the system can: looking at each file is then a tenth cheaper."""
    if sys.platform == "win32":
        yield folder
    else:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            yield handle
        finally:
            os.close(handle)


def _is_junction(entry: os.DirEntry[str]) -> bool:
    return os.name == "nt" and is_link(entry.stat(follow_symlinks=False))  # Windows: known from the listing
