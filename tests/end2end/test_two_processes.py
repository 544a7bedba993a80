"""Two processes at one installation: one works, the others are told who it is; who only looks is never in the way."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.end2end.conftest import MakesInstallations
from tests.end2end.installation import FLOW, Installation, kill
from tests.end2end.judge import assert_files_once, assert_promise
from tests.end2end.legacy import Order

SLOW = '{"kind": "latency", "seconds": 1}'
ORDERS = [Order(f"{number}") for number in range(1, 61)]


@pytest.fixture
def desk(installation: MakesInstallations) -> Installation:
    """An Acme so slow that a run lasts half a minute, or until the test clears the faults."""
    made = installation("both", faults=[SLOW], commit_lag=3)
    made.change_flow(FLOW, "target", batch=False)
    made.change_connection("acme", in_flight=2)
    made.legacy.drop(*ORDERS)
    return made


@contextmanager
def working(desk: Installation) -> Iterator[subprocess.Popen[str]]:
    """A run that has some orders in Acme and most of them not."""
    process = desk.start("run", FLOW)
    try:
        wait_until(lambda: len(desk.acme.writes()) >= 4)
        assert process.poll() is None
        yield process
    finally:
        kill(process)


def wait_until(condition: Callable[[], bool], longest: float = 30.0) -> None:
    deadline = time.monotonic() + longest
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_second_run_says_who_is_at_work(desk: Installation) -> None:
    with working(desk) as first:
        second = desk.run()
        assert second.code == 3, second
        assert f"run {FLOW} (process {first.pid}, since " in second.err
        assert desk.run("--json").json["error"].startswith(f"The data folder {desk.data} is in use by ")
        assert desk.call("account", "acme", "same").code == 3
        assert desk.call("ledger", "backup", str(desk.place / "copy.db")).code == 3
        assert first.poll() is None
        desk.acme.clear_faults()
        first.communicate(timeout=60)
        assert first.returncode == 0
    assert desk.run().code == 0
    assert_promise(desk.acme.writes(), desk.legacy.expected)
    assert_files_once(desk.legacy.folder, desk.legacy.files)


def test_who_looks_is_answered_while_a_run_works(desk: Installation) -> None:
    with working(desk) as first:
        status = desk.call("status", "--json")
        assert status.code == 3, status
        assert status.json["owner"].startswith(f"run {FLOW} (process {first.pid}, ")
        assert status.json["items"] == {"staged": 1}
        assert 0 < sum(status.json["deliveries"].values()) < len(ORDERS)
        trail = desk.call("trail", "1", "--json")
        assert trail.code in {0, 3}, trail
        assert trail.json[0]["deliveries"][0]["requests"][0]["method"] == "POST"
        assert desk.call("trail", "60").code == 3
        assert desk.call("check", "acme").code == 0
        assert desk.call("config", "validate").code == 0
        assert first.poll() is None


def test_what_a_killed_run_held_is_free_and_goes_on(desk: Installation) -> None:
    with working(desk) as first:
        kill(first)
        left = desk.call("status", "--json")
        assert (left.code, left.json["owner"]) == (3, None), left
        desk.acme.clear_faults()
        assert desk.run().code == 0
    assert_promise(desk.acme.writes(), desk.legacy.expected)
    assert_files_once(desk.legacy.folder, desk.legacy.files)


def test_ten_runs_at_once_do_the_work_once(desk: Installation) -> None:
    desk.acme.clear_faults()
    crowd = [desk.start("run", FLOW, "--no-wait") for _ in range(10)]
    for process in crowd:
        process.communicate(timeout=60)
    assert {process.returncode for process in crowd} <= {0, 3}
    assert desk.run().code == 0
    assert_promise(desk.acme.writes(), desk.legacy.expected)
    assert_files_once(desk.legacy.folder, desk.legacy.files)
