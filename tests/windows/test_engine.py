"""Under Wine: the engine as a process takes what is dropped, is one, goes on after a kill, and ends as it is told."""

from __future__ import annotations

import json
import subprocess

import pytest
from windows.payload import BUILD
from windows.wine import windows_path

from desktop_sync.commands.swapped import HELD
from tests.end2end.engines import SOON, until
from tests.end2end.installation import kill
from tests.end2end.judge import assert_files_once, assert_promise
from tests.end2end.legacy import Order
from tests.windows.installation import WindowsInstallation

pytestmark = [pytest.mark.timeout(600), pytest.mark.serial]  # programs start slowly in Wine
LATER = 150.0  # seconds; programs start slowly in Wine, above all beside other tests
CTRL_BREAK, CTRL_CLOSE, CTRL_SHUTDOWN = 1, 2, 6  # wincon.h


def started(desk: WindowsInstallation) -> tuple[subprocess.Popen[str], int]:
    """An engine that is ready, and its process number in Windows."""
    process = desk.start("engine", "--json")
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, process.communicate()[1]
    return process, int(json.loads(line)["pid"])


def every_minute(desk: WindowsInstallation) -> None:
    """Events of the folder wake it sooner; looking is the truth (decision 022)."""
    desk.flow("erp-orders")["schedule"] = {"every": "1min"}
    desk.save()


def test_engine_takes_what_is_dropped_is_one_and_goes_on_after_a_kill(desk: WindowsInstallation) -> None:
    every_minute(desk)
    desk.legacy.drop(Order("10001"), Order("10002"))
    process, _ = started(desk)  # what is new fires at once
    try:
        until(lambda: len(desk.acme.writes()) == 2, LATER)
        desk.legacy.drop(Order("10003"))
        until(lambda: len(desk.acme.writes()) == 3, LATER)
        second = desk.call("engine")
        assert (second.code, "in use by engine" in second.err) == (3, True), second
        desk.acme.fault("latency", seconds=60.0, on="writes")
        desk.legacy.drop(Order("10004"), Order("10005"))
        until(lambda: desk.acme.requests()["faults"] != {}, LATER)
    finally:
        kill(process)
    desk.acme.clear_faults()
    desk.legacy.drop(Order("10001").changed(quantity="41"))
    process, _ = started(desk)
    try:
        until(lambda: desk.run("--json").code == 0, LATER)  # through the pipe: the engine has the lock
    finally:
        kill(process)
    assert_promise(desk.acme.writes(), desk.legacy.expected)
    assert_files_once(desk.legacy.folder, desk.legacy.files)


HOLD = "import sys; file = open(sys.argv[1], 'w'); print('held', flush=True); sys.stdin.read()"


def test_none_starts_while_a_setup_swaps_the_program(desk: WindowsInstallation) -> None:
    file = BUILD / HELD  # beside the folder of the Python that runs it
    with desk.windows.start("-c", HOLD, windows_path(file)) as setup:
        assert setup.stdin is not None
        assert setup.stdout is not None
        assert setup.stdout.readline().strip() == "held"
        told = desk.call("engine")
        setup.stdin.close()
    file.unlink()
    assert (told.code, "is being set up" in told.err) == (3, True), told


def test_an_icon_whose_engine_cannot_start_leaves_for_a_setup(desk: WindowsInstallation) -> None:
    """No engine is there to tell it so."""
    (desk.data / "ledger.db").mkdir()
    desk.windows.environment["QT_QPA_PLATFORM"] = "offscreen"
    icon = desk.start("tray", "--hidden")
    file = BUILD / HELD
    try:
        until((desk.data / "no-engine.txt").exists, LATER)
        with desk.windows.start("-c", HOLD, windows_path(file)) as setup:
            assert setup.stdin is not None
            assert setup.stdout is not None
            assert setup.stdout.readline().strip() == "held"
            said = icon.communicate(timeout=LATER)[1]
            setup.stdin.close()
    finally:
        kill(icon)
    file.unlink()
    assert (icon.returncode, "Traceback" in said) == (0, False), said


def test_the_console_and_the_end_of_the_session_end_it_orderly(desk: WindowsInstallation) -> None:
    log = desk.data / "logs" / "desktop-sync.log"
    for count, event in enumerate((CTRL_BREAK, CTRL_CLOSE, CTRL_SHUTDOWN, "session"), start=1):
        process, number = started(desk)
        try:
            told = desk.windows.call("-m", "tests.windows.farewell", str(number), str(event))
            assert told.code == 0, told
            said = process.communicate(timeout=SOON)[1]
        finally:
            kill(process)
        assert (process.returncode, "Traceback" in said) == (0, False), said
        assert log.read_text(encoding="utf-8").count("the engine ends") == count
