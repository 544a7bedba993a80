"""``check CONNECTION``: the connection test as steps; ``account``: the answer to "whose account is this now?"."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from desktop_sync.app import open_app
from desktop_sync.commands.console import Exit, say, show_json
from desktop_sync.commands.policy import values
from desktop_sync.core.errors import SyncError
from desktop_sync.core.events import Event, nobody
from desktop_sync.core.model import StepState
from desktop_sync.desks import Holds, open_desk

SIGNS = {StepState.OK: "✓", StepState.WARNING: "!", StepState.FAILED: "✗", StepState.NOT_REACHED: "·"}


def check(data: str | None, name: str, *, as_json: bool) -> int:
    """Exit 4 when a step failed. An engine does it, where one runs: it is its account that will use the connection."""
    with open_desk(data, f"check {name}", Holds.NOTHING) as desk:
        steps = desk.ask("check", nobody if as_json else _show, connection=name)
    if as_json:
        show_json(steps)
    else:
        with suppress(SyncError):  # the settings beside an engine may be broken, or not to be read by whoever asks it
            _policy(data, name)
    return int(Exit.PERSON if any(step["state"] == StepState.FAILED for step in steps) else Exit.DONE)


def _policy(data: str | None, name: str) -> None:
    """What of the connection is not its own."""
    file = open_app(data).settings_file
    locks = file.policy.read().locks
    found = file.load().connection_by_id.get(name) if locks else None
    if found is not None and name in locks.ids("connections"):
        say([f"  set by your administrator ({locks.file}): the connection {name}"])
    elif found is not None:
        say(values(locks, name, locks.types.get(found.type, ())))


def _show(event: Event) -> None:
    if event["event"] != "check step":
        return
    step: Any = event["step"]
    said = f" {SIGNS[StepState(step['state'])]} {step['name']:<22} {step['detail']}".rstrip()
    say([said, f"   {step['hint']}"] if step["hint"] else [said])


def account(data: str | None, name: str, answer: str, *, as_json: bool) -> int:
    """Remembers whose account the connection leads to from now on."""
    with open_desk(data, f"account {name}") as desk:
        found = desk.ask("account", connection=name, answer=answer)
    if as_json:
        show_json(found)
    else:
        title, tenant = found["title"] or found["tenant"], found["tenant"]
        print(f'The connection "{name}" leads to {title} ({tenant}) at {found["base_url"]}.')
    return int(Exit.DONE)
