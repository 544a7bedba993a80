"""Who issued the certificates that the Acme connections show, asked within a time: a firewall that opens TLS is told
so. Nothing is signed in; a connection whose address cannot be read is left out."""

from __future__ import annotations

import tomllib
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

from desktop_sync.core.errors import SyncError
from desktop_sync.core.stand_ins import StandIns

TIMEOUT = 4.0  # seconds for one step
PATIENCE = 12.0  # seconds for all of it


def certificates(settings: Path, stand_ins: StandIns) -> object:
    """By connection, the steps of the way there: name, reach, proxy, TLS."""
    told = {name: [stand_ins.code(line)] for name, line in _unread(settings).items()}
    routes = _routes(settings)
    pool = ThreadPoolExecutor(max_workers=8, thread_name_prefix="trust")
    asked = {name: pool.submit(_steps, *where) for name, where in routes.items()}
    wait(asked.values(), timeout=PATIENCE)
    pool.shutdown(wait=False, cancel_futures=True)
    for name, future in sorted(asked.items()):
        told[name] = [stand_ins.code(step) for step in future.result()] if future.done() else ["no answer in time"]
    return told


def _connections(settings: Path) -> list[dict[str, Any]]:
    found = tomllib.loads(settings.read_text(encoding="utf-8-sig")).get("connections", [])
    return [one for one in found if isinstance(one, dict) and isinstance(one.get("base_url"), str)]


def _routes(settings: Path) -> dict[str, tuple[str, str, str]]:
    return {
        str(one.get("id", number)): (one["base_url"], str(one.get("proxy", "")), str(one.get("ca_file", "")))
        for number, one in enumerate(_connections(settings))
    }


def _unread(settings: Path) -> dict[str, str]:
    """Connections without an address of this kind."""
    found = tomllib.loads(settings.read_text(encoding="utf-8-sig")).get("connections", [])
    return {
        str(one.get("id", number)): "has no certificate to be looked at here"
        for number, one in enumerate(found)
        if isinstance(one, dict) and not isinstance(one.get("base_url"), str)
    }


def _steps(base_url: str, proxy: str, ca_file: str) -> list[str]:
    from dataclasses import replace

    from desktop_sync.web import find_proxy, parse_base_url
    from desktop_sync.web.probe import probe

    try:
        route = parse_base_url(base_url)
        route = replace(route, proxy=find_proxy(route, proxy))
        return [f"{step.name}: {step.state.value} {step.detail}".strip() for step in probe(route, ca_file, TIMEOUT)]
    except (SyncError, ValueError, OSError) as error:
        return [str(error)]
