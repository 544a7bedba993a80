"""Who issued the certificates that the Acme connections show, asked within a time: a firewall that opens TLS is told
so. Nothing is signed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from desktop_sync.bundle.asking import within
from desktop_sync.core.errors import SyncError
from desktop_sync.core.stand_ins import StandIns

TIMEOUT = 4.0  # seconds for one step
PATIENCE = 12.0  # seconds for all of it


def certificates(
    connections: Sequence[Mapping[str, Any]], network: Mapping[str, Any], stand_ins: StandIns
) -> dict[str, list[str]]:
    """By connection with a web address, the steps of the way there: name, reach, proxy, TLS. ``network``: the table."""
    asked = {
        str(one["id"]): partial(_steps, one, network) for one in connections if isinstance(one.get("base_url"), str)
    }
    found = within(PATIENCE, asked)
    return {name: [stand_ins.code(step) for step in found.get(name, ["no answer in time"])] for name in sorted(asked)}


def _steps(connection: Mapping[str, Any], network: Mapping[str, Any]) -> list[str]:
    from desktop_sync.web import parse_base_url, way
    from desktop_sync.web.probe import probe

    around = network.get("proxy_address") or network.get("proxy", "")
    try:
        route = way(parse_base_url(connection["base_url"]), str(connection.get("proxy") or around))
        steps = probe(route, str(connection.get("ca_file") or network.get("ca_file", "")), TIMEOUT)
        return [f"{step.name}: {step.state.value} {step.detail}".strip() for step in steps]
    except (SyncError, ValueError, OSError) as error:
        return [str(error)]
