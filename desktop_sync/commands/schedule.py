"""``schedule``: when flows run by themselves, in words, and their next fires. Reads only; the ledger may be missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from desktop_sync.app import open_app
from desktop_sync.clock import zone_here
from desktop_sync.commands.console import Exit, moment, say, show_json
from desktop_sync.commands.in_force import settings_in_force
from desktop_sync.engine.facade.scheduling import schedules


def schedule(data: str | None, flow: str | None, *, as_json: bool) -> int:
    """One flow, or all of them. SettingsError for an unknown one."""
    app = open_app(data)
    told = schedules(settings_in_force(app), flow, app.folder.ledger, zone_here)
    if as_json:
        show_json(told)
    else:
        say([line for one in told for line in _lines(one)] or ["There are no flows yet."])
    return int(Exit.DONE)


def _lines(told: Mapping[str, Any]) -> list[str]:
    name = told["flow"]
    if told["schedule"] is None:
        return [f"{name}: no schedule, it is run by hand: desktop-sync run {name}"]
    found = [f"{name}: {told['schedule']}"]
    if not told["enabled"]:
        found.append("  Switched off: with enabled = true it would fire like this.")
    found.append(f"  {told['missed_in_words']}")
    if told["last_run_ended"] is not None:
        found.append(f"  The last run ended {moment(told['last_run_ended'])}.")
    if told["paused"] is not None:
        until = told["paused"]["until"]
        end = moment(datetime.fromisoformat(until).timestamp()) if until else "somebody resumes it"
        found.append(f"  Paused until {end}: desktop-sync resume")
    if told["next"]:
        found.append(f"  {told['next_title']}")
    elif told["paused"] is None:
        found.append("  It does not fire any more.")
    found.extend(f"    {one['words']}" for one in told["next"])
    return found
