"""The flows of a settings file at a glance: ids, titles, switched on or not. For a look that must be quick.

It validates nothing and is never wrong about a sound file; of an unsound one it tells what can be told.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from desktop_sync.core.standing import FlowHead


def heads(settings: Path) -> list[FlowHead]:
    """In the order of the file; none where it is missing or no TOML."""
    try:
        flows = tomllib.loads(settings.read_text(encoding="utf-8-sig")).get("flows")
    except (OSError, ValueError, RecursionError):
        return []
    return [_head(one) for one in flows if isinstance(one, dict) and one.get("id")] if isinstance(flows, list) else []


def _head(flow: dict[str, Any]) -> FlowHead:
    title, enabled = flow.get("title"), flow.get("enabled", True)
    return FlowHead(
        str(flow["id"]),
        title if isinstance(title, str) else "",
        enabled=enabled is not False,
        scheduled=isinstance(flow.get("schedule"), dict),
        connections=tuple(_connections(flow)),
    )


def _connections(flow: dict[str, Any]) -> list[str]:
    source, target = flow.get("source"), flow.get("target")
    named = source.get("connection") if isinstance(source, dict) else None
    found = [*(named if isinstance(named, list) else [named])]
    found.append(target.get("connection") if isinstance(target, dict) else None)
    return [one for one in found if isinstance(one, str)]
