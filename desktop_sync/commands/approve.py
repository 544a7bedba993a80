"""``approve FLOW``: a person has looked at what ``hold_above`` holds, and it shall be sent."""

from __future__ import annotations

from desktop_sync.app import open_app
from desktop_sync.commands.console import Exit, counted, show_json


def approve(data: str | None, flow: str, *, as_json: bool) -> int:
    """Sends nothing itself: the next run does."""
    with open_app(data).owner(f"approve {flow}") as owner:
        released = owner.approve(flow)
    if as_json:
        show_json({"flow": flow, "released": released})
    elif released:
        print(f"{counted(released, 'document')} of {flow} released; sent by: desktop-sync run {flow}")
    else:
        print(f"Nothing of {flow} is held.")
    return int(Exit.DONE)
