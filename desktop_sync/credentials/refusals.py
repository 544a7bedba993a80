"""Which sign-ins were refused and when, for every process of an installation: accounts get locked by trying again.

One private file; of a secret it holds a salted, slow hash only. It must not know what a sign-in is.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import TypeGuard

from desktop_sync.core.ports import Clock
from desktop_sync.durable import replace_file

AGAIN_AFTER = 3600.0  # seconds after which a refused secret is tried once more
_COST = 2**14  # of scrypt (RFC 7914): 16 MB and some 40 ms for each guess


class RefusedSignIns:
    """The refusals of one connection, in a file that all connections share."""

    def __init__(self, file: Path, connection: str, clock: Clock) -> None:
        self._file = file
        self._connection = connection
        self._clock = clock

    def note(self, secret: str) -> None:
        """It was refused just now. OSError when that cannot be written down."""
        salt = secrets.token_bytes(16)
        entry = {"salt": salt.hex(), "hash": _hash(secret, salt), "at": self._clock.now()}
        self._write({**self._read(), self._connection: entry})

    def stands(self, secret: str) -> bool:
        """Whether this very secret was refused within the hour. A clock that was set back ends it."""
        entry = self._read().get(self._connection)
        if not _whole(entry) or not 0 <= self._clock.now() - float(str(entry["at"])) < AGAIN_AFTER:
            return False
        return _hash(secret, bytes.fromhex(str(entry["salt"]))) == entry["hash"]

    def forget(self) -> None:
        """A person asks for a try now, or it works again."""
        known = dict(self._read())
        if known.pop(self._connection, None) is not None:
            self._write(known)

    def _read(self) -> Mapping[str, object]:
        """Empty when there is none, or when it cannot be read: then one more try is made."""
        try:
            found = json.loads(self._file.read_bytes())
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def _write(self, known: Mapping[str, object]) -> None:
        replace_file(self._file, json.dumps(known).encode())


def _whole(entry: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(entry, dict) and entry.keys() == {"salt", "hash", "at"}


def _hash(secret: str, salt: bytes) -> str:
    return hashlib.scrypt(secret.encode(), salt=salt, n=_COST, r=8, p=1).hex()
