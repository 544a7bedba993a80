"""Under Wine: tests that Windows' own Python runs: those made for it, and those of rooms that touch the platform."""

from __future__ import annotations

import pytest

from tests.windows.installation import Windows

pytestmark = [pytest.mark.timeout(600), pytest.mark.serial]  # programs start slowly in Wine
OPTIONS = (
    "-m", "pytest", "-p", "no:cacheprovider", "-o", "addopts=", "--import-mode=importlib", "-q", "--tb=short",
    "--timeout=120", "-W", "ignore::pytest.PytestConfigWarning", "-W", "ignore::ResourceWarning",
)  # fmt: skip
ROOMS = {
    "made for Windows": ("tests/inside_windows",),
    "pipe": ("tests/contract/test_ipc.py",),
    "files": (
        "tests/unit/stores/test_names.py", "tests/unit/test_spool.py", "tests/unit/test_durable.py",
        "tests/unit/data_folder", "tests/unit/windows", "-k", "not a_sweep_looks_at_every_one",  # thousands of files
    ),
}  # fmt: skip


@pytest.mark.parametrize("room", ROOMS)
def test_they_pass(windows: Windows, room: str) -> None:
    done = windows.call(*OPTIONS, *ROOMS[room])
    assert done.code == 0, done
    assert " passed" in done.out
