"""Exports that were removed from the settings with reports still to be delivered: told also where no engine tells it.

For commands that only look: they own the installation for a moment where something is untold, and else import nothing.
"""

from __future__ import annotations

from contextlib import suppress

from desktop_sync.core.errors import SyncError
from desktop_sync.data_folder import DataFolder, holder
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.export_problems import left_untold
from desktop_sync.settings.heads import Glance


def tell_left_exports(data: str | None, folder: DataFolder, settings: Glance | None = None) -> None:
    """Whoever owns the installation just now tells it then. ``settings``: what a caller reads of them besides."""
    if holder(folder.lock) is not None or not (folder.ledger.exists() and folder.settings.exists()):
        return
    with suppress(SyncError):
        settings = settings or Glance(folder.settings)
        with read_only(folder.ledger) as sql:
            untold = left_untold(sql, [one.id for one in settings.heads()])
        if untold and not settings.wrong:
            from desktop_sync.desks import open_desk

            with open_desk(data, "problems"):
                pass  # a desk that opens tells it
