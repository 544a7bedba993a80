"""Two passes of pytest and their sum, over a small suite of its own that uses the project's conftest."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from dev_pytest import Counts, counts_of, run_pytest, tried_again
from dev_steps import ROOT

SUITE = """
import pytest

def test_good(): pass

@pytest.mark.serial
def test_alone(request): assert not hasattr(request.config, "workerinput")

@pytest.mark.long
def test_long(): raise AssertionError("only with --long")

@pytest.mark.counterpart
def test_counterpart(require): require("no server here")
"""
QUICK = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # of all plugins, only the one that the passes need
INI = "[pytest]\naddopts = --import-mode=importlib --strict-markers\nmarkers =\n    long\n    serial\n    counterpart\n"


@pytest.fixture
def suite(tmp_path: Path) -> list[str]:
    """The arguments that make pytest run the small suite."""
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    (tmp_path / "test_suite.py").write_text(SUITE, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text(INI, encoding="utf-8")
    return [str(tmp_path), f"--rootdir={tmp_path}", f"--config-file={tmp_path / 'pytest.ini'}", "-pxdist.plugin"]


def test_both_passes_are_counted_and_a_missing_counterpart_is_skipped(suite: list[str]) -> None:
    assert run_pytest(Path(sys.executable), suite, QUICK | {"CI": ""}) == (Counts(passed=2, failed=0, skipped=1), 0)


def test_in_ci_a_missing_counterpart_is_a_failure(suite: list[str]) -> None:
    assert run_pytest(Path(sys.executable), suite, QUICK | {"CI": "true"}) == (Counts(passed=2, failed=1, skipped=0), 1)


def test_long_tests_run_when_asked_for(suite: list[str]) -> None:
    counts, code = run_pytest(Path(sys.executable), ["--long", *suite], QUICK | {"CI": ""})
    assert (counts, code) == (Counts(passed=2, failed=1, skipped=1), 1)


def test_a_pass_without_tests_is_no_failure(suite: list[str]) -> None:
    arguments = [*suite, "-k", "good"]
    assert run_pytest(Path(sys.executable), arguments, QUICK | {"CI": ""}) == (Counts(passed=1), 0)


UNSTEADY = """
from pathlib import Path

SEEN = Path(__file__).with_name("seen")

def test_fails_at_first():
    again = SEEN.exists()
    SEEN.touch()
    assert again

def test_good(): pass
"""


@pytest.mark.parametrize("folder, passes", [("unit/ui", True), ("windows", True), ("crash", False)])
def test_what_waits_for_a_screen_is_tried_again(suite: list[str], tmp_path: Path, folder: str, passes: bool) -> None:
    place = tmp_path / "tests" / folder
    place.mkdir(parents=True)
    (place / "test_unsteady.py").write_text(UNSTEADY, encoding="utf-8")
    counts, code = run_pytest(Path(sys.executable), [str(place), *suite[1:]], QUICK | {"CI": ""})
    assert (counts, code) == ((Counts(passed=2), 0) if passes else (Counts(passed=1, failed=1), 1))


def test_what_fails_twice_has_failed(suite: list[str], tmp_path: Path) -> None:
    place = tmp_path / "tests" / "windows"
    place.mkdir(parents=True)
    (place / "test_bad.py").write_text("def test_bad(): raise AssertionError", encoding="utf-8")
    counts, code = run_pytest(Path(sys.executable), [str(place), *suite[1:]], QUICK | {"CI": ""})
    assert (counts, code) == (Counts(failed=1), 1)


def test_many_that_fail_are_not_tried_again(tmp_path: Path) -> None:
    failed = tmp_path / "failed.txt"
    failed.write_text("".join(f"tests/windows/test_it.py::test_{number}\n" for number in range(4)), encoding="utf-8")
    assert tried_again(failed) == []


def test_no_report_counts_nothing(tmp_path: Path) -> None:
    assert counts_of(tmp_path / "none.xml") == Counts()


def test_the_closing_line_is_plain() -> None:
    assert str(Counts(3, 1, 2)) == "3 passed, 1 failed, 2 skipped"
