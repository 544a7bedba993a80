"""``ledger backup|restore|move-here``."""

from __future__ import annotations

from pathlib import Path

from desktop_sync.app import open_app
from desktop_sync.commands.console import Exit, show_json
from desktop_sync.desks import engine_off, open_desk


def backup(data: str | None, file: str, *, as_json: bool) -> int:
    """A consistent copy of the ledger."""
    with open_desk(data, "ledger backup") as desk:
        desk.ask("backup", file=str(Path(file).absolute()))
    _say(f"The ledger was copied to {file}.", {"backup": file}, as_json=as_json)
    return int(Exit.DONE)


def restore(data: str | None, file: str, *, as_json: bool) -> int:
    """Back to a copy. The ledger that is replaced is kept beside it."""
    app = open_app(data)
    engine_off(app.folder, "A ledger is restored")
    kept = app.restore(Path(file))
    text = "The ledger is restored. Acme is read before anything of it is sent again."
    _say(f"{text} The former one is kept as {kept}." if kept else text, {"kept": kept}, as_json=as_json)
    return int(Exit.DONE)


def move_here(data: str | None, *, as_json: bool) -> int:
    """The data folder works on this machine from now on."""
    app = open_app(data)
    engine_off(app.folder, "A data folder is moved here")
    with app.owner("ledger move-here") as owner:
        owner.move_here()
    text = "This data folder works on this machine now. Acme is read before anything is sent again."
    _say(text, {"moved": True}, as_json=as_json)
    return int(Exit.DONE)


def _say(text: str, value: object, *, as_json: bool) -> None:
    if as_json:
        show_json(value)
    else:
        print(text)
