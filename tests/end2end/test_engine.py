"""The engine as a process: it works by its schedules, is one, is asked through its pipe, and ends within seconds."""

from __future__ import annotations

import json
import signal
import sys
import time
from pathlib import Path

import pytest

from desktop_sync.data_folder import DataFolder
from desktop_sync.ipc import connect
from tests.end2end.conftest import MakesInstallations
from tests.end2end.engines import SOON, ends, until, working
from tests.end2end.installation import FLOW, Installation, kill
from tests.end2end.judge import assert_files_once, assert_promise
from tests.end2end.legacy import Order


def by_schedule(desk: Installation, flow: str = FLOW, **schedule: object) -> None:
    desk.flow(flow)["schedule"] = schedule
    desk.save()


@pytest.fixture
def desk(installation: MakesInstallations) -> Installation:
    return installation()


def test_engine_works_by_schedule_and_goes_on_after_a_kill(desk: Installation) -> None:
    by_schedule(desk, every="1h")
    desk.legacy.drop(Order("10001"), Order("10002"))
    with working(desk) as process:  # what is new fires at once
        until(lambda: len(desk.acme.writes()) == 2)
        until(lambda: not list(desk.legacy.folder.glob("*.xml")))
        desk.legacy.drop(Order("10004"))  # its folder is watched: nobody waits for the hour
        until(lambda: len(desk.acme.writes()) == 3, within=10)
        second = desk.call("engine")
        assert (second.code, "in use by engine" in second.err) == (3, True)
        kill(process)
    desk.legacy.drop(Order("10003"))
    with working(desk) as process:
        time.sleep(1)
        assert len(desk.acme.writes()) == 3  # the next fire is in an hour
        assert desk.run().code == 0  # through the pipe, in the engine
        until(lambda: len(desk.acme.writes()) == 4)
        ends(process)
    assert_promise(desk.acme.writes(), desk.legacy.expected)
    assert_files_once(desk.legacy.folder, desk.legacy.files)


def test_a_file_that_is_dropped_is_taken_by_itself_long_before_the_next_fire(desk: Installation) -> None:
    by_schedule(desk, every="1d")
    desk.change_flow(FLOW, "source", min_age="1s")
    desk.legacy.drop(Order("10001"))
    with working(desk) as process:
        until(lambda: len(desk.acme.writes()) == 1)
        desk.legacy.drop(Order("10002"))
        until(lambda: len(desk.acme.writes()) == 2)
        until(lambda: not list(desk.legacy.folder.glob("*.xml")))
        away = desk.legacy.folder.with_name("away")
        desk.legacy.folder.rename(away)
        time.sleep(1)
        away.rename(desk.legacy.folder)
        desk.legacy.drop(Order("10003"))
        assert desk.run().code == 0
        assert len(desk.acme.writes()) == 3
        ends(process)
    assert_promise(desk.acme.writes(), desk.legacy.expected)


def test_settings_are_read_again_and_a_broken_file_keeps_the_last_good_ones(desk: Installation) -> None:
    with working(desk) as process:
        desk.legacy.drop(Order("10001"))
        file = desk.data / "settings.toml"
        good = file.read_text(encoding="utf-8")
        file.write_text(good.replace("[[flows]]", "[[flows]]\nwrong = 1", 1), encoding="utf-8")
        said = desk.call("reload")
        assert said.code == 2, said
        problems = desk.call("problems", "--json").json
        assert "What held before still holds" in str(problems)
        assert "wrong" in str(problems)
        ran = desk.run()
        assert ran.code in {0, 4}  # by the former settings; 4 for the open problem
        assert "this run goes by the former ones" in ran.err
        assert len(desk.acme.writes()) == 1
        file.write_text(good, encoding="utf-8")
        desk.legacy.drop(Order("10002"))
        by_schedule(desk, every="1min")
        assert desk.call("reload").code == 0
        assert "What held" not in str(desk.call("problems", "--json").json)
        ends(process)
    with working(desk) as process:  # the changed schedule was accounted for from its change on
        fires = desk.call("status", "--json").json["flows"][0]["next"]
        assert fires is not None
        ends(process)


def test_a_command_ends_it_and_waits_until_it_has_ended(desk: Installation) -> None:
    with working(desk) as process:
        said = desk.call("stop", "--desks")
        assert (said.code, said.out) == (0, "The engine has ended.\n"), said
        process.communicate(timeout=60)
        assert process.returncode == 0
    again = desk.call("stop", "--json")
    assert (again.code, again.json) == (0, {"stopped": False})


def test_an_edited_profile_counts_after_a_reload(desk: Installation) -> None:
    file = desk.profile.parent / "orders.schema.json"
    good = json.loads(file.read_text(encoding="utf-8"))
    with working(desk) as process:
        desk.legacy.drop(Order("10001"))
        assert desk.run().code == 0
        file.write_text(json.dumps({**good, "required": [*good["required"], "colour"]}), encoding="utf-8")
        assert desk.call("reload").code == 0
        desk.legacy.drop(Order("10002"))
        assert desk.run().code == 4
        assert "colour" in str(desk.call("problems", "--json").json)
        file.write_text(json.dumps(good), encoding="utf-8")
        assert desk.call("reload").code == 0
        desk.legacy.drop(Order("10003"))
        desk.run()
        assert {one["reference"] for one in desk.acme.writes()} == {"10001", "10003"}
        ends(process)


def test_an_engine_that_finds_no_settings_waits_for_the_first(desk: Installation, tmp_path: Path) -> None:
    """So a desk can set up the first flow through it."""
    file = desk.data / "settings.toml"
    settings = tmp_path / "first.toml"
    settings.write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    file.unlink()
    with working(desk) as process:
        assert desk.call("status", "--json").json["mood"] == "attention"
        desk.legacy.drop(Order("10001"))
        assert desk.call("config", "install", str(settings)).code == 0
        assert desk.run().code == 0
        assert len(desk.acme.writes()) == 1
        ends(process)


def test_a_desk_ends_it(desk: Installation) -> None:
    with working(desk) as process:
        client = connect(DataFolder(desk.data))
        assert client is not None
        with client:
            assert client.call("stop") == {"stops": True}
            said = process.communicate(timeout=SOON)[1]
        assert (process.returncode, "Traceback" in said) == (0, False), said


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_an_engine_that_does_not_answer_is_not_well_and_a_closed_terminal_ends_it(desk: Installation) -> None:
    by_schedule(desk, every="1h")
    with working(desk) as process:
        until(lambda: desk.call("status").code == 0)
        process.send_signal(signal.SIGSTOP)
        try:
            said = desk.call("status")
        finally:
            process.send_signal(signal.SIGCONT)
        assert (said.code, said.out.startswith("The engine does not answer")) == (4, True), said
        until(lambda: desk.call("status").code == 0)
        process.send_signal(signal.SIGHUP)
        process.communicate(timeout=SOON)
        assert process.returncode == 0
    said = desk.call("status")
    assert (said.code, "Start it" in said.out) == (4, True), said


def test_after_a_start_flows_wait_for_the_network(desk: Installation) -> None:
    by_schedule(desk, every="1h")
    desk.change_connection(
        "acme", base_url="https://acme.invalid"
    )  # no such name (RFC 6761): as before the network is up
    with working(desk) as process:
        time.sleep(1)
        assert desk.call("history", "--json").json["runs"] == []
        ends(process)


def test_an_end_waits_for_no_answer_and_loses_nothing(desk: Installation) -> None:
    desk.change_connection("acme", in_flight=2)
    desk.change_flow(FLOW, "target", batch=False)
    desk.legacy.drop(*(Order(f"{number}") for number in range(10_001, 10_041)))
    desk.acme.fault("latency", seconds=20.0, on="writes", numbers=list(range(4, 50)))
    with working(desk) as process:
        running = desk.start("run", FLOW, "--json")
        until(lambda: len(desk.acme.writes()) >= 3)
        ends(process)  # two requests are under way for as long as they like
        running.communicate(timeout=SOON)
    desk.acme.clear_faults()
    until(lambda: desk.run("--json").code == 0)
    assert_promise(desk.acme.writes(), desk.legacy.expected)
