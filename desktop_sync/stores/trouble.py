"""The border of the local store: what an OSError means, in words for people. Knows no flow and no item."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Callable, Iterator, Sequence

from desktop_sync.core.errors import Owner, Rejected, RetryLater, Stop, SyncError
from desktop_sync.windows.drives import DRIVE_NO_ROOT_DIR, drive_letter, drive_type
from desktop_sync.windows.holders import Holder

Who = Callable[[str], Sequence[Holder]]
"""Which programs hold the file of this whole path open, as far as the system tells."""

# winerror.h: ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION, ERROR_USER_MAPPED_FILE
_HELD_ON_WINDOWS = frozenset({32, 33, 1224})
_HELD = frozenset({errno.EBUSY, errno.ETXTBSY})
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_BAD_NAME = frozenset({errno.ENAMETOOLONG, errno.EILSEQ})
_NOT_THERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})
_REFUSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def is_held(error: OSError) -> bool:
    """Another program has the file open in a way that excludes us (antivirus, a writer, a viewer)."""
    return error.errno in _HELD or getattr(error, "winerror", None) in _HELD_ON_WINDOWS


def not_there(error: OSError) -> bool:
    """Nothing is there, or a link where a file is meant."""
    return error.errno in _NOT_THERE


@contextlib.contextmanager
def translated(doing: str, path: str, reach: Callable[[], None], who: Who) -> Iterator[None]:
    """Turns an OSError about one file into a SyncError; FileExistsError passes.

    ``doing`` completes "could not be …"; ``reach`` raises RetryLater when the whole place is away; ``who`` is asked
    about a file that is held.
    """
    try:
        yield
    except FileExistsError:
        raise
    except OSError as error:
        if not is_held(error):
            reach()
        raise about_file(error, doing, path, who) from error


def about_file(error: OSError, doing: str, path: str, who: Who = lambda at: ()) -> SyncError:
    """What went wrong with one file. Never a Stop: other files go on."""
    why = error.strerror or type(error).__name__
    if is_held(error):
        what = _held(path, who(error.filename) if isinstance(error.filename, str) else ())
        return RetryLater(what, "Close it there; it is tried again by itself.", after=5.0)
    if not_there(error):
        return Rejected(f"{path} is not there any more.", reason="gone", owner=Owner.CLERK)
    if error.errno in _FULL:
        return RetryLater(
            f"{path} could not be {doing}: the disk is full.",
            "Free some space; it is tried again by itself.",
            after=60.0,
        )
    if error.errno in _BAD_NAME:
        return Rejected(
            f"{path} could not be {doing}: the name is too long for this folder.", "Shorten it.", Owner.CLERK, "name"
        )
    if error.errno in _REFUSED:
        return RetryLater(
            f"{path} could not be {doing}: this account may not ({why}).",
            "Give the account that runs Desktop Sync the right to read, write and delete there.",
            after=300.0,
        )
    return RetryLater(f"{path} could not be {doing}: {why}.", "It is tried again by itself.")


def _held(path: str, holders: Sequence[Holder]) -> str:
    if not holders:
        return f"{path} is still open in another program."
    first, more = holders[0], len(holders) - 1
    if not more:
        return f"{path} is held open by {first.name}, process {first.process}."
    return f"{path} is held open by {first.name}, process {first.process}, and {more} more."


def about_folder(error: OSError, root: str) -> SyncError:
    """What went wrong with the whole place."""
    why = error.strerror or type(error).__name__
    letter = drive_letter(root)
    if letter and drive_type(letter) == DRIVE_NO_ROOT_DIR:
        return RetryLater(
            f"The folder {root} cannot be reached: the account of the engine has no drive {letter}.",
            "A mapped drive belongs to one sign-in. Name its share instead, such as \\\\server\\share\\out.",
        )
    if error.errno == errno.ENOTDIR:
        return Stop(f"{root} is not a folder.", "Name the folder in the settings of the connection.")
    if error.errno in _REFUSED:
        return Stop(
            f"The folder {root} may not be read by this account ({why}).",
            "Give the account that runs Desktop Sync the right to read, write and delete there.",
        )
    return RetryLater(
        f"The folder {root} cannot be reached: {why}.",
        "Check that it exists, and that its server and the network are there. It is tried again by itself.",
    )
