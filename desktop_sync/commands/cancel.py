"""``cancel FLOW``: an engine ends what it does for a flow, between two documents. The next run goes on with it."""

from __future__ import annotations

from desktop_sync.app import App, open_app
from desktop_sync.commands.console import Exit, show_json
from desktop_sync.core.errors import RetryLater
from desktop_sync.data_folder import holder
from desktop_sync.desks import Holds, open_desk


def cancel(data: str | None, flow: str, *, as_json: bool) -> int:
    """Exit 0 also when the flow was not at work; 3 when it is, but not in an engine."""
    app = open_app(data)
    app.known(flow)
    with open_desk(data, f"cancel {flow}", Holds.NOTHING) as desk:
        told = desk.ask("cancel", flow=flow) if desk.engine else _without_engine(app, flow)
    if as_json:
        show_json(told)
    elif told["cancelled"]:
        print(f"{flow} is cancelled: it ends within a second or two, and its next run goes on where it was.")
    else:
        print(f"{flow} is not at work.")
    return int(Exit.DONE)


def _without_engine(app: App, flow: str) -> dict[str, object]:
    owner = holder(app.folder.lock)
    if owner is not None:
        raise RetryLater(f"No engine runs; at work is {owner}.", "To end that, press Ctrl+C in its window.")
    return {"flow": flow, "cancelled": False}
