"""What the settings expect of all flows that are switched on, as the arrivals chore and the commands take it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, timedelta, tzinfo

from desktop_sync.core.arrivals_model import GRACE, Awaited
from desktop_sync.settings.arrivals import ArrivalOptions
from desktop_sync.settings.model import Flow


def awaited(flows: Iterable[Flow], here: Callable[[], tzinfo], *, switched_off: bool = False) -> list[Awaited]:
    """In the order of the settings. ``here``: the zone of this machine, asked only where none is named."""
    return [_of(flow, one, here) for flow in flows if flow.enabled or switched_off for one in flow.arrivals]


def _of(flow: Flow, options: ArrivalOptions, here: Callable[[], tzinfo]) -> Awaited:
    named = options.zone or (flow.schedule is not None and flow.schedule.zone)
    zone = UTC if named else here()
    age = float(getattr(flow.source.options, "min_age", 0.0))
    thing = "file" if flow.source.type == "files" else "item"
    expected = options.expectation(zone, flow.schedule, GRACE + timedelta(seconds=age), thing)
    return Awaited(flow.id, flow.title, flow.source.connections, f"{flow.id}:{_meaning(flow, options)}", expected)


def _meaning(flow: Flow, options: ArrivalOptions) -> str:
    """Changes with what is expected, not with whom to ask."""
    text = options.model_dump_json(exclude={"ask"})
    if flow.schedule is not None:
        text += flow.schedule.model_dump_json(include={"zone", "window"})
    return hashlib.sha256(text.encode()).hexdigest()[:12]
