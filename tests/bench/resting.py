"""At rest (performance.md, section 7): an engine with twenty folder flows that run every five minutes and find nothing.

Memory, CPU and wake-ups of the whole process are the operating system's own counts (Linux: /proc). At the end a file
is dropped, and what is timed is how long after it was stable Acme had its order. ``--far``: two of the flows read an
SFTP server and a SQL Server, those of ``demo --full``.
"""

from __future__ import annotations

import argparse
import json
import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import tomlkit

from desktop_sync.commands.demo.database import sql_server
from desktop_sync.commands.demo.extra import Extra
from desktop_sync.commands.demo.partner import sftp
from tests.end2end.installation import Installation
from tests.end2end.legacy import Order
from tests.sandbox_process import SandboxProcess, start_sandbox

FLOWS = 20
MINUTES = 10.0
READY = 30.0  # seconds
WARM = 20.0  # seconds after the first runs
MIN_AGE = 2.0
GIVES_BACK = 70.0  # seconds after which the engine has given back what the run took
GOAL_MEMORY = 80.0  # MB
GOAL_FAR = 130.0  # MB, with SFTP and SQL flows among them
GOAL_CPU = 0.1  # percent of one processor
GOAL_WAKES = 2.0  # a second
GOAL_LATENCY = 2.0  # seconds after the file is stable


@dataclass(frozen=True, slots=True)
class Used:
    """What a process has used so far."""

    at: float
    cpu: float
    wakes: int

    @classmethod
    def by(cls, pid: int) -> Used:
        """CPU of all its threads in seconds, and how often one of them has waited for something and gone on."""
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        wakes = 0
        for status in Path(f"/proc/{pid}/task").glob("*/status"):
            lines = status.read_text(encoding="ascii", errors="replace").splitlines()
            wakes += sum(int(line.split()[1]) for line in lines if line.startswith("voluntary_ctxt"))
        return cls(time.monotonic(), cpu, wakes)


def memory(pid: int) -> float:
    """Resident, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def installed(place: Path, acme: SandboxProcess) -> Installation:
    """Twenty flows, each with a folder of its own."""
    made = Installation(place, acme, {})
    made.set_secret()
    text = tomlkit.dumps(made.settings)
    connections, flows = [], []
    for number in range(FLOWS):
        fresh = tomlkit.parse(text)
        folder = place / f"folder-{number:02}"
        folder.mkdir()
        connection, flow = fresh["connections"][0], fresh["flows"][0]
        connection["id"], connection["path"] = f"folder-{number:02}", folder.as_posix()
        flow["id"], flow["source"]["connection"] = f"flow-{number:02}", f"folder-{number:02}"
        flow["source"]["min_age"] = f"{MIN_AGE}s"
        flow["schedule"] = {"every": "5min"}
        connections.append(connection)
        flows.append(flow)
    made.settings["connections"] = [*connections, made.settings["connections"][1]]
    made.settings["flows"] = flows
    made.save()
    return made


def add_far(made: Installation, stack: ExitStack) -> None:
    """The last two flows read servers instead; these end with ``stack``."""
    flow = made.settings["flows"][0].unwrap()
    for number, server in enumerate((sftp, sql_server), 1):
        extra = stack.enter_context(server(made.place))
        if not isinstance(extra, Extra):
            raise RuntimeError(extra)  # noqa: TRY004 - it says why it cannot run here
        made.environment = {**os.environ, **made.environment}  # where ODBC finds its drivers now
        made.settings["connections"].append(tomlkit.item(extra.connection))
        made.settings["flows"][-number] = tomlkit.item({**extra.flow(flow), "schedule": flow["schedule"]})
        made.save()
        said = {word.strip("@"): value for word, value in extra.words.items()}
        password = next(value for word, value in said.items() if word.endswith("PASSWORD"))
        called = [made.call("secret", "set", name, typed=password) for name in extra.secrets]
        if "FINGERPRINT" in said:
            made.call("check", str(extra.connection["id"]))
            called.append(made.call("trust", said["SERVER"], said["FINGERPRINT"]))
        for done in called:
            if done.code != 0:
                raise RuntimeError(str(done))


def wait_for(what: Callable[[], object], seconds: float, name: str) -> float:
    """Seconds until it was so."""
    begun = time.monotonic()
    while not what():
        if time.monotonic() - begun > seconds:
            raise TimeoutError(f"{name}: not within {seconds:g} seconds")
        time.sleep(0.02)
    return time.monotonic() - begun


def ready(engine: subprocess.Popen[str]) -> dict[str, object]:
    """What the engine says when it is at work."""
    assert engine.stdout is not None
    if not select.select([engine.stdout], [], [], READY)[0]:
        raise TimeoutError("the engine did not start")
    told = json.loads(engine.stdout.readline())
    assert isinstance(told, dict)
    return told


def main(argv: Sequence[str] | None = None) -> int:
    """0 when every goal is met."""
    parser = argparse.ArgumentParser(description="Bench of the engine at rest (performance.md, section 7).")
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--far", action="store_true", help="with an SFTP and a SQL flow among them")
    given = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="ds-bench-") as folder, start_sandbox() as acme, ExitStack() as stack:
        made = installed(Path(folder), acme)
        if given.far:
            add_far(made, stack)
        engine = made.start("engine", "--json")
        try:
            ready(engine)
            return judged(made, engine.pid, given.minutes, GOAL_FAR if given.far else GOAL_MEMORY)
        finally:
            engine.terminate()
            engine.communicate(timeout=READY)


def judged(made: Installation, pid: int, minutes: float, goal: float) -> int:
    """Measures, prints, and says whether all is met."""
    wait_for(lambda: len(status(made)) == FLOWS and all(one.get("ended_at") for one in status(made)), 60, "first runs")
    time.sleep(WARM)
    before = Used.by(pid)
    time.sleep(minutes * 60)
    after = Used.by(pid)
    seconds = after.at - before.at
    print(f"{FLOWS} flows every five minutes, over {minutes:g} minutes")
    for one in status(made):
        if one.get("outcome") not in {"done", None}:
            print(f"  {one['flow']}: {one.get('outcome')}")
    met = [
        row("resident memory", memory(pid), "MB", goal),
        row("CPU", 100 * (after.cpu - before.cpu) / seconds, "%", GOAL_CPU),
        row("wake-ups", (after.wakes - before.wakes) / seconds, "a second", GOAL_WAKES),
        row("stable to Acme", latency(made), "s", GOAL_LATENCY),
    ]
    time.sleep(GIVES_BACK)
    print(f"  after an order    {memory(pid):8.3f} MB: what checks documents is loaded for the first", flush=True)
    return 0 if all(met) else 1


def row(name: str, value: float, unit: str, goal: float) -> bool:
    """Prints it; whether the goal is met."""
    print(f"  {name:<18}{value:8.3f} {unit:<9} goal <= {goal:g}: {'met' if value <= goal else 'NOT MET'}", flush=True)
    return value <= goal


def status(made: Installation) -> list[dict[str, object]]:
    """The flows, as ``status`` tells them."""
    flows = made.call("status", "--json").json["flows"]
    assert isinstance(flows, list)
    return flows


def latency(made: Installation) -> float:
    """From the moment at which a file has its minimum age until Acme has its order."""
    known = len(made.acme.writes())
    made.legacy.folder = made.place / "folder-07"
    made.legacy.drop(Order("REST-1"), name="ORD_REST.xml")
    return wait_for(lambda: len(made.acme.writes()) > known, 60, "the dropped file") - MIN_AGE


if __name__ == "__main__":
    sys.exit(main())
