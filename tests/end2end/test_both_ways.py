"""Every command with an engine and without one: the same words, the same values, the same exit codes."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from desktop_sync.engine.facade.editing import differing
from tests.end2end.conftest import MakesInstallations
from tests.end2end.installation import FLOW, Done, Installation, kill
from tests.end2end.judge import assert_files_once, assert_promise
from tests.end2end.legacy import Order
from tests.end2end.session import session

SLOW = '{"kind": "latency", "seconds": 1}'


@contextmanager
def engine(desk: Installation) -> Iterator[subprocess.Popen[str]]:
    """One that is ready; killed at the end when it has not ended."""
    process = desk.start("engine", "--json")
    try:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["event"] == "ready"
        yield process
    finally:
        if process.poll() is None:
            kill(process)


def until(met: Callable[[], object], longest: float = 30.0) -> None:
    deadline = time.monotonic() + longest
    while not met():
        assert time.monotonic() < deadline
        time.sleep(0.05)


# -- the same ----------------------------------------------------------------------------------------------------------

VOLATILE = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?[.\d]*(?:[+-]\d\d:\d\d|Z)?"  # moments
    r"|\b(?:yesterday )?\d\d:\d\d(?::\d\d)?\b|\b(?=[0-9a-f]*\d)[0-9a-f]{8,64}\b"  # times; hashes, keys, ids
    r"|\b\d+ ms\b|\b\d+(?:\.\d)? s\b|127\.0\.0\.1:\d+|installation-\d+"
)
LIVE = {"owner", "engine", "next", "progress", "paused", "at", "room"}  # of status: what only an engine can say or does


def steady(desk: Installation, value: Any) -> Any:  # noqa: ANN401 - JSON or text
    """Without what differs from one installation or moment to the next."""
    if isinstance(value, dict):
        return {name: steady(desk, inner) for name, inner in value.items() if name not in LIVE}
    if isinstance(value, list):
        return [steady(desk, inner) for inner in value]
    if isinstance(value, float):
        return "moment" if value > 1e9 else value
    if isinstance(value, int) and value > 10**15:
        return "moment"
    if not isinstance(value, str):
        return value
    return VOLATILE.sub("~", value.replace(desk.secret, "SECRET").replace(str(desk.place), "PLACE"))


def told(desk: Installation, done: Done) -> object:
    try:
        out = json.loads(done.out)
    except ValueError:
        out = done.out.splitlines()
    return [done.code, steady(desk, out), steady(desk, done.err.splitlines())]


def a_day(desk: Installation) -> list[object]:
    """What people do, in order, and what each of them is told."""
    corrected, settings = desk.place / "corrected.json", desk.place / "settings.toml"
    settings.write_text((desk.data / "settings.toml").read_text(encoding="utf-8") + "\n# anew\n", encoding="utf-8")
    desk.legacy.drop(Order("1"), Order("2", customer="UNKNOWN-1"), Order("3", quantity="many"))
    with session(desk) as shell:
        found = [shell.call(*command) for command in MORNING]
        body = json.loads(found[-1].out)[0]["deliveries"][0]["body"]
        corrected.write_text(json.dumps({**body, "buyer": {"number": "90012"}}), encoding="utf-8")
        files = {"CORRECTED": str(corrected), "SETTINGS": str(settings)}
        found += [shell.call(*(files.get(word, word) for word in command)) for command in AFTERNOON]
    return [[list(command), told(desk, done)] for command, done in zip([*MORNING, *AFTERNOON], found, strict=True)]


MORNING = [
    ("dry-run", FLOW),
    ("dry-run", FLOW, "--show", "1", "--json"),
    ("run", FLOW),
    ("status", "--json"),
    ("problems", "--json"),
    ("retry", "2", "--reason", "try"),
    ("retry", "99"),
    ("trail", "2", "--json"),
]
AFTERNOON = [
    ("edit", "2", "--file", "CORRECTED", "--reason", "typo", "--json"),
    ("run", FLOW, "--json"),
    ("trail", "2", "--json"),
    ("answer", "1", "arrived"),
    ("dismiss", "p2", "--reason", "nobody needs it"),
    ("read-again", FLOW, "--from", "2026-01-01", "--json"),
    ("approve", FLOW),
    ("run", "nothing"),
    ("check", "acme"),
    ("account", "acme", "same", "--json"),
    ("config", "install", "SETTINGS"),
    ("config", "install", "CORRECTED", "--json"),
    ("config", "rollback", "--json"),
    ("pause", FLOW, "--for", "1h", "--json"),
    ("pause", FLOW, "--for", "never"),
    ("resume", FLOW),
    ("resume",),
    ("secret", "delete", "no/such"),
    ("history", "--json"),
]


def test_the_same_with_and_without_an_engine(installation: MakesInstallations) -> None:
    alone = installation("both", seed=1)
    expected = a_day(alone)
    served = installation("both", seed=1)
    with engine(served):
        found = a_day(served)
    for one, other in zip(found, expected, strict=True):
        assert one == other, differing(other, one)
    writes = [
        [(one["action"], one["reference"], one["by"], one["version"]) for one in desk.acme.writes()]
        for desk in (alone, served)
    ]
    assert writes[0] == writes[1]


# -- many at once, interrupted, killed ---------------------------------------------------------------------------------


@pytest.fixture
def slow(installation: MakesInstallations) -> Installation:
    """An Acme so slow that a run lasts half a minute, or until the test clears the faults."""
    made = installation("both", faults=[SLOW], commit_lag=3)
    made.change_flow(FLOW, "target", batch=False)
    made.change_connection("acme", in_flight=2)
    made.legacy.drop(*[Order(f"{number}") for number in range(1, 61)])
    return made


def promised(desk: Installation) -> None:
    desk.acme.clear_faults()
    for _ in range(10):
        if desk.run().code == 0:
            break
    assert_promise(desk.acme.writes(), desk.legacy.expected)
    assert_files_once(desk.legacy.folder, desk.legacy.files)


def test_many_commands_at_once_do_the_work_once(slow: Installation) -> None:
    slow.acme.clear_faults()
    with engine(slow):
        crowd = [slow.start("run", FLOW, "--no-wait") for _ in range(5)]
        crowd += [slow.start("retry", "--all"), slow.start("status"), slow.start("dry-run", FLOW, "--no-wait")]
        said = [process.communicate(timeout=60)[1] for process in crowd]
        assert {process.returncode for process in crowd} <= {0, 3}, said
        assert not [one for one in said if "Traceback" in one]
        promised(slow)


@contextmanager
def running(slow: Installation) -> Iterator[subprocess.Popen[str]]:
    """A ``run`` that has brought some orders to Acme and most of them not."""
    before = len(slow.acme.writes())
    process = slow.start("run", FLOW)
    try:
        until(lambda: len(slow.acme.writes()) >= before + 4)
        assert process.poll() is None
        yield process
    finally:
        if process.poll() is None:
            kill(process)


def test_an_engine_that_is_killed_is_told_in_plain_words_and_goes_on_at_its_next_start(slow: Installation) -> None:
    with engine(slow) as serving, running(slow) as command:
        kill(serving)
        said = command.communicate(timeout=30)[1]
        assert (command.returncode, said.splitlines()[0]) == (3, "The engine has ended without a word."), said
        assert "taken up when it starts again" in said
    assert slow.call("status", "--json").json["owner"] is None
    with engine(slow):
        promised(slow)


def test_a_command_that_is_killed_leaves_its_run_to_the_engine(slow: Installation) -> None:
    with engine(slow):
        with running(slow) as command:
            kill(command)
            assert slow.call("status", "--json").json["flows"][0]["state"] == "syncing"
        slow.acme.clear_faults()
        until(lambda: slow.call("status", "--json").json["flows"][0]["state"] != "syncing")
        assert len(slow.acme.writes()) == 60
        promised(slow)


@pytest.mark.skipif(sys.platform == "win32", reason="there a signal for one process cannot be told from its end")
def test_ctrl_c_leaves_the_run_to_the_engine_and_once_more_cancels_it(slow: Installation) -> None:
    slow.legacy.drop(*[Order(f"{number}") for number in range(61, 401)])  # it lasts until it is cancelled
    with engine(slow):
        with running(slow) as command:
            command.send_signal(signal.SIGINT)
            said = command.communicate(timeout=30)[1]
            assert command.returncode == 3, said
            assert "The engine goes on. Ctrl+C within 3 seconds cancels it." in said
            assert f"desktop-sync cancel {FLOW}" in said
            assert slow.call("status", "--json").json["flows"][0]["progress"]["step"] == "deliver"
            assert "is cancelled" in slow.call("cancel", FLOW).out
        until(lambda: slow.call("status", "--json").json["flows"][0]["state"] != "syncing")
        assert len(slow.acme.writes()) < 400
        with running(slow) as command:
            command.send_signal(signal.SIGINT)
            time.sleep(1)
            command.send_signal(signal.SIGINT)
            out, said = command.communicate(timeout=30)
            assert "It is cancelled; what is on its way is waited for." in said
            assert (command.returncode, out.startswith(f"{FLOW}: ")) == (3, True), out + said
        assert len(slow.acme.writes()) < 400
        promised(slow)


def test_secrets_go_through_the_engine_and_into_no_log(installation: MakesInstallations, tmp_path: Path) -> None:
    desk = installation("both")
    with engine(desk):
        assert desk.call("secret", "set", desk.secret, typed="wrong-canary-471100").code == 0
        assert desk.run().code == 4
        assert desk.call("secret", "set", desk.secret, typed=desk.acme.api_key).code == 0
        assert desk.secret in desk.call("secret", "list").out.splitlines()
        desk.legacy.drop(Order("1"))
        assert desk.run().code == 0, "the engine signs in with the new one"
    for file in desk.data.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert b"wrong-canary" not in content, file
            assert desk.acme.api_key.encode() not in content, file
