"""What is remembered of servers: host keys that a person approved, and what each server can do.

Host keys are known by server (name and port), what it can do by connection. Two private files; it must not know SSH.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from desktop_sync.durable import replace_file

FIRST_WINDOW, LAST_WINDOW = 8, 64  # files in flight


@dataclass(frozen=True, slots=True)
class Approved:
    """A host key that a person approved. ``fingerprint`` as OpenSSH shows it: ``SHA256:…``."""

    fingerprint: str
    kind: str = ""  # such as ssh-ed25519; empty: only the fingerprint was given


class HostKeys:
    """The approved keys, in a file that all connections share."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def of(self, place: str) -> Approved | None:
        """None: no key of this server was ever approved."""
        entry = _read(self._file).get(place)
        if not isinstance(entry, dict) or not isinstance(entry.get("fingerprint"), str):
            return None
        return Approved(entry["fingerprint"], str(entry.get("kind", "")))

    def approve(self, place: str, approved: Approved) -> Approved | None:
        """From now on only this one is the server's; returns the former one. OSError when it cannot be kept."""
        former = self.of(place)
        replace_file(self._file, json.dumps({**_read(self._file), place: asdict(approved)}, indent=1).encode())
        return former


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a server can do, as it was found; None: not known yet."""

    server: str = ""  # what it calls itself; with another name all of this is asked again
    rename: bool | None = None  # there is a plain rename
    overwrites: bool | None = None  # which overwrites, against the protocol
    posix_rename: bool | None = None
    delete: bool | None = None
    precision: float | None = None  # seconds to which it keeps times
    clock: float | None = None  # seconds by which its clock is ahead of ours
    window: int = FIRST_WINDOW  # files in flight that it took; 1: one after the other


class Remembered:
    """The abilities of one connection's server, in a file that all connections share."""

    def __init__(self, file: Path, connection: str) -> None:
        self._file = file
        self._connection = connection

    def read(self, server: str) -> Abilities:
        """Of a server that calls itself so; nothing is known of another one."""
        entry = _read(self._file).get(self._connection)
        if not isinstance(entry, dict) or entry.get("server") != server:
            return Abilities(server)
        known = {one.name for one in fields(Abilities)}
        return replace(Abilities(), **{name: value for name, value in entry.items() if name in known})

    def write(self, abilities: Abilities) -> None:
        """Where it cannot be written, it is found again the next time."""
        try:
            replace_file(
                self._file, json.dumps({**_read(self._file), self._connection: asdict(abilities)}, indent=1).encode()
            )
        except OSError:
            return


def _read(file: Path) -> Mapping[str, object]:
    """Empty when there is none, or when it cannot be read: then a person is asked again."""
    try:
        found = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
