"""``retry``: what was refused is sent again by the next run. It closes no problem and moves no file."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_sync.commands.chosen import next_run, tell
from desktop_sync.core.errors import SettingsError
from desktop_sync.desks import open_desk


def retry(data: str | None, names: Sequence[str], resource: str | None, reason: str, *, as_json: bool) -> int:
    """Exit 3: it waits for the next run; 1 when nothing could be retried."""
    if len(names) != 1:
        raise SettingsError("Say what: a document, a problem such as p7, --group CAUSE or --all.")
    with open_desk(data, "retry") as desk:
        results = desk.ask("retry", name=names[0], resource=resource, reason=reason)
    tell(results, as_json=as_json)
    return int(next_run(results, as_json=as_json))
