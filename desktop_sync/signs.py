"""Makes the chore that leaves signs of life from what ``app`` knows. No rule of it stands here."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from desktop_sync.app import Owner
from desktop_sync.core.standing import Live, picture
from desktop_sync.data_folder.room import room
from desktop_sync.desks import around, heads
from desktop_sync.durable import replace_file
from desktop_sync.engine.health import Health
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.standing import midnight, standing
from desktop_sync.metrics import metrics

READ_BY_ALL = 0o644
"""A monitoring system runs under another account."""


def health(owner: Owner, live: Callable[[], Live | None]) -> Health:
    """``live``: what only an engine knows."""
    return Health(
        lambda: owner.settings().general.health,
        partial(whole, owner, live),
        metrics,
        partial(replace_file, mode=READ_BY_ALL),
        partial(size_of, owner.folder.spool),
        owner.ledger.journal,
        owner.clock,
    )


def whole(owner: Owner, live: Callable[[], Live | None]) -> Mapping[str, Any]:
    """How everything stands, as ``status`` shows it."""
    now = around(owner)
    with read_only(owner.folder.ledger) as sql:
        known = standing(sql, midnight(now.now))
    return picture(known, heads(owner), live(), now, room(owner.folder))


def size_of(folder: Path) -> int:
    """Bytes of all files in it; what vanishes meanwhile is left out."""
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(root, name)).st_size  # noqa: PTH118 - of very many files
            except OSError:
                continue
    return total
