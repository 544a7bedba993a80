"""How the commands speak."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from desktop_sync.__main__ import main
from desktop_sync.commands.console import Bar, problem_lines, say
from desktop_sync.windows import box

LONG = "    Who can fix it: the clerk. Someone who keeps the missing entry in Acme can add it."


def test_a_line_too_long_for_the_terminal_goes_on_a_little_further_in(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    say(["short", LONG, "  one\n  two", "", "x" * 60])
    assert capsys.readouterr().out.split("\n") == [
        "short",
        "    Who can fix it: the clerk. Someone who keeps",
        "      the missing entry in Acme can add it.",
        "  one",
        "  two",
        "",
        "x" * 60,
        "",
    ]


def test_where_there_is_no_terminal_nothing_is_broken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr("sys.__stdout__", None)
    say([LONG])
    assert capsys.readouterr().out == LONG + "\n"


def test_what_is_said_has_the_name_of_the_product(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys._xoptions, "launcher", "Order Bridge")
    say(["Give the account that runs Desktop Sync the right to read there."])
    assert capsys.readouterr().out == "Give the account that runs Order Bridge the right to read there.\n"


def test_further_lines_of_a_problem_stand_below_it() -> None:
    told = problem_lines(
        [{"cause": "settings", "what": "The settings have a problem.\nline 27", "owner": "it", "hint": ""}]
    )
    assert told == ["  ! The settings have a problem.\n      line 27", "    Who can fix it: IT."]


def test_a_program_without_a_console_shows_what_is_wrong_in_a_box(monkeypatch: pytest.MonkeyPatch) -> None:
    """That of Windows with windows: who has clicked on it would see nothing happen."""
    shown: list[tuple[str, str]] = []
    monkeypatch.setattr(box, "show", lambda title, text: shown.append((title, text)))
    monkeypatch.setattr(box, "language", lambda: "de")
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["tray", "--data", Path.cwd().anchor]) == 4
    [(title, text)] = shown
    assert title == "Desktop Sync"
    assert text.startswith(f"Der Datenordner kann nicht {Path.cwd().anchor} selbst sein.\n\n")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_covers_what_stood_there_without_sequences_that_a_console_may_show(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    bar = Bar(quiet=False)
    for step, done, total in (("deliver", 9, 1000), ("end", 1, 0)):
        bar._last = 0.0
        bar({"event": "progress", "flow": "orders", "step": step, "done": done, "total": total})
    bar.clear()
    assert terminal.getvalue() == (
        "\rorders: deliver 9 of 1,000"
        "\rorders: end 1             "
        "\r             \r"
    )  # fmt: skip
    assert "\x1b" not in terminal.getvalue()
