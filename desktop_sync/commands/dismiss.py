"""``dismiss``: a document, a problem or a group ends with a person's name and reason."""

from __future__ import annotations

from desktop_sync.commands.chosen import ended, tell
from desktop_sync.desks import open_desk


def dismiss(data: str | None, name: str, resource: str | None, reason: str, *, as_json: bool) -> int:
    """Exit 1 when nothing could be dismissed."""
    with open_desk(data, "dismiss") as desk:
        results = desk.ask("dismiss", name=name, resource=resource, reason=reason)
    tell(results, as_json=as_json)
    return int(ended(results))
