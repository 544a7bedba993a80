"""``ask-again FLOW --from WHEN``: a source that is asked is asked by the next run for what it has had since then."""

from __future__ import annotations

from desktop_sync.commands.console import Exit, show_json
from desktop_sync.commands.history import seconds
from desktop_sync.desks import open_desk


def ask_again(data: str | None, flow: str, begin: str | None, *, only_look: bool, as_json: bool) -> int:
    """``begin`` None: undoes the last time. Asks nothing itself: the next run does."""
    since = None if begin is None else seconds(begin, "--from")
    with open_desk(data, f"ask-again {flow}") as desk:
        told = desk.ask("ask_again", flow=flow, since=since, undo=since is None, only_look=only_look)
    if as_json:
        show_json(told)
        return int(Exit.DONE)
    for connection, words in told["places"].items():
        print(f"{connection}: {words}")
    if only_look:
        print("Nothing was changed; without --dry-run it is so.")
    else:
        print(f"To ask now: desktop-sync run {flow}; to undo this: desktop-sync ask-again {flow} --undo")
    return int(Exit.DONE)
