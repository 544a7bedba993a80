"""What can be wrong with a spool, in words."""

from __future__ import annotations

import errno

from desktop_sync.core.errors import Owner, Rejected, RetryLater, SyncError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def damaged(sha256: str) -> Rejected:
    return Rejected(
        f"The kept copy {sha256[:12]}… of this payload is damaged.",
        "Check the disk of this computer; then let the file be sent again.",
        Owner.IT,
        "damaged",
    )


def lost(sha256: str) -> Rejected:
    return Rejected(
        f"The kept copy {sha256[:12]}… of this payload is not there any more.", "It is fetched again.", Owner.IT, "lost"
    )


def trouble(error: OSError) -> SyncError:
    """As RetryLater: it is tried again by itself."""
    if error.errno in _FULL:
        return RetryLater(
            "The disk of the data folder is full.",
            "Free some space on this computer; nothing new is taken in until then.",
            after=60.0,
        )
    why = error.strerror or type(error).__name__
    return RetryLater(
        f"The spool in the data folder cannot be used: {why}.", "Check the disk and the rights on the data folder."
    )
