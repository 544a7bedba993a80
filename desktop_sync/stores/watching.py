"""The operating system's folder events (inotify, ReadDirectoryChangesW): what changes in a folder of this machine.

They only say where a look is worth it; they may be missing (a share, a full queue) and may end at any time, so looking
is the truth. Knows no flow and no pattern.
"""

from __future__ import annotations

import errno
import os
import sys
import threading
from collections.abc import Callable

from desktop_sync.core.errors import RetryLater, Stop
from desktop_sync.core.ports import Watcher
from desktop_sync.stores.names import OWN_PREFIX
from desktop_sync.stores.trouble import about_folder

if sys.platform == "win32":
    from desktop_sync.windows.changes import FolderChanges
elif sys.platform == "linux":
    from watchdog.events import FileClosedEvent, FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileSystemEvent
    from watchdog.observers.api import EventQueue, ObservedWatch
    from watchdog.observers.inotify import InotifyEmitter
    from watchdog.observers.inotify_c import InotifyFD

Tell = Callable[[str], None]
"""Is told the path of a changed file, relative, with '/'; empty: something has changed, it is not known what."""
_NO_MORE = frozenset({errno.ENOSPC, errno.EMFILE, errno.ENFILE, errno.ENOMEM})


class FolderEvents:
    """Watches any number of folders, for one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._system = _System()

    def watch(self, root: str, shown: str, recursive: bool, tell: Tell) -> Watcher:
        """RetryLater when the folder is away; Stop when the system watches no more."""
        try:
            identity = _identity(root)
            with self._lock:
                reader = self._system.begin(root, recursive, _Relative(root, tell))
        except OSError as error:
            if error.errno in _NO_MORE:
                raise Stop(
                    f"The system does not watch any more folders, such as {shown}: {error.strerror or error}.",
                    "Nothing is lost: files there are found when the flow looks the next time. To have them found at"
                    " once, raise fs.inotify.max_user_watches and fs.inotify.max_user_instances.",
                ) from error
            raise about_folder(error, shown) from error
        return _Watcher(root, identity, reader)

    def close(self) -> None:
        """To be called when all watchers are closed."""
        with self._lock:
            self._system.close()


class _Relative:
    """Tells changes by their path below the folder; not those of our own temporary files."""

    def __init__(self, root: str, tell: Tell) -> None:
        self._inside = root if root.endswith("/") else f"{root}/"
        self._tell = tell

    def changed(self, path: str) -> None:
        """Relative."""
        if not path.rpartition("/")[2].startswith(OWN_PREFIX):
            self._tell(path)

    def at(self, path: str) -> None:
        """Whole."""
        if path.startswith(self._inside):
            self.changed(path[len(self._inside) :])


class _Watcher:
    """One watched folder. It is dead when its reader is, or when another folder stands there now, or none."""

    def __init__(self, root: str, identity: tuple[int, int], reader: Watcher) -> None:
        self._root = root
        self._identity = identity
        self._reader = reader

    def alive(self) -> bool:
        try:
            return self._reader.alive() and _identity(self._root) == self._identity
        except OSError:
            return False

    def close(self) -> None:
        self._reader.close()


def _identity(root: str) -> tuple[int, int]:
    seen = os.stat(root)  # noqa: PTH116 - the long spelling of Windows
    return seen.st_dev, seen.st_ino


if sys.platform == "win32":

    class _System:
        """Each folder has a reader of its own."""

        def begin(self, root: str, recursive: bool, relative: _Relative) -> Watcher:
            return FolderChanges(root, recursive, relative.changed)

        def close(self) -> None:
            """Nothing is shared."""

elif sys.platform == "linux":
    _WANTED: list[type[FileSystemEvent]] = [FileCreatedEvent, FileModifiedEvent, FileClosedEvent, FileMovedEvent]

    class _System:
        """One inotify instance for all folders; each has a watchdog emitter of its own, without a dispatcher."""

        def __init__(self) -> None:
            self._inotify: InotifyFD | None = None

        def begin(self, root: str, recursive: bool, relative: _Relative) -> Watcher:
            if self._inotify is None or not self._inotify.is_alive():
                self._inotify = InotifyFD()
                self._inotify.start()
            watch = ObservedWatch(root, recursive=recursive, event_filter=_WANTED)
            emitter = InotifyEmitter(_Straight(relative), watch, event_filter=_WANTED, inotify_fd=self._inotify)
            emitter.start()
            return _Emitter(emitter, self._inotify)

        def close(self) -> None:
            if self._inotify is not None:
                self._inotify.stop()
                self._inotify.join()
            self._inotify = None

    class _Straight(EventQueue):
        """What is put is told at once, in the emitter's thread."""

        def __init__(self, relative: _Relative) -> None:
            super().__init__()
            self._relative = relative

        def put(self, item: tuple[FileSystemEvent, object], block: bool = True, timeout: float | None = None) -> None:
            event, _ = item
            self._relative.at(os.fsdecode(event.dest_path or event.src_path))

    class _Emitter:
        def __init__(self, emitter: InotifyEmitter, inotify: InotifyFD) -> None:
            self._emitter = emitter
            self._inotify = inotify

        def alive(self) -> bool:
            return self._emitter.is_alive() and self._inotify.is_alive()

        def close(self) -> None:
            self._emitter.stop()
            self._emitter.join()

else:

    class _System:
        """Nothing is watched here; looking finds everything."""

        def begin(self, root: str, recursive: bool, relative: _Relative) -> Watcher:
            raise RetryLater("Folders are not watched on this system.", after=24 * 3600.0)

        def close(self) -> None:
            """Nothing is open."""
