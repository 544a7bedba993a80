"""``run FLOW``: one run of one flow, and what became of each file and document."""

from __future__ import annotations

import gc
import sys
from collections.abc import Mapping

from desktop_sync.app import open_app
from desktop_sync.commands.console import Bar, Exit, became, counted, problem_lines, say, show_json
from desktop_sync.core.errors import SettingsError
from desktop_sync.core.first_run import ASK
from desktop_sync.core.first_run import first_run as parsed
from desktop_sync.engine.location import RunResult
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.ledger.reading import documents_of_item, items_of_run, open_problems_of, run_of

CODES = {"done": Exit.DONE, "waiting": Exit.WAITS, "problems": Exit.PERSON, "stopped": Exit.PERSON}
SHOWN = 50


def run(data: str | None, flow: str, *, wait: bool, as_json: bool, first_run: str = "", approve: bool = False) -> int:
    """Exit 3 when something waits (it goes on by itself), 4 when a person is needed.

    A first run that finds something asks what shall become of it, where there is somebody to ask.
    """
    app = open_app(data)
    answer = _answer(first_run) if first_run else ""
    collect_less()
    bar = Bar(quiet=as_json)
    with app.owner(f"run {flow}") as owner:
        if approve:
            owner.approve(flow)
        result = owner.run(flow, listen=bar, wait=wait, first_run=answer)
        bar.clear()
        if result.question and not as_json and sys.stdin.isatty() and (answer := _asked(result.question)):
            result = owner.run(flow, listen=bar, wait=wait, first_run=answer)
            bar.clear()
        told = report(owner.ledger, result)
    if as_json:
        show_json(told)
    else:
        say(lines(told))
    return int(CODES[result.outcome])


def _asked(question: str) -> str:
    """What the person says; empty when nothing is to be done now."""
    print(f"{question} What shall become of them?")
    print("  all        send them all\n  from-now   leave them where they are, send what comes from now on")
    print("  2026-11-01 (a date) send what was changed since that day\n  Enter      nothing now; you are asked again")
    while given := input("> ").strip():
        try:
            return _answer(given)
        except SettingsError as error:
            print(error)
    return ""


def _answer(given: str) -> str:
    from pydantic_core import PydanticCustomError

    try:
        answer = parsed(given)
    except PydanticCustomError:
        answer = ASK
    if answer == ASK:
        raise SettingsError(
            f'"{given}" is no answer to what shall become of the files.',
            hint="Say all, from-now, or a date: 2026-11-01.",
        )
    return answer


def collect_less() -> None:
    """For a process that works: what is loaded stays, and what is made is looked through for garbage less often.

    Python's default looks through everything so often that it is a sixth of a run's time (measured).
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def report(ledger: Ledger, result: RunResult) -> dict[str, object]:
    """The run with its items and their documents, and the flow's open problems."""
    with ledger.database.reading() as sql:
        items = items_of_run(sql, result.run)
        for item in items[:SHOWN]:
            item["what_became"] = documents_of_item(sql, item["id"])[:SHOWN]
        return {
            **run_of(sql, result.run),
            "counts": dict(result.counts),
            "files": items,
            "problems": open_problems_of(sql, result.flow),
        }


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
    problems = told["problems"]
    if isinstance(problems, list) and problems:
        found.append(f"{counted(len(problems), 'open problem')}:")
        found.extend(problem_lines(problems))
    return found


def _sentence(counts: Mapping[str, int], outcome: str) -> str:
    ends = {
        "done": "All done.",
        "waiting": "Something waits; it goes on by itself.",
        "problems": "Something needs a person.",
        "stopped": "Stopped: a person is needed.",
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
