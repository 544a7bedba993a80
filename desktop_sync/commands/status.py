"""``status``: one honest sentence, then flows, what is open, and the problems. Reads only, whoever owns the ledger."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from desktop_sync.commands.console import Exit, became, counted, moment, problem_lines, say, show_json
from desktop_sync.data_folder import data_folder, holder
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.reading import overview

EMPTY: dict[str, Any] = {
    "flows": [],
    "items": {},
    "deliveries": {},
    "last_delivered_at": None,
    "accounts": [],
    "problems": [],
}


def status(data: str | None, *, as_json: bool) -> int:
    """Exit 4 when somebody is needed, 3 when something waits, else 0."""
    folder = data_folder(data)
    told = dict(EMPTY)
    if folder.ledger.exists():
        with read_only(folder.ledger) as sql:
            told = overview(sql)
    owner = holder(folder.lock)
    told["owner"] = None if owner is None else str(owner)
    told["sentence"] = sentence(told)
    if as_json:
        show_json(told)
    else:
        say(_lines(told))
    return int(_code(told))


def _code(told: Mapping[str, Any]) -> Exit:
    if told["problems"]:
        return Exit.PERSON
    return Exit.WAITS if told["items"] or told["deliveries"] else Exit.DONE


def sentence(told: Mapping[str, Any]) -> str:
    """What the tray's tooltip says, with the time of the last proof."""
    if not told["flows"]:
        return "No flow has run yet."
    flows = counted(len(told["flows"]), "flow")
    last = told["last_delivered_at"]
    proof = "no document delivered yet" if last is None else f"last document delivered {moment(last)}"
    if told["problems"]:
        return f"{counted(len(told['problems']), 'problem')} to look at. {flows}, {proof}."
    waiting = sum(told["items"].values()) + sum(told["deliveries"].values())
    if waiting:
        return f"Work goes on: {waiting:,} waiting. {flows}, {proof}."
    return f"All is well. {flows}, {proof}."


def _lines(told: Mapping[str, Any]) -> list[str]:
    found = [told["sentence"]]
    found.extend(_flow(flow) for flow in told["flows"])
    found.extend(problem_lines(told["problems"]))
    return found


def _flow(flow: Mapping[str, Any]) -> str:
    counts = became(json.loads(flow["counts"] or "{}"))
    outcome = flow["outcome"] or "not ended"
    return f"  {flow['flow']}: last run {moment(flow['started_at'])}, {outcome}: {counts or 'nothing new'}."
