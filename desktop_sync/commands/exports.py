"""``exports`` and ``preview``: what an export has made and delivered, its kept files, and how its next report looks."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_sync.commands.console import Bar, Exit, counted, moment, say, show_json, table
from desktop_sync.commands.run import CODES, lines, stand
from desktop_sync.commands.waiting import waited
from desktop_sync.core.desk import Desk
from desktop_sync.core.errors import SettingsError
from desktop_sync.desks import open_desk

Row = Mapping[str, Any]
SHOWN = 20
MOST_FILES = 1000  # of a period, in one answer


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done; nothing of it: the history is shown."""

    limit: int | None = None
    period: int | None = None
    file: int | None = None
    out: str = "."
    issue: Sequence[str] | None = None
    arrived: str = ""
    send_again: str = ""
    deliver_again: str = ""


def exports(data: str | None, export: str, wish: Wish, *, as_json: bool) -> int:
    """The history, or what ``wish`` says."""
    with open_desk(data, f"exports {export}") as desk:
        if wish.issue is not None:
            return _issue(desk, export, wish.issue, as_json=as_json)
        told = _done(desk, export, wish)
    show_json(told) if as_json else say(_lines(told))
    return int(Exit.DONE)


def _done(desk: Desk, export: str, wish: Wish) -> Any:  # noqa: ANN401 - plain JSON
    if wish.file is not None:
        return _save(_piecewise(desk, wish.file), wish.out)
    if wish.period is not None:
        return desk.ask("export_files", period=wish.period, limit=wish.limit or MOST_FILES)
    for delivery, arrived in ((wish.arrived, True), (wish.send_again, False)):
        if delivery:
            return desk.ask("answer_export", delivery=delivery, arrived=arrived)
    if wish.deliver_again:
        return desk.ask("deliver_again", delivery=wish.deliver_again)
    return desk.ask("exports", export=export, limit=wish.limit or SHOWN)


def _issue(desk: Desk, export: str, days: Sequence[str], *, as_json: bool) -> int:
    if len(days) > 2:  # noqa: PLR2004 - the first and the last
        raise SettingsError(f"{len(days)} days were named.", hint="Name one, or the first and the last.")
    bar = Bar(quiet=as_json)
    first, last = (days[0], days[-1]) if days else (None, None)
    told = waited(desk, "issue_again", bar, flow=export, first_day=first, last_day=last)
    bar.clear()
    show_json(told) if as_json else say(lines(told))
    return int(CODES[told["outcome"]])


def preview(data: str | None, export: str, out: str, most: int, *, as_json: bool) -> int:
    """The report of the newest period as a file in ``out``; nothing is delivered or remembered.

    Where every document has a file of its own, those of the first few.
    """
    with open_desk(data, f"preview {export}") as desk:
        told = dict(desk.ask("preview_export", export=export, most=most))
    told |= _kept(told, out)
    told["further"] = [_kept(one, out) for one in told["further"]]
    if as_json:
        show_json(told)
        return int(Exit.DONE)
    say([*_previewed(told), *map(str, told["notes"])])
    heads = [str(one["name"]) for one in told["columns"]]
    if heads and told["rows"]:
        print(table(heads, [[cell[:40] for cell in row] for row in told["rows"][:10]]))
    return int(Exit.DONE)


def _kept(file: Row, out: str) -> dict[str, Any]:
    return _save((str(file["file"]), base64.b64decode(file["data"])), out)


def _previewed(told: Row) -> list[str]:
    rows = counted(told["count"], "row")
    more = f"the first {rows}" if told["more"] else rows
    if not told["each"]:
        return [f"{told['file']}: {more}, {told['size']:,} bytes. Nothing was delivered."]
    files = [f"{one['file']}: {one['size']:,} bytes." for one in (told, *told["further"])]
    return [*files, f"A file for each document: the first {len(files)} of {more}. Nothing was delivered."]


def _piecewise(desk: Desk, number: int) -> tuple[str, bytes]:
    name, data, at = "", b"", 0
    while True:
        piece = desk.ask("export_file", number=number, at=at)
        name, data = str(piece["name"]), data + base64.b64decode(piece["data"])
        if piece["next"] is None:
            return name, data
        at = int(piece["next"])


def _save(file: tuple[str, bytes], out: str) -> dict[str, Any]:
    """Never over another file."""
    name, data = file
    path = Path(out) / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as target:
            target.write(data)
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror or error}.") from error
    return {"file": str(path.absolute()), "size": len(data)}


def _lines(told: Any) -> list[str]:  # noqa: ANN401 - plain JSON
    if isinstance(told, Mapping):
        if "file" in told:
            return [f"{told['file']}: {told['size']:,} bytes."]
        return ["Done; the next run goes on with it." if told.get("arrived") is not True else "Done: it has arrived."]
    if not told:
        return ["Nothing was exported yet."]
    return [line for one in told for line in _one(one)]


def _one(export: Row) -> list[str]:
    period = _period(export)
    kept = "" if export["kept"] else ", not kept"
    who = f", issued again by {export['who']}" if export["who"] else ""
    files = "" if export["files"] == 1 else f", {export['files']:,} files (--period {export['id']})"
    found = [f"  {export['id']}: {moment(export['made_at'])}, {period}{export['rows']:,} rows{files}{kept}{who}"]
    for one in export["deliveries"]:
        note = f" ({one['note']})" if one["note"] else ""
        asked = f", asked: {one['id']}" if one["asked"] else ""
        name = one["name"] if "states" not in one and one["name"] else ""
        found.append(f"      {one['destination']}: {stand(one)}{asked} {name}{note}".rstrip())
    return found


def _period(export: Row) -> str:
    if export["end_at"] is None:
        return ""
    begin = "the beginning" if export["begin_at"] is None else str(export["begin_at"])[:16].replace("T", " ")
    return f"from {begin} to {str(export['end_at'])[:16].replace('T', ' ')} UTC, "
