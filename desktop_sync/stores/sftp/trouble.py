"""The border of the SFTP store: what a status of the server, or the end of a connection, means in words for people.

Knows no flow and no item.
"""

from __future__ import annotations

from desktop_sync.core.errors import Owner, Rejected, RetryLater, SyncError
from desktop_sync.stores.sftp.packets import Code, Lost

__all__ = ["Lost", "Status"]

_FULL = frozenset({Code.NO_SPACE, Code.QUOTA_EXCEEDED})
RIGHTS = "Ask who runs the server to give this sign-in the right to read, write and delete in the folder."
AGAIN = "It is tried again by itself."


class Status(Exception):
    """The server refused one request."""

    def __init__(self, code: int, said: str) -> None:
        super().__init__(f"{said or 'no reason given'} (status {code})")
        self.code = code

    @property
    def not_there(self) -> bool:
        return self.code == Code.NO_SUCH_FILE

    @property
    def refused(self) -> bool:
        return self.code == Code.PERMISSION_DENIED

    @property
    def unsupported(self) -> bool:
        return self.code == Code.OP_UNSUPPORTED


def about_file(error: Status, doing: str, path: str, *, full: bool = False) -> SyncError:
    """What went wrong with one file; ``full``: the disk of the server has nothing left. Never a Stop."""
    if error.not_there:
        return Rejected(f"{path} is not there any more.", reason="gone", owner=Owner.CLERK)
    if full or error.code in _FULL:
        return RetryLater(
            f"{path} could not be {doing}: the disk of the server is full.",
            "Ask who runs the server to free some space; it is tried again by itself.",
            after=60.0,
        )
    if error.refused:
        return RetryLater(f"{path} could not be {doing}: this sign-in may not ({error}).", RIGHTS, after=300.0)
    if error.unsupported:
        return RetryLater(
            f"{path} could not be {doing}: the server does not do that ({error}).",
            'Let the flow leave its files where they are (after_success = "keep").',
            after=300.0,
        )
    return RetryLater(f"{path} could not be {doing}: {error}.", AGAIN)


def about_folder(error: Status, shown: str) -> SyncError:
    """What went wrong with the whole place."""
    if error.refused:
        return RetryLater(f"The folder {shown} may not be read by this sign-in ({error}).", RIGHTS, after=60.0)
    if error.not_there:
        return RetryLater(
            f"The folder {shown} is not there.",
            "Correct the folder in the settings of the connection, or have it made. It is tried again by itself.",
        )
    return RetryLater(f"The folder {shown} cannot be read: {error}.", AGAIN)


def cut(error: Lost, server: str) -> RetryLater:
    """The connection ended in the middle of something."""
    return RetryLater(f"The connection to {server} broke off: {error}.", "It is made again by itself.", after=2.0)
