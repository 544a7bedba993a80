"""``run FLOW``: one run of one flow, and what became of each file and document."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from desktop_sync.commands.console import Bar, Exit, became, counted, problem_lines, say, show_json
from desktop_sync.commands.waiting import waited
from desktop_sync.core.desk import Desk
from desktop_sync.core.errors import SettingsError
from desktop_sync.desks import open_desk
from desktop_sync.engine.facade.working import answered

CODES = {
    "done": Exit.DONE,
    "waiting": Exit.WAITS,
    "problems": Exit.PERSON,
    "stopped": Exit.PERSON,
    "cancelled": Exit.WAITS,
}
SHOWN = 50


def run(data: str | None, flow: str, *, wait: bool, as_json: bool, first_run: str = "", approve: bool = False) -> int:
    """Exit 3 when something waits (it goes on by itself), 4 when a person is needed.

    A first run that finds something asks what shall become of it, where there is somebody to ask.
    """
    bar = Bar(quiet=as_json)
    with open_desk(data, f"run {flow}") as desk:
        _warn(desk)
        told = waited(desk, "run", bar, flow=flow, wait=wait, first_run=first_run, approve=approve)
        bar.clear()
        if told["question"] and not as_json and sys.stdin.isatty() and (answer := _asked(told["question"])):
            told = waited(desk, "run", bar, flow=flow, wait=wait, first_run=answer)
            bar.clear()
    if as_json:
        show_json(told)
    else:
        say(lines(told))
    return int(CODES[told["outcome"]])


def _warn(desk: Desk) -> None:
    """An engine goes on by the last good settings: who has just edited the file would take its run for one by that."""
    if desk.engine and not desk.ask("settings")["ok"]:
        words = "The settings have a fault: this run goes by the former ones. See it: desktop-sync config validate"
        print(words, file=sys.stderr)


def _asked(question: str) -> str:
    """What the person says; empty when nothing is to be done now."""
    print(f"{question} What shall become of them?")
    print("  all        send them all\n  from-now   leave them where they are, send what comes from now on")
    print("  2026-11-01 (a date) send what was changed since that day\n  Enter      nothing now; you are asked again")
    while given := input("> ").strip():
        try:
            return answered(given)
        except SettingsError as error:
            print(error)
    return ""


def lines(told: Mapping[str, object]) -> list[str]:
    """The readable form."""
    counts, items = told["counts"], told["files"]
    assert isinstance(counts, dict)  # noqa: S101 - made above
    assert isinstance(items, list)  # noqa: S101
    found = [f"{told['flow']}: {_sentence(counts, str(told['outcome']))}"]
    if told["note"]:
        found.append(f"  {told['note']}")
    for item in items[:SHOWN]:
        found.append(f"  {item['path']}: {_fate(item)}")
        found.extend(f"      {one['reference']}  {_said(one)}" for one in item["what_became"])
    if len(items) > SHOWN:
        found.append(f"  … and {counted(len(items) - SHOWN, 'more file')}.")
    found.extend(_exported(told))
    problems = told["problems"]
    if isinstance(problems, list) and problems:
        found.append(f"{counted(len(problems), 'open problem')}:")
        found.extend(problem_lines(problems))
    return found


def _exported(told: Mapping[str, object]) -> list[str]:
    """Of an export: each file with its destinations."""
    exports = told.get("exports")
    return [
        f"  {one['destination']}: {_named(one, export)}, {stand(one)}{': ' + str(one['note']) if one['note'] else ''}"
        for export in (exports if isinstance(exports, list) else ())
        for one in export["deliveries"]
    ]


def _named(one: Mapping[str, Any], export: Mapping[str, Any]) -> str:
    return counted(export["files"], "file") if "states" in one else str(one["name"] or "a report")


def stand(delivery: Mapping[str, Any]) -> str:
    """The state of a file; of the files of a period that stand together, how many have which."""
    states = delivery.get("states")
    return ", ".join(f"{many:,} {state}" for state, many in states.items()) if states else str(delivery["state"])


def _sentence(counts: Mapping[str, int], outcome: str) -> str:
    ends = {
        "done": "All done.",
        "waiting": "Something waits; it goes on by itself.",
        "problems": "Something needs a person.",
        "stopped": "Stopped: a person is needed.",
        "cancelled": "It was told to end; the next run does the rest.",
    }
    return f"{became(counts) or 'nothing new'}. {ends[outcome]}"


def _fate(item: Mapping[str, object]) -> str:
    words = {
        "noticed": "noticed, not read yet",
        "staged": "being delivered",
        "rejected": "cannot be read",
        "settling": "to be moved away",
        "gone": "is not there any more",
        "replaced": "was replaced meanwhile; the new content is a new item",
        "skipped": "skipped",
    }
    state = str(item["state"])
    if state == "done":
        moved = f" → {item['target']}" if item["target"] else ", left where it is"
        ended = {"failure": "nothing of it was taken", "partial": "done but for what was refused"}
        return f"{ended.get(str(item['outcome']), 'done')}{moved}"
    return words.get(state, state) + (f" ({item['note']})" if item["note"] else "")


def _said(one: Mapping[str, object]) -> str:
    return f"{one['state']}{': ' + str(one['note']) if one['note'] else ''}"
