"""How much room the ledger takes and the disk has left. It makes and opens no file."""

from __future__ import annotations

import shutil
from pathlib import Path

from desktop_sync.core.standing import Room
from desktop_sync.data_folder.place import DataFolder


def room(folder: DataFolder) -> Room:
    """What cannot be told is None."""
    sizes = [_size(folder.ledger.with_name(folder.ledger.name + ending)) for ending in ("", "-wal")]
    try:
        free: int | None = shutil.disk_usage(folder.path).free
    except OSError:
        free = None
    return Room(None if sizes[0] is None else sum(size or 0 for size in sizes), free)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
