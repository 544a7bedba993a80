"""Lists the files of a folder of a server: to its end, without following links, and saying what it leaves out."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_sync.core.model import Entity, LeftOut
from desktop_sync.stores.names import OWN_PREFIX, sayable
from desktop_sync.stores.sftp.bulk import listed
from desktop_sync.stores.sftp.packets import Attributes
from desktop_sync.stores.sftp.remote import Remote
from desktop_sync.stores.sftp.trouble import Status, about_folder

_MOST = 1000  # that are told


class Listing:
    """One look at everything below ``root``."""

    def __init__(self, root: bytes, encoding: str, shown: str) -> None:
        self._root = root
        self._encoding = encoding
        self._shown = shown
        self.left_out: list[LeftOut] = []

    def files(self, remote: Remote, recursive: bool, without: Sequence[str]) -> list[Entity]:
        """Regular files only; files of our own are not shown. Lost; RetryLater when the whole place is away."""
        pruned = {folder.casefold() for folder in without}
        found: list[Entity] = []
        waiting = [""]
        while waiting:
            folder = waiting.pop()
            prefix = f"{folder}/" if folder else ""
            for name, told in self._names(remote, folder):
                path = self._named(prefix, name)
                if path is None:
                    continue
                entity = listed(path, told)
                if entity is not None:
                    found.append(entity)
                elif not told.folder:
                    words = f"{path} is left out: it is a link or no ordinary file. Put the file itself there."
                    self._leave(path, words)
                elif recursive and path.casefold() not in pruned:
                    waiting.append(path)
        return found

    def _names(self, remote: Remote, folder: str) -> list[tuple[bytes, Attributes]]:
        """A subfolder that has just gone, or is forbidden, does not hide the others."""
        below = b"/" + folder.encode(self._encoding) if folder else b""
        try:
            return remote.names(self._root + below or b"/")
        except Status as error:
            if not folder or not (error.refused or error.not_there):
                raise about_folder(error, f"{folder} in {self._shown}" if folder else self._shown) from error
            if error.refused:
                self._leave("", f"The folder {folder} is left out: this sign-in may not read it. Let it read there.")
            return []

    def _named(self, prefix: str, name: bytes) -> str | None:
        """None: it is left out. A server that gives names with a slash would lead out of its folder."""
        try:
            found = name.decode(self._encoding)
            readable = found.encode(self._encoding) == name and sayable(found) and "\0" not in found
        except UnicodeError:
            found, readable = "", False
        if not readable or "/" in found or not found:
            shown = prefix + ascii(name)[2:-1]
            self._leave("", f"{shown!r} is left out: its name is no text in {self._encoding}. Rename it.")
            return None
        return None if found.startswith(OWN_PREFIX) else prefix + found

    def _leave(self, path: str, words: str) -> None:
        if len(self.left_out) < _MOST:
            self.left_out.append(LeftOut(path, words))
