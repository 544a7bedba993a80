"""What a store may need of the installation to reach its place. It must not know any store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop_sync.core.ports import Refusals


@dataclass(frozen=True, slots=True)
class Reaching:
    """``connection``: its id. ``secret`` reads one by its reference.

    ``host_keys``, ``servers``: the files of approved host keys, and of what servers can do. ``spell`` turns a mapped
    drive into its share. ``told_to_end``: whether the run that uses the store shall end, asked while a server is waited
    for.
    """

    connection: str
    secret: Callable[[str], str]
    refusals: Refusals
    host_keys: Path
    servers: Path
    spell: Callable[[str], str] = str
    told_to_end: Callable[[], bool] = lambda: False
