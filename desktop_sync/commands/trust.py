"""``trust PLACE FINGERPRINT``: the key of a server that a person has compared."""

from __future__ import annotations

from desktop_sync.commands.console import Exit, show_json
from desktop_sync.desks import Holds, open_desk


def trust(data: str | None, place: str, fingerprint: str, *, as_json: bool) -> int:
    """From the next connection on only this key is the server's."""
    with open_desk(data, f"trust {place}", Holds.NOTHING) as desk:
        told = desk.ask("trust", place=place, fingerprint=fingerprint)
    if as_json:
        show_json(told)
    else:
        print(f"The key {told['fingerprint']} of the server {told['place']} is approved.")
        if told["former"] not in {"", told["fingerprint"]}:
            print(f"The former one, {told['former']}, is not taken any more.")
    return int(Exit.DONE)
