"""``retry``: what was refused is sent again by the next run. It closes no problem and moves no file."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_sync.app import open_app
from desktop_sync.commands.chosen import chosen, next_run, tell, whoever
from desktop_sync.core.errors import SettingsError


def retry(data: str | None, names: Sequence[str], resource: str | None, reason: str, *, as_json: bool) -> int:
    """Exit 3: it waits for the next run; 1 when nothing could be retried."""
    if len(names) != 1:
        raise SettingsError("Say what: a document, a problem such as p7, --group CAUSE or --all.")
    with open_app(data).owner("retry") as owner:
        repair = owner.repair(whoever())
        deliveries, problems = chosen(owner, names[0], resource)
        results = repair.retry(deliveries, problems, reason)
    tell(results, as_json=as_json)
    return int(next_run(results, as_json=as_json))
