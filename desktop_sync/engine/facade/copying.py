"""The theme of copies of the ledger. Going back to one needs the engine to be off, and is no method."""

from __future__ import annotations

from pathlib import Path

from desktop_sync.core.errors import SettingsError
from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.needs import Worker
from desktop_sync.engine.facade.telling import Row


class Copying:
    """Copies, made while others go on."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    def backup(self, call: Call, *, file: str) -> Row:
        """A consistent copy under this absolute path. SettingsError when something stands there already."""
        target = Path(file)
        if not target.is_absolute():
            raise SettingsError(f"{target} is not a whole path.", hint="Name the file with its folder.")
        if target.exists():
            raise SettingsError(f"{target} exists already.", hint="Name a new file; nothing is overwritten.")
        self._worker.ledger.database.backup(target)
        return {"backup": str(target)}
