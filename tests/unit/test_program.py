"""How the program calls itself again."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop_sync.languages import words
from desktop_sync.program import CONSOLE, PICTURE, named, picture, product, program, vendor


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


@pytest.mark.parametrize(
    "text, shown",
    [
        ("Start Desktop Sync again.", "Start Order Bridge again."),
        ("by a fault of Desktop Sync (OSError)", "by a fault of Order Bridge (OSError)"),
        ("# What Desktop Sync does\nDesktop Sync **calls**.", "# What Order Bridge does\nOrder Bridge **calls**."),
        ("Desktop Sync's engine", "Order Bridge's engine"),
    ],
)
def test_texts_have_the_name_of_the_product(monkeypatch: pytest.MonkeyPatch, text: str, shown: str) -> None:
    assert named(text) == text
    monkeypatch.setitem(sys._xoptions, "launcher", "Order Bridge")
    assert named(text) == shown
    assert words("en").told(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        r"C:\ProgramData\Desktop Sync\ledger.db is full.", r"C:\ProgramData\Desktop Sync Policy\policy.toml",
        "Put C into the group Desktop Sync Viewers.", "the task Desktop Sync Engine",
        "Desktop Sync is under the Apache License 2.0.", "Desktop Sync steht unter der Apache-Lizenz 2.0.",
    ],
)  # fmt: skip
def test_what_bears_our_name_whoever_ships_it_keeps_it(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setitem(sys._xoptions, "launcher", "Order Bridge")
    assert named(text) == text


def test_mails_and_reports_have_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys._xoptions, "launcher", "Order Bridge")
    assert words("en")("Desktop Sync on {machine}: test mail", machine="PC") == "Order Bridge on PC: test mail"
    assert words("de")("Desktop Sync on {machine}: test mail", machine="PC") == "Order Bridge auf PC: Testmail"
    told = words("de").told("Nothing is sent. Start Desktop Sync again: it restores the newest good copy by itself.")
    assert told.startswith("Es wird nichts gesendet. Starten Sie Order Bridge erneut")


def test_a_vendor_has_links_where_its_launcher_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys._xoptions, "home", "https://bridge.example")
    assert vendor("home") == "", "a Python that somebody started so"
    monkeypatch.setitem(sys._xoptions, "launcher", "Order Bridge")
    assert (vendor("home"), vendor("support")) == ("https://bridge.example", "")
    monkeypatch.setitem(sys._xoptions, "support", "file:///c:/x.exe")
    assert vendor("support") == ""


def test_a_vendors_icon_lies_beside_its_launcher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "OrderBridge.exe"))
    (tmp_path / PICTURE).touch()
    assert picture() is None  # a Python beside which something of that name lies
    monkeypatch.setitem(sys._xoptions, "launcher", "Order Bridge")
    assert picture() == tmp_path / PICTURE
    (tmp_path / PICTURE).unlink()
    assert picture() is None
