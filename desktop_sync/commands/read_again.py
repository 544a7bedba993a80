"""``read-again FLOW --from --to``: payloads of a range are read with the present mapping; only differences are sent."""

from __future__ import annotations

import time
from dataclasses import asdict

from desktop_sync.app import open_app
from desktop_sync.commands.chosen import whoever
from desktop_sync.commands.console import Bar, Exit, counted, show_json
from desktop_sync.commands.history import seconds
from desktop_sync.core.errors import SettingsError
from desktop_sync.engine.replay import Replayed

WORDS = {
    "sent": "differ and are sent by the next run",
    "unchanged": "unchanged",
    "older": "older than what the ledger knows, not sent",
    "edited": "edited by a person, left so",
    "dismissed": "dismissed by a person, left so",
    "on its way": "on their way already",
}
SHOWN = 50


def read_again(data: str | None, flow: str, begin: str, end: str | None, *, only_look: bool, as_json: bool) -> int:
    """Exit 3 when something is to be sent by the next run, 4 when something cannot be read, else 0."""
    since, until = seconds(begin, "--from"), seconds(end, "--to")
    if since is None or (until is not None and until <= since):
        raise SettingsError("--from must be before --to.")
    bar = Bar(quiet=as_json)
    with open_app(data).owner(f"read-again {flow}") as owner:
        latest = time.time() + 1 if until is None else until
        done = owner.read_again(flow, since, latest, whoever(), bar, only_look=only_look)
        bar.clear()
    if as_json:
        told = [asdict(one) for one in done.told]
        show_json({"flow": flow, "files": done.files, "counts": done.counts, "documents": told, "faults": done.faults})
    else:
        _show(flow, done, only_look=only_look)
    if done.faults:
        return int(Exit.PERSON)
    return int(Exit.WAITS if done.counts["sent"] and not only_look else Exit.DONE)


def _show(flow: str, done: Replayed, *, only_look: bool) -> None:
    counts = ", ".join(f"{number:,} {WORDS[what]}" for what, number in done.counts.items())
    print(f"{flow}: {counted(done.files, 'file')} read again: {counts or 'no document'}.")
    for one in done.told[:SHOWN]:
        print(f"  {one.what:<10}  {one.resource} {one.reference}{f'  ({one.note})' if one.note else ''}")
    if len(done.told) > SHOWN:
        print(f"  … and {counted(len(done.told) - SHOWN, 'more document')}.")
    for fault in done.faults[:SHOWN]:
        print(f"  ! {fault}")
    if only_look:
        print("Nothing was changed; without --dry-run the next run sends what differs.")
    elif done.counts["sent"]:
        print(f"To send it now: desktop-sync run {flow}")
