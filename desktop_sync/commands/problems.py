"""``problems``: what is wrong, by cause, with who can fix it and how; ``problems GROUP`` in full. Reads only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop_sync.commands.console import WHO, Exit, counted, indented, moment, say, show_json
from desktop_sync.commands.left_behind import tell_left_exports
from desktop_sync.data_folder import data_folder
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.problems import cause_of, problem_groups, problem_members


def problems(data: str | None, name: str | None, *, limit: int, as_json: bool) -> int:
    """Exit 4 when there are any."""
    folder = data_folder(data)
    tell_left_exports(data, folder)
    groups: list[dict[str, Any]] = []
    members: list[dict[str, Any]] | None = None
    if folder.ledger.exists():
        with read_only(folder.ledger) as sql:
            cause = cause_of(sql, name) if name else None
            if cause is None:
                groups = problem_groups(sql, name)
            else:
                members = problem_members(sql, cause, None, limit)
    if as_json:
        show_json(groups if members is None else members)
    else:
        say(_groups(groups) if members is None else _members(members))
    return int(Exit.PERSON if groups or members else Exit.DONE)


def _groups(groups: Sequence[Mapping[str, Any]]) -> list[str]:
    if not groups:
        return ["There is no open problem."]
    found = []
    for group in groups:
        found.append(f"{group['group']}  {counted(group['problems'], 'problem')}{_when(group)}: {group['cause']}")
        found.extend(f"    {one['problem']}  {indented(one['what'], 8)}" for one in group["examples"])
        if group["problems"] > len(group["examples"]):
            found.append(f"    … all of them: desktop-sync problems {group['group']}")
        found.append(f"    Who can fix it: {WHO.get(group['owner'], group['owner'])}. {group['advice']}".rstrip())
        if group["can"]:
            found.append(f"    What you can do: {', '.join(group['can'])}")
    return found


def _when(group: Mapping[str, Any]) -> str:
    first, last = moment(group["first_at"]), moment(group["last_at"])
    return f", {first}" if first == last else f", {first} to {last}"


def _members(members: Sequence[Mapping[str, Any]]) -> list[str]:
    if not members:
        return ["Nothing of this kind is open any more."]
    found = []
    for one in members:
        times = f" ({one['times']:,} times, last {moment(one['last_at'])})" if one["times"] > 1 else ""
        found.append(f"{one['problem']}  {moment(one['opened_at'])}  {indented(one['what'], 4)}{times}")
        if one["value"]:
            found.append(f"    {one['field']}: {one['value']}")
    return found
