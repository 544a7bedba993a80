"""``dismiss``: a document, a problem or a group ends with a person's name and reason."""

from __future__ import annotations

from desktop_sync.app import open_app
from desktop_sync.commands.chosen import chosen, ended, tell, whoever
from desktop_sync.core.errors import SettingsError


def dismiss(data: str | None, name: str, resource: str | None, reason: str, *, as_json: bool) -> int:
    """Exit 1 when nothing could be dismissed."""
    if not reason.strip():
        raise SettingsError("A reason is missing.", hint="Say in a few words why: --reason TEXT")
    with open_app(data).owner("dismiss") as owner:
        repair = owner.repair(whoever())
        deliveries, problems = chosen(owner, name, resource)
        results = repair.dismiss(deliveries, problems, reason.strip())
    tell(results, as_json=as_json)
    return int(ended(results))
