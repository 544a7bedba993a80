"""``ledger backup|restore|move-here``."""

from __future__ import annotations

from pathlib import Path

from desktop_sync.app import open_app
from desktop_sync.commands.console import Exit, show_json
from desktop_sync.core.errors import SettingsError


def backup(data: str | None, file: str, *, as_json: bool) -> int:
    """A consistent copy of the ledger."""
    target = Path(file)
    if target.exists():
        raise SettingsError(f"{target} exists already.", hint="Name a new file; nothing is overwritten.")
    with open_app(data).owner("ledger backup") as owner:
        owner.ledger.database.backup(target)
    _say(f"The ledger was copied to {target}.", {"backup": str(target)}, as_json=as_json)
    return int(Exit.DONE)


def restore(data: str | None, file: str, *, as_json: bool) -> int:
    """Back to a copy. The ledger that is replaced is kept beside it."""
    kept = open_app(data).restore(Path(file))
    text = "The ledger is restored. Acme is read before anything of it is sent again."
    _say(f"{text} The former one is kept as {kept}." if kept else text, {"kept": kept}, as_json=as_json)
    return int(Exit.DONE)


def move_here(data: str | None, *, as_json: bool) -> int:
    """The data folder works on this machine from now on."""
    with open_app(data).owner("ledger move-here") as owner:
        owner.move_here()
    text = "This data folder works on this machine now. Acme is read before anything is sent again."
    _say(text, {"moved": True}, as_json=as_json)
    return int(Exit.DONE)


def _say(text: str, value: object, *, as_json: bool) -> None:
    if as_json:
        show_json(value)
    else:
        print(text)
