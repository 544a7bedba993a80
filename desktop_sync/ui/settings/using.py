"""Who uses a connection, in the draft's tables, and what becomes of that when its id changes. Plain values only."""

from __future__ import annotations

from typing import Any

from desktop_sync.core.tables import Tables

Row = dict[str, Any]
NAME = "connection"


def users(tables: Tables, connection: str) -> list[str]:
    """The titles of the flows and exports that use it, and ``[general.notices]``."""
    using = [one for one in _listed(tables, "flows") if connection in _named(one)]
    using += [one for one in _listed(tables, "exports") if any(connection == at.get(NAME) for at in _ends(one))]
    found = [str(one.get("title") or one.get("id") or "") for one in using]
    notices = _table(_table(tables, "general"), "notices")
    return found + (["[general.notices]"] if connection and notices.get(NAME) == connection else [])


def rename(tables: Tables, old: str, new: str) -> None:
    """Whoever used the connection by its former id uses it by the new one."""
    if not old:
        return
    for export in _listed(tables, "exports"):
        for table in _ends(export):
            if table.get(NAME) == old:
                table[NAME] = new
    for flow in _listed(tables, "flows"):
        source, target = _table(flow, "source"), _table(flow, "target")
        named = source.get(NAME)
        if isinstance(named, list):
            source[NAME] = [new if one == old else one for one in named]
        for table in (source, target):
            if table.get(NAME) == old:
                table[NAME] = new
    notices = _table(_table(tables, "general"), "notices")
    if notices.get(NAME) == old:
        notices[NAME] = new


def _named(flow: Row) -> list[object]:
    found = _table(flow, "source").get(NAME)
    return [*(found if isinstance(found, list) else [found]), _table(flow, "target").get(NAME)]


def _ends(export: Row) -> list[Row]:
    """Where an export names connections: what it asks, and where its reports go."""
    return [_table(export, "query"), *_listed(export, "destinations")]


def _listed(of: Row, name: str) -> list[Row]:
    found = of.get(name, [])
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _table(of: Row, name: str) -> Row:
    found = of.get(name)
    return found if isinstance(found, dict) else {}
