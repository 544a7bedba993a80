"""``dry-run FLOW``: what a run would do, as a plan; ``--execute PLAN`` sends exactly that, ``--show`` tells again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop_sync.commands.console import WHO, Bar, Exit, counted, moment, say, show_json
from desktop_sync.commands.run import CODES
from desktop_sync.commands.waiting import waited
from desktop_sync.core.cells import cell
from desktop_sync.core.errors import Rejected
from desktop_sync.data_folder import data_folder
from desktop_sync.desks import open_desk
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.plan_reading import plan_of

ORDER = ("created", "updated", "unchanged", "superseded", "refused", "waits")
WORDS = {
    "created": "would be created",
    "updated": "would be updated",
    "unchanged": "unchanged",
    "superseded": "older than another version",
    "refused": "refused",
    "waits": "behind another version that is on its way",
}


def dry_run(data: str | None, flow: str, *, wait: bool, limit: int, as_json: bool) -> int:
    """Exit 4 when something would be refused, else 0."""
    bar = Bar(quiet=as_json)
    with open_desk(data, f"dry-run {flow}") as desk:
        told = waited(desk, "dry_run", bar, flow=flow, wait=wait, limit=limit)
    bar.clear()
    _say(told, as_json=as_json)
    return int(_code(told))


def show(data: str | None, flow: str, plan: int, *, limit: int, as_json: bool) -> int:
    """The plan as it was made, and what became of it. Reads only."""
    folder, told = data_folder(data), None
    if folder.ledger.exists():
        with read_only(folder.ledger) as sql:
            told = plan_of(sql, plan, flow, limit)
    if told is None:
        raise Rejected(f"There is no plan {plan} of {flow}.", f"Make one: desktop-sync dry-run {flow}")
    _say(told, as_json=as_json)
    return int(_code(told))


def execute(data: str | None, flow: str, plan: int, *, limit: int, as_json: bool) -> int:
    """Exit codes as ``run``; 4 also when a row of the plan was not sent."""
    bar = Bar(quiet=as_json)
    with open_desk(data, f"dry-run {flow} --execute {plan}") as desk:
        told = waited(desk, "execute", bar, flow=flow, plan=plan, limit=limit)
    bar.clear()
    _say(told, as_json=as_json)
    return int(CODES[told["outcome"]])


def _code(told: Mapping[str, Any]) -> Exit:
    refused = told["counts"].get("refused", 0) or told["files"]["unreadable"]
    return Exit.PERSON if refused else Exit.DONE


def _say(told: Mapping[str, Any], *, as_json: bool) -> None:
    if as_json:
        show_json(told)
    else:
        say([*_head(told), *_rows(told), *_files(told), *_foot(told)])


def _head(told: Mapping[str, Any]) -> list[str]:
    counts, files = told["counts"], told["files"]
    parts = [f"{counts[name]:,} {WORDS[name]}" for name in ORDER if counts.get(name)]
    if files["ignored"]:
        parts.append(f"{files['ignored']:,} ignored by a rule")
    if files["unreadable"]:
        parts.append(f"{counted(files['unreadable'], 'file')} unreadable")
    plan = f"Plan {told['plan']} of {told['flow']}, {counted(files['files'], 'file')}"
    found = [f"{plan}: {', '.join(parts) or 'nothing new'}."]
    if "became" in told:
        became = ", ".join(f"{number:,} {state}" for state, number in told["became"].items())
        found.append(f"  Executed {moment(told['executed_at'])}: {became or 'nothing to send'}.")
    if told["waiting"] and "became" not in told:
        found.append(f"  Read before and not in Acme yet: {counted(told['waiting'], 'document')}.")
    if told.get("note"):
        found.append(f"  {told['note']}")
    return found


def _rows(told: Mapping[str, Any]) -> list[str]:
    found = []
    for row in told["rows"]:
        found.extend(_row(row))
    left = sum(told["counts"].values()) - len(told["rows"])
    if left > 0:
        found.append(f"  … and {counted(left, 'row')} more (--limit shows more).")
    return found


def _place(position: Any) -> str:  # noqa: ANN401 - as the ledger keeps it
    line = position.get("line") if isinstance(position, dict) else None
    if line is None:
        return ""
    return f", {cell(position['sheet'], line, None)}" if "sheet" in position else f", line {line}"


def _row(row: Mapping[str, Any]) -> list[str]:
    if row["reference"] is None:
        return [f"  refused     {row['note']}", f"              Who can fix it: {WHO.get(row['owner'], row['owner'])}."]
    note = f"  {row['note']}" if row["note"] else ""
    became = f"  → {row['state']}{': ' + row['became_note'] if row['became_note'] else ''}" if row["state"] else ""
    place = f"{row['path']}{_place(row['position'])}"
    found = [f"  {row['would']:<10}  {row['resource']} {row['reference']}  ({place}){note}{became}"]
    found += [
        f"                {one['field']}: {one['old'] or '(nothing)'} → {one['new'] or '(nothing)'}"
        for one in row["changes"]
    ]
    if row["would"] == "refused":
        found.append(f"              Who can fix it: {WHO.get(row['owner'], row['owner'])}.")
    return found


def _files(told: Mapping[str, Any]) -> list[str]:
    found = []
    for file in told["files"]["not_sent"]:
        if file["what"]:
            found.append(f"  ! {file['what']}")
            found.append(f"    Who can fix it: {WHO.get(file['owner'], file['owner'])}. {file['hint']}".rstrip())
        if file["left_alone"]:
            found.append(f"  ! {file['path']} was left alone: {file['left_alone']}")
    return found


def _foot(told: Mapping[str, Any]) -> list[str]:
    if told["executed_at"] is not None:
        return []
    sends = any(told["counts"].get(name) for name in ("created", "updated", "unchanged", "superseded"))
    text = "Nothing was sent, nothing was moved."
    if sends:
        text += f" To send exactly this until {moment(told['expires_at'])}:"
        return [text, f"  desktop-sync dry-run {told['flow']} --execute {told['plan']}"]
    return [text]
