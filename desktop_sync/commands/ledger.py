"""``ledger backup|restore|move-here``."""

from __future__ import annotations

from pathlib import Path

from desktop_sync.app import open_app
from desktop_sync.commands.console import Exit, moment, say, show_json, table
from desktop_sync.desks import engine_off, open_desk
from desktop_sync.ledger.soundness import fault_of_copy


def backup(data: str | None, file: str, *, as_json: bool) -> int:
    """A consistent copy of the ledger."""
    with open_desk(data, "ledger backup") as desk:
        desk.ask("backup", file=str(Path(file).absolute()))
    _say(f"The ledger was copied to {file}.", {"backup": file}, as_json=as_json)
    return int(Exit.DONE)


def restore(data: str | None, file: str | None, *, as_json: bool) -> int:
    """Back to a copy, the newest good one when none is named. The ledger that is replaced is kept beside it."""
    app = open_app(data)
    engine_off(app.folder, "A ledger is restored")
    copy, kept = app.restore(Path(file) if file else None)
    text = f"The ledger is restored from {copy}. Acme is read before anything of it is sent again."
    told = {"copy": copy, "kept": kept}
    _say(f"{text} The former one is kept as {kept}." if kept else text, told, as_json=as_json)
    return int(Exit.DONE)


def copies(data: str | None, *, as_json: bool) -> int:
    """The copies that are there, newest first, each with what is wrong with it."""
    found = [(copy, fault_of_copy(copy.path)) for copy in open_app(data).copies()]
    if as_json:
        show_json([{"file": one.path, "made_at": one.made_at, "size": one.size, "fault": why} for one, why in found])
        return int(Exit.DONE)
    rows = [(moment(copy.made_at), f"{copy.size / 1e6:,.1f} MB", copy.path, fault or "good") for copy, fault in found]
    say([table(("made", "size", "file", ""), rows)] if rows else ["There is no copy of the ledger yet."])
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
