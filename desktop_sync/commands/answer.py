"""``answer DOCUMENT arrived|send-again``: a person has looked at Acme for what the program may not look up."""

from __future__ import annotations

from desktop_sync.commands.chosen import ended, next_run, tell
from desktop_sync.desks import open_desk


def answer(data: str | None, name: str, resource: str | None, reason: str, *, arrived: bool, as_json: bool) -> int:
    """Exit 3 when it is to be sent again, 1 when it is not unknown."""
    said = "arrived" if arrived else "send-again"
    with open_desk(data, "answer") as desk:
        results = desk.ask("answer", name=name, said=said, resource=resource, reason=reason)
    tell(results, as_json=as_json)
    return int(ended(results) if arrived else next_run(results, as_json=as_json))
