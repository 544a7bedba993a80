"""``ask-again FLOW --from WHEN [--to WHEN]``: a source is asked once more by the next run for what it had then."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_sync.commands.console import Exit, show_json
from desktop_sync.commands.history import seconds
from desktop_sync.desks import open_desk


def ask_again(
    data: str | None,
    flow: str,
    span: tuple[str | None, str | None],
    keys: Sequence[str] | None,
    *,
    only_look: bool,
    as_json: bool,
) -> int:
    """Without a time and without keys it undoes the last time. Asks nothing itself: the next run does."""
    since, until = seconds(span[0], "--from"), seconds(span[1], "--to")
    undo = since is None and keys is None
    with open_desk(data, f"ask-again {flow}") as desk:
        told = desk.ask("ask_again", flow=flow, since=since, until=until, keys=keys, undo=undo, only_look=only_look)
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
