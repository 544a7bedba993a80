"""Who uses a connection, in the draft's tables, and what becomes of that when its id changes. Plain values only."""

from __future__ import annotations

from typing import Any

from desktop_sync.core.tables import Tables

Row = dict[str, Any]


def users(tables: Tables, connection: str) -> list[str]:
    """The titles of the flows that use it, and ``[general.notices]``."""
    found = [str(flow.get("title") or flow.get("id") or "") for flow in _flows(tables) if connection in _named(flow)]
    notices = _table(_table(tables, "general"), "notices")
    return found + (["[general.notices]"] if connection and notices.get("connection") == connection else [])


def rename(tables: Tables, old: str, new: str) -> None:
    """Whoever used the connection by its former id uses it by the new one."""
    if not old:
        return
    for flow in _flows(tables):
        source, target = _table(flow, "source"), _table(flow, "target")
        named = source.get("connection")
        if isinstance(named, list):
            source["connection"] = [new if one == old else one for one in named]
        for table in (source, target):
            if table.get("connection") == old:
                table["connection"] = new
    notices = _table(_table(tables, "general"), "notices")
    if notices.get("connection") == old:
        notices["connection"] = new


def _named(flow: Row) -> list[object]:
    found = _table(flow, "source").get("connection")
    return [*(found if isinstance(found, list) else [found]), _table(flow, "target").get("connection")]


def _flows(tables: Tables) -> list[Row]:
    found = tables.get("flows", [])
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _table(of: Row, name: str) -> Row:
    found = of.get(name)
    return found if isinstance(found, dict) else {}
