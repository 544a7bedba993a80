"""Running programs, and telling about it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from dev_steps import StepError, end, openly, quietly, step


def test_a_failed_program_shows_its_output_and_what_to_do() -> None:
    with pytest.raises(StepError) as failed:
        quietly([sys.executable, "-c", "print('the reason'); raise SystemExit(3)"], "Do this.")
    assert "the reason" in failed.value.what
    assert "code 3" in failed.value.what
    assert str(failed.value).endswith("Do this.")


def test_a_good_program_returns_its_output_and_gets_the_variables() -> None:
    assert quietly([sys.executable, "-c", "import os; print(os.environ['X'])"], "", {"X": "here"}).strip() == "here"


def test_exit_codes_are_handed_on() -> None:
    assert openly([sys.executable, "-c", "raise SystemExit(7)"]) == 7


def test_a_step_tells_its_time_and_where_it_stopped(capsys: pytest.CaptureFixture[str]) -> None:
    with step("Good"):
        pass
    with pytest.raises(StepError), step("Bad"):
        raise StepError("No.")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "-- Good ..."
    assert lines[1].startswith("-- Good: ")
    assert lines[3].startswith("-- Bad: stopped after ")


def test_ending_waits_until_the_program_is_gone() -> None:
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    end(process)
    assert process.returncode is not None
    end(process)  # a second time changes nothing
