"""What becomes of a file that settings name, told as data: for whoever decides whether it shall. Pure.

``state``: ``new``, ``changed``, ``same``; ``changes``: ``path``, ``was``, ``now`` for tables (TOML), else by line where
the lines may be seen.
"""

from __future__ import annotations

import tomllib
from typing import Any

from desktop_sync.core.tables import changes
from desktop_sync.settings.drafting import plain

MOST = 200  # changes of one file that are told
LINES = 5000  # of a file that is compared line by line
LONGEST = 400  # characters of a line
Row = dict[str, Any]


def change_of(name: str, before: bytes | None, after: bytes, *, lines: bool) -> Row:
    """``lines``: whether those of data, such as a lookup table, may be told; of tables every change is."""
    state = "new" if before is None else "same" if before == after else "changed"
    told: Row = {"name": name, "state": state, "changes": [], "more": 0}
    if state == "same":
        return told
    was, now = _tables(name, before or b""), _tables(name, after)
    if was is not None and now is not None:
        found = [{"path": list(one.path), "was": one.was, "now": one.now} for one in changes(was, now)]
    else:
        found = _by_line(before or b"", after) if lines and state == "changed" else []
    return {**told, "changes": found[:MOST], "more": max(0, len(found) - MOST)}


def _tables(name: str, data: bytes) -> Row | None:
    if not name.casefold().endswith(".toml"):
        return None
    try:
        found: Row = plain(tomllib.loads(data.decode("utf-8-sig")))
    except (ValueError, RecursionError):
        return None
    return found


def _by_line(before: bytes, after: bytes) -> list[Row]:
    old, new = _lines(before), _lines(after)
    if max(len(old), len(new)) > LINES:
        return []
    from difflib import SequenceMatcher

    found: list[Row] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for number in range(max(b - a, d - c)):
            was = old[a + number] if a + number < b else None
            now = new[c + number] if c + number < d else None
            found.append({"path": ["line", str((a if now is None else c) + number + 1)], "was": was, "now": now})
    return found


def _lines(data: bytes) -> list[str]:
    return [line[:LONGEST] for line in data.decode("utf-8-sig", "backslashreplace").splitlines()]
