"""How the program calls itself again."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop_sync.program import CONSOLE, product, program


def test_a_python_runs_the_package() -> None:
    assert program() == (sys.executable, "-m", "desktop_sync")


def test_without_a_console_where_there_are_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python.exe"))
    assert program(windowed=True)[0] == str(tmp_path / "python.exe")
    (tmp_path / "pythonw.exe").touch()
    assert program(windowed=True)[0] == str(tmp_path / "pythonw.exe")


def test_launchers_start_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert product() == "Desktop Sync"
    monkeypatch.setitem(sys._xoptions, "launcher", "Order Bridge")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "OrderBridge.exe"))
    assert program() == (str(tmp_path / CONSOLE),)
    assert program(windowed=True) == (str(tmp_path / "OrderBridge.exe"),)
    assert product() == "Order Bridge"
