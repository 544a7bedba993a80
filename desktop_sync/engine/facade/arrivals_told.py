"""What is expected of flows, how it stands, the last ten; and what could be expected: facade and command tell it so."""

from __future__ import annotations

import json
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from desktop_sync.core.arrivals import verdicts
from desktop_sync.core.arrivals_days import latest
from desktop_sync.core.arrivals_model import NOTHING_CAME, Arrival, Awaited, Verdict
from desktop_sync.core.arrivals_suggest import LOOKED_BACK, Proposed, Suggestion, suggest
from desktop_sync.core.arrivals_words import in_words, state_in_words
from desktop_sync.core.schedule_words import WEEKDAYS
from desktop_sync.engine.facade.scheduling import Here, flows_named
from desktop_sync.engine.facade.telling import Row
from desktop_sync.ledger.arrivals import arrivals_since, judged, places
from desktop_sync.ledger.database import read_only
from desktop_sync.settings.awaited import awaited
from desktop_sync.settings.model import Flow, Settings

SHOWN = 10
MOST_READ = 200_000  # newest arrivals that a proposal is made from
_TOO_MANY = f" Only the newest {MOST_READ:,} were read: with so many a day, write the table by hand."


def expectations(settings: Settings, flow: str | None, ledger: Path, here: Here) -> list[Row]:
    """Of one flow, or all of them; the ledger may be missing."""
    now = datetime.now(UTC)
    return [
        {
            "flow": one.id,
            "title": one.title,
            "enabled": one.enabled,
            "expected": [_told(ledger, each, now) for each in awaited([one], here, switched_off=True)],
        }
        for one in flows_named(settings, flow)
    ]


def _verdicts(ledger: Path, one: Awaited, now: datetime) -> list[Verdict]:
    if not ledger.exists():
        return list(verdicts(one.expected, latest(one.expected, now, SHOWN), lambda _: NOTHING_CAME, now, None))
    with read_only(ledger) as sql:
        return list(judged(sql, one, now, SHOWN))


def _told(ledger: Path, one: Awaited, now: datetime) -> Row:
    found = _verdicts(ledger, one, now)
    return {
        "expected": in_words(one.expected),
        "now": state_in_words(found[0], one.expected, now) if found else "nothing was expected yet",
        "state": found[0].state if found else None,
        "last": [_occasion(verdict, one, now) for verdict in found],
    }


def _occasion(verdict: Verdict, one: Awaited, now: datetime) -> Row:
    occasion, found = verdict.occasion, verdict.tally
    return {
        "day": occasion.day.isoformat(),
        "due": occasion.due.astimezone(one.expected.zone).isoformat(),
        "state": verdict.state,
        "faults": list(verdict.faults),
        "items": found.items,
        "in_time": found.in_time,
        "documents": found.documents,
        "words": f"{_day(verdict)}  {state_in_words(verdict, one.expected, now)}",
    }


def _day(verdict: Verdict) -> str:
    day = verdict.occasion.day
    return f"{WEEKDAYS[day.weekday()][:3]} {day:%Y-%m-%d}"


def proposals(settings: Settings, flow: str | None, ledger: Path, here: Here) -> list[Row]:
    """A table to paste for each flow, with what it rests on; the ledger may be missing."""
    now = datetime.now(UTC)
    return [_proposal(one, _came(one, ledger, now), _zone(one, here), now) for one in flows_named(settings, flow)]


def _came(flow: Flow, ledger: Path, now: datetime) -> list[Arrival]:
    if not ledger.exists():
        return []
    with read_only(ledger) as sql:
        return arrivals_since(sql, places(sql, flow.id, flow.source.connections), now - LOOKED_BACK, MOST_READ)


def _zone(flow: Flow, here: Here) -> tzinfo:
    named = next((one.zone for one in flow.arrivals if one.zone), "") or (flow.schedule.zone if flow.schedule else "")
    return ZoneInfo(named) if named else here()


def _proposal(flow: Flow, came: list[Arrival], zone: tzinfo, now: datetime) -> Row:
    found = suggest(came, zone, now, "file" if flow.source.type == "files" else "item")
    return {
        "flow": flow.id,
        "evidence": list(found.evidence),
        "missing": found.missing and found.missing + (_TOO_MANY if len(came) == MOST_READ else ""),
        "proposed": [_proposed(one, now) for one in found.proposed],
        "toml": _toml(found),
    }


def _proposed(one: Proposed, now: datetime) -> Row:
    return {
        "expected": in_words(one.expected),
        "options": dict(one.options),
        "confidence": one.confidence,
        "occasions": one.occasions,
        "alarms": [f"{_day(each)}: {state_in_words(each, one.expected, now)}" for each in one.alarms],
    }


def _toml(found: Suggestion) -> str:
    """As it is pasted below a flow."""
    tables = []
    for one in found.proposed:
        lines = [f"{name} = {json.dumps(value)}" for name, value in one.options.items()]
        tables.append("\n".join(["[[flows.arrivals]]", *lines]))
    return "\n\n".join(tables)
