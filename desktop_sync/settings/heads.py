"""The flows and exports of a settings file at a glance: ids, titles, switched on or not. For a look that must be quick.

It validates nothing and is never wrong about a sound file; of an unsound one it tells what can be told.
"""

from __future__ import annotations

import tomllib
from functools import cached_property
from pathlib import Path
from typing import Any

from desktop_sync.core.standing import FlowHead


class Glance:
    """The file is read once, when something is first asked."""

    def __init__(self, settings: Path) -> None:
        self._settings = settings

    @property
    def wrong(self) -> str:
        """Why nothing can be told of it, in one sentence; empty when it can, or when there is none yet."""
        return self._read[1]

    def heads(self) -> list[FlowHead]:
        """In the order of the file; none where it is missing or no TOML."""
        found = [_head(one, tuple(_connections(one))) for one in self.tables("flows")]
        return found + [_head(one, tuple(_of_export(one)), "export") for one in self.tables("exports")]

    def titles(self) -> dict[str, str]:
        """Of the connections, by id."""
        found = {str(one["id"]): one.get("title") for one in self.tables("connections")}
        return {name: title for name, title in found.items() if isinstance(title, str) and title}

    def tables(self, name: str) -> list[dict[str, Any]]:
        """Those of a list that have an id, as they stand in the file; none where it is missing or no TOML."""
        found = self._read[0].get(name)
        return [one for one in found if isinstance(one, dict) and one.get("id")] if isinstance(found, list) else []

    def table(self, name: str) -> dict[str, Any]:
        """As it stands in the file; empty where it is missing or no TOML."""
        found = self._read[0].get(name)
        return found if isinstance(found, dict) else {}

    @cached_property
    def _read(self) -> tuple[dict[str, Any], str]:
        try:
            return tomllib.loads(self._settings.read_text(encoding="utf-8-sig")), ""
        except FileNotFoundError:
            return {}, ""
        except OSError as error:
            return {}, f"{self._settings.name} cannot be read: {error.strerror or error}."
        except (ValueError, RecursionError) as error:
            return {}, f"{self._settings.name} is not TOML: {str(error).partition(chr(10))[0]}."


def _head(flow: dict[str, Any], connections: tuple[str, ...], kind: str = "import") -> FlowHead:
    title, enabled = flow.get("title"), flow.get("enabled", True)
    return FlowHead(
        str(flow["id"]),
        title if isinstance(title, str) else "",
        enabled=enabled is not False,
        scheduled=isinstance(flow.get("schedule"), dict),
        connections=connections,
        kind=kind,
    )


def _of_export(export: dict[str, Any]) -> list[str]:
    query, places = export.get("query"), export.get("destinations")
    parts = [query, *(places if isinstance(places, list) else ())]
    return [one for part in parts if isinstance(part, dict) and isinstance(one := part.get("connection"), str)]


def _connections(flow: dict[str, Any]) -> list[str]:
    source, target = flow.get("source"), flow.get("target")
    named = source.get("connection") if isinstance(source, dict) else None
    found = [*(named if isinstance(named, list) else [named])]
    found.append(target.get("connection") if isinstance(target, dict) else None)
    return [one for one in found if isinstance(one, str)]
