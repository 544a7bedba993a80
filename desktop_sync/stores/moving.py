"""Renames and copies that never overwrite, whatever the file system can do. Raises OSError; knows no store.

A plain rename is not flushed: file systems keep a rename whole, so after a power cut the file stands at its old or its
new name, and both are right for whoever repeats the move. A copy is flushed before its original goes.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from desktop_sync.durable import flush_folder
from desktop_sync.stores.names import OWN_PREFIX
from desktop_sync.stores.trouble import is_held
from desktop_sync.windows.sharing import open_for_reading

Rename = Callable[[str, str], None]

BLOCK = 1 << 20
_PATIENCE = (0.05, 0.1, 0.2, 0.4, 0.8)  # seconds; a virus scanner lets go within a second or two
_ACCESS_DENIED = 5  # Windows also says this while a scanner holds a file that is being deleted
_CANNOT = frozenset({errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP})
_CANNOT_LINK = _CANNOT | {errno.EPERM, errno.EMLINK, errno.EACCES}
_AT_FDCWD = -100  # fcntl.h
_NOREPLACE = 1  # RENAME_NOREPLACE, linux/fs.h
_LITTER_AGE = 24 * 3600  # seconds


def patiently(action: Callable[[], None], pause: Callable[[float], None]) -> None:
    """Does it again, a bounded number of times, while another program holds the file."""
    for seconds in _PATIENCE:
        try:
            return action()
        except OSError as error:
            if not is_held(error) and getattr(error, "winerror", None) != _ACCESS_DENIED:
                raise
        pause(seconds)
    return action()


def renamer() -> Rename:
    """The best rename of this system that fails with FileExistsError instead of overwriting."""
    if sys.platform == "win32":
        return os.rename  # MoveFileExW without MOVEFILE_REPLACE_EXISTING
    else:  # noqa: RET505 - both branches stand apart for the type checker
        import ctypes

        native = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)

        def rename(source: str, target: str) -> None:
            if native is None:
                return rename_by_link(source, target)
            if native(_AT_FDCWD, os.fsencode(source), _AT_FDCWD, os.fsencode(target), _NOREPLACE) == 0:
                return None
            number = ctypes.get_errno()
            if number in _CANNOT:
                return rename_by_link(source, target)
            raise OSError(number, os.strerror(number), source, None, target)

        return rename


def rename_by_link(source: str, target: str) -> None:
    """For file systems without RENAME_NOREPLACE: a second name, then the first goes."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _CANNOT_LINK:
            raise
        return rename_by_reserving(source, target)
    flush_folder(Path(target).parent)
    return os.unlink(source)  # noqa: PTH108


def rename_by_reserving(source: str, target: str) -> None:
    """For file systems without hard links: an empty file takes the name, so that only it can be overwritten."""
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
    try:
        os.replace(source, target)  # noqa: PTH105
    except OSError:
        Path(target).unlink(missing_ok=True)
        raise


def publish(data: BinaryIO, target: str, rename: Rename, pause: Callable[[float], None]) -> None:
    """Temporary name beside ``target``, flush, rename that never overwrites, flush of the folder."""
    with _temporary(target) as temporary:
        _copy(data, temporary)
        patiently(lambda: rename(temporary, target), pause)
    flush_folder(Path(target).parent)


def move_across(source: str, target: str, rename: Rename, pause: Callable[[float], None]) -> None:
    """To another volume: copy, flush, verify, then delete. OSError(ESTALE) when the source changes meanwhile."""
    with open_for_reading(source) as data:
        before = os.fstat(data.fileno())
        with _temporary(target) as temporary:
            digest = _copy(data, temporary)
            os.utime(temporary, ns=(before.st_atime_ns, before.st_mtime_ns))
            with open(temporary, "rb") as copy:  # noqa: PTH123
                verified = hashlib.file_digest(copy, "sha256").hexdigest() == digest
            if not verified or not _same(source, before):
                raise OSError(errno.ESTALE, "it was changed while it was copied", source)
            patiently(lambda: rename(temporary, target), pause)
    flush_folder(Path(target).parent)
    if not _same(source, before):
        raise OSError(errno.ESTALE, "it was replaced after it was copied", source)
    patiently(lambda: os.unlink(source), pause)  # noqa: PTH108


def _same(path: str, before: os.stat_result) -> bool:
    now = os.lstat(path)
    return (now.st_ino, now.st_size, now.st_mtime_ns) == (before.st_ino, before.st_size, before.st_mtime_ns)


@contextlib.contextmanager
def _temporary(target: str) -> Iterator[str]:
    """A name of our own in the target's folder; whatever stands there at the end is removed."""
    folder, _ = os.path.split(target)
    temporary = os.path.join(folder, f"{OWN_PREFIX}{secrets.token_hex(8)}.part")  # noqa: PTH118
    try:
        yield temporary
    finally:
        Path(temporary).unlink(missing_ok=True)


def _copy(data: BinaryIO, temporary: str) -> str:
    hashed = hashlib.sha256()
    with open(temporary, "xb") as file:  # noqa: PTH123
        while block := data.read(BLOCK):
            hashed.update(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    return hashed.hexdigest()


def sweep(folder: Path) -> None:
    """Removes temporary files that a crash left here a day ago or longer, by the clock of the disk's own machine."""
    ours = list(folder.glob(f"{OWN_PREFIX}*.part"))
    if not ours:
        return
    ages = {path: path.lstat().st_mtime for path in ours}
    newest = max(*ages.values(), folder.stat().st_mtime)
    for path, changed in ages.items():
        if newest - changed > _LITTER_AGE:
            path.unlink(missing_ok=True)
