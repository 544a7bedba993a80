"""Mappings that stand in files beside the settings, as they can be edited: each with the flows that share it.

A file outside of the folder of the settings is somebody else's: it is read there, and not offered for editing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop_sync.core.errors import Rejected, RetryLater, SettingsError
from desktop_sync.settings.drafting import plain, rewritten
from desktop_sync.settings.named_files import NamedFiles
from desktop_sync.settings.text import LARGEST

Tables = Mapping[str, Any]


@dataclass(slots=True)
class MappingFile:
    """``file``: relative to the settings; ``names``: as these name it; ``flows``: titles of those that share it."""

    file: str
    text: str
    names: list[str] = field(default_factory=list)
    flows: list[str] = field(default_factory=list)

    @property
    def tables(self) -> dict[str, Any] | None:
        """None: it is no TOML."""
        try:
            found: dict[str, Any] = plain(tomllib.loads(self.text))
        except (tomllib.TOMLDecodeError, RecursionError):
            return None
        return found

    def told(self) -> dict[str, Any]:
        """As plain JSON."""
        return {
            "file": self.file,
            "text": self.text,
            "tables": self.tables,
            "names": self.names,
            "flows": self.flows,
        }


def mapping_files(tables: Tables | None, folder: Path) -> dict[str, MappingFile]:
    """By their path from ``folder``; those that can be read. ``tables``: the settings'."""
    files, found = NamedFiles(folder), dict[str, MappingFile]()
    for title, name in _named(tables or {}):
        try:
            path = files.find(name)
            file = next((own for own, place in files.used.items() if place == path), None)
            if file is None:
                continue
            one = found.get(file) or MappingFile(file, files.text(path, LARGEST))
        except SettingsError:
            continue  # told with the settings
        found[file] = one
        one.names += [] if name in one.names else [name]
        one.flows += [] if title in one.flows else [title]
    return found


def edited(files: Mapping[str, MappingFile], wanted: Mapping[str, Any]) -> dict[str, str]:
    """``wanted``: tables by file. The texts that say them, comments kept. Rejected for a file that is none of these."""
    return {name: rewritten(_known(files, name).text, tables) for name, tables in wanted.items()}


def unchanged(files: Mapping[str, MappingFile], over: Mapping[str, str]) -> None:
    """RetryLater when one is another than what was edited (``over``), Rejected for one that is none of these."""
    for name, text in over.items():
        if _known(files, name).text != text:
            raise RetryLater(
                f"Somebody else has changed {name} meanwhile.",
                "Nothing was saved. Look at what is different now, then save again.",
            )


def _known(files: Mapping[str, MappingFile], name: str) -> MappingFile:
    if name not in files:
        raise Rejected(f"{name} is no mapping file of these settings.", "Name it in a flow's mapping first.")
    return files[name]


def _named(tables: Tables) -> Iterator[tuple[str, str]]:
    """The title of a flow, and the name of a file of its."""
    flows = tables.get("flows")
    for flow in flows if isinstance(flows, list) else ():
        if not isinstance(flow, dict):
            continue
        several = flow.get("mappings")
        for one in [flow.get("mapping"), *(several if isinstance(several, list) else ())]:
            name = one.get("mapping_file") if isinstance(one, dict) else None
            if isinstance(name, str) and name:
                yield str(flow.get("title") or flow.get("id") or ""), name
