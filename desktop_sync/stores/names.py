"""Names inside a store: relative, '/' between folders, jailed to the store's own folder. Touches no disk.

What is written by us must be possible on Windows; what is read may be whatever the place allows.
"""

from __future__ import annotations

import os

from desktop_sync.core.errors import Owner, Rejected, RetryLater
from desktop_sync.core.file_names import fault_on_windows

OWN_PREFIX = ".desktop-sync-"
"""Files of our own in somebody's folder (temporary names, files set aside): never listed."""


def parts_of(path: str, *, windows: bool = os.name == "nt") -> list[str]:
    """The folders and the name of ``path``. Rejected(reason='name') when it could lead out of the store's folder."""
    parts = path.split("/")
    for part in parts:
        fault = _fault(part, windows)
        if fault:
            raise Rejected(
                f"The name {path!r} cannot be used: {fault}.", "Give the file another name.", Owner.CLERK, "name"
            )
    return parts


def _fault(part: str, windows: bool) -> str:
    if part in {"", ".", ".."}:
        return "it leads out of its folder"
    if "\0" in part or not sayable(part):
        return "it contains characters that are no text"
    return fault_on_windows(part) if windows else ""


def sayable(name: str) -> bool:
    """Whether the name is text: an undecodable one could be neither stored in the ledger nor shown."""
    if name.isascii():
        return True
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def no_folder(path: str) -> RetryLater:
    """Something was to be put into a folder, and a file has its name."""
    return RetryLater(
        f"{path} is a file, and a folder of that name is needed.",
        "Rename that file or move it away; it is tried again by itself.",
        after=300.0,
    )
