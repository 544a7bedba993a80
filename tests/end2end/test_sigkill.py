"""The program is killed again and again, at instants that nobody chose, while the legacy system goes on writing.

The judge is the sandbox's log of accepted writes. After each kill the ledger is looked at, only to know that the kills
fell into every phase of a run: a test whose kills all hit the start of Python would show nothing.
"""

from __future__ import annotations

import sqlite3
import subprocess
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from tests.end2end.conftest import MakesInstallations
from tests.end2end.installation import FLOW, Installation, kill
from tests.end2end.judge import assert_files_once, assert_promise
from tests.end2end.legacy import in_files, versions

# Some requests of a killed process are committed only when the next one has looked already.
SLOW = ('{"kind": "latency", "seconds": 0.03, "jitter": 0.09, "on": "all"}', "latency:seconds=1.2,probability=0.05")
EARLY = 0.15  # share of kills that are timed from the start of the process, not from when it owns the data folder


class Killer:
    """Kills runs, and remembers in which phases it found them."""

    def __init__(self, desk: Installation, random: Random) -> None:
        self._desk = desk
        self._random = random
        self.phases: Counter[str] = Counter()
        self.finished = 0

    def strike(self) -> None:
        """One run, killed; one that was quicker than the blow has ended as it should."""
        before = runs(self._desk.data)
        process = self._desk.start("run", FLOW)
        if self._random.random() < EARLY:
            time.sleep(self._random.uniform(0.02, 0.6))
        else:
            wait_for_owner(self._desk, process)
            time.sleep(self._random.uniform(0.0, 0.6))
        ended = process.poll()
        said = kill(process)
        assert ended in {None, 0, 3}, said
        assert "Traceback" not in said, said
        self.finished += ended is not None
        self.phases.update(phases(self._desk.data) if runs(self._desk.data) > before else {"start"})


def wait_for_owner(desk: Installation, process: subprocess.Popen[str]) -> None:
    """Until this process owns the data folder, or has ended."""
    lock = desk.data / "owner.lock"
    while process.poll() is None:
        if lock.exists() and f'"pid": {process.pid},' in lock.read_text(encoding="utf-8"):
            return
        time.sleep(0.005)


def looked(data: Path, query: str) -> list[tuple[object, ...]]:
    """Of the ledger, read only; nothing when it does not exist yet."""
    file = data / "ledger.db"
    if not file.exists():
        return []
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as sql:
        try:
            return sql.execute(query).fetchall()
        except sqlite3.OperationalError:  # killed before its tables were made
            return []


def runs(data: Path) -> int:
    return len(looked(data, "SELECT id FROM run"))


def phases(data: Path) -> set[str]:
    """What a kill has left: open items and deliveries by state."""
    open_items = looked(data, "SELECT DISTINCT state FROM item WHERE state IN ('noticed', 'staged', 'settling')")
    open_deliveries = looked(
        data, "SELECT DISTINCT state FROM delivery WHERE state IN ('pending', 'sending', 'unknown') AND claimable = 1"
    )
    return {str(row[0]) for row in (*open_items, *open_deliveries)} or {"nothing open"}


def play(desk: Installation, orders: int, kills: int, random: Random) -> Killer:
    """Files come as long as kills do. Half of the runs send single requests, the others small batches; a slow Acme."""
    desk.change_profile(max_batch=4)
    desk.change_connection("acme", in_flight=3)
    files = list(in_files(versions(orders, 0.3, random), 6, random))
    killer = Killer(desk, random)
    for number in range(kills):
        for part in files[number * len(files) // kills : (number + 1) * len(files) // kills]:
            desk.legacy.drop(*part)
        desk.change_flow(FLOW, "target", batch=number % 2 == 0)
        killer.strike()
    return killer


def finish(desk: Installation) -> None:
    """Undisturbed to the end."""
    desk.acme.clear_faults()
    done = desk.run("--json")
    for _ in range(10):
        if done.code != 3:
            break
        done = desk.run("--json")
    assert (done.code, done.json["problems"]) == (0, []), done


def judge(desk: Installation) -> None:
    assert_promise(desk.acme.writes(), desk.legacy.expected)
    assert_files_once(desk.legacy.folder, desk.legacy.files)
    status = desk.call("status", "--json")
    assert (status.code, status.json["items"], status.json["deliveries"]) == (0, {}, {})


def tell(killer: Killer) -> None:
    """Shown by pytest when a test fails, or with -s."""
    print(f"What the kills found: {dict(killer.phases)}; {killer.finished} runs ended before they were killed.")


@pytest.mark.timeout(600)
def test_200_kills_over_500_orders(installation: MakesInstallations) -> None:
    desk = installation("both", faults=SLOW, commit_lag=2)
    killer = play(desk, 500, 200, Random(200))
    finish(desk)
    judge(desk)
    tell(killer)
    assert {"start", "staged", "pending", "sending", "unknown"} <= set(killer.phases), killer.phases
    assert killer.phases["sending"] >= 20, killer.phases
    assert killer.finished <= 100, killer.finished


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "character, options",
    [
        pytest.param("keys", {"commit_lag": 2}, id="keys only"),
        pytest.param("unique", {"commit_lag": 2}, id="unique only"),
        pytest.param("lagging", {"lookup_lag": 1.5, "late": 1, "commit_lag": 3}, id="lagging look-up, late commit"),
    ],
)
def test_kills_with_other_characters(
    installation: MakesInstallations, character: str, options: dict[str, float]
) -> None:
    desk = installation(character, faults=SLOW, **options)
    killer = play(desk, 80, 25, Random(character))
    finish(desk)
    judge(desk)
    tell(killer)
    assert {"pending", "sending"} <= set(killer.phases), killer.phases
