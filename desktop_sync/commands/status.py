"""``status``: one honest sentence, then flows, what is open, and the problems. Reads only, whoever owns the ledger.

What only an engine knows is asked of it, where one runs; where none does, nothing is under way that could be shown.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop_sync.commands.console import Exit, became, moment, problem_lines, say, show_json
from desktop_sync.commands.left_behind import tell_left_exports
from desktop_sync.core.errors import RetryLater, Stop, SyncError
from desktop_sync.core.sentence import Facts, Mood
from desktop_sync.core.standing import Live, Standing, picture
from desktop_sync.data_folder import DataFolder, Holder, closed_to_us, data_folder, holder
from desktop_sync.data_folder.room import room
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.standing import midnight, standing
from desktop_sync.settings.heads import Glance

Row = Mapping[str, Any]
WORDS = frozenset({"reads", "schedule", "writes"})  # for screens; it would take the whole settings to say them
PATIENCE = 3.0  # seconds that an engine has to answer


def status(data: str | None, *, as_json: bool, closed: Callable[[Path], bool] = closed_to_us) -> int:
    """Exit 4 when somebody is needed, 3 when something waits, else 0."""
    folder = data_folder(data, by_pipe=True, closed=closed)
    if closed(folder.path):
        told, owner = _of_engine_alone(folder), None
    else:
        told, owner = _seen(data, folder)
    if as_json:
        show_json({**told, **_plain(told), "owner": None if owner is None else str(owner)})
    else:
        say(_lines(told))
    return int(_code(told))


def _seen(data: str | None, folder: DataFolder) -> tuple[dict[str, Any], Holder | None]:
    settings = Glance(folder.settings)
    tell_left_exports(data, folder, settings)
    owner = holder(folder.lock)
    if owner is None or not owner.is_engine:
        return _without_engine(folder, settings), owner
    return _of_engine(folder, settings, owner), owner


def _of_engine_alone(folder: DataFolder) -> dict[str, Any]:
    """For who may not look into the folder. Stop when they may not ask, either."""
    told = _asked(folder)
    if told is None:
        raise Stop(
            f"No engine works on {folder.path}, or it is about to start; this account may not look there itself.",
            "The account of the engine can start it.",
        )
    return told


def _asked(folder: DataFolder) -> dict[str, Any] | None:
    """What the engine tells; None: none listens."""
    from desktop_sync.ipc.client import connect

    client = connect(folder, within=PATIENCE)
    if client is None:
        return None
    with client:
        return dict(client.call("snapshot", timeout=PATIENCE))


def _of_engine(folder: DataFolder, settings: Glance, owner: Holder) -> dict[str, Any]:
    """As it tells itself; where it does not answer, what can be seen from outside."""
    try:
        told = _asked(folder)
        if told is None:
            raise RetryLater("It does not listen (yet).")
        return told
    except SyncError as error:
        since = datetime.fromisoformat(owner.since).timestamp()
        return {**_without_engine(folder, settings, Live(owner.pid, since, ""), silent=True), "silent": str(error)}


def _without_engine(
    folder: DataFolder, settings: Glance, live: Live | None = None, *, silent: bool = False
) -> dict[str, Any]:
    now = datetime.now(UTC).astimezone()
    known, wrong = Standing(), ""
    if folder.ledger.exists():
        try:
            with read_only(folder.ledger) as sql:
                known = standing(sql, midnight(now))
        except Stop as error:  # it is damaged, or a newer program's: told in the sentence
            wrong = str(error)
    around = Facts(now, titles=settings.titles(), settings=settings.wrong, ledger=wrong, engine_silent=silent)
    return picture(known, settings.heads(), live, around, room(folder))


def _plain(told: Row) -> dict[str, Any]:
    """The sentence as text, and the last run of each flow beside its name."""
    sentence = told["sentence"]
    flows = [{**{name: flow[name] for name in flow if name not in WORDS}, **_last(flow)} for flow in told["flows"]]
    return {"sentence": sentence["text"], "mood": sentence["mood"], "proof_at": sentence["proof_at"], "flows": flows}


def _last(flow: Row) -> dict[str, Any]:
    last = flow["last"] or {}
    told = {name: last.get(name) for name in ("started_at", "ended_at", "outcome")}
    return {**told, "note": last.get("note", ""), "counts": json.dumps(last.get("counts", {}))}


def _code(told: Row) -> Exit:
    if told["problems"] or told["sentence"]["mood"] == Mood.STOPPED:  # such as an engine that is off
        return Exit.PERSON
    return Exit.WAITS if told["items"] or told["deliveries"] else Exit.DONE


def _lines(told: Row) -> list[str]:
    found = [told["sentence"]["text"]]
    if told["sentence"]["key"] == "engine_off":
        found.append("  Start it, or the service that does: desktop-sync engine")
    if "silent" in told:
        found.append(f"  The engine could not be asked: {told['silent']}")
    for flow in told["flows"]:
        found.append(f"  {flow['flow']}: {_last_run(flow['last'])}")
        found.extend(f"      {line}" for line in _live(flow))
    found.extend(problem_lines(told["problems"]))
    return found


def _last_run(last: Row | None) -> str:
    if last is None:
        return "has not run yet."
    return f"last run {moment(last['started_at'])}, {last['outcome'] or 'not ended'}: {_became(last)}."


def _became(last: Row) -> str:
    return became(last["counts"]) or "nothing new"


def _live(flow: Row) -> list[str]:
    """What an engine tells of it."""
    found = []
    if flow["progress"] is not None:
        found.append(progress_line(flow["progress"]))
    if flow["paused"] is not None:
        until = flow["paused"]["until"]
        found.append(f"paused until {moment(_seconds(until)) if until else 'somebody resumes it'}")
    elif flow["next"] is not None:
        found.append(f"runs next {flow['next']['words']}")
    return found


def progress_line(progress: Row) -> str:
    """``at work: deliver 340 of 2,000, 170 a second, 10 s left``."""
    of = f" of {progress['total']:,}" if progress["total"] else ""
    rate = f", {progress['rate']:,.0f} a second" if progress.get("rate") else ""
    left = f", {progress['left']:,.0f} s left" if progress.get("left") else ""
    cancelled = ", being cancelled" if progress.get("cancelling") else ""
    return f"at work: {progress['step']} {progress['done']:,}{of}{rate}{left}{cancelled}"


def _seconds(iso: str) -> float:
    return datetime.fromisoformat(iso).timestamp()
