"""``--selftest``: every step is told; a fault fails it and the others are tried all the same."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from desktop_sync.commands.imports import import_all
from desktop_sync.commands.selftest import STEPS, selftest


@pytest.mark.timeout(400)  # it imports everything
def test_an_installation_that_is_whole_says_so() -> None:
    """In a process of its own: what is imported here already would not be missed."""
    env = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
    command = [sys.executable, "-m", "desktop_sync", "--selftest"]
    done = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done
    assert [line for line in done.stdout.splitlines() if line.startswith("FAILED")] == []
    assert done.stdout.count("\nok ") == len(STEPS)


def test_a_fault_is_named_and_the_rest_is_tried(capsys: pytest.CaptureFixture[str]) -> None:
    def fails() -> str:
        raise FileNotFoundError("qwindows.dll is not there")

    assert selftest({"window": fails, "ledger": lambda: "opened"}) == 1
    told = capsys.readouterr()
    assert "FAILED  window: FileNotFoundError: qwindows.dll is not there" in told.out
    assert "ok      ledger: opened" in told.out
    assert "not whole: window" in told.err


SOURCE = """
import sys
if sys.platform == "win32":
    import {of_windows}

def late() -> None:
    import json.decoder
    import {late}
"""


def made(
    place: Path, name: str, monkeypatch: pytest.MonkeyPatch, of_windows: str = "json", late: str = "json"
) -> ModuleType:
    (place / name).mkdir()
    (place / name / "__init__.py").touch()
    (place / name / "module.py").write_text(SOURCE.format(of_windows=of_windows, late=late), encoding="utf-8")
    monkeypatch.syspath_prepend(str(place))
    return importlib.import_module(name)


def test_what_is_imported_late_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert import_all(made(tmp_path, "made_whole", monkeypatch)) == (1, 3)  # sys, json, json.decoder


def test_a_library_that_is_imported_late_is_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModuleNotFoundError, match="not_there"):
        import_all(made(tmp_path, "made_incomplete", monkeypatch, late="not_there"))


@pytest.mark.skipif(sys.platform == "win32", reason="it is there")
def test_what_windows_alone_has_is_not_missed_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert import_all(made(tmp_path, "made_for_windows", monkeypatch, of_windows="win32pipe")) == (1, 3)
