"""``read-again FLOW --from --to``: payloads of a range are read with the present mapping; only differences are sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop_sync.commands.console import Bar, Exit, counted, show_json
from desktop_sync.commands.history import seconds
from desktop_sync.commands.waiting import waited
from desktop_sync.core.errors import SettingsError
from desktop_sync.desks import open_desk

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
    with open_desk(data, f"read-again {flow}") as desk:
        told = waited(desk, "read_again", bar, flow=flow, begin=since, end=until, only_look=only_look)
    bar.clear()
    if as_json:
        show_json(told)
    else:
        _show(told, only_look=only_look)
    if told["faults"]:
        return int(Exit.PERSON)
    return int(Exit.WAITS if told["counts"].get("sent") and not only_look else Exit.DONE)


def _show(told: Mapping[str, Any], *, only_look: bool) -> None:
    flow, documents = told["flow"], told["documents"]
    counts = ", ".join(f"{number:,} {WORDS[what]}" for what, number in told["counts"].items())
    print(f"{flow}: {counted(told['files'], 'file')} read again: {counts or 'no document'}.")
    for one in documents[:SHOWN]:
        note = f"  ({one['note']})" if one["note"] else ""
        print(f"  {one['what']:<10}  {one['resource']} {one['reference']}{note}")
    if len(documents) > SHOWN:
        print(f"  … and {counted(len(documents) - SHOWN, 'more document')}.")
    for fault in told["faults"][:SHOWN]:
        print(f"  ! {fault}")
    if only_look:
        print("Nothing was changed; without --dry-run the next run sends what differs.")
    elif told["counts"].get("sent"):
        print(f"To send it now: desktop-sync run {flow}")
