"""``history``: runs, files, documents, missed fires, newest first; searched by number, file or error. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from desktop_sync.commands.console import Exit, became, counted, moment, say, show_json, table
from desktop_sync.core.errors import SettingsError
from desktop_sync.core.identity import version_words
from desktop_sync.data_folder import data_folder
from desktop_sync.ledger import history as reading
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.history import Wish

Row = Mapping[str, Any]
READS: dict[str, Callable[..., list[dict[str, Any]]]] = {
    "runs": reading.runs,
    "files": reading.files,
    "documents": reading.documents,
    "missed": reading.missed,
}


def history(data: str | None, wish: Wish, show: Sequence[str], *, as_json: bool) -> int:
    """``show``: of runs, files, documents, missed; empty: runs, or with a text files and documents."""
    names = list(show) or (["files", "documents"] if wish.text else ["runs"])
    folder = data_folder(data)
    told: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    if folder.ledger.exists():
        with read_only(folder.ledger) as sql:
            told = {name: READS[name](sql, wish) for name in names}
    if as_json:
        show_json(told)
    else:
        say(line for name, rows in told.items() for line in _lines(name, rows, wish.limit))
    return int(Exit.DONE)


def seconds(text: str | None, option: str) -> float | None:
    """A day or a time of this machine's zone, such as 2026-11-01 or 2026-11-01T14:30. SettingsError for all else."""
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).astimezone().timestamp()
    except (ValueError, OverflowError, OSError) as error:
        raise SettingsError(f"{option}: {text} is no time.", hint="Such as 2026-11-01 or 2026-11-01T14:30.") from error


def _lines(name: str, rows: Sequence[Row], limit: int) -> list[str]:
    if not rows:
        return [f"{name.capitalize()}: none."]
    head, row = _SHAPES[name]
    found = [f"{name.capitalize()}:", table(head, [row(one) for one in rows])]
    if len(rows) == limit:
        found.append(f"  … older ones: --before {rows[-1]['id']}")
    return found


def _run(one: Row) -> Sequence[object]:
    said = one["note"] or became(one["counts"]) or "nothing new"
    return one["id"], moment(one["started_at"]), one["flow"], one["outcome"] or "not ended", said


def _file(one: Row) -> Sequence[object]:
    return (
        one["id"],
        moment(one["noticed_at"]),
        one["flow"],
        one["state"],
        one["path"],
        one["note"] or one["target"] or "",
    )


def _document(one: Row) -> Sequence[object]:
    name = f"{one['resource']} {one['reference']}"
    when = moment(one["ended_at"] or one["noticed_at"])
    return one["id"], when, one["flow"], one["state"], name, version_words(one["version"]), one["path"], one["note"]


def _missed(one: Row) -> Sequence[object]:
    first, last = moment(one["first_at"]), moment(one["last_at"])
    span = first if one["count"] == 1 else f"{first} to {last}"
    made = f"made up for by run {one['run']}" if one["run"] else "not made up for"
    why = _REASONS.get(one["reason"], one["reason"])
    return one["id"], span, one["flow"], why, f"{counted(one['count'], 'fire')}, {made}"


_REASONS = {
    "off": "the engine was off",
    "asleep": "the machine slept",
    "busy": "a run was under way",
    "network": "no network",
    "clock": "the clock was set",
    "failing": "it failed before and waited for its next try",
}
_SHAPES: dict[str, tuple[Sequence[str], Callable[[Row], Sequence[object]]]] = {
    "runs": (("run", "started", "flow", "outcome", ""), _run),
    "files": (("file", "noticed", "flow", "state", "name", ""), _file),
    "missed": (("number", "should have run", "flow", "reason", ""), _missed),
    "documents": (("delivery", "when", "flow", "state", "document", "version", "file", ""), _document),
}
