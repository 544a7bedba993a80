"""Encrypted files for secrets that are too long for the keyring: AES-256-GCM, one new key for every write.

The key is not kept here: whoever seals gets it back and puts it into the keyring. The reference is bound into the
file (associated data), so that files cannot be exchanged for one another. Knows no keyring.
"""

from __future__ import annotations

import os
import re
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from pathlib import Path

from desktop_sync.core.errors import Stop
from desktop_sync.credentials.names import digest
from desktop_sync.durable import replace_file

_MARK = "desktop-sync-file-1:"
_TICKET = re.compile(re.escape(_MARK) + r"([0-9a-f]{16}):([A-Za-z0-9_-]{43}=)")
_MAGIC = b"DSSECRET1"
_YOUNG = 3600.0  # seconds
_NONCE = 12  # bytes; the length GCM is made for (NIST SP 800-38D, 5.2.1.1)


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the keyring holds instead of a long secret: which file, and its key."""

    file: str
    key: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """Its spelling in the keyring."""
        return f"{_MARK}{self.file}:{urlsafe_b64encode(self.key).decode()}"

    @staticmethod
    def parse(text: str) -> Ticket | None:
        """The ticket that ``text`` spells; None when it is an ordinary secret."""
        found = _TICKET.fullmatch(text)
        return Ticket(found[1], urlsafe_b64decode(found[2])) if found else None


def looks_like_ticket(text: str) -> bool:
    """Whether a secret would be taken for a ticket if the keyring held it as it is."""
    return text.startswith(_MARK)


class SealedFiles:
    """The encrypted files of one installation, in one private folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def seal(self, name: str, value: str) -> Ticket:
        """Writes a new file; durable when it returns. ``name`` is bound into it. OSError when it cannot be written."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        ticket = Ticket(os.urandom(8).hex(), AESGCM.generate_key(bit_length=256))
        nonce = os.urandom(_NONCE)
        sealed = AESGCM(ticket.key).encrypt(nonce, value.encode(), self._bound(name, ticket))
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(self._path(name, ticket.file), _MAGIC + nonce + sealed)
        return ticket

    def open(self, name: str, ticket: Ticket) -> str | None:
        """The secret; None when its file is gone. Stop when the file was damaged or exchanged."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            data = self._path(name, ticket.file).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Stop(f'The file of the secret "{name}" cannot be read: {error.strerror or error}.') from error
        nonce, sealed = data[len(_MAGIC) : len(_MAGIC) + _NONCE], data[len(_MAGIC) + _NONCE :]
        try:
            return AESGCM(ticket.key).decrypt(nonce, sealed, self._bound(name, ticket)).decode()
        except (InvalidTag, ValueError):
            raise Stop(
                f'The file of the secret "{name}" is damaged or was exchanged.',
                f"Set the secret again: desktop-sync secret set {name}",
            ) from None

    def sweep(self, name: str, current: Ticket | None) -> None:
        """Deletes former files of ``name``. Young ones stay: another process may be about to hand in their ticket."""
        for path in self._files(name):
            is_current = current is not None and path == self._path(name, current.file)
            if not is_current and time.time() - path.stat().st_mtime > _YOUNG:
                path.unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Deletes every file of ``name``."""
        for path in self._files(name):
            path.unlink(missing_ok=True)

    def _files(self, name: str) -> list[Path]:
        return list(self._folder.glob(f"{digest(name)}-*.sealed"))

    def _path(self, name: str, file: str) -> Path:
        return self._folder / f"{digest(name)}-{file}.sealed"

    @staticmethod
    def _bound(name: str, ticket: Ticket) -> bytes:
        return b"\0".join((_MAGIC, name.encode(), ticket.file.encode()))
