"""The names of the secrets that were set here: a keyring cannot be asked for them. One small file for each name.

A list for people only: whether a secret is there is asked from the keyring. One file for each, so that two processes
cannot undo each other's entry. Knows no value.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from desktop_sync.core.errors import Stop
from desktop_sync.durable import replace_file


class Names:
    """The list, in one private folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> tuple[str, ...]:
        """Sorted; a file that cannot be read is left out."""
        found = (_read(path) for path in self._folder.glob("*.name"))
        return tuple(sorted(name for name in found if name))

    def add(self, name: str) -> None:
        """Stop when the folder cannot be written."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(self._path(name), name.encode())
        except OSError as error:
            raise Stop(
                f'The secret "{name}" is kept, but its name could not be listed: {error.strerror or error}.',
                f"See that {self._folder} may be written and the disk has room, then set it again.",
            ) from error

    def remove(self, name: str) -> None:
        """Without effect when it is not there."""
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._folder / f"{digest(name)}.name"


def digest(name: str) -> str:
    """A file name for any reference: no folder, no name that a system reserves."""
    return hashlib.sha256(name.encode()).hexdigest()[:24]


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
