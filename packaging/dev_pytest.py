"""Runs pytest in two passes and counts both: tests that may run beside each other, then those that must be alone.

Plain Python without dependencies. It must not know how the environment was made.
"""

from __future__ import annotations

import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dev_steps import openly

NO_TESTS = 5  # pytest's exit code for "nothing was selected"
# The longest tests take minutes: work is stolen at the end, so that no worker sits idle while another has them all.
BESIDE = ("--serial=without", "--numprocesses=auto", "--maxprocesses=4", "--dist=worksteal")
ALONE = ("--serial=only",)


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
    """Two passes of pytest; what they counted, and the first exit code that tells of a failure, else 0."""
    total, bad = Counts(), 0
    with tempfile.TemporaryDirectory(prefix="desktop-sync-tests-") as folder:
        for select in (BESIDE, ALONE):
            report = Path(folder) / f"{select[0]}.xml"
            command = [python, "-m", "pytest", f"--junitxml={report}", *select, *arguments]
            code = openly(command, env)
            total += counts_of(report)
            bad = bad or (0 if code == NO_TESTS else code)
    return total, bad
