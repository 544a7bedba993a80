"""What every mapping meant that was ever run: one file for each version that a trail can name. Knows no mapping."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from pathlib import Path

from desktop_sync.durable import replace_file

KEPT = 1000
_FOLDER = "mappings"
_VERSION = re.compile(r"[0-9a-f]{12}")
log = logging.getLogger("run")


def keep_mapping(history: Path, version: str, described: Mapping[str, object]) -> None:
    """``history/mappings/VERSION.json``, written once. A run does not stop where it cannot be written."""
    file = history / _FOLDER / f"{version}.json"
    try:
        if file.exists():
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(described, ensure_ascii=False, indent=1, sort_keys=True)
        replace_file(file, text.encode())
        for old in sorted(file.parent.glob("*.json"), key=lambda one: one.stat().st_mtime_ns)[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError as error:
        log.warning("mapping %s could not be kept in %s: %s", version, file.parent, error)


def kept_mapping(history: Path, version: str) -> Mapping[str, object] | None:
    """What it meant; None when it is not kept, or cannot be read."""
    if _VERSION.fullmatch(version) is None:
        return None
    try:
        found = json.loads((history / _FOLDER / f"{version}.json").read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None
