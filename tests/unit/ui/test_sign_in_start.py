"""Start at sign-in: what the system says is what is told, and what a person wants is what it says then."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_sync.ui.sign_in_start import SignInStart, Standing, autostart, put, standing

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it would change this account's start-up apps")


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config"


def test_it_is_switched_on_and_off(config: Path, tmp_path: Path) -> None:
    assert standing() == Standing(on=False)
    folder = tmp_path / "Data 100% mine"
    assert put(folder, on=True) == Standing(on=True)
    lines = dict(line.split("=", 1) for line in autostart().read_text(encoding="utf-8").splitlines() if "=" in line)
    assert autostart().is_relative_to(config)
    assert shlex.split(lines["Exec"].replace("%%", "%"))[-4:] == ["tray", "--hidden", "--data", str(folder)]
    assert put(folder, on=False) == Standing(on=False)
    assert put(folder, on=False) == Standing(on=False)


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled = false"])
def test_somebody_else_switched_it_off(tmp_path: Path, line: str) -> None:
    put(tmp_path, on=True)
    with autostart().open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    assert standing() == Standing(on=False)


def test_what_cannot_be_set_is_told(config: Path, tmp_path: Path) -> None:
    config.write_text("a file where the folder should be", encoding="utf-8")
    found = put(tmp_path, on=True)
    assert not found.on
    assert found.barred


def test_the_screen_hears_of_it_later(qtbot: QtBot, tmp_path: Path) -> None:
    start = SignInStart()
    with qtbot.waitSignal(start.known) as told:
        start.look()
    assert told.args == [Standing(on=False)]
    with qtbot.waitSignal(start.known) as told:
        start.put(tmp_path, on=True)
    assert told.args == [Standing(on=True)]
