"""The theme of schedules: when flows run by themselves, in words, and their next fires."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from desktop_sync.core.errors import SettingsError
from desktop_sync.core.schedule import Past
from desktop_sync.core.schedule_coming import Coming, coming
from desktop_sync.core.schedule_model import Every, Schedule
from desktop_sync.core.schedule_words import in_words, missed_in_words, zone_name
from desktop_sync.core.standing import FlowHead
from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.telling import Row
from desktop_sync.ledger.agenda import pasts
from desktop_sync.ledger.database import read_only
from desktop_sync.settings.export_model import Export
from desktop_sync.settings.model import Connection, Flow, Settings
from desktop_sync.settings.reading import schedule as schedule_of
from desktop_sync.settings.schedule import ScheduleOptions
from desktop_sync.settings.text import Problems

SHOWN = 5
Here = Callable[[], tzinfo]


class Scheduling:
    """``here``: the zone of this machine, for schedules that name none."""

    def __init__(self, ledger: Path, settings: Callable[[], Settings], here: Here) -> None:
        self._ledger = ledger
        self._settings = settings
        self._here = here

    def schedule(self, call: Call, *, flow: str | None = None) -> list[Row]:
        """One flow, or all of them. SettingsError for an unknown one."""
        return schedules(self._settings(), flow, self._ledger, self._here)

    def fires(self, call: Call, *, schedule: Mapping[str, object] | None, flow: str | None = None) -> Row:
        """Of a schedule that is being written: its words and next fires, or what is wrong and where in the table.

        ``flow``, where it is known, tells when its last run ended. None: it is run by hand, and nothing comes.
        """
        return tried(schedule, flow, self._ledger, self._here)


def schedules(settings: Settings, flow: str | None, ledger: Path, here: Here) -> list[Row]:
    """Of one flow, or all of them. The ledger may be missing. SettingsError for an unknown flow."""
    now, flows, known = datetime.now(UTC), _planned(settings, flow), dict[str, Past]()
    if ledger.exists():
        with read_only(ledger) as sql:
            known = pasts(sql, [one.id for one in flows])
    return [_told(one, known.get(one.id) or Past(name=one.id), now, here) for one in flows]


def tried(table: Mapping[str, object] | None, flow: str | None, ledger: Path, here: Here) -> Row:
    """As ``Scheduling.fires``. The ledger may be missing, and the flow unknown to it."""
    problems, now, zone = Problems("settings.toml", ""), datetime.now(UTC), here()
    options = schedule_of(None if table is None else dict(table), (), problems)
    told: Row = {"now": now.astimezone(zone).isoformat(), "zone": zone_name(zone), "words": "", "next": []}
    told["errors"] = [{"at": list(at), "what": problem.what} for at, problem in problems.found]
    if not isinstance(options, ScheduleOptions):
        return told
    plan = options.schedule(zone)
    shown = [_bare(one) for one in coming(plan, _past(flow, ledger), now, SHOWN)]
    local = now.astimezone(plan.zone).isoformat()
    return {**told, "now": local, "zone": zone_name(plan.zone), "words": in_words(plan), "next": shown}


def _past(flow: str | None, ledger: Path) -> Past:
    """As far as it matters for a schedule that is another one now: no fire of it was planned yet."""
    if flow is None or not ledger.exists():
        return Past()
    with read_only(ledger) as sql:
        known = pasts(sql, [flow])[flow]
    return Past(ended=known.ended, seen=known.seen, name=flow)


def _bare(one: Coming) -> Row:
    """``clocks``: minutes by which they have gone forward since the fire before. ``odd``: skipped, twice, or empty."""
    until = None if one.until is None else one.until.isoformat()
    return {"at": one.at.isoformat(), "until": until, "odd": one.odd, "clocks": int(one.clocks.total_seconds() // 60)}


def head_of(flow: Flow, connections: Mapping[str, Connection], here: Here) -> FlowHead:
    """The flow at a glance."""
    return FlowHead(
        flow.id,
        flow.title,
        flow.enabled,
        flow.schedule is not None,
        "" if flow.schedule is None else in_words(_plan(flow, here)),
        (*flow.source.connections, flow.target.connection),
        ", ".join(_reads(flow, connections[one]) for one in flow.source.connections),
        ", ".join(dict.fromkeys(str(getattr(one.model, "resource", "")) for one in flow.mappings)),
        rests=0.0 if flow.source.type == "files" else float(getattr(flow.source.options, "min_age", 0.0)),
    )


def export_head(export: Export, connections: Mapping[str, Connection], here: Here) -> FlowHead:
    """The export at a glance."""
    places = dict.fromkeys(one.connection for one in export.destinations)
    return FlowHead(
        export.id,
        export.title,
        export.enabled,
        export.schedule is not None,
        "" if export.schedule is None else in_words(_plan(export, here)),
        (export.query.connection, *places),
        export.query.options.asks,
        ", ".join(connections[one].title for one in places),
        "export",
    )


def _reads(flow: Flow, connection: Connection) -> str:
    """``/srv/erp/out: ORD_*.xml``."""
    place, pattern = getattr(connection.options, "path", ""), getattr(flow.source.options, "pattern", "")
    return ": ".join(str(one) for one in (place or connection.title or connection.id, pattern) if one)


def flows_named(settings: Settings, name: str | None) -> Sequence[Flow]:
    """One flow, or all of them. SettingsError for an unknown one."""
    found = [flow for flow in settings.flows if name in {None, flow.id}]
    if name is not None and not found:
        known = ", ".join(settings.flow_by_id) or "none"
        raise SettingsError(f'There is no flow "{name}".', hint=f"The flows are: {known}.")
    return found


def _planned(settings: Settings, name: str | None) -> Sequence[Flow | Export]:
    """One flow or export, or all of them. SettingsError for an unknown one."""
    exports = [one for one in settings.exports if name in {None, one.id}]
    return exports if name is not None and exports else [*flows_named(settings, name), *exports]


def _told(flow: Flow | Export, past: Past, now: datetime, here: Here) -> Row:
    ended = None if past.ended is None else past.ended.timestamp()
    told = {"flow": flow.id, "title": flow.title, "enabled": flow.enabled, "last_run_ended": ended, "schedule": None}
    if flow.schedule is None:
        return told
    plan, paused = _plan(flow, here), past.pause is not None and (past.pause.until is None or past.pause.until > now)
    until = past.pause.until if past.pause is not None and paused else None
    fires = [] if paused and until is None else coming(plan, past, until or now, SHOWN)
    return {
        **told,
        "paused": {"until": None if until is None else until.isoformat()} if paused else None,
        "schedule": in_words(plan),
        "zone": zone_name(plan.zone),
        "missed": plan.missed,
        "missed_in_words": missed_in_words(plan),
        "next": [_fire(one) for one in fires],
        "next_title": f"The next fires{', if each run ended at once' * isinstance(plan.rhythm, Every)}:",
    }


def _plan(flow: Flow | Export, here: Here) -> Schedule:
    """Of a flow that has one."""
    assert flow.schedule is not None  # noqa: S101 - asked by those who call
    return flow.schedule.schedule(UTC if flow.schedule.zone else here())


def _fire(one: Coming) -> Row:
    return {
        "at": one.at.isoformat(),
        "until": None if one.until is None else one.until.isoformat(),
        "notes": list(one.notes),
        "words": one.in_words(),
    }
