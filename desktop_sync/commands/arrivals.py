"""``arrivals``: what is expected of flows, how it stands, the last ten occasions; or a proposal from what has come.

Reads only; the ledger may be missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from desktop_sync.app import open_app
from desktop_sync.clock import zone_here
from desktop_sync.commands.console import Exit, counted, say, show_json
from desktop_sync.commands.in_force import settings_in_force
from desktop_sync.engine.facade.arrivals_told import expectations, proposals


def arrivals(data: str | None, flow: str | None, *, suggest: bool, as_json: bool) -> int:
    """One flow, or all of them. SettingsError for an unknown one."""
    app = open_app(data)
    told = (proposals if suggest else expectations)(settings_in_force(app), flow, app.folder.ledger, zone_here)
    if as_json:
        show_json(told)
    else:
        lines = _proposal_lines if suggest else _lines
        say([line for one in told for line in lines(one)] or ["There are no flows yet."])
    return int(Exit.DONE)


def _lines(told: Mapping[str, Any]) -> Iterator[str]:
    name = told["flow"]
    if not told["expected"]:
        yield f"{name}: nothing is expected; to see what could be: desktop-sync arrivals {name} --suggest"
    for one in told["expected"]:
        yield f"{name}: expected: {one['expected']}"
        if not told["enabled"]:
            yield "  Switched off: nobody is told when it is late."
        yield f"  now: {one['now']}"
        yield from (f"    {each['words']}" for each in one["last"])


def _proposal_lines(told: Mapping[str, Any]) -> Iterator[str]:
    if told["missing"]:
        yield f"{told['flow']}: nothing is proposed. {told['missing']}"
    for one in told["proposed"]:
        yield f"{told['flow']}: {one['expected']}"
        yield f"  confidence {one['confidence']}: {_tried(one)}"
        yield from (f"    {each}" for each in one["alarms"][:5])
    yield from (f"  {line}" for line in told["evidence"])
    if told["toml"]:
        yield f"  To expect this, paste it below the flow {told['flow']} in the settings and install them:"
        yield from ("", *told["toml"].split("\n"), "")


def _tried(one: Mapping[str, Any]) -> str:
    number = len(one["alarms"])
    of = counted(one["occasions"], "occasion")
    return f"it would have raised {'no problem' if not number else counted(number, 'problem')} in {of}"
