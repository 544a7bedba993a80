"""Picking up, as its user meets it: the question of a first run, what is held, archives from the command line."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.end2end.conftest import MakesInstallations
from tests.end2end.installation import CHECKOUT, FLOW, Installation
from tests.end2end.legacy import Order


@pytest.fixture
def desk(installation: MakesInstallations) -> Installation:
    """Two orders are there before the flow has ever run, and its settings do not say what shall become of them."""
    made = installation("both")
    made.change_flow(FLOW, "source", first_run="ask")
    made.legacy.drop(Order("1"), Order("2"))
    return made


def test_where_nobody_can_be_asked_the_run_ends_with_code_4_and_the_choices(desk: Installation) -> None:
    done = desk.run()
    assert done.code == 4, done
    assert "1 file is already there, of " in done.out
    assert "--first-run all" in done.out
    assert "--first-run from-now" in done.out
    assert desk.acme.writes() == []
    assert desk.call("status").code == 4


def test_the_answer_on_the_command_line(desk: Installation) -> None:
    desk.run()
    done = desk.run("--first-run", "from-now")
    assert done.code == 0, done
    assert "1 skipped, there before the first run" in done.out
    desk.legacy.drop(Order("3"))
    assert desk.run().code == 0
    assert [write["reference"] for write in desk.acme.writes()] == ["3"]
    assert desk.call("status").code == 0


def test_an_answer_that_is_none_is_told(desk: Installation) -> None:
    done = desk.run("--first-run", "yesterday")
    assert done.code == 2, done
    assert "Say all, from-now, or a date" in done.err
    assert desk.acme.writes() == []


@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals")
@pytest.mark.parametrize("typed, writes", [("all", 2), ("from-now", 0), ("perhaps\n2020-01-01", 2), ("", 0)])
def test_on_a_terminal_it_asks(desk: Installation, typed: str, writes: int) -> None:
    ours, theirs = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "desktop_sync", "run", FLOW, "--data", str(desk.data)],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=desk.environment,
        cwd=CHECKOUT,
    ) as process:
        os.write(ours, f"{typed}\n".encode())
        out, _ = process.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert "What shall become of them?" in out
    assert ("is no answer" in out) is ("perhaps" in typed)
    assert process.returncode == (0 if typed else 4), out
    assert len(desk.acme.writes()) == writes


def test_what_is_too_much_is_held_until_it_is_approved(desk: Installation) -> None:
    desk.change_flow(FLOW, "source", first_run="all")
    desk.change_flow(FLOW, "target", hold_above=1)
    held = desk.run()
    assert held.code == 4, held
    assert "2 documents are held: 2 documents in one run, more than hold_above = 1." in held.out
    assert desk.run().code == 4
    assert desk.acme.writes() == []
    approved = desk.call("approve", FLOW)
    assert (approved.code, "2 documents of" in approved.out) == (0, True), approved
    assert desk.run().code == 0
    assert len(desk.acme.writes()) == 2
    assert "Nothing of" in desk.call("approve", FLOW).out


def test_run_approve_does_both(desk: Installation) -> None:
    desk.change_flow(FLOW, "source", first_run="all")
    desk.change_flow(FLOW, "target", hold_above=1)
    desk.run()
    assert desk.run("--approve").code == 0
    assert len(desk.acme.writes()) == 2


def test_an_order_out_of_an_archive_and_its_trail(desk: Installation, tmp_path: Path) -> None:
    desk.change_flow(FLOW, "source", first_run="all", pattern="*")
    (file,) = [path for path in desk.legacy.folder.iterdir() if path.is_file()]
    with zipfile.ZipFile(tmp_path / "orders.zip", "w") as archive:
        archive.write(file, "monday.xml")
        archive.writestr("tuesday.xml", file.read_bytes()[:-30])
    file.unlink()
    (tmp_path / "orders.zip").rename(desk.legacy.folder / "orders.zip")
    done = desk.run()
    assert done.code == 4, done
    assert "orders.zip › tuesday.xml cannot be read" in done.out
    trail = desk.call("trail", "1")
    assert "orders.zip" in trail.out
    assert "monday.xml, line" in trail.out
    assert {write["reference"] for write in desk.acme.writes()} == {"1", "2"}
