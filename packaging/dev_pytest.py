"""Runs pytest in two passes and counts both: tests that may run beside each other, then those that must be alone.

Plain Python without dependencies. It must not know how the environment was made.
"""

from __future__ import annotations

import os
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dev_steps import openly, say

FAILED = 1  # pytest's exit code for "tests failed"
NO_TESTS = 5  # pytest's exit code for "nothing was selected"
# A test waits for half of its time, for a process, a server or a clock: so one worker more than there are cores.
WORKERS = min(4, (os.cpu_count() or 1) + 1)
# The longest tests take minutes: work is stolen at the end, so that no worker sits idle while another has them all.
BESIDE = ("--serial=without", f"--numprocesses={WORKERS}", "--dist=worksteal")
ALONE = ("--serial=only",)
SCREENS = tuple(
    f"tests/{one}" for one in ("unit/ui/", "end2end/desk/", "end2end/test_tray.py", "end2end/walk/", "windows/")
)
"""Tests that wait for what a screen shows: a machine that is busy with others can keep it from them."""
FEW = 3


@dataclass(frozen=True)  # no slots: an old Python must come as far as the message that it is too old
class Counts:
    """Tests by how they ended."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def counts_of(report: Path) -> Counts:
    """Sums a JUnit report of pytest; nothing counted when pytest ended before writing it."""
    if not report.is_file():
        return Counts()
    total = Counts()
    for suite in ET.parse(report).iter("testsuite"):  # noqa: S314  # written by our own pytest a moment ago
        tests, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
        bad = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        total += Counts(tests - bad - skipped, bad, skipped)
    return total


def run_pytest(python: Path, arguments: Sequence[str], env: Mapping[str, str]) -> tuple[Counts, int]:
    """Two passes of pytest; what they counted, and the first exit code that tells of a failure, else 0.

    Where nothing failed but a few tests of screens, those are tried once more by themselves, and that counts.
    """
    total, bad = Counts(), 0
    with tempfile.TemporaryDirectory(prefix="desktop-sync-tests-") as folder:
        failed = Path(folder) / "failed.txt"
        for select in (BESIDE, ALONE):
            report = Path(folder) / f"{select[0]}.xml"
            command = [python, "-m", "pytest", f"--junitxml={report}", f"--failed-to={failed}", *select, *arguments]
            code = openly(command, env)
            total += counts_of(report)
            bad = bad or (0 if code == NO_TESTS else code)
        again = tried_again(failed)
        if bad != FAILED or not again:
            return total, bad
        say(f"-- What failed is tried once more by itself: {', '.join(again)}")
        bad = openly([python, "-m", "pytest", f"--named-in={failed}", *arguments], env)
    return (total if bad else Counts(total.passed + total.failed, 0, total.skipped)), bad


def tried_again(failed: Path) -> list[str]:
    """The names in the file; none when they are many, or one has no screen to wait for."""
    names = failed.read_text(encoding="utf-8").splitlines() if failed.is_file() else []
    return names if len(names) <= FEW and all(name.startswith(SCREENS) for name in names) else []
