"""``pause [FLOW]`` and ``resume [FLOW]``: whether flows run by themselves. By hand they run all the same."""

from __future__ import annotations

from datetime import datetime

from desktop_sync.commands.console import Exit, moment, show_json
from desktop_sync.core.errors import SettingsError
from desktop_sync.desks import open_desk


def pause(data: str | None, flow: str | None, long: str | None, *, until_tomorrow: bool, as_json: bool) -> int:
    """``long``: such as 1h; without it and ``until_tomorrow`` until somebody resumes."""
    seconds = None if long is None else _seconds(long)
    with open_desk(data, "pause") as desk:
        told = desk.ask("pause", flow=flow, seconds=seconds, until_tomorrow=until_tomorrow)
        runs = desk.engine
    if as_json:
        show_json(told)
    else:
        until = told["until"]
        end = moment(datetime.fromisoformat(until).timestamp()) if until else "somebody resumes"
        print(f"{flow or 'All flows'} paused until {end}. To end it before: {_resume(flow)}")
        if not runs:
            print("No engine runs now; the next one keeps to it.")
    return int(Exit.DONE)


def resume(data: str | None, flow: str | None, *, as_json: bool) -> int:
    """What was passed over meanwhile is not made up for."""
    with open_desk(data, "resume") as desk:
        told = desk.ask("resume", flow=flow)
    if as_json:
        show_json(told)
        return int(Exit.DONE)
    name = flow or "All flows"
    print(f"{name} resumed." if told["resumed"] else f"{name} {'was' if flow else 'were'} not paused.")
    if flow and told["all_paused"]:
        print("But all flows are paused together; to end that: desktop-sync resume")
    return int(Exit.DONE)


def _resume(flow: str | None) -> str:
    return f"desktop-sync resume{f' {flow}' if flow else ''}"


def _seconds(given: str) -> float:
    from pydantic_core import PydanticCustomError

    from desktop_sync.core.options import seconds

    try:
        return seconds(given)
    except PydanticCustomError as error:
        raise SettingsError(f'"{given}" is no time to pause for.', hint="Such as 30min, 1h or 2d.") from error
