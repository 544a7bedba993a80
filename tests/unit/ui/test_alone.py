"""One desk for each data folder: a second one makes the first show itself; one that was killed is in nobody's way."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_sync.ui import alone as aloneness
from desktop_sync.ui.alone import Alone

Until = Callable[[Callable[[], Any]], None]
KILLED = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from desktop_sync.ui.alone import Alone
application = QCoreApplication([])
alone = Alone(Path(sys.argv[1]), Path(sys.argv[2]))
print(alone.first(), flush=True)
alone.listen()
sys.stdin.read()
"""
SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from desktop_sync.ui.alone import Alone
application = QCoreApplication([])
alone = Alone(Path(sys.argv[1]), Path(sys.argv[2]))
print(alone.first(), alone.tell(show=sys.argv[3] == "show"))
"""


def started(script: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("wish", ["show", "here"])
def test_a_second_one_is_heard_and_shown_if_it_wishes(tmp_path: Path, qtbot: QtBot, wish: str) -> None:
    first = Alone(tmp_path / "data", tmp_path)
    shown: list[bool] = []
    first.wanted.connect(lambda: shown.append(True))
    assert first.first()
    first.listen()
    second = started(SECOND, tmp_path / "data", tmp_path, wish)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert second.communicate()[0].split() == ["False", "True"]
    assert shown == ([True] if wish == "show" else [])


def test_another_data_folder_has_a_desk_of_its_own(tmp_path: Path, qtbot: QtBot) -> None:
    one, other = Alone(tmp_path / "data", tmp_path), Alone(tmp_path / "test", tmp_path)
    assert one.first()
    assert other.first()
    assert not Alone(tmp_path / "data", tmp_path).first()


def test_what_a_killed_one_left_is_no_desk(tmp_path: Path, qtbot: QtBot) -> None:
    killed = started(KILLED, tmp_path / "data", tmp_path)
    assert killed.stdout is not None
    assert killed.stdout.readline() == "True\n"
    assert not Alone(tmp_path / "data", tmp_path).first()
    killed.kill()
    killed.communicate()
    again = Alone(tmp_path / "data", tmp_path)
    assert again.first()
    again.listen()
    second = started(SECOND, tmp_path / "data", tmp_path, "show")
    with qtbot.waitSignal(again.wanted, timeout=20_000):
        pass
    assert second.communicate()[0].split() == ["False", "True"]


def test_a_first_one_that_does_not_listen_is_told_from_one_that_does(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aloneness, "TRIES", 2)
    monkeypatch.setattr(aloneness, "PATIENCE", 10)
    assert not Alone(tmp_path / "data", tmp_path).tell(show=True)
