"""A folder of this machine or a share of the network (UNC) as a store. Knows no flow, no item and no schedule."""

from __future__ import annotations

import errno
import io
import os
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, BinaryIO

from pydantic import ConfigDict, Field, field_validator, model_validator

from desktop_sync.core.errors import Rejected, RetryLater
from desktop_sync.core.model import CheckStep, Entity, LeftOut
from desktop_sync.core.options import Options, Secret, form
from desktop_sync.stores.entering import Entrance
from desktop_sync.stores.listing import Listing
from desktop_sync.stores.moving import move_across, patiently, publish, renamer, sweep
from desktop_sync.stores.names import no_folder, parts_of
from desktop_sync.stores.probe import probe
from desktop_sync.stores.reaching import Reaching
from desktop_sync.stores.trouble import Who, about_file, about_folder, not_there, translated
from desktop_sync.windows.drives import is_unc
from desktop_sync.windows.holders import Holder, holders
from desktop_sync.windows.links import is_link
from desktop_sync.windows.sharing import open_for_reading

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

    from desktop_sync.core.ports import Watcher
    from desktop_sync.stores.watching import FolderEvents

READ_AHEAD = 1 << 18  # bytes


_REMEMBERED = 4096  # paths
ASKED_MOST = 20  # times that a store asks who holds a file; each takes a moment, and a scanner may hold a thousand
PLAIN_FOR = 1.0  # seconds for which a folder that was no link is taken for none


class LocalOptions(Options):
    """Options of a connection of the type ``folder``."""

    model_config = ConfigDict(title="Folder")

    path: str = Field(
        title="Folder",
        json_schema_extra=form(first=True, path="folder"),
        description="The folder, whole: `C:\\ERP\\out`, `\\\\server\\share\\out` or `/srv/out`. "
        "A mapped drive is turned into its share.",
    )

    username: str = Field(
        title="User name",
        default="",
        description="Of a share that the engine's own account may not use, such as `DOMAIN\\name`. On Windows only.",
    )
    password: Secret | None = Field(
        title="Password", default=None, description="Name of the stored password of that user name."
    )

    @field_validator("path")
    @classmethod
    def _whole(cls, path: str) -> str:
        if "\0" in path or not (PurePosixPath(path).is_absolute() or PureWindowsPath(path).is_absolute()):
            raise ValueError(r"expected a whole path such as C:\ERP\out, \\server\share\out or /srv/out")
        return path

    @property
    def whereabouts(self) -> str:
        """The folder, however its path is spelled."""
        return self.path.replace("\\", "/").rstrip("/").casefold() or "/"

    @model_validator(mode="after")
    def _signs_in_to_a_share(self) -> LocalOptions:
        if bool(self.username) != bool(self.password):
            raise ValueError("username and password go together: write both, or none")
        if self.username and not is_unc(self.path):
            raise ValueError(r"username is for a share: write path as \\server\share\out")
        return self


def made(reaching: Reaching, options: LocalOptions) -> Local:
    """The files of a folder."""
    if options.username and options.password:
        read = partial(reaching.secret, options.password)
        return Local(options, reaching.spell, enter=Entrance(options.path, options.username, read, reaching.refusals))
    return Local(options, reaching.spell)


class Local:
    """Store over ``options.path``.

    ``spell`` turns a mapped drive into its share (windows.drives.unc_of); ``pause`` waits between tries; ``who`` says
    which programs hold a file; ``enter`` signs in to the share.
    """

    def __init__(
        self,
        options: LocalOptions,
        spell: Callable[[str], str] = str,
        pause: Callable[[float], None] = time.sleep,
        who: Who = holders,
        enter: Entrance | None = None,
    ) -> None:
        self._shown = spell(options.path)
        self._root = _long(self._shown)
        self._pause = pause
        self._holders = who
        self._entrance = enter
        self._asked = 0
        self._rename = renamer()
        self._listing = Listing(self._root, self._shown, self._reach)
        self._plain: dict[tuple[str, ...], float] = {}
        self._swept: set[Path] = set()
        self._spelt = lru_cache(_REMEMBERED)(self._spell)

    def list(self, recursive: bool = False, without: Sequence[str] = ()) -> Iterator[Entity]:
        """Without file ids: on Windows a listing has none. Stop when the folder is forbidden, RetryLater when away."""
        self._enter()
        self._listing = Listing(self._root, self._shown, self._reach)
        return self._listing.files(recursive, without)

    def left_out(self) -> Sequence[LeftOut]:
        """What the last listing left out; not more than a thousand."""
        return tuple(self._listing.left_out)

    def stat(self, path: str) -> Entity | None:
        """With the file id. None also for a link or a folder."""
        at = self._at(path)
        try:
            seen = os.lstat(at)
        except OSError as error:
            if not_there(error) and os.path.isdir(os.path.dirname(at)):  # noqa: PTH112, PTH120
                return None  # its folder is there: so is the place, and asking that is cheap
            self._reach()
            if not_there(error):
                return None
            raise about_file(error, "looked at", path) from error
        if not stat.S_ISREG(seen.st_mode):
            return None
        return Entity(path, seen.st_size, seen.st_mtime_ns, f"{seen.st_ino:x}")

    def open(self, path: str) -> BinaryIO:
        """Rejected(reason='gone') when it is not there."""
        at = self._at(path)
        with translated("read", path, self._reach, self._who):
            raw = open_for_reading(at)
        return io.BufferedReader(_Reading(raw, path, at, self._who), READ_AHEAD)

    def write(self, path: str, data: BinaryIO) -> Entity:
        at = self._at(path)
        with translated("written", path, self._reach, self._who):
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
        with translated("moved", source, self._reach, self._who):
            try:
                patiently(lambda: self._rename(old, new), self._pause)
            except (FileNotFoundError, NotADirectoryError):
                os.lstat(old)
                self._make_folder(new)
                self._move_into(old, new)
            except OSError as error:
                if error.errno != errno.EXDEV:
                    raise
                self._make_folder(new)  # a system may tell the other volume before it misses the folder
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
        with translated("deleted", path, self._reach, self._who):
            try:
                patiently(at.unlink, self._pause)
            except FileNotFoundError:
                self._reach()

    def close(self) -> None:
        """Nothing stays open."""

    def watch(self, events: FolderEvents, recursive: bool, tell: Callable[[str], None]) -> Watcher:
        """Changes of files below are told by their path. RetryLater, Stop: see ``FolderEvents``."""
        self._enter()
        return events.watch(self._root, self._shown, recursive, tell)

    def _at(self, path: str) -> str:
        """The path on this machine; refused when a link among its folders could lead elsewhere."""
        self._enter()
        folders, at = self._spelt(path)  # called several times for every file
        if folders:
            self._refuse_links(path, folders)
        return at

    def _spell(self, path: str) -> tuple[tuple[str, ...], str]:
        parts = parts_of(path)
        return tuple(parts[:-1]), os.path.join(self._root, *parts)  # noqa: PTH118

    def _refuse_links(self, path: str, folders: tuple[str, ...]) -> None:
        """Each folder is looked at once a second at most: a thousand files settle into the same few."""
        now = time.monotonic()
        if now - self._plain.get(folders, -PLAIN_FOR) < PLAIN_FOR:
            return
        folder = self._root
        for part in folders:
            folder = os.path.join(folder, part)  # noqa: PTH118
            try:
                seen = os.lstat(folder)
            except OSError:
                return
            if is_link(seen):
                raise Rejected(
                    f"The folder {part} of {path} is a link to another place.",
                    "Put an ordinary folder there; Desktop Sync does not follow links.",
                    reason="name",
                )
        self._plain = {folders: now}

    def _reach(self) -> None:
        """Raises when the whole place is away, so that nothing in it is taken for gone."""
        try:
            os.scandir(self._root).close()
        except OSError as error:
            raise about_folder(error, self._shown) from error

    def _make_folder(self, at: str) -> None:
        """RetryLater where a file stands in the place of a folder: neither is the file gone, nor its new name taken."""
        self._reach()  # a share that is away must not be made anew on the local disk
        try:
            Path(at).parent.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            files = (one for one in reversed(Path(at).parents) if one.is_file())
            raise no_folder(os.path.relpath(next(files, at), self._root)) from error

    def _who(self, at: str) -> Sequence[Holder]:
        self._asked += 1
        return self._holders(at) if self._asked <= ASKED_MOST else ()

    def _sweep_once(self, folder: Path) -> None:
        if folder not in self._swept:
            self._swept.add(folder)
            sweep(folder)

    def _enter(self) -> None:
        if self._entrance is not None:
            self._entrance()

    def check(self) -> Iterator[CheckStep]:
        if self._entrance is not None:
            self._entrance.try_again()
        return probe(self, self._shown)


class _Reading(io.RawIOBase):
    """The opened file, with its errors translated."""

    def __init__(self, raw: io.FileIO, path: str, at: str, who: Who) -> None:
        super().__init__()
        self._raw = raw
        self._path = path
        self._at = at
        self._who = who

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        try:
            return self._raw.readinto(buffer)
        except OSError as error:
            error.filename = self._at
            raise about_file(error, "read", self._path, self._who) from error

    def close(self) -> None:
        self._raw.close()
        super().close()


def _long(path: str) -> str:
    r"""On Windows the spelling without the limit of 260 characters: ``\\?\C:\…``, ``\\?\UNC\server\…``."""
    if os.name != "nt" or path.startswith("\\\\?\\"):
        return path
    whole = os.path.abspath(path)  # noqa: PTH100 - pathlib keeps '..'
    return "\\\\?\\UNC" + whole[1:] if whole.startswith("\\\\") else "\\\\?\\" + whole
