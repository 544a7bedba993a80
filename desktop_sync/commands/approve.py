"""``approve FLOW``: a person has looked at what ``hold_above`` holds, and it shall be sent."""

from __future__ import annotations

from desktop_sync.commands.console import Exit, counted, show_json
from desktop_sync.desks import open_desk


def approve(data: str | None, flow: str, *, as_json: bool) -> int:
    """Sends nothing itself: the next run does."""
    with open_desk(data, f"approve {flow}") as desk:
        told = desk.ask("approve", flow=flow)
    if as_json:
        show_json(told)
    elif told["released"]:
        print(f"{counted(told['released'], 'document')} of {flow} released; sent by: desktop-sync run {flow}")
    else:
        print(f"Nothing of {flow} is held.")
    return int(Exit.DONE)
