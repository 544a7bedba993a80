"""``schedule``: when flows run by themselves, in words, and their next fires. Reads only; the ledger may be missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any

from desktop_sync.app import App, open_app
from desktop_sync.clock import zone_here
from desktop_sync.commands.console import Exit, moment, say, show_json
from desktop_sync.core.errors import SettingsError
from desktop_sync.core.schedule import Past
from desktop_sync.core.schedule_coming import Coming, coming
from desktop_sync.core.schedule_model import Every, Schedule
from desktop_sync.core.schedule_words import in_words, missed_in_words, zone_name
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.reading import last_ends
from desktop_sync.settings.model import Flow, Settings

SHOWN = 5


def schedule(data: str | None, flow: str | None, *, as_json: bool) -> int:
    """One flow, or all of them. SettingsError for an unknown one."""
    app = open_app(data)
    flows = _flows(app.settings(), flow)
    ends, now = _last_ends(app), datetime.now(UTC)
    told = [_told(one, ends.get(one.id), now) for one in flows]
    if as_json:
        show_json(told)
    else:
        say([line for one in told for line in _lines(one)] or ["There are no flows yet."])
    return int(Exit.DONE)


def _flows(settings: Settings, name: str | None) -> list[Flow]:
    found = [flow for flow in settings.flows if name in {None, flow.id}]
    if name is not None and not found:
        known = ", ".join(settings.flow_by_id) or "none"
        raise SettingsError(f'There is no flow "{name}".', hint=f"The flows are: {known}.")
    return found


def _last_ends(app: App) -> dict[str, float]:
    if not app.folder.ledger.exists():
        return {}
    with read_only(app.folder.ledger) as sql:
        return last_ends(sql)


def _told(flow: Flow, ended: float | None, now: datetime) -> dict[str, Any]:
    told = {"flow": flow.id, "title": flow.title, "enabled": flow.enabled, "last_run_ended": ended, "schedule": None}
    if flow.schedule is None:
        return told
    plan = flow.schedule.schedule(_zone(flow))
    past = Past(ended=None if ended is None else datetime.fromtimestamp(ended, UTC), name=flow.id)
    return {
        **told,
        "schedule": in_words(plan),
        "zone": zone_name(plan.zone),
        "missed": plan.missed,
        "missed_in_words": missed_in_words(plan),
        "next": [_fire(one) for one in coming(plan, past, now, SHOWN)],
        "next_title": _next_title(plan),
    }


def _zone(flow: Flow) -> tzinfo:
    return UTC if flow.schedule is not None and flow.schedule.zone else zone_here()


def _next_title(plan: Schedule) -> str:
    return f"The next fires{', if each run ended at once' * isinstance(plan.rhythm, Every)}:"


def _fire(one: Coming) -> dict[str, Any]:
    return {
        "at": one.at.isoformat(),
        "until": None if one.until is None else one.until.isoformat(),
        "notes": one.notes,
        "words": one.in_words(),
    }


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
    found.append(f"  {told['next_title']}" if told["next"] else "  It does not fire any more.")
    found.extend(f"    {one['words']}" for one in told["next"])
    return found
