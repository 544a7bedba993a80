"""From an icon to a desk: a desk that cannot be made leaves no icon without a program behind it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from desktop_sync.ui import start as starts
from desktop_sync.ui.alone import Alone
from desktop_sync.ui.desk import Desk

Until = Callable[[Callable[[], Any]], None]


def test_a_desk_that_cannot_be_made_ends_the_program(
    qapp: QApplication, tmp_path: Path, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes: list[int] = []
    monkeypatch.setattr(QApplication, "exit", staticmethod(codes.append))

    def make() -> Desk:
        raise OSError("a file of the program is missing")

    alone = Alone(tmp_path / "data", tmp_path)
    start = starts._Start(qapp, alone, make, hidden=True)
    start.begin()
    until(lambda: codes == [1])
    start.deleteLater()


def test_what_stands_between_the_command_and_the_icon_is_little() -> None:
    """The options of settings alone would take a fifth of a second."""
    script = "import sys, desktop_sync.commands.tray, desktop_sync.ui.start; print('pydantic' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
