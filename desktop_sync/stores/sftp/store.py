"""A folder of an SFTP server as a store. Knows no flow, no item and no schedule.

Paths here are those of the server: '/' between folders, whatever this computer's own names look like.
"""

from __future__ import annotations

import io
import posixpath
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import BinaryIO

from desktop_sync.core.errors import Owner, Rejected, RetryLater, SyncError
from desktop_sync.core.model import CheckStep, Entity, LeftOut
from desktop_sync.core.ports import Refusals, SmallFile
from desktop_sync.stores.names import parts_of
from desktop_sync.stores.sftp.bulk import Bulk, listed, slower
from desktop_sync.stores.sftp.listing import Listing
from desktop_sync.stores.sftp.moving import Moving
from desktop_sync.stores.sftp.options import SftpOptions
from desktop_sync.stores.sftp.packets import Access, Attributes
from desktop_sync.stores.sftp.probing import probe
from desktop_sync.stores.sftp.reading import Reading
from desktop_sync.stores.sftp.remote import Remote
from desktop_sync.stores.sftp.servers import FIRST_WINDOW, Abilities, HostKeys, Remembered
from desktop_sync.stores.sftp.session import Session
from desktop_sync.stores.sftp.signing_in import SignIn
from desktop_sync.stores.sftp.trouble import Lost, Status, about_file, about_folder, cut

READ_AHEAD = 1 << 18  # bytes
COPIES = 4  # files side by side where a move is a copy; each holds some megabytes


class Sftp:
    """Store over ``options.path`` of a server. ``told_to_end``: whether the run shall end, asked while waiting."""

    def __init__(
        self,
        options: SftpOptions,
        secret: Callable[[str], str],
        refusals: Refusals,
        keys: HostKeys,
        remembered: Remembered,
        told_to_end: Callable[[], bool] = lambda: False,
    ) -> None:
        self._options = options
        self._refusals = refusals
        self._keys = keys
        self._remembered = remembered
        self._told_to_end = told_to_end
        self._signing = SignIn(options, secret, refusals)
        self._session = Session(options, keys, self._signing, told_to_end)
        self._listing = Listing(b"", options.encoding, options.path)
        self._abilities: Abilities | None = None
        self._root: tuple[Remote, bytes] | None = None
        self._swept: set[bytes] = set()

    @property
    def at_once(self) -> int:
        """As many as it took on their way when files were fetched; few where they are copied; one until it is known."""
        can = self._abilities
        if can is None or can.rename is None:
            return 1
        return can.window if can.rename else min(can.window, COPIES)

    @property
    def shown(self) -> str:
        """The place, as people know it."""
        return f"{self._options.path} of {self._options.place}"

    def list(self, recursive: bool = False, without: Sequence[str] = ()) -> Iterator[Entity]:
        """It has ended before the first one is given. A listing that is cut off gives nothing."""
        for last in (False, True):
            with self._translated("listed", self._options.path) as remote:
                self._listing = Listing(self._folder(remote), self._options.encoding, self.shown)
                try:
                    return iter(self._listing.files(remote, recursive, without))
                except Lost:
                    if last:
                        raise
                    self._session.lose(remote)
        raise AssertionError("the second try returns or raises")

    def left_out(self) -> Sequence[LeftOut]:
        """What the last listing left out; not more than a thousand."""
        return tuple(self._listing.left_out)

    def stat(self, path: str) -> Entity | None:
        """None also for a link or a folder. There are no file ids."""
        at = self._parts(path)
        with self._translated("looked at", path) as remote:
            return listed(path, self._look(remote, at))

    def open(self, path: str) -> BinaryIO:
        """Rejected(reason='gone') when it is not there, or no ordinary file: a pipe would hang the server."""
        at = self._parts(path)
        with self._translated("read", path) as remote:
            whole = self._folder(remote) + at
            told = self._look(remote, at)
            if told is None or not told.regular:
                raise Rejected(f"{path} is not there any more.", reason="gone", owner=Owner.CLERK)
            handle = remote.open(whole, Access.READ)

        def translate(error: Lost | Status) -> SyncError:
            if isinstance(error, Lost):
                self._session.lose(remote)
                return cut(error, self._options.place)
            return about_file(error, "read", path)

        return io.BufferedReader(Reading(remote, handle, told.size or 0, translate), READ_AHEAD)

    def fetch_small(self, entities: Sequence[Entity], largest: int) -> Iterator[SmallFile | None]:
        """Of each, in their order, what it is and was; None: it is to be opened by itself. RetryLater, Stop."""
        with self._translated("read", self._options.path) as remote:
            can, folder = self._can(remote), self._folder(remote)
            fits = min(largest, remote.limits.read - 1)
            bulk = Bulk(remote.wire, can.window)
            paths = [(folder + self._parts(one.path), one.size) for one in entities]
            try:
                for one, found in zip(entities, bulk.fetch(paths, lambda size: size <= fits), strict=True):
                    before = None if found is None else listed(one.path, found.before)
                    if found is None or before is None:
                        yield None
                    else:
                        yield SmallFile(before, found.content, listed(one.path, found.after))
            except Lost:
                bulk.window = slower(bulk.window)
                raise
            finally:
                if bulk.window != can.window:
                    self._know(replace(can, window=bulk.window))

    def write(self, path: str, data: BinaryIO) -> Entity:
        """Where the server has no rename, a reader may see it grow."""
        at = self._parts(path)
        with self._translated("written", path) as remote:
            moving, whole = self._moving(remote), self._folder(remote) + at
            moving.make_folders(whole)
            folder = posixpath.dirname(whole)
            if folder not in self._swept:
                self._swept.add(folder)
                moving.sweep(folder)
            try:
                moving.write(whole, data)
            except Status as error:
                renamed = self._can(remote).rename is not False  # else what is there may be half of it
                if renamed and remote.look(whole) is not None:
                    raise FileExistsError(path) from error
                raise about_file(error, "written", path, full=remote.full(folder)) from error
            written = listed(path, remote.look(whole))
        if written is None:
            raise RetryLater(f"{path} was written and is gone again.", "Another program takes files away there.")
        return written

    def move(self, source: str, target: str) -> None:
        """Rejected(reason='gone') when the source is not there."""
        old, new = self._parts(source), self._parts(target)
        with self._translated("moved", source) as remote:
            root = self._folder(remote)
            try:
                self._moving(remote).move(root + old, root + new)
            except Status as error:
                self._reach(remote)
                full = not error.not_there and remote.full(root)
                raise about_file(error, "moved", source, full=full) from error

    def delete(self, path: str) -> None:
        """What is not there is deleted already."""
        at = self._parts(path)
        with self._translated("deleted", path) as remote:
            try:
                remote.remove(self._folder(remote) + at)
            except Status as error:
                self._reach(remote)
                if not error.not_there:
                    raise

    def check(self) -> Iterator[CheckStep]:
        """Name, reach, host key, sign-in, folder, write and rename, clock. A refused sign-in is tried once more."""
        from desktop_sync.stores.sftp.checking import Checking

        self._refusals.forget()
        yield from Checking(self._options, self._keys, self._signing, self._told_to_end, self).steps()

    def probe(self) -> Abilities:
        """What the server can do, found anew. RetryLater, Stop."""
        with self._translated("tried out", self._options.path) as remote:
            can = probe(remote, self._folder(remote), Abilities(self._session.software))
            self._know(replace(can, window=max(can.window, FIRST_WINDOW)))
            return can

    def close(self) -> None:
        self._session.close()

    @contextmanager
    def _translated(self, doing: str, path: str) -> Iterator[Remote]:
        with self._session.translated() as remote:
            try:
                yield remote
            except Status as error:
                self._reach(remote)
                raise about_file(error, doing, path) from error

    def _look(self, remote: Remote, below: bytes) -> Attributes | None:
        """None: it is not there, and the place is."""
        return remote.look_inside(self._folder(remote), below)

    def _reach(self, remote: Remote) -> None:
        """Raises when the whole place is away, so that nothing in it is taken for gone."""
        try:
            remote.follow(self._folder(remote) or b"/")
        except Status as error:
            raise about_folder(error, self.shown) from error

    def _folder(self, remote: Remote) -> bytes:
        """The root's path from the top, without a slash at its end; links that lead to it are followed."""
        if self._root is None or self._root[0] is not remote:
            named = self._options.path.encode(self._options.encoding)
            try:
                told = remote.follow(named)
                if told.mode is not None and not told.folder:
                    raise RetryLater(f"{self.shown} is no folder.", "Name the folder in the connection's settings.")
                self._root = (remote, remote.whole(named).rstrip(b"/"))
            except Status as error:
                raise about_folder(error, self.shown) from error
        return self._root[1]

    def _parts(self, path: str) -> bytes:
        """The path below the root, as the server spells it. Rejected(reason='name') when it could lead elsewhere."""
        named = "/".join(parts_of(path, windows=False))
        try:
            return b"/" + named.encode(self._options.encoding)
        except UnicodeEncodeError as error:
            raise Rejected(
                f"The name {path!r} cannot be spelt in {self._options.encoding}, as the server wants it.",
                "Correct encoding in the settings of the connection.",
                Owner.IT,
                "name",
            ) from error

    def _moving(self, remote: Remote) -> Moving:
        return Moving(remote, self._can(remote), self._folder(remote))

    def _can(self, remote: Remote) -> Abilities:
        """As remembered; found out where nothing is known. A folder that takes no files tells nothing."""
        software = self._session.software
        if self._abilities is None or self._abilities.server != software:
            self._abilities = self._remembered.read(software)
        if self._abilities.rename is None:
            try:
                self._know(probe(remote, self._folder(remote), self._abilities))
            except Status:
                return self._abilities
        return self._abilities

    def _know(self, abilities: Abilities) -> None:
        self._abilities = abilities
        self._remembered.write(abilities)
